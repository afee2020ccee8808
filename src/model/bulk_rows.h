/*
 * The rows of a load, written many at once: the engine spends more on a
 * statement than on a row.
 */
#ifndef MODEL_BULK_ROWS_H
#define MODEL_BULK_ROWS_H

#include "crm/buf.h"
#include "crm/record.h"
#include "model/row.h"

enum { CRM_ROWS_AT_ONCE = 32 };

struct crm_bulk_rows {
	struct crm *crm;
	const struct crm_entity *e;
	bool *fields;		/* those that any row had a value of */
	size_t columns;		/* of one row, with its keys */
	struct crm_value v[CRM_ROWS_AT_ONCE * CRM_ROW_MAX];
	size_t n, most;		/* rows that wait, and may */
	bool guarded;		/* the engine looks what they refer to */
	int64_t from;		/* the id of the first of them */
	bool unguarded;		/* nobody looked at what they refer to */
	struct crm_buf text;	/* theirs */
	struct crm_buf into;	/* the table and its columns in use */
};

void crm_bulk_rows_begin(struct crm_bulk_rows *b, struct crm *crm,
			 const struct crm_entity *e, struct crm_arena *a);
/*
 * Take R, whose id is the one after the last; its text is copied.  KEYS holds
 * those of its keys that are known, by their fields, and nulls.
 */
int crm_bulk_rows_add(struct crm_bulk_rows *b, const struct crm_record *r,
		      const struct crm_value *keys);
/* Write the rows that wait. */
int crm_bulk_rows_flush(struct crm_bulk_rows *b);
void crm_bulk_rows_end(struct crm_bulk_rows *b);

#endif
