/* What the head of a file of rows says about it. */
#ifndef IO_SNIFF_H
#define IO_SNIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "crm/error.h"

/* "," ";" TAB and "|", ended by a NUL. */
extern const char crm_delimiters[];

/*
 * The length of the header, without its line end: blank lines before it are
 * passed over (*S and *LEN move), line ends in quotes are part of it.  False
 * when it has no end within LEN.
 */
bool crm_sniff_header(const char **s, size_t *len, size_t *header);
/*
 * The one delimiter that stands in the header outside of quotes; ',' when
 * none does, CRM_EINVAL when several do.
 */
int crm_sniff_delimiter(char *out, const char *s, size_t len,
			struct crm_error *err);
/* Whether NAME is one of the header's columns, split by DELIM. */
bool crm_sniff_column(const char *s, size_t len, char delim,
		      const char *name);

#endif
