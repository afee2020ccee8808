/* Inside of crm/ref.h: the records that a word may mean. */
#ifndef MODEL_REF_H
#define MODEL_REF_H

#include "crm/ref.h"

/* At most MAX ids, in order. */
struct crm_hits {
	int64_t *ids;
	size_t n, max;
};

/*
 * Add the records of E that S means, FLAGS as of crm_ref_find; those whose
 * name is S to the letter to EXACT, too.
 */
int crm_hits_find(struct crm_hits *h, struct crm_hits *exact, struct crm *crm,
		  const struct crm_entity *e, const char *s, size_t len,
		  unsigned flags);

#endif
