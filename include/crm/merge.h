/*
 * Several records that are the same thing become one.
 *
 * The winner keeps what it has, gets what it lacks from the losers, and all
 * that referred to a loser refers to it; then the losers are deleted.  It is
 * done by crm_save, within the batch that the caller has begun.
 *
 *	static int
 *	same_person(struct crm *crm, int64_t winner, int64_t loser)
 *	{
 *		struct crm_merged done;
 *
 *		return crm_merge(&done, crm, &crm_contact, winner, &loser, 1);
 *	}
 */
#ifndef CRM_MERGE_H
#define CRM_MERGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crm/crm.h"
#include "crm/entity.h"

/* What was done. */
struct crm_merged {
	size_t filled;		/* fields that the winner got */
	size_t moved;		/* records that refer to it now */
	size_t dropped;		/* deleted: they would be there twice */
	size_t cleared;		/* references that would be to themselves */
	size_t addresses;	/* added: what a loser was reached by */
};

/* Whether records of E can be merged. */
bool crm_merges(const struct crm_entity *e);

/*
 * Merge the N LOSERS, each of them once, into WINNER: CRM_EINVAL when it is
 * one of them, CRM_ECONFLICT when one is deleted or in use in a way that has
 * to be decided by somebody, CRM_ENOTFOUND.
 */
int crm_merge(struct crm_merged *done, struct crm *crm,
	      const struct crm_entity *e, int64_t winner,
	      const int64_t *losers, size_t n);

#endif
