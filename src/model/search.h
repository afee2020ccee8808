/*
 * Keeping the full text index: what a record is found by, and how what is
 * written to records gets there.
 *
 * The index holds words but not whose they were, so they leave it by being
 * named once more: every writer hands over what was there and what is there
 * now.  That waits in the batch, for the engine wants it in the order of its
 * rows, and is written by and by and at the end.
 */
#ifndef MODEL_SEARCH_H
#define MODEL_SEARCH_H

#include "crm/buf.h"
#include "crm/db.h"
#include "crm/record.h"
#include "model/row.h"

/* The part of the index that F of E goes to; -1: it is no text to be found. */
int crm_search_part(const struct crm_entity *e, const struct crm_field *f);

/* The fields of an entity that are found by, part by part. */
struct crm_search_plan {
	const struct crm_entity *e;
	int end[CRM_SEARCH_PARTS];	/* in FIELDS */
	short fields[CRM_ROW_MAX];
};

/* Make P the plan of E, if it isn't yet. */
void crm_search_plan(struct crm_search_plan *p, const struct crm_entity *e);

/* Append the words of the record V in PART; none of a deleted one. */
void crm_search_words(struct crm_buf *out, const struct crm_search_plan *p,
		      const struct crm_value *v, int part);

/* How much of S, a web address, says nothing: https://www. */
size_t crm_search_bare(const char *s, size_t len);

/* What is to be written, first things first. */
struct crm_search_queue {
	struct crm_buf entries, text;
	struct crm_search_plan plan;	/* of the last one */
};

/* The words of V are to come to the index, or to leave it. */
void crm_search_queue_add(struct crm_search_queue *q,
			  const struct crm_entity *e,
			  const struct crm_value *v, bool comes);
/* So much that it should be written. */
bool crm_search_queue_full(const struct crm_search_queue *q);
int crm_search_queue_flush(struct crm_search_queue *q, struct crm_db *db);
void crm_search_queue_free(struct crm_search_queue *q);

/* R was written in the running batch: r->old was there, nothing if NULL. */
int crm_search_changed(struct crm *crm, const struct crm_record *r);

/*
 * Before (DONE false) and after BATCH is taken back: the records that it
 * touched leave the index as they are, and come to it as they are then.
 */
int crm_search_undo(struct crm *crm, int64_t batch, bool done);

/*
 * The catalogue was BEFORE: when a field that has values is now found by, or
 * no more, the batch ends with making the index anew.
 */
int crm_search_fields(struct crm *crm,
		      const struct crm_entity *const *before);

/* The end of the batch, which is kept: what waits is written. */
int crm_search_end(struct crm *crm);

#endif
