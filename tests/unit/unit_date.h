/* Days, instants and clocks for the tests of dates. */
#ifndef UNIT_DATE_H
#define UNIT_DATE_H

#include "unit.h"

#include "crm/date.h"

static inline int64_t
day(const char *s)
{
	int64_t out = 0;

	assert_int_equal(crm_day_parse(&out, s, strlen(s)), 0);
	return out;
}

static inline int64_t
instant(const char *s)
{
	int64_t out = 0;

	assert_int_equal(crm_time_parse(&out, s, strlen(s)), 0);
	return out;
}

/* Sunday 2026-11-22, 13:46:55 in UTC. */
static inline struct crm_clock
clock_in(const char *zone)
{
	struct crm_clock c = { .week_start = 1, .year_start = 1 };

	assert_int_equal(crm_zone_use(zone), 0);
	crm_clock_set(&c, 1795355215);
	return c;
}

#endif
