/* Teams, as data. */
#include "crm/user.h"
#include "model/check.h"

static const struct crm_field fields[] = {
	CRM_SYSTEM_FIELDS,
	[TEAM_NAME] = { "name", CRM_T_TEXT,
	  CRM_REQUIRED | CRM_NAME | CRM_BRIEF, .help = "what it is called" },
	[TEAM_MANAGER] = { "manager", CRM_T_REF, CRM_BRIEF, .ref = "user",
	  .help = "who leads it" },
	[TEAM_PARENT] = { "parent", CRM_T_REF,
	  CRM_INDEXED | CRM_BRIEF | CRM_TREE,
	  .ref = "team", .help = "the team it is part of" },
};

static int
check(struct crm *crm, struct crm_record *r)
{
	return crm_check_tree(crm, r, TEAM_PARENT);
}

const struct crm_entity crm_team = {
	.name = "team", .plural = "teams", .title = "Team",
	.help = "groups of users", .number = 4,
	.flags = CRM_E_FEW,
	.fields = fields, .nfields = CRM_COUNT(fields), .order = "name",
	.check = check
};
