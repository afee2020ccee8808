/* Rules that several entities' check() share. */
#ifndef MODEL_CHECK_H
#define MODEL_CHECK_H

#include "crm/record.h"

/* A country that is recognised becomes its code; else a warning. */
int crm_check_country(struct crm *crm, struct crm_record *r, int field);

/*
 * The record must not be above itself by FIELD, which refers to its own
 * entity: CRM_ECONFLICT.
 */
int crm_check_tree(struct crm *crm, struct crm_record *r, int field);

/* The filter FIELD must be one of E: CRM_EINVAL. */
int crm_check_filter(struct crm *crm, struct crm_record *r, int field,
		     const struct crm_entity *e);

/* A number from LEAST to MOST, or none: CRM_EINVAL. */
int crm_check_range(struct crm *crm, const struct crm_record *r, int field,
		    int64_t least, int64_t most);

/* The day TO isn't before the day FROM: CRM_EINVAL. */
int crm_check_days(struct crm *crm, const struct crm_record *r, int from,
		   int to);

#endif
