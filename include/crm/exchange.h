/*
 * Amounts in another currency, at the rates of their days.
 *
 * Rates tell what a currency is worth in the company's (rate.h), so that the
 * way from one to another leads over that.  A rate holds from its day on
 * until the next one.  Those of a currency are read when it is first met.
 *
 *	static int
 *	in_euros(struct crm *crm, int64_t *amount, const char *currency)
 *	{
 *		struct crm_exchange *x;
 *		int rc = crm_exchange_new(&x, crm, "EUR", &crm->arena);
 *
 *		if (!rc)
 *			rc = crm_exchange(amount, x, crm_text(currency),
 *			    crm_null());
 *		crm_exchange_free(x);
 *		return rc;
 *	}
 */
#ifndef CRM_EXCHANGE_H
#define CRM_EXCHANGE_H

#include <stdint.h>

#include "crm/arena.h"
#include "crm/crm.h"
#include "crm/value.h"

struct crm_exchange;

/*
 * Into the currency TO; or into that of "EUR@2026-11-01", at the rates of that
 * day whatever day is asked for (a day word of crm-filter(7)).  CRM_EUSAGE.
 * *OUT lives in A and is to be freed also after a failure; NULL is nothing to
 * free.  A connection has one at a time, made before crm_db_begin_read.
 */
int crm_exchange_new(struct crm_exchange **out, struct crm *crm,
		     const char *to, struct crm_arena *a);
void crm_exchange_free(struct crm_exchange *x);

/* What it goes into: "EUR". */
const char *crm_exchange_currency(const struct crm_exchange *x);

/*
 * *AMOUNT of CURRENCY (null: the company's), in minor units, as on DAY (null:
 * today), rounded half away from zero.  CRM_ENOTFOUND when there is no rate of
 * that day or before, CRM_EINVAL when it gets too large.
 */
int crm_exchange(int64_t *amount, struct crm_exchange *x,
		 struct crm_value currency, struct crm_value day);

/*
 * For SQL: see to it that the temporary table "exchange" has the row
 * (currency, day, num, den) by which share(amount, num, den) is the same.
 */
int crm_exchange_need(struct crm_exchange *x, struct crm_value currency,
		      struct crm_value day);
/* The day for all amounts; null when each has its own. */
struct crm_value crm_exchange_day(const struct crm_exchange *x);

#endif
