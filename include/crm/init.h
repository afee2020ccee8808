/*
 * A new database: tables, the company's settings, the first user and a
 * pipeline to sell with; and a small firm to try things on.
 *
 * All of it is one batch of the verb "init", which undo refuses.
 *
 *	static int
 *	start(struct crm *crm)
 *	{
 *		struct crm_init_how how = { .login = "ada", .demo = true };
 *
 *		return crm_init(crm, "try.db", &how);
 *	}
 */
#ifndef CRM_INIT_H
#define CRM_INIT_H

#include <stdbool.h>

#include "crm/crm.h"

struct crm_init_how {
	const char *login;	/* of the admin */
	const char *currency;	/* NULL: EUR */
	const char *zone;	/* NULL: UTC */
	const char *country;	/* NULL: not known */
	int year_start;		/* the fiscal year's first month; 0: 1 */
	int week_start;		/* 1 Monday .. 7 Sunday; 0: 1 */
	bool demo;
	int busy_seconds;
};

/*
 * Make the database at URI and leave it open in CRM, acting as the admin.
 * The clock must have been set; the zone in use stays what it is.
 * CRM_ECONFLICT when there is a file already; CRM_EINVAL for a currency, zone
 * or day that there isn't.  On failure no file is left, and CRM is as if it
 * had never been opened.
 */
int crm_init(struct crm *crm, const char *uri,
	     const struct crm_init_how *how);

/*
 * Fill a new database, within the running batch, with 5 users in 2 teams, 8
 * products, 40 accounts, 200 contacts and 60 opportunities with a year of
 * history up to today.  On the same day it is always the same.
 */
int crm_demo_fill(struct crm *crm);

#endif
