/* The pipeline report: groups, order, currencies, rounding, the win rate. */
#include "report.h"

#include "crm/account.h"
#include "crm/number.h"
#include "crm/user.h"

#define HEAD "open open_amount weighted won won_amount lost win_rate" \
	" currency\n"

static struct fixture fix;

/*
 * Ann leads Bert; Cleo is nobody's.  Chances: Qualification 10 %, Needs
 * Analysis 25, Proposal 50, Negotiation 75.
 */
static const char *const opps[] = {
	/* 100.05 * 10 % = 10.005, half away from zero: 10.01 */
	"name=a;stage=Qualification;owner=bert;amount=100.05;"
	"close_date=2026-12-01;account=Mill",
	/* a credit: -10.005 is -10.01 */
	"name=b;stage=Qualification;owner=bert;amount=-100.05;"
	"close_date=2026-12-31;account=Mill",
	/* its own chance: 1000 * 33.33 % = 333.30 */
	"name=c;stage=Qualification;owner=cleo;amount=1000;probability=33.33;"
	"close_date=2027-01-15",
	/* no amount: counts in the company's currency */
	"name=d;stage=Proposal;owner=bert",
	/* yen have no decimals: 1001 * 50 % = 500.5 is 501 */
	"name=e;stage=Proposal;owner=ann;currency=JPY;amount=1001;"
	"close_date=2026-12-24;account=Forge",
	/* dinars have three: 0.005 * 75 % = 0.00375 is 0.004 */
	"name=f;stage=Negotiation;currency=KWD;amount=0.005;"
	"close_date=2026-12-24;account=Forge",
	"name=g;stage=Won;owner=bert;amount=500;won_on=2026-10-10;"
	"close_date=2026-12-12;account=Mill",
	"name=h;stage=Won;owner=cleo;currency=USD;amount=70;"
	"won_on=2026-11-03",
	"name=i;stage=Lost;owner=bert;amount=9999;lost_on=2026-10-20;"
	"account=Mill",
	"name=j;stage=Lost;owner=ann;amount=1;lost_on=2025-10-20",
};

static int
setup(void **state)
{
	struct crm_init_how how = { .login = "ann" };
	bool done;

	(void)state;
	fixture_begin(&fix, "2026-11-22");
	check(&fix, crm_init(&fix.crm, fix.path, &how));
	check(&fix, crm_batch_begin(&fix.crm, "opp", "add", NULL));
	add(&fix, &crm_user, "login=bert;name=Bert;manager=ann");
	add(&fix, &crm_user, "login=cleo;name=Åsa");
	add(&fix, &crm_account, "name=Mill;industry=food");
	add(&fix, &crm_account, "name=Forge;industry=Metals");
	for (size_t i = 0; i < COUNT(opps); i++)
		add(&fix, &crm_opp, opps[i]);
	check(&fix, crm_delete(&fix.crm, &crm_opp, add(&fix, &crm_opp,
	    "name=gone;stage=Proposal;amount=5"), &done));
	check(&fix, crm_batch_end(&fix.crm, 0));
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fixture_end(&fix);
	return 0;
}

static void
test_stages_stand_in_the_pipeline_s_order(void **state)
{
	struct crm_report_how how = { .by = NULL };

	(void)state;
	expect(&fix, crm_report_pipeline, how, "stage " HEAD
	    "Qualification 3 1000.00 333.30 0 0.00 0 - EUR\n"
	    "Proposal 1 0.00 0.00 0 0.00 0 - EUR\n"
	    "Proposal 1 1001 501 0 0 0 - JPY\n"
	    "Negotiation 1 0.005 0.004 0 0.000 0 - KWD\n"
	    "Won 0 0.00 0.00 1 500.00 0 100 EUR\n"
	    "Won 0 0.00 0.00 1 70.00 0 100 USD\n"
	    "Lost 0 0.00 0.00 0 0.00 2 0 EUR\n");
}

static void
test_weights_are_rounded_deal_by_deal(void **state)
{
	static const char *const one[] = { "name = a", NULL };
	static const char *const other[] = { "name = b", NULL };
	struct crm_report_how how = { .by = "total", .where = one };

	(void)state;
	expect(&fix, crm_report_pipeline, how, HEAD
	    "1 100.05 10.01 0 0.00 0 - EUR\n");
	how.where = other;
	expect(&fix, crm_report_pipeline, how, HEAD
	    "1 -100.05 -10.01 0 0.00 0 - EUR\n");
}

static void
test_owners_are_sorted_by_name_and_none_is_last(void **state)
{
	struct crm_report_how how = { .by = "owner" };

	(void)state;
	expect(&fix, crm_report_pipeline, how, "owner " HEAD
	    "ann 0 0.00 0.00 0 0.00 1 0 EUR\n"
	    "ann 1 1001 501 0 0 0 - JPY\n"
	    "Åsa 1 1000.00 333.30 0 0.00 0 - EUR\n"
	    "Åsa 0 0.00 0.00 1 70.00 0 100 USD\n"
	    "Bert 3 0.00 0.00 1 500.00 1 50 EUR\n"
	    "- 1 0.005 0.004 0 0.000 0 - KWD\n");
}

static void
test_months_are_of_the_day_that_fits_the_category(void **state)
{
	struct crm_report_how how = { .by = "month" };

	(void)state;
	expect(&fix, crm_report_pipeline, how, "month " HEAD
	    "2025-10 0 0.00 0.00 0 0.00 1 0 EUR\n"
	    "2026-10 0 0.00 0.00 1 500.00 1 50 EUR\n"
	    "2026-11 0 0.00 0.00 1 70.00 0 100 USD\n"
	    "2026-12 2 0.00 0.00 0 0.00 0 - EUR\n"
	    "2026-12 1 1001 501 0 0 0 - JPY\n"
	    "2026-12 1 0.005 0.004 0 0.000 0 - KWD\n"
	    "2027-01 1 1000.00 333.30 0 0.00 0 - EUR\n"
	    "- 1 0.00 0.00 0 0.00 0 - EUR\n");
}

static void
test_any_path_to_one_groups(void **state)
{
	static const char *const open[] = { "stage.category = :c", NULL };
	static const char *const params[] = { "c=open", NULL };
	struct crm_report_how how = { .by = "account.industry",
	    .where = open, .params = params };

	(void)state;
	expect(&fix, crm_report_pipeline, how, "account.industry " HEAD
	    "food 2 0.00 0.00 0 0.00 0 - EUR\n"
	    "Metals 1 1001 501 0 0 0 - JPY\n"
	    "Metals 1 0.005 0.004 0 0.000 0 - KWD\n"
	    "- 2 1000.00 333.30 0 0.00 0 - EUR\n");
	how.by = "owner.manager";
	expect(&fix, crm_report_pipeline, how, "owner.manager " HEAD
	    "ann 3 0.00 0.00 0 0.00 0 - EUR\n"
	    "- 1 1000.00 333.30 0 0.00 0 - EUR\n"
	    "- 1 1001 501 0 0 0 - JPY\n"
	    "- 1 0.005 0.004 0 0.000 0 - KWD\n");
	how.by = "stage.probability";
	expect(&fix, crm_report_pipeline, how, "stage.probability " HEAD
	    "10 3 1000.00 333.30 0 0.00 0 - EUR\n"
	    "50 1 0.00 0.00 0 0.00 0 - EUR\n"
	    "50 1 1001 501 0 0 0 - JPY\n"
	    "75 1 0.005 0.004 0 0.000 0 - KWD\n");
}

static void
test_a_reference_has_its_id_and_its_name(void **state)
{
	static const char *const one[] = { "name = a", NULL };
	struct crm_report_how how = { .by = "account", .where = one };
	struct text_sink t = { .n = 0 };
	struct crm_sink to = { text_begin, text_row, &t };

	(void)state;
	check(&fix, crm_report_pipeline(&fix.crm, &how, &to));
	assert_int_equal(t.cols[0].field->type, CRM_T_REF);
	assert_int_equal(t.cols[0].cell, 0);
	assert_int_equal(t.cols[0].name_cell, 1);
	crm_buf_free(&t.out);
}

static void
test_a_total_is_there_without_deals(void **state)
{
	static const char *const none[] = { "name = nobody", NULL };
	struct crm_report_how how = { .by = "total", .where = none };

	(void)state;
	expect(&fix, crm_report_pipeline, how, HEAD
	    "0 0.00 0.00 0 0.00 0 - EUR\n");
	how.by = "owner";
	expect(&fix, crm_report_pipeline, how, "owner " HEAD);
}

static void
test_filters_are_joined_by_and(void **state)
{
	static const char *const two[] = {
		"owner = bert", "stage.category != open", NULL
	};
	struct crm_report_how how = { .by = "total", .where = two };

	(void)state;
	expect(&fix, crm_report_pipeline, how, HEAD
	    "0 0.00 0.00 1 500.00 1 50 EUR\n");
}

static void
test_what_cannot_be_is_refused(void **state)
{
	static const char *const bad[] = { "stagee = Won", NULL };
	static const char *const param[] = { "c", NULL };

	(void)state;
	expect_failure(&fix, crm_report_pipeline,
	    (struct crm_report_how){ .by = "ownr" }, CRM_EUSAGE, "ownr");
	expect_failure(&fix, crm_report_pipeline,
	    (struct crm_report_how){ .by = "amount" }, CRM_EUSAGE,
	    "can't be grouped by 'amount'");
	expect_failure(&fix, crm_report_pipeline,
	    (struct crm_report_how){ .by = "tags" }, CRM_EUSAGE, "tags");
	expect_failure(&fix, crm_report_pipeline,
	    (struct crm_report_how){ .by = "account.contacts" }, CRM_EUSAGE,
	    "contacts");
	expect_failure(&fix, crm_report_pipeline,
	    (struct crm_report_how){ .where = bad }, CRM_EUSAGE, "stagee");
	expect_failure(&fix, crm_report_pipeline,
	    (struct crm_report_how){ .params = param }, CRM_EUSAGE,
	    "'c' is no parameter");
	expect_failure(&fix, crm_report_pipeline,
	    (struct crm_report_how){ .from = "2026" }, CRM_EUSAGE, "period");
}

static int
stop_after(void *ctx, const struct crm_value *cells)
{
	(void)cells;
	return --*(int *)ctx ? 0 : CRM_EREFUSED;
}

static int
no_columns(void *ctx, const struct crm_column *cols, size_t n)
{
	(void)ctx;
	(void)cols;
	(void)n;
	return 0;
}

static void
test_a_sink_ends_the_report(void **state)
{
	struct crm_report_how how = { .by = "stage" };
	int left = 2;
	struct crm_sink to = { no_columns, stop_after, &left };

	(void)state;
	assert_int_equal(crm_report_pipeline(&fix.crm, &how, &to),
	    CRM_EREFUSED);
	assert_int_equal(left, 0);
}

static void
test_a_sum_that_does_not_fit_is_no_number(void **state)
{
	static const char *const large[] = { "name = large", NULL };
	struct crm_report_how how = { .by = "total", .where = large };

	(void)state;
	check(&fix, crm_batch_begin(&fix.crm, "opp", "add", NULL));
	for (int i = 0; i < 10249; i++)
		check(&fix, crm_db_exec(fix.crm.db, "INSERT INTO \"opp\""
		    "(\"rev\", \"name\", \"name_key\", \"pipeline\","
		    " \"stage\", \"amount\")"
		    " VALUES(1, 'large', 'large', 1, 5, $1)",
		    CRM_BIND(crm_int(CRM_NUMBER_MAX))));
	expect_failure(&fix, crm_report_pipeline, how, CRM_EFAIL,
	    "too large");
	crm_batch_end(&fix.crm, CRM_EFAIL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stages_stand_in_the_pipeline_s_order),
		cmocka_unit_test(test_weights_are_rounded_deal_by_deal),
		cmocka_unit_test(
		    test_owners_are_sorted_by_name_and_none_is_last),
		cmocka_unit_test(
		    test_months_are_of_the_day_that_fits_the_category),
		cmocka_unit_test(test_any_path_to_one_groups),
		cmocka_unit_test(test_a_reference_has_its_id_and_its_name),
		cmocka_unit_test(test_a_total_is_there_without_deals),
		cmocka_unit_test(test_filters_are_joined_by_and),
		cmocka_unit_test(test_what_cannot_be_is_refused),
		cmocka_unit_test(test_a_sink_ends_the_report),
		cmocka_unit_test(test_a_sum_that_does_not_fit_is_no_number),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
