/*
 * Audiences: fixed lists of people who are addressed together.  Who is in
 * one is a member.
 *
 *	static struct crm_value
 *	name_of(const struct crm_record *audience)
 *	{
 *		return audience->v[AUDIENCE_NAME];
 *	}
 */
#ifndef CRM_AUDIENCE_H
#define CRM_AUDIENCE_H

#include "crm/entity.h"
#include "crm/record.h"

enum {
	AUDIENCE_NAME = CRM_F_OWN, AUDIENCE_NOTES
};

#endif
