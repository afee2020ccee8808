/* Taking back a batch: what undo.c does, and what stands in its way. */
#ifndef MODEL_UNDO_H
#define MODEL_UNDO_H

#include "crm/record.h"

struct undo {
	struct crm *crm;
	int64_t batch;		/* the one to take back */
	int64_t changed, restored, removed;
	/* It changed who may write; the company; custom fields. */
	bool users, settings, fields;
	bool countries;		/* addresses are to follow */
	int64_t first, last;	/* records of the entity at hand it added */
	struct crm_arena row;
};

/*
 * undo_check.c: CRM_ECONFLICT names the later batch and the record.  Before
 * anything is done: no later batch, that is in effect, changed the same
 * records.
 */
int undo_check_later(struct undo *u);
/* Before R is written: nobody else has its unique values by now. */
int undo_check_unique(struct undo *u, const struct crm_record *r);
/* Before R is written: it is not above itself, by the CHANGED fields. */
int undo_check_trees(struct undo *u, const struct crm_record *r,
		     const bool *changed);
/* Afterwards: nothing refers to a record that isn't there. */
int undo_check_references(struct undo *u);

/* Before: the actor may take it back.  After: what follows from it. */
int undo_check_rights(struct undo *u);
int undo_after(struct undo *u);

#endif
