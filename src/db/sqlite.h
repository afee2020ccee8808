/* Parts of the SQLite driver that see each other. */
#ifndef DB_SQLITE_H
#define DB_SQLITE_H

#include <sqlite3.h>
#include <stdbool.h>

#include "crm/driver.h"

struct sqlite_conn {
	sqlite3 *db;
	const struct crm_host *host;
	struct crm_error *err;
	char *path;
	char *sql;		/* the last rewritten statement */
	size_t sqlsize;
	bool created, found, large;
	unsigned resets;	/* of statements, when large */
	struct sqlite_each *each;	/* the running crm_db_each */
};

struct sqlite_stmt {
	sqlite3_stmt *stmt;
	struct sqlite_conn *conn;
};

/* Register fold, days, contains and each. */
int sqlite_functions(struct sqlite_conn *c);

/* An SQLite code; *OUT stays when there is no row. */
int sqlite_int(struct sqlite_conn *c, const char *sql, int64_t *out);

/* An SQLite code above 0, what ROW returned below 0, or 0. */
int sqlite_each(struct sqlite_conn *c, const char *sql, size_t n,
		const struct crm_value *v, int cols,
		int (*row)(void *ctx, const struct crm_value *cells),
		void *ctx,
		int (*bind_one)(sqlite3_stmt *s, int i, struct crm_value v));

#endif
