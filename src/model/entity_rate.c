/* Rates, as data. */
#include "crm/rate.h"

#include "model/check.h"

static const struct crm_field fields[] = {
	CRM_SYSTEM_FIELDS,
	[RATE_CURRENCY] = { "currency", CRM_T_CURRENCY, CRM_REQUIRED |
	  CRM_BRIEF, .help = "of what the rate is" },
	[RATE_DATE] = { "date", CRM_T_DATE, CRM_REQUIRED | CRM_INDEXED |
	  CRM_BRIEF, .help = "the day from which it holds" },
	[RATE_RATE] = { "rate", CRM_T_RATE, CRM_REQUIRED | CRM_BRIEF,
	  .help = "what 1 of it is worth in the company's currency" },
};

static int
check(struct crm *crm, struct crm_record *r)
{
	struct crm_value v = r->v[RATE_RATE];
	int64_t other = 0;
	int rc;

	if (v.kind == CRM_INT && v.i <= 0) {
		crm_failed(crm, CRM_EINVAL, "a rate is above 0");
		return crm_fail_field(&crm->err, "rate");
	}
	if (r->v[CRM_F_DELETED_AT].kind != CRM_NULL ||
	    r->v[RATE_DATE].kind == CRM_NULL)
		return 0;
	rc = crm_db_int(&other, crm->db, "SELECT \"id\" FROM \"rate\" WHERE"
	    " \"date\" = $1 AND \"currency\" = $2 AND \"id\" <> $3 AND"
	    " \"deleted_at\" IS NULL", CRM_BIND(r->v[RATE_DATE],
	    r->v[RATE_CURRENCY], crm_int(crm_record_id(r))));
	if (rc)
		return rc == CRM_ENOTFOUND ? 0 : rc;
	crm_failed(crm, CRM_ECONFLICT, "there is a rate of %.*s on that day:"
	    " %lld", (int)r->v[RATE_CURRENCY].len, r->v[RATE_CURRENCY].s,
	    (long long)other);
	crm_hinted(crm, "crm rate set %lld rate=...", (long long)other);
	return crm_fail_field(&crm->err, "date");
}

const struct crm_entity crm_rate = {
	.name = "rate", .plural = "rates", .title = "Rate",
	.help = "what a currency is worth on a day", .number = 23,
	.flags = CRM_E_ALONE,
	.fields = fields, .nfields = CRM_COUNT(fields),
	.order = "-date,currency", .check = check
};
