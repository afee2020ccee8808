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
};

static int
check(struct crm *crm, struct crm_record *r)
{
	int64_t other = 0;
	int rc;

	if (!r->given[MEMBER_AT] && (!r->old || !crm_same(r->v[MEMBER_STATUS],
	    r->old[MEMBER_STATUS])))
		r->v[MEMBER_AT] = crm_text(crm->batch->at);
	if (r->v[CRM_F_DELETED_AT].kind != CRM_NULL)
		return 0;
	rc = crm_db_int(&other, crm->db, "SELECT \"id\" FROM \"member\" WHERE"
	    " \"on\" = $1 AND \"of\" = $2 AND \"id\" <> $3 AND"
	    " \"deleted_at\" IS NULL", CRM_BIND(r->v[MEMBER_ON],
	    r->v[MEMBER_OF], crm_int(crm_record_id(r))));
	if (rc)
		return rc == CRM_ENOTFOUND ? 0 : rc;
	crm_failed(crm, CRM_ECONFLICT, "is a member already: %lld",
	    (long long)other);
	return crm_fail_field(&crm->err, "on");
}

const struct crm_entity crm_member = {
	.name = "member", .plural = "members", .title = "Member",
	.help = "who is in an audience or a campaign", .number = 15,
	.flags = CRM_E_ALONE,
	.fields = fields, .nfields = CRM_COUNT(fields), .order = "id",
	.check = check
};
