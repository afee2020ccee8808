/*
 * All of an input at once: small ones in memory, others in a temporary file
 * that has no name, seen as memory.
 */
#ifndef IO_SPOOL_H
#define IO_SPOOL_H

#include <stddef.h>

#include "crm/buf.h"
#include "crm/error.h"

struct crm_spool {
	const char *s;
	size_t len;
	struct crm_buf buf;
	void *map;		/* NULL: S is in buf */
};

/* A temporary file that has no name: its descriptor, or CRM_EFAIL. */
int crm_spool_open(struct crm_error *err);

/* Read FD to its end; crm_spool_free is due whatever comes of it. */
int crm_spool_read(struct crm_spool *sp, int fd, struct crm_error *err);
void crm_spool_free(struct crm_spool *sp);

#endif
