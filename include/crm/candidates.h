/*
 * What could stand where somebody is typing: the records, tags and batches
 * that begin with PREFIX, at most CRM_CANDIDATES of them.
 *
 * They are found by ranges of an index, so it costs the same in a large
 * database.  What comes out is what crm_ref_find takes, and lives until PUT
 * returns.
 *
 *	static void
 *	show(void *ctx, const char *text, const char *about)
 *	{
 *		int *n = ctx;
 *
 *		*n += *text && *about;
 *	}
 *
 *	static int
 *	count_accounts(struct crm *crm, int *n)
 *	{
 *		struct crm_candidates to = { show, n };
 *
 *		return crm_candidate_refs(crm, &crm_account, "ac", 0, &to);
 *	}
 */
#ifndef CRM_CANDIDATES_H
#define CRM_CANDIDATES_H

#include <stdbool.h>

#include "crm/crm.h"
#include "crm/entity.h"

#define CRM_CANDIDATES 50

struct crm_candidates {
	/* ABOUT says more of it: a name, an e-mail address, or "". */
	void (*put)(void *ctx, const char *text, const char *about);
	void *ctx;
};

/*
 * Records of E by login or code, name and e-mail address, each once; by id
 * when PREFIX is digits.  A name that several have, or that would be read as
 * something else, is given as an e-mail address or id.  Stages come in the
 * order of their pipelines.  FLAGS: CRM_REF_GONE, for the deleted alone.
 */
int crm_candidate_refs(struct crm *crm, const struct crm_entity *e,
		       const char *prefix, unsigned flags,
		       const struct crm_candidates *to);

/* Tags of records of E. */
int crm_candidate_tags(struct crm *crm, const struct crm_entity *e,
		       const char *prefix, const struct crm_candidates *to);

/* The newest 20 batches, or those that could be undone. */
int crm_candidate_batches(struct crm *crm, bool undoable,
			  const struct crm_candidates *to);

#endif
