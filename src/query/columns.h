/* The columns of a list, and its order. */
#ifndef QUERY_COLUMNS_H
#define QUERY_COLUMNS_H

#include "query/path.h"

/*
 * Where the path of LEN bytes at offset AT of the source leads to, to one
 * record only.
 */
int crm_column_place(struct crm_place *p, struct crm_query *q,
		     const char *s, size_t len, size_t at);

/* The next item of a list with commas, without blanks; false at the end. */
bool crm_column_item(struct crm_path *item, const char *spec, size_t *at);

#endif
