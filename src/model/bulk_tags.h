/*
 * The labels of a load: many are written with one statement, for the engine
 * spends more on a statement than on such a small row.
 */
#ifndef MODEL_BULK_TAGS_H
#define MODEL_BULK_TAGS_H

#include <stdbool.h>

#include "crm/buf.h"
#include "crm/crm.h"
#include "crm/value.h"

enum { CRM_TAGS_AT_ONCE = 32 };

struct crm_bulk_tags {
	struct crm *crm;
	size_t most;		/* to gather: CRM_TAGS_AT_ONCE, or 1 */
	struct { int64_t record; int set; size_t at, len; } v[CRM_TAGS_AT_ONCE];
	size_t n;
	bool claimed;		/* the table: nobody else adds to it */
	struct crm_buf text;
};

/* The labels TAGS of the new record ID, for crm_field_set SET. */
int crm_bulk_tags_add(struct crm_bulk_tags *t, int64_t id, int set,
		      struct crm_value tags);
/* Write what has gathered. */
int crm_bulk_tags_flush(struct crm_bulk_tags *t);

#endif
