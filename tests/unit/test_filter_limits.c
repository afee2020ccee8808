/* Filters that are too deep, too long, or nearly so. */
#include "filter_firm.h"

/* PART with HEAD before and TAIL after it, TIMES each. */
static void
repeat(struct crm_buf *out, const char *head, const char *part, int times,
       const char *tail)
{
	crm_buf_cut(out, 0);
	for (int i = 0; i < times; i++)
		crm_buf_str(out, head);
	crm_buf_str(out, part);
	for (int i = 0; i < times; i++)
		crm_buf_str(out, tail);
}

static const struct {
	const char *head, *tail;
	int at_least;		/* so deep it must work */
} nests[] = {
	{ "(", ")", 190 },
	{ "not ", "", 190 },
	{ "not(", ")", 90 },
	{ "not(id=2 or ", ")", 10 },
	{ "(id=2 or ", ")", 20 },
	{ "(id=2 or (id=1 and ", "))", 10 },
	{ "any(reports_to, ", ")", 5 },
	{ "none(contacts_by_reports_to, ", ")", 5 },
	{ "all(contacts_by_reports_to.reports_to, ", ")", 5 },
	{ "count(contacts_by_reports_to, ", ")>0", 5 },
	{ "max(contacts_by_reports_to.birthday, ", ")<today", 5 },
	{ "(id=2 or not any(contacts_by_reports_to, ", "))", 3 },
};

static const char *const leaves[] = {
	"id=1", "name='Ada Lovelace'", "name $= x", "tags ~ vip",
	"account.created_at in (2026,2025,today,now)",
	"contacts_by_reports_to.opps.amount in (1, 2kEUR)",
	"contacts_by_reports_to.opps.stage.name $= [title]",
	"sum(reports_to.opps.amount) > [account.annual_revenue]",
	"sum(reports_to.opps.amount, amount>1) in 3..5",
	"min(opps.weighted_amount, account.name=Globex) < 5kUSD",
	"count(opps.stage_changes.opp.tags) = 1",
};

/* However deep, it works or says that it is too deep. */
static void
test_nested(void **state)
{
	struct firm *f = *state;
	struct crm_buf s = { 0 }, ids = { 0 };

	for (size_t i = 0; i < COUNT(nests) * COUNT(leaves); i++) {
		const char *leaf = leaves[i % COUNT(leaves)];
		size_t n = i / COUNT(leaves);
		int rc = 0;

		for (int depth = 1; !rc && depth < 210; depth++) {
			repeat(&s, nests[n].head, leaf, depth, nests[n].tail);
			rc = firm_find(f, &ids, &crm_contact, s.s);
			if (rc && (rc != CRM_EUSAGE ||
			    (depth <= nests[n].at_least &&
			    i % COUNT(leaves) == 0) ||
			    !strstr(f->crm.err.text, "nested too deeply")))
				fail_msg("%d of %s: %s", depth, s.s,
				    f->crm.err.text);
		}
	}
	crm_buf_free(&s);
	crm_buf_free(&ids);
}

/* Chains of more conditions than one part, within each other. */
static void
test_nested_chains(void **state)
{
	struct firm *f = *state;
	struct crm_buf part = { 0 }, s = { 0 }, ids = { 0 };
	int rc = 0;

	crm_buf_str(&part, "(");
	for (int i = 0; i < 70; i++)
		crm_buf_str(&part, "id=2 or ");
	for (int depth = 1; !rc && depth < 60; depth++) {
		repeat(&s, part.s, "id=1", depth, ")");
		rc = firm_find(f, &ids, &crm_contact, s.s);
		assert_true(!rc || depth > 8);
		if (!rc)
			assert_string_equal(ids.s, "1,2");
	}
	assert_int_equal(rc, CRM_EUSAGE);
	assert_non_null(strstr(f->crm.err.text, "nested too deeply"));
	crm_buf_free(&part);
	crm_buf_free(&s);
	crm_buf_free(&ids);
}

static void
test_long(void **state)
{
	struct firm *f = *state;
	struct crm_buf s = { 0 }, ids = { 0 };

	repeat(&s, "id=1 or ", "id=2", 8000, "");
	firm_ok(f, firm_find(f, &ids, &crm_account, s.s));
	assert_string_equal(ids.s, "1,2");
	repeat(&s, "id!=1 and ", "id!=2", 6000, "");
	firm_ok(f, firm_find(f, &ids, &crm_account, s.s));
	assert_string_equal(ids.s, "3");
	crm_buf_cut(&s, 0);
	crm_buf_str(&s, "id in (1");
	for (int i = 0; i < 12000; i++)
		crm_buf_str(&s, ",99");
	crm_buf_str(&s, ")");
	firm_ok(f, firm_find(f, &ids, &crm_account, s.s));
	assert_string_equal(ids.s, "1");
	crm_buf_cut(&s, 0);
	crm_buf_str(&s, "amount in (1");
	for (int i = 0; i < 12000; i++)
		crm_buf_str(&s, ",99");
	crm_buf_str(&s, ")");
	assert_int_equal(firm_find(f, &ids, &crm_opp, s.s), CRM_EUSAGE);
	assert_non_null(strstr(f->crm.err.text, "16000 values"));
	repeat(&s, "id=1 or ", "id=2", 140000, "");
	assert_int_equal(firm_find(f, &ids, &crm_account, s.s), CRM_EUSAGE);
	assert_string_equal(f->crm.err.text,
	    "the filter is longer than 65536 bytes");
	crm_buf_free(&s);
	crm_buf_free(&ids);
}

static void
test_many_references(void **state)
{
	struct firm *f = *state;
	struct crm_buf s = { 0 }, ids = { 0 };

	repeat(&s, "parent.", "name=x", 60, "");
	firm_ok(f, firm_find(f, &ids, &crm_account, s.s));
	repeat(&s, "parent.", "name=x", 61, "");
	assert_int_equal(firm_find(f, &ids, &crm_account, s.s), CRM_EUSAGE);
	assert_non_null(strstr(f->crm.err.text, "60 references"));
	crm_buf_free(&s);
	crm_buf_free(&ids);
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
		cmocka_unit_test(test_nested),
		cmocka_unit_test(test_nested_chains),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_many_references),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
