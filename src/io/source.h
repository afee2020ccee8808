/*
 * The bytes of an input as UTF-8, a window at a time: from a descriptor or
 * from memory, decoded, without a byte order mark.
 */
#ifndef IO_SOURCE_H
#define IO_SOURCE_H

#include <iconv.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crm/buf.h"
#include "crm/error.h"

/* A part of a line this long is handed on without waiting for its end. */
enum { CRM_SOURCE_LONG = 64 * 1024 };

struct crm_source {
	int fd;				/* -1: memory */
	const char *name;		/* in messages */
	const char *window;
	size_t at, end;			/* of what is left of the window */
	int64_t bytes;			/* read so far */
	bool eof;			/* nothing follows the window */
	bool broken;			/* ... because it can't be decoded */
	bool stripped;			/* the mark has been looked for */
	bool decodes, flushed;
	iconv_t conv;
	struct crm_buf text;		/* the window's memory */
	struct crm_buf raw;		/* not yet decoded */
	size_t next_lf, next_cr;	/* known line ends of the window */
};

struct crm_piece {
	const char *s;
	size_t len;
	bool whole;		/* ends with a line end or the input */
};

/* ENCODING may be NULL: UTF-8.  CRM_EINVAL when it is unknown. */
int crm_source_open(struct crm_source *src, int fd, const char *name,
		    const char *encoding, struct crm_error *err);
/* Text that is UTF-8 already and outlives SRC. */
void crm_source_memory(struct crm_source *src, const char *name,
		       const char *s, size_t len);
/* Read on: CRM_EFAIL, or CRM_EINVAL for what isn't text of 8 bits. */
int crm_source_fill(struct crm_source *src, struct crm_error *err);
/*
 * The next line with its end (LF, CRLF or CR), or a part of a very long one;
 * 1, 0 at the end, negative on failure.  It lives until the next call.
 */
int crm_source_piece(struct crm_source *src, struct crm_piece *piece,
		     struct crm_error *err);
void crm_source_close(struct crm_source *src);

#endif
