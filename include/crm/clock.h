/*
 * What time it is, in whose zone, and when the company's weeks and years
 * begin.  Nothing else asks the system for the time.
 *
 *	static int
 *	is_monday(const struct crm_clock *c)
 *	{
 *		return crm_weekday(c->today) == 1;
 *	}
 */
#ifndef CRM_CLOCK_H
#define CRM_CLOCK_H

#include <stddef.h>
#include <stdint.h>

/*
 * A day is counted from 1970-01-01, an instant in seconds from its midnight
 * in UTC; both may be negative, within the years 0001 to 9999.
 */
struct crm_clock {
	int64_t now;		/* an instant */
	int64_t today;		/* a day, in the zone in use */
	int week_start;		/* 1 Monday ... 7 Sunday */
	int year_start;		/* the fiscal year's first month, 1-12 */
};

/* 1 Monday ... 7 Sunday. */
int crm_weekday(int64_t day);

/*
 * Make ZONE (an IANA name such as Europe/Berlin, or UTC) the zone of this
 * process: CRM_EINVAL when the system doesn't know it.
 */
int crm_zone_use(const char *zone);

/* Set C's now from the system and today from it; keeps the rest. */
void crm_clock_read(struct crm_clock *c);
/* Set them from the instant NOW. */
void crm_clock_set(struct crm_clock *c, int64_t now);

/* The day on which the instant falls in the zone in use. */
int64_t crm_day_of(int64_t instant);
/*
 * The instant at which the day begins in the zone in use: later than 00:00
 * where the clocks skip that.
 */
int64_t crm_day_start(int64_t day);
/*
 * The instant at which the clocks of the zone in use show SECONDS of DAY: the
 * first of two; of a time that they skip, as much later as they skip.
 */
int64_t crm_instant_of(int64_t day, int seconds);

#endif
