/* Dates as they are typed: words, periods, and other programs' formats. */
#include "unit_date.h"

/* Words on Sunday 2026-11-22, 14:46:55 in Berlin. */
static void
test_words(void **state)
{
	static const struct {
		const char *s, *day, *time;
	} cases[] = {
		{ "today", "2026-11-22", "2026-11-21T23:00:00Z" },
		{ "now", "2026-11-22", "2026-11-22T13:46:55Z" },
		{ "yesterday", "2026-11-21", "2026-11-20T23:00:00Z" },
		{ "tomorrow", "2026-11-23", "2026-11-22T23:00:00Z" },
		{ "sod", "2026-11-22", "2026-11-21T23:00:00Z" },
		{ "eod", "2026-11-22", "2026-11-22T22:59:59Z" },
		{ "sow", "2026-11-16", "2026-11-15T23:00:00Z" },
		{ "eow", "2026-11-22", "2026-11-22T22:59:59Z" },
		{ "som", "2026-11-01", "2026-10-31T23:00:00Z" },
		{ "eom", "2026-11-30", "2026-11-30T22:59:59Z" },
		{ "soq", "2026-10-01", "2026-09-30T22:00:00Z" },
		{ "eoq", "2026-12-31", "2026-12-31T22:59:59Z" },
		{ "soy", "2026-01-01", "2025-12-31T23:00:00Z" },
		{ "eoy", "2026-12-31", "2026-12-31T22:59:59Z" },
		{ "today-30d", "2026-10-23", "2026-10-22T22:00:00Z" },
		{ "today+1mo-1d", "2026-12-21", "2026-12-20T23:00:00Z" },
		{ "today+2w", "2026-12-06", "2026-12-05T23:00:00Z" },
		{ "today+1q", "2027-02-22", "2027-02-21T23:00:00Z" },
		{ "today-1y", "2025-11-22", "2025-11-21T23:00:00Z" },
		{ "today+36h", "2026-11-23", "2026-11-23T11:00:00Z" },
		{ "today+0d", "2026-11-22", "2026-11-21T23:00:00Z" },
		{ "now+90min", "2026-11-22", "2026-11-22T15:16:55Z" },
		{ "now-1mo", "2026-10-22", "2026-10-22T12:46:55Z" },
		{ "now+10h", "2026-11-23", "2026-11-22T23:46:55Z" },
		{ "eod+1h", "2026-11-23", "2026-11-22T23:59:59Z" },
		{ "eom+1d", "2026-12-01", "2026-12-01T22:59:59Z" },
		{ "2026-01-31+1mo", "2026-02-28", "2026-02-27T23:00:00Z" },
		{ "2026-01-31+1mo+1mo", "2026-03-28",
		  "2026-03-27T23:00:00Z" },
		{ "2026-11-22-3d", "2026-11-19", "2026-11-18T23:00:00Z" },
		{ "2026-11-22T10:00", "2026-11-22", "2026-11-22T09:00:00Z" },
		{ "2026-11-22 10:00+30min", "2026-11-22",
		  "2026-11-22T09:30:00Z" },
		{ "2026-11-22T10:00-30d", "2026-10-23",
		  "2026-10-23T08:00:00Z" },
		{ "2026-11-22T23:30Z-1d", "2026-11-22",
		  "2026-11-21T23:30:00Z" },
		{ "2026-11-22T10:00-03:00+1h", "2026-11-22",
		  "2026-11-22T14:00:00Z" },
	};
	struct crm_clock c = clock_in("Europe/Berlin");

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char text[CRM_TIME_SIZE];
		const char *s = cases[i].s;
		int64_t out;

		assert_int_equal(crm_day_read(&out, s, strlen(s), &c), 0);
		crm_day_write(text, out);
		assert_string_equal(text, cases[i].day);
		assert_int_equal(crm_time_read(&out, s, strlen(s), &c), 0);
		crm_time_write(text, out);
		assert_string_equal(text, cases[i].time);
	}
}

static void
test_words_refused(void **state)
{
	static const struct {
		const char *s;
		int code;
	} cases[] = {
		{ "", CRM_EINVAL }, { "someday", CRM_EINVAL },
		{ "Today", CRM_EINVAL }, { "today ", CRM_EINVAL },
		{ "today+", CRM_EINVAL }, { "today+d", CRM_EINVAL },
		{ "today+1", CRM_EINVAL }, { "today+1days", CRM_EINVAL },
		{ "today3d", CRM_EINVAL }, { "today -3d", CRM_EINVAL },
		{ "eox", CRM_EINVAL }, { "so", CRM_EINVAL },
		{ "2026-11", CRM_EINVAL }, { "2026-02-30", CRM_EINVAL },
		{ "today+9999999999d", CRM_EINVAL },
		{ "today+999999999d", CRM_EINVAL },
		{ "today-999999999y", CRM_EINVAL },
		{ "9999-12-31+1d", CRM_EINVAL },
		{ "0001-01-01-1mo", CRM_EINVAL },
		{ "now+999999999h", CRM_EINVAL }, { "30", CRM_EINVAL },
		{ "11/22/2026", CRM_EINVAL },
		{ "30d", CRM_EUSAGE }, { "-30d", CRM_EUSAGE },
		{ "+1mo", CRM_EUSAGE }, { "30m", CRM_EUSAGE },
		{ "3d+2h", CRM_EUSAGE }, { "today-3m", CRM_EUSAGE },
		{ "2026-11-22+1m", CRM_EUSAGE }, { "now+1d-5m", CRM_EUSAGE },
	};
	struct crm_clock c = clock_in("UTC");
	int64_t out = 9;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *s = cases[i].s;

		assert_int_equal(crm_day_read(&out, s, strlen(s), &c),
				 cases[i].code);
		assert_int_equal(crm_time_read(&out, s, strlen(s), &c),
				 cases[i].code);
		assert_int_equal(out, 9);
		if (cases[i].code == CRM_EUSAGE)
			assert_non_null(crm_date_hint(s, strlen(s)));
	}
}

static void
test_hints(void **state)
{
	static const struct {
		const char *s, *hint;
	} cases[] = {
		{ "30d", "today-30d" }, { "today-3m", "mo for months" },
		{ "11/22/2026", "YYYY-MM-DD" }, { "22.11.2026", "YYYY-MM-DD" },
		{ "2026-02-30", "YYYY-MM-DD" },
	};
	static const char *const none[] = {
		"", "today", "soon", "2026-11-22", "now-5min"
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *hint = crm_date_hint(cases[i].s,
						 strlen(cases[i].s));

		assert_non_null(hint);
		assert_non_null(strstr(hint, cases[i].hint));
	}
	for (size_t i = 0; i < COUNT(none); i++)
		assert_null(crm_date_hint(none[i], strlen(none[i])));
}

struct period {
	const char *s, *first, *last;
};

static void
check_periods(const struct period *p, size_t n, const struct crm_clock *c)
{
	for (; n--; p++) {
		int64_t first, last;
		char text[CRM_DAY_SIZE];

		assert_int_equal(crm_period_read(&first, &last, p->s,
						 strlen(p->s), c), 0);
		crm_day_write(text, first);
		assert_string_equal(text, p->first);
		crm_day_write(text, last);
		assert_string_equal(text, p->last);
	}
}

static void
test_periods(void **state)
{
	static const struct period cases[] = {
		{ "thisday", "2026-11-22", "2026-11-22" },
		{ "lastday", "2026-11-21", "2026-11-21" },
		{ "thisweek", "2026-11-16", "2026-11-22" },
		{ "lastweek", "2026-11-09", "2026-11-15" },
		{ "nextweek", "2026-11-23", "2026-11-29" },
		{ "thismonth", "2026-11-01", "2026-11-30" },
		{ "lastmonth", "2026-10-01", "2026-10-31" },
		{ "nextmonth", "2026-12-01", "2026-12-31" },
		{ "thisquarter", "2026-10-01", "2026-12-31" },
		{ "lastquarter", "2026-07-01", "2026-09-30" },
		{ "nextquarter", "2027-01-01", "2027-03-31" },
		{ "thisyear", "2026-01-01", "2026-12-31" },
		{ "lastyear", "2025-01-01", "2025-12-31" },
		{ "nextyear", "2027-01-01", "2027-12-31" },
		{ "2026", "2026-01-01", "2026-12-31" },
		{ "2024-02", "2024-02-01", "2024-02-29" },
		{ "2026-Q1", "2026-01-01", "2026-03-31" },
		{ "2026-q4", "2026-10-01", "2026-12-31" },
		{ "2026-W47", "2026-11-16", "2026-11-22" },
		{ "2026-W01", "2025-12-29", "2026-01-04" },
		{ "2026-W53", "2026-12-28", "2027-01-03" },
		{ "2021-W01", "2021-01-04", "2021-01-10" },
		{ "2026-11-22", "2026-11-22", "2026-11-22" },
		{ "today-1d", "2026-11-21", "2026-11-21" },
		{ "eom", "2026-11-30", "2026-11-30" },
		{ "now", "2026-11-22", "2026-11-22" },
		{ "9999", "9999-01-01", "9999-12-31" },
		{ "0001-01", "0001-01-01", "0001-01-31" },
	};
	struct crm_clock c = clock_in("UTC"), unset = c;

	(void)state;
	check_periods(cases, COUNT(cases), &c);
	unset.week_start = unset.year_start = 0;
	check_periods(cases, COUNT(cases), &unset);
}

/* Weeks from Sunday, years from April. */
static void
test_fiscal_periods(void **state)
{
	static const struct period cases[] = {
		{ "thisweek", "2026-11-22", "2026-11-28" },
		{ "lastweek", "2026-11-15", "2026-11-21" },
		{ "thisyear", "2026-04-01", "2027-03-31" },
		{ "lastyear", "2025-04-01", "2026-03-31" },
		{ "2026", "2026-04-01", "2027-03-31" },
		{ "thisquarter", "2026-10-01", "2026-12-31" },
		{ "2026-Q1", "2026-04-01", "2026-06-30" },
		{ "2026-Q4", "2027-01-01", "2027-03-31" },
		{ "2026-11", "2026-11-01", "2026-11-30" },
		{ "2026-W47", "2026-11-16", "2026-11-22" },
		{ "soy", "2026-04-01", "2026-04-01" },
		{ "eoy", "2027-03-31", "2027-03-31" },
		{ "sow", "2026-11-22", "2026-11-22" },
	};
	static const struct period february[] = {
		{ "thisyear", "2026-02-01", "2027-01-31" },
		{ "thisquarter", "2026-11-01", "2027-01-31" },
		{ "lastquarter", "2026-08-01", "2026-10-31" },
	};
	struct crm_clock c = clock_in("UTC");

	(void)state;
	c.week_start = 7;
	c.year_start = 4;
	check_periods(cases, COUNT(cases), &c);
	c.year_start = 2;
	check_periods(february, COUNT(february), &c);
	c.year_start = 12;
	crm_clock_set(&c, instant("2026-01-15T00:00Z"));
	check_periods(&(struct period){ "thisyear", "2025-12-01",
			"2026-11-30" }, 1, &c);
}

static void
test_periods_refused(void **state)
{
	static const char *const cases[] = {
		"", "this", "thismonths", "thiscentury", "month", "202", "0000",
		"2026-", "2026-0", "2026-13", "2026-00", "2026-Q0", "2026-Q5",
		"2026-Q11", "2026-W0", "2026-W00", "2026-W54", "2025-W53",
		"2026-W471", "20261", "2026Q1", "this month", "9999-W52x",
	};
	struct crm_clock c = clock_in("UTC");
	int64_t first = 1, last = 2;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(crm_period_read(&first, &last, cases[i],
		    strlen(cases[i]), &c), CRM_EINVAL);
	assert_int_equal(crm_period_read(&first, &last, "30d", 3, &c),
			 CRM_EUSAGE);
	c.year_start = 4;
	assert_int_equal(crm_period_read(&first, &last, "9999", 4, &c),
			 CRM_EINVAL);
	assert_int_equal(first, 1);
	assert_int_equal(last, 2);
}

/* The weeks of 400 years touch each other. */
static void
test_iso_weeks(void **state)
{
	struct crm_clock c = clock_in("UTC");
	int64_t next = day("1900-01-01");

	(void)state;
	for (int year = 1900; year < 2300; year++) {
		int weeks = 0;

		for (int week = 1; week <= 53; week++) {
			int64_t first, last;
			char text[9] = "0000-W00";

			for (int i = 3, y = year; i >= 0; i--, y /= 10)
				text[i] = (char)('0' + y % 10);
			text[6] = (char)('0' + week / 10);
			text[7] = (char)('0' + week % 10);
			if (crm_period_read(&first, &last, text, 8, &c))
				continue;
			weeks++;
			assert_int_equal(first, next);
			assert_int_equal(last, first + 6);
			assert_int_equal(crm_weekday(first), 1);
			next = last + 1;
		}
		assert_in_range(weeks, 52, 53);
	}
}

static void
test_formats(void **state)
{
	static const struct {
		const char *format, *s, *day;
		int seconds;
	} cases[] = {
		{ "ymd", "2026-11-22", "2026-11-22", -1 },
		{ "ymd", "2026/1/2", "2026-01-02", -1 },
		{ "mdy", "11/22/2026", "2026-11-22", -1 },
		{ "mdy", "1-2-2026", "2026-01-02", -1 },
		{ "dmy", "22.11.2026", "2026-11-22", -1 },
		{ "dmy", "22 11 2026", "2026-11-22", -1 },
		{ "%m/%d/%Y", "1/2/2026", "2026-01-02", -1 },
		{ "%d.%m.%y", "02.01.26", "2026-01-02", -1 },
		{ "%d.%m.%y", "02.01.69", "1969-01-02", -1 },
		{ "%d.%m.%y", "02.01.68", "2068-01-02", -1 },
		{ "%b %d, %Y", "Nov 22, 2026", "2026-11-22", -1 },
		{ "%B %d, %Y", "November 2, 2026", "2026-11-02", -1 },
		{ "%d-%b-%Y", "02-MAY-2026", "2026-05-02", -1 },
		{ "%b %d %Y", "sep  2 2026", "2026-09-02", -1 },
		{ "%Y%m%d", "20261122", "2026-11-22", -1 },
		{ "%m/%d/%Y %H:%M", "11/22/2026 9:05", "2026-11-22", 32700 },
		{ "%Y-%m-%dT%H:%M:%S", "2026-11-22T23:59:59", "2026-11-22",
		  86399 },
		{ "%d%%%m%%%Y", "22%11%2026", "2026-11-22", -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t out;
		int seconds = 7;

		assert_int_equal(crm_date_by_format(&out, &seconds, cases[i].s,
		    strlen(cases[i].s), cases[i].format), 0);
		assert_int_equal(out, day(cases[i].day));
		assert_int_equal(seconds, cases[i].seconds);
		assert_int_equal(crm_date_by_format(&out, NULL, cases[i].s,
		    strlen(cases[i].s), cases[i].format), 0);
	}
}

static void
test_formats_refused(void **state)
{
	static const struct {
		const char *format, *s;
		int code;
	} cases[] = {
		{ "ymd", "", CRM_EINVAL }, { "ymd", "26-11-22", CRM_EINVAL },
		{ "ymd", "2026-11/22", CRM_EINVAL },
		{ "ymd", "2026-11-22 ", CRM_EINVAL },
		{ "ymd", "2026-02-30", CRM_EINVAL },
		{ "ymd", "2026-11", CRM_EINVAL },
		{ "ymd", "2026,11,22", CRM_EINVAL },
		{ "mdy", "22/11/2026", CRM_EINVAL },
		{ "dmy", "22/11/26", CRM_EINVAL },
		{ "%Y-%m-%d", "2026-11-22x", CRM_EINVAL },
		{ "%d %b %Y", "22 Now 2026", CRM_EINVAL },
		{ "%Y-%m-%d %H:%M", "2026-11-22 24:00", CRM_EINVAL },
		{ "%Y-%m-%d %H:%M", "2026-11-22", CRM_EINVAL },
		{ "%Y-%m-%d", "0000-01-01", CRM_EINVAL },
		{ "%Y-%m", "2026-11", CRM_EUSAGE },
		{ "%Y-%m-%q", "2026-11-22", CRM_EUSAGE },
		{ "%Y-%m-%d%", "2026-11-22", CRM_EUSAGE },
		{ "%Y-%m-%d %Y", "2026-11-22 2026", CRM_EUSAGE },
		{ "", "2026-11-22", CRM_EUSAGE }, { "ydm", "", CRM_EUSAGE },
	};
	int64_t out = 3;
	int seconds = 4;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(crm_date_by_format(&out, &seconds, cases[i].s,
		    strlen(cases[i].s), cases[i].format), cases[i].code);
	assert_int_equal(out, 3);
	assert_int_equal(seconds, 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_words_refused),
		cmocka_unit_test(test_hints),
		cmocka_unit_test(test_periods),
		cmocka_unit_test(test_fiscal_periods),
		cmocka_unit_test(test_periods_refused),
		cmocka_unit_test(test_iso_weeks),
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_formats_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
