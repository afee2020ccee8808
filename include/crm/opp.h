/*
 * Opportunities: what may be sold, and how far it has come.
 *
 * However a stage changes, the move is kept in stage_change, from which
 * velocity, conversion and forecast are computed; moves go through
 * crm_opp_move.
 *
 *	static int
 *	win(struct crm *crm, int64_t opp)
 *	{
 *		return crm_opp_move(crm, opp, "Won", NULL, NULL, NULL);
 *	}
 */
#ifndef CRM_OPP_H
#define CRM_OPP_H

#include <stdbool.h>
#include <stdint.h>

#include "crm/entity.h"
#include "crm/record.h"
#include "crm/stage.h"

enum {
	OPP_NAME = CRM_F_OWN, OPP_ACCOUNT, OPP_CONTACT, OPP_PRODUCT,
	OPP_PIPELINE, OPP_STAGE, OPP_AMOUNT, OPP_CURRENCY, OPP_PROBABILITY,
	OPP_FORECAST, OPP_OPENED, OPP_CLOSE_DATE, OPP_TYPE, OPP_SOURCE,
	OPP_CAMPAIGN, OPP_COMPETITOR, OPP_NEXT_STEP, OPP_LOST_REASON,
	OPP_WON_ON, OPP_LOST_ON, OPP_STAGE_SINCE, OPP_LAST_ACTIVITY
};

enum {
	CHANGE_OPP = CRM_F_OWN, CHANGE_FROM, CHANGE_TO, CHANGE_ON, CHANGE_BY,
	CHANGE_DAYS, CHANGE_AMOUNT, CHANGE_CURRENCY
};

/*
 * Move opportunity ID to STAGE (a stage of its own pipeline, by name or id)
 * on day ON (as typed, not to come, not before it was opened or came to its
 * stage; NULL for today), within the running batch.  REASON says why it was
 * lost, CRM_EUSAGE for another stage.  *DONE (may be NULL) is false when it
 * was so already.  CRM_ENOTFOUND when there is no such stage.
 */
int crm_opp_move(struct crm *crm, int64_t id, const char *stage,
		 const char *on, const char *reason, bool *done);

/* The same to the first stage of CATEGORY in its pipeline. */
int crm_opp_close(struct crm *crm, int64_t id,
		  enum crm_stage_category category, const char *on,
		  const char *reason, bool *done);

#endif
