/* Parts of the write path that its bulk form shares. */
#ifndef MODEL_SAVE_H
#define MODEL_SAVE_H

#include "crm/record.h"

/* Presets of a new record, check(), required fields. */
int crm_record_check(struct crm *crm, struct crm_record *r);

/* The last of these alone. */
int crm_record_required(struct crm *crm, const struct crm_record *r);

/* The record that has R's value in the unique field F: CRM_ENOTFOUND. */
int crm_unique_find(int64_t *id, struct crm *crm, const struct crm_record *r,
		    int f);
/* CRM_ECONFLICT: "'ada@acme.test' is taken by contact 17 (Ada)". */
int crm_unique_fail(struct crm *crm, const struct crm_record *r, int f,
		    int64_t other);

/* Set who and when of a new record. */
void crm_record_stamp(struct crm *crm, struct crm_record *r);

#endif
