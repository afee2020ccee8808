/*
 * A search in the making.
 *
 * search.c		which records, in which order
 * search_rows.c	what is shown of them
 */
#ifndef SERVICE_SEARCH_H
#define SERVICE_SEARCH_H

#include "crm/buf.h"
#include "crm/search_list.h"

enum { SEARCH_AT_ONCE = 200 };

/* What was found and waits to be shown. */
struct search_rows {
	struct crm *crm;
	const struct crm_sink *to;
	bool links;
	int64_t found[SEARCH_AT_ONCE];	/* links */
	size_t n;
	struct crm_arena arena;
};

int search_rows_begin(struct search_rows *r);
int search_rows_add(struct search_rows *r, int64_t link);
/* Show what waits. */
int search_rows_flush(struct search_rows *r);

#endif
