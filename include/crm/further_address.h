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

#include <stdbool.h>
#include <stdint.h>

#include "crm/entity.h"
#include "crm/record.h"

enum {
	ADDRESS_ON = CRM_F_OWN, ADDRESS_KIND, ADDRESS_VALUE, ADDRESS_LABEL,
	ADDRESS_VALID, ADDRESS_BOUNCED_AT, ADDRESS_COUNTRY
};

/* Whether further addresses count as F of E: its email, phone, mobile. */
bool crm_further_has(const struct crm_entity *e, const struct crm_field *f);

/*
 * Call EACH with the id of every record of E that has one of the N KEYS as a
 * further F, as often as it has it; nothing when there are none of F.
 * Records whose country isn't known can be left out.
 */
enum crm_further_whose { CRM_FURTHER_ALL, CRM_FURTHER_WITH_COUNTRY };

int crm_further_each(struct crm *crm, const struct crm_entity *e,
		     const struct crm_field *f, const struct crm_value *keys,
		     size_t n, enum crm_further_whose whose,
		     void (*each)(void *ctx, int64_t id), void *ctx);

#endif
