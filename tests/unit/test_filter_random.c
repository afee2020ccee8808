/*
 * Random filters over random records: what the database finds is what a
 * plain evaluation of the same filter finds, row by row, in arrays.
 *
 * FILTER_SEED and FILTER_ROUNDS may be given by the environment.
 */
#include "filter_random.h"

#include "crm/match.h"

enum { ROUNDS = 2000, DEPTH = 3, SAMPLE = 5 };

static int too_deep;

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

	write_filter(f, &text, n, e);
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

	back_in_segment = false;
	write_filter(f, &text, n, e);
	assert_int_equal(crm_record_load(&r, &f->crm, entities[e],
	    all[e].rows[chance(all[e].n)].id, &a), 0);
	change(f, e, r);
	if (!comes_back(text.s) && !back_in_segment && !crm_match_new(&m, &f->crm, entities[e],
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

/* What a changed record was is asked for by "old.". */
static void
compare_old(struct firm *f, enum entity e)
{
	const struct row *row = &all[e].rows[chance(all[e].n)];
	struct filter *n = random_filter(f, e, DEPTH);
	struct crm_buf text = { 0 };
	struct crm_arena a = { 0 };
	struct crm_record *r;
	struct crm_match *m;
	bool holds;

	before = "old.";
	write_filter(f, &text, n, e);
	before = "";
	assert_int_equal(crm_record_load(&r, &f->crm, entities[e], row->id,
	    &a), 0);
	change(f, e, r);
	if (crm_match_new(&m, &f->crm, entities[e], text.s, NULL, &a)) {
		if (!strstr(f->crm.err.text, "nested too deeply"))
			fail_msg("%s: %s", text.s, f->crm.err.text);
	} else {
		assert_int_equal(crm_match(&holds, m, r), 0);
		if (holds != evaluate(n, row, e))
			fail_msg("%s %lld: %s: it was %d", entities[e]->name,
			    (long long)row->id, text.s, !holds);
	}
	crm_buf_free(&text);
	crm_arena_free(&a);
}

static void
test_old(void **state)
{
	for (int i = 0; i < ROUNDS / 3; i++)
		compare_old(*state, (enum entity)chance(3));
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
		cmocka_unit_test(test_old),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
