/* Parts of the SQLite driver that see each other. */
#ifndef DB_SQLITE_H
#define DB_SQLITE_H

#include <sqlite3.h>
#include <stdbool.h>

#include "crm/db.h"
#include "crm/driver.h"

enum { SQLITE_ROWS_COLUMNS = 200, SQLITE_LOADS = 4 };

/* See sqlite_rows.c. */
struct sqlite_rows {
	const struct crm_value *v;
	size_t n, columns;
	bool registered;
	struct sqlite_load {
		char *into;
		sqlite3_stmt *stmt;
	} loads[SQLITE_LOADS];
	unsigned oldest;
};

struct sqlite_conn {
	sqlite3 *db;
	const struct crm_host *host;
	struct crm_error *err;
	char *path;
	char *sql;		/* the last rewritten statement */
	size_t sqlsize;
	bool created, found, large, searches;
	bool gathers;		/* words of a load: see sqlite_search_load.c */
	bool guarded;		/* for SQL that somebody wrote */
	char refused[128];	/* what it would have done, as a sentence */
	char *tables;		/* that are the program's own */
	char private_table[64];	/* that it would have read, or "" */
	struct sqlite_stmt *stmts;	/* that have not ended */
	int log_pages;		/* after the last commit: sqlite_log.c */
	unsigned inserts;	/* of many rows, when large */
	struct sqlite_search_loading *loading;	/* see sqlite_search_load.c */
	struct {
		int64_t since, most_ms;
		unsigned chance;
	} busy;			/* see sqlite_busy.c */
	struct sqlite_each *each;	/* the running crm_db_each */
	struct sqlite_rows rows;	/* of the running crm_db_insert */
	struct sqlite_behind *behind;	/* rows of a load: sqlite_behind.c */
};

struct sqlite_stmt {
	sqlite3_stmt *stmt;
	struct sqlite_conn *conn;
	struct sqlite_stmt *next, **back;
};

static inline void
sqlite_stmt_begin(struct sqlite_stmt *s, struct sqlite_conn *c)
{
	s->conn = c;
	s->next = c->stmts;
	s->back = &c->stmts;
	if (s->next)
		s->next->back = &s->next;
	c->stmts = s;
}

/* Wait so long for another writer. */
void sqlite_busy(struct sqlite_conn *c, int seconds);

/* sqlite_log.c: look after the write-ahead log, until it is closed. */
void sqlite_log_watch(struct sqlite_conn *c);
bool sqlite_log_is_long(const struct sqlite_conn *c);
void sqlite_log_end(struct sqlite_conn *c);

/* Register fold, days, contains, share and each. */
int sqlite_functions(struct sqlite_conn *c);

/* An SQLite code; *OUT stays when there is no row. */
int sqlite_int(struct sqlite_conn *c, const char *sql, int64_t *out);

/* An SQLite code above 0, what ROW returned below 0, or 0. */
int sqlite_each(struct sqlite_conn *c, const char *sql, size_t n,
		const struct crm_value *v, int cols,
		int (*row)(void *ctx, const struct crm_value *cells),
		void *ctx,
		int (*bind_one)(sqlite3_stmt *s, int i, struct crm_value v));

extern const char sqlite_search_make[], sqlite_search_add[],
    sqlite_search_remove[], sqlite_search_clear[], sqlite_search_links[],
    sqlite_search_load[], sqlite_search_loaded[];
int sqlite_search_match(void *conn, char **out, const char *words, int which);
int sqlite_search_each(void *conn,
		       int (*each)(void *ctx, int64_t link, int part,
				   const char *word, size_t len), void *ctx);
/*
 * A load of about so many records begins, and its words are gathered aside
 * from then on where that is worth it; 0: they are wanted.
 */
int sqlite_search_loading(void *conn, int64_t expected);
/* No more come before that. */
int sqlite_search_given(void *conn);
/* 1 when nothing is gathered. */
int sqlite_search_put(void *conn, int64_t link, const struct crm_value *words);
int sqlite_search_take(void *conn, int64_t link,
		       const struct crm_value *words);
/* Forget what was gathered. */
void sqlite_search_stop(struct sqlite_conn *c);
/* Segments of a load go where they belong; an SQLite code. */
int sqlite_search_spread(sqlite3 *db);
/* sqlite_error.c */
int sqlite_fail(struct sqlite_conn *c, int code);
/* SQLITE_IOERR, when DB seems to be damaged because it can't be read. */
int sqlite_cause(sqlite3 *db, int code);
int sqlite_commit(void *conn);

/* Make the file, or find it: see crm_db_open. */
int sqlite_file(struct sqlite_conn *c, unsigned flags);
/* One that was there already may be filled if nothing is in it. */
int sqlite_file_empty(struct sqlite_conn *c);

/* Insert N rows of V; an SQLite code.  End before the connection is closed. */
int sqlite_insert(struct sqlite_conn *c, const char *into, size_t columns,
		  size_t n, const struct crm_value *v);
void sqlite_insert_end(struct sqlite_conn *c);

/*
 * As crm_db_insert: by a thread, when much comes, so that what fails may be an
 * earlier row.
 */
int sqlite_insert_behind(void *conn, const char *into, size_t columns,
			 int64_t from, size_t n, const struct crm_value *v);
/* Wait for that thread: before the connection is used for anything else. */
int sqlite_settled(struct sqlite_conn *c);
static inline int
sqlite_settle(struct sqlite_conn *c)
{
	return c->behind ? sqlite_settled(c) : 0;
}
/* Rows that wait are forgotten. */
void sqlite_behind_end(struct sqlite_conn *c);

/* As crm_db_last. */
int sqlite_last(void *conn, const char *table, int64_t id);

/* sqlite_read.c: as crm_driver has them. */
int sqlite_guard(void *conn);
int sqlite_read(void **out, void *conn, const char *sql, size_t len,
		struct crm_db_fault *fault);
int sqlite_columns(void *stmt);
const char *sqlite_name(void *stmt, int col);
int sqlite_params(void *stmt);
const char *sqlite_param(void *stmt, int i);
struct crm_value sqlite_cell(void *stmt, int col);

/* sqlite_check.c */
int sqlite_check(void *conn, crm_db_found *found, void *ctx);

#endif
