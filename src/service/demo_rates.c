/* What dollars and francs were worth in euros, month by month. */
#include <string.h>

#include "crm/date.h"
#include "crm/rate.h"
#include "service/demo.h"

enum { MONTHS = 13 };

static int
add_rate(struct demo *d, const char *currency, int64_t day, int64_t inverse)
{
	struct crm_record *r = crm_demo_new(d, &crm_rate);
	int64_t id;

	crm_demo_text(r, RATE_CURRENCY, currency);
	crm_demo_text(r, RATE_DATE, crm_demo_day(d, day));
	/* As central banks tell them, with four decimals. */
	crm_record_set(r, RATE_INVERSE, crm_int(inverse * 100000));
	return crm_demo_save(&id, d, r);
}

int
crm_demo_rates(struct demo *d)
{
	int64_t year, day;
	int month, mday, rc = 0;

	if (strcmp(d->crm->company.currency, "EUR") != 0)
		return 0;
	crm_day_split(d->crm->clock.today, &year, &month, &mday);
	day = crm_day_make(year, month, 1);
	for (int i = MONTHS - 1; !rc && i >= 0; i--) {
		int64_t first = crm_day_add_months(day, -i);

		rc = add_rate(d, "USD", first, 10800 +
		    crm_demo_between(d, 0, 900));
		if (!rc)
			rc = add_rate(d, "CHF", first, 9300 +
			    crm_demo_between(d, 0, 300));
	}
	return rc;
}
