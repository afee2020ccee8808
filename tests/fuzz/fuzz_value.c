/*
 * What may be written into a field: money, dates, e-mail addresses, phone
 * numbers, links, choices.  What is read is written, and then read as the
 * same.  The first byte chooses the entity, the second the field, the third
 * how.
 */
#include "fuzz.h"

#include "crm/convert.h"
#include "crm/schema.h"
#include "crm/utf8.h"

static bool
same(struct crm_value a, struct crm_value b)
{
	if (a.kind != b.kind)
		return false;
	if (a.kind == CRM_TEXT)
		return a.len == b.len && !memcmp(a.s, b.s, a.len);
	return a.kind != CRM_INT || a.i == b.i;
}

static void
check(struct crm *crm, const struct crm_field *f, struct crm_value v,
      struct crm_read *how)
{
	struct crm_buf b = { 0 };
	struct crm_value back;

	if (v.kind == CRM_TEXT && crm_utf8_bad(v.s, v.len) >= 0)
		abort();
	crm_value_write(&b, f, v, how->currency);
	if (crm_utf8_bad(b.s ? b.s : "", b.len) >= 0)
		abort();
	how->point = 0;
	how->date_format = NULL;
	if (crm_value_read(&back, crm, f, b.s ? b.s : "", b.len, how) ||
	    !same(v, back)) {
		fprintf(stderr, "%s: %.*s: %s\n", f->name, (int)b.len,
		    b.s ? b.s : "", crm->err.text);
		abort();
	}
	crm_buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct crm *crm = fuzz_crm(true);
	struct crm_arena arena = { 0 };
	struct crm_read how = { .arena = &arena };
	const struct crm_entity *e;
	const struct crm_field *f;
	struct crm_value v;
	size_t n = 0;
	char *s;
	int rc;

	if (size < 3)
		return 0;
	while (crm_catalogue[n])
		n++;
	e = crm_catalogue[data[0] % n];
	f = &e->fields[data[1] % e->nfields];
	how.exact = data[2] & 1;
	how.currency = data[2] & 2 ? "JPY" : data[2] & 4 ? "KWD" : NULL;
	how.point = data[2] & 8 ? ',' : 0;
	how.date_format = data[2] & 16 ? "%d.%m.%Y" : data[2] & 32 ? "dmy"
	    : NULL;
	s = crm_arena_copy(&arena, data + 3, size - 3);
	rc = crm_value_read(&v, crm, f, s, size - 3, &how);
	fuzz_check(crm, rc);
	if (!rc)
		check(crm, f, v, &how);
	crm_arena_free(&arena);
	return 0;
}
