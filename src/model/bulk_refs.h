/*
 * What the rows of a load refer to.  The engine would look for it row by row,
 * here and there in another table; a load has it look for all at once, in
 * order.  Only the rows of the load go unlooked at meanwhile.
 */
#ifndef MODEL_BULK_REFS_H
#define MODEL_BULK_REFS_H

#include "crm/crm.h"
#include "crm/entity.h"

/* The batch's rows are no longer looked at, until crm_refs_guard. */
int crm_refs_unguard(struct crm *crm);

/* Before any row is written that is not a load's; does nothing twice. */
int crm_refs_guard(struct crm *crm);

/* The FIELDS of every record of E refer to what is there: CRM_ECONFLICT. */
int crm_refs_check(struct crm *crm, const struct crm_entity *e,
		   const bool *fields);

#endif
