/*
 * Campaigns: what is done to win many at once, and what it costs.
 *
 *	static struct crm_value
 *	name_of(const struct crm_record *campaign)
 *	{
 *		return campaign->v[CAMPAIGN_NAME];
 *	}
 */
#ifndef CRM_CAMPAIGN_H
#define CRM_CAMPAIGN_H

#include "crm/entity.h"
#include "crm/record.h"

enum {
	CAMPAIGN_NAME = CRM_F_OWN, CAMPAIGN_KIND, CAMPAIGN_STATUS,
	CAMPAIGN_AUDIENCE, CAMPAIGN_SEGMENT, CAMPAIGN_START, CAMPAIGN_END,
	CAMPAIGN_BUDGET, CAMPAIGN_COST, CAMPAIGN_EXPECTED_REVENUE,
	CAMPAIGN_CURRENCY, CAMPAIGN_NOTES
};

#endif
