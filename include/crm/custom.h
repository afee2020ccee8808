/*
 * Custom fields: fields that a company adds to an entity.  Each is a record of
 * the entity "field" and a real column of the entity's table; the catalogue of
 * an open database has them behind the entity's own.
 *
 * A field that was deleted is out of sight, with its values; restoring it, or
 * undoing, brings both back.
 *
 *	static int
 *	add_shoe_size(struct crm *crm)
 *	{
 *		struct crm_record *f =
 *		    crm_record_new(crm, &crm_custom, &crm->arena);
 *
 *		crm_record_set(f, CUSTOM_ENTITY, crm_text("contact"));
 *		crm_record_set(f, CUSTOM_NAME, crm_text("shoe_size"));
 *		crm_record_set(f, CUSTOM_TYPE, crm_text("int"));
 *		return crm_save(crm, f);
 *	}
 */
#ifndef CRM_CUSTOM_H
#define CRM_CUSTOM_H

#include "crm/crm.h"
#include "crm/entity.h"
#include "crm/record.h"

enum {
	CUSTOM_ENTITY = CRM_F_OWN, CUSTOM_NAME, CUSTOM_TYPE, CUSTOM_CHOICES,
	CUSTOM_REF, CUSTOM_UNIQUE, CUSTOM_SENSITIVE, CUSTOM_DEFAULT,
	CUSTOM_HELP
};

enum { CRM_CUSTOM_MAX = 100 };		/* of one entity */

/* The words of type, ended by NULL. */
extern const char *const crm_custom_types[];

/*
 * Read the custom fields of the open database into crm->catalogue; done by
 * crm_open, and by the write path when one was written.
 */
int crm_custom_load(struct crm *crm);

#endif
