/*
 * Addresses: all ways to reach a contact, account or lead besides those in
 * its own fields.
 *
 *	static struct crm_value
 *	on_of(const struct crm_record *address)
 *	{
 *		return address->v[ADDRESS_ON];
 *	}
 */
#ifndef CRM_FURTHER_ADDRESS_H
#define CRM_FURTHER_ADDRESS_H

#include "crm/entity.h"
#include "crm/record.h"

enum {
	ADDRESS_ON = CRM_F_OWN, ADDRESS_KIND, ADDRESS_VALUE, ADDRESS_LABEL,
	ADDRESS_VALID, ADDRESS_BOUNCED_AT
};

#endif
