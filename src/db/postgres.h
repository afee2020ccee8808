/* Parts of the PostgreSQL driver that see each other. */
#ifndef DB_POSTGRES_H
#define DB_POSTGRES_H

#include <libpq-fe.h>
#include <stdbool.h>

#include "crm/db.h"
#include "crm/driver.h"

/* Types that a driver has to do with, by their fixed numbers. */
enum {
	POSTGRES_BOOL = 16, POSTGRES_INT8 = 20, POSTGRES_INT2 = 21,
	POSTGRES_INT4 = 23, POSTGRES_TEXT = 25, POSTGRES_FLOAT4 = 700,
	POSTGRES_FLOAT8 = 701, POSTGRES_NUMERIC = 1700
};

/* Memory of the server for making indexes in a load. */
#define POSTGRES_MUCH "SET maintenance_work_mem TO '128MB'"

/* Tables that a load adds to in turn. */
enum { POSTGRES_COPIES = 4 };

/* Memory of a module's own: libcrm's buffers are out of its reach. */
struct postgres_buf {
	char *s;
	size_t len, size;
};

/* N more bytes, or NULL when there is no memory. */
char *postgres_more(struct postgres_buf *b, size_t n);
bool postgres_add(struct postgres_buf *b, const char *s, size_t len);
void postgres_free(struct postgres_buf *b);

/* Rows that had to make way for another statement: postgres_aside.c. */
struct postgres_aside {
	struct postgres_buf rows, row;
	void *file;		/* FILE: the rows before those in memory */
	size_t at;		/* of the next row in rows */
	int columns;
	const char **cells;	/* of the row at hand; NULL is null */
	size_t *lengths;
	bool any;
};

int postgres_aside_add(struct postgres_aside *a, const PGresult *r);
/* 1 with a row at hand, 0 at the end, -1 when it can't be read. */
int postgres_aside_next(struct postgres_aside *a);
void postgres_aside_free(struct postgres_aside *a);

struct postgres_stmt {
	struct postgres_conn *conn;
	char *sql;
	char name[32];		/* on the server, or "" */
	unsigned runs;
	size_t n, size;		/* values, and room for them */
	Oid *types;		/* as it was prepared, and is bound */
	const char **values;
	int *lengths, *formats;
	int64_t *numbers;	/* what values point at */
	bool sent, done;
	bool typed;		/* somebody wrote it: see postgres_read.c */
	bool untyped;		/* its words don't say of what types */
	PGresult *described;	/* its columns */
	char **params;		/* names */
	size_t nparams;
	PGresult *row;
	Oid *columns;		/* their types */
	struct postgres_aside aside;
};

struct postgres_conn {
	PGconn *pg;
	const struct crm_host *host;
	struct crm_error *err;
	char *name;		/* the address, without its secrets */
	char schema[64];
	unsigned flags;
	int busy_seconds;
	int64_t number;		/* of the schema; 0: empty */
	struct postgres_stmt *active;	/* whose rows are on their way */
	unsigned prepared;	/* statements, which numbers their names */
	unsigned mine;		/* a number in them that no other crm has */
	bool large;
	bool asked;		/* for the next two */
	bool owns, unguards;	/* tables; may leave references unchecked */
	bool indexless;		/* that of search waits to be made */
	bool guarded;		/* SQL that somebody wrote comes next */
	bool within, reading;	/* a transaction; of one that only reads */
	bool making;		/* nobody else makes the schema */
	PGresult *references;	/* as they were before a filling */
	bool lost;		/* a COMMIT's outcome is not known */
	bool warned;		/* by the server, since it was cleared */
	struct postgres_copy {
		char *into;	/* as INSERT names it */
		const char *id;	/* the column that comes first */
		struct postgres_buf rows;
	} copies[POSTGRES_COPIES];
	struct postgres_buf words;
	unsigned oldest;
	bool gathered, waiting;	/* rows there; something not answered */
	bool pipeline;		/* see postgres_later.c */
	int under_way;		/* in it */
	struct postgres_buf leaving;	/* the search, as links: 1,2,3 */
	struct postgres_turn {
		char *ids;	/* given out before: postgres_turn.c */
		bool writing, again;
		bool alone, held;	/* is to wait at the gate; has it */
		bool taken;	/* a unique value was */
		int64_t until;	/* when waiting for others ends, or 0 */
		struct postgres_claim {
			char *table;
			bool counted;	/* its ids, by the caller */
		} *claimed;
		size_t nclaimed;
	} turn;
};

/* Record what the server said, or why it can't be heard. */
int postgres_fail(struct postgres_conn *c, const PGresult *r);
int postgres_no_memory(struct postgres_conn *c);
int postgres_denied(struct postgres_conn *c, const char *what);
/* The failure of connecting; C->pg knows it. */
int postgres_fail_open(struct postgres_conn *c);

/* Nothing is on its way: rows are put aside, a load is ended. */
int postgres_settle(struct postgres_conn *c);
/* Run SQL, one statement or several without values. */
int postgres_run(struct postgres_conn *c, const char *sql);
/* The same for one value, in *OUT: NULL for null; to be freed. */
int postgres_ask(char **out, struct postgres_conn *c, const char *sql);

/* postgres_rows.c */
int postgres_prepare(void **stmt, void *conn, const char *sql);
void postgres_finalize(void *stmt);
int postgres_bind(void *stmt, size_t n, const struct crm_value *v);
int postgres_step(void *stmt);
struct crm_value postgres_cell(void *stmt, int col);
void postgres_reset(void *stmt);
int postgres_each(void *conn, const char *sql, size_t n,
		  const struct crm_value *v, int cols,
		  int (*row)(void *ctx, const struct crm_value *cells),
		  void *ctx);
int postgres_rows_aside(struct postgres_stmt *s);

/* Give S a name that the server doesn't know yet. */
void postgres_name(struct postgres_stmt *s);

/* postgres_later.c */
int postgres_later(void *stmt);
/* All of them have been done, or a failure of any. */
int postgres_later_end(struct postgres_conn *c);

/* postgres_read.c */
int postgres_guard(void *conn);
int postgres_read(void **out, void *conn, const char *sql, size_t len,
		  struct crm_db_fault *fault);
int postgres_columns(void *stmt);
const char *postgres_column_name(void *stmt, int col);
int postgres_params(void *stmt);
const char *postgres_param(void *stmt, int i);
/* A view made on a connection that otherwise only reads. */
bool postgres_is_view(const struct postgres_conn *c, const char *sql);
int postgres_make_view(struct postgres_conn *c, const char *sql);

/* postgres_copy.c */
int postgres_insert(void *conn, const char *into, size_t columns,
		    int64_t from, size_t n, const struct crm_value *v);
/* What was sent is there, but not what is gathered. */
int postgres_copy_heard(struct postgres_conn *c);
/* All that was gathered is there, or a failure of any of it. */
int postgres_copy_end(struct postgres_conn *c);
void postgres_copy_free(struct postgres_conn *c);
/* Where the rows of a table are gathered; and then, that one was added. */
int postgres_copy_into(struct postgres_copy **out, struct postgres_conn *c,
		       const char *into, const char *id);
int postgres_copy_added(struct postgres_conn *c, struct postgres_copy *copy);

/* postgres_search.c */
extern const char postgres_search_make[], postgres_search_words[],
    postgres_search_add[], postgres_search_remove[], postgres_search_clear[],
    postgres_search_links[];
int postgres_search_load(void *conn, int64_t expected);
int postgres_search_match(void *conn, char **out, const char *words,
			  int which);
int postgres_search_each(void *conn,
			 int (*each)(void *ctx, int64_t link, int part,
				     const char *word, size_t len),
			 void *ctx);

/* postgres_words.c */
int postgres_search_put(void *conn, int64_t link,
			const struct crm_value *words);
int postgres_search_cut(void *conn, int64_t link,
			const struct crm_value *words);

/* postgres_turn.c */
int postgres_begin(void *conn);
int postgres_begin_read(void *conn);
int postgres_commit(void *conn);
int postgres_roll_back(void *conn);
bool postgres_failed(const void *conn);
bool postgres_again(void *conn, int code, int *tries);
int postgres_claim(void *conn, const char *table);
/* SQL is about to run: its new ids must follow those that were counted. */
int postgres_claim_keep(struct postgres_conn *c, const char *sql);
/* Rows go INTO a table with ids that were counted. */
void postgres_claim_counted(struct postgres_conn *c, const char *into);
int postgres_last(void *conn, const char *table, int64_t id);
void postgres_turn_free(struct postgres_conn *c);

/* postgres_address.c: connect as URI says; C->pg is NULL without memory. */
int postgres_connect(struct postgres_conn *c, const char *uri);

/* postgres_schema.c; SETTINGS are made before, on the same way. */
enum { POSTGRES_SETTINGS = 480 };
int postgres_schema_find(struct postgres_conn *c, const char *settings);
int postgres_schema_make(struct postgres_conn *c);
/* Only one at a time makes it, from opening to the end of a transaction. */
int postgres_schema_lock(struct postgres_conn *c, bool lock);
int postgres_get_schema(void *conn, int64_t *number);
int postgres_set_schema(void *conn, int64_t number);

/* postgres_check.c */
int postgres_check(void *conn, crm_db_found *found, void *ctx);

/* postgres_change.c */
int postgres_owns(void *conn);
int postgres_references(void *conn, bool checked);
int postgres_fill(void *conn, bool filling);
/* Before SQL runs that changes tables or indexes, checks that wait are made. */
int postgres_before_change(struct postgres_conn *c, const char *sql);
/* A name as SQL has it. */
void postgres_quote(char *out, size_t size, const char *name);

#endif
