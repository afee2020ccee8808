/* Filters on a record in memory: as it is, and what it was. */
#include "filter_firm.h"

#include "crm/match.h"

static void
set(struct firm *f, struct crm_record *r, const char *name, int op,
    const char *text)
{
	firm_ok(f, crm_record_assign(&f->crm, r, name, op, text, strlen(text),
	    NULL));
}

static void
check(struct firm *f, const struct crm_record *r, const char *filter,
      bool expected)
{
	struct crm_arena a = { 0 };
	struct crm_match *m;
	bool holds = !expected;
	int rc = crm_match_new(&m, &f->crm, r->entity, filter, NULL, &a);

	if (!rc)
		rc = crm_match(&holds, m, r);
	if (rc || holds != expected)
		fail_msg("%s: %d %s", filter, rc, rc ? f->crm.err.text : "");
	crm_arena_free(&a);
}

/* Big deal, no longer as it is in the database. */
static struct crm_record *
changed_deal(struct firm *f)
{
	struct crm_record *r;

	firm_ok(f, crm_record_load(&r, &f->crm, &crm_opp, 1, &f->crm.arena));
	set(f, r, "stage", '=', "Won");
	set(f, r, "amount", '=', "75000");
	set(f, r, "owner", '=', "bob");
	set(f, r, "account", '=', "Globex");
	set(f, r, "tags", '+', "hot");
	set(f, r, "close_date", '=', "");
	return r;
}

static void
test_changed(void **state)
{
	static const struct { const char *filter; bool holds; } cases[] = {
		{ "", true }, { "stage = Won and amount = 75k", true },
		{ "changed(stage)", true }, { "changed(name)", false },
		{ "not changed(name) and changed(tags)", true },
		{ "changed(close_date)", true },
		{ "changed(probability) or changed(owner)", true },
		{ "old.stage = Proposal", true }, { "old.stage = Won", false },
		{ "old.amount = 50k", true }, { "old.amount > 50k", false },
		{ "amount > [old.amount]", true },
		{ "old.amount < [amount] and amount != [old.amount]", true },
		{ "amount <= [old.amount]", false },
		{ "owner = bob and old.owner = ada", true },
		{ "old.owner.name ~ byron", true },
		{ "old.owner.name = [owner.name]", false },
		{ "old.account.name = 'Acme Ltd'", true },
		{ "account.name = Globex", true },
		{ "old.account.owner = [owner]", false },
		{ "account.owner = [owner]", true },
		{ "old.tags = hot", false }, { "tags = hot", true },
		{ "old.tags = vip and tags = vip", true },
		{ "count(tags) = 2 and count(old.tags) = 1", true },
		{ "close_date is null and old.close_date is not null", true },
		{ "old.close_date = 2026-11", true },
		{ "count(old.account.contacts) = 1", true },
		{ "any(old.account.contacts, email = ada@acme.test)", true },
		{ "any(account.contacts, email = ada@acme.test)", false },
		{ "old.weighted_amount = 25000", true },
		{ "weighted_amount = 25000", false },
		{ "stage.category = won and old.stage.category = open", true },
	};
	struct crm_record *r = changed_deal(*state);

	for (size_t i = 0; i < COUNT(cases); i++)
		check(*state, r, cases[i].filter, cases[i].holds);
}

/* What wasn't there was nothing, and differs where there is something. */
static void
test_new(void **state)
{
	static const struct { const char *filter; bool holds; } cases[] = {
		{ "changed(name)", true }, { "changed(amount)", false },
		{ "old.name is null", true }, { "old.name = New", false },
		{ "old.name != New", true }, { "old.account.name = x", false },
		{ "amount > [old.amount]", false }, { "old.id is null", true },
		{ "count(old.tags) = 0", true },
		{ "none(old.account.contacts)", true },
		{ "account.name = 'Acme Ltd'", true },
	};
	struct firm *f = *state;
	struct crm_record *r = crm_record_new(&f->crm, &crm_opp,
	    &f->crm.arena);

	set(f, r, "name", '=', "New");
	set(f, r, "account", '=', "Acme Ltd");
	for (size_t i = 0; i < COUNT(cases); i++)
		check(f, r, cases[i].filter, cases[i].holds);
}

static void
test_wrong(void **state)
{
	static const struct { const char *filter, *text; } cases[] = {
		{ "changed(nmae)", "changed() needs a field" },
		{ "changed(account.name)", "changed() needs a field" },
		{ "changed(weighted_amount)", "changed() needs a field" },
		{ "changed(contact, id = 1)", "changed() needs a field" },
		{ "changed stage", "a comparison is missing" },
		{ "changed(stage", "')' is missing" },
		{ "old.nmae = x", "unknown field 'nmae' of opp" },
		{ "old = x", "unknown field 'old'" },
		{ "any(account.contacts, old.name = x)",
		  "old. is what the record itself was" },
		{ "any(account.contacts, changed(name))",
		  "changed() needs a field" },
		{ "account.old.name = x", "old. is what the record itself" },
		{ "name = [old.nmae]", "unknown field 'nmae'" },
	};
	struct firm *f = *state;
	struct crm_match *m;

	for (size_t i = 0; i < COUNT(cases); i++) {
		int rc = crm_match_new(&m, &f->crm, &crm_opp,
		    cases[i].filter, NULL, &f->crm.arena);

		if (rc != CRM_EUSAGE || !strstr(f->crm.err.text,
		    cases[i].text))
			fail_msg("%s: %d %s", cases[i].filter, rc,
			    f->crm.err.text);
	}
}

static void
test_params(void **state)
{
	const char *params[] = { "who", "bob", NULL };
	struct firm *f = *state;
	struct crm_record *r = changed_deal(f);
	struct crm_match *m;
	bool holds = false;

	firm_ok(f, crm_match_new(&m, &f->crm, &crm_opp, "owner = :who and"
	    " old.owner != :who and owner.login = :who", params,
	    &f->crm.arena));
	firm_ok(f, crm_match(&holds, m, r));
	assert_true(holds);
}

static int
set_up(void **state)
{
	static struct firm f;

	firm_open(&f);
	firm_fill(&f);
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
		cmocka_unit_test(test_changed),
		cmocka_unit_test(test_new),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_params),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
