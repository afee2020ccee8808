/* A filter as a tree, and its plain evaluation on the records in arrays. */
#ifndef FILTER_PLAIN_H
#define FILTER_PLAIN_H

#include "filter_rows.h"

enum { NVALUES = 3 };
enum op { EQ, LT, LE, GT, GE, RANGE, HAS_PART, PREFIX, SUFFIX, IS_NULL };
enum node { AND, OR, NOT, LEAF, SOME, EVERY, NO_ONE, HOW_MANY, SUM, LEAST };

/* A value as the plain evaluation takes it. */
struct value {
	int64_t lo, hi;		/* of days and numbers: equal, or a period */
	int currency;		/* < 0: each row's own */
	bool none;		/* of users: null */
	char text[48];		/* as written */
	char folded[48];
};

struct filter {
	enum node node;
	struct filter *a, *b;
	const char *path;	/* "", "account.", "opps." ... */
	enum entity at;		/* where the path ends */
	int field;
	enum op op;
	bool negated, exact;
	struct value v[NVALUES];
	int n;
};

struct hop {
	enum entity from, to;
	const char *path;
	bool many;
};

static const struct hop hops[] = {
	{ CONTACT, CONTACT, "", false }, { ACCOUNT, ACCOUNT, "", false },
	{ OPP, OPP, "", false }, { CONTACT, ACCOUNT, "account.", false },
	{ OPP, CONTACT, "contact.", false },
	{ OPP, ACCOUNT, "contact.account.", false },
	{ CONTACT, OPP, "opps.", true },
	{ ACCOUNT, CONTACT, "contacts.", true },
	{ ACCOUNT, OPP, "contacts.opps.", true },
	{ CONTACT, CONTACT, "account.contacts.", true },
	{ OPP, OPP, "contact.opps.", true },
	{ OPP, CONTACT, "contact.account.contacts.", true },
	{ ACCOUNT, ACCOUNT, "contacts.account.", true },
	{ ACCOUNT, CONTACT, "contacts.account.contacts.", true },
};

static bool
is_to_many(const struct filter *f, enum entity from)
{
	for (size_t i = 0; i < COUNT(hops); i++)
		if (hops[i].from == from && !strcmp(hops[i].path, f->path))
			return hops[i].many;
	return false;
}

struct set {
	const struct row *v[4 * OPPS];
	int n;
};

static void
reach(struct set *s, const struct row *r, bool once)
{
	for (int i = 0; once && i < s->n; i++)
		if (s->v[i] == r)
			return;
	s->v[s->n++] = r;
}

/* From the records in S by the first name of PATH; deleted ones to many. */
static void
step(struct set *out, const struct set *s, const char *path, enum entity *e)
{
	bool many = !strncmp(path, "opps", 4) || !strncmp(path, "contacts", 8);
	bool to_opps = path[0] == 'o';

	out->n = 0;
	for (int i = 0; i < s->n; i++) {
		const struct row *r = s->v[i];

		if (!many && r->other >= 0)
			reach(out, *e == OPP ? &contacts[r->other] :
			    &accounts[r->other], false);
		for (int j = 0; many && to_opps && j < OPPS; j++)
			if (!opps[j].deleted && opps[j].other >= 0 &&
			    &contacts[opps[j].other] == r)
				reach(out, &opps[j], true);
		for (int j = 0; many && !to_opps && j < CONTACTS; j++)
			if (!contacts[j].deleted && contacts[j].other >= 0 &&
			    &accounts[contacts[j].other] == r)
				reach(out, &contacts[j], true);
	}
	*e = many ? (to_opps ? OPP : CONTACT) : *e == OPP ? CONTACT : ACCOUNT;
}

static void
walk(struct set *out, const struct row *r, const char *path, enum entity e)
{
	static struct set spare;
	struct set *from = out, *to = &spare, *swap;

	from->n = 1;
	from->v[0] = r;
	for (; *path; path = strchr(path, '.') + 1) {
		step(to, from, path, &e);
		swap = from;
		from = to;
		to = swap;
	}
	if (from != out) {
		out->n = from->n;
		memcpy(out->v, from->v, (size_t)from->n * sizeof(*from->v));
	}
}

static bool
ordered(int64_t a, enum op op, int64_t lo, int64_t hi)
{
	switch (op) {
	case LT:
		return a < lo;
	case LE:
		return a <= hi;
	case GT:
		return a > hi;
	case GE:
		return a >= lo;
	default:
		return a >= lo && a <= hi;
	}
}

static int64_t
in_ten_thousandths(int64_t minor, int currency)
{
	for (int i = currencies[currency].decimals; i < 4; i++)
		minor *= 10;
	return minor;
}

static bool
test_text(const char *s, const char *folded, const struct filter *n,
	  const struct value *v)
{
	size_t a = strlen(folded), b = strlen(v->folded);
	size_t len = strlen(v->text) - 2;

	switch (n->op) {
	case HAS_PART:
		return strstr(folded, v->folded);
	case PREFIX:
		return !strncmp(folded, v->folded, b);
	case SUFFIX:
		return a >= b && !strcmp(folded + a - b, v->folded);
	case EQ:
		return n->exact ? strlen(s) == len &&
		    !memcmp(s, v->text + 1, len) : !strcmp(folded, v->folded);
	default:
		return ordered(strcmp(folded, v->folded), n->op, 0, 0);
	}
}

/* One value; a range is two tests. */
static bool
test_one(const struct row *r, const struct filter *n, const struct value *v,
	 enum op op)
{
	const struct field *f = &fields[n->at][n->field];
	struct filter by = *n;
	int64_t x = r->v[n->field];

	by.op = op;
	switch (f->kind) {
	case TEXT:
		return test_text(texts[x].text, texts[x].folded, &by, v);
	case TAGS:
		for (int i = 0; i < NTAGS; i++)
			if (r->tags & 1u << i && (op == HAS_PART ?
			    strstr(tags[i], v->folded) != NULL : i == v->lo))
				return true;
		return false;
	case MONEY:
		return (v->currency < 0 || v->currency == r->currency) &&
		    ordered(in_ten_thousandths(x, r->currency), op, v->lo,
		    v->hi);
	case TIME:
		/* Berlin is an hour ahead of UTC all this month. */
		x = (x + 3600) / 86400;
		return ordered(x, op, v->lo, v->hi);
	default:
		return !v->none && ordered(x, op, v->lo, f->kind == WORD ||
		    f->kind == USER ? v->lo : v->hi);
	}
}

static bool
is_null(const struct row *r, const struct filter *n)
{
	if (fields[n->at][n->field].kind == TAGS)
		return !r || !r->tags;
	return !r || r->null[n->field];
}

static bool
test_row(const struct row *r, const struct filter *n)
{
	if (n->op == IS_NULL)
		return is_null(r, n);
	for (int i = 0; i < n->n; i++)
		if (n->op == EQ && n->v[i].none && is_null(r, n))
			return true;
	if (is_null(r, n))
		return false;
	if (n->op == RANGE)
		return test_one(r, n, &n->v[0], GE) &&
		    test_one(r, n, &n->v[1], LE);
	for (int i = 0; i < n->n; i++)
		if (test_one(r, n, &n->v[i], n->op))
			return true;
	return false;
}

static bool
evaluate_leaf(const struct filter *n, const struct row *r, enum entity e)
{
	bool found = false;
	struct set *s;

	if (!is_to_many(n, e)) {
		while (r && e != n->at) {
			r = r->other < 0 ? NULL : e == OPP ?
			    &contacts[r->other] : &accounts[r->other];
			e = e == OPP ? CONTACT : ACCOUNT;
		}
		return test_row(r, n) != n->negated;
	}
	s = test_malloc(sizeof(*s));
	walk(s, r, n->path, e);
	for (int i = 0; i < s->n; i++)
		found |= n->op == IS_NULL ? !is_null(s->v[i], n) :
		    test_row(s->v[i], n);
	test_free(s);
	return (n->op == IS_NULL ? !found : found) != n->negated;
}

static bool evaluate(const struct filter *n, const struct row *r,
		     enum entity e);

static bool
evaluate_set(const struct filter *n, struct set *s)
{
	struct row total = { .currency = 0 };
	int code = n->v[0].currency < 0 ? 0 : n->v[0].currency;
	int matching = 0, found = 0;
	int64_t least = INT64_MAX, sum = 0;

	for (int i = 0; i < s->n; i++) {
		const struct row *r = s->v[i];

		if (n->a && !evaluate(n->a, r, n->at))
			continue;
		matching++;
		if (r->null[n->field])
			continue;
		found++;
		if (r->v[n->field] < least)
			least = r->v[n->field];
		if (r->currency == code)
			sum += r->v[n->field];
	}
	switch (n->node) {
	case SOME:
		return matching > 0;
	case EVERY:
		return matching == s->n;
	case NO_ONE:
		return matching == 0;
	case HOW_MANY:
		return ordered(matching, n->op, n->v[0].lo, n->v[0].hi) !=
		    n->negated;
	case SUM:
		total.v[n->field] = sum;
		total.currency = code;
		return test_one(&total, n, &n->v[0], n->op) != n->negated;
	default:
		return (found && ordered(least, n->op, n->v[0].lo,
		    n->v[0].hi)) != n->negated;
	}
}

static bool
evaluate(const struct filter *n, const struct row *r, enum entity e)
{
	struct set *s;
	bool yes;

	switch (n->node) {
	case AND:
		return evaluate(n->a, r, e) && evaluate(n->b, r, e);
	case OR:
		return evaluate(n->a, r, e) || evaluate(n->b, r, e);
	case NOT:
		return !evaluate(n->a, r, e);
	case LEAF:
		return evaluate_leaf(n, r, e);
	default:
		s = test_malloc(sizeof(*s));
		walk(s, r, n->path, e);
		yes = evaluate_set(n, s);
		test_free(s);
		return yes;
	}
}

#endif
