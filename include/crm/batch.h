/*
 * A batch: all that one command writes, in one transaction, in the log as
 * one thing that can be undone.
 *
 * A batch that wrote nothing leaves no trace.
 *
 *	static int
 *	add_one(struct crm *crm, struct crm_record *r)
 *	{
 *		int rc = crm_batch_begin(crm, "account", "add", NULL);
 *
 *		if (rc)
 *			return rc;
 *		return crm_batch_end(crm, crm_save(crm, r));
 *	}
 */
#ifndef CRM_BATCH_H
#define CRM_BATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "crm/crm.h"
#include "crm/record.h"

struct crm_batch_how {
	const char *options;	/* names of the options, never values */
	const char *hash;	/* of all arguments and input; with a key */
	const char *key;	/* --batch-key, or NULL */
	bool dry_run;		/* roll back at the end */
	int64_t undoes;		/* the batch that it takes back; 0: none */
};

/*
 * Begin a write: the actor must be allowed to.  Returns 1, with nothing
 * begun, when a batch of the same key and arguments is there:
 * crm_batch_replay then gives its ids.  CRM_ECONFLICT when it had other
 * arguments or was undone.
 */
int crm_batch_begin(struct crm *crm, const char *noun, const char *verb,
		    const struct crm_batch_how *how);

/* Commit when CODE is 0; returns CODE or the failure of the commit. */
int crm_batch_end(struct crm *crm, int code);

/*
 * After a batch that came to CODE: whether it failed only because of what
 * others wrote meanwhile, and is to be done again from crm_batch_begin on.
 * *TRIES is 0 at first; it ends with the time to wait for others.
 */
bool crm_batch_again(struct crm *crm, int code, int *tries);

/* The number of the running or last batch; 0 when it wrote nothing. */
int64_t crm_batch_id(const struct crm *crm);

/* The same once it is committed; before, or if it wasn't, 0. */
int64_t crm_batch_kept(const struct crm *crm);

/* Remember that the command prints ID (kept as ranges, in order). */
void crm_batch_print(struct crm *crm, int64_t id);

/* Call EACH for the ids that the batch of KEY printed, in order. */
int crm_batch_replay(struct crm *crm, const char *key,
		     int (*each)(void *ctx, int64_t id), void *ctx);

#endif
