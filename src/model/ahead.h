/*
 * What a load is about to ask its table, asked for many rows at once: which
 * records have the values that it looks by, and those records themselves.  It
 * is for an engine to which each question is a way there and back.
 *
 * It remembers answers and nothing else.  What it doesn't know is asked for by
 * whoever wants it; what the batch writes, it no longer knows.
 */
#ifndef MODEL_AHEAD_H
#define MODEL_AHEAD_H

#include "crm/arena.h"
#include "crm/buf.h"
#include "crm/map.h"
#include "crm/record.h"

struct crm_ahead {
	struct crm *crm;
	const struct crm_entity *e;
	int key;		/* the field whose records are wanted; -1 */
	struct crm_arena arena;	/* of all that is known */
	struct crm_map hits;	/* a field and a value: 1 + which of V */
	struct crm_buf v;	/* of struct crm_ahead_hit */
	struct crm_map records;	/* an id: its values, as loaded */
	bool *fields;		/* that are looked by */
};

/* From here on the running batch uses it, until crm_ahead_end. */
void crm_ahead_begin(struct crm_ahead *a, struct crm *crm,
		     const struct crm_entity *e, int key);
void crm_ahead_end(struct crm_ahead *a);

/* The next rows: forget all. */
void crm_ahead_clear(struct crm_ahead *a);
/* V, as crm_key_of has it, is going to be looked for in the field F. */
void crm_ahead_want(struct crm_ahead *a, int f, struct crm_value v);
/* Ask for all that is wanted. */
int crm_ahead_ask(struct crm_ahead *a);

/*
 * Whether it is known how many records of E, 0, 1 or 2 for more, have V in the
 * field F: *N, and their ids.  Deleted ones count for F_ID alone.
 */
bool crm_ahead_find(int64_t ids[2], int *n, struct crm *crm,
		    const struct crm_entity *e, int f, struct crm_value v);
/* The values of record ID of E, if they are known, or NULL. */
const struct crm_value *crm_ahead_record(struct crm *crm,
					 const struct crm_entity *e,
					 int64_t id);

/* R is written, or record ID is gone. */
void crm_ahead_wrote(struct crm *crm, const struct crm_record *r);
void crm_ahead_gone(struct crm *crm, const struct crm_entity *e);

#endif
