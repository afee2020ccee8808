/* Which kept filters ask for a segment: by its name, which may be gone soon. */
#include <string.h>

#include "crm/ref.h"
#include "query/parse.h"
#include "query/query.h"

struct search {
	struct crm *crm;
	int64_t segment;
};

static bool
is_id(const struct crm_literal *v)
{
	for (size_t i = 0; i < v->len; i++)
		if (v->s[i] < '0' || v->s[i] > '9')
			return false;
	return true;
}

/* Whether N is a comparison of segment, or of a path that ends in it. */
static bool
compares(const struct crm_node *n)
{
	static const char word[] = "segment";
	size_t len = sizeof(word) - 1;

	return n->kind == NODE_TEST && n->path.len >= len &&
	    !memcmp(n->path.s + n->path.len - len, word, len) &&
	    (n->path.len == len || n->path.s[n->path.len - len - 1] == '.');
}

/* One of the same name that is of another entity counts, too. */
static bool
leads_there(const struct search *s, const struct crm_literal *v)
{
	int64_t ids[32];
	size_t n = 0;

	if ((v->kind != LITERAL_WORD && v->kind != LITERAL_STRING) ||
	    is_id(v) || crm_ref_all(ids, 32, &n, s->crm, &crm_segment, v->s,
	    v->len, 0))
		return false;
	for (size_t i = 0; i < n; i++)
		if (ids[i] == s->segment)
			return true;
	return false;
}

static bool
names(const struct search *s, const struct crm_node *n)
{
	for (size_t i = 0; compares(n) && i < n->nvalues; i++)
		if (leads_there(s, &n->values[i]))
			return true;
	for (const struct crm_node *c = n->child; c; c = c->next)
		if (names(s, c))
			return true;
	return n->inner && names(s, n->inner);
}

bool
crm_query_names(struct crm *crm, const char *filter, int64_t segment)
{
	struct search s = { crm, segment };
	struct crm_error kept = crm->err, err;
	struct crm_arena a = { 0 };
	struct crm_source src = { filter, strlen(filter), &a, &err };
	struct crm_node *node;
	bool yes = !crm_filter_parse(&node, &src) && node && names(&s, node);

	crm->err = kept;
	crm_arena_free(&a);
	return yes;
}
