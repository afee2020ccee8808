/*
 * A record as a row of its table: the only statements that write entities.
 * What calls these has checked and logs: save.c, bulk.c, undo.c.
 */
#ifndef MODEL_ROW_H
#define MODEL_ROW_H

#include "crm/buf.h"
#include "crm/record.h"

enum { CRM_ROW_MAX = 400 };	/* columns with keys, at most */

/* Insert R; with its id when it has one, else *ID is the new one. */
int crm_row_insert(struct crm *crm, const struct crm_record *r, int64_t *id);

/*
 * Write the fields marked in CHANGED and their keys, count up rev and set
 * who and when.  CRM_ECONFLICT when rev isn't the one that was loaded.
 */
int crm_row_update(struct crm *crm, const struct crm_record *r,
		   const bool *changed);

int crm_row_delete(struct crm *crm, const struct crm_entity *e, int64_t id);

/* Whether the name of the contact V is "first last". */
bool crm_contact_joined(const struct crm_value *v);

/* The stored key of field F of R, in R's arena; or appended, if any. */
struct crm_value crm_row_key(const struct crm_record *r, int f);
void crm_row_key_add(struct crm_buf *out, const struct crm_record *r, int f);

/* Append to OLD the columns of V marked in CHANGED (NULL: all stored). */
void crm_row_old(struct crm_buf *old, const struct crm_entity *e,
		 const struct crm_value *v, const bool *changed);

#endif
