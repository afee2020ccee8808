/* The rows of a load, gathered for one statement. */
#include "model/bulk_rows.h"

#include "model/ahead.h"
#include "model/bulk_refs.h"

void
crm_bulk_rows_begin(struct crm_bulk_rows *b, struct crm *crm,
		    const struct crm_entity *e, struct crm_arena *a)
{
	b->crm = crm;
	b->e = e;
	b->most = CRM_ROWS_AT_ONCE;
	b->fields = crm_arena_alloc(a, e->nfields);
}

void
crm_bulk_rows_end(struct crm_bulk_rows *b)
{
	crm_buf_free(&b->text);
	crm_buf_free(&b->into);
}

static void
name_columns(struct crm_bulk_rows *b)
{
	const char *between = "";
	char key[64];

	crm_buf_cut(&b->into, 0);
	crm_buf_printf(&b->into, "\"%s\"(", b->e->name);
	for (size_t i = CRM_F_ID + 1; i < b->e->nfields; i++) {
		const struct crm_field *f = &b->e->fields[i];

		if (!b->fields[i])
			continue;
		crm_buf_printf(&b->into, "%s\"%s\"", between,
		    crm_field_column(f));
		between = ",";
		if (crm_field_has_key(f))
			crm_buf_printf(&b->into, ",\"%s\"",
			    crm_field_key(key, f));
	}
	crm_buf_char(&b->into, ')');
}

int
crm_bulk_rows_flush(struct crm_bulk_rows *b)
{
	size_t all = b->n * b->columns;
	int rc = 0;

	for (size_t i = 0; i < all; i++)
		if (b->v[i].kind == CRM_TEXT)
			b->v[i].s = b->text.s + b->v[i].i;
	if (!b->into.len)
		name_columns(b);
	if (b->n && !b->guarded && !b->unguarded) {
		rc = crm_refs_unguard(b->crm);
		b->unguarded = true;
	}
	if (!rc && b->n)
		rc = crm_db_insert(b->crm->db, b->into.s, b->columns,
		    b->from, b->n, b->v);
	b->n = 0;
	crm_buf_cut(&b->text, 0);
	return rc;
}

/* A field that no row had: what waits goes first, it has fewer columns. */
static int
widen(struct crm_bulk_rows *b, const struct crm_record *r)
{
	int rc = 0;

	for (size_t i = CRM_F_ID + 1; !rc && i < b->e->nfields; i++) {
		const struct crm_field *f = &b->e->fields[i];

		if (r->v[i].kind == CRM_NULL || b->fields[i] ||
		    !crm_field_stored(b->e, f))
			continue;
		if (b->n)
			rc = crm_bulk_rows_flush(b);
		b->fields[i] = true;
		b->columns += crm_field_has_key(f) ? 2 : 1;
		crm_buf_cut(&b->into, 0);
	}
	return rc;
}

static void
put(struct crm_bulk_rows *b, struct crm_value **to, struct crm_value v)
{
	if (v.kind == CRM_TEXT) {
		size_t at = b->text.len;

		crm_buf_add(&b->text, v.s, v.len);
		v.i = (int64_t)at;
	}
	*(*to)++ = v;
}

static void
put_key(struct crm_bulk_rows *b, struct crm_value **to,
	const struct crm_record *r, int f)
{
	struct crm_value v = crm_text_n(NULL, 0);
	size_t at = b->text.len;

	crm_row_key_add(&b->text, r, f);
	v.i = (int64_t)at;
	v.len = b->text.len - at;
	*(*to)++ = v.len ? v : crm_null();
}

int
crm_bulk_rows_add(struct crm_bulk_rows *b, const struct crm_record *r,
		  const struct crm_value *keys)
{
	int rc = widen(b, r);
	struct crm_value *to = b->v + b->n * b->columns;

	if (rc)
		return rc;
	crm_ahead_wrote(b->crm, r);
	if (!b->n)
		b->from = crm_record_id(r);
	for (size_t i = CRM_F_ID + 1; i < b->e->nfields; i++) {
		if (!b->fields[i])
			continue;
		put(b, &to, r->v[i]);
		if (!crm_field_has_key(&b->e->fields[i]))
			continue;
		if (keys[i].kind == CRM_TEXT)
			put(b, &to, keys[i]);
		else
			put_key(b, &to, r, (int)i);
	}
	b->n++;
	return b->n < b->most ? 0 : crm_bulk_rows_flush(b);
}
