/*
 * The columns of a list or report: what query computes and io prints, so
 * that neither needs to know the other.
 *
 * A row is an array of values; a column says which of them is its value, and
 * where the name of a reference and the currency of money stand.
 *
 *	static struct crm_value
 *	shown(const struct crm_column *c, const struct crm_value *cells)
 *	{
 *		return cells[c->name_cell >= 0 ? c->name_cell : c->cell];
 *	}
 */
#ifndef CRM_COLUMN_H
#define CRM_COLUMN_H

#include <stdbool.h>

#include "crm/entity.h"
#include "crm/value.h"

/* A field that no entity has: of a computed column. */
#define CRM_COMPUTED(NAME, TYPE) { .name = (NAME), .type = (TYPE) }

struct crm_column {
	const char *name;		/* the heading: "account.name" */
	const struct crm_field *field;	/* type, choices, title */
	int cell;			/* index of its value */
	int name_cell;			/* CRM_T_REF: of the name, or -1 */
	int currency_cell;		/* CRM_T_MONEY: of the code, or -1 */
	bool brief;			/* narrow it last: id, name */
};

#endif
