/*
 * What the program knows of its entities, for people and for programs: the
 * catalogue as rows, custom fields with it.
 *
 *	static int
 *	fields_of_contacts(struct crm *crm, const struct crm_sink *to)
 *	{
 *		const struct crm_entity *const one[] = { &crm_contact, NULL };
 *
 *		return crm_describe_fields(crm, one, to);
 *	}
 */
#ifndef CRM_DESCRIBE_H
#define CRM_DESCRIBE_H

#include "crm/report.h"

/*
 * One row an entity: name, plural, called (the field it is called by), fields,
 * required, inverse (paths to what refers to it), help; BRIEF: without the
 * lists.
 */
int crm_describe_entities(struct crm *crm, bool brief,
			  const struct crm_sink *to);

/*
 * One row a field of each of ENTITIES, ended by NULL: entity, field, type,
 * flags, ref, choices, preset, help; behind the fields the paths to records
 * that refer to it, of the type records.
 */
int crm_describe_fields(struct crm *crm,
			const struct crm_entity *const *entities,
			const struct crm_sink *to);

/* The word for a type: "text", "ref". */
const char *crm_type_name(enum crm_type type);

#endif
