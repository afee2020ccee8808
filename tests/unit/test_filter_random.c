/*
 * Random filters over random records: what the database finds is what a
 * plain evaluation of the same filter finds, row by row, in arrays.
 *
 * FILTER_SEED and FILTER_ROUNDS may be given by the environment.
 */
#include "filter_plain.h"

#include "crm/match.h"

enum { ROUNDS = 2000, DEPTH = 3, SAMPLE = 5 };

static int too_deep;

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

static void
write_filter(struct crm_buf *out, const struct filter *n)
{
	static const char *const words[] = {
		[SOME] = "any", [EVERY] = "all", [NO_ONE] = "none",
		[HOW_MANY] = "count", [SUM] = "sum", [LEAST] = "min"
	};
	int len = (int)strlen(n->path) - 1;

	switch (n->node) {
	case AND:
	case OR:
		crm_buf_str(out, "(");
		write_filter(out, n->a);
		crm_buf_str(out, n->node == AND ? " and " : " or ");
		write_filter(out, n->b);
		crm_buf_str(out, ")");
		return;
	case NOT:
		crm_buf_str(out, "not ");
		write_filter(out, n->a);
		return;
	case LEAF:
		crm_buf_printf(out, "%s%s", n->path,
		    fields[n->at][n->field].name);
		write_test(out, n);
		return;
	default:
		crm_buf_printf(out, "%s(%.*s", words[n->node], len, n->path);
		if (n->node == SUM || n->node == LEAST)
			crm_buf_printf(out, ".%s",
			    fields[n->at][n->field].name);
		if (n->a) {
			crm_buf_str(out, ", ");
			write_filter(out, n->a);
		}
		crm_buf_str(out, ")");
		if (n->node >= HOW_MANY)
			write_test(out, n);
	}
}

/* The same filter on some of the records, in memory. */
static void
compare_in_memory(struct firm *f, enum entity e, const struct filter *n,
		  const char *text)
{
	struct crm_arena a = { 0 };
	struct crm_match *m;

	assert_int_equal(crm_match_new(&m, &f->crm, entities[e], text, NULL,
	    &a), 0);
	for (int i = 0; i < SAMPLE; i++) {
		const struct row *row = &all[e].rows[chance(all[e].n)];
		struct crm_record *r;
		bool holds;

		assert_int_equal(crm_record_load(&r, &f->crm, entities[e],
		    row->id, &a), 0);
		assert_int_equal(crm_match(&holds, m, r), 0);
		if (holds != evaluate(n, row, e))
			fail_msg("%s %lld: %s: in memory %d",
			    entities[e]->name, (long long)row->id, text,
			    holds);
	}
	crm_arena_free(&a);
}

static void
compare(struct firm *f, enum entity e)
{
	struct filter *n = random_filter(f, e, DEPTH);
	struct crm_buf text = { 0 }, found = { 0 }, expected = { 0 };

	write_filter(&text, n);
	crm_buf_str(&expected, "");
	for (int i = 0; i < all[e].n; i++)
		if (!all[e].rows[i].deleted &&
		    evaluate(n, &all[e].rows[i], e))
			firm_take_id(&expected, all[e].rows[i].id);
	if (firm_find(f, &found, entities[e], text.s)) {
		if (!strstr(f->crm.err.text, "nested too deeply"))
			fail_msg("%s: %s: %s", entities[e]->name, text.s,
			    f->crm.err.text);
		too_deep++;
	} else if (strcmp(found.s, expected.s) != 0)
		fail_msg("%s: %s\nexpected %.200s\nfound    %.200s",
		    entities[e]->name, text.s, expected.s, found.s);
	else
		compare_in_memory(f, e, n, text.s);
	crm_buf_free(&text);
	crm_buf_free(&found);
	crm_buf_free(&expected);
}

static void
test_random(void **state)
{
	struct firm *f = *state;
	const char *given = getenv("FILTER_ROUNDS");
	long rounds = given ? strtol(given, NULL, 10) : ROUNDS;

	for (long i = 0; i < rounds; i++)
		compare(f, (enum entity)chance(3));
	assert_true(too_deep <= rounds / 100);
}

/* Give some fields of R other values, as a user would. */
static void
change(struct firm *f, enum entity e, struct crm_record *r)
{
	for (int i = 0; i < 3; i++) {
		const struct field *field = &fields[e][chance(NFIELDS)];
		const struct row *from = &all[e].rows[chance(all[e].n)];
		struct crm_record *other;
		const struct crm_field *c = crm_field_find(entities[e],
		    field->name, strlen(field->name));
		ptrdiff_t at = c - entities[e]->fields;

		assert_int_equal(crm_record_load(&other, &f->crm,
		    entities[e], from->id, r->arena), 0);
		if (!(c->flags & (CRM_REQUIRED | CRM_READONLY)))
			crm_record_set(r, (int)at, other->v[at]);
	}
}

/* Whether a path may come back to the record, which is there as written. */
static bool
comes_back(const char *text)
{
	return strstr(text, ".contacts") || strstr(text, ".opps") ||
	    strstr(text, "contacts.account");
}

/*
 * What a filter says of a changed record in memory is what the database says
 * once it is written.
 */
static void
compare_unwritten(struct firm *f, enum entity e)
{
	struct filter *n = random_filter(f, e, DEPTH);
	struct crm_buf text = { 0 };
	struct crm_arena a = { 0 };
	struct crm_record *r;
	struct crm_match *m;
	struct crm_query *q;
	int64_t found = 0;
	bool holds;

	write_filter(&text, n);
	assert_int_equal(crm_record_load(&r, &f->crm, entities[e],
	    all[e].rows[chance(all[e].n)].id, &a), 0);
	change(f, e, r);
	if (!comes_back(text.s) && !crm_match_new(&m, &f->crm, entities[e],
	    text.s, NULL, &a)) {
		assert_int_equal(crm_match(&holds, m, r), 0);
		assert_int_equal(crm_batch_begin(&f->crm, "x", "set", NULL),
		    0);
		assert_int_equal(crm_save(&f->crm, r), 0);
		q = crm_query_new(&f->crm, entities[e], &a);
		crm_query_deleted(q, CRM_DELETED_ALSO);
		crm_query_id(q, crm_record_id(r));
		assert_int_equal(crm_query_where(q, text.s), 0);
		assert_int_equal(crm_query_count(&found, q), 0);
		crm_batch_end(&f->crm, CRM_EFAIL);
		if (holds != (found == 1))
			fail_msg("%s: %s: unwritten %d, written %d",
			    entities[e]->name, text.s, holds, !holds);
	}
	crm_buf_free(&text);
	crm_arena_free(&a);
}

static void
test_unwritten(void **state)
{
	struct firm *f = *state;

	for (int i = 0; i < ROUNDS / 3; i++)
		compare_unwritten(f, (enum entity)chance(3));
}

static int
set_up(void **state)
{
	static struct firm f;
	const char *given = getenv("FILTER_SEED");

	seed = given ? strtoull(given, NULL, 10) : 20261122;
	print_message("# FILTER_SEED=%llu\n", (unsigned long long)seed);
	firm_open(&f);
	fill(&f);
	*state = &f;
	return 0;
}

static int
tear_down(void **state)
{
	firm_close(*state);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_unwritten),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
