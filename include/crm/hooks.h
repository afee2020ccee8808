/*
 * Hooks: programs in a folder, which are asked before records change and told
 * afterwards: pre-add, pre-modify, pre-delete, post-change; of an import, in
 * their place, pre-import and post-import.
 *
 * A write is done twice when somebody is to be asked: once to see what it
 * would change, which is taken back; then the hooks run, while nobody waits
 * for the database; then in earnest, where everything must be as the hooks
 * saw it.  Without hooks it is done once.
 *
 *	static int
 *	write_with_hooks(struct crm *crm, int (*work)(void *ctx), void *ctx)
 *	{
 *		struct crm_hooks_how how = {
 *			.folder = "/etc/crm/hooks", .seconds = 30
 *		};
 *		struct crm_hooks *h;
 *		int rc = crm_hooks_open(&h, crm, &how);
 *
 *		if (!rc)
 *			rc = crm_hooks_write(h, crm, "contact", "add", NULL,
 *			    work, ctx);
 *		crm_hooks_close(h);
 *		return rc;
 *	}
 */
#ifndef CRM_HOOKS_H
#define CRM_HOOKS_H

#include <stdbool.h>
#include <stdint.h>

#include "crm/batch.h"
#include "crm/crm.h"
#include "crm/undo.h"

enum { CRM_HOOKS_DEPTH = 4 };

struct crm_hooks_how {
	const char *folder;
	int64_t seconds;	/* that one of them may take */
	int depth;		/* of hooks around this command */
	const char *const *environment;	/* "NAME=value", NULL-ended; or NULL */
};

struct crm_hooks;

/*
 * *OUT is NULL when the folder has none, which one access() says where there
 * is no folder.  CRM_EREFUSED when others could write one of them, or the
 * folder, and when hooks call each other too deep.
 */
int crm_hooks_open(struct crm_hooks **out, struct crm *crm,
		   const struct crm_hooks_how *how);
/* H may be NULL. */
void crm_hooks_close(struct crm_hooks *h);

/*
 * WORK in a batch: as crm_batch_begin, WORK, crm_batch_end.  CRM_EREFUSED
 * when a hook says no; CRM_ECONFLICT when what it saw was changed meanwhile.
 * WORK may be called twice: it begins anew each time.  H may be NULL.
 */
int crm_hooks_write(struct crm_hooks *h, struct crm *crm, const char *noun,
		    const char *verb, const struct crm_batch_how *how,
		    int (*work)(void *ctx), void *ctx);
/* True while WORK is called to see what it would do. */
bool crm_hooks_planning(const struct crm_hooks *h);

/* crm_undo, of which hooks are told: nobody is asked.  H may be NULL. */
int crm_hooks_undo(struct crm_hooks *h, struct crm *crm, int64_t batch,
		   const struct crm_undo_how *how,
		   struct crm_undo_result *result);

#endif
