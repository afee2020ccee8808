/* Rates, as data. */
#include "crm/rate.h"

#include <string.h>

#include "crm/number.h"
#include "model/check.h"

enum { ONE = 1000000000 };		/* 1, as rates are kept */

static const char *const parts[] = { "currency", "date", NULL };

static const struct crm_field fields[] = {
	CRM_SYSTEM_FIELDS,
	[RATE_CURRENCY] = { "currency", CRM_T_CURRENCY, CRM_REQUIRED |
	  CRM_BRIEF, .help = "of what the rate is" },
	[RATE_DATE] = { "date", CRM_T_DATE, CRM_REQUIRED | CRM_BRIEF,
	  .help = "the day from which it holds" },
	[RATE_RATE] = { "rate", CRM_T_RATE, CRM_REQUIRED | CRM_BRIEF,
	  .help = "what 1 of it is worth in the company's currency" },
	[RATE_INVERSE] = { "inverse", CRM_T_RATE, 0,
	  .help = "or how much of it 1 of the company's currency is worth" },
	[RATE_KEY] = { "key", CRM_T_TEXT, CRM_REQUIRED | CRM_UNIQUE |
	  CRM_READONLY | CRM_JOINED, .choices = parts,
	  .help = "currency and date, as USD@2026-11-20" },
};

static int
wrong(struct crm *crm, const char *field, const char *what, const char *hint)
{
	crm_failed(crm, CRM_EINVAL, "%s", what);
	if (hint)
		crm_hinted(crm, "%s", hint);
	return crm_fail_field(&crm->err, field);
}

static int
check_range(struct crm *crm, const struct crm_record *r, int f)
{
	if (r->v[f].kind != CRM_INT || r->v[f].i > 0)
		return 0;
	return wrong(crm, fields[f].name, "a rate is above 0", NULL);
}

static bool
is_new(const struct crm_record *r, int f)
{
	return !r->old || !crm_same(r->v[f], r->old[f]);
}

/*
 * Whichever is given anew decides: of one that came as an inverse, that is
 * what amounts are divided by, and the rate is what it comes to.
 */
static int
check_inverse(struct crm *crm, struct crm_record *r)
{
	struct crm_value *rate = &r->v[RATE_RATE];
	struct crm_value *inverse = &r->v[RATE_INVERSE];
	int64_t is;

	if (inverse->kind != CRM_INT)
		return 0;
	is = crm_share(ONE, ONE, inverse->i);
	if (is > CRM_NUMBER_MAX)
		return wrong(crm, "inverse", "the inverse is too small",
		    NULL);
	if (rate->kind == CRM_INT && rate->i != is &&
	    (r->given[RATE_RATE] || is_new(r, RATE_RATE))) {
		if (r->given[RATE_INVERSE])
			return wrong(crm, "inverse", "rate and inverse don't"
			    " agree", "give one of them");
		*inverse = crm_null();
	} else if (rate->kind != CRM_INT || is_new(r, RATE_INVERSE)) {
		*rate = crm_int(is);
	}
	return 0;
}

/* 1 EUR is 1 EUR. */
static int
check_home(struct crm *crm, const struct crm_record *r)
{
	struct crm_value rate = r->v[RATE_RATE];

	if (!crm_same(r->v[RATE_CURRENCY], crm_text(crm->company.currency)) ||
	    rate.kind != CRM_INT || rate.i == ONE)
		return 0;
	return wrong(crm, "rate", "this is the company's own currency, whose"
	    " rate is 1", "rates are of other currencies: crm help rate");
}

static int
check(struct crm *crm, struct crm_record *r)
{
	int rc = check_range(crm, r, RATE_RATE);

	if (!rc)
		rc = check_range(crm, r, RATE_INVERSE);
	if (!rc)
		rc = check_inverse(crm, r);
	return rc ? rc : check_home(crm, r);
}

const struct crm_entity crm_rate = {
	.name = "rate", .plural = "rates", .title = "Rate",
	.help = "what a currency is worth on a day", .number = 23,
	.flags = CRM_E_APART,
	.fields = fields, .nfields = CRM_COUNT(fields),
	.order = "-date,currency", .check = check
};
