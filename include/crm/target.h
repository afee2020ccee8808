/*
 * Targets: what a user or a team is to reach in a period; a commitment is
 * what a manager promises.
 *
 *	static struct crm_value
 *	user_of(const struct crm_record *target)
 *	{
 *		return target->v[TARGET_USER];
 *	}
 */
#ifndef CRM_TARGET_H
#define CRM_TARGET_H

#include "crm/entity.h"
#include "crm/record.h"

enum {
	TARGET_USER = CRM_F_OWN, TARGET_TEAM, TARGET_METRIC, TARGET_PERIOD,
	TARGET_FROM, TARGET_TO, TARGET_AMOUNT, TARGET_CURRENCY, TARGET_NUMBER
};

#endif
