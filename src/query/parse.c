/* The grammar of crm-filter(7), by recursive descent. */
#include "query/parse.h"

#include <string.h>
#include <strings.h>

#include "crm/suggest.h"
#include "crm/utf8.h"
#include "query/lex.h"

#define DEPTH	200	/* of ( and not: guards the stack */

struct parser {
	struct crm_lexer lx;
	const struct crm_source *src;
	int depth, within;
	struct crm_node *bare;	/* stands there without a comparison */
};

static const char *const quantifiers[] = { "any", "all", "none", NULL };
static const char *const aggregates[] = {
	"count", "sum", "min", "max", "avg", NULL
};

static int parse_or(struct parser *p, struct crm_node **out);

static struct crm_node *
make(struct parser *p, enum node_kind kind, size_t at)
{
	struct crm_node *n = crm_arena_alloc(p->src->arena, sizeof(*n));

	n->kind = kind;
	n->at = at;
	return n;
}

static int
index_of(const char *const *names, const struct crm_path *path)
{
	for (int i = 0; names[i]; i++)
		if (strlen(names[i]) == path->len &&
		    memcmp(names[i], path->s, path->len) == 0)
			return i;
	return -1;
}

static int
need(struct parser *p, char c)
{
	if (crm_lex_char(&p->lx, c))
		return 0;
	return crm_source_fail(p->src, p->lx.at, "'%c' is missing before %s",
	    c, crm_lex_next(&p->lx));
}

/* The rest of "(path, filter)". */
static int
parse_within(struct parser *p, struct crm_node *n)
{
	int rc;

	if (!crm_lex_path(&p->lx, &n->path))
		return crm_source_fail(p->src, p->lx.at,
		    "a path must follow '(', not %s", crm_lex_next(&p->lx));
	if (crm_lex_char(&p->lx, ',')) {
		p->within++;
		rc = parse_or(p, &n->inner);
		p->within--;
		if (rc)
			return rc;
	}
	return need(p, ')');
}

static int
unknown_function(struct parser *p, const struct crm_path *path)
{
	struct crm_suggest s;

	crm_suggest_init(&s, path->s, path->len);
	for (int i = 0; quantifiers[i]; i++)
		crm_suggest_try(&s, quantifiers[i]);
	for (int i = 0; aggregates[i]; i++)
		crm_suggest_try(&s, aggregates[i]);
	crm_source_fail(p->src, path->at, "unknown function %s",
	    crm_source_quote(p->src, path->s, path->len));
	if (s.best)
		return crm_hint(p->src->err, "did you mean '%s'?", s.best);
	return crm_hint(p->src->err,
	    "there are any, all, none, count, sum, min, max and avg");
}

static int
no_value(struct parser *p, const struct crm_node *n)
{
	crm_source_fail(p->src, n->cmp_at, "nothing to compare with after %s",
	    crm_source_quote(p->src, p->src->text + n->cmp_at,
	    p->lx.at - n->cmp_at));
	return crm_hint(p->src->err, "for records without a value write: "
	    "%.*s is null", (int)(n->path.len < 80 ? n->path.len : 80),
	    n->path.s);
}

static int
parse_list(struct parser *p, struct crm_node *n)
{
	size_t size = 0;
	int rc;

	do {
		if (n->nvalues == size) {
			struct crm_literal *old = n->values;

			size = size ? 2 * size : 4;
			n->values = crm_arena_alloc(p->src->arena,
			    size * sizeof(*n->values));
			if (old)
				memcpy(n->values, old,
				    n->nvalues * sizeof(*old));
		}
		if (!crm_lex_has_value(&p->lx))
			return crm_source_fail(p->src, p->lx.at,
			    "a value is missing before %s",
			    crm_lex_next(&p->lx));
		rc = crm_lex_value(&p->lx, &n->values[n->nvalues++], false);
		if (rc)
			return rc;
	} while (crm_lex_char(&p->lx, ','));
	return need(p, ')');
}

/* What follows "in": a list, a value or a range. */
static int
parse_in(struct parser *p, struct crm_node *n)
{
	struct crm_literal *v;
	size_t at;
	bool first;
	int rc = 0;

	n->cmp = CMP_IN;
	if (crm_lex_char(&p->lx, '('))
		return parse_list(p, n);
	v = n->values = crm_arena_alloc(p->src->arena, 2 * sizeof(*v));
	v[0].kind = v[1].kind = LITERAL_OPEN;
	n->nvalues = 1;
	crm_lex_peek(&p->lx);
	at = p->lx.at;
	first = !crm_lex_dots(&p->lx);
	if (first) {
		if (!crm_lex_has_value(&p->lx))
			return no_value(p, n);
		rc = crm_lex_value(&p->lx, &v[0], true);
		if (rc || !crm_lex_dots(&p->lx))
			return rc;
	}
	n->cmp = CMP_RANGE;
	n->nvalues = 2;
	v[0].at = first ? v[0].at : at;
	v[1].at = p->lx.at;
	if (crm_lex_has_value(&p->lx))
		return crm_lex_value(&p->lx, &v[1], false);
	return first ? 0 : no_value(p, n);
}

static int
parse_is(struct parser *p, struct crm_node *n)
{
	n->cmp = CMP_NULL;
	n->negated = crm_lex_keyword(&p->lx, "not");
	if (crm_lex_keyword(&p->lx, "null"))
		return 0;
	crm_source_fail(p->src, p->lx.at, "'null' must follow 'is'");
	return crm_hint(p->src->err,
	    "write = to compare, or: is null, is not null");
}

static int
no_test(struct parser *p, struct crm_node *n)
{
	crm_source_fail(p->src, p->lx.at,
	    "a comparison is missing before %s", crm_lex_next(&p->lx));
	if (n->path.len == 3 && !strncasecmp(n->path.s, "not", 3))
		return crm_hint(p->src->err, "did you mean 'not'?");
	p->bare = p->within ? NULL : n;
	return crm_hint(p->src->err, "write %.*s=VALUE, or: %.*s is not null",
	    (int)(n->path.len < 80 ? n->path.len : 80), n->path.s,
	    (int)(n->path.len < 80 ? n->path.len : 80), n->path.s);
}

static int
parse_test(struct parser *p, struct crm_node *n)
{
	struct crm_lexer *lx = &p->lx;

	crm_lex_peek(lx);
	n->cmp_at = lx->at;
	if (crm_lex_keyword(lx, "is"))
		return parse_is(p, n);
	if (crm_lex_keyword(lx, "in"))
		return parse_in(p, n);
	if (crm_lex_keyword(lx, "not")) {
		n->negated = true;
		if (crm_lex_keyword(lx, "in"))
			return parse_in(p, n);
		return crm_source_fail(p->src, lx->at,
		    "'in' must follow 'not' here");
	}
	if (!crm_lex_cmp(lx, &n->cmp, &n->negated))
		return no_test(p, n);
	if (!crm_lex_has_value(lx))
		return no_value(p, n);
	n->values = crm_arena_alloc(p->src->arena, sizeof(*n->values));
	n->nvalues = 1;
	return crm_lex_value(lx, n->values, false);
}

static int
parse_predicate(struct parser *p, struct crm_node **out)
{
	struct crm_node *n;
	struct crm_path path;
	int q, a, rc;

	if (crm_lex_sees(&p->lx, "and") || crm_lex_sees(&p->lx, "or") ||
	    !crm_lex_path(&p->lx, &path))
		return crm_source_fail(p->src, p->lx.at,
		    "a field must stand here, not %s", crm_lex_next(&p->lx));
	*out = n = make(p, NODE_TEST, path.at);
	n->path = path;
	if (!crm_lex_char(&p->lx, '('))
		return parse_test(p, n);
	if (path.len == 7 && memcmp(path.s, "changed", 7) == 0) {
		n->kind = NODE_CHANGED;
		return parse_within(p, n);
	}
	q = index_of(quantifiers, &path);
	a = index_of(aggregates, &path);
	if (q < 0 && a < 0)
		return unknown_function(p, &path);
	if (q >= 0) {
		n->kind = NODE_QUANTIFIED;
		n->quantifier = (enum quantifier)q;
	} else {
		n->aggregate = (enum aggregate)(AGG_COUNT + a);
	}
	rc = parse_within(p, n);
	return rc || q >= 0 ? rc : parse_test(p, n);
}

static int
parse_unary(struct parser *p, struct crm_node **out)
{
	int rc;

	if (++p->depth > DEPTH)
		return crm_source_fail(p->src, p->lx.at,
		    "the filter is nested too deeply");
	crm_lex_peek(&p->lx);
	if (crm_lex_sees(&p->lx, "not")) {
		*out = make(p, NODE_NOT, p->lx.at);
		crm_lex_keyword(&p->lx, "not");
		rc = parse_unary(p, &(*out)->child);
	} else if (crm_lex_char(&p->lx, '(')) {
		rc = parse_or(p, out);
		if (!rc)
			rc = need(p, ')');
	} else {
		rc = parse_predicate(p, out);
	}
	p->depth--;
	return rc;
}

/* SUB { WORD SUB }: one node for all, so that long chains aren't deep. */
static int
parse_chain(struct parser *p, struct crm_node **out, enum node_kind kind,
	    const char *word,
	    int (*sub)(struct parser *p, struct crm_node **out))
{
	struct crm_node *first = NULL, *last;
	int rc = sub(p, &first);

	*out = last = first;
	while (!rc && last && crm_lex_keyword(&p->lx, word)) {
		if (*out == first) {
			*out = make(p, kind, first->at);
			(*out)->child = first;
		}
		rc = sub(p, &last->next);
		last = last->next;
	}
	return rc;
}

static int
parse_and(struct parser *p, struct crm_node **out)
{
	return parse_chain(p, out, NODE_AND, "and", parse_unary);
}

static int
parse_or(struct parser *p, struct crm_node **out)
{
	return parse_chain(p, out, NODE_OR, "or", parse_and);
}

static int
left_over(struct parser *p)
{
	struct crm_suggest s;
	struct crm_path path;
	const char *next = crm_lex_next(&p->lx);
	size_t at = p->lx.at;

	if (p->src->text[at] == ')')
		return crm_source_fail(p->src, at,
		    "this ')' has no '(' before it");
	crm_source_fail(p->src, at, "'and' or 'or' is missing before %s",
	    next);
	if (crm_lex_path(&p->lx, &path)) {
		crm_suggest_init(&s, path.s, path.len);
		crm_suggest_try(&s, "and");
		crm_suggest_try(&s, "or");
		if (s.best)
			return crm_hint(p->src->err, "did you mean '%s'?",
			    s.best);
	}
	return crm_hint(p->src->err,
	    "put a value with blanks, quotes or brackets in quotes");
}

int
crm_filter_parse(struct crm_node **out, const struct crm_source *src)
{
	struct parser p = { .lx = { src, 0 }, .src = src };
	ptrdiff_t bad;
	int rc;

	*out = NULL;
	if (src->len > CRM_FILTER_MAX)
		return crm_fail(src->err, CRM_EUSAGE,
		    "the filter is longer than %d bytes", CRM_FILTER_MAX);
	bad = crm_utf8_bad(src->text, src->len);
	if (bad >= 0)
		return crm_fail(src->err, CRM_EUSAGE,
		    "the filter is not valid UTF-8 at byte %td", bad + 1);
	if (!crm_lex_peek(&p.lx))
		return 0;
	rc = parse_or(&p, out);
	if (!rc && crm_lex_peek(&p.lx))
		rc = left_over(&p);
	if (rc)
		*out = p.bare;
	return rc;
}
