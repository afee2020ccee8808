/*
 * One record of any entity, and the one way by which it is written.
 *
 * crm_save validates, calls the entity's check(), writes, and logs, within
 * the batch that the caller has begun (batch.h).  Nothing else inserts into
 * or updates an entity's table but the bulk form (bulk.h) and undo.
 *
 *	static int
 *	add_account(struct crm *crm, const char *name, int64_t *id)
 *	{
 *		struct crm_record *r =
 *		    crm_record_new(crm, &crm_account, &crm->arena);
 *		int rc = crm_record_assign(crm, r, "name", '=', name,
 *		    strlen(name), NULL);
 *
 *		if (!rc)
 *			rc = crm_save(crm, r);
 *		*id = crm_record_id(r);
 *		return rc;
 *	}
 */
#ifndef CRM_RECORD_H
#define CRM_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "crm/arena.h"
#include "crm/convert.h"
#include "crm/crm.h"
#include "crm/entity.h"
#include "crm/value.h"

enum crm_outcome {
	CRM_NOT_SAVED, CRM_ADDED, CRM_UPDATED, CRM_UNCHANGED
};

struct crm_record {
	const struct crm_entity *entity;
	struct crm_arena *arena;
	struct crm_value *v;		/* by the index of the field */
	const struct crm_value *old;	/* as loaded; NULL for a new one */
	bool *given;			/* fields assigned since */
	bool import;			/* CRM_IMPORT fields may be given */
	int country;			/* the index of that field, or 0 */
	const struct crm_company *company;
	const char *warning;		/* of check(), for people, or NULL */
	enum crm_outcome outcome;	/* of crm_save */
};

/* A new record with nothing in it, in A. */
struct crm_record *crm_record_new(struct crm *crm, const struct crm_entity *e,
				  struct crm_arena *a);
/* Empty R for the next row of a load; its values are forgotten. */
void crm_record_clear(struct crm_record *r);

/* Record ID, deleted or not: CRM_ENOTFOUND. */
int crm_record_load(struct crm_record **out, struct crm *crm,
		    const struct crm_entity *e, int64_t id,
		    struct crm_arena *a);

static inline int64_t
crm_record_id(const struct crm_record *r)
{
	return r->v[CRM_F_ID].kind == CRM_INT ? r->v[CRM_F_ID].i : 0;
}

/* Set the field of index F to V, whose text must live as long as R. */
static inline void
crm_record_set(struct crm_record *r, int f, struct crm_value v)
{
	r->v[f] = v;
	r->given[f] = true;
}

/*
 * Assign TEXT to the field NAME as a user would: '=' sets (an empty text
 * clears), '+' and '-' add to and take from tags.  References are resolved.
 * CRM_EUSAGE for an unknown field (with the nearest), CRM_EREFUSED for a
 * read-only one, CRM_EINVAL, CRM_ENOTFOUND, CRM_ECONFLICT.  Money is read in
 * the record's currency: assign that first.
 */
int crm_record_assign(struct crm *crm, struct crm_record *r, const char *name,
		      int op, const char *text, size_t len,
		      const struct crm_read *how);

/* Make the fields of R that are made of others, as crm_save does. */
void crm_record_join(struct crm_record *r);

/*
 * Whether others are read by F, so that it is assigned before them: money by
 * its currency, a stage by its pipeline.
 */
bool crm_field_leads(const struct crm_field *f);

/*
 * Write R: insert when it was not loaded, else update what differs, if
 * anything does.  r->outcome says which; the id is in R.  On CRM_ECONFLICT
 * the sentence names the record that holds the unique value.
 */
int crm_save(struct crm *crm, struct crm_record *r);

/* Set or clear deleted_at: CRM_ENOTFOUND; *DONE false: it was so already. */
int crm_delete(struct crm *crm, const struct crm_entity *e, int64_t id,
	       bool *done);
int crm_restore(struct crm *crm, const struct crm_entity *e, int64_t id,
		bool *done);

/* Add (OP '+') or take away ('-') TAGS (a;b) of record ID. */
int crm_tag_change(struct crm *crm, const struct crm_entity *e, int64_t id,
		   int op, const char *tags, bool *done);

/* Tags as they are kept: folded, sorted, once each, joined by ';'. */
int crm_tags_normal(struct crm_value *out, struct crm *crm,
		    struct crm_arena *a, const char *s, size_t len);

#endif
