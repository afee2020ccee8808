/* A field against a field: amount > [account.annual_revenue]. */
#include <string.h>

#include <stdio.h>

#include "query/compile.h"

/* Types whose values mean the same when they are equal; 0: none do. */
static int
kind_of(enum crm_type type)
{
	switch (type) {
	case CRM_T_EMAIL: case CRM_T_PHONE: case CRM_T_URL:
	case CRM_T_CURRENCY: case CRM_T_ENUM: case CRM_T_TEXT:
		return 1 + CRM_T_TEXT;
	case CRM_T_TAGS: case CRM_T_LINKS:
		return 0;
	default:
		return 1 + (int)type;
	}
}

static int
incompatible(struct crm_query *q, const struct crm_left *l,
	     const struct crm_literal *v, const struct crm_place *right)
{
	const char *name = l->place.field->name;

	if (right->many) {
		crm_source_fail(q->src, v->at,
		    "there may be several %s to compare with",
		    crm_source_quote(q->src, v->s, v->len));
		return crm_hint(q->src->err,
		    "write any(path, filter), or min(path) on the left");
	}
	crm_source_fail(q->src, v->at, "%s and '%s' can't be compared",
	    crm_source_quote(q->src, v->s, v->len), name);
	return crm_hint(q->src->err, "both must be text, numbers of a sort,"
	    " money, days, or references to the same entity");
}

static int
find_right(struct crm_left *r, struct crm_query *q, const struct crm_left *l,
	   const struct crm_literal *v)
{
	struct crm_path path = { v->s, v->len, v->at };
	const struct crm_field *a = l->place.field, *b;
	struct crm_place place;
	int rc = crm_path_find(&place, q, l->base, &path);

	if (rc)
		return rc;
	b = place.field;
	if (place.many || !kind_of(l->type) ||
	    kind_of(l->type) != kind_of(b->type) ||
	    (b->type == CRM_T_REF && strcmp(a->ref, b->ref) != 0))
		return incompatible(q, l, v, &place);
	crm_left_make(r, q, l->node, l->base, &place);
	return 0;
}

static void
emit_text(struct crm_query *q, const char *left, const char *right,
	  enum cmp cmp)
{
	if (cmp == CMP_CONTAINS)
		crm_emit(q, "contains(fold(%s), fold(%s))", left, right);
	else if (cmp == CMP_PREFIX)
		crm_emit(q, "substr(fold(%s), 1, length(fold(%s)))"
		    " = fold(%s)", left, right, right);
	else if (cmp == CMP_SUFFIX)
		crm_emit(q, "length(fold(%s)) >= length(fold(%s)) AND"
		    " substr(fold(%s), length(fold(%s)) - length(fold(%s))"
		    " + 1) = fold(%s)", left, right, left, left, right,
		    right);
	else if (cmp == CMP_SAME)
		crm_emit(q, "%s = %s", left, right);
	else
		crm_emit(q, "fold(%s) %s fold(%s)", left, crm_cmp_sql(cmp),
		    right);
}

static int
emit_money(struct crm_query *q, const struct crm_left *l,
	   const struct crm_left *r, enum cmp cmp)
{
	const char *sql = l->sql, *currency = crm_left_currency(q, r);
	int rc = 0;

	if (!sql)
		rc = crm_aggregate_money(&sql, q, l, currency);
	if (rc)
		return rc;
	crm_emit(q, "%s %s %s", sql, crm_cmp_sql(cmp), r->sql);
	if (l->sql)
		crm_emit(q, " AND %s = %s", crm_left_currency(q, l),
		    currency);
	return 0;
}

int
crm_compare_field(struct crm_query *q, const struct crm_left *l, enum cmp cmp,
		  const struct crm_literal *v)
{
	struct crm_left r = { 0 };
	int rc = find_right(&r, q, l, v);

	if (rc)
		return rc;
	crm_emit_str(q, "((");
	if (kind_of(l->type) == kind_of(CRM_T_TEXT))
		emit_text(q, l->sql, r.sql, cmp);
	else if (l->type == CRM_T_MONEY)
		rc = emit_money(q, l, &r, cmp);
	else
		crm_emit(q, l->decimals > r.decimals ? "%s %s %s * 10000" :
		    "%s %s %s", l->sql, crm_cmp_sql(cmp), r.sql);
	crm_emit_str(q, ") IS TRUE)");
	return rc;
}
