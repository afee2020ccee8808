/*
 * Products: what is sold, and for how much.
 *
 *	static struct crm_value
 *	price_of(const struct crm_record *product)
 *	{
 *		return product->v[PRODUCT_PRICE];
 *	}
 */
#ifndef CRM_PRODUCT_H
#define CRM_PRODUCT_H

#include "crm/entity.h"
#include "crm/record.h"

enum {
	PRODUCT_CODE = CRM_F_OWN, PRODUCT_NAME, PRODUCT_FAMILY, PRODUCT_UNIT,
	PRODUCT_PRICE, PRODUCT_COST, PRODUCT_ACTIVE
};

#endif
