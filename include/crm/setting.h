/*
 * What the company has in common, kept in the database: its currency, its time
 * zone, its country, when its weeks and years begin.  Each is a row of
 * "setting"; changes are part of a batch, logged and undone as any other.
 *
 *	static int
 *	sell_in_francs(struct crm *crm)
 *	{
 *		int rc = crm_batch_begin(crm, "config", "set", NULL);
 *
 *		if (rc)
 *			return rc;
 *		return crm_batch_end(crm,
 *		    crm_setting_set(crm, "currency", "CHF"));
 *	}
 */
#ifndef CRM_SETTING_H
#define CRM_SETTING_H

#include <stdint.h>

#include "crm/batch.h"
#include "crm/crm.h"
#include "crm/entity.h"

struct crm_setting {
	const char *name;	/* "year_start" */
	const char *preset;	/* what holds when it isn't set; or NULL */
	const char *help;
};

/* All of them, ended by a zero row. */
extern const struct crm_setting crm_settings[];

/* NULL when there is none. */
const struct crm_setting *crm_setting_find(const char *name);

/* *OUT is in the arena; NULL when it isn't set. */
int crm_setting_get(const char **out, struct crm *crm, const char *name);

/*
 * VALUE as it is kept ("chf" as CHF), in the arena: CRM_EINVAL with the field
 * NAME when it can't be one.
 */
int crm_setting_check(const char **out, struct crm *crm, const char *name,
		      const char *value);

/*
 * Set NAME within the running batch; NULL unsets it.  CRM_EREFUSED when the
 * actor is no admin, CRM_ECONFLICT when amounts that have no currency of
 * their own can't be in another one.  CRM has it at once, but for the zone in
 * use; keys of phones are made anew for another country.
 */
int crm_setting_set(struct crm *crm, const char *name, const char *value);

/* How many amounts are in the company's currency because they name none. */
int crm_setting_amounts(int64_t *n, struct crm *crm);

#endif
