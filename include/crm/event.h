/*
 * What the write path tells while it works: a listener is asked about each
 * record before it is written, and told afterwards, within the transaction.
 * Hooks are one; there is at most one, and usually none.
 *
 *	static int
 *	count(void *ctx, struct crm *crm, const struct crm_record *r,
 *	      enum crm_event event)
 *	{
 *		(void)crm;
 *		(void)r;
 *		*(int *)ctx += event == CRM_EVENT_ADD;
 *		return 0;
 *	}
 *
 *	static void
 *	listen(struct crm *crm, struct crm_listener *l, int *added)
 *	{
 *		*l = (struct crm_listener){ .after = count, .ctx = added };
 *		crm->listener = l;
 *	}
 */
#ifndef CRM_EVENT_H
#define CRM_EVENT_H

#include "crm/record.h"

enum crm_event {
	CRM_EVENT_ADD,
	CRM_EVENT_MODIFY,	/* restoring too */
	CRM_EVENT_DELETE
};

/* Each may be NULL; a code other than 0 fails the write. */
struct crm_listener {
	/*
	 * R passed its checks and will be written.  1: something is to be
	 * set first; R is then as it was before its checks, SET is called,
	 * and it is checked anew.  What follows from another write, as a
	 * move's stage_change, is not asked about.
	 */
	int (*before)(void *ctx, struct crm *crm, const struct crm_record *r,
		      enum crm_event event);
	int (*set)(void *ctx, struct crm *crm, struct crm_record *r);
	/* R was written: r->old is what was there, NULL for a new one. */
	int (*after)(void *ctx, struct crm *crm, const struct crm_record *r,
		     enum crm_event event);
	/* Around the undoing of BATCH, which goes past records: DONE last. */
	int (*undo)(void *ctx, struct crm *crm, int64_t batch, bool done);
	void *ctx;
	int depth;		/* of writes that follow from another */
};

#endif
