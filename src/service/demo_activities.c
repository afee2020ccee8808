/* The year of calls, meetings and mails behind the demo's deals, and tasks. */
#include "crm/activity.h"
#include "crm/date.h"
#include "crm/link.h"
#include "service/demo.h"

enum { OF_ACCOUNT = 3 };

static const char *
noon(struct demo *d, int64_t day, int hour)
{
	char s[CRM_TIME_SIZE];

	crm_time_write(s, day * 86400 + hour * 3600);
	return crm_arena_str(&d->row, s);
}

static int
save(struct demo *d, struct crm_record *r, int64_t made)
{
	int64_t id;

	crm_demo_made_on(d, r, made);
	return crm_demo_save(&id, d, r);
}

/* One that was done with somebody at the account, some time ago. */
static int
add_done(struct demo *d, int account, int n)
{
	static const struct {
		const char *kind, *subject, *outcome, *direction;
	} what[] = {
		{ "call", "first talk about the machines", "wants an offer",
		  "out" },
		{ "email", "answered questions on the sensors", NULL, "out" },
		{ "meeting", "went through the plant", "needs 40 sensors",
		  NULL },
		{ "call", "asked for the delivery date", "told in May",
		  "in" },
		{ "visit", "showed the dashboard on site", "liked it", NULL },
		{ "note", "the old system is paid until next spring", NULL,
		  NULL },
	};
	int i = (account + n * 2) % 6;
	struct crm_record *r = crm_demo_new(d, &crm_activity);
	int64_t day = d->crm->clock.today - crm_demo_between(d, 2, 360);
	int64_t person = d->contacts[account][crm_demo_chance(d,
	    DEMO_STAFF)];

	crm_demo_text(r, ACTIVITY_KIND, what[i].kind);
	crm_demo_text(r, ACTIVITY_SUBJECT, what[i].subject);
	if (what[i].outcome)
		crm_demo_text(r, ACTIVITY_OUTCOME, what[i].outcome);
	if (what[i].direction)
		crm_demo_text(r, ACTIVITY_DIRECTION, what[i].direction);
	crm_record_set(r, ACTIVITY_ON, crm_int(n == 1 ? crm_link(&crm_account,
	    d->accounts[account]) : crm_link(&crm_contact, person)));
	if (n == 1)
		crm_demo_text(r, ACTIVITY_WITH, crm_arena_printf(&d->row,
		    "contact:%lld", (long long)person));
	crm_record_set(r, ACTIVITY_MINUTES, crm_int(5 * crm_demo_between(d,
	    1, 12)));
	crm_demo_text(r, ACTIVITY_DONE_AT, noon(d, day,
	    crm_demo_between(d, 8, 17)));
	crm_record_set(r, CRM_F_OWNER, crm_int(crm_demo_owner(d, account)));
	return save(d, r, day);
}

/* What is still to be done; some of it is late, some comes again. */
static int
add_open(struct demo *d, int account)
{
	static const struct { const char *kind, *subject; } what[] = {
		{ "task", "send the revised offer" },
		{ "call", "ask how the trial goes" },
		{ "meeting", "present to the board" },
		{ "task", "check the calibration plan" },
	};
	int i = account / 4 % 4;
	struct crm_record *r = crm_demo_new(d, &crm_activity);
	int64_t due = d->crm->clock.today + crm_demo_between(d, -4, 20);

	crm_demo_text(r, ACTIVITY_KIND, what[i].kind);
	crm_demo_text(r, ACTIVITY_SUBJECT, what[i].subject);
	crm_record_set(r, ACTIVITY_ON, crm_int(crm_link(&crm_contact,
	    d->contacts[account][0])));
	crm_demo_text(r, ACTIVITY_DUE, crm_demo_day(d, due));
	if (i == 3)
		crm_demo_text(r, ACTIVITY_RECURRENCE, "monthly");
	crm_record_set(r, CRM_F_OWNER, crm_int(crm_demo_owner(d, account)));
	return save(d, r, d->crm->clock.today - 5);
}

int
crm_demo_activities(struct demo *d)
{
	int rc = 0;

	for (int i = 0; !rc && i < DEMO_ACCOUNTS; i++) {
		for (int n = 0; !rc && n < OF_ACCOUNT; n++)
			rc = add_done(d, i, n);
		if (!rc && i % 4 == 0)
			rc = add_open(d, i);
	}
	return rc;
}
