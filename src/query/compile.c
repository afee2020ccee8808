/* The frame of a filter: and, or, not, and which comparison a test is. */
#include "query/compile.h"

#include <string.h>

/*
 * Longer chains are split, because SQLite takes expressions 1000 deep; and all
 * but the first part are hidden from its planner, which takes the more time
 * the more conditions it sees.
 */
#define CHUNK	32

/* Entries that they take on the engine's stack. */
#define NESTING_CHAIN 3
#define NESTING_LONG_CHAIN 6
#define NESTING_NOT 2
#define NESTING_TEST 13

void
crm_chain_open(struct crm_query *q, struct crm_chain *c, const char *word,
	       size_t total)
{
	*c = (struct crm_chain){ word, 0, total };
	crm_emit_str(q, total > CHUNK ? "((" : "(");
}

void
crm_chain_next(struct crm_query *q, struct crm_chain *c)
{
	if (c->n && c->n % CHUNK == 0)
		crm_emit(q, c->n == CHUNK ? ") %s (" : ") IS TRUE %s (",
		    c->word);
	else if (c->n)
		crm_emit(q, " %s ", c->word);
	c->n++;
}

void
crm_chain_close(struct crm_query *q, struct crm_chain *c)
{
	crm_emit_str(q, c->total > CHUNK ? ") IS TRUE)" : ")");
}

int
crm_emit_any(struct crm_query *q, const struct crm_left *l,
	     const struct crm_literal *v, size_t n,
	     int (*one)(struct crm_query *q, const struct crm_left *l,
			const struct crm_literal *v))
{
	struct crm_chain chain;
	int rc = 0;

	crm_chain_open(q, &chain, "OR", n);
	for (size_t i = 0; !rc && i < n; i++) {
		crm_chain_next(q, &chain);
		rc = one(q, l, &v[i]);
	}
	crm_chain_close(q, &chain);
	return rc;
}

void
crm_left_open(struct crm_query *q, const struct crm_left *l)
{
	if (l->column)
		crm_emit(q, "(%s IS NOT NULL AND ", l->sql);
	else
		crm_emit_str(q, "((");
}

void
crm_left_close(struct crm_query *q, const struct crm_left *l)
{
	crm_emit_str(q, l->column ? ")" : ") IS TRUE)");
}

void
crm_left_make(struct crm_left *l, struct crm_query *q,
	      const struct crm_node *node, struct crm_base base,
	      const struct crm_place *place)
{
	enum crm_type type = place->field->type;

	(void)q;
	*l = (struct crm_left){
		.node = node, .base = base, .place = *place,
		.type = type, .sql = place->sql,
		.column = !(place->field->flags & CRM_DERIVED),
		.decimals = type == CRM_T_DECIMAL ? 4 :
		    type == CRM_T_RATE ? 9 :
		    type == CRM_T_PERCENT ? 2 : 0
	};
}

const char *
crm_left_currency(struct crm_query *q, const struct crm_left *l)
{
	return crm_table_currency(q, l->place.at.table);
}

const char *
crm_cmp_sql(enum cmp cmp)
{
	switch (cmp) {
	case CMP_LT:
		return "<";
	case CMP_LE:
		return "<=";
	case CMP_GT:
		return ">";
	case CMP_GE:
		return ">=";
	default:
		return "=";
	}
}

static const struct crm_comparison *const by_type[] = {
	[CRM_T_TEXT] = &crm_compare_text, [CRM_T_EMAIL] = &crm_compare_text,
	[CRM_T_PHONE] = &crm_compare_phone, [CRM_T_URL] = &crm_compare_text,
	[CRM_T_TAGS] = &crm_compare_tags, [CRM_T_INT] = &crm_compare_number,
	[CRM_T_DECIMAL] = &crm_compare_number,
	[CRM_T_RATE] = &crm_compare_number,
	[CRM_T_PERCENT] = &crm_compare_number,
	[CRM_T_MONEY] = &crm_compare_money,
	[CRM_T_CURRENCY] = &crm_compare_code,
	[CRM_T_BOOL] = &crm_compare_flag, [CRM_T_DATE] = &crm_compare_date,
	[CRM_T_TIME] = &crm_compare_time, [CRM_T_ENUM] = &crm_compare_choice,
	[CRM_T_REF] = &crm_compare_reference,
	[CRM_T_SEGMENT] = &crm_compare_segment,
	[CRM_T_LINK] = &crm_compare_link, [CRM_T_LINKS] = &crm_compare_tags,
};

/* The sign or word of NODE, as it was written. */
static const char *
sign(struct crm_query *q, const struct crm_node *n)
{
	const char *s = q->src->text + n->cmp_at;
	size_t len = strspn(s, "=<>!~^$");

	while (!len || (s[0] >= 'a' && s[len] >= 'a' && s[len] <= 'z'))
		len++;
	return crm_source_quote(q->src, s, len);
}

static int
unsuited(struct crm_query *q, const struct crm_left *l)
{
	const struct crm_comparison *c = by_type[l->type];

	crm_source_fail(q->src, l->node->cmp_at,
	    "%s doesn't go with %s", sign(q, l->node), c->what);
	if (l->node->cmp == CMP_HAS && c->match)
		return crm_hint(q->src->err,
		    "write ~ for a part of a text, = for all of it");
	if (l->type == CRM_T_REF)
		return crm_hint(q->src->err,
		    "name one of its fields: %.*s.name",
		    (int)(l->node->path.len < 80 ? l->node->path.len : 80),
		    l->node->path.s);
	return crm_hint(q->src->err, "write =, != or in");
}

/* One of the values: fields one by one, all others together. */
static int
compile_equal(struct crm_query *q, const struct crm_left *l)
{
	const struct crm_node *n = l->node;
	struct crm_literal *plain;
	struct crm_chain chain;
	size_t nplain = 0, fields = 0;
	int rc = 0;

	plain = crm_arena_alloc(q->arena, n->nvalues * sizeof(*plain));
	for (size_t i = 0; i < n->nvalues; i++) {
		if (n->values[i].kind == LITERAL_FIELD)
			fields++;
		else
			plain[nplain++] = n->values[i];
	}
	if (!fields)
		return by_type[l->type]->equal(q, l, plain, nplain);
	crm_chain_open(q, &chain, "OR", fields + (nplain > 0));
	for (size_t i = 0; !rc && i < n->nvalues; i++) {
		if (n->values[i].kind != LITERAL_FIELD)
			continue;
		crm_chain_next(q, &chain);
		rc = crm_compare_field(q, l, n->cmp, &n->values[i]);
	}
	if (!rc && nplain) {
		crm_chain_next(q, &chain);
		rc = by_type[l->type]->equal(q, l, plain, nplain);
	}
	crm_chain_close(q, &chain);
	return rc;
}

static int
compile_order(struct crm_query *q, const struct crm_left *l, enum cmp cmp,
	      const struct crm_literal *v)
{
	if (!by_type[l->type]->order)
		return unsuited(q, l);
	if (v->kind == LITERAL_FIELD)
		return crm_compare_field(q, l, cmp, v);
	return by_type[l->type]->order(q, l, cmp, v);
}

static int
compile_range(struct crm_query *q, const struct crm_left *l)
{
	const struct crm_literal *v = l->node->values;
	bool from = v[0].kind != LITERAL_OPEN, to = v[1].kind != LITERAL_OPEN;
	int rc = 0;

	crm_emit_str(q, "(");
	if (from)
		rc = compile_order(q, l, CMP_GE, &v[0]);
	if (from && to)
		crm_emit_str(q, " AND ");
	if (!rc && to)
		rc = compile_order(q, l, CMP_LE, &v[1]);
	crm_emit_str(q, ")");
	return rc;
}

static int
compile_match(struct crm_query *q, const struct crm_left *l)
{
	const struct crm_node *n = l->node;

	if (!by_type[l->type]->match)
		return unsuited(q, l);
	if (n->values->kind == LITERAL_FIELD)
		return crm_compare_field(q, l, n->cmp, n->values);
	return by_type[l->type]->match(q, l, n->cmp, n->values);
}

/* Whether there is no value; through a path to many, whether there is one. */
static int
compile_null(struct crm_query *q, const struct crm_left *l)
{
	const char *sql = l->sql;
	int rc = 0;

	if (crm_type_is_set(l->type)) {
		crm_emit(q, "%sEXISTS (SELECT 1 FROM \"tag\" WHERE"
		    " \"entity\" = %d AND \"record\" = %s)",
		    l->place.many ? "" : "NOT ",
		    crm_path_set(&l->place), sql);
		return 0;
	}
	if (!sql)
		rc = crm_aggregate_money(&sql, q, l,
		    crm_left_currency(q, l));
	if (!rc)
		crm_emit(q, "(%s IS %sNULL)", sql,
		    l->place.many && l->node->aggregate == AGG_PLAIN ?
		    "NOT " : "");
	return rc;
}

static int
compile_atom(struct crm_query *q, const struct crm_left *l)
{
	if (l->type == CRM_T_SEGMENT && l->node->cmp != CMP_EQ &&
	    l->node->cmp != CMP_SAME && l->node->cmp != CMP_IN)
		return unsuited(q, l);
	switch (l->node->cmp) {
	case CMP_NULL:
		return compile_null(q, l);
	case CMP_RANGE:
		return compile_range(q, l);
	case CMP_HAS:
		if (!crm_type_is_set(l->type))
			return unsuited(q, l);
		return compile_equal(q, l);
	case CMP_EQ:
	case CMP_SAME:
	case CMP_IN:
		return compile_equal(q, l);
	case CMP_CONTAINS:
	case CMP_PREFIX:
	case CMP_SUFFIX:
		return compile_match(q, l);
	default:
		return compile_order(q, l, l->node->cmp, l->node->values);
	}
}

/* A test on the records of a path to many: whether it holds for some. */
static int
compile_some(struct crm_query *q, const struct crm_left *l)
{
	bool null = l->node->cmp == CMP_NULL;
	size_t mark;
	int rc;

	crm_emit_str(q, null ? "NOT EXISTS (" : "EXISTS (");
	mark = crm_scope_open(q, l->place.many, "1");
	crm_emit_str(q, " AND ");
	rc = compile_atom(q, l);
	crm_scope_close(q, l->place.many, mark);
	crm_emit_str(q, ")");
	return rc;
}

static int
compile_test(struct crm_query *q, struct crm_base base,
	     const struct crm_node *n)
{
	bool plain = n->aggregate == AGG_PLAIN;
	struct crm_place place;
	struct crm_left l;
	int cost = NESTING_TEST, rc;

	if (plain)
		rc = crm_path_find(&place, q, base, &n->path);
	else
		rc = crm_aggregate_left(&l, q, base, n);
	if (rc)
		return rc;
	if (plain)
		crm_left_make(&l, q, n, base, &place);
	if (l.place.many)
		cost += CRM_NESTING_SUBQUERY;
	if (crm_type_is_set(l.type))
		cost += CRM_NESTING_SUBQUERY;
	rc = crm_query_deeper(q, n->at, cost);
	if (rc)
		return rc;
	/* A filter within has less round it than this test takes at most. */
	q->nesting -= cost - NESTING_CHAIN;
	crm_emit_str(q, n->negated ? "NOT " : "");
	rc = plain && place.many ? compile_some(q, &l) : compile_atom(q, &l);
	q->nesting -= NESTING_CHAIN;
	return rc;
}

static int
compile_chain(struct crm_query *q, struct crm_base base,
	      const struct crm_node *node)
{
	const struct crm_node *n;
	struct crm_chain chain;
	size_t total = 0;
	int cost, rc;

	for (n = node->child; n; n = n->next)
		total++;
	cost = total > CHUNK ? NESTING_LONG_CHAIN : NESTING_CHAIN;
	rc = crm_query_deeper(q, node->at, cost);
	crm_chain_open(q, &chain, node->kind == NODE_AND ? "AND" : "OR",
	    total);
	for (n = node->child; !rc && n; n = n->next) {
		crm_chain_next(q, &chain);
		rc = crm_compile(q, base, n);
	}
	crm_chain_close(q, &chain);
	q->nesting -= cost;
	return rc;
}

static int
compile_not(struct crm_query *q, struct crm_base base,
	    const struct crm_node *n)
{
	int rc = crm_query_deeper(q, n->at, NESTING_NOT);

	if (rc)
		return rc;
	crm_emit_str(q, "NOT ");
	rc = crm_compile(q, base, n->child);
	q->nesting -= NESTING_NOT;
	return rc;
}

/* Of rules: it isn't compiled, but looked at. */
static int
compile_changed(struct crm_query *q, struct crm_base base,
		const struct crm_node *n)
{
	const struct crm_field *f = crm_field_find(base.table->entity,
	    n->path.s, n->path.len);

	if (!q->old)
		return crm_source_fail(q->src, n->at,
		    "changed() belongs to automation rules");
	if (n->inner || !f || (f->flags & CRM_DERIVED) ||
	    base.table != &q->root.first) {
		crm_source_fail(q->src, n->path.at, "changed() needs a field"
		    " of the record itself");
		return crm_hint(q->src->err, "one that is kept and not"
		    " computed, as changed(owner)");
	}
	crm_emit_str(q, "(1 = 1)");
	return 0;
}

int
crm_compile(struct crm_query *q, struct crm_base base,
	    const struct crm_node *n)
{
	/* Twice not is nothing, and costs nothing. */
	while (n->kind == NODE_NOT && n->child->kind == NODE_NOT)
		n = n->child->child;
	switch (n->kind) {
	case NODE_TEST:
		return compile_test(q, base, n);
	case NODE_QUANTIFIED:
		return crm_compile_quantified(q, base, n);
	case NODE_NOT:
		return compile_not(q, base, n);
	case NODE_CHANGED:
		return compile_changed(q, base, n);
	default:
		return compile_chain(q, base, n);
	}
}
