/*
 * A database as JSON lines, and back: what a dump holds is loaded into a blank
 * database and dumped again to the same bytes.  See crm-dump(1).
 *
 *	static int
 *	copy_out(struct crm *crm, int fd)
 *	{
 *		struct crm_dump_how how = { .fd = fd };
 *		int64_t records;
 *
 *		return crm_dump(&records, crm, &how);
 *	}
 */
#ifndef CRM_DUMP_H
#define CRM_DUMP_H

#include <stdbool.h>
#include <stdint.h>

#include "crm/crm.h"

struct crm_dump_how {
	int fd;			/* where it goes */
	bool history;		/* revisions and the log, too */
};

/* All of it in one snapshot, whatever is written meanwhile. */
int crm_dump(int64_t *records, struct crm *crm,
	     const struct crm_dump_how *how);

struct crm_load_how {
	int fd;				/* where it comes from */
	const char *name;		/* of the input, in messages */
	bool dry_run;
	const char *hash, *batch_key;	/* of the batch */
	/* Lines done and the share of the input read, 0-1000; or NULL. */
	void (*progress)(void *ctx, int64_t lines, int permille);
	void *ctx;
};

struct crm_load_result {
	int64_t records, batch;	/* no batch: the history was loaded, too */
	bool replayed;		/* a batch of this key was there already */
	bool stranger;		/* the actor is no user of what was loaded */
};

/*
 * Into a blank database, in one transaction.  CRM_ECONFLICT when it isn't
 * blank; CRM_EINVAL with err->line for what is no dump, not whole, or holds
 * what can't be; CRM_ENODB when a newer program made it.
 */
int crm_load(struct crm_load_result *out, struct crm *crm,
	     const struct crm_load_how *how);

#endif
