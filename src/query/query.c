/* A query while it is asked for: its values, conditions and paths. */
#include "query/query.h"

#include <string.h>

#include "crm/date.h"
#include "query/columns.h"
#include "query/compile.h"
#include "query/parse.h"

struct crm_query *
crm_query_new(struct crm *crm, const struct crm_entity *e,
	      struct crm_arena *a)
{
	struct crm_query *q = crm_arena_alloc(a, sizeof(*q));

	q->crm = crm;
	q->arena = a;
	q->root.first.entity = crm_entity_of(crm, e);
	q->limit = -1;
	return q;
}

void
crm_query_param(struct crm_query *q, const char *name, const char *value)
{
	struct crm_param *p = crm_arena_alloc(q->arena, sizeof(*p));

	p->name = crm_arena_str(q->arena, name);
	p->value = crm_arena_str(q->arena, value);
	p->next = q->params;
	q->params = p;
}

void *
crm_query_grow(struct crm_query *q, void *items, size_t n, size_t *size,
	       size_t item)
{
	void *more;

	if (n < *size)
		return items;
	*size = *size ? 2 * *size : 8;
	more = crm_arena_alloc(q->arena, *size * item);
	if (n)
		memcpy(more, items, n * item);
	return more;
}

int
crm_query_bind(struct crm_query *q, struct crm_value v)
{
	q->binds = crm_query_grow(q, q->binds, q->nbinds, &q->binds_size,
	    sizeof(*q->binds));
	q->binds[q->nbinds++] = v;
	return (int)q->nbinds;
}

const struct crm_value *
crm_query_binds(const struct crm_query *q, size_t *n)
{
	*n = q->nbinds;
	return q->binds;
}

void
crm_emit_bind(struct crm_query *q, struct crm_value v)
{
	crm_emit(q, "$%d", crm_query_bind(q, v));
}

int
crm_query_today(struct crm_query *q)
{
	char day[CRM_DAY_SIZE];

	if (!q->today) {
		crm_day_write(day, q->crm->clock.today);
		q->today = crm_query_bind(q,
		    crm_text(crm_arena_str(q->arena, day)));
	}
	return q->today;
}

int
crm_query_currency(struct crm_query *q)
{
	if (!q->currency)
		q->currency = crm_query_bind(q, crm_text(
		    crm_arena_str(q->arena, q->crm->company.currency)));
	return q->currency;
}

void
crm_query_and(struct crm_query *q, const char *sql)
{
	q->where = crm_arena_printf(q->arena, "%s AND %s",
	    q->where ? q->where : "", sql);
}

/*
 * A bare word that is no field is most likely what somebody looks for: to
 * compare it with a value would only be the next mistake.
 */
static int
bare_word(struct crm_query *q, struct crm_base base,
	  const struct crm_source *src, const struct crm_path *path)
{
	const struct crm_entity *e = base.table->entity;
	bool name = crm_field_find(e, "name", 4);
	bool tags = crm_field_find(e, "tags", 4);
	int len = (int)(path->len < 80 ? path->len : 80);
	struct crm_error first = *src->err;
	struct crm_buf scratch = { 0 };
	struct crm_place place;
	int rc;

	q->out = &scratch;
	q->src = src;
	rc = crm_path_find(&place, q, base, path);
	q->out = NULL;
	q->src = NULL;
	crm_buf_free(&scratch);
	/* Of a path, what is wrong in it says more. */
	if (rc && (memchr(path->s, '.', path->len) || !(name || tags)))
		return rc;
	*src->err = first;
	if (!rc)
		return first.code;
	return crm_hint(src->err, "write %s%.*s%s%s%.*s", name ? "name~" : "",
	    name ? len : 0, path->s, name && tags ? " or " : "",
	    tags ? "tags=" : "", tags ? len : 0, path->s);
}

int
crm_query_where(struct crm_query *q, const char *expr)
{
	struct crm_base base = { &q->root, &q->root.first };
	size_t len = strlen(expr);
	struct crm_source src = { crm_arena_copy(q->arena, expr, len), len,
	    q->arena, &q->crm->err };
	struct crm_buf out = { 0 };
	struct crm_node *node;
	int rc = crm_filter_parse(&node, &src);

	if (rc && node)
		return bare_word(q, base, &src, &node->path);
	if (rc || !node)
		return rc;
	q->out = &out;
	q->src = &src;
	q->nesting = q->derived = 0;
	/* One that is checked may not ask for itself. */
	q->nsegments = q->segments[0] != 0;
	rc = crm_compile(q, base, node);
	if (!rc && q->nbinds > CRM_BINDS_MAX)
		rc = crm_fail(src.err, CRM_EUSAGE,
		    "there are more than %d values in the filter",
		    CRM_BINDS_MAX);
	if (!rc)
		crm_query_and(q, out.s);
	crm_buf_free(&out);
	q->out = NULL;
	q->src = NULL;
	return rc;
}

int
crm_query_check(struct crm *crm, const struct crm_entity *e,
		const char *filter, int64_t segment)
{
	struct crm_arena a = { 0 };
	struct crm_query *q = crm_query_new(crm, e, &a);
	int rc;

	q->segments[0] = segment;
	rc = crm_query_where(q, filter);

	crm_arena_free(&a);
	return rc;
}

void
crm_query_id(struct crm_query *q, int64_t id)
{
	crm_query_and(q, crm_arena_printf(q->arena, "\"t0\".\"id\" = $%d",
	    crm_query_bind(q, crm_int(id))));
	q->one = true;
}

void
crm_query_deleted(struct crm_query *q, enum crm_deleted which)
{
	q->deleted = which;
}

void
crm_query_limit(struct crm_query *q, int64_t limit, int64_t offset)
{
	q->limit = limit;
	q->offset = offset > 0 ? offset : 0;
}

int
crm_query_path(struct crm_query *q, const char **sql,
	       const struct crm_field **f, const char *path)
{
	struct crm_source src = { path, strlen(path), q->arena,
	    &q->crm->err };
	struct crm_place p;
	int rc;

	q->src = &src;
	rc = crm_column_place(&p, q, path, src.len, 0);
	q->src = NULL;
	if (rc)
		return rc;
	*sql = p.sql;
	*f = p.field;
	return 0;
}
