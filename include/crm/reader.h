/*
 * Rows from files: CSV, TSV and JSON with their exact line numbers, and ids
 * from whatever another command printed.
 *
 *	static int
 *	count_rows(struct crm_reader *r, long *n)
 *	{
 *		struct crm_row row;
 *		int rc;
 *
 *		for (*n = 0; (rc = crm_reader_next(r, &row)) > 0; ++*n)
 *			;
 *		return rc;
 *	}
 */
#ifndef CRM_READER_H
#define CRM_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crm/buf.h"
#include "crm/error.h"
#include "crm/value.h"

struct crm_reader_how {
	char delimiter;		/* 0: by content */
	const char *encoding;	/* NULL or "UTF-8", "ISO-8859-1", ... */
	bool lax_quotes;	/* a quote inside a bare field is text */
	size_t max_field;	/* bytes; 0: 16 MiB */
};

/* What a cell was in JSON, when it isn't null. */
enum crm_cell_kind {
	CRM_CELL_TEXT,
	CRM_CELL_NUMBER,	/* exactly as it was written, 1e2 as 100 */
	CRM_CELL_BOOL,		/* true or false */
	CRM_CELL_LIST,		/* an array of the above, joined by ; */
	CRM_CELL_OTHER		/* of anything else; or an empty object */
};

struct crm_row {
	long line;			/* where it begins in the file */
	/* How many others begin before it on that line: JSON alone. */
	long nth;
	size_t n;
	const struct crm_value *v;	/* text, or null for an empty cell */
	/*
	 * Of JSON, where each row has members of its own: their names, those
	 * of objects within as "account.name", and what they were.
	 */
	const struct crm_value *names;
	const enum crm_cell_kind *kinds;
	struct crm_value source;	/* of JSON: the object's text */
	/*
	 * Why this row can't be used (wrong width, invalid UTF-8), or NULL;
	 * the cells of CSV are there all the same, for the rejects file.
	 */
	const char *bad;
};

struct crm_reader;

/*
 * Read FD (not closed by crm_reader_close), NAME in messages.  What begins
 * with [ or { is JSON, unless a delimiter is given; all else is CSV.
 * CRM_EINVAL for an empty file, UTF-16, NUL, an encoding that isn't known.
 * Sentences begin "NAME:LINE: ", and err->line is set, where a line is at
 * fault.
 *
 * CSV: the head of the file decides the delimiter ("," ";" TAB "|"), when
 * none is given: CRM_EINVAL with a hint when two would do.  The first row is
 * the header, whose names are unique and not blank.  Blank lines are passed
 * over and counted.  Blanks are text, and an empty cell is null, quoted or
 * not.
 *
 * JSON: an array of objects, or objects one after the other.  When the first
 * ends on its line, each line is an object by itself, and one that is broken
 * is a bad row; elsewhere what isn't balanced ends the reading.
 */
int crm_reader_open(struct crm_reader **out, int fd, const char *name,
		    const struct crm_reader_how *how, struct crm_error *err);
bool crm_reader_is_json(const struct crm_reader *r);
/* Of CSV: JSON has none. */
const struct crm_row *crm_reader_header(const struct crm_reader *r);
/* The delimiter in use. */
char crm_reader_delimiter(const struct crm_reader *r);
/*
 * 1 and a row, whose cells live until the next call; 0 at the end; CRM_EINVAL
 * when the rest can't be read (an open quote, a NUL, text after a closing
 * quote, an open bracket), with err->line.
 */
int crm_reader_next(struct crm_reader *r, struct crm_row *row);
/* Bytes read so far, for a progress bar. */
int64_t crm_reader_bytes(const struct crm_reader *r);
void crm_reader_close(struct crm_reader *r);

/*
 * Append the text of a JSON object on one line, without its members that are
 * called like one of NAMES, and with those, whose VALUES are JSON already.
 * What is no object becomes the member "_text" of a new one.
 */
void crm_json_extend(struct crm_buf *out, struct crm_value object,
		     const char *const *names, const char *const *values,
		     size_t n);

/*
 * References from FD, recognised by content: one a line (ids, e-mail
 * addresses ...), NUL-separated ones, CSV or TSV with a column "id", a JSON
 * array or JSON lines of objects with "id" or of bare ids.  All is read (past
 * 1 MiB into an unlinked temporary file), then EACH is called.  Nothing at
 * all is success.
 */
int crm_read_refs(int fd, bool null,
		  int (*each)(void *ctx, const char *ref, size_t len),
		  void *ctx, struct crm_error *err);

#endif
