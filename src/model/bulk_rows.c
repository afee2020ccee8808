/* The rows of a load, gathered for one statement. */
#include "model/bulk_rows.h"

#include "crm/driver.h"

void
crm_bulk_rows_begin(struct crm_bulk_rows *b, struct crm *crm,
		    const struct crm_entity *e, struct crm_arena *a)
{
	b->crm = crm;
	b->e = e;
	b->fields = crm_arena_alloc(a, e->nfields);
	b->fields[CRM_F_ID] = true;
	b->columns = 1;
}

void
crm_bulk_rows_end(struct crm_bulk_rows *b)
{
	crm_buf_free(&b->text);
}

static const char *
insert_sql(const struct crm_bulk_rows *b, size_t rows)
{
	struct crm_buf sql = { 0 };
	const char *out;
	char key[64];
	size_t n = 0;

	crm_buf_printf(&sql, "%s INTO \"%s\"(\"id\"",
	    crm_db_dialect(b->crm->db)->insert_many, b->e->name);
	for (size_t i = CRM_F_ID + 1; i < b->e->nfields; i++) {
		const struct crm_field *f = &b->e->fields[i];

		if (!b->fields[i])
			continue;
		crm_buf_printf(&sql, ",\"%s\"", crm_field_column(f));
		if (crm_field_has_key(f))
			crm_buf_printf(&sql, ",\"%s\"",
			    crm_field_key(key, f));
	}
	crm_buf_str(&sql, ") VALUES");
	for (size_t row = 0; row < rows; row++) {
		for (size_t i = 0; i < b->columns; i++)
			crm_buf_printf(&sql, "%s$%zu", i ? "," : row ? ",("
			    : "(", ++n);
		crm_buf_char(&sql, ')');
	}
	out = crm_arena_copy(&b->crm->arena, sql.s, sql.len);
	crm_buf_free(&sql);
	return out;
}

int
crm_bulk_rows_flush(struct crm_bulk_rows *b)
{
	size_t all = b->n * b->columns;
	int rc = 0;

	for (size_t i = 0; i < all; i++)
		if (b->v[i].kind == CRM_TEXT)
			b->v[i].s = b->text.s + b->v[i].i;
	if (!b->one) {
		b->one = insert_sql(b, 1);
		b->many = insert_sql(b, CRM_ROWS_AT_ONCE);
	}
	if (b->n == CRM_ROWS_AT_ONCE)
		rc = crm_db_exec(b->crm->db, b->many, all, b->v);
	else
		for (size_t i = 0; !rc && i < b->n; i++)
			rc = crm_db_exec(b->crm->db, b->one, b->columns,
			    b->v + i * b->columns);
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
		b->one = b->many = NULL;
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
crm_bulk_rows_add(struct crm_bulk_rows *b, const struct crm_record *r)
{
	int rc = widen(b, r);
	struct crm_value *to = b->v + b->n * b->columns;

	if (rc)
		return rc;
	for (size_t i = CRM_F_ID; i < b->e->nfields; i++) {
		if (!b->fields[i])
			continue;
		put(b, &to, r->v[i]);
		if (crm_field_has_key(&b->e->fields[i]))
			put_key(b, &to, r, (int)i);
	}
	b->n++;
	return b->n < CRM_ROWS_AT_ONCE ? 0 : crm_bulk_rows_flush(b);
}
