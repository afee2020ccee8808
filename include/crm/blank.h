/*
 * A blank database: one in which nothing was done since it was made.  A dump
 * is loaded into one, and takes the place of what init put there.
 *
 *	static int
 *	begin_anew(struct crm *crm)
 *	{
 *		int rc = crm_blank_check(crm);
 *
 *		return rc ? rc : crm_blank_filled(crm,
 *		    crm_blank_clear(crm, 1));
 *	}
 */
#ifndef CRM_BLANK_H
#define CRM_BLANK_H

#include <stdint.h>

#include "crm/crm.h"
#include "crm/value.h"

/* CRM_ECONFLICT when anything was done but init. */
int crm_blank_check(struct crm *crm);

/*
 * Take away, within the running batch, every record and setting, and all of
 * the log but the batch itself; new ids begin at 1 again.  ACTOR will be the
 * number of whoever does it, or 0.  Until crm_blank_filled nobody looks at
 * what records refer to: the caller does.
 */
int crm_blank_clear(struct crm *crm, int64_t actor);
/* Due after it, whatever came; returns CODE or a failure. */
int crm_blank_filled(struct crm *crm, int code);

/* The tables of the log, and their columns ended by NULL; "id" is first. */
struct crm_log_table {
	const char *name;
	const char *const *columns;
};

enum { CRM_LOG_COLUMNS = 14 };		/* at most */

/* "batch" and "log", ended by a zero row. */
extern const struct crm_log_table crm_log_tables[];

/* Put a row of an earlier log back, by the columns of T. */
int crm_log_put(struct crm *crm, const struct crm_log_table *t,
		const struct crm_value *v);

/* The highest id that the table NAME ever gave out, as far as is known. */
int crm_last_id(int64_t *id, struct crm *crm, const char *name);
/* Let it give out none up to ID. */
int crm_last_id_set(struct crm *crm, const char *name, int64_t id);

#endif
