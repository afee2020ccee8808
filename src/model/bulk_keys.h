/*
 * What a load remembers of the records it added: which ids they have, and
 * which values of a field are taken, in some 7 bytes a record.
 */
#ifndef MODEL_BULK_KEYS_H
#define MODEL_BULK_KEYS_H

#include "crm/buf.h"
#include "crm/crm.h"
#include "crm/record.h"

/* From the NTH record on, ids and marks count up by one. */
struct crm_run {
	int64_t nth, id, mark;
};

struct crm_runs {
	struct crm_buf runs;	/* of struct crm_run */
	int64_t n;		/* records */
};

void crm_runs_add(struct crm_runs *r, int64_t id, int64_t mark);
int64_t crm_runs_id(const struct crm_runs *r, int64_t nth);
/* -1 when the id is not among them. */
int64_t crm_runs_mark(const struct crm_runs *r, int64_t id);

/* The values of one field, by their hashes. */
struct crm_keys {
	int field;
	int64_t expected;	/* about how many will come */
	struct crm_buf tables;
	const char *sql;	/* reads the value of an id */
	struct crm_bulk_rows *rows;	/* that may not be written yet */
};

/* The value by which field F of R is compared: its key, if it has one. */
struct crm_value crm_key_of(const struct crm_record *r, int f);

/*
 * The record among RUNS that has V: CRM_ENOTFOUND.  Equal hashes are made
 * sure of in the table, so V is compared exactly.
 */
int crm_keys_find(int64_t *id, struct crm *crm, const struct crm_keys *k,
		  const struct crm_runs *runs, struct crm_value v);
/* V belongs to the NTH record. */
void crm_keys_add(struct crm_keys *k, struct crm_value v, int64_t nth);
void crm_keys_free(struct crm_keys *k);

#endif
