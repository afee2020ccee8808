/* Amounts in another currency: digits, days, rounding, lists as reports. */
#include "report.h"

#include "crm/exchange.h"
#include "crm/number.h"
#include "crm/query.h"
#include "crm/rate.h"

enum { DEALS = 400 };

static struct fixture fix;

static const char *const rates[] = {
	"currency=USD;date=2026-01-01;rate=0.9",
	"currency=USD;date=2026-07-01;inverse=1.25",
	"currency=JPY;date=2026-01-01;inverse=160",
	"currency=JPY;date=2026-10-01;inverse=163.27",
	"currency=KWD;date=2026-01-01;rate=3",
	"currency=IRR;date=2026-01-01;inverse=600000.123456789",
	"currency=CHF;date=2026-01-01;rate=1.012345679",
	"currency=CLF;date=2026-01-01;rate=38.123456789",
	"currency=GBP;date=2026-11-01;rate=1.2",
};

static int
setup(void **state)
{
	struct crm_init_how how = { .login = "ann" };

	(void)state;
	fixture_begin(&fix, "2026-11-22");
	check(&fix, crm_init(&fix.crm, fix.path, &how));
	check(&fix, crm_batch_begin(&fix.crm, "rate", "add", NULL));
	for (size_t i = 0; i < COUNT(rates); i++)
		add(&fix, &crm_rate, rates[i]);
	check(&fix, crm_delete(&fix.crm, &crm_rate, add(&fix, &crm_rate,
	    "currency=USD;date=2026-08-01;rate=5"), &(bool){ false }));
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

static int
convert(int64_t *amount, const char *to, const char *code, const char *day)
{
	struct crm_exchange *x;
	int rc = crm_exchange_new(&x, &fix.crm, to, &fix.crm.arena);

	if (!rc)
		rc = crm_exchange(amount, x, crm_text(code), crm_text(day));
	crm_exchange_free(x);
	return rc;
}

static const struct {
	int64_t amount;
	const char *code, *day, *to;
	int64_t is;
} cases[] = {
	/* The company's own, named or not, needs no rate. */
	{ 12345, NULL, NULL, "EUR", 12345 },
	{ 12345, "EUR", "1999-01-01", "eur", 12345 },
	{ 12345, "GBP", "1999-01-01", "GBP", 12345 },
	/* A rate holds until the next; a deleted one is none. */
	{ 10000, "USD", "2026-01-01", "EUR", 9000 },
	{ 10000, "USD", "2026-06-30", "EUR", 9000 },
	{ 10000, "USD", "2026-07-01", "EUR", 8000 },
	{ 10000, "USD", "2026-08-02", "EUR", 8000 },
	{ 10000, "USD", NULL, "EUR", 8000 },
	/* The other way. */
	{ 9000, "EUR", "2026-06-30", "USD", 10000 },
	{ 8000, NULL, NULL, "USD", 10000 },
	/* Yen have no decimals, dinars three, units of account four. */
	{ 1000, "JPY", "2026-05-05", "EUR", 625 },
	{ 625, "EUR", "2026-05-05", "JPY", 1000 },
	{ 1000, "KWD", NULL, "EUR", 300 },
	{ 100, "EUR", NULL, "KWD", 333 },
	{ 10000, "CLF", NULL, "EUR", 3812 },
	{ 1000000, "CLF", NULL, "KWD", 1270782 },
	/* Over the company's own, and rounded once: 0.01 USD is 1.44 JPY. */
	{ 100, "USD", "2026-05-05", "JPY", 144 },
	{ 1, "USD", "2026-05-05", "JPY", 1 },
	{ 1000, "KWD", "2026-05-05", "JPY", 480 },
	/* Halves go away from zero, on both sides of it. */
	{ 5, "USD", "2026-05-05", "EUR", 5 },
	{ -5, "USD", "2026-05-05", "EUR", -5 },
	{ 4, "USD", "2026-05-05", "EUR", 4 },
	{ -4, "USD", "2026-05-05", "EUR", -4 },
	{ 0, "USD", NULL, "EUR", 0 },
	/* All on one day. */
	{ 10000, "USD", NULL, "EUR@2026-06-30", 9000 },
	{ 10000, "USD", "1999-01-01", "EUR@2026-06-30", 9000 },
	{ 10000, "USD", "1999-01-01", "EUR@today", 8000 },
	{ 10000, "USD", NULL, "eur@today-1y+2mo", 9000 },
	/* The largest amount there can be. */
	{ CRM_NUMBER_MAX, "USD", NULL, "EUR", CRM_NUMBER_MAX / 10 * 8 },
	{ -CRM_NUMBER_MAX, "USD", NULL, "EUR", -CRM_NUMBER_MAX / 10 * 8 },
	{ CRM_NUMBER_MAX, "CHF", NULL, "EUR", 911111111100000 },
};

static void
amounts_are_converted(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t amount = cases[i].amount;

		check(&fix, convert(&amount, cases[i].to, cases[i].code,
		    cases[i].day));
		if (amount != cases[i].is)
			fail_msg("case %zu: %lld", i, (long long)amount);
	}
}

static void
what_cant_be_is_said(void **state)
{
	static const struct {
		const char *code, *day, *to;
		int rc;
		const char *text;
	} wrong[] = {
		{ "USD", "2025-12-31", "EUR", CRM_ENOTFOUND,
		  "there is no rate of USD on 2025-12-31 or before" },
		{ "EUR", "2026-10-31", "GBP", CRM_ENOTFOUND,
		  "there is no rate of GBP on 2026-10-31 or before" },
		{ "SEK", NULL, "EUR", CRM_ENOTFOUND,
		  "there is no rate of SEK on 2026-11-22 or before" },
		{ "USD", NULL, "SEK@2026-05-05", CRM_ENOTFOUND,
		  "there is no rate of SEK on 2026-05-05 or before" },
		{ "JPY", NULL, "IRR", CRM_EINVAL, "an amount in JPY is too"
		  " large to be told in IRR" },
		{ "USD", NULL, "EURO", CRM_EUSAGE,
		  "--in: 'EURO' is no currency" },
		{ "USD", NULL, "", CRM_EUSAGE, "--in: '' is no currency" },
		{ "USD", NULL, "XXX", CRM_EUSAGE,
		  "--in: 'XXX' is no currency" },
		{ "USD", NULL, "EUR@", CRM_EUSAGE, "--in: '' is no day" },
		{ "USD", NULL, "EUR@2026-13-01", CRM_EUSAGE,
		  "--in: '2026-13-01' is no day" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		int64_t amount = CRM_NUMBER_MAX;

		assert_int_equal(convert(&amount, wrong[i].to, wrong[i].code,
		    wrong[i].day), wrong[i].rc);
		assert_string_equal(fix.crm.err.text, wrong[i].text);
		assert_true(fix.crm.err.hint[0] || wrong[i].rc == CRM_EINVAL);
	}
}

static int64_t
random_amount(uint64_t *chance)
{
	int64_t n = (int64_t)(unit_random(chance) >> (1 + unit_random(chance)
	    % 40)) % CRM_NUMBER_MAX / 1000000;

	return unit_random(chance) % 4 ? n : -n;
}

static void
add_deals(void)
{
	static const char *const codes[] = {
		"USD", "JPY", "KWD", "IRR", "CHF", "CLF", "EUR"
	};
	uint64_t chance = 7;

	check(&fix, crm_batch_begin(&fix.crm, "opp", "add", NULL));
	for (int i = 0; i < DEALS; i++) {
		const char *code = codes[unit_random(&chance) % COUNT(codes)];
		struct crm_buf n = { 0 };
		char day[CRM_DAY_SIZE], line[200];
		bool open = unit_random(&chance) % 3 == 0;

		crm_day_write(day, crm_day_make(2026, 1, 1) +
		    (int64_t)(unit_random(&chance) % 320));
		crm_number_write(&n, random_amount(&chance),
		    crm_currency_decimals(code, 3), 0);
		snprintf(line, sizeof(line), "name=d%d;currency=%s;amount=%s;"
		    "opened=2026-01-01;stage=%s%s%s", i, code, n.s,
		    open ? "Proposal" : i % 2 ? "Won" : "Lost",
		    open ? "" : i % 2 ? ";won_on=" : ";lost_on=",
		    open ? "" : day);
		add(&fix, &crm_opp, line);
		crm_buf_free(&n);
	}
	add(&fix, &crm_opp, "name=none;currency=SEK");
	check(&fix, crm_batch_end(&fix.crm, 0));
}

struct seen {
	struct crm_exchange *x;
	int64_t rows, last, sum;
};

/* amount, its currency, id, won_on, lost_on; and what they are as kept. */
static int
compare_row(void *ctx, const struct crm_value *cells)
{
	struct seen *seen = ctx;
	struct crm_record *r;
	int64_t is;

	check(&fix, crm_record_load(&r, &fix.crm, &crm_opp, cells[2].i,
	    &fix.crm.arena));
	assert_true(crm_same(cells[1], crm_text("CHF")));
	if (r->v[OPP_AMOUNT].kind != CRM_INT) {
		assert_int_equal(cells[0].kind, CRM_NULL);
		return 0;
	}
	is = r->v[OPP_AMOUNT].i;
	check(&fix, crm_exchange(&is, seen->x, r->v[OPP_CURRENCY],
	    r->v[OPP_WON_ON].kind == CRM_TEXT ? r->v[OPP_WON_ON]
	    : r->v[OPP_LOST_ON]));
	assert_int_equal(cells[0].i, is);
	assert_true(!seen->rows++ || cells[0].i <= seen->last);
	seen->last = is;
	if (r->v[OPP_WON_ON].kind == CRM_TEXT)
		seen->sum += is;
	return 0;
}

static int
begin_total(void *ctx, const struct crm_column *cols, size_t n)
{
	(void)ctx;
	(void)cols;
	(void)n;
	return 0;
}

/* Value, name, open, open_amount, weighted, won, won_amount ... */
static int
take_total(void *ctx, const struct crm_value *cells)
{
	struct seen *seen = ctx;

	assert_int_equal(cells[6].i, seen->sum);
	seen->rows = -1;
	return 0;
}

static void
lists_sort_by_what_they_show_and_reports_add_that_up(void **state)
{
	struct seen seen = { .rows = 0 };
	struct crm_sink to = { begin_total, take_total, &seen };
	struct crm_report_how how = { .by = "total", .in = "CHF" };
	struct crm_query *q;

	(void)state;
	add_deals();
	check(&fix, crm_exchange_new(&seen.x, &fix.crm, "CHF",
	    &fix.crm.arena));
	q = crm_query_new(&fix.crm, &crm_opp, &fix.crm.arena);
	crm_query_in(q, seen.x);
	check(&fix, crm_query_sort(q, "-amount"));
	check(&fix, crm_query_columns(q, "amount,currency,id",
	    CRM_SHAPE_LIST));
	check(&fix, crm_query_each(q, compare_row, &seen));
	assert_int_equal(seen.rows, DEALS);
	crm_exchange_free(seen.x);
	check(&fix, crm_report_pipeline(&fix.crm, &how, &to));
	assert_int_equal(seen.rows, -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(amounts_are_converted),
		cmocka_unit_test(what_cant_be_is_said),
		cmocka_unit_test(
		    lists_sort_by_what_they_show_and_reports_add_that_up),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
