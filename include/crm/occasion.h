/*
 * Occasions: days to think of, of any record: birthdays, anniversaries,
 * renewals.
 *
 *	static struct crm_value
 *	on_of(const struct crm_record *occasion)
 *	{
 *		return occasion->v[OCCASION_ON];
 *	}
 */
#ifndef CRM_OCCASION_H
#define CRM_OCCASION_H

#include "crm/entity.h"
#include "crm/record.h"

enum {
	OCCASION_ON = CRM_F_OWN, OCCASION_KIND, OCCASION_LABEL, OCCASION_DATE,
	OCCASION_YEARLY, OCCASION_NEXT_ON, OCCASION_AGE, OCCASION_TURNS,
	OCCASION_NOTES
};

#endif
