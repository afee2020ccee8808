/* The calendar, the zones, and dates as they are stored. */
#include "unit_date.h"

#include <stdlib.h>

#define FIRST_DAY INT64_C(-719162)
#define LAST_DAY INT64_C(2932896)

static void
test_every_day(void **state)
{
	static const int length[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
	};
	int64_t n = FIRST_DAY, year, back;
	int month, mday, weekday = 1;
	char text[CRM_DAY_SIZE];

	(void)state;
	for (int y = 1; y <= 9999; y++) {
		int leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);

		for (int m = 1; m <= 12; m++) {
			int days = length[m - 1] + (m == 2 && leap);

			for (int d = 1; d <= days; d++, n++) {
				assert_true(crm_day_make(y, m, d) == n);
				crm_day_split(n, &year, &month, &mday);
				assert_true(year == y && month == m &&
					    mday == d);
				crm_day_write(text, n);
				assert_true(!crm_day_parse(&back, text, 10));
				assert_true(back == n);
				assert_true(crm_weekday(n) == weekday);
				weekday = weekday % 7 + 1;
			}
		}
	}
	assert_true(n == LAST_DAY + 1);
	assert_int_equal(day("1970-01-01"), 0);
	assert_int_equal(crm_weekday(0), 4);
}

static void
test_day_parse_refuses(void **state)
{
	static const char *const cases[] = {
		"", "2026", "2026-11", "2026-11-2", "2026-11-222", "26-11-22",
		"2026-00-10", "2026-13-01", "2026-02-29", "1900-02-29",
		"2026-04-31", "2026-11-00", "0000-01-01", "10000-01-01",
		"2026/11/22", "2026-11-22 ", " 2026-11-22", "-026-11-22",
		"2026-1a-22", "2026-11-22T00:00",
	};
	int64_t out = 77;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(crm_day_parse(&out, cases[i],
					       strlen(cases[i])), CRM_EINVAL);
		assert_int_equal(out, 77);
	}
	assert_int_equal(crm_day_parse(&out, "2026-11-22", 9), CRM_EINVAL);
	day("2024-02-29");
	day("2000-02-29");
}

static void
test_add_months(void **state)
{
	static const struct {
		const char *from;
		int64_t months;
		const char *to;
	} cases[] = {
		{ "2026-01-31", 1, "2026-02-28" },
		{ "2024-01-31", 1, "2024-02-29" },
		{ "2026-03-31", -1, "2026-02-28" },
		{ "2026-01-15", -1, "2025-12-15" },
		{ "2026-12-31", 2, "2027-02-28" },
		{ "2024-02-29", 12, "2025-02-28" },
		{ "2024-02-29", -48, "2020-02-29" },
		{ "0001-01-01", 9998 * 12 + 11, "9999-12-01" },
		{ "2026-05-05", 0, "2026-05-05" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(crm_day_add_months(day(cases[i].from),
						    cases[i].months),
				 day(cases[i].to));
}

static void
test_zone_names(void **state)
{
	static const char *const bad[] = {
		"", "Nowhere/Town", "europe/berlin", "/etc/localtime",
		"/usr/share/zoneinfo/Europe/Berlin", "../zoneinfo/UTC",
		"Europe/../UTC", "Europe", "zone.tab", "tzdata.zi",
		"right/Europe/Berlin", "UTC0", "CET-1CEST", "Europe/Berlin ",
		":UTC", "<x>5",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_int_equal(crm_zone_use(bad[i]), CRM_EINVAL);
	assert_int_equal(crm_zone_use("Europe/Berlin"), 0);
	assert_int_equal(crm_day_start(0), -3600);
	assert_int_equal(crm_zone_use("Nowhere"), CRM_EINVAL);
	assert_int_equal(crm_day_start(0), -3600);
	setenv("TZDIR", "/nonexistent", 1);
	assert_int_equal(crm_zone_use("Europe/Berlin"), CRM_EINVAL);
	assert_int_equal(crm_zone_use("UTC"), 0);
	assert_int_equal(crm_day_start(0), 0);
	unsetenv("TZDIR");
}

static void
test_clock(void **state)
{
	struct crm_clock c = clock_in("UTC");

	(void)state;
	assert_int_equal(c.today, day("2026-11-22"));
	crm_clock_set(&c, instant("2026-11-22T23:30:00Z"));
	assert_int_equal(c.today, day("2026-11-22"));
	assert_int_equal(crm_zone_use("Asia/Tokyo"), 0);
	crm_clock_set(&c, c.now);
	assert_int_equal(c.today, day("2026-11-23"));
	assert_int_equal(c.week_start, 1);
	crm_clock_set(&c, -1);
	assert_int_equal(crm_zone_use("UTC"), 0);
	assert_int_equal(crm_day_of(-1), -1);
	crm_clock_read(&c);
	assert_true(c.now > 1600000000);
}

/* Days that begin late, or don't exist, in zones with odd rules. */
static void
test_day_start(void **state)
{
	static const struct {
		const char *zone, *day, *start;
	} cases[] = {
		{ "UTC", "2026-11-22", "2026-11-22T00:00:00Z" },
		{ "Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z" },
		{ "Europe/Berlin", "2026-03-30", "2026-03-29T22:00:00Z" },
		{ "Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z" },
		{ "Europe/Berlin", "2026-10-26", "2026-10-25T23:00:00Z" },
		{ "America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z" },
		{ "America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00:00Z" },
		{ "America/Havana", "2026-11-01", "2026-11-01T04:00:00Z" },
		{ "Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z" },
		{ "Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z" },
		{ "Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z" },
		{ "Asia/Kathmandu", "2026-01-01", "2025-12-31T18:15:00Z" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char text[CRM_TIME_SIZE];

		assert_int_equal(crm_zone_use(cases[i].zone), 0);
		crm_time_write(text, crm_day_start(day(cases[i].day)));
		assert_string_equal(text, cases[i].start);
	}
}

/* Every day begins where the day before ends, in every zone tried. */
static void
test_days_touch(void **state)
{
	static const char *const zones[] = {
		"UTC", "Europe/Berlin", "America/Sao_Paulo", "America/Havana",
		"Australia/Lord_Howe", "Asia/Tehran", "Africa/Casablanca",
		"Asia/Kathmandu", "America/New_York", "Pacific/Chatham"
	};

	(void)state;
	for (size_t i = 0; i < COUNT(zones); i++) {
		assert_int_equal(crm_zone_use(zones[i]), 0);
		for (int64_t n = day("1995-01-01"); n < day("2037-01-01");
		     n++) {
			int64_t start = crm_day_start(n);

			assert_int_equal(crm_day_of(start), n);
			assert_int_equal(crm_day_of(start - 1), n - 1);
		}
	}
}

static void
test_instant_of(void **state)
{
	(void)state;
	assert_int_equal(crm_zone_use("Europe/Berlin"), 0);
	assert_int_equal(crm_instant_of(day("2026-07-01"), 12 * 3600),
			 instant("2026-07-01T10:00:00Z"));
	assert_int_equal(crm_instant_of(day("2026-03-29"), 2 * 3600 + 1800),
			 instant("2026-03-29T01:30:00Z"));
	assert_int_equal(crm_instant_of(day("2026-10-25"), 2 * 3600 + 1800),
			 instant("2026-10-25T00:30:00Z"));
	assert_int_equal(crm_instant_of(day("2026-10-25"), 3 * 3600),
			 instant("2026-10-25T02:00:00Z"));
}

static void
test_time_parse(void **state)
{
	static const struct {
		const char *zone, *s, *utc;
	} cases[] = {
		{ "UTC", "2026-11-22T13:46:55Z", "2026-11-22T13:46:55Z" },
		{ "UTC", "2026-11-22 13:46", "2026-11-22T13:46:00Z" },
		{ "UTC", "2026-11-22T13:46:55.999", "2026-11-22T13:46:55Z" },
		{ "UTC", "2026-11-22T13:46+01:00", "2026-11-22T12:46:00Z" },
		{ "UTC", "2026-11-22T00:00:00-05:30", "2026-11-22T05:30:00Z" },
		{ "Europe/Berlin", "2026-11-22T13:46", "2026-11-22T12:46:00Z" },
		{ "Europe/Berlin", "2026-07-22T13:46", "2026-07-22T11:46:00Z" },
		{ "Europe/Berlin", "2026-07-22T13:46Z",
		  "2026-07-22T13:46:00Z" },
		{ "UTC", "0001-01-01T00:00Z", "0001-01-01T00:00:00Z" },
		{ "UTC", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z" },
	};
	static const char *const bad[] = {
		"", "2026-11-22", "2026-11-22T", "2026-11-22T13",
		"2026-11-22T13:4", "2026-11-22T24:00", "2026-11-22T13:60",
		"2026-11-22T13:46:60Z", "2026-11-22T13:46:55.",
		"2026-11-22T13:46Zx", "2026-11-22T13:46+1:00",
		"2026-11-22T13:46+24:00", "2026-11-22T13:46+01:60",
		"2026-11-22T13:46+0100", "2026-11-22t13:46",
		"2026-11-22  13:46", "2026-02-30T10:00Z",
		"0001-01-01T00:00+01:00", "9999-12-31T23:59:59-00:01",
		"2026-11-22T13:46 Z",
	};
	char text[CRM_TIME_SIZE];
	int64_t out = 5;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(crm_zone_use(cases[i].zone), 0);
		crm_time_write(text, instant(cases[i].s));
		assert_string_equal(text, cases[i].utc);
	}
	assert_int_equal(crm_zone_use("UTC"), 0);
	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_int_equal(crm_time_parse(&out, bad[i], strlen(bad[i])),
				 CRM_EINVAL);
		assert_int_equal(out, 5);
	}
}

/* What is written with an offset is read as the same instant. */
static void
test_local_write(void **state)
{
	static const char *const zones[] = {
		"UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu",
		"Africa/Monrovia", "Pacific/Kiritimati"
	};
	uint64_t seed = 6;
	char text[CRM_LOCAL_SIZE];

	(void)state;
	clock_in("Europe/Berlin");
	crm_local_write(text, instant("2026-11-22T13:46:55Z"));
	assert_string_equal(text, "2026-11-22T14:46:55+01:00");
	clock_in("America/St_Johns");
	crm_local_write(text, instant("2026-11-22T13:46:55Z"));
	assert_string_equal(text, "2026-11-22T10:16:55-03:30");
	for (size_t z = 0; z < COUNT(zones); z++) {
		int64_t span = (LAST_DAY + 1 - FIRST_DAY) * 86400;

		assert_int_equal(crm_zone_use(zones[z]), 0);
		for (int i = 0; i < 3000; i++) {
			int64_t n = FIRST_DAY * 86400 + (int64_t)
			    (unit_random(&seed) % (uint64_t)span);

			n = i == 0 ? FIRST_DAY * 86400 : n;
			n = i == 1 ? LAST_DAY * 86400 + 86399 : n;
			crm_local_write(text, n);
			assert_int_equal(strlen(text), CRM_LOCAL_SIZE - 1);
			assert_int_equal(instant(text), n);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_day),
		cmocka_unit_test(test_day_parse_refuses),
		cmocka_unit_test(test_add_months),
		cmocka_unit_test(test_zone_names),
		cmocka_unit_test(test_clock),
		cmocka_unit_test(test_day_start),
		cmocka_unit_test(test_days_touch),
		cmocka_unit_test(test_instant_of),
		cmocka_unit_test(test_time_parse),
		cmocka_unit_test(test_local_write),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
