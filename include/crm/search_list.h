/*
 * What a search finds, of any entity, best first (search.h): which record,
 * what it is called, and what tells it from others of that name.
 *
 *	static int
 *	find(struct crm *crm, const char *text, const struct crm_sink *to)
 *	{
 *		struct crm_search_how how = { .text = text, .limit = 20 };
 *
 *		return crm_search_list(crm, &how, to);
 *	}
 */
#ifndef CRM_SEARCH_LIST_H
#define CRM_SEARCH_LIST_H

#include <stdbool.h>
#include <stdint.h>

#include "crm/report.h"

struct crm_search_how {
	const char *text;
	const char *in;		/* entities, as "contact,opp"; NULL: all */
	int64_t limit, offset;	/* a limit below 0: all */
	bool links;		/* the column "id" is a link: contact:42 */
};

/* Columns entity, id, name, detail.  CRM_EUSAGE. */
int crm_search_list(struct crm *crm, const struct crm_search_how *how,
		    const struct crm_sink *to);

#endif
