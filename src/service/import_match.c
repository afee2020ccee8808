/* Which field a name is that stands in a file. */
#include <string.h>

#include "crm/suggest.h"
#include "crm/utf8.h"
#include "service/import.h"

bool
import_takes(const struct crm_entity *e, const struct crm_field *f)
{
	ptrdiff_t i = f - e->fields;

	if (f->flags & CRM_DERIVED)
		return false;
	return !(f->flags & CRM_READONLY) || (f->flags & CRM_IMPORT) ||
	    i == CRM_F_ID || i == CRM_F_DELETED_AT;
}

/* "E-Mail", "e_mail" and "email" as "email". */
static void
plain(struct crm_buf *out, const char *s, size_t len)
{
	size_t n = 0;

	crm_buf_cut(out, 0);
	crm_fold(out, s, len);
	for (size_t i = 0; i < out->len; i++) {
		unsigned char c = (unsigned char)out->s[i];

		if (c >= 0x80 || (c >= 'a' && c <= 'z') ||
		    (c >= '0' && c <= '9'))
			out->s[n++] = (char)c;
	}
	crm_buf_cut(out, n);
}

bool
import_same_name(const char *a, size_t alen, const char *b, size_t blen)
{
	struct crm_buf x = { 0 }, y = { 0 };
	bool same;

	plain(&x, a, alen);
	plain(&y, b, blen);
	same = x.len && x.len == y.len && !memcmp(x.s, y.s, x.len);
	crm_buf_free(&x);
	crm_buf_free(&y);
	return same;
}

const struct crm_field *
import_field_like(const struct crm_entity *e, const char *s, size_t len)
{
	for (size_t i = 0; i < e->nfields; i++)
		if (import_same_name(e->fields[i].name,
		    strlen(e->fields[i].name), s, len))
			return &e->fields[i];
	return NULL;
}

/* What the field F of an entity tells of its record; false: not enough. */
static bool
names_record(enum import_as *as, const struct crm_entity *e,
	     const struct crm_field *f)
{
	if (f == &e->fields[CRM_F_ID])
		*as = IMPORT_AS_ID;
	else if (f == &e->fields[CRM_F_EXT_ID])
		*as = IMPORT_AS_EXT;
	else if (f->flags & (CRM_NAME | CRM_TITLE))
		*as = IMPORT_AS_NAME;
	else
		*as = IMPORT_AS_KEY;
	return *as != IMPORT_AS_KEY || f->flags & CRM_UNIQUE ||
	    f->type == CRM_T_EMAIL;
}

/* "name" is what the record is called, whatever that field's own name is. */
static const struct crm_field *
their_field(const struct crm_entity *to, const char *s, size_t len)
{
	const struct crm_field *f = import_field_like(to, s, len);

	if (!f && len == 4 && !memcmp(s, "name", 4))
		f = crm_field_title_of(to);
	return f;
}

/* "amount_minor" of the field amount. */
static void
match_minor(struct import_target *t, const struct crm_entity *e,
	    struct crm_value name)
{
	static const char end[] = "_minor";
	const size_t n = sizeof(end) - 1;
	const struct crm_field *f;

	if (name.len <= n || memcmp(name.s + name.len - n, end, n) != 0)
		return;
	f = crm_field_find(e, name.s, name.len - n);
	if (!f || f->type != CRM_T_MONEY)
		return;
	t->field = f;
	t->as = IMPORT_AS_MINOR;
}

struct import_target
import_match(const struct import *im, struct crm_value name)
{
	const struct crm_entity *e = im->e;
	const char *dot = memrchr(name.s, '.', name.len);
	struct import_target t = { .as = IMPORT_AS_REF };

	if (dot) {
		size_t n = (size_t)(dot - name.s);

		t.field = import_field_like(e, name.s, n);
		if (t.field && t.field->type == CRM_T_REF) {
			const struct crm_entity *to =
			    crm_field_ref(im->crm, t.field);

			t.theirs = their_field(to, dot + 1,
			    name.len - n - 1);
			if (!t.theirs || !names_record(&t.as, to, t.theirs))
				t.field = NULL;
			return t;
		}
	}
	t.field = import_field_like(e, name.s, name.len);
	if (!t.field && im->json)
		match_minor(&t, e, name);
	return t;
}

const char *
import_nearest(const struct crm_entity *e, struct crm_value name)
{
	struct crm_suggest near;

	crm_suggest_init(&near, name.s, name.len);
	for (size_t i = 0; i < e->nfields; i++)
		if (import_takes(e, &e->fields[i]))
			crm_suggest_try(&near, e->fields[i].name);
	return near.best;
}
