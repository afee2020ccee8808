/*
 * An import in the making, as its parts see it.
 *
 * import.c		opens, runs, counts, ends
 * import_options.c	the mapping file and the command line, as one
 * import_match.c	which field a name is
 * import_columns.c	which column is which field
 * import_members.c	the same for JSON, where each row has its own
 * import_key.c		which record a row is
 * import_ahead.c	rows to come, looked for at once
 * import_row.c		a row, as a record
 * import_cells.c	a row's cells, in the order of the columns
 * import_assign.c	cells, in the fields of the record
 * import_refs.c	references to other records, --create
 * import_known.c	names of records, asked for at once
 * import_forward.c	references among the rows themselves
 * import_rejects.c	refused rows: told, kept, written to a file
 * import_suggest.c	a mapping file to begin with
 */
#ifndef SERVICE_IMPORT_H
#define SERVICE_IMPORT_H

#include "crm/arena.h"
#include "crm/buf.h"
#include "crm/bulk.h"
#include "crm/import.h"
#include "crm/map.h"
#include "crm/reader.h"
#include "crm/record.h"
#include "io/input.h"
#include "model/ahead.h"

/* Two or three words of an option or of an entry of the mapping file. */
struct import_pair {
	const char *field;	/* of columns: the column; else the field */
	const char *from, *to;	/* TO alone but for values */
	bool said;		/* on the command line */
	bool met;		/* a column or member is called so */
};

struct import_pairs {
	struct import_pair *v;
	size_t n, size;
};

struct import_options {
	const char *key, *create, *source, *encoding, *date_format;
	enum crm_import_mode mode;
	enum crm_import_empty empty;
	char delimiter, point;
	bool partial, ignore_unknown, lax_quotes, excel_safe;
	struct import_pairs columns, values, defaults;
};

/*
 * How a cell says its value; of a reference, how it names the record.  Of
 * several in one row the first of these decides, the others must agree.
 */
enum import_as {
	IMPORT_AS_ID,		/* "account.id" */
	IMPORT_AS_REF,		/* the field itself: digits are an id */
	IMPORT_AS_EXT,		/* "account.ext_id": without ext: */
	IMPORT_AS_KEY,		/* "account.email" */
	IMPORT_AS_NAME,		/* "account.name": digits are a name */
	IMPORT_AS_MINOR		/* "amount_minor", of JSON */
};

enum { IMPORT_PARTS = 4 };	/* a key is made of, at most */

/* What the name of a column means. */
struct import_target {
	const struct crm_field *field;	/* NULL: it is none */
	const struct crm_field *theirs;	/* of the entity it refers to */
	enum import_as as;
};

struct import_column {
	int field;		/* -1: passed over */
	int cell;		/* -1: in no column, a default alone */
	enum import_as as;
	const struct crm_field *theirs;
	const struct crm_entity *ref;	/* what it refers to, or NULL */
	bool self;		/* refers to the entity that is imported */
	const char *preset;	/* for a new record without a value */
	struct crm_map values;	/* old text to 1 + its place in options */
};

/* A reference of a row to a record of the same import; see forward.c. */
struct forward {
	int64_t record, to;
	int64_t mark;		/* of the row */
	size_t text, len;	/* in im->names; no text: TO is known */
	unsigned walk;
	short column, field;
	bool check;		/* the one before it says which, too */
	bool fresh;		/* the record was added by this import */
	bool out;		/* refused */
	char outcome;		/* of the row: enum crm_outcome */
};

struct import_range {
	int64_t from, upto;
};

/* Rows that were read before their turn: import_ahead.c. */
struct import_ahead {
	bool on;
	struct crm_row *rows;
	size_t n, next;
	struct crm_arena arena;	/* of their text */
	int rc;			/* of the reading behind the last of them */
	struct crm_error err;
	struct crm_ahead asked;
};

struct import {
	struct crm *crm;
	const struct crm_import_how *how;
	struct crm_import_result *out;
	const struct crm_entity *e;
	struct import_options o;
	struct crm_arena arena, row;	/* the import's, a row's */
	struct crm_input input;

	struct crm_reader *reader;
	bool json;
	struct crm_row header;		/* JSON: the first object's names */
	bool *filled;			/* JSON: ... that are not null there */
	struct import_column *columns;
	size_t *order;			/* ... in which they are assigned */
	size_t ncolumns, room;		/* how many there may be */
	struct crm_map members;		/* JSON: names to columns */
	int key;			/* the field, or -1 */
	size_t key_columns[IMPORT_PARTS], nkey;	/* that it is read from */
	struct crm_value *cells;	/* of the row, by column */
	enum crm_cell_kind *kinds;	/* what they were in JSON */
	bool *present;			/* they are there, empty or not */
	int64_t mark;			/* of the row */

	struct crm_bulk *bulk;
	struct import_ahead ahead;
	struct crm_record *fresh;	/* the record of new rows */
	struct crm_map seen;		/* id to line, of what was matched */
	struct crm_buf ranges;		/* of struct import_range: ids */

	struct crm_map refs;		/* what was resolved */
	int misses;			/* references that named nothing */

	struct crm_buf forward;		/* of struct forward */
	struct crm_buf names;

	struct crm_buf rejects;		/* of the rejects file, unwritten */
	struct crm_buf refused;		/* of struct import_reject */
	size_t told;			/* of REFUSED, in earlier passes */
	size_t next;			/* of REFUSED, in the order of lines */
	int warnings;
	bool dropped;			/* rows were refused after the last */
	bool headed;			/* REJECTS has its first line */
	bool planning;			/* to ask hooks: nothing is kept */
	bool again;			/* not the first time in earnest */
	bool doubled;			/* two rows have one value, */
	bool exact;			/* so each is looked at */
};

/* A refused row, remembered for the next pass over the input. */
struct import_reject {
	int64_t mark;
	const char *field, *code, *text;	/* NULL: written already */
};

/*
 * Which row: its line, and above that how many others of JSON are before it
 * on that line.
 */
enum { IMPORT_LINE_BITS = 40 };

static inline int64_t
import_mark(const struct crm_row *row)
{
	return row->line | (int64_t)row->nth << IMPORT_LINE_BITS;
}

static inline long
import_line(int64_t mark)
{
	return (long)(mark & ((INT64_C(1) << IMPORT_LINE_BITS) - 1));
}

static inline long
import_nth(int64_t mark)
{
	return (long)(mark >> IMPORT_LINE_BITS);
}

/* In the order of the file: below, at or above 0. */
static inline int
import_order(int64_t a, int64_t b)
{
	long x = import_line(a), y = import_line(b);

	return x != y ? (x > y) - (x < y) : (a > b) - (a < b);
}

/* "line 57", or "line 1, object 3"; in the row's arena. */
const char *import_where(struct import *im, int64_t mark);

/* Merge the mapping file and the command line: CRM_EUSAGE, CRM_EINVAL. */
int import_options(struct import *im);

/* Open the reader at the beginning of the input. */
int import_reader_open(struct import *im);

/* Which column is which field, by the header: CRM_EUSAGE. */
int import_columns(struct import *im);
void import_columns_free(struct import *im);
/* What the header or member NAME says by itself. */
struct import_target import_match(const struct import *im,
				  struct crm_value name);
/* The names of fields without case, blanks and punctuation. */
bool import_same_name(const char *a, size_t alen, const char *b, size_t blen);
const struct crm_field *import_field_like(const struct crm_entity *e,
					  const char *s, size_t len);
/* The nearest field to NAME that can be imported, or NULL. */
const char *import_nearest(const struct crm_entity *e, struct crm_value name);
/* True when import may set the field F of E, or look by it. */
bool import_takes(const struct crm_entity *e, const struct crm_field *f);

/*
 * The map's word on the column NAME, the last and most exact; or NULL.
 */
struct import_pair *import_pair_of(struct import *im, struct crm_value name);
static inline bool
import_pair_passes(const struct import_pair *p)
{
	return !*p->to || (p->to[0] == '-' && !p->to[1]);
}
/* What --set names was there, else CRM_EUSAGE. */
int import_columns_met(struct import *im);
/* The column for T; -1: no cell.  A pointer until the next one is added. */
struct import_column *import_column_add(struct import *im,
					struct import_target t, int cell);
/* The column that is T already, or NULL. */
struct import_column *import_column_find(const struct import *im,
					 struct import_target t);
/* The columns as "account.name" in a sentence, in the row's arena. */
const char *import_column_name(struct import *im,
			       const struct import_column *c);

/* Read on to the first good object: im->header; then begin again. */
int import_members_first(struct import *im);
/* The column of the member NAME: NULL to pass it over; CRM_EINVAL. */
int import_member(struct import_column **out, struct import *im,
		  struct crm_value name);
/* The cells of ROW: im->cells, im->kinds. */
int import_cells(struct import *im, const struct crm_row *row);

/* Where questions are far, from now on rows are read ahead. */
void import_ahead_begin(struct import *im);
void import_ahead_end(struct import *im);
/* The next row, as crm_reader_next has it. */
int import_next(struct import *im, struct crm_row *row);

/* Choose the key: im->key; CRM_EUSAGE. */
int import_key(struct import *im);
/*
 * The record that the row's key names: *ID is 0 when there is none, and it is
 * to be added.
 */
int import_key_find(int64_t *id, struct import *im);
/* The key of the row at hand, in im->fresh. */
int import_key_read(struct import *im);
/* The mark of the row that record ID came with or was matched by, or 0. */
int64_t import_mark_of(const struct import *im, int64_t id);

/* An ext_id with --source before it. */
struct crm_value import_with_source(struct import *im, struct crm_value v);
/* Read, look for, assign and write one row. */
int import_row(struct import *im, const struct crm_row *row);
/*
 * The N columns at COLUMNS, which are one field, into R.
 */
int import_assign(struct import *im, struct crm_record *r,
		  const size_t *columns, size_t n);
/*
 * The text of column C as a value of its field in R (not a reference); KIND
 * is what it was in JSON.
 */
int import_value(struct crm_value *out, struct import *im,
		 const struct import_column *c, struct crm_value text,
		 enum crm_cell_kind kind, const struct crm_record *r,
		 bool typed);

/*
 * The record that TEXT names, of the entity that column C refers to; made if
 * --create says so.  PIPELINE is where a stage is looked for.
 */
int import_ref(int64_t *id, struct import *im, const struct import_column *c,
	       struct crm_value text, int64_t pipeline);
/* Where that is remembered; 0: it isn't known. */
int64_t *import_ref_known(struct import *im, const struct import_column *c,
			  struct crm_value text, int64_t pipeline);
/* Remember before what rows may refer to, where that is worth it. */
int import_refs_learn(struct import *im);
/* Whether record ID is the one that TEXT in column C names, too. */
int import_ref_agrees(struct import *im, const struct import_column *c,
		      struct crm_value text, int64_t id);
/* The same of what is there already, without a hint. */
int import_ref_there(int64_t *id, struct import *im,
		     const struct import_column *c, struct crm_value text);
/* A number alone, as an id: false when it isn't one. */
bool import_ref_id(int64_t *id, const struct import_column *c,
		   struct crm_value text);
/* CRM_EUSAGE when --create names what can't be made. */
int import_create_check(struct import *im);

/*
 * Keep column C of the row, which is not resolved yet.  CHECK: it is another
 * word for the one kept before.
 */
void import_forward_add(struct import *im, size_t c, struct crm_value text,
			int64_t to, bool check);
/* The N last added belong to record ID. */
void import_forward_owner(struct import *im, size_t n, int64_t id,
			  enum crm_outcome outcome);
/* All rows have come: resolve and write what was kept. */
int import_forward_end(struct import *im);

/* Tell of the row MARK, refused with the recorded error. */
void import_reject(struct import *im, int64_t mark,
		   const struct crm_row *row);
/* Whether the row was refused in an earlier pass; writes it if it has to. */
bool import_refused(struct import *im, const struct crm_row *row);
/* Begin the rejects file, or the next pass. */
void import_rejects_begin(struct import *im);
/* Read once more for refused rows that are not in the rejects file yet. */
int import_rejects_late(struct import *im);
/* Write out what has gathered. */
int import_rejects_flush(struct import *im);

#endif
