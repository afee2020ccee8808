/* Words of a line: in quotes, they are the same again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "crm/buf.h"
#include "crm/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	struct crm_buf words;	/* each with its length in front */
	struct crm_buf line;	/* each in quotes */
};

static int
look(void *ctx, const char *word, size_t len)
{
	struct seen *s = ctx;

	if (word[len])
		abort();
	crm_buf_add(&s->words, &len, sizeof(len));
	crm_buf_add(&s->words, word, len);
	crm_buf_str(&s->line, " '");
	for (size_t i = 0; i < len; i++)
		if (word[i] == '\'')
			crm_buf_str(&s->line, "'\\''");
		else
			crm_buf_char(&s->line, word[i]);
	crm_buf_char(&s->line, '\'');
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seen first = { .words = { 0 } }, second = { .words = { 0 } };
	int rc = crm_words((const char *)data, size, look, &first);

	if (rc && rc != CRM_EINVAL)
		abort();
	if (crm_words(first.line.s ? first.line.s : "", first.line.len, look,
	    &second) || first.words.len != second.words.len ||
	    (first.words.len && memcmp(first.words.s, second.words.s,
	    first.words.len)))
		abort();
	crm_buf_free(&first.words);
	crm_buf_free(&first.line);
	crm_buf_free(&second.words);
	crm_buf_free(&second.line);
	return 0;
}
