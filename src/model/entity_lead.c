/* Leads, as data. */
#include "crm/lead.h"

#include "model/check.h"
#include "model/further_country.h"
#include "model/lifecycle.h"

static const char *const statuses[] = {
	"new", "working", "qualified", "unqualified", "converted", NULL
};

static const struct crm_field fields[] = {
	CRM_SYSTEM_FIELDS,
	[LEAD_NAME] = { "name", CRM_T_TEXT, CRM_REQUIRED | CRM_NAME |
	  CRM_BRIEF, .help = "whole name of the person" },
	[LEAD_COMPANY] = { "company", CRM_T_TEXT, CRM_BRIEF,
	  .help = "where they work" },
	[LEAD_EMAIL] = { "email", CRM_T_EMAIL, CRM_INDEXED | CRM_BRIEF,
	  .help = "e-mail address" },
	[LEAD_PHONE] = { "phone", CRM_T_PHONE, 0, .help = "number" },
	[LEAD_TITLE] = { "title", CRM_T_TEXT, 0,
	  .help = "what they are there" },
	[LEAD_CITY] = { "city", CRM_T_TEXT, 0, .help = "city" },
	[LEAD_COUNTRY] = { "country", CRM_T_TEXT, 0,
	  .help = "ISO 3166 code when it is known" },
	[LEAD_SOURCE] = { "source", CRM_T_TEXT, 0,
	  .help = "where the lead came from" },
	[LEAD_CAMPAIGN] = { "campaign", CRM_T_REF, CRM_INDEXED,
	  .ref = "campaign", .help = "the campaign that brought it" },
	[LEAD_STATUS] = { "status", CRM_T_ENUM, CRM_BRIEF, .choices = statuses,
	  .preset = "new", .help = "how far it is" },
	[LEAD_SCORE] = { "score", CRM_T_INT, CRM_BRIEF,
	  .help = "how promising it is, more is better" },
	[LEAD_NEED] = { "need", CRM_T_TEXT, 0, .help = "what they need" },
	[LEAD_BUDGET] = { "budget", CRM_T_MONEY, 0,
	  .help = "what they may spend" },
	[LEAD_CURRENCY] = { "currency", CRM_T_CURRENCY, 0,
	  .help = "of the budget; else the company's" },
	[LEAD_NOTES] = { "notes", CRM_T_TEXT, CRM_LONG,
	  .help = "anything else" },
	CRM_LAST_ACTIVITY_FIELD(LEAD),
};

static int
check(struct crm *crm, struct crm_record *r)
{
	return crm_check_country(crm, r, LEAD_COUNTRY);
}

const struct crm_entity crm_lead = {
	.name = "lead", .plural = "leads", .title = "Lead",
	.help = "who might become a customer", .number = 12,
	.flags = CRM_E_OWNED,
	.fields = fields, .nfields = CRM_COUNT(fields), .order = "-score,name",
	.check = check, .changed = crm_further_follow
};
