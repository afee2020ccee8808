/* The inside of a reader. */
#ifndef IO_READER_H
#define IO_READER_H

#include <csv.h>

#include "crm/arena.h"
#include "crm/reader.h"
#include "io/source.h"

struct crm_reader {
	struct crm_arena arena;
	struct crm_error *err;
	const char *name;
	struct crm_source src;
	struct csv_parser csv;
	bool lax_quotes;
	size_t max_field, max_row;
	char delimiter;
	struct crm_row header;

	long line;			/* the one being fed */
	bool line_done;			/* ... has been fed whole */
	long row_line, field_line;	/* where they began */
	bool in_row, row_done;
	bool too_long;
	struct crm_buf text;		/* the row's cells, each and a LF */
	struct crm_value *v;		/* .i: offsets in text until done */
	size_t n, size;
	struct crm_buf cells;		/* the memory of v */
	struct crm_buf why;		/* of crm_row.bad */
	struct crm_json *json;		/* NULL: CSV */
};

/* As crm_reader_open, from UTF-8 in memory, split by DELIMITER. */
int crm_reader_memory(struct crm_reader **out, const char *s, size_t len,
		      const char *name, char delimiter,
		      struct crm_error *err);

/* "NAME:LINE: WHAT", with err->line. */
int crm_reader_fail(struct crm_reader *r, long line, const char *what);

void crm_reader_prepare(struct crm_reader *r);
/* 1 and the next row in v and n, with row_line; 0 at the end. */
int crm_reader_gather(struct crm_reader *r);
/* What follows can't be decoded. */
int crm_reader_fail_broken(struct crm_reader *r);
int crm_reader_fail_nul(struct crm_reader *r);

/* Read it as JSON from now on; crm_json_next is then crm_reader_next. */
void crm_json_begin(struct crm_reader *r);
int crm_json_next(struct crm_reader *r, struct crm_row *row);
void crm_json_end(struct crm_reader *r);

#endif
