/* Relations, as data. */
#include "crm/relation.h"

#include "model/check.h"

static const char *const kinds[] = {
	"spouse", "child", "parent", "sibling", "relative", "friend",
	"colleague", "assistant", "manager", "mentor", "partner", "reseller",
	"supplier", "customer", "subsidiary", "investor", "article", "other",
	NULL
};

static const struct crm_field fields[] = {
	CRM_SYSTEM_FIELDS,
	[RELATION_FROM] = { "from", CRM_T_LINK, CRM_REQUIRED | CRM_INDEXED |
	  CRM_BRIEF, .help = "whose relation it is, as contact:5" },
	[RELATION_KIND] = { "kind", CRM_T_ENUM, CRM_BRIEF, .choices = kinds,
	  .preset = "other", .help = "what the other is to it" },
	[RELATION_TO] = { "to", CRM_T_LINK, CRM_REQUIRED | CRM_INDEXED |
	  CRM_BRIEF, .help = "the other, as account:7" },
	[RELATION_LABEL] = { "label", CRM_T_TEXT, CRM_BRIEF,
	  .help = "said more exactly" },
	[RELATION_SINCE] = { "since", CRM_T_DATE, 0, .help = "first day" },
	[RELATION_UNTIL] = { "until", CRM_T_DATE, 0, .help = "last day" },
	[RELATION_NOTES] = { "notes", CRM_T_TEXT, CRM_LONG,
	  .help = "anything else" },
};

static int
check(struct crm *crm, struct crm_record *r)
{
	int64_t other = 0;
	int rc;

	if (r->v[RELATION_FROM].kind != CRM_INT ||
	    r->v[RELATION_TO].kind != CRM_INT ||
	    r->v[CRM_F_DELETED_AT].kind != CRM_NULL)
		return 0;
	if (crm_same(r->v[RELATION_FROM], r->v[RELATION_TO])) {
		crm_failed(crm, CRM_EINVAL, "a record has no relation to"
		    " itself");
		return crm_fail_field(&crm->err, "to");
	}
	rc = crm_db_int(&other, crm->db, "SELECT \"id\" FROM \"relation\""
	    " WHERE \"from\" = $1 AND \"to\" = $2 AND \"kind\" = $3 AND"
	    " \"id\" <> $4 AND \"deleted_at\" IS NULL",
	    CRM_BIND(r->v[RELATION_FROM], r->v[RELATION_TO],
	    r->v[RELATION_KIND], crm_int(crm_record_id(r))));
	if (rc && rc != CRM_ENOTFOUND)
		return rc;
	if (!rc) {
		crm_failed(crm, CRM_ECONFLICT, "this is relation %lld"
		    " already", (long long)other);
		return crm_fail_field(&crm->err, "to");
	}
	return crm_check_days(crm, r, RELATION_SINCE, RELATION_UNTIL);
}

const struct crm_entity crm_relation = {
	.name = "relation", .plural = "relations", .title = "Relation",
	.help = "how two records belong together", .number = 18,
	.flags = CRM_E_ALONE,
	.fields = fields, .nfields = CRM_COUNT(fields), .order = "id",
	.check = check
};
