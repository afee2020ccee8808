/* From the text of a filter to its tree. */
#ifndef QUERY_PARSE_H
#define QUERY_PARSE_H

#include "query/ast.h"
#include "query/source.h"

#define CRM_FILTER_MAX	65536	/* bytes of a filter */

/*
 * *OUT is NULL for an empty filter, which everything matches.  On failure it
 * is a name of the records themselves that lacks its comparison, or NULL.
 */
int crm_filter_parse(struct crm_node **out, const struct crm_source *src);

#endif
