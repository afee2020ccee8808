/*
 * Segments: filters that are kept under a name, and used in others as
 * segment = NAME.
 *
 *	static struct crm_value
 *	name_of(const struct crm_record *segment)
 *	{
 *		return segment->v[SEGMENT_NAME];
 *	}
 */
#ifndef CRM_SEGMENT_H
#define CRM_SEGMENT_H

#include "crm/entity.h"
#include "crm/record.h"

enum {
	SEGMENT_NAME = CRM_F_OWN, SEGMENT_ENTITY, SEGMENT_FILTER,
	SEGMENT_NOTES
};

#endif
