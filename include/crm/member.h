/*
 * Members: who is in an audience or a campaign, and how far they got.
 *
 *	static struct crm_value
 *	of_of(const struct crm_record *member)
 *	{
 *		return member->v[MEMBER_OF];
 *	}
 */
#ifndef CRM_MEMBER_H
#define CRM_MEMBER_H

#include "crm/entity.h"
#include "crm/record.h"

enum {
	MEMBER_OF = CRM_F_OWN, MEMBER_ON, MEMBER_STATUS, MEMBER_AT, MEMBER_KEY
};

#endif
