/*
 * A load, as its parts see it; and one that trusts.
 *
 * To look at each unique value takes memory for each record.  Where it costs
 * nothing to begin again, they are trusted to be different, and the engine
 * finds out when it makes the indexes.
 */
#ifndef MODEL_BULK_TRUST_H
#define MODEL_BULK_TRUST_H

#include "crm/bulk.h"
#include "model/bulk_keys.h"
#include "model/bulk_rows.h"
#include "model/bulk_tags.h"

struct crm_bulk {
	struct crm *crm;
	const struct crm_entity *e;
	struct crm_arena arena;
	bool deferred;			/* the table was empty */
	bool indexless;			/* indexes are to be made */
	bool trusting;
	bool *doubled;			/* see struct crm_bulk_how */
	bool *dropped;			/* of which fields */
	bool dumped, unlogged;		/* see struct crm_bulk_how */
	int64_t next;			/* id; 0: the engine's */
	int64_t clash;
	struct crm_runs runs;
	struct crm_keys *keys;		/* when deferred */
	size_t nkeys;
	struct crm_value *found;	/* values watched, of the row in hand */
	struct crm_bulk_rows *rows;	/* or NULL: one by one */
	struct crm_bulk_tags tags;
};

/*
 * Before indexes are made: what they won't tell was right, too.  CRM_ECONFLICT
 * when two records have one key.
 */
int crm_bulk_trusted(struct crm_bulk *b);

#endif
