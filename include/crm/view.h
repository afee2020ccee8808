/*
 * What SQL of people sees: a view for each entity, named by its plural, with
 * readable columns.
 *
 * A reference is its name, and NAME_id its id; a link is "contact:42", and
 * NAME_entity and NAME_id its parts.  Amounts, percentages and rates are
 * numbers as they are written, tags one text; computed fields are there, and
 * deleted records are not.  Sensitive fields are in a view of their own,
 * PLURAL_sensitive.
 *
 * The views are the connection's own: the database doesn't know them.
 *
 *	static int
 *	make_all(struct crm *crm)
 *	{
 *		int rc = 0;
 *
 *		for (size_t i = 0; !rc && crm_view_name(crm, i); i++)
 *			rc = crm_view_make(crm, crm_view_name(crm, i));
 *		return rc;
 *	}
 */
#ifndef CRM_VIEW_H
#define CRM_VIEW_H

#include <stddef.h>

#include "crm/crm.h"

struct crm_view_column {
	const char *name, *type;	/* "text", "int", "number", "day" ... */
	const char *help;
	const char *sql;
};

/* The name of the I-th view; NULL behind the last. */
const char *crm_view_name(struct crm *crm, size_t i);

/* Its columns, N of them: CRM_ENOTFOUND when there is no such view. */
int crm_view_columns(const struct crm_view_column **out, size_t *n,
		     struct crm *crm, const char *view);

int crm_view_make(struct crm *crm, const char *view);

#endif
