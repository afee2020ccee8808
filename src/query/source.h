/*
 * The text of a filter, and how a mistake in it is shown.
 *
 * A failure has three lines: what is wrong, the text round the place, a caret
 * under it.  What the user wrote is escaped.
 */
#ifndef QUERY_SOURCE_H
#define QUERY_SOURCE_H

#include <stddef.h>

#include "crm/arena.h"
#include "crm/error.h"

struct crm_source {
	const char *text;
	size_t len;
	struct crm_arena *arena;
	struct crm_error *err;
};

/* CRM_EUSAGE at offset AT. */
int crm_source_fail(const struct crm_source *src, size_t at,
		    const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* S as shown within a sentence: escaped, in quotes, at most 40 columns. */
const char *crm_source_quote(const struct crm_source *src, const char *s,
			     size_t len);

#endif
