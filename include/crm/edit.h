/*
 * Records in an editor: their fields as text, and the text back into them.
 *
 * Only what differs from the text that was given out is assigned, so that
 * nothing changes by having been shown; a record that somebody else has
 * changed meanwhile is a conflict.
 *
 *	static int
 *	show_for_edit(struct crm *crm, struct crm_buf *out, int64_t id)
 *	{
 *		struct crm_edit_what what = { crm_entity_of(crm,
 *		    &crm_contact), NULL };
 *
 *		return crm_edit_write(out, crm, &what, &id, 1);
 *	}
 */
#ifndef CRM_EDIT_H
#define CRM_EDIT_H

#include "crm/crm.h"
#include "crm/edit_text.h"
#include "crm/entity.h"

struct crm_edit_what {
	const struct crm_entity *entity;
	/* "name,phone"; NULL: all that may be set but sensitive ones. */
	const char *only;
};

/* Append the N records IDS, and what their fields are as remarks. */
int crm_edit_write(struct crm_buf *out, struct crm *crm,
		   const struct crm_edit_what *what, const int64_t *ids,
		   size_t n);

/* The entity that the first heading of T names, or NULL. */
const struct crm_entity *crm_edit_entity(const struct crm *crm,
					 const struct crm_edit_text *t);

/*
 * Within a batch: save what differs in NOW from WAS, or from the records as
 * they are when that is NULL.  What is wrong is told to W, line by line, and
 * the first failure is returned.  DONE is called for each record that NOW
 * names: whether it was changed, and its warning or NULL.
 */
int crm_edit_save(struct crm *crm, const struct crm_entity *e,
		  const struct crm_edit_text *now,
		  const struct crm_edit_text *was, struct crm_edit_wrong *w,
		  void (*done)(void *ctx, int64_t id, bool changed,
			       const char *warning), void *ctx);

#endif
