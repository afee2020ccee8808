/* Random filters over filter_rows.h, as trees and as text. */
#ifndef FILTER_RANDOM_H
#define FILTER_RANDOM_H

#include "filter_plain.h"

#include "crm/segment.h"

static const struct crm_entity *const entities[] = {
	&crm_contact, &crm_account, &crm_opp
};
static const struct { const struct row *rows; int n; } all[] = {
	{ contacts, CONTACTS }, { accounts, ACCOUNTS }, { opps, OPPS }
};

static const struct hop *
random_hop(enum entity from, bool many)
{
	const struct hop *h;

	do {
		h = &hops[chance((int)COUNT(hops))];
	} while (h->from != from || (many && !h->many));
	return h;
}

static void
day_value(struct value *v, bool period)
{
	int back = chance(60) - 30;
	char day[CRM_DAY_SIZE];

	switch (chance(period ? 6 : 3)) {
	case 0:
		v->lo = v->hi = today() + back;
		crm_day_write(day, v->lo);
		snprintf(v->text, sizeof(v->text), "%s", day);
		break;
	case 1:
		v->lo = v->hi = today() + back;
		snprintf(v->text, sizeof(v->text), "today%+dd", back);
		break;
	case 2:
		v->lo = v->hi = crm_day_make(2026, 11, 30);
		snprintf(v->text, sizeof(v->text), "eom");
		break;
	case 3:
		v->lo = crm_day_make(2026, 11, 1);
		v->hi = crm_day_make(2026, 11, 30);
		snprintf(v->text, sizeof(v->text), "thismonth");
		break;
	case 4:
		v->lo = crm_day_make(2026, 10, 1);
		v->hi = crm_day_make(2026, 10, 31);
		snprintf(v->text, sizeof(v->text), "'2026-10'");
		break;
	default:
		v->lo = crm_day_make(2026, 11, 16);
		v->hi = crm_day_make(2026, 11, 22);
		snprintf(v->text, sizeof(v->text), "2026-W47");
	}
}

/* Amounts are compared in 10^-4 of a unit. */
static void
money_value(struct value *v)
{
	static const struct { const char *text; int64_t n; } amounts[] = {
		{ "0", 0 }, { "5", 50000 }, { "12.5", 125000 },
		{ "0.005", 50 }, { "1k", 10000000 }, { "-3", -30000 },
		{ "1.001", 10010 }, { "20", 200000 }, { "1M", 10000000000 },
		{ "0.0001", 1 },
	};
	int i = chance((int)COUNT(amounts));

	v->lo = v->hi = amounts[i].n;
	v->currency = chance(3) ? -1 : chance((int)COUNT(currencies));
	snprintf(v->text, sizeof(v->text), "%s%s", amounts[i].text,
	    v->currency < 0 ? "" : currencies[v->currency].code);
}

static void
text_value(struct value *v, bool part)
{
	static const char *const parts[] = {
		"a", "A", "da", "%", "_", "1", "zo", "'", "\xc3\x8b", "0%"
	};
	static const char *const folded[] = {
		"a", "a", "da", "%", "_", "1", "zo", "'", "\xc3\xab", "0%"
	};
	int i = chance((int)COUNT(texts)), j = chance((int)COUNT(parts));

	snprintf(v->text, sizeof(v->text), "\"%s\"",
	    part ? parts[j] : texts[i].text);
	snprintf(v->folded, sizeof(v->folded), "%s",
	    part ? folded[j] : texts[i].folded);
}

static void
random_literal(struct value *v, const struct field *f, enum op op)
{
	int i;

	v->currency = -1;
	switch (f->kind) {
	case TEXT:
		text_value(v, op >= HAS_PART);
		break;
	case INT:
		v->lo = v->hi = chance(22) - 1;
		snprintf(v->text, sizeof(v->text), "%d", (int)v->lo);
		break;
	case PERCENT:
		i = chance(42);
		v->lo = v->hi = i * 250;
		snprintf(v->text, sizeof(v->text), "%d.%d", i * 250 / 100,
		    i * 250 % 100 / 10);
		break;
	case MONEY:
		money_value(v);
		break;
	case DATE:
	case TIME:
		day_value(v, op == EQ || op == RANGE);
		break;
	case WORD:
		v->lo = chance(3);
		snprintf(v->text, sizeof(v->text), "%s", f->words[v->lo]);
		break;
	case USER:
		v->lo = chance(4);
		v->none = v->lo == 3;
		snprintf(v->text, sizeof(v->text), "%s",
		    v->none ? "none" : users[v->lo]);
		break;
	case TAGS:
		v->lo = chance(NTAGS);
		snprintf(v->text, sizeof(v->text), "%s", tags[v->lo]);
		snprintf(v->folded, sizeof(v->folded), "%s", tags[v->lo]);
	}
}

static enum op
random_op(enum kind kind)
{
	switch (kind) {
	case TEXT:
		return (enum op)chance(IS_NULL + 1);
	case WORD:
	case USER:
		return chance(3) ? EQ : IS_NULL;
	case TAGS:
		return chance(3) ? EQ : chance(2) ? IS_NULL : HAS_PART;
	default:
		return chance(5) ? (enum op)chance(RANGE + 1) : IS_NULL;
	}
}

static struct filter *
make(struct firm *f, enum node node)
{
	struct filter *n = crm_arena_alloc(&f->crm.arena, sizeof(*n));

	n->node = node;
	n->path = "";
	return n;
}

static struct filter *
random_leaf(struct firm *f, enum entity e)
{
	struct filter *n = make(f, LEAF);
	const struct hop *h = random_hop(e, false);
	const struct field *field;

	n->path = h->path;
	n->at = h->to;
	n->field = chance(NFIELDS);
	field = &fields[n->at][n->field];
	n->op = random_op(field->kind);
	n->negated = !chance(3) && (n->op == EQ || n->op == RANGE ||
	    n->op == HAS_PART || n->op == IS_NULL);
	n->exact = field->kind == TEXT && n->op == EQ && !n->negated &&
	    !chance(3);
	n->n = n->op == EQ && !n->exact ? 1 + chance(NVALUES) :
	    n->op == RANGE ? 2 : 1;
	for (int i = 0; i < n->n; i++)
		random_literal(&n->v[i], field, n->op);
	return n;
}

static struct filter *random_filter(struct firm *f, enum entity e, int depth);

/* count(), sum() of amounts, min() of days, over a path to many. */
static struct filter *
random_aggregate(struct firm *f, enum entity e, int depth)
{
	struct filter *n = make(f, HOW_MANY + (enum node)chance(3));
	const struct hop *h = random_hop(e, true);

	n->path = h->path;
	n->at = h->to;
	n->field = 2;
	if (n->node == SUM)
		n->field = n->at == OPP ? 1 : n->at == ACCOUNT ? 3 : 0;
	if (n->node == SUM && n->at == CONTACT)
		n->node = HOW_MANY;
	if (n->node == LEAST && n->at == ACCOUNT)
		n->node = HOW_MANY;
	n->op = (enum op)chance(RANGE);
	n->negated = n->op == EQ && !chance(2);
	n->n = 1;
	if (chance(2))
		n->a = random_filter(f, n->at, depth - 1);
	if (n->node == HOW_MANY) {
		n->v[0].lo = n->v[0].hi = chance(4);
		snprintf(n->v[0].text, sizeof(n->v[0].text), "%d",
		    (int)n->v[0].lo);
	} else {
		random_literal(&n->v[0], &fields[n->at][n->field], n->op);
	}
	return n;
}

static struct filter *
random_filter(struct firm *f, enum entity e, int depth)
{
	struct filter *n;
	const struct hop *h;
	int what = depth > 0 ? chance(10) : 9;

	if (what >= 6)
		return random_leaf(f, e);
	if (what == 5)
		return random_aggregate(f, e, depth);
	if (what == 4) {
		n = make(f, SOME + (enum node)chance(3));
		h = random_hop(e, true);
		n->path = h->path;
		n->at = h->to;
		n->a = random_filter(f, n->at, depth - 1);
		return n;
	}
	n = make(f, what < 2 ? AND : what == 2 ? OR : NOT);
	n->a = random_filter(f, e, depth - 1);
	if (n->node != NOT)
		n->b = random_filter(f, e, depth - 1);
	return n;
}

static const char *
sign(const struct filter *n)
{
	switch (n->op) {
	case LT:
		return " < ";
	case LE:
		return "<=";
	case GT:
		return " gt ";
	case GE:
		return ">=";
	case HAS_PART:
		return n->negated ? "!~" : "~";
	case PREFIX:
		return "^=";
	case SUFFIX:
		return "$=";
	default:
		return n->exact ? "==" : n->negated ? "!=" : "=";
	}
}

static void
write_test(struct crm_buf *out, const struct filter *n)
{
	const char *no = n->negated ? " not" : "";

	if (n->op == IS_NULL) {
		crm_buf_printf(out, " is%s null", no);
	} else if (n->op == RANGE) {
		crm_buf_printf(out, "%s in %s..%s", no, n->v[0].text,
		    n->v[1].text);
	} else if (n->n > 1) {
		crm_buf_printf(out, "%s in (", no);
		for (int i = 0; i < n->n; i++)
			crm_buf_printf(out, i ? ", %s" : "%s", n->v[i].text);
		crm_buf_str(out, ")");
	} else {
		crm_buf_printf(out, "%s%s", sign(n), n->v[0].text);
	}
}

static const char *before = "";		/* "old." */

/* Whether a path may come back to the record, which is there as written. */
static bool
comes_back(const char *text)
{
	return strstr(text, ".contacts") || strstr(text, ".opps") ||
	    ((strstr(text, "opps") || strstr(text, "contacts")) &&
	    (strstr(text, "contact.") || strstr(text, "account.")));
}

static bool back_in_segment;

static void write_plain(struct firm *f, struct crm_buf *out,
			const struct filter *n, enum entity e);

/* Keep N, a filter of E, as a segment: its number. */
static int
keep_segment(struct firm *f, const struct filter *n, enum entity e)
{
	static int number;
	struct crm_record *r = crm_record_new(&f->crm, &crm_segment,
	    &f->crm.arena);
	struct crm_buf text = { 0 };

	write_plain(f, &text, n, e);
	back_in_segment |= comes_back(text.s);
	crm_record_set(r, SEGMENT_NAME, crm_text(crm_arena_printf(
	    &f->crm.arena, "s%d", ++number)));
	crm_record_set(r, SEGMENT_ENTITY, crm_text(entities[e]->name));
	crm_record_set(r, SEGMENT_FILTER, crm_text(text.s));
	assert_int_equal(crm_batch_begin(&f->crm, "x", "add", NULL), 0);
	assert_int_equal(crm_batch_end(&f->crm, crm_save(&f->crm, r)), 0);
	crm_buf_free(&text);
	return number;
}

/* Some of the filters within are kept, and asked for by name. */
static void
write_filter(struct firm *f, struct crm_buf *out, const struct filter *n,
	     enum entity e)
{
	const char *outer = before;
	int number;

	if (n->node > NOT || chance(8)) {
		write_plain(f, out, n, e);
		return;
	}
	before = "";
	number = keep_segment(f, n, e);
	before = outer;
	crm_buf_printf(out, chance(2) ? "%ssegment = s%d" :
	    "not %ssegment != s%d", before, number);
}

static void
write_plain(struct firm *f, struct crm_buf *out, const struct filter *n,
	    enum entity e)
{
	const char *outer = before;
	static const char *const words[] = {
		[SOME] = "any", [EVERY] = "all", [NO_ONE] = "none",
		[HOW_MANY] = "count", [SUM] = "sum", [LEAST] = "min"
	};
	int len = (int)strlen(n->path) - 1;

	switch (n->node) {
	case AND:
	case OR:
		crm_buf_str(out, "(");
		write_filter(f, out, n->a, e);
		crm_buf_str(out, n->node == AND ? " and " : " or ");
		write_filter(f, out, n->b, e);
		crm_buf_str(out, ")");
		return;
	case NOT:
		crm_buf_str(out, "not ");
		write_filter(f, out, n->a, e);
		return;
	case LEAF:
		crm_buf_printf(out, "%s%s%s", before, n->path,
		    fields[n->at][n->field].name);
		write_test(out, n);
		return;
	default:
		crm_buf_printf(out, "%s(%s%.*s", words[n->node], before, len,
		    n->path);
		if (n->node == SUM || n->node == LEAST)
			crm_buf_printf(out, ".%s",
			    fields[n->at][n->field].name);
		if (n->a) {
			crm_buf_str(out, ", ");
			before = "";
			write_filter(f, out, n->a, n->at);
			before = outer;
		}
		crm_buf_str(out, ")");
		if (n->node >= HOW_MANY)
			write_test(out, n);
	}
}

#endif
