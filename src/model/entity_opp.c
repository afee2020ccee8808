/* Opportunities and their moves, as data; the rules are in opp.c. */
#include "crm/opp.h"
#include "model/lifecycle.h"
#include "model/opp_check.h"

static const char *const types[] = { "new", "renewal", "upsell", NULL };
static const char *const forecasts[] = {
	"omitted", "pipeline", "best_case", "commit", "closed", NULL
};

static const struct crm_field opp_fields[] = {
	CRM_SYSTEM_FIELDS,
	[OPP_NAME] = { "name", CRM_T_TEXT,
	  CRM_REQUIRED | CRM_NAME | CRM_BRIEF,
	  .help = "what is being sold; else account and product, or ext_id" },
	[OPP_ACCOUNT] = { "account", CRM_T_REF, CRM_INDEXED | CRM_BRIEF,
	  .ref = "account", .help = "who is buying" },
	[OPP_CONTACT] = { "contact", CRM_T_REF, CRM_INDEXED,
	  .ref = "contact", .help = "the person to talk to" },
	[OPP_PRODUCT] = { "product", CRM_T_REF, CRM_INDEXED,
	  .ref = "product", .help = "the main product" },
	[OPP_PIPELINE] = { "pipeline", CRM_T_REF, CRM_REQUIRED | CRM_INDEXED,
	  .ref = "pipeline", .help = "its pipeline; else the stage's" },
	[OPP_STAGE] = { "stage", CRM_T_REF,
	  CRM_REQUIRED | CRM_INDEXED | CRM_BRIEF, .ref = "stage",
	  .help = "how far it has come; else the pipeline's first" },
	[OPP_AMOUNT] = { "amount", CRM_T_MONEY, CRM_BRIEF,
	  .help = "expected value" },
	[OPP_CURRENCY] = { "currency", CRM_T_CURRENCY, CRM_BRIEF,
	  .help = "of the amount; else the company's" },
	[OPP_PROBABILITY] = { "probability", CRM_T_PERCENT, 0,
	  .help = "chance to win; empty: the stage's" },
	[OPP_FORECAST] = { "forecast", CRM_T_ENUM, 0, .choices = forecasts,
	  .help = "forecast category; empty: the stage's" },
	[OPP_OPENED] = { "opened", CRM_T_DATE, 0, .preset = "today",
	  .help = "the day it began" },
	[OPP_CLOSE_DATE] = { "close_date", CRM_T_DATE,
	  CRM_INDEXED | CRM_BRIEF, .help = "expected closing day" },
	[OPP_TYPE] = { "type", CRM_T_ENUM, 0, .choices = types,
	  .preset = "new", .help = "sort of deal" },
	[OPP_SOURCE] = { "source", CRM_T_TEXT, 0,
	  .help = "where it came from" },
	[OPP_CAMPAIGN] = { "campaign", CRM_T_REF, CRM_INDEXED,
	  .ref = "campaign", .help = "the campaign that brought it" },
	[OPP_COMPETITOR] = { "competitor", CRM_T_REF, CRM_INDEXED,
	  .ref = "account", .help = "who else is bidding" },
	[OPP_NEXT_STEP] = { "next_step", CRM_T_TEXT, 0,
	  .help = "what to do next" },
	[OPP_LOST_REASON] = { "lost_reason", CRM_T_TEXT, 0,
	  .help = "why it was lost" },
	[OPP_WON_ON] = { "won_on", CRM_T_DATE,
	  CRM_INDEXED | CRM_READONLY | CRM_IMPORT,
	  .help = "the day it was won" },
	[OPP_LOST_ON] = { "lost_on", CRM_T_DATE, CRM_READONLY | CRM_IMPORT,
	  .help = "the day it was lost" },
	[OPP_STAGE_SINCE] = { "stage_since", CRM_T_DATE,
	  CRM_READONLY | CRM_IMPORT, .help = "since when it is there" },
	CRM_LAST_ACTIVITY_FIELD(OPP),
	{ "weighted_amount", CRM_T_MONEY, CRM_DERIVED | CRM_READONLY,
	  .expr = "((CASE WHEN {amount} < 0 THEN -1 ELSE 1 END) *"
	  " (((CASE WHEN {amount} < 0 THEN -{amount} ELSE {amount} END) *"
	  " COALESCE({probability}, {stage.probability}) + 5000) / 10000))",
	  .help = "amount times chance" },
	{ "days_in_stage", CRM_T_INT, CRM_DERIVED | CRM_READONLY,
	  .expr = "(CASE WHEN {won_on} IS NULL AND {lost_on} IS NULL"
	  " THEN days({stage_since}, {today}) END)",
	  .help = "days since the last move; none when closed" },
	{ "age", CRM_T_INT, CRM_DERIVED | CRM_READONLY,
	  .expr = "days({opened}, COALESCE({won_on}, {lost_on}, {today}))",
	  .help = "days from opening to closing, or to today" },
};

static const struct crm_field change_fields[] = {
	CRM_SYSTEM_FIELDS,
	[CHANGE_OPP] = { "opp", CRM_T_REF,
	  CRM_REQUIRED | CRM_INDEXED | CRM_BRIEF, .ref = "opp",
	  .help = "what was moved" },
	[CHANGE_FROM] = { "from", CRM_T_REF, CRM_BRIEF, .ref = "stage",
	  .help = "the stage it left" },
	[CHANGE_TO] = { "to", CRM_T_REF, CRM_REQUIRED | CRM_BRIEF,
	  .ref = "stage", .help = "the stage it came to" },
	[CHANGE_ON] = { "on", CRM_T_DATE,
	  CRM_REQUIRED | CRM_INDEXED | CRM_BRIEF, .help = "the day" },
	[CHANGE_BY] = { "by", CRM_T_REF, CRM_BRIEF, .ref = "user",
	  .help = "who moved it" },
	[CHANGE_DAYS] = { "days", CRM_T_INT, CRM_BRIEF,
	  .help = "days it was in the stage it left" },
	[CHANGE_AMOUNT] = { "amount", CRM_T_MONEY, 0,
	  .help = "its amount then" },
	[CHANGE_CURRENCY] = { "currency", CRM_T_CURRENCY, 0,
	  .help = "of the amount" },
};

const struct crm_entity crm_opp = {
	.name = "opp", .plural = "opps", .title = "Opportunity",
	.help = "what may be sold, and how far it has come", .number = 8,
	.flags = CRM_E_OWNED,
	.fields = opp_fields, .nfields = CRM_COUNT(opp_fields),
	.order = "name",
	.worth_on = "COALESCE({won_on}, {lost_on}, {today})",
	.check = crm_opp_check, .changed = crm_opp_changed
};

const struct crm_entity crm_stage_change = {
	.name = "stage_change", .plural = "stage_changes",
	.title = "Stage change", .help = "every move of an opportunity",
	.number = 9, .flags = CRM_E_APART,
	.fields = change_fields, .nfields = CRM_COUNT(change_fields),
	.order = "on", .worth_on = "{on}"
};
