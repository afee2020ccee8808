/* Members, as data. */
#include "crm/member.h"

#include "model/batch.h"

static const char *const of_what[] = {
	"audience", "campaign", NULL
};

static const char *const on_what[] = {
	"contact", "account", "lead", "user", NULL
};

static const char *const statuses[] = {
	"targeted", "sent", "opened", "clicked", "responded", "converted",
	"bounced", "unsubscribed", NULL
};

static const char *const parts[] = { "of", "on", NULL };

static const struct crm_field fields[] = {
	CRM_SYSTEM_FIELDS,
	[MEMBER_OF] = { "of", CRM_T_LINK, CRM_REQUIRED | CRM_INDEXED |
	  CRM_BRIEF, .choices = of_what,
	  .help = "the audience or campaign, as audience:3" },
	[MEMBER_ON] = { "on", CRM_T_LINK, CRM_REQUIRED | CRM_INDEXED |
	  CRM_BRIEF, .choices = on_what, .help = "who it is, as contact:5" },
	[MEMBER_STATUS] = { "status", CRM_T_ENUM, CRM_BRIEF,
	  .choices = statuses, .preset = "targeted",
	  .help = "how far they got" },
	[MEMBER_AT] = { "at", CRM_T_TIME, CRM_BRIEF,
	  .help = "when they got there" },
	[MEMBER_KEY] = { "key", CRM_T_TEXT, CRM_REQUIRED | CRM_UNIQUE |
	  CRM_READONLY | CRM_JOINED, .choices = parts,
	  .help = "of and on, as audience:3@contact:5" },
};

static int
check(struct crm *crm, struct crm_record *r)
{
	if (!r->given[MEMBER_AT] && (!r->old || !crm_same(r->v[MEMBER_STATUS],
	    r->old[MEMBER_STATUS])))
		r->v[MEMBER_AT] = crm_text(crm->batch->at);
	return 0;
}

const struct crm_entity crm_member = {
	.name = "member", .plural = "members", .title = "Member",
	.help = "who is in an audience or a campaign", .number = 15,
	.fields = fields, .nfields = CRM_COUNT(fields), .order = "id",
	.check = check
};
