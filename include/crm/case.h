/*
 * Cases: what a customer needs help with, on whatever channel it came.
 *
 *	static struct crm_value
 *	number_of(const struct crm_record *record)
 *	{
 *		return record->v[CASE_NUMBER];
 *	}
 */
#ifndef CRM_CASE_H
#define CRM_CASE_H

#include "crm/entity.h"
#include "crm/record.h"

enum {
	CASE_NUMBER = CRM_F_OWN, CASE_SUBJECT, CASE_BODY, CASE_CONTACT,
	CASE_ACCOUNT, CASE_PRODUCT, CASE_CHANNEL, CASE_PRIORITY, CASE_STATUS,
	CASE_DUE, CASE_FIRST_RESPONSE_AT, CASE_RESOLVED_AT, CASE_RATING
};

#endif
