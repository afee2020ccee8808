/*
 * Activities: what is to be done and what was done, with whom: calls,
 * meetings, tasks, notes, touches.  One that has done_at is done.
 *
 *	static int
 *	is_done(const struct crm_record *activity)
 *	{
 *		return activity->v[ACTIVITY_DONE_AT].kind != CRM_NULL;
 *	}
 */
#ifndef CRM_ACTIVITY_H
#define CRM_ACTIVITY_H

#include "crm/entity.h"
#include "crm/record.h"

enum {
	ACTIVITY_KIND = CRM_F_OWN, ACTIVITY_SUBJECT, ACTIVITY_BODY,
	ACTIVITY_ON, ACTIVITY_WITH, ACTIVITY_DUE, ACTIVITY_START,
	ACTIVITY_MINUTES, ACTIVITY_DONE_AT, ACTIVITY_DONE_ON,
	ACTIVITY_OUTCOME, ACTIVITY_DIRECTION, ACTIVITY_CHANNEL,
	ACTIVITY_PLACE, ACTIVITY_SENTIMENT, ACTIVITY_BRAND, ACTIVITY_PAGE,
	ACTIVITY_RECURRENCE
};

/* The words of kind, ended by NULL. */
extern const char *const crm_activity_kinds[];

/*
 * Mark R, which was loaded and may have been assigned to, as done now unless
 * it is done, and save it, within the running batch.  One that comes again is
 * followed by the next: *NEXT is its id, or 0.
 */
int crm_activity_done(int64_t *next, struct crm *crm, struct crm_record *r);

#endif
