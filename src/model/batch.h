/* A running batch, as the write path sees it. */
#ifndef MODEL_BATCH_H
#define MODEL_BATCH_H

#include "crm/batch.h"
#include "model/search.h"

enum { CRM_ENTITIES = 64 };

struct crm_batch {
	const char *noun, *verb;
	struct crm_batch_how how;
	int64_t id;		/* 0 until something is written */
	int64_t added, updated, removed;
	char at[21];		/* when, as stored */
	bool running, kept;
	bool unguarded;		/* see bulk_refs.c */
	bool filling;		/* a blank database: see blank.c */
	struct crm_touched *touched;	/* lifecycle.c */
	struct crm_ahead *ahead;	/* ahead.c; or NULL */
	bool settings;		/* of the company were written */
	bool fields;		/* custom ones were written: custom.c */
	/* Of each entity, the open range of new ids; see log.c. */
	struct { int64_t from, upto; bool split; } fresh[CRM_ENTITIES];
	/* See row.c: without and with the id; which fields had a value. */
	const char *insert_sql[2][CRM_ENTITIES];
	bool *inserts[CRM_ENTITIES];
	const char *select_sql[CRM_ENTITIES];	/* see record.c */
	struct crm_search_queue search;
	bool reindex;		/* all of it instead: search_index.c */
	struct crm_buf ids;	/* printed, as ranges */
	int64_t ids_from, ids_upto;
};

/* Make the batch's own row when it isn't there yet. */
int crm_batch_need(struct crm *crm);

#endif
