/*
 * Changing configuration files: the key has the value, every other entry is
 * what it was, and taking the key away again brings back nothing else.  The
 * first line is the value.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "crm/buf.h"
#include "crm/conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	struct crm_buf others;	/* all entries but those of core.k */
	struct crm_buf value;	/* of the last core.k */
	int n;
};

static int
look(void *ctx, const struct crm_conf_entry *e)
{
	struct seen *s = ctx;

	if (e->from > e->at || e->at > e->end)
		abort();
	if (strcmp(e->section, "core") != 0 || e->sub ||
	    strcmp(e->key, "k") != 0) {
		crm_buf_printf(&s->others, "%s/%s/%s=%s\n", e->section,
		    e->sub ? e->sub : "", e->key, e->value ? e->value : "-");
		return 0;
	}
	s->n++;
	crm_buf_cut(&s->value, 0);
	crm_buf_str(&s->value, e->value ? e->value : "");
	return 0;
}

static struct seen
entries(const struct crm_buf *text)
{
	struct crm_error err = { 0 };
	struct seen s = { .n = 0 };

	if (crm_conf_parse(text->s ? text->s : "", text->len, look, &s, &err))
		abort();
	return s;
}

static void
must_equal(const struct crm_buf *a, const struct crm_buf *b)
{
	if (a->len != b->len || (a->len && memcmp(a->s, b->s, a->len)))
		abort();
}

static void
forget(struct seen *s)
{
	crm_buf_free(&s->others);
	crm_buf_free(&s->value);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *nl = size ? memchr(data, '\n', size) : NULL;
	size_t len = nl ? (size_t)(nl - (const char *)data) : 0;
	struct crm_buf value = { 0 }, out = { 0 }, gone = { 0 };
	struct crm_buf text = { 0 };
	struct crm_error err = { 0 };
	struct seen before, after;

	crm_buf_add(&value, nl ? (const char *)data : "", len);
	if (nl)
		crm_buf_add(&text, nl + 1, size - len - 1);
	if (crm_conf_change(&out, text.s, text.len,
	    &(struct crm_conf_change){ "core", NULL, "k", value.s }, &err)) {
		if (out.len)
			abort();
		goto done;
	}
	before = entries(&text);
	after = entries(&out);
	must_equal(&before.others, &after.others);
	if (strcmp(after.value.s, value.s) != 0 ||
	    after.n != (before.n ? before.n : 1))
		abort();
	forget(&after);
	if (crm_conf_change(&gone, out.s, out.len,
	    &(struct crm_conf_change){ "core", NULL, "k", NULL }, &err))
		abort();
	after = entries(&gone);
	must_equal(&before.others, &after.others);
	if (after.n)
		abort();
	forget(&before);
	forget(&after);
done:
	crm_buf_free(&value);
	crm_buf_free(&text);
	crm_buf_free(&out);
	crm_buf_free(&gone);
	return 0;
}
