/*
 * Relations: how two records belong together: spouse, child, partner,
 * supplier.
 *
 *	static struct crm_value
 *	from_of(const struct crm_record *relation)
 *	{
 *		return relation->v[RELATION_FROM];
 *	}
 */
#ifndef CRM_RELATION_H
#define CRM_RELATION_H

#include "crm/entity.h"
#include "crm/record.h"

enum {
	RELATION_FROM = CRM_F_OWN, RELATION_KIND, RELATION_TO, RELATION_LABEL,
	RELATION_SINCE, RELATION_UNTIL, RELATION_NOTES
};

#endif
