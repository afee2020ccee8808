/* The forecast: categories, periods, what is overdue, the tree of teams. */
#include "report.h"

#include "crm/user.h"

#define HEAD " closed commit best_case pipeline weighted currency\n"

static struct fixture fix;

/*
 * Today is 2026-11-22; the fiscal year begins in April, so that the running
 * quarter is October to December.  Ann is in Sales, Bert in West, which is
 * part of Sales, Cleo in Alps, part of West, Dora in Service, Egon in none.
 */
static const char *const opps[] = {
	/* November: won 100 on the 3rd, and expected in that month */
	"name=won;stage=Won;owner=ann;amount=100;won_on=2026-11-03;"
	"close_date=2027-02-01",
	/* overdue by a day, and by a year: both are expected today */
	"name=late;stage=Negotiation;owner=bert;amount=200;"
	"close_date=2026-11-21",
	"name=stale;stage=Qualification;owner=bert;amount=1000;"
	"close_date=2025-11-30",
	/* today itself isn't late */
	"name=today;stage=Proposal;owner=bert;amount=40;"
	"close_date=2026-11-22",
	/* December: commit 50 by its stage, 10 by its own category */
	"name=commit;stage=Negotiation;owner=cleo;amount=50;"
	"close_date=2026-12-01",
	"name=own;stage=Qualification;owner=cleo;amount=10;forecast=commit;"
	"close_date=2026-12-31",
	/* what isn't won but called closed is commit */
	"name=hoped;stage=Proposal;owner=ann;amount=4;forecast=closed;"
	"close_date=2026-12-15",
	/* a credit, with a chance of its own: -30 * 12.5 % = -3.75 */
	"name=credit;stage=Needs Analysis;owner=dora;amount=-30;"
	"probability=12.5;close_date=2026-12-15",
	/* counted nowhere */
	"name=omitted;stage=Proposal;owner=ann;amount=7777;forecast=omitted;"
	"close_date=2026-12-15",
	"name=lost;stage=Lost;owner=ann;amount=8888;lost_on=2026-11-05;"
	"close_date=2026-12-15",
	/* left out, and said so; the omitted one isn't */
	"name=undated;stage=Proposal;owner=ann;amount=9999",
	"name=never;stage=Proposal;amount=9999;forecast=omitted",
	/* February: yen 333 * 50 % = 166.5 is 167 */
	"name=yen;stage=Proposal;owner=egon;currency=JPY;amount=333;"
	"close_date=2027-02-10",
	/* March: dinars 0.005 * 25 % = 0.00125 is 0.001; no owner, no sum */
	"name=dinar;stage=Needs Analysis;currency=KWD;amount=0.005;"
	"close_date=2027-03-31",
	"name=empty;stage=Needs Analysis;owner=dora;close_date=2027-03-31",
	/* beyond the six months from November, within no default */
	"name=far;stage=Proposal;owner=ann;amount=600;close_date=2027-05-01",
	/* won in the running quarter but before this month, and last year */
	"name=before;stage=Won;owner=cleo;amount=70;won_on=2026-10-01;"
	"forecast=omitted",
	"name=past;stage=Won;owner=cleo;amount=80;won_on=2025-11-01",
};

static int
setup(void **state)
{
	struct crm_init_how how = { .login = "admin", .year_start = 4 };
	bool done;

	(void)state;
	fixture_begin(&fix, "2026-11-22");
	check(&fix, crm_init(&fix.crm, fix.path, &how));
	check(&fix, crm_batch_begin(&fix.crm, "opp", "add", NULL));
	add(&fix, &crm_team, "name=Sales");
	add(&fix, &crm_team, "name=West;parent=Sales");
	add(&fix, &crm_team, "name=Alps;parent=West");
	add(&fix, &crm_team, "name=Empty;parent=Sales");
	add(&fix, &crm_team, "name=Customer Service");
	add(&fix, &crm_user, "login=ann;team=Sales");
	add(&fix, &crm_user, "login=bert;team=West");
	add(&fix, &crm_user, "login=cleo;team=Alps");
	add(&fix, &crm_user, "login=dora;team=Customer Service");
	add(&fix, &crm_user, "login=egon");
	for (size_t i = 0; i < COUNT(opps); i++)
		add(&fix, &crm_opp, opps[i]);
	check(&fix, crm_delete(&fix.crm, &crm_opp, add(&fix, &crm_opp,
	    "name=gone;stage=Proposal;amount=5;close_date=2026-12-01"),
	    &done));
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

/*
 * November: closed 100, commit + 200, best case + 40, pipeline + 1000;
 * weighted 100 + 150 + 20 + 100.  December: commit 50 + 10 + 4, pipeline
 * - 30; weighted 37.50 + 1 + 2 - 3.75.
 */
static void
test_six_months_from_this_one_on(void **state)
{
	struct crm_report_how how = { .by = NULL };

	(void)state;
	expect(&fix, crm_forecast, how, "month" HEAD
	    "2026-11 100.00 300.00 340.00 1340.00 370.00 EUR\n"
	    "2026-12 0.00 64.00 64.00 34.00 36.75 EUR\n"
	    "2027-01 0.00 0.00 0.00 0.00 0.00 EUR\n"
	    "2027-02 0 0 333 333 167 JPY\n"
	    "2027-03 0.00 0.00 0.00 0.00 0.00 EUR\n"
	    "2027-03 0.000 0.000 0.000 0.005 0.001 KWD\n"
	    "2027-04 0.00 0.00 0.00 0.00 0.00 EUR\n");
}

static void
test_what_has_no_close_date_is_said(void **state)
{
	static const char *const others[] = { "name != undated", NULL };
	struct crm_report_how how = { .from = "2027-01", .to = "2027-01" };

	(void)state;
	crm_buf_cut(&fix.said, 0);
	expect(&fix, crm_forecast, how, "month" HEAD
	    "2027-01 0.00 0.00 0.00 0.00 0.00 EUR\n");
	assert_string_equal(fix.said.s, "1 open deal has no close_date and"
	    " is left out\n");
	crm_buf_cut(&fix.said, 0);
	how.where = others;
	expect(&fix, crm_forecast, how, "month" HEAD
	    "2027-01 0.00 0.00 0.00 0.00 0.00 EUR\n");
	assert_string_equal(fix.said.s, "");
}

static void
test_from_and_to_are_days_or_periods(void **state)
{
	struct crm_report_how how = { .from = "2026-12-15",
	    .to = "2026-12-30" };

	(void)state;
	/* Of December only these days: 4 and -30. */
	expect(&fix, crm_forecast, how, "month" HEAD
	    "2026-12 0.00 4.00 4.00 -26.00 -1.75 EUR\n");
	/* The fourth fiscal quarter of 2026, and May. */
	how = (struct crm_report_how){ .from = "2026-Q4", .to = "2027-05" };
	expect(&fix, crm_forecast, how, "month" HEAD
	    "2027-01 0.00 0.00 0.00 0.00 0.00 EUR\n"
	    "2027-02 0 0 333 333 167 JPY\n"
	    "2027-03 0.00 0.00 0.00 0.00 0.00 EUR\n"
	    "2027-03 0.000 0.000 0.000 0.005 0.001 KWD\n"
	    "2027-04 0.00 0.00 0.00 0.00 0.00 EUR\n"
	    "2027-05 0.00 0.00 600.00 600.00 300.00 EUR\n");
	/* What is overdue is not expected in a period that is over. */
	how = (struct crm_report_how){ .from = "2025-11", .to = "2025-11" };
	expect(&fix, crm_forecast, how, "month" HEAD
	    "2025-11 80.00 80.00 80.00 80.00 80.00 EUR\n");
	/* Nor in one that is to come. */
	how = (struct crm_report_how){ .from = "tomorrow",
	    .to = "2026-11-30" };
	expect(&fix, crm_forecast, how, "month" HEAD
	    "2026-11 0.00 0.00 0.00 0.00 0.00 EUR\n");
}

static void
test_a_period_without_an_end_has_six_months(void **state)
{
	struct crm_report_how how = { .from = "2026-12" };

	(void)state;
	expect(&fix, crm_forecast, how, "month" HEAD
	    "2026-12 0.00 64.00 64.00 34.00 36.75 EUR\n"
	    "2027-01 0.00 0.00 0.00 0.00 0.00 EUR\n"
	    "2027-02 0 0 333 333 167 JPY\n"
	    "2027-03 0.00 0.00 0.00 0.00 0.00 EUR\n"
	    "2027-03 0.000 0.000 0.000 0.005 0.001 KWD\n"
	    "2027-04 0.00 0.00 0.00 0.00 0.00 EUR\n"
	    "2027-05 0.00 0.00 600.00 600.00 300.00 EUR\n");
	how = (struct crm_report_how){ .to = "2026-12" };
	expect(&fix, crm_forecast, how, "month" HEAD
	    "2026-11 100.00 300.00 340.00 1340.00 370.00 EUR\n"
	    "2026-12 0.00 64.00 64.00 34.00 36.75 EUR\n");
}

/* October to March: the running fiscal quarter and the next. */
static void
test_owners_over_two_quarters(void **state)
{
	struct crm_report_how how = { .by = "owner" };

	(void)state;
	expect(&fix, crm_forecast, how, "owner" HEAD
	    "ann 100.00 104.00 104.00 104.00 102.00 EUR\n"
	    "bert 0.00 200.00 240.00 1240.00 270.00 EUR\n"
	    "cleo 70.00 130.00 130.00 130.00 108.50 EUR\n"
	    "dora 0.00 0.00 0.00 -30.00 -3.75 EUR\n"
	    "egon 0 0 333 333 167 JPY\n"
	    "- 0.000 0.000 0.000 0.005 0.001 KWD\n");
}

static void
test_teams_are_rolled_up(void **state)
{
	struct crm_report_how how = { .by = "team" };

	(void)state;
	expect(&fix, crm_forecast, how, "team" HEAD
	    "Customer Service 0.00 0.00 0.00 -30.00 -3.75 EUR\n"
	    "Sales 170.00 434.00 474.00 1474.00 480.50 EUR\n"
	    "West 70.00 330.00 370.00 1370.00 378.50 EUR\n"
	    "Alps 70.00 130.00 130.00 130.00 108.50 EUR\n"
	    "- 0 0 333 333 167 JPY\n"
	    "- 0.000 0.000 0.000 0.005 0.001 KWD\n");
}

static void
test_filters_narrow_it(void **state)
{
	static const char *const west[] = { "owner.team = West", NULL };
	struct crm_report_how how = { .by = "team", .where = west };

	(void)state;
	expect(&fix, crm_forecast, how, "team" HEAD
	    "Sales 0.00 200.00 240.00 1240.00 270.00 EUR\n"
	    "West 0.00 200.00 240.00 1240.00 270.00 EUR\n");
}

static void
test_a_circle_of_teams_ends(void **state)
{
	static const char *const west[] = { "owner = bert", NULL };
	struct crm_report_how how = { .by = "team", .where = west };

	(void)state;
	check(&fix, crm_batch_begin(&fix.crm, "team", "set", NULL));
	check(&fix, crm_db_exec(fix.crm.db, "UPDATE \"team\" SET \"parent\""
	    " = (SELECT \"id\" FROM \"team\" WHERE \"name\" = 'Alps')"
	    " WHERE \"name\" = 'Sales'", CRM_NONE));
	expect(&fix, crm_forecast, how, "team" HEAD
	    "- 0.00 200.00 240.00 1240.00 270.00 EUR\n");
	crm_batch_end(&fix.crm, CRM_EFAIL);
}

static void
test_what_cannot_be_is_refused(void **state)
{
	(void)state;
	expect_failure(&fix, crm_forecast,
	    (struct crm_report_how){ .by = "taem" }, CRM_EUSAGE, "'taem'");
	assert_non_null(strstr(fix.crm.err.hint, "'team'"));
	expect_failure(&fix, crm_forecast,
	    (struct crm_report_how){ .from = "soon" }, CRM_EUSAGE,
	    "from: 'soon'");
	expect_failure(&fix, crm_forecast,
	    (struct crm_report_how){ .to = "30d" }, CRM_EUSAGE, "to: '30d'");
	expect_failure(&fix, crm_forecast,
	    (struct crm_report_how){ .to = "2026-01" }, CRM_EUSAGE,
	    "ends on 2026-01-31, before it begins on 2026-11-01");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_six_months_from_this_one_on),
		cmocka_unit_test(test_what_has_no_close_date_is_said),
		cmocka_unit_test(test_from_and_to_are_days_or_periods),
		cmocka_unit_test(test_a_period_without_an_end_has_six_months),
		cmocka_unit_test(test_owners_over_two_quarters),
		cmocka_unit_test(test_teams_are_rolled_up),
		cmocka_unit_test(test_filters_narrow_it),
		cmocka_unit_test(test_a_circle_of_teams_ends),
		cmocka_unit_test(test_what_cannot_be_is_refused),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
