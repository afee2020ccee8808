/* Labels on records, as rows. */
#ifndef MODEL_TAG_H
#define MODEL_TAG_H

#include "crm/entity.h"
#include "crm/record.h"

enum { TAG_ENTITY = CRM_F_OWN, TAG_RECORD, TAG_TAG };

/* Read the tags and the other sets of record ID into R, as they are kept. */
int crm_sets_load(struct crm *crm, struct crm_record *r, int64_t id);

/* Make the rows of R's sets those of r->v, where they were r->old; logged. */
int crm_sets_write(struct crm *crm, const struct crm_record *r);

/* TAGS without those of GONE, in A. */
int crm_tags_without(struct crm_value *out, struct crm_arena *a,
		     struct crm_value tags, struct crm_value gone);

/* Call EACH for every tag of the kept text TAGS. */
int crm_tags_each(struct crm_value tags,
		  int (*each)(void *ctx, const char *tag, size_t len),
		  void *ctx);

#endif
