/*
 * A filter on a record in memory: the same language and the same answers as
 * in a list, but of the record as it is at hand, written or not.
 *
 * What is asked of the record's own fields is answered in memory; what leads
 * to other records, and what is computed, the database answers, with the
 * record at hand in place of the one that it has.  A path that comes back to
 * the record from another one finds it as it is written.
 *
 * A rule may also ask what the record was before it was changed: old.stage,
 * [old.amount], changed(owner).  A new one was nothing, and changed where it
 * has something.
 *
 *	static int
 *	is_hot(bool *hot, struct crm *crm, const struct crm_record *opp)
 *	{
 *		struct crm_match *m;
 *		int rc = crm_match_new(&m, crm, &crm_opp,
 *		    "amount > 50k and account.priority = A", NULL,
 *		    &crm->arena);
 *
 *		return rc ? rc : crm_match(hot, m, opp);
 *	}
 */
#ifndef CRM_MATCH_H
#define CRM_MATCH_H

#include <stdbool.h>

#include "crm/arena.h"
#include "crm/crm.h"
#include "crm/entity.h"
#include "crm/record.h"

struct crm_match;

/*
 * Read EXPR as a filter of records of E; it lives in A.  PARAMS are names and
 * values in turn, ended by NULL, or NULL.  CRM_EUSAGE as crm_query_where.
 */
int crm_match_new(struct crm_match **out, struct crm *crm,
		  const struct crm_entity *e, const char *expr,
		  const char *const *params, struct crm_arena *a);

/* Whether it holds for R, a record of that entity. */
int crm_match(bool *out, struct crm_match *m, const struct crm_record *r);

#endif
