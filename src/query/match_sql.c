/*
 * Tests that lead to other records: the statement that a list would have for
 * them, with the record at hand in place of its table.
 */
#include <string.h>

#include "crm/db.h"
#include "crm/schema.h"
#include "model/row.h"
#include "query/match.h"

/* "(SELECT CAST($1 AS BIGINT) AS "id", ...)": a bind for each column. */
static const char *
record_sql(struct crm_query *q, const struct crm_entity *e)
{
	struct crm_buf b = { 0 };
	const char *sql;
	char key[64];

	for (size_t i = 0; i < e->nfields; i++) {
		const struct crm_field *f = &e->fields[i];

		if (!crm_field_stored(e, f))
			continue;
		crm_buf_printf(&b, "%sCAST($%d AS %s) AS \"%s\"",
		    b.len ? ", " : "(SELECT ", crm_query_bind(q, crm_null()),
		    crm_field_is_text(f) ? "TEXT" : "BIGINT",
		    crm_field_column(f));
		if (crm_field_has_key(f))
			crm_buf_printf(&b, ", CAST($%d AS TEXT) AS \"%s\"",
			    crm_query_bind(q, crm_null()),
			    crm_field_key(key, f));
	}
	crm_buf_char(&b, ')');
	sql = crm_arena_copy(q->arena, b.s, b.len);
	crm_buf_free(&b);
	return sql;
}

int
crm_test_by_sql(struct crm_match *m, struct crm_test *t)
{
	struct crm_query *q = t->query = crm_match_query(m);
	struct crm_base base = { &q->root, &q->root.first };
	struct crm_buf out = { 0 }, sql = { 0 };
	int rc;

	q->from = record_sql(q, m->e);
	/* In front of it what it was, where that is asked for at all. */
	if (m->asks_old)
		q->from = crm_arena_printf(m->arena, "%s AS \"t%d\" CROSS"
		    " JOIN %s", record_sql(q, m->e), q->old->number,
		    q->from);
	q->out = &out;
	q->src = &m->src;
	crm_query_deleted(q, CRM_DELETED_ALSO);
	rc = crm_compile(q, base, t->node);
	q->out = NULL;
	q->src = NULL;
	if (!rc) {
		q->where = crm_arena_printf(m->arena, " AND %s", out.s);
		crm_query_sql(q, &sql, "1", "");
		t->sql = crm_arena_copy(m->arena, sql.s, sql.len);
	}
	crm_buf_free(&out);
	crm_buf_free(&sql);
	return rc;
}

/* The binds of record_sql, from V on; how many they are. */
static size_t
bind_record(struct crm_value *v, const struct crm_entity *e,
	    const struct crm_record *r)
{
	size_t n = 0;

	for (size_t i = 0; i < e->nfields; i++) {
		const struct crm_field *f = &e->fields[i];

		if (!crm_field_stored(e, f))
			continue;
		v[n++] = r->v[i];
		if (crm_field_has_key(f))
			v[n++] = crm_row_key(r, (int)i);
	}
	return n;
}

int
crm_test_ask(bool *out, struct crm_match *m, const struct crm_test *t,
	     const struct crm_record *r)
{
	const struct crm_record was = crm_match_old(m, r);
	struct crm_value *v = t->query->binds;
	size_t n = bind_record(v, m->e, r);
	int64_t one;
	int rc;

	if (m->asks_old)
		bind_record(v + n, m->e, &was);
	rc = crm_db_int(&one, m->crm->db, t->sql, t->query->nbinds, v);
	*out = !rc;
	return rc == CRM_ENOTFOUND ? 0 : rc;
}
