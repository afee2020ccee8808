/* Parts of a merge, which work on its records in memory. */
#ifndef SERVICE_MERGE_H
#define SERVICE_MERGE_H

#include "crm/map.h"
#include "crm/merge.h"
#include "crm/record.h"

struct merge {
	struct crm *crm;
	const struct crm_entity *e;
	struct crm_arena a, row;
	struct crm_record *winner, **losers;
	size_t n;
	struct crm_map gone;		/* the ids of the losers */
	struct crm_merged *done;
};

/* Whether a user may set F, so that it is the record's own. */
static inline bool
merge_is_own(const struct crm_field *f)
{
	return !(f->flags & (CRM_READONLY | CRM_DERIVED));
}

static inline bool
merge_is_gone(const struct merge *m, int64_t id)
{
	return crm_map_get(&m->gone, &id, sizeof(id)) != NULL;
}

/* Whether the record ID is FROM, or above it by F: *ABOVE. */
int merge_is_above(bool *above, struct merge *m, const struct crm_field *f,
		   int64_t from, int64_t id);

/*
 * What R has is as it was given: a check() that makes fields of others, as a
 * case's account of its contact, leaves them.
 */
void merge_hold(struct crm_record *r);

/* merge_refs.c: R's references to losers are to the winner, or to nobody. */
int merge_point(struct merge *m, struct crm_record *r);
/* Those of all other records. */
int merge_point_all(struct merge *m);

/* merge_fill.c: what the winner lacks; what depends on who is above whom. */
int merge_fill(struct merge *m);
int merge_fill_trees(struct merge *m);

/* merge_reach.c: what a loser was reached by is a further address. */
int merge_reach(struct merge *m);
/* The number F of R, as it is dialled from COUNTRY. */
struct crm_value merge_number(struct crm_arena *a, const struct crm_record *r,
			      int f, struct crm_value country);
/* The same for R, an address that is going to be the winner's. */
void merge_number_moves(const struct merge *m, struct crm_record *r);

#endif
