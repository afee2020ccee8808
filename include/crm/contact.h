/*
 * Contacts: the people, at an account or on their own.
 *
 * The name is kept as it was given, or made from first and last name and
 * then follows them.
 *
 *	static struct crm_value
 *	address_of(const struct crm_record *contact)
 *	{
 *		return contact->v[CONTACT_EMAIL];
 *	}
 */
#ifndef CRM_CONTACT_H
#define CRM_CONTACT_H

#include "crm/entity.h"
#include "crm/record.h"

enum {
	CONTACT_FIRST_NAME = CRM_F_OWN, CONTACT_LAST_NAME, CONTACT_NAME,
	CONTACT_EMAIL, CONTACT_PHONE, CONTACT_MOBILE, CONTACT_ACCOUNT,
	CONTACT_TITLE, CONTACT_DEPARTMENT, CONTACT_STREET, CONTACT_CITY,
	CONTACT_REGION, CONTACT_POSTCODE, CONTACT_COUNTRY, CONTACT_BIRTHDAY,
	CONTACT_LANGUAGE, CONTACT_GENDER, CONTACT_INTERESTS,
	CONTACT_PREFERRED_CHANNEL, CONTACT_SOURCE, CONTACT_REFERRED_BY,
	CONTACT_REPORTS_TO, CONTACT_NOTES, CONTACT_LIFECYCLE,
	CONTACT_QUALIFIED_ON, CONTACT_FIRST_BOUGHT, CONTACT_LAST_BOUGHT,
	CONTACT_LAST_ACTIVITY
};

#endif
