/*
 * Tests of a record's own fields: what the SQL of compare_*.c says, in C.
 * Nothing holds for null but that it is null.
 */
#include <string.h>

#include "crm/date.h"
#include "crm/number.h"
#include "crm/utf8.h"
#include "model/tag.h"
#include "query/match.h"

/* -1, 0, 1 */
static int
sign_of(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int
by_bytes(struct crm_value a, struct crm_value b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int d = n ? memcmp(a.s, b.s, n) : 0;

	return d ? d : (a.len > b.len) - (a.len < b.len);
}

static bool
ordered(enum cmp cmp, int d)
{
	switch (cmp) {
	case CMP_LT:
		return d < 0;
	case CMP_LE:
		return d <= 0;
	case CMP_GT:
		return d > 0;
	case CMP_GE:
		return d >= 0;
	default:
		return d == 0;
	}
}

static bool
among(const struct crm_test *t, struct crm_value v)
{
	for (size_t i = 0; i < t->n; i++)
		if (crm_same(t->values[i], v))
			return true;
	return false;
}

/* Whether V, folded, has the value of T in it, at its start or its end. */
static bool
matches(const struct crm_test *t, struct crm_value v)
{
	struct crm_value part = t->values[0];
	struct crm_buf b = { 0 };
	bool holds = false;

	crm_fold(&b, v.s, v.len);
	if (b.len >= part.len) {
		if (t->node->cmp == CMP_CONTAINS)
			holds = memmem(b.s, b.len, part.s, part.len) != NULL;
		else
			holds = memcmp(t->node->cmp == CMP_PREFIX ? b.s
			    : b.s + b.len - part.len, part.s, part.len) == 0;
	}
	crm_buf_free(&b);
	return holds;
}

static bool
text_holds(const struct crm_test *t, struct crm_value v, enum cmp cmp,
	   size_t i)
{
	struct crm_buf b = { 0 };
	bool holds;

	if (cmp == CMP_SAME)
		return among(t, v);
	crm_fold(&b, v.s, v.len);
	v = crm_text_n(b.s ? b.s : "", b.len);
	holds = cmp == CMP_EQ || cmp == CMP_IN ? among(t, v)
	    : ordered(cmp, by_bytes(v, t->values[i]));
	crm_buf_free(&b);
	return holds;
}

__extension__ typedef __int128 wide;

static wide
scaled(int64_t n, int decimals)
{
	wide w = n;

	for (; decimals < 4; decimals++)
		w *= 10;
	return w;
}

static bool
money_holds(const struct crm_match *m, const struct crm_test *t,
	    const struct crm_record *r, enum cmp cmp, size_t i)
{
	const struct crm_amount *a = &t->amounts[i];
	const char *company = m->crm->company.currency;
	int c = crm_entity_currency(m->e), decimals;
	struct crm_value code = c >= 0 && r->v[c].kind == CRM_TEXT ? r->v[c]
	    : crm_text(company);
	wide x, y;

	if (a->code.kind == CRM_TEXT && !crm_same(a->code, code))
		return false;
	decimals = crm_currency_decimals(code.s, code.len);
	x = scaled(r->v[t->field].i, decimals < 0 ? 2 : decimals);
	y = scaled(a->n, a->decimals);
	return ordered(cmp, (x > y) - (x < y));
}

static bool
date_holds(struct crm_value v, const struct crm_when *w, enum cmp cmp)
{
	char first[CRM_DAY_SIZE], last[CRM_DAY_SIZE];
	int from, to;

	crm_day_write(first, w->first);
	crm_day_write(last, w->last);
	from = by_bytes(v, crm_text(first));
	to = by_bytes(v, crm_text(last));
	if (cmp == CMP_EQ || cmp == CMP_IN || cmp == CMP_SAME)
		return from >= 0 && to <= 0;
	return ordered(cmp, cmp == CMP_LE ? to : from);
}

static bool
time_holds(struct crm_value v, const struct crm_when *w, enum cmp cmp)
{
	int64_t at = 0;

	if (crm_time_parse(&at, v.s, v.len))
		return false;
	if (w->instant)
		return ordered(cmp, sign_of(at, w->at));
	switch (cmp) {
	case CMP_LT:
		return at < crm_day_start(w->first);
	case CMP_LE:
		return at < crm_day_end(w->last);
	case CMP_GT:
		return at >= crm_day_end(w->last);
	case CMP_GE:
		return at >= crm_day_start(w->first);
	default:
		return at >= crm_day_start(w->first) &&
		    at < crm_day_end(w->last);
	}
}

static int
count_one(void *ctx, const char *tag, size_t len)
{
	(void)tag, (void)len;
	++*(int64_t *)ctx;
	return 0;
}

/* What is compared: of labels it may be how many there are. */
static struct crm_value
value_of(const struct crm_test *t, const struct crm_record *r)
{
	struct crm_value v = r->v[t->field];
	int64_t n = 0;

	if (!t->count)
		return v;
	if (v.kind == CRM_TEXT)
		crm_tags_each(v, count_one, &n);
	return crm_int(n);
}

/* Against the I-th value, by CMP. */
static bool
holds(const struct crm_match *m, const struct crm_test *t,
      const struct crm_record *r, enum cmp cmp, size_t i)
{
	struct crm_value v = value_of(t, r);

	switch (t->left.type) {
	case CRM_T_INT: case CRM_T_DECIMAL: case CRM_T_PERCENT:
	case CRM_T_RATE:
		return ordered(cmp, sign_of(v.i, t->values[i].i));
	case CRM_T_MONEY:
		return money_holds(m, t, r, cmp, i);
	case CRM_T_DATE:
		return date_holds(v, &t->whens[i], cmp);
	case CRM_T_TIME:
		return time_holds(v, &t->whens[i], cmp);
	case CRM_T_ENUM: case CRM_T_CURRENCY: case CRM_T_BOOL:
	case CRM_T_LINK: case CRM_T_REF:
		return crm_same(v, t->values[i]);
	default:
		return text_holds(t, v, cmp, i);
	}
}

static int
is_one(void *ctx, const char *tag, size_t len)
{
	return among(ctx, crm_text_n(tag, len));
}

static int
has_part(void *ctx, const char *tag, size_t len)
{
	return matches(ctx, crm_text_n(tag, len));
}

static bool
is_match(enum cmp cmp)
{
	return cmp == CMP_CONTAINS || cmp == CMP_PREFIX || cmp == CMP_SUFFIX;
}

static bool
range_holds(const struct crm_match *m, const struct crm_test *t,
	    const struct crm_record *r)
{
	const struct crm_literal *v = t->node->values;

	return (v[0].kind == LITERAL_OPEN || holds(m, t, r, CMP_GE, 0)) &&
	    (v[1].kind == LITERAL_OPEN || holds(m, t, r, CMP_LE, 1));
}

bool
crm_test_holds(const struct crm_match *m, const struct crm_test *t,
	       const struct crm_record *r)
{
	struct crm_value v = value_of(t, r);
	enum cmp cmp = t->node->cmp;

	if (cmp == CMP_NULL)
		return v.kind == CRM_NULL;
	if (v.kind == CRM_NULL)
		return t->none;
	if (crm_type_is_set(t->left.type))
		return crm_tags_each(v, is_match(cmp) ? has_part : is_one,
		    (void *)(uintptr_t)t);
	if (is_match(cmp))
		return matches(t, v);
	if (cmp == CMP_RANGE)
		return range_holds(m, t, r);
	for (size_t i = 0; i < t->n; i++)
		if (holds(m, t, r, cmp == CMP_IN ? CMP_EQ : cmp, i))
			return true;
	return false;
}
