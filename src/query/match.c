/* The frame of a filter in memory: and, or, not, and which test is which. */
#include "query/match.h"

#include <string.h>

#include "crm/convert.h"
#include "crm/segment.h"
#include "query/parse.h"

struct crm_query *
crm_match_query(struct crm_match *m)
{
	struct crm_query *q = crm_query_new(m->crm, m->e, m->arena);

	q->old = crm_arena_alloc(m->arena, sizeof(*q->old));
	q->old->entity = m->e;
	q->old->number = ++q->tables;
	for (const char *const *p = m->params; p && *p; p += 2)
		crm_query_param(q, p[0], p[1]);
	return q;
}

struct crm_record
crm_match_old(const struct crm_match *m, const struct crm_record *r)
{
	struct crm_record was = *r;

	was.v = r->old ? (struct crm_value *)(uintptr_t)r->old : m->nothing;
	return was;
}

/* The field that PATH names, of the record or of what it was; or NULL. */
static const struct crm_field *
named(const struct crm_match *m, const struct crm_path *path)
{
	size_t skip = crm_path_is_old(path) ? 4 : 0;

	return crm_field_find(m->e, path->s + skip, path->len - skip);
}

/* Whether N asks for segments of the record itself, or of what it was. */
static bool
asks_segment(const struct crm_match *m, const struct crm_node *n)
{
	static const char word[] = "segment";
	size_t skip = crm_path_is_old(&n->path) ? 4 : 0;

	return n->kind == NODE_TEST && n->aggregate == AGG_PLAIN &&
	    n->path.len - skip == sizeof(word) - 1 &&
	    !memcmp(n->path.s + skip, word, sizeof(word) - 1) &&
	    !named(m, &n->path);
}

/* The labels of a record in memory may not be written yet. */
static bool
counts_own(const struct crm_node *n, const struct crm_field *f)
{
	return n->kind == NODE_TEST && n->aggregate == AGG_COUNT &&
	    !n->inner && f && crm_type_is_set(f->type);
}

/* The index of the own field that N compares; -1: it asks for more. */
static int
own_field(const struct crm_match *m, const struct crm_node *n)
{
	const struct crm_field *f = named(m, &n->path);
	bool match = n->cmp == CMP_CONTAINS || n->cmp == CMP_PREFIX ||
	    n->cmp == CMP_SUFFIX;

	if (n->kind != NODE_TEST || !f || (f->flags & CRM_DERIVED) ||
	    (n->aggregate != AGG_PLAIN && !counts_own(n, f)))
		return -1;
	/* Looked up by keys, and among further addresses. */
	if ((f->type == CRM_T_EMAIL || f->type == CRM_T_PHONE) &&
	    (n->cmp == CMP_EQ || n->cmp == CMP_IN))
		return -1;
	/* By the name of what it refers to. */
	if (f->type == CRM_T_REF && match)
		return -1;
	for (size_t i = 0; i < n->nvalues; i++)
		if (n->values[i].kind == LITERAL_FIELD)
			return -1;
	return (int)(f - m->e->fields);
}

static int
read_value(struct crm_test *t, struct crm_match *m, size_t i)
{
	const struct crm_literal *v = &t->node->values[i];
	struct crm_query *q = m->query;
	const struct crm_left *l = &t->left;
	bool text = t->node->cmp == CMP_CONTAINS ||
	    t->node->cmp == CMP_PREFIX || t->node->cmp == CMP_SUFFIX;
	int64_t link = 0;
	int rc;

	switch (text ? CRM_T_TEXT : l->type) {
	case CRM_T_INT: case CRM_T_DECIMAL: case CRM_T_PERCENT:
	case CRM_T_RATE:
		return crm_read_number(&t->values[i], q, l, v);
	case CRM_T_MONEY:
		return crm_read_amount(&t->amounts[i], q, l, v);
	case CRM_T_DATE: case CRM_T_TIME:
		return crm_read_when(&t->whens[i], q, l, v);
	case CRM_T_ENUM: case CRM_T_CURRENCY: case CRM_T_BOOL:
		return crm_read_word(&t->values[i], q, l, v);
	case CRM_T_TAGS: case CRM_T_LINKS:
		return crm_read_tag(&t->values[i], q, l, v);
	case CRM_T_LINK:
		rc = crm_read_link(&link, q, l, v);
		t->values[i] = crm_int(link);
		return rc;
	default:
		rc = crm_literal_text(&t->values[i], q, l, v);
		if (!rc && t->node->cmp != CMP_SAME)
			t->values[i] = crm_folded(q, t->values[i]);
		return rc;
	}
}

static int
read_references(struct crm_test *t, struct crm_match *m)
{
	struct crm_ids ids = { 0 };
	int rc = 0;

	for (size_t i = 0; !rc && i < t->node->nvalues; i++)
		rc = crm_read_reference(&ids, m->query, &t->left,
		    &t->node->values[i]);
	t->values = ids.v;
	t->n = ids.n;
	t->none = ids.none;
	return rc;
}

/* The filters of the segments that are named, to be asked of the record. */
static int
read_segments(struct crm_test *t, struct crm_match *m)
{
	struct crm_record *s = NULL;
	int rc = 0;

	t->n = t->node->nvalues;
	t->segments = crm_arena_alloc(m->arena, t->n * sizeof(struct
	    crm_match *));
	for (size_t i = 0; !rc && i < t->n; i++) {
		rc = crm_read_segment(&s, m->query, &t->left,
		    &t->node->values[i]);
		if (!rc && s)
			rc = crm_match_new(&t->segments[i], m->crm, m->e,
			    crm_arena_copy(m->arena,
			    s->v[SEGMENT_FILTER].s, s->v[SEGMENT_FILTER].len),
			    NULL, m->arena);
	}
	return rc;
}

static int
read_values(struct crm_test *t, struct crm_match *m)
{
	size_t n = t->node->nvalues;
	int rc = 0;

	if (t->left.type == CRM_T_SEGMENT)
		return read_segments(t, m);

	if (t->left.type == CRM_T_REF)
		return read_references(t, m);
	t->n = n;
	t->values = crm_arena_alloc(m->arena, (n + 1) * sizeof(*t->values));
	t->amounts = crm_arena_alloc(m->arena, (n + 1) * sizeof(*t->amounts));
	t->whens = crm_arena_alloc(m->arena, (n + 1) * sizeof(*t->whens));
	for (size_t i = 0; !rc && i < n; i++)
		if (t->node->values[i].kind != LITERAL_OPEN)
			rc = read_value(t, m, i);
	return rc;
}

/* One that is answered in memory. */
static int
read_test(struct crm_test *t, struct crm_match *m)
{
	struct crm_query *q = m->query;
	struct crm_base base = { &q->root, &q->root.first };
	struct crm_place place;
	int rc;

	q->src = &m->src;
	rc = crm_path_find(&place, q, base, &t->node->path);
	if (!rc) {
		crm_left_make(&t->left, q, t->node, base, &place);
		t->count = t->node->aggregate == AGG_COUNT;
		if (t->count)
			t->left.type = CRM_T_INT;
		rc = read_values(t, m);
	}
	q->src = NULL;
	return rc;
}

/* The test of NODE, made when it is first come to. */
static int
test_of(struct crm_test **out, struct crm_match *m,
	const struct crm_node *node)
{
	struct crm_test *t;
	int rc;

	for (t = m->tests; t; t = t->next)
		if (t->node == node) {
			*out = t;
			return 0;
		}
	*out = t = crm_arena_alloc(m->arena, sizeof(*t));
	t->node = node;
	t->field = own_field(m, node);
	t->old = crm_path_is_old(&node->path);
	rc = t->field >= 0 || asks_segment(m, node) ? read_test(t, m)
	    : crm_test_by_sql(m, t);
	t->next = m->tests;
	m->tests = rc ? m->tests : t;
	return rc;
}

static int eval(bool *out, struct crm_match *m, const struct crm_node *n,
		const struct crm_record *r);

/* Whether R belongs to one of them. */
static int
in_segments(bool *out, const struct crm_test *t, const struct crm_record *r)
{
	int rc = 0;

	*out = false;
	for (size_t i = 0; !rc && !*out && i < t->n; i++)
		rc = crm_match(out, t->segments[i], r);
	return rc;
}

static int
eval_test(bool *out, struct crm_match *m, const struct crm_node *n,
	  const struct crm_record *r)
{
	struct crm_record was;
	struct crm_test *t;
	int rc = test_of(&t, m, n);

	if (rc)
		return rc;
	if (t->sql)
		return crm_test_ask(out, m, t, r);
	if (t->old) {
		was = crm_match_old(m, r);
		r = &was;
	}
	if (t->segments)
		rc = in_segments(out, t, r);
	else
		*out = crm_test_holds(m, t, r);
	*out = *out != n->negated;
	return rc;
}

/* A new record changed where it has something. */
static bool
changed(const struct crm_match *m, const struct crm_node *n,
	const struct crm_record *r)
{
	const struct crm_record was = crm_match_old(m, r);
	ptrdiff_t i = named(m, &n->path) - m->e->fields;

	return !crm_same(r->v[i], was.v[i]);
}

static int
eval_chain(bool *out, struct crm_match *m, const struct crm_node *n,
	   const struct crm_record *r)
{
	bool all = n->kind == NODE_AND;
	int rc = 0;

	*out = all;
	for (n = n->child; !rc && n && *out == all; n = n->next)
		rc = eval(out, m, n, r);
	return rc;
}

static int
eval(bool *out, struct crm_match *m, const struct crm_node *n,
     const struct crm_record *r)
{
	int rc;

	switch (n->kind) {
	case NODE_AND: case NODE_OR:
		return eval_chain(out, m, n, r);
	case NODE_NOT:
		rc = eval(out, m, n->child, r);
		*out = !*out;
		return rc;
	case NODE_CHANGED:
		*out = changed(m, n, r);
		return 0;
	default:
		return eval_test(out, m, n, r);
	}
}

int
crm_match_new(struct crm_match **out, struct crm *crm,
	      const struct crm_entity *e, const char *expr,
	      const char *const *params, struct crm_arena *a)
{
	struct crm_match *m = crm_arena_alloc(a, sizeof(*m));
	size_t len = strlen(expr);
	int rc;

	m->crm = crm;
	m->e = crm_entity_of(crm, e);
	m->arena = a;
	m->params = params;
	m->query = crm_match_query(m);
	m->nothing = crm_arena_alloc(a, m->e->nfields * sizeof(*m->nothing));
	m->asks_old = strstr(expr, "old.") != NULL;
	*out = m;
	/* What is wrong is said as in a list. */
	rc = crm_query_where(crm_match_query(m), expr);
	if (rc)
		return rc;
	m->src = (struct crm_source){ crm_arena_copy(a, expr, len), len, a,
	    &crm->err };
	return crm_filter_parse(&m->root, &m->src);
}

int
crm_match(bool *out, struct crm_match *m, const struct crm_record *r)
{
	*out = true;
	return m->root ? eval(out, m, m->root, r) : 0;
}
