/*
 * The time and the zone.  The C library knows the zones' rules; it is asked
 * only how far a zone is ahead at an instant, the rest is arithmetic.
 */
#include "crm/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "crm/buf.h"
#include "crm/error.h"

int
crm_zone_offset(int64_t instant)
{
	time_t t = (time_t)instant;
	struct tm tm;

	return localtime_r(&t, &tm) ? (int)tm.tm_gmtoff : 0;
}

/*
 * Whether NAME may be put behind the folder of zones; "right" is a second set
 * that counts leap seconds, which no day of ours does.
 */
static bool
is_zone_name(const char *name)
{
	return *name && *name != '/' && strlen(name) < 256 &&
	    !strstr(name, "..") && strncmp(name, "right/", 6) &&
	    name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			      "abcdefghijklmnopqrstuvwxyz0123456789_+-/")] ==
		'\0';
}

/* Whether the system has a file of rules for the zone NAME. */
static bool
zone_exists(const char *name)
{
	const char *dir = getenv("TZDIR");
	char path[4096], magic[4];
	bool found;
	FILE *f;

	if (!dir || !*dir)
		dir = "/usr/share/zoneinfo";
	if (snprintf(path, sizeof(path), "%s/%s", dir, name) >=
	    (int)sizeof(path))
		return false;
	f = fopen(path, "rbe");
	if (!f)
		return false;
	found = fread(magic, 1, 4, f) == 4 && !memcmp(magic, "TZif", 4);
	fclose(f);
	return found;
}

int
crm_zone_use(const char *zone)
{
	if (!strcmp(zone, "UTC"))
		zone = "UTC0";
	else if (!is_zone_name(zone) || !zone_exists(zone))
		return CRM_EINVAL;
	if (setenv("TZ", zone, 1))
		crm_out_of_memory();
	tzset();
	return 0;
}

void
crm_clock_read(struct crm_clock *c)
{
	crm_clock_set(c, (int64_t)time(NULL));
}

void
crm_clock_set(struct crm_clock *c, int64_t now)
{
	c->now = now;
	c->today = crm_day_of(now);
}

int64_t
crm_day_of(int64_t instant)
{
	return floor_div(instant + crm_zone_offset(instant), DAY_SECONDS);
}

int64_t
crm_instant_of(int64_t day, int seconds)
{
	int64_t shown = day * DAY_SECONDS + seconds;
	int before = crm_zone_offset(shown - DAY_SECONDS);
	int after = crm_zone_offset(shown + DAY_SECONDS);

	if (before == after || crm_zone_offset(shown - before) == before ||
	    crm_zone_offset(shown - after) != after)
		return shown - before;
	return shown - after;
}

/* The first instant of DAY, or of the day after one that a zone skipped. */
int64_t
crm_day_start(int64_t day)
{
	int64_t high = crm_instant_of(day, 0), low = high - 2 * DAY_SECONDS;

	if (high + crm_zone_offset(high) == day * DAY_SECONDS)
		return high;
	while (low < high) {
		int64_t mid = floor_div(low + high, 2);

		if (crm_day_of(mid) < day)
			low = mid + 1;
		else
			high = mid;
	}
	return high;
}
