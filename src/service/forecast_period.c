/* The days that a forecast is made for. */
#include <string.h>

#include "service/forecast.h"

enum { MONTHS = 6 };		/* without an end: also two fiscal quarters */

static int
read_period(int64_t *first, int64_t *last, struct crm *crm,
	    const char *option, const char *text)
{
	size_t len = strlen(text);
	const char *hint = crm_date_hint(text, len);

	if (!crm_period_read(first, last, text, len, &crm->clock))
		return 0;
	crm_failed(crm, CRM_EUSAGE, "%s: '%.40s' is no day or period",
	    option, text);
	return crm_hinted(crm, "%s", hint ? hint :
	    "write 2026-11, 2026-Q4, thismonth or today+90d");
}

int
crm_forecast_period(struct crm_forecast_period *out, struct crm *crm,
		    const struct crm_report_how *how, bool by_month)
{
	int64_t unused;
	int rc = read_period(&out->first, &out->last, crm, "from",
	    how->from ? how->from : by_month ? "thismonth" : "thisquarter");

	out->last = crm_day_add_months(out->first, MONTHS) - 1;
	if (!rc && how->to)
		rc = read_period(&unused, &out->last, crm, "to", how->to);
	if (rc)
		return rc;
	crm_day_write(out->from, out->first);
	crm_day_write(out->to, out->last);
	crm_day_write(out->today, crm->clock.today);
	if (out->first <= out->last)
		return 0;
	crm_failed(crm, CRM_EUSAGE, "the period ends on %s, before it begins"
	    " on %s", out->to, out->from);
	return crm_hinted(crm, "say when it begins with an earlier from");
}
