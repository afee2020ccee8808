/* Audiences, as data. */
#include "crm/audience.h"

static const struct crm_field fields[] = {
	CRM_SYSTEM_FIELDS,
	[AUDIENCE_NAME] = { "name", CRM_T_TEXT, CRM_REQUIRED | CRM_NAME |
	  CRM_BRIEF, .help = "what it is called" },
	[AUDIENCE_NOTES] = { "notes", CRM_T_TEXT, CRM_LONG,
	  .help = "what it is for" },
};

const struct crm_entity crm_audience = {
	.name = "audience", .plural = "audiences", .title = "Audience",
	.help = "people who are addressed together", .number = 14,
	.flags = CRM_E_FEW,
	.fields = fields, .nfields = CRM_COUNT(fields), .order = "name"
};
