/*
 * Records as text for an editor: a heading for each, a field on a line, and
 * longer texts in lines that begin with a bar.
 *
 *	[contact:42] revision 3
 *	name: Ada Lovelace
 *	notes:
 *	| first line
 *	| second line
 *
 * Lines that begin with # and empty lines say nothing.  What is put in comes
 * out of crm_edit_parse as the same bytes.
 *
 *	static int
 *	count_records(size_t *n, const char *s, struct crm_arena *a)
 *	{
 *		struct crm_edit_wrong nobody = { 0 };
 *		struct crm_edit_text t;
 *		int rc = crm_edit_parse(&t, s, strlen(s), a, &nobody);
 *
 *		*n = t.n;
 *		return rc;
 *	}
 */
#ifndef CRM_EDIT_TEXT_H
#define CRM_EDIT_TEXT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "crm/arena.h"
#include "crm/buf.h"
#include "crm/error.h"
#include "crm/value.h"

struct crm_edit_line {
	const char *field;
	struct crm_value text;		/* may be empty; never null */
	long line;
};

struct crm_edit_block {
	const char *ref;		/* "contact:42", as it stands there */
	int64_t rev;			/* 0: none is given */
	long line;
	struct crm_edit_line *lines;
	size_t n, size;
};

struct crm_edit_text {
	struct crm_edit_block *blocks;
	size_t n, size;
};

/* Who is told what is wrong in which line; CALL may be NULL. */
struct crm_edit_wrong {
	void (*call)(void *ctx, long line, const char *field,
		     const char *sentence, const char *hint);
	void *ctx;
	size_t n;			/* so many times */
};

void crm_edit_tell(struct crm_edit_wrong *w, long line, const char *field,
		   const char *sentence, const char *hint);

/*
 * Read S; all of OUT is in A.  CRM_EINVAL when lines are wrong: each was
 * told to W.
 */
int crm_edit_parse(struct crm_edit_text *out, const char *s, size_t len,
		   struct crm_arena *a, struct crm_edit_wrong *w);

/* The line of FIELD, or NULL. */
const struct crm_edit_line *crm_edit_find(const struct crm_edit_block *b,
					  const char *field);

/* Append a heading, a field, a comment (each line of TEXT is one). */
void crm_edit_put_block(struct crm_buf *out, const char *ref, int64_t rev);
void crm_edit_put_field(struct crm_buf *out, const char *field,
			const char *text, size_t len);
void crm_edit_put_comment(struct crm_buf *out, const char *text);

#endif
