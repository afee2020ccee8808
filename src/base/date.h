/* What the files of dates and instants share. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/scan.h"

#define DAY_FIRST INT64_C(-719162)	/* 0001-01-01 */
#define DAY_LAST INT64_C(2932896)	/* 9999-12-31 */
#define DAY_SECONDS 86400

static inline bool
day_is_known(int64_t day)
{
	return day >= DAY_FIRST && day <= DAY_LAST;
}

static inline bool
instant_is_known(int64_t instant)
{
	return instant >= DAY_FIRST * DAY_SECONDS &&
	    instant < (DAY_LAST + 1) * DAY_SECONDS;
}

/* A / B towards minus infinity, for B above 0. */
static inline int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* How far the zone's clocks are ahead of UTC, in seconds. */
int crm_zone_offset(int64_t instant);

/* The day there is: CRM_EINVAL for 2026-02-30 and beyond 0001 to 9999. */
int crm_day_check(int64_t *out, int year, int month, int mday);

/* As crm_day_parse and crm_time_parse, of what is next. */
int crm_day_scan(int64_t *out, struct scan *p);
int crm_time_scan(int64_t *out, struct scan *p);

/*
 * The first and last day of the unit ('d' 'w' 'm' 'q' 'y') that DAY lies in,
 * or of the one STEP units later; unchecked.
 */
struct crm_clock;
void crm_span_of(int64_t *first, int64_t *last, int64_t day, char unit,
		 int step, const struct crm_clock *c);

#endif
