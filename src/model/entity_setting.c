/*
 * What the company has in common: (name, value).  A row is never changed: a
 * new one takes its place, so that undo is what it is for every row.
 */
#include "model/setting.h"

static const struct crm_field fields[] = {
	CRM_SYSTEM_FIELDS,
	[SETTING_NAME] = { "name", CRM_T_TEXT, CRM_REQUIRED | CRM_UNIQUE,
	  .help = "which setting" },
	[SETTING_VALUE] = { "value", CRM_T_TEXT, CRM_REQUIRED,
	  .help = "what it is" },
};

const struct crm_entity crm_setting = {
	.name = "setting", .plural = "settings", .title = "Setting",
	.help = "what the company has in common", .number = 26,
	.flags = CRM_E_PLAIN,
	.fields = fields, .nfields = CRM_COUNT(fields), .order = "name"
};
