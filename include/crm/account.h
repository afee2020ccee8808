/*
 * Accounts: the companies that buy, supply, compete.
 *
 *	static struct crm_value
 *	parent_of(const struct crm_record *account)
 *	{
 *		return account->v[ACCOUNT_PARENT];
 *	}
 */
#ifndef CRM_ACCOUNT_H
#define CRM_ACCOUNT_H

#include "crm/entity.h"
#include "crm/record.h"

enum {
	ACCOUNT_NAME = CRM_F_OWN, ACCOUNT_KIND, ACCOUNT_INDUSTRY,
	ACCOUNT_WEBSITE, ACCOUNT_DOMAIN, ACCOUNT_PHONE, ACCOUNT_EMAIL,
	ACCOUNT_EMPLOYEES, ACCOUNT_ANNUAL_REVENUE, ACCOUNT_CURRENCY,
	ACCOUNT_STREET, ACCOUNT_CITY, ACCOUNT_REGION, ACCOUNT_POSTCODE,
	ACCOUNT_COUNTRY, ACCOUNT_PARENT, ACCOUNT_TERRITORY,
	ACCOUNT_PRIORITY, ACCOUNT_SOURCE, ACCOUNT_NOTES
};

#endif
