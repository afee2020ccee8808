/*
 * The change log: who changed which record in which batch, and what was
 * there before.  One row per record and batch; a run of inserts is one row
 * with a range of ids.  Only log*.c reads the text of "old".
 */
#ifndef MODEL_LOG_H
#define MODEL_LOG_H

#include "crm/batch.h"
#include "crm/buf.h"
#include "crm/record.h"

/* A record came to be; contiguous ids of an entity become one row. */
int crm_log_added(struct crm *crm, const struct crm_entity *e, int64_t id);

/* The last record of E that the batch added, or 0. */
int64_t crm_log_last(const struct crm *crm, const struct crm_entity *e);

/*
 * A record was changed: OLD holds the changed columns (crm_old_add).  What
 * this batch changed before keeps its first old value.
 */
int crm_log_changed(struct crm *crm, const struct crm_entity *e, int64_t id,
		    struct crm_value owner, const struct crm_buf *old);

/* A row was removed; OLD holds all of it. */
int crm_log_removed(struct crm *crm, const struct crm_entity *e, int64_t id,
		    struct crm_value owner, const struct crm_buf *old);

/* Write the ranges that are still open. */
int crm_log_flush(struct crm *crm);

/* Append one column with its old value. */
void crm_old_add(struct crm_buf *old, const char *column,
		 struct crm_value v);

/*
 * Take the first column off TEXT: 1, 0 at its end, CRM_EFAIL when it is
 * damaged.  The name and a text value point into TEXT.
 */
int crm_old_next(const char **text, size_t *len, const char **column,
		 size_t *column_len, struct crm_value *v);

#endif
