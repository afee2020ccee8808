/* Custom fields, as their entity and the catalogue see them. */
#ifndef MODEL_CUSTOM_H
#define MODEL_CUSTOM_H

#include "crm/custom.h"

/* The setting that says there are some: else nobody looks at each start. */
#define CRM_CUSTOM_SETTING "custom"

/* The field that record V of the entity "field", number ID, describes. */
void crm_custom_field(struct crm_field *f, struct crm_arena *a, int64_t id,
		      const struct crm_value *v);

/* "a;b" as words, ended by NULL. */
const char *const *crm_custom_choices(struct crm_arena *a,
				      struct crm_value text);

#endif
