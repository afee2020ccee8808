/* Words of any bytes: single blanks between them, none too long. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "crm/utf8.h"
#include "crm/text_words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(const char *s, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i <= len; i++) {
		if (i < len && s[i] != ' ') {
			n++;
			continue;
		}
		if ((!n && len) || n > CRM_WORD_MAX)
			abort();
		n = 0;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *s = (const char *)data;
	struct crm_buf b = { 0 }, two = { 0 };
	size_t half = size / 2;

	crm_text_words(&b, s, size);
	check(b.s, b.len);
	if (crm_utf8_bad(s, size) < 0 && crm_utf8_bad(b.s, b.len) >= 0)
		abort();
	/* Cut apart, both halves hold no more than single blanks either. */
	crm_text_words(&two, s, half);
	crm_text_words(&two, s + half, size - half);
	check(two.s, two.len);
	crm_buf_free(&b);
	crm_buf_free(&two);
	return 0;
}
