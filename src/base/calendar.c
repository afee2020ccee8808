/*
 * The calendar, as arithmetic on days.
 *
 * A year is taken to begin in March, so that the leap day is its last: the
 * months before a given one then have (153 * m + 2) / 5 days in every year.
 */
#include "crm/date.h"

#include "base/date.h"

enum {
	DAYS_400_YEARS = 146097,
	EPOCH = 719468		/* days from 0000-03-01 to 1970-01-01 */
};

int64_t
crm_day_make(int64_t year, int month, int day)
{
	int64_t y = month > 2 ? year : year - 1;
	int64_t era = floor_div(y, 400), of_era = y - era * 400;
	int64_t month_from_march = (month + 9) % 12;
	int64_t of_year = (153 * month_from_march + 2) / 5 + day - 1;

	return era * DAYS_400_YEARS + of_era * 365 + of_era / 4 -
	    of_era / 100 + of_year - EPOCH;
}

void
crm_day_split(int64_t day, int64_t *year, int *month, int *mday)
{
	int64_t n = day + EPOCH, era = floor_div(n, DAYS_400_YEARS);
	int64_t of_era = n - era * DAYS_400_YEARS;
	int64_t y = (of_era - of_era / 1460 + of_era / 36524 -
		     of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * y + y / 4 - y / 100);
	int64_t month_from_march = (5 * of_year + 2) / 153;

	*mday = (int)(of_year - (153 * month_from_march + 2) / 5 + 1);
	*month = (int)((month_from_march + 2) % 12 + 1);
	*year = era * 400 + y + (*month <= 2);
}

int
crm_weekday(int64_t day)
{
	return (int)(day + 3 - floor_div(day + 3, 7) * 7) + 1;
}

static int
month_length(int64_t year, int month)
{
	static const int length[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
	};

	if (month == 2 && year % 4 == 0 &&
	    (year % 100 != 0 || year % 400 == 0))
		return 29;
	return length[month - 1];
}

int64_t
crm_day_add_months(int64_t day, int64_t months)
{
	int64_t year, n;
	int month, mday, length;

	crm_day_split(day, &year, &month, &mday);
	n = year * 12 + month - 1 + months;
	year = floor_div(n, 12);
	month = (int)(n - year * 12) + 1;
	length = month_length(year, month);
	return crm_day_make(year, month, mday < length ? mday : length);
}

int
crm_day_check(int64_t *out, int year, int month, int mday)
{
	if (year < 1 || year > 9999 || month < 1 || month > 12 ||
	    mday < 1 || mday > month_length(year, month))
		return CRM_EINVAL;
	*out = crm_day_make(year, month, mday);
	return 0;
}

/* The first day of the fiscal year or of its quarter that DAY lies in. */
static int64_t
fiscal_start(int64_t day, int months, const struct crm_clock *c)
{
	int start = c->year_start ? c->year_start : 1;
	int64_t year;
	int month, mday;

	crm_day_split(day, &year, &month, &mday);
	return crm_day_add_months(crm_day_make(year, month, 1),
	    -((month - start + 12) % months));
}

void
crm_span_of(int64_t *first, int64_t *last, int64_t day, char unit, int step,
	    const struct crm_clock *c)
{
	int months = unit == 'y' ? 12 : unit == 'q' ? 3 : 1;
	int week_start = c->week_start ? c->week_start : 1;

	switch (unit) {
	case 'd':
		*first = *last = day + step;
		return;
	case 'w':
		*first = day - (crm_weekday(day) - week_start + 7) % 7 +
		    7 * step;
		*last = *first + 6;
		return;
	default:
		*first = crm_day_add_months(fiscal_start(day, months, c),
		    months * step);
		*last = crm_day_add_months(*first, months) - 1;
	}
}
