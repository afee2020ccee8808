/*
 * Territories: a tree of regions or branches, and who looks after them.
 *
 *	static struct crm_value
 *	name_of(const struct crm_record *territory)
 *	{
 *		return territory->v[TERRITORY_NAME];
 *	}
 */
#ifndef CRM_TERRITORY_H
#define CRM_TERRITORY_H

#include "crm/entity.h"
#include "crm/record.h"

enum {
	TERRITORY_NAME = CRM_F_OWN, TERRITORY_PARENT, TERRITORY_MANAGER,
	TERRITORY_FILTER, TERRITORY_NOTES
};

#endif
