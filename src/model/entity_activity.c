/* Activities, as data; the day on which one was done. */
#include "crm/activity.h"

#include "crm/clock.h"
#include "crm/date.h"
#include "model/check.h"

const char *const crm_activity_kinds[] = {
	"call", "meeting", "visit", "email", "sms", "social", "letter",
	"task", "note", "touch", "mention", "response", NULL
};

static const char *const directions[] = { "in", "out", NULL };

static const char *const recurrences[] = {
	"daily", "weekly", "monthly", "yearly", NULL
};

static const char *const people[] = { "contact", "lead", "user", NULL };

static const struct crm_field fields[] = {
	CRM_SYSTEM_FIELDS,
	[ACTIVITY_KIND] = { "kind", CRM_T_ENUM, CRM_BRIEF,
	  .choices = crm_activity_kinds, .preset = "task",
	  .help = "what it is" },
	[ACTIVITY_SUBJECT] = { "subject", CRM_T_TEXT,
	  CRM_REQUIRED | CRM_TITLE | CRM_BRIEF,
	  .help = "what it is about" },
	[ACTIVITY_BODY] = { "body", CRM_T_TEXT, CRM_LONG,
	  .help = "all that is to be said" },
	[ACTIVITY_ON] = { "on", CRM_T_LINK, CRM_INDEXED | CRM_BRIEF,
	  .help = "the record it belongs to, as contact:42" },
	[ACTIVITY_WITH] = { "with", CRM_T_LINKS, 0, .choices = people,
	  .help = "further people, as contact:42;user:3" },
	[ACTIVITY_DUE] = { "due", CRM_T_DATE, CRM_BRIEF,
	  .help = "the day by which it is to be done" },
	[ACTIVITY_START] = { "start", CRM_T_TIME, 0,
	  .help = "when it begins or began" },
	[ACTIVITY_MINUTES] = { "minutes", CRM_T_INT, 0,
	  .help = "how long it takes or took" },
	[ACTIVITY_DONE_AT] = { "done_at", CRM_T_TIME, 0,
	  .help = "when it was done; empty: it is open" },
	[ACTIVITY_DONE_ON] = { "done_on", CRM_T_DATE,
	  CRM_READONLY | CRM_BRIEF,
	  .help = "the day on which it was done" },
	[ACTIVITY_OUTCOME] = { "outcome", CRM_T_TEXT, 0,
	  .help = "what came of it" },
	[ACTIVITY_DIRECTION] = { "direction", CRM_T_ENUM, 0,
	  .choices = directions, .help = "who began: in from them" },
	[ACTIVITY_CHANNEL] = { "channel", CRM_T_TEXT, 0,
	  .help = "the way it went, as whatsapp" },
	[ACTIVITY_PLACE] = { "place", CRM_T_TEXT, 0,
	  .help = "where it takes place" },
	[ACTIVITY_SENTIMENT] = { "sentiment", CRM_T_INT, 0,
	  .help = "how they felt, -2 to 2" },
	[ACTIVITY_BRAND] = { "brand", CRM_T_TEXT, 0,
	  .help = "the brand that was spoken of" },
	[ACTIVITY_PAGE] = { "page", CRM_T_TEXT, 0,
	  .help = "the page or shop that was visited" },
	[ACTIVITY_RECURRENCE] = { "recurrence", CRM_T_ENUM, 0,
	  .choices = recurrences, .help = "how often it comes again" },
};

/* The day in the company's zone. */
static void
set_done_on(struct crm_record *r)
{
	struct crm_value at = r->v[ACTIVITY_DONE_AT];
	char day[CRM_DAY_SIZE];
	int64_t instant;

	if (r->old && crm_same(at, r->old[ACTIVITY_DONE_AT]))
		return;
	r->v[ACTIVITY_DONE_ON] = crm_null();
	if (at.kind != CRM_TEXT || crm_time_parse(&instant, at.s, at.len))
		return;
	crm_day_write(day, crm_day_of(instant));
	r->v[ACTIVITY_DONE_ON] = crm_text(crm_arena_str(r->arena, day));
}

static int
check(struct crm *crm, struct crm_record *r)
{
	int rc = crm_check_range(crm, r, ACTIVITY_SENTIMENT, -2, 2);

	set_done_on(r);
	return rc ? rc : crm_check_range(crm, r, ACTIVITY_MINUTES, 0, 525600);
}

const struct crm_entity crm_activity = {
	.name = "activity", .plural = "activities", .title = "Activity",
	.help = "what is to be done and what was done, with whom",
	.number = 11, .flags = CRM_E_OWNED,
	.fields = fields, .nfields = CRM_COUNT(fields),
	.order = "-done_on,due", .check = check
};
