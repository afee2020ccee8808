/*
 * Files in git's configuration syntax: [section "sub"], key = value, # and ;
 * comments, quoted values with \" \\ \n \t, a \ at a line's end.  In a section
 * named columns or values, keys may be any text when quoted:
 *
 *	[columns]
 *		"Close Date" = close_date
 *
 * The reader hands over each entry as it comes; its strings last for the call:
 *
 *	static int
 *	count(void *ctx, const struct crm_conf_entry *e)
 *	{
 *		*(int *)ctx += e->value != NULL;
 *		return 0;
 *	}
 */
#ifndef CRM_CONF_H
#define CRM_CONF_H

#include <stdbool.h>
#include <stddef.h>

#include "crm/buf.h"
#include "crm/error.h"

struct crm_conf_entry {
	const char *section;	/* lower-cased */
	const char *sub;	/* as written, or NULL */
	const char *key;	/* lower-cased but in columns and values */
	const char *value;	/* NULL for a key alone: true */
	long line;
	/* Bytes of the text: the key begins, the value begins and ends. */
	size_t from, at, end;
};

/*
 * Read LEN bytes of TEXT; calls ENTRY for each, which stops it with a code
 * other than 0.  A mistake is CRM_EINVAL with "line N: ..." and err->line.
 */
int crm_conf_parse(const char *text, size_t len,
		   int (*entry)(void *ctx, const struct crm_conf_entry *e),
		   void *ctx, struct crm_error *err);

/*
 * The same from a file, whose name then stands before "line N: ..."; a missing
 * one is CRM_ENOTFOUND, one that can't be read CRM_EFAIL.  One that is the
 * user's OWN is CRM_EREFUSED when others can write it, or it is theirs.
 */
int crm_conf_read(const char *path, bool own,
		  int (*entry)(void *ctx, const struct crm_conf_entry *e),
		  void *ctx, struct crm_error *err);

/* What is to be written; names as an entry has them, SUB may be NULL. */
struct crm_conf_change {
	const char *section, *sub, *key;
	const char *value;	/* NULL: the key goes */
};

/*
 * Append TEXT with CHANGE made to OUT: comments, blanks and the order stay.
 * Of a key that is there several times, the last is changed, or all go.
 * CRM_EINVAL for a text that can't be read, a key that can't be written.
 */
int crm_conf_change(struct crm_buf *out, const char *text, size_t len,
		    const struct crm_conf_change *change,
		    struct crm_error *err);

/*
 * Make N changes in the file PATH, all of them or none.  A new file gets
 * MODE, an old one keeps its own; of a link, the file that it names is
 * written.  One writer waits for another.
 */
int crm_conf_edit(const char *path, const struct crm_conf_change *v, size_t n,
		  unsigned mode, struct crm_error *err);

#endif
