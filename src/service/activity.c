/* Activities done, and those that come again. */
#include "crm/activity.h"

#include <string.h>

#include "crm/date.h"

/* The day N steps of the recurrence after DAY. */
static int64_t
later(struct crm_value recurrence, int64_t day, int64_t n)
{
	switch (recurrence.s[0]) {
	case 'd':
		return day + n;
	case 'w':
		return day + 7 * n;
	case 'm':
		return crm_day_add_months(day, n);
	default:
		return crm_day_add_months(day, 12 * n);
	}
}

/*
 * How many steps lead from DAY to the first day that isn't past.  Always
 * counted from the first day: the 31st stays the last of each month.
 */
static int64_t
steps(const struct crm *crm, struct crm_value recurrence, int64_t day)
{
	int64_t n = 1;

	while (later(recurrence, day, n) < crm->clock.today)
		n++;
	return n;
}

static struct crm_value
day_value(struct crm_arena *a, int64_t day)
{
	char s[CRM_DAY_SIZE];

	crm_day_write(s, day);
	return crm_text(crm_arena_str(a, s));
}

/* The same time of day on DAY. */
static struct crm_value
time_value(struct crm_arena *a, int64_t instant, int64_t day)
{
	int64_t into = instant - crm_day_start(crm_day_of(instant));
	char s[CRM_TIME_SIZE];

	crm_time_write(s, crm_instant_of(day, (int)into));
	return crm_text(crm_arena_str(a, s));
}

/* When R was to be done: its due day, else the day it began or was done. */
static int64_t
planned_day(const struct crm_record *r)
{
	struct crm_value due = r->v[ACTIVITY_DUE];
	struct crm_value at = r->v[ACTIVITY_START].kind == CRM_TEXT
	    ? r->v[ACTIVITY_START] : r->v[ACTIVITY_DONE_AT];
	int64_t day = 0, instant = 0;

	if (due.kind == CRM_TEXT && !crm_day_parse(&day, due.s, due.len))
		return day;
	crm_time_parse(&instant, at.s, at.len);
	return crm_day_of(instant);
}

static int
add_next(int64_t *next, struct crm *crm, const struct crm_record *r)
{
	static const int same[] = {
		CRM_F_OWNER, CRM_F_TAGS, ACTIVITY_KIND, ACTIVITY_SUBJECT,
		ACTIVITY_BODY, ACTIVITY_ON, ACTIVITY_WITH, ACTIVITY_MINUTES,
		ACTIVITY_DIRECTION, ACTIVITY_CHANNEL, ACTIVITY_PLACE,
		ACTIVITY_BRAND, ACTIVITY_PAGE, ACTIVITY_RECURRENCE
	};
	struct crm_value how = r->v[ACTIVITY_RECURRENCE];
	struct crm_value start = r->v[ACTIVITY_START];
	struct crm_record *n = crm_record_new(crm, r->entity, r->arena);
	int64_t first = planned_day(r), day, instant;
	int rc;

	day = later(how, first, steps(crm, how, first));
	for (size_t i = 0; i < CRM_COUNT(same); i++)
		crm_record_set(n, same[i], r->v[same[i]]);
	if (r->v[ACTIVITY_DUE].kind == CRM_TEXT || start.kind == CRM_NULL)
		crm_record_set(n, ACTIVITY_DUE, day_value(r->arena, day));
	if (start.kind == CRM_TEXT &&
	    !crm_time_parse(&instant, start.s, start.len))
		crm_record_set(n, ACTIVITY_START, time_value(r->arena,
		    instant, crm_day_of(instant) + day - first));
	rc = crm_save(crm, n);
	*next = crm_record_id(n);
	return rc;
}

int
crm_activity_done(int64_t *next, struct crm *crm, struct crm_record *r)
{
	bool was = r->old && r->old[ACTIVITY_DONE_AT].kind != CRM_NULL;
	char now[CRM_TIME_SIZE];
	int rc;

	*next = 0;
	if (r->v[ACTIVITY_DONE_AT].kind == CRM_NULL) {
		crm_time_write(now, crm->clock.now);
		crm_record_set(r, ACTIVITY_DONE_AT,
		    crm_text(crm_arena_str(r->arena, now)));
	}
	rc = crm_save(crm, r);
	if (rc || was || r->v[ACTIVITY_RECURRENCE].kind != CRM_TEXT)
		return rc;
	return add_next(next, crm, r);
}
