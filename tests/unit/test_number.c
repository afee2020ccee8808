/* Numbers, shares and currencies. */
#include "unit.h"

#include "crm/number.h"

static void
test_parse(void **state)
{
	static const struct {
		const char *s;
		int decimals;
		char point;
		int64_t n;
	} cases[] = {
		{ "0", 2, '.', 0 }, { "-0", 2, '.', 0 }, { "+5", 2, '.', 500 },
		{ "12.5", 2, '.', 1250 }, { "-12.50", 2, '.', -1250 },
		{ "0.01", 2, '.', 1 }, { "-0.01", 2, '.', -1 },
		{ "1.2300", 2, '.', 123 }, { "1.000", 0, '.', 1 },
		{ "007", 0, '.', 7 }, { "1,234", 2, '.', 123400 },
		{ "1,234,567.89", 2, '.', 123456789 },
		{ "1.234", 2, ',', 123400 }, { "1.234,5", 2, ',', 123450 },
		{ "12,5", 2, ',', 1250 }, { "1 234,50", 2, ',', 123450 },
		{ "1'234.50", 2, '.', 123450 },
		{ "1\xe2\x80\x99" "234.50", 2, '.', 123450 },
		{ "1\xc2\xa0" "234\xc2\xa0" "567,8", 2, ',', 123456780 },
		{ "1\xe2\x80\xaf" "234,50", 2, ',', 123450 },
		{ "123 456", 0, '.', 123456 }, { "1.2345", 4, '.', 12345 },
		{ "900000000000000", 0, '.', CRM_NUMBER_MAX },
		{ "9000000000000.00", 2, '.', CRM_NUMBER_MAX },
		{ "-9,000,000,000,000.000", 2, '.', -CRM_NUMBER_MAX },
		{ "000000000000000000000000000001", 2, '.', 100 },
		{ "0.000000001", 9, '.', 1 },
		{ "1.10000000000000000000000000000", 2, '.', 110 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t n = -7;

		assert_int_equal(crm_number_parse(&n, cases[i].s,
		    strlen(cases[i].s), cases[i].decimals, cases[i].point),
		    0);
		assert_true(n == cases[i].n);
	}
}

static void
test_parse_refuses(void **state)
{
	static const struct {
		const char *s;
		int decimals;
		char point;
	} cases[] = {
		{ "", 2, '.' }, { "-", 2, '.' }, { "+", 2, '.' },
		{ ".", 2, '.' }, { ".5", 2, '.' }, { "5.", 2, '.' },
		{ "--5", 2, '.' }, { "+-5", 2, '.' }, { "1e5", 2, '.' },
		{ "0x10", 2, '.' }, { "12a", 2, '.' }, { " 12", 2, '.' },
		{ "12 ", 2, '.' }, { "1.234", 2, '.' }, { "0.1", 0, '.' },
		{ "1,23", 2, '.' }, { "1.23", 2, ',' }, { "12,34", 2, '.' },
		{ "1234,567", 2, '.' }, { "1,2345", 2, '.' },
		{ ",123", 2, '.' }, { "1,,234", 2, '.' }, { "1,234,", 2, '.' },
		{ "1,234 567", 2, '.' }, { "1 234,567", 2, '.' },
		{ "1.5,000", 2, '.' }, { "1.234,567,8", 2, '.' },
		{ "1,234.567,8", 2, ',' }, { "12,34,567", 2, '.' },
		{ "1.2.3", 2, '.' }, { "1\xc2" "234", 2, '.' },
		{ "\xef\xbc\x95", 2, '.' }, { "$5", 2, '.' },
		{ "900000000000001", 0, '.' }, { "9000000000000.01", 2, '.' },
		{ "9223372036854775808", 0, '.' },
		{ "99999999999999999999999999", 2, '.' },
		{ "9000000000001", 2, '.' }, { "nan", 2, '.' },
		{ "inf", 2, '.' }, { "5k", 2, '.' },
	};
	int64_t n = -7;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(crm_number_parse(&n, cases[i].s,
		    strlen(cases[i].s), cases[i].decimals, cases[i].point),
		    CRM_EINVAL);
	assert_int_equal(crm_number_parse(&n, "1\0", 2, 2, '.'), CRM_EINVAL);
	assert_int_equal(n, -7);
}

static void
test_read(void **state)
{
	static const struct {
		const char *s;
		int decimals;
		int64_t n;
	} cases[] = {
		{ "5", 2, 500 }, { "-5.25", 2, -525 }, { "50k", 2, 5000000 },
		{ "1.5k", 0, 1500 }, { "1.2345k", 2, 123450 },
		{ "1.23456k", 2, 123456 }, { "2M", 2, 200000000 },
		{ "-0.5M", 0, -500000 }, { "0k", 2, 0 },
	};
	static const char *const bad[] = {
		"", "k", "M", "-k", "5K", "5m", "5kk", "5kM", "5 k", "1,234",
		"1'234", "1.234567k", "5.k", "10000000M", "1.5.0"
	};
	int64_t n;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(crm_number_read(&n, cases[i].s,
		    strlen(cases[i].s), cases[i].decimals), 0);
		assert_true(n == cases[i].n);
	}
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_int_equal(crm_number_read(&n, bad[i], strlen(bad[i]),
						 2), CRM_EINVAL);
}

static void
test_why(void **state)
{
	static const struct {
		const char *s;
		int decimals;
		char point;
		enum crm_number_fault why;
	} cases[] = {
		{ "1", 2, '.', CRM_NUMBER_FINE },
		{ "1,234", 2, '.', CRM_NUMBER_FINE },
		{ "1k", 2, 0, CRM_NUMBER_FINE },
		{ "1,234", 2, 0, CRM_NUMBER_FORM },
		{ "1k", 2, '.', CRM_NUMBER_FORM },
		{ "", 2, '.', CRM_NUMBER_FORM },
		{ "12x", 2, '.', CRM_NUMBER_FORM },
		{ "99999999999999999999x", 2, '.', CRM_NUMBER_FORM },
		{ "1.2345.", 2, '.', CRM_NUMBER_FORM },
		{ "1.234", 2, '.', CRM_NUMBER_DECIMALS },
		{ "1.230", 2, '.', CRM_NUMBER_FINE },
		{ "0.5", 0, '.', CRM_NUMBER_DECIMALS },
		{ "1,234", 2, ',', CRM_NUMBER_DECIMALS },
		{ "1.234567k", 2, 0, CRM_NUMBER_DECIMALS },
		{ "9000000000000.01", 2, '.', CRM_NUMBER_LARGE },
		{ "-9000000000001", 2, '.', CRM_NUMBER_LARGE },
		{ "99999999999999999999.999", 2, '.', CRM_NUMBER_LARGE },
		{ "10000000M", 2, 0, CRM_NUMBER_LARGE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(crm_number_why(cases[i].s,
		    strlen(cases[i].s), cases[i].decimals, cases[i].point),
		    cases[i].why);
}

static void
test_ambiguous(void **state)
{
	static const char *const yes[] = {
		"1,234", "-1,234", "+12,345", "123,456", "0,500"
	};
	static const char *const no[] = {
		"", ",", "1234", "1.234", "1,234,567", "1,234.50", "1,23",
		"1234,567", "1,2345", "1 234", "1'234", "1 234,567", "a,234"
	};

	(void)state;
	for (size_t i = 0; i < COUNT(yes); i++)
		assert_true(crm_number_ambiguous(yes[i], strlen(yes[i])));
	for (size_t i = 0; i < COUNT(no); i++)
		assert_false(crm_number_ambiguous(no[i], strlen(no[i])));
}

static void
test_write(void **state)
{
	static const struct {
		int64_t n;
		int decimals, trim;
		const char *s;
	} cases[] = {
		{ 0, 0, 0, "0" }, { 0, 2, 0, "0.00" }, { 0, 2, 1, "0" },
		{ 5, 2, 0, "0.05" }, { -5, 2, 0, "-0.05" },
		{ 1250, 2, 0, "12.50" }, { 1250, 2, 1, "12.5" },
		{ 4500, 2, 1, "45" }, { 100, 0, 1, "100" },
		{ -123456, 4, 1, "-12.3456" }, { 1, 9, 0, "0.000000001" },
		{ INT64_MAX, 0, 0, "9223372036854775807" },
		{ INT64_MIN, 2, 0, "-92233720368547758.08" },
	};
	struct crm_buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		crm_buf_cut(&b, 0);
		crm_number_write(&b, cases[i].n, cases[i].decimals,
				 cases[i].trim);
		assert_string_equal(b.s, cases[i].s);
	}
	crm_buf_free(&b);
}

/* What is written is read back, grouped or not. */
static void
test_round_trip(void **state)
{
	struct crm_buf b = { 0 }, grouped = { 0 };
	uint64_t seed = 7;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		int64_t n = (int64_t)(unit_random(&seed) %
		    (uint64_t)(2 * CRM_NUMBER_MAX + 1)) - CRM_NUMBER_MAX, back;
		int decimals = (int)(unit_random(&seed) % 10);
		size_t whole, k = n < 0;

		n /= INT64_C(1) << unit_random(&seed) % 50;
		k = n < 0;
		crm_buf_cut(&b, 0);
		crm_number_write(&b, n, decimals, i % 2);
		assert_int_equal(crm_number_parse(&back, b.s, b.len, decimals,
						  '.'), 0);
		assert_true(back == n);
		assert_int_equal(crm_number_read(&back, b.s, b.len, decimals),
				 0);
		assert_true(back == n);
		crm_buf_cut(&grouped, 0);
		whole = strcspn(b.s, ".");
		for (size_t at = 0; at < b.len; at++) {
			if (at > k && at < whole && (whole - at) % 3 == 0)
				crm_buf_str(&grouped, "\xe2\x80\xaf");
			crm_buf_char(&grouped, b.s[at]);
		}
		assert_int_equal(crm_number_parse(&back, grouped.s,
		    grouped.len, decimals, '.'), 0);
		assert_true(back == n);
	}
	crm_buf_free(&b);
	crm_buf_free(&grouped);
}

static void
test_share(void **state)
{
	static const struct {
		int64_t n, part, whole, share;
	} cases[] = {
		{ 100, 1, 3, 33 }, { 100, 2, 3, 67 }, { 1, 1, 2, 1 },
		{ -1, 1, 2, -1 }, { 1, -1, 2, -1 }, { 1, 1, -2, -1 },
		{ -1, 1, -2, 1 }, { 3, 1, 2, 2 }, { -3, 1, 2, -2 },
		{ 5, 1, 0, 0 }, { 0, 5, 7, 0 }, { 149, 1, 100, 1 },
		{ 150, 1, 100, 2 }, { -149, 1, 100, -1 },
		{ CRM_NUMBER_MAX, 10000, 10000, CRM_NUMBER_MAX },
		{ CRM_NUMBER_MAX, CRM_NUMBER_MAX, CRM_NUMBER_MAX,
		  CRM_NUMBER_MAX },
		{ INT64_MAX, INT64_MAX, 1, INT64_MAX },
		{ INT64_MIN, INT64_MAX, 1, INT64_MIN },
		{ INT64_MIN, INT64_MIN, INT64_MIN, INT64_MIN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_true(crm_share(cases[i].n, cases[i].part,
				      cases[i].whole) == cases[i].share);
}

static void
test_currencies(void **state)
{
	static const struct {
		const char *code;
		int decimals;
	} cases[] = {
		{ "EUR", 2 }, { "USD", 2 }, { "JPY", 0 }, { "KWD", 3 },
		{ "CLF", 4 }, { "UYW", 4 }, { "CHF", 2 }, { "HUF", 2 },
		{ "XAF", 0 }, { "TND", 3 }, { "AED", 2 }, { "ZWG", 2 },
		{ "eur", -1 }, { "EU", -1 }, { "EURO", -1 }, { "", -1 },
		{ "XXX", -1 }, { "XAU", -1 }, { "DEM", -1 }, { "ZZZ", -1 },
	};
	const char *const *all = crm_currencies();
	int n = 0, with[5] = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(crm_currency_decimals(cases[i].code,
		    strlen(cases[i].code)), cases[i].decimals);
	for (; all[n]; n++) {
		int decimals = crm_currency_decimals(all[n], 3);

		assert_in_range(decimals, 0, 4);
		with[decimals]++;
		assert_int_equal(strlen(all[n]), 3);
		if (n)
			assert_true(strcmp(all[n - 1], all[n]) < 0);
	}
	assert_in_range(n, 160, 180);
	for (int decimals = 0; decimals < 5; decimals++) {
		const char *const *p = crm_currencies_with(decimals);

		for (n = 0; p[n]; n++)
			assert_int_equal(crm_currency_decimals(p[n], 3),
					 decimals);
		if (decimals != 2)
			assert_int_equal(n, with[decimals]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_parse_refuses),
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_why),
		cmocka_unit_test(test_ambiguous),
		cmocka_unit_test(test_write),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_share),
		cmocka_unit_test(test_currencies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
