/*
 * Every list and every report goes out through one interface, whatever the
 * format: table, list, csv, tsv, json, jsonl, ids or a template.
 *
 *	static int
 *	write_two(struct crm_writer *w, const struct crm_value *a,
 *		  const struct crm_value *b)
 *	{
 *		int rc = crm_writer_row(w, a);
 *
 *		if (!rc)
 *			rc = crm_writer_row(w, b);
 *		return crm_writer_end(w, rc);
 *	}
 */
#ifndef CRM_WRITER_H
#define CRM_WRITER_H

#include <stdbool.h>
#include <stddef.h>

#include "crm/buf.h"
#include "crm/column.h"
#include "crm/error.h"

enum crm_format {
	CRM_FORMAT_AUTO, CRM_FORMAT_TABLE, CRM_FORMAT_LIST, CRM_FORMAT_CSV,
	CRM_FORMAT_TSV, CRM_FORMAT_JSON, CRM_FORMAT_JSONL, CRM_FORMAT_IDS,
	CRM_FORMAT_TEMPLATE
};

struct crm_writer_how {
	enum crm_format format;		/* not AUTO */
	const char *template;		/* of CRM_FORMAT_TEMPLATE */
	const char *currency;		/* the company's, for money without */
	bool no_header, null, bom, excel_safe;
	bool color;
	int width;			/* of the terminal; 0: any */
	int fd;				/* where it goes; -1: nowhere */
};

struct crm_writer;

/* The words of --format, ended by NULL, by enum crm_format. */
extern const char *const crm_format_names[];

/*
 * Begin: HOW, COLS and ERR must outlive the writer.  CRM_EUSAGE for a
 * template with an unknown field.  Output is gathered and written in large
 * pieces.
 */
int crm_writer_begin(struct crm_writer **out, const struct crm_writer_how *how,
		     const struct crm_column *cols, size_t ncols,
		     struct crm_error *err);
/* One row; CELLS need live no longer than the call. */
int crm_writer_row(struct crm_writer *w, const struct crm_value *cells);
/* What was not written yet: with the fd -1 all of it, for the caller to cut. */
struct crm_buf *crm_writer_text(struct crm_writer *w);
/*
 * Write what is left and free W; returns CODE, or CRM_EFAIL when the output
 * could not be written whole ("cannot write: No space left on device").
 */
int crm_writer_end(struct crm_writer *w, int code);

/* Append S, valid UTF-8, as a JSON string, quotes included. */
void crm_json_string(struct crm_buf *out, const char *s, size_t len);
/* Append one field of a CSV row (RFC 4180), quoted when it must be. */
void crm_csv_field(struct crm_buf *out, const char *s, size_t len, char delim,
		   bool excel_safe);

/* Write all of it or fail: CRM_EFAIL with errno's sentence. */
int crm_write_all(int fd, const void *p, size_t len, struct crm_error *err);

#endif
