/*
 * Leads: who might become a customer, until that is found out.
 *
 *	static struct crm_value
 *	name_of(const struct crm_record *lead)
 *	{
 *		return lead->v[LEAD_NAME];
 *	}
 */
#ifndef CRM_LEAD_H
#define CRM_LEAD_H

#include "crm/entity.h"
#include "crm/record.h"

enum {
	LEAD_NAME = CRM_F_OWN, LEAD_COMPANY, LEAD_EMAIL, LEAD_PHONE,
	LEAD_TITLE, LEAD_CITY, LEAD_COUNTRY, LEAD_SOURCE, LEAD_CAMPAIGN,
	LEAD_STATUS, LEAD_SCORE, LEAD_NEED, LEAD_BUDGET, LEAD_CURRENCY,
	LEAD_NOTES, LEAD_LAST_ACTIVITY
};

#endif
