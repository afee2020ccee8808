/*
 * Links: a field that may refer to a record of any entity.  It is kept as one
 * integer, id * 64 + the entity's number, and written "contact:42".
 *
 *	static int
 *	is_about_contact(struct crm_value on)
 *	{
 *		return on.kind == CRM_INT &&
 *		    crm_link_entity(on.i) == crm_contact.number;
 *	}
 */
#ifndef CRM_LINK_H
#define CRM_LINK_H

#include <stddef.h>
#include <stdint.h>

#include "crm/buf.h"
#include "crm/crm.h"
#include "crm/entity.h"
#include "crm/value.h"

enum { CRM_LINK_BASE = 64 };

static inline int64_t
crm_link(const struct crm_entity *e, int64_t id)
{
	return id * CRM_LINK_BASE + e->number;
}

static inline int64_t
crm_link_id(int64_t link)
{
	return link / CRM_LINK_BASE;
}

/* The number of its entity. */
static inline int
crm_link_entity(int64_t link)
{
	return (int)(link % CRM_LINK_BASE);
}

/* Whether a field F (CRM_T_LINK, CRM_T_LINKS) may refer to records of E. */
int crm_link_allows(const struct crm_field *f, const struct crm_entity *e);

/*
 * The record that TEXT names, as "contact:42", "contact:ada@acme.test" or
 * "account:Acme Ltd"; where the choices of F tell which entities it may be,
 * also without one, when only one has such a record.  F may be NULL: any
 * entity, and an e-mail address alone is a contact's, else a lead's.  FLAGS as
 * of crm_ref_find.  CRM_EINVAL when it isn't written so, CRM_ENOTFOUND and
 * CRM_ECONFLICT as crm_ref_find.
 */
int crm_link_find(int64_t *link, struct crm *crm, const struct crm_field *f,
		  const char *text, size_t len, unsigned flags);

/* Several, separated by ; or , as they are kept: "contact:5;contact:9". */
int crm_links_read(struct crm_value *out, struct crm *crm,
		   const struct crm_field *f, struct crm_arena *a,
		   const char *text, size_t len);

/* Append "contact:42". */
void crm_link_write(struct crm_buf *out, int64_t link);

#endif
