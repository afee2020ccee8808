/* Periods: what lies between a first and a last day. */
#include "crm/date.h"

#include <string.h>

#include "base/date.h"

/* thismonth, lastquarter, ... */
static int
read_relative(int64_t *first, int64_t *last, const char *s, size_t len,
	      const struct crm_clock *c)
{
	static const char *const units[] = {
		"day", "week", "month", "quarter", "year"
	};
	int step;

	if (len < 4)
		return CRM_EINVAL;
	if (!memcmp(s, "this", 4))
		step = 0;
	else if (!memcmp(s, "last", 4))
		step = -1;
	else if (!memcmp(s, "next", 4))
		step = 1;
	else
		return CRM_EINVAL;
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (strlen(units[i]) == len - 4 &&
		    !memcmp(s + 4, units[i], len - 4)) {
			crm_span_of(first, last, c->today, units[i][0], step,
				    c);
			return 0;
		}
	}
	return CRM_EINVAL;
}

/* The ISO week: week 1 is the one with 4 January in it. */
static int
read_week(int64_t *first, int64_t *last, int year, int week)
{
	int64_t day = crm_day_make(year, 1, 4), of_year;
	int month, mday;

	day += 1 - crm_weekday(day) + 7 * (week - 1);
	crm_day_split(day + 3, &of_year, &month, &mday);
	if (week < 1 || of_year != year)
		return CRM_EINVAL;
	*first = day;
	*last = day + 6;
	return 0;
}

/* 2026, 2026-11, 2026-Q4, 2026-W47. */
static int
read_calendar(int64_t *first, int64_t *last, const char *s, size_t len,
	      const struct crm_clock *c)
{
	int start = c->year_start ? c->year_start : 1, months = 12, year, n;
	struct scan p = scan_of(s, len);

	if (!scan_number(&year, &p, 4, 4) || !year)
		return CRM_EINVAL;
	*first = crm_day_make(year, start, 1);
	if (!scan_done(&p)) {
		if (!scan_char(&p, '-'))
			return CRM_EINVAL;
		if (scan_char(&p, 'W') || scan_char(&p, 'w'))
			return scan_number(&n, &p, 2, 2) && scan_done(&p) ?
			    read_week(first, last, year, n) : CRM_EINVAL;
		if (scan_char(&p, 'Q') || scan_char(&p, 'q')) {
			if (!scan_number(&n, &p, 1, 1) || n < 1 || n > 4)
				return CRM_EINVAL;
			months = 3;
			*first = crm_day_add_months(*first, 3 * (n - 1));
		} else {
			if (!scan_number(&n, &p, 2, 2) || n < 1 || n > 12)
				return CRM_EINVAL;
			months = 1;
			*first = crm_day_make(year, n, 1);
		}
	}
	*last = crm_day_add_months(*first, months) - 1;
	return scan_done(&p) ? 0 : CRM_EINVAL;
}

int
crm_period_read(int64_t *first, int64_t *last, const char *s, size_t len,
		const struct crm_clock *c)
{
	int64_t from, to;
	int rc;

	if (read_relative(&from, &to, s, len, c) &&
	    read_calendar(&from, &to, s, len, c)) {
		rc = crm_day_read(&from, s, len, c);
		if (rc)
			return rc;
		to = from;
	}
	if (!day_is_known(from) || !day_is_known(to))
		return CRM_EINVAL;
	*first = from;
	*last = to;
	return 0;
}
