/* Many records at once: count(), sum() ...; any(), all(), none(). */
#include "query/compile.h"

static const char *const names[] = {
	[AGG_COUNT] = "count", [AGG_SUM] = "sum", [AGG_MIN] = "min",
	[AGG_MAX] = "max", [AGG_AVG] = "avg"
};

/*
 * The records that an inner filter is about: those at the end of the path,
 * or those that have the field it ends in.
 */
static int
inner_base(struct crm_base *out, struct crm_query *q,
	   const struct crm_node *n, const struct crm_place *p)
{
	*out = p->at;
	if (p->many)
		out->scope = p->many;
	if (p->field->type != CRM_T_REF || p->records)
		return 0;
	out->table = crm_path_join(q, *out, p->field);
	if (out->table)
		return 0;
	return crm_source_fail(q->src, n->path.at,
	    "more than %d references are followed", CRM_JOINS_MAX);
}

static int
no_records(struct crm_query *q, const struct crm_node *n, const char *what)
{
	crm_source_fail(q->src, n->path.at, "%s() needs %s", what,
	    n->kind == NODE_TEST ? "a path to many records" :
	    "a path to records");
	return crm_hint(q->src->err, "such a path is the plural of an entity:"
	    " contact.opps");
}

static int
no_numbers(struct crm_query *q, const struct crm_node *n)
{
	crm_source_fail(q->src, n->path.at, "%s() needs %s",
	    names[n->aggregate], n->aggregate == AGG_SUM ||
	    n->aggregate == AGG_AVG ? "a number" : "a number or a date");
	return crm_hint(q->src->err, "name a field, as in sum(opps.amount)");
}

static bool
is_summable(enum crm_type t)
{
	return t == CRM_T_INT || t == CRM_T_DECIMAL || t == CRM_T_PERCENT ||
	    t == CRM_T_MONEY;
}

/* " AND <filter>" behind a subquery's conditions. */
static int
emit_inner(struct crm_query *q, const struct crm_node *n,
	   const struct crm_place *p, bool negated)
{
	struct crm_base base;
	int rc;

	if (!n->inner)
		return 0;
	rc = inner_base(&base, q, n, p);
	if (!rc)
		rc = crm_query_deeper(q, n->at, CRM_NESTING_SUBQUERY);
	if (rc)
		return rc;
	crm_emit_str(q, negated ? " AND NOT " : " AND ");
	rc = crm_compile(q, base, n->inner);
	q->nesting -= CRM_NESTING_SUBQUERY;
	return rc;
}

/* What the rows are made into; the average of whole numbers has decimals. */
static const char *
expression(struct crm_query *q, const struct crm_left *l)
{
	const struct crm_place *p = &l->place;
	const char *sql = p->sql;

	switch (l->node->aggregate) {
	case AGG_COUNT:
		if (p->records)
			return "count(*)";
		if (crm_type_is_set(p->field->type))
			return crm_arena_printf(q->arena, "COALESCE(sum("
			    "(SELECT count(*) FROM \"tag\" WHERE \"entity\""
			    " = %d AND \"record\" = %s)), 0)",
			    crm_path_set(p), sql);
		return crm_arena_printf(q->arena, "count(%s)", sql);
	case AGG_SUM:
		return crm_arena_printf(q->arena, "COALESCE(sum(%s), 0)",
		    sql);
	case AGG_AVG:
		return crm_arena_printf(q->arena, l->type == CRM_T_INT ?
		    "avg(%s) * 10000" : "avg(%s)", sql);
	default:
		return crm_arena_printf(q->arena, "%s(%s)",
		    names[l->node->aggregate], sql);
	}
}

/* The subquery of L; of money, only that in CURRENCY. */
static int
build(const char **sql, struct crm_query *q, const struct crm_left *l,
      const char *currency)
{
	struct crm_buf out = { 0 }, *outer = q->out;
	size_t mark;
	int rc;

	q->out = &out;
	crm_emit_str(q, "(");
	mark = crm_scope_open(q, l->place.many, expression(q, l));
	if (currency)
		crm_emit(q, " AND %s = %s", crm_left_currency(q, l),
		    currency);
	rc = emit_inner(q, l->node, &l->place, false);
	crm_scope_close(q, l->place.many, mark);
	crm_emit_str(q, ")");
	q->out = outer;
	*sql = crm_arena_copy(q->arena, out.s, out.len);
	crm_buf_free(&out);
	return rc;
}

int
crm_aggregate_money(const char **sql, struct crm_query *q,
		    const struct crm_left *l, const char *currency)
{
	return build(sql, q, l, currency);
}

/* count(tags) of the record itself. */
static int
count_tags(struct crm_left *l, struct crm_query *q)
{
	const struct crm_node *n = l->node;

	if (n->inner) {
		crm_source_fail(q->src, n->inner->at, "tags have no fields");
		return crm_hint(q->src->err, "write tags=NAME");
	}
	if (l->place.many)
		return build(&l->sql, q, l, NULL);
	l->sql = crm_arena_printf(q->arena, "(SELECT count(*) FROM \"tag\""
	    " WHERE \"entity\" = %d AND \"record\" = %s)",
	    crm_path_set(&l->place), l->place.sql);
	return 0;
}

int
crm_aggregate_left(struct crm_left *l, struct crm_query *q,
		   struct crm_base base, const struct crm_node *n)
{
	struct crm_place p;
	enum crm_type type;
	int rc = crm_path_find(&p, q, base, &n->path);

	if (rc)
		return rc;
	crm_left_make(l, q, n, base, &p);
	l->column = false;
	type = p.field->type;
	if (n->aggregate == AGG_COUNT) {
		l->type = CRM_T_INT;
		l->decimals = 0;
	}
	if (n->aggregate == AGG_COUNT && crm_type_is_set(type))
		return count_tags(l, q);
	if (!p.many)
		return no_records(q, n, names[n->aggregate]);
	if (n->aggregate == AGG_COUNT)
		return build(&l->sql, q, l, NULL);
	if (!is_summable(type) && (n->aggregate == AGG_SUM ||
	    n->aggregate == AGG_AVG ||
	    (type != CRM_T_DATE && type != CRM_T_TIME)))
		return no_numbers(q, n);
	if (n->aggregate == AGG_AVG && type == CRM_T_INT)
		l->decimals = 4;
	l->sql = NULL;
	return type == CRM_T_MONEY ? 0 : build(&l->sql, q, l, NULL);
}

/* Whether the one record that a reference leads to is there and matches. */
static int
compile_one(struct crm_query *q, const struct crm_node *n,
	    const struct crm_place *p)
{
	struct crm_base base;
	int rc = inner_base(&base, q, n, p);

	if (rc)
		return rc;
	crm_emit(q, "(%s IS NOT NULL",
	    crm_path_column(q, base.table, "id"));
	rc = emit_inner(q, n, p, n->quantifier == QUANT_ALL);
	crm_emit_str(q, ")");
	return rc;
}

static int
compile_some(struct crm_query *q, const struct crm_node *n,
	     const struct crm_place *p)
{
	size_t mark;
	int rc;

	crm_emit_str(q, "EXISTS (");
	mark = crm_scope_open(q, p->many, "1");
	if (!p->records)
		crm_emit(q, " AND %s IS NOT NULL", p->sql);
	rc = emit_inner(q, n, p, n->quantifier == QUANT_ALL);
	crm_scope_close(q, p->many, mark);
	crm_emit_str(q, ")");
	return rc;
}

int
crm_compile_quantified(struct crm_query *q, struct crm_base base,
		       const struct crm_node *n)
{
	static const char *const words[] = { "any", "all", "none" };
	struct crm_place p;
	int rc = crm_path_find(&p, q, base, &n->path);

	if (rc)
		return rc;
	if (p.field->type != CRM_T_REF)
		return no_records(q, n, words[n->quantifier]);
	if (n->quantifier == QUANT_ALL && !n->inner) {
		crm_source_fail(q->src, n->at, "all() needs a filter");
		return crm_hint(q->src->err, "write all(%.*s, FILTER)",
		    (int)(n->path.len < 80 ? n->path.len : 80), n->path.s);
	}
	crm_emit_str(q, n->quantifier == QUANT_ANY ? "" : "NOT ");
	return p.many ? compile_some(q, n, &p) : compile_one(q, n, &p);
}
