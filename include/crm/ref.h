/*
 * References as people write them: an id, an e-mail address, ext:erp:42, a
 * login or code, or an exact name.
 *
 *	static int
 *	account_of(int64_t *id, struct crm *crm, const char *name)
 *	{
 *		return crm_ref_find(id, crm, &crm_account, name,
 *		    strlen(name), 0);
 *	}
 */
#ifndef CRM_REF_H
#define CRM_REF_H

#include <stddef.h>
#include <stdint.h>

#include "crm/buf.h"
#include "crm/crm.h"
#include "crm/entity.h"

enum {
	CRM_REF_DELETED = 1,	/* look among the deleted too */
	CRM_REF_NO_ID = 2,	/* digits are a name, not an id */
	CRM_REF_GONE = 4,	/* look among the deleted alone */
	CRM_REF_NO_HINT = 8	/* don't look for the nearest name */
};

/*
 * The one record of E that TEXT names.  A name compares folded, but the only
 * hit that is the same to the letter wins.  CRM_ENOTFOUND with the nearest
 * name as a hint; CRM_ECONFLICT with the candidates as a hint.
 */
int crm_ref_find(int64_t *id, struct crm *crm, const struct crm_entity *e,
		 const char *text, size_t len, unsigned flags);

/* All that TEXT names, by id, at most MAX of them; *N may be 0. */
int crm_ref_all(int64_t *ids, size_t max, size_t *n, struct crm *crm,
		const struct crm_entity *e, const char *text, size_t len,
		unsigned flags);

/*
 * The keys under which a record called S may be kept (name_key), which live in
 * KEYS: how many, at most CRM_REF_KEYS.
 */
enum { CRM_REF_KEYS = 12 };
size_t crm_ref_keys(struct crm_value out[CRM_REF_KEYS],
		    struct crm_buf *keys, const struct crm_entity *e,
		    const char *s, size_t len);

/* The same as crm_ref_find among the stages of one pipeline. */
int crm_ref_stage(int64_t *id, struct crm *crm, int64_t pipeline,
		  const char *text, size_t len);

/* The name of record ID of E in A; NULL when there is none. */
int crm_ref_name(const char **out, struct crm *crm,
		 const struct crm_entity *e, int64_t id,
		 struct crm_arena *a);

#endif
