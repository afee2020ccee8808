/* A query's statement, and running it. */
#include <string.h>

#include "crm/db.h"
#include "query/path.h"
#include "query/query.h"

void
crm_query_sql(struct crm_query *q, struct crm_buf *out, const char *select,
	      const char *tail)
{
	const char *deleted = q->deleted == CRM_DELETED_NO ?
	    " AND \"t0\".\"deleted_at\" IS NULL" :
	    q->deleted == CRM_DELETED_ONLY ?
	    " AND \"t0\".\"deleted_at\" IS NOT NULL" : "";
	const char *where = q->where ? q->where : "";

	if (q->from)
		crm_buf_printf(out, "SELECT %s FROM %s AS \"t0\"", select,
		    q->from);
	else
		crm_buf_printf(out, "SELECT %s FROM \"%s\" AS \"t0\"",
		    select, q->root.first.entity->name);
	crm_buf_str(out, q->found ? q->found : "");
	crm_scope_joins(&q->root, out);
	/* Each condition begins with " AND ". */
	if (*deleted)
		crm_buf_printf(out, " WHERE%s", deleted + 4);
	if (*where)
		crm_buf_printf(out, *deleted ? "%s" : " WHERE%s",
		    *deleted ? where : where + 4);
	crm_buf_printf(out, " %s", tail);
}

/*
 * Number the values of SQL anew, without those that only other statements of
 * this query use: engines take as many values as a statement names.
 */
static void
renumber(struct crm_query *q, struct crm_buf *sql, struct crm_value **binds,
	 size_t *n)
{
	size_t *number = crm_arena_alloc(q->arena,
	    (q->nbinds + 1) * sizeof(*number));
	struct crm_buf out = { 0 };
	const char *s = sql->s, *dollar;

	*n = 0;
	*binds = crm_arena_alloc(q->arena, (q->nbinds + 1) * sizeof(**binds));
	while ((dollar = strchr(s, '$')) != NULL) {
		size_t old = 0;

		crm_buf_add(&out, s, (size_t)(dollar - s));
		for (s = dollar + 1; *s >= '0' && *s <= '9'; s++)
			old = 10 * old + (size_t)(*s - '0');
		if (!number[old]) {
			(*binds)[*n] = q->binds[old - 1];
			number[old] = ++*n;
		}
		crm_buf_printf(&out, "$%zu", number[old]);
	}
	crm_buf_str(&out, s);
	crm_buf_free(sql);
	*sql = out;
}

/* ORDER BY and LIMIT. */
static int
make_tail(const char **tail, struct crm_query *q)
{
	struct crm_buf b = { 0 };
	int rc = q->order || q->one ? 0 : crm_query_sort(q, NULL);

	if (rc)
		return rc;
	if (!q->one)
		crm_buf_printf(&b, "ORDER BY %s", q->order);
	if (q->limit >= 0 || q->offset)
		crm_buf_printf(&b, " LIMIT %lld OFFSET %lld",
		    (long long)(q->limit >= 0 ? q->limit : INT64_MAX),
		    (long long)q->offset);
	*tail = crm_arena_copy(q->arena, b.s, b.len);
	crm_buf_free(&b);
	return 0;
}

int
crm_query_run(struct crm_query *q, const char *select, const char *tail,
	      int cells, int (*row)(void *ctx, const struct crm_value *cells),
	      void *ctx)
{
	struct crm_buf sql = { 0 };
	struct crm_value *binds;
	size_t n;
	int rc;

	crm_query_sql(q, &sql, select, tail);
	renumber(q, &sql, &binds, &n);
	rc = crm_db_each(q->crm->db, sql.s, n, binds, cells, row, ctx);
	crm_buf_free(&sql);
	return rc;
}

/* With the rates that it needs, of the same moment. */
static int
run_in(struct crm_query *q, const char *select, const char *tail, int cells,
       int (*row)(void *ctx, const struct crm_value *cells), void *ctx)
{
	int rc;

	if (!q->exchange)
		return crm_query_run(q, select, tail, cells, row, ctx);
	rc = crm_db_begin_read(q->crm->db);
	if (rc)
		return rc;
	rc = q->rated ? 0 : crm_query_rates(q);
	if (!rc)
		rc = crm_query_run(q, select, tail, cells, row, ctx);
	q->rated = false;
	return crm_db_end(q->crm->db, rc);
}

int
crm_query_each(struct crm_query *q,
	       int (*row)(void *ctx, const struct crm_value *cells),
	       void *ctx)
{
	struct crm_buf select = { 0 };
	const char *tail;
	int rc = q->ncolumns ? 0 :
	    crm_query_columns(q, NULL, CRM_SHAPE_LIST);

	if (!rc)
		rc = make_tail(&tail, q);
	if (rc)
		return rc;
	for (size_t i = 0; i < q->ncells; i++) {
		crm_buf_str(&select, i ? ", " : "");
		crm_buf_str(&select, q->cells[i]);
	}
	rc = run_in(q, select.s, tail, (int)q->ncells, row, ctx);
	crm_buf_free(&select);
	return rc;
}

static int
take_count(void *ctx, const struct crm_value *cells)
{
	*(int64_t *)ctx = cells[0].i;
	return 0;
}

int
crm_query_count(int64_t *n, struct crm_query *q)
{
	int rc;

	*n = 0;
	rc = crm_query_run(q, "count(*)", "", 1, take_count, n);
	*n = *n > q->offset ? *n - q->offset : 0;
	if (q->limit >= 0 && *n > q->limit)
		*n = q->limit;
	return rc;
}

struct ids {
	int (*each)(void *ctx, int64_t id);
	void *ctx;
};

static int
take_id(void *ctx, const struct crm_value *cells)
{
	const struct ids *ids = ctx;

	return ids->each(ids->ctx, cells[0].i);
}

int
crm_query_ids(struct crm_query *q, int (*each)(void *ctx, int64_t id),
	      void *ctx)
{
	struct ids ids = { each, ctx };
	const char *tail;
	int rc = make_tail(&tail, q);

	return rc ? rc : run_in(q, "\"t0\".\"id\"", tail, 1, take_id, &ids);
}
