/* What the two sides of an editor share. */
#ifndef SERVICE_EDIT_H
#define SERVICE_EDIT_H

#include "crm/edit.h"
#include "crm/record.h"

/*
 * Append R's field F as crm_record_assign reads it; a reference as the name
 * that leads to it, else as the id.
 */
void crm_edit_value(struct crm_buf *out, struct crm *crm,
		    const struct crm_record *r, const struct crm_field *f);

#endif
