/* The text of an editor: what is read, written again, is read as the same. */
#include <stdint.h>
#include <stdlib.h>

#include "crm/edit_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
note(void *ctx, long line, const char *field, const char *sentence,
     const char *hint)
{
	size_t *n = ctx;

	if (line < 1 || !*sentence || !*hint || !field)
		abort();
	++*n;
}

static void
same(const struct crm_edit_block *a, const struct crm_edit_block *b)
{
	if (strcmp(a->ref, b->ref) != 0 || a->rev != b->rev || a->n != b->n)
		abort();
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->lines[i].field, b->lines[i].field) != 0 ||
		    !crm_same(a->lines[i].text, b->lines[i].text))
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct crm_arena a = { 0 };
	struct crm_buf out = { 0 };
	struct crm_edit_text t, again;
	size_t told = 0;
	struct crm_edit_wrong w = { note, &told, 0 };
	int rc = crm_edit_parse(&t, (const char *)data, size, &a, &w);

	if (told != w.n || !rc != !told)
		abort();
	crm_edit_put_comment(&out, "what was read\nonce");
	for (size_t i = 0; i < t.n; i++) {
		crm_edit_put_block(&out, t.blocks[i].ref, t.blocks[i].rev);
		for (size_t j = 0; j < t.blocks[i].n; j++)
			crm_edit_put_field(&out, t.blocks[i].lines[j].field,
			    t.blocks[i].lines[j].text.s,
			    t.blocks[i].lines[j].text.len);
	}
	if (crm_edit_parse(&again, out.s, out.len, &a, &w) || again.n != t.n)
		abort();
	for (size_t i = 0; i < t.n; i++)
		same(&t.blocks[i], &again.blocks[i]);
	crm_buf_free(&out);
	crm_arena_free(&a);
	return 0;
}
