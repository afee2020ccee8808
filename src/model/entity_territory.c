/* Territories, as data. */
#include "crm/territory.h"

#include "model/check.h"

static const struct crm_field fields[] = {
	CRM_SYSTEM_FIELDS,
	[TERRITORY_NAME] = { "name", CRM_T_TEXT, CRM_REQUIRED | CRM_NAME |
	  CRM_BRIEF, .help = "what it is called" },
	[TERRITORY_PARENT] = { "parent", CRM_T_REF, CRM_TREE | CRM_BRIEF,
	  .ref = "territory", .help = "what it is a part of" },
	[TERRITORY_MANAGER] = { "manager", CRM_T_REF, CRM_BRIEF, .ref = "user",
	  .help = "who looks after it" },
	[TERRITORY_FILTER] = { "filter", CRM_T_TEXT, CRM_BRIEF,
	  .help = "the accounts that belong to it, as a filter" },
	[TERRITORY_NOTES] = { "notes", CRM_T_TEXT, CRM_LONG,
	  .help = "anything else" },
};

static int
check(struct crm *crm, struct crm_record *r)
{
	int rc = crm_check_filter(crm, r, TERRITORY_FILTER, &crm_account);

	return rc ? rc : crm_check_tree(crm, r, TERRITORY_PARENT);
}

const struct crm_entity crm_territory = {
	.name = "territory", .plural = "territories", .title = "Territory",
	.help = "who looks after which customers", .number = 21,
	.flags = CRM_E_FEW,
	.fields = fields, .nfields = CRM_COUNT(fields), .order = "name",
	.check = check
};
