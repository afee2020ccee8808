/* Labels on records, as rows. */
#ifndef MODEL_TAG_H
#define MODEL_TAG_H

#include "crm/entity.h"
#include "crm/record.h"

enum { TAG_ENTITY = CRM_F_OWN, TAG_RECORD, TAG_TAG };

/* The tags of record ID as they are kept, in A; null when there are none. */
int crm_tags_load(struct crm_value *out, struct crm *crm,
		  const struct crm_entity *e, int64_t id,
		  struct crm_arena *a);

/* Make the rows of record ID those of NOW, where they were OLD; logged. */
int crm_tags_write(struct crm *crm, const struct crm_entity *e, int64_t id,
		   struct crm_value old, struct crm_value now);

/* TAGS without those of GONE, in A. */
int crm_tags_without(struct crm_value *out, struct crm_arena *a,
		     struct crm_value tags, struct crm_value gone);

/* Call EACH for every tag of the kept text TAGS. */
int crm_tags_each(struct crm_value tags,
		  int (*each)(void *ctx, const char *tag, size_t len),
		  void *ctx);

#endif
