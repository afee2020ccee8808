/*
 * Taking back a batch as a whole, or refusing with what stands in its way.
 *
 *	static int
 *	oops(struct crm *crm)
 *	{
 *		int64_t batch;
 *		int rc = crm_undo_last(&batch, crm);
 *
 *		return rc ? rc : crm_undo(crm, batch, NULL, NULL);
 *	}
 */
#ifndef CRM_UNDO_H
#define CRM_UNDO_H

#include <stdbool.h>
#include <stdint.h>

#include "crm/crm.h"

struct crm_undo_how {
	const char *key, *hash;		/* --batch-key, see batch.h */
	bool dry_run;
};

struct crm_undo_result {
	int64_t removed, changed, restored;	/* records */
	int64_t batch;				/* the undo's own number */
};

/*
 * The last batch that is in effect and is not itself an undo:
 * CRM_ENOTFOUND when there is none.
 */
int crm_undo_last(int64_t *batch, struct crm *crm);

/*
 * Take back BATCH, which may itself be an undo; it is a batch too.  Begins
 * and ends its own.  CRM_ENOTFOUND: no such batch; CRM_ECONFLICT: it was
 * undone already, or a later batch changed the same records or refers to
 * them, which the sentence names.  1: a batch of HOW's key is there already.
 * HOW and RESULT may be NULL.
 */
int crm_undo(struct crm *crm, int64_t batch, const struct crm_undo_how *how,
	     struct crm_undo_result *result);

#endif
