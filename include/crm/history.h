/*
 * What was done: the batches, and the changes of one record, newest first.
 *
 *	static int
 *	last_ten(struct crm *crm, const struct crm_sink *to)
 *	{
 *		return crm_batch_list(crm, 10, to);
 *	}
 */
#ifndef CRM_HISTORY_H
#define CRM_HISTORY_H

#include <stdint.h>

#include "crm/report.h"

/* The last LIMIT batches (< 0: all). */
int crm_batch_list(struct crm *crm, int64_t limit, const struct crm_sink *to);

/*
 * What batch ID changed, record by record: entity, id, op, field, and the
 * old value.  CRM_ENOTFOUND.
 */
int crm_batch_show(struct crm *crm, int64_t id, const struct crm_sink *to);

/*
 * Every change of record ID of E: batch, when, who, op, field, old and new
 * value.
 */
int crm_history(struct crm *crm, const struct crm_entity *e, int64_t id,
		const struct crm_sink *to);

#endif
