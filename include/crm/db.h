/*
 * A connection to the database, whichever engine is behind it.
 *
 * SQL is written in the subset that SQLite and PostgreSQL both accept, with
 * $1, $2, ... for values, and four functions that every driver supplies:
 * fold(text), days(from, to), contains(text, part) and share(n, part, whole),
 * rounded.  Text built by a program never goes into a statement: it is always
 * bound.
 *
 *	static int
 *	rename_contact(struct crm_db *db, int64_t id, const char *name)
 *	{
 *		return crm_db_exec(db,
 *		    "UPDATE contact SET name = $1 WHERE id = $2",
 *		    CRM_BIND(crm_text(name), crm_int(id)));
 *	}
 */
#ifndef CRM_DB_H
#define CRM_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crm/error.h"
#include "crm/value.h"

struct crm_arena;
struct crm_buf;
struct crm_db;		/* a connection */
struct crm_rows;	/* the rows of one running query */
struct crm_dialect;	/* driver.h */

/* The values of one statement: a count and an array, in $n order. */
#define CRM_BIND(...)							\
	sizeof((struct crm_value[]){ __VA_ARGS__ }) /			\
	    sizeof(struct crm_value),					\
	(struct crm_value[]){ __VA_ARGS__ }
#define CRM_NONE	0, NULL

enum {
	CRM_DB_CREATE = 1,	/* make it; CRM_ECONFLICT when it is there */
	CRM_DB_READ = 2		/* refuse to write */
};

/*
 * Open the database named by URI: a file name or "postgresql://...".  Waits
 * for other writers up to BUSY_SECONDS.  Failures of this connection are
 * written to *ERR, which must outlive it.  CRM_ENODB when there is none or it
 * is somebody else's.  On failure *OUT is NULL; crm_db_close(NULL) does
 * nothing.
 */
int crm_db_open(struct crm_db **out, const char *uri, unsigned flags,
		int busy_seconds, struct crm_error *err);
void crm_db_close(struct crm_db *db);
/* The same when the program ends with it, which may be quicker. */
void crm_db_leave(struct crm_db *db);

/* Whether URI is the address of a server and not the name of a file. */
bool crm_db_is_address(const char *uri);
/* URI for people: an address without its password; until the next call. */
const char *crm_db_shown(const char *uri);

const struct crm_dialect *crm_db_dialect(const struct crm_db *db);

/* Call TRACE with each statement and the microseconds it took. */
void crm_db_trace(struct crm_db *db,
		  void (*trace)(void *ctx, const char *sql, int64_t us),
		  void *ctx);

/* The number of the schema in the database: 0 when it is empty. */
int crm_db_schema(int64_t *out, struct crm_db *db);
int crm_db_set_schema(struct crm_db *db, int64_t number);

/*
 * Transactions nest: only the outermost one reaches the disk, and an inner
 * rollback undoes the inner part alone.  crm_db_begin takes the right to
 * write at once; crm_db_begin_read only holds one snapshot.  crm_db_end
 * commits when CODE is 0 and rolls back otherwise; it returns CODE, or the
 * failure of the commit.  A rollback keeps the recorded error.
 */
int crm_db_begin(struct crm_db *db);
int crm_db_begin_read(struct crm_db *db);
int crm_db_end(struct crm_db *db, int code);

/*
 * After a transaction that came to CODE: whether it failed because of what
 * others wrote meanwhile, and may be run again from its beginning.  Waits a
 * moment first.  *TRIES is 0 in the beginning and counted here; it ends when
 * the time to wait for others is over.
 */
bool crm_db_again(struct crm_db *db, int code, int *tries);

/* Whether a failure has ended the transaction: only crm_db_end is left. */
bool crm_db_failed(const struct crm_db *db);

/*
 * Nobody else may add to TABLE until the end of the transaction: the last id
 * is known, the ids that follow can be given out by the caller.
 */
int crm_db_claim(struct crm_db *db, const char *table);

/*
 * Run a statement that returns no rows.  Statements are kept prepared by
 * their text, so the same text costs a lookup the second time.
 */
int crm_db_exec(struct crm_db *db, const char *sql,
		size_t n, const struct crm_value *bind);

/*
 * The same within a transaction, where nobody needs to know at once: a failure
 * may be told by a statement that comes later, or by the end.  It runs before
 * whatever is asked next, but maybe also before rows that crm_db_insert was
 * given.  An UPDATE that finds no row may be a failure.
 */
int crm_db_later(struct crm_db *db, const char *sql,
		 size_t n, const struct crm_value *bind);

/*
 * Insert N rows of so many COLUMNS each, INTO a table and columns as INSERT
 * names them: "\"team\"(\"name\",\"owner\")".  Their ids are FROM, FROM + 1
 * and so on, which follow the last one that was given out.  What a failure
 * leaves of them only the end of the transaction takes away.
 */
int crm_db_insert(struct crm_db *db, const char *into, size_t columns,
		  int64_t from, size_t n, const struct crm_value *v);

/* 1 when indexes may be made and dropped, 0, or a failure. */
int crm_db_owns(struct crm_db *db);

/*
 * Whether a row that refers to what isn't there fails by itself, as it does
 * until a load says that it looks at all its rows at once.
 */
int crm_db_references(struct crm_db *db, bool checked);

/*
 * From its beginning to its end (false), a transaction fills the whole
 * database, which nobody else uses yet; references are looked at in the end.
 */
int crm_db_fill(struct crm_db *db, bool filling);

/* TABLE has given out the ids up to ID: the next one is above it. */
int crm_db_last(struct crm_db *db, const char *table, int64_t id);

/* Run a query for one integer: CRM_ENOTFOUND (no sentence) without a row. */
int crm_db_int(int64_t *out, struct crm_db *db, const char *sql,
	       size_t n, const struct crm_value *bind);

/*
 * Run a query and walk its rows.  Only one row is in memory at a time: text
 * that must live past the next step is copied by the caller.
 * crm_rows_next returns 1 for a row, 0 at the end, negative on failure.
 */
int crm_db_query(struct crm_rows **out, struct crm_db *db, const char *sql,
		 size_t n, const struct crm_value *bind);
int crm_rows_next(struct crm_rows *rows);
struct crm_value crm_rows_cell(struct crm_rows *rows, int col);
bool crm_rows_null(struct crm_rows *rows, int col);
int64_t crm_rows_int(struct crm_rows *rows, int col);
/* Ended by a NUL; NULL for null.  An integer as text is an error of ours. */
const char *crm_rows_text(struct crm_rows *rows, int col);
void crm_rows_close(struct crm_rows *rows);

/*
 * Run a query of COLS columns and call ROW for each row, the fastest way that
 * the engine has.  The cells live until ROW returns; a code other than 0 from
 * ROW ends the query and is returned.
 */
int crm_db_each(struct crm_db *db, const char *sql, size_t n,
		const struct crm_value *bind, int cols,
		int (*row)(void *ctx, const struct crm_value *cells),
		void *ctx);

/*
 * Call FOUND with a sentence for each damage, and what to do about it (NULL:
 * there is no way but a backup): what the engine can tell of itself.  Not
 * within a transaction.  A code other than 0 ends it and is returned.
 */
typedef int crm_db_found(void *ctx, const char *sentence, const char *todo);

int crm_db_check(struct crm_db *db, crm_db_found *found, void *ctx);

/*
 * The full text index holds the words of records (text_words.h), by their links
 * (link.h), in three parts: what a record is called, what it is reached and
 * known by, and all other text.
 */
enum {
	CRM_SEARCH_NAME, CRM_SEARCH_KEY, CRM_SEARCH_TEXT, CRM_SEARCH_PARTS
};

int crm_db_search_add(struct crm_db *db, int64_t link,
		      const struct crm_value words[CRM_SEARCH_PARTS]);
/* WORDS must be those that were added: they are at nobody else's hand. */
int crm_db_search_remove(struct crm_db *db, int64_t link,
			 const struct crm_value words[CRM_SEARCH_PARTS]);
int crm_db_search_clear(struct crm_db *db);
/* About so many records are about to be added; 0: they have been. */
int crm_db_search_load(struct crm_db *db, int64_t expected);
/* They have been, but more is to be done before that is told. */
int crm_db_search_given(struct crm_db *db);

/*
 * Append a query of what is found by WORDS: (SELECT "link", "part" ...), whose
 * part is the last one that it takes to find all of them.  A word that ends in
 * "*" is the beginning of one; "a b|c" is either both or the third.  BIND
 * takes a value, which is in A, and gives the number of its $n.
 */
int crm_db_search(struct crm_db *db, struct crm_buf *sql, struct crm_arena *a,
		  const char *words,
		  int (*bind)(void *ctx, struct crm_value v), void *ctx);

/* Call EACH with everything that the index holds, once each. */
int crm_db_search_each(struct crm_db *db,
		       int (*each)(void *ctx, int64_t link, int part,
				   const char *word, size_t len),
		       void *ctx);

/*
 * SQL that somebody wrote.  From crm_db_guard on the connection reads and does
 * nothing else: what would write, open another file or change how the engine
 * works is CRM_EREFUSED by what it would do, however it is written.
 *
 * crm_db_read prepares one statement, with parameters as :name, which are
 * then bound in their order.  CRM_EUSAGE when it can't be understood: *FAULT
 * says where.  Its rows are walked and closed as those of crm_db_query; a
 * cell may be a CRM_NUMBER.
 */
struct crm_db_fault {
	long at;		/* the byte of the statement; < 0: unknown */
	char name[64];		/* the table or column there isn't, or "" */
};

int crm_db_guard(struct crm_db *db);
int crm_db_read(struct crm_rows **out, struct crm_db *db, const char *sql,
		size_t len, struct crm_db_fault *fault);
int crm_rows_columns(const struct crm_rows *rows);
const char *crm_rows_name(const struct crm_rows *rows, int col);
/* How many parameters; and what the I-th is called, with its colon. */
int crm_rows_params(const struct crm_rows *rows);
const char *crm_rows_param(const struct crm_rows *rows, int i);
int crm_rows_bind(struct crm_rows *rows, size_t n, const struct crm_value *v);

/* More cache and cheaper checkpoints for one large load, until closed. */
int crm_db_bulk(struct crm_db *db);

#endif
