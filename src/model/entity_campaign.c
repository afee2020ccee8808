/* Campaigns, as data. */
#include "crm/campaign.h"

#include "model/check.h"

static const char *const kinds[] = {
	"email", "post", "phone", "social", "event", NULL
};

static const char *const statuses[] = {
	"planned", "active", "done", "cancelled", NULL
};

static const struct crm_field fields[] = {
	CRM_SYSTEM_FIELDS,
	[CAMPAIGN_NAME] = { "name", CRM_T_TEXT, CRM_REQUIRED | CRM_NAME |
	  CRM_BRIEF, .help = "what it is called" },
	[CAMPAIGN_KIND] = { "kind", CRM_T_ENUM, CRM_BRIEF, .choices = kinds,
	  .preset = "email", .help = "how people are reached" },
	[CAMPAIGN_STATUS] = { "status", CRM_T_ENUM, CRM_BRIEF,
	  .choices = statuses, .preset = "planned", .help = "how far it is" },
	[CAMPAIGN_AUDIENCE] = { "audience", CRM_T_REF, 0, .ref = "audience",
	  .help = "whom it is for" },
	[CAMPAIGN_SEGMENT] = { "segment", CRM_T_REF, 0, .ref = "segment",
	  .help = "whom it is for, as a filter" },
	[CAMPAIGN_START] = { "start", CRM_T_DATE, CRM_BRIEF,
	  .help = "first day" },
	[CAMPAIGN_END] = { "end", CRM_T_DATE, CRM_BRIEF, .help = "last day" },
	[CAMPAIGN_BUDGET] = { "budget", CRM_T_MONEY, CRM_BRIEF,
	  .help = "what it may cost" },
	[CAMPAIGN_COST] = { "cost", CRM_T_MONEY, 0,
	  .help = "what it cost so far" },
	[CAMPAIGN_EXPECTED_REVENUE] = { "expected_revenue", CRM_T_MONEY, 0,
	  .help = "what it is hoped to bring" },
	[CAMPAIGN_CURRENCY] = { "currency", CRM_T_CURRENCY, 0,
	  .help = "of its amounts; else the company's" },
	[CAMPAIGN_NOTES] = { "notes", CRM_T_TEXT, CRM_LONG,
	  .help = "anything else" },
};

static int
check(struct crm *crm, struct crm_record *r)
{
	return crm_check_days(crm, r, CAMPAIGN_START, CAMPAIGN_END);
}

const struct crm_entity crm_campaign = {
	.name = "campaign", .plural = "campaigns", .title = "Campaign",
	.help = "what is done to win many at once", .number = 13,
	.flags = CRM_E_OWNED | CRM_E_FEW,
	.fields = fields, .nfields = CRM_COUNT(fields), .order = "-start,name",
	.check = check
};
