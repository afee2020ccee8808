/*
 * Looking after the database: what should always hold is looked at, and what
 * can be mended without losing anything is.
 *
 *	static int
 *	look(struct crm *crm, const struct crm_doctor *d)
 *	{
 *		return crm_doctor_run(crm, d, false);
 *	}
 */
#ifndef CRM_DOCTOR_H
#define CRM_DOCTOR_H

#include <stdbool.h>
#include <stdint.h>

#include "crm/crm.h"

/* Whoever is told; a code other than 0 ends the round and is returned. */
struct crm_doctor {
	/*
	 * CHECK was made; FINDING is what is wrong, NULL when nothing is; what
	 * to do comes last, or what was done when it is FIXED.
	 */
	int (*tell)(void *ctx, const char *check, bool fixed,
		    const char *finding, const char *todo);
	void *ctx;
};

/*
 * Every check of the database there is, each told at least once: database,
 * tables, indexes, references, links, log, keys, lifecycle, search, filters,
 * users.  FIX mends indexes, keys, lifecycle and the search index, each within
 * a transaction of its own; they are no part of what is logged.
 */
int crm_doctor_run(struct crm *crm, const struct crm_doctor *to, bool fix);

#endif
