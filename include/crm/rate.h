/*
 * Exchange rates: what one unit of a currency is worth in the company's
 * own, from a day on until the next rate; see exchange.h for their use.
 *
 *	static struct crm_value
 *	currency_of(const struct crm_record *rate)
 *	{
 *		return rate->v[RATE_CURRENCY];
 *	}
 */
#ifndef CRM_RATE_H
#define CRM_RATE_H

#include "crm/entity.h"
#include "crm/record.h"

enum {
	RATE_CURRENCY = CRM_F_OWN, RATE_DATE, RATE_RATE, RATE_INVERSE,
	RATE_KEY
};

#endif
