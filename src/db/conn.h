/* A connection and its statements, as the files of this floor see them. */
#ifndef DB_CONN_H
#define DB_CONN_H

#include "crm/arena.h"
#include "crm/db.h"
#include "crm/driver.h"
#include "crm/map.h"

/*
 * A load runs the same few texts a million times, each from one place: where
 * the text lies finds its statement sooner than a hash of it.
 */
#define RECENT 16

struct crm_rows {
	struct crm_db *db;
	void *stmt;
	const char *sql;	/* for the trace; in the arena */
	int64_t started;
	bool busy;		/* somebody is walking it */
	bool passing;		/* not in the cache: finalized when closed */
	struct crm_rows *next;
};

struct crm_db {
	const struct crm_driver *driver;
	void *conn;
	struct crm_error *err;
	int depth;		/* of transactions */
	bool broken;		/* an inner transaction could not roll back */
	struct crm_map by_sql;	/* SQL to its struct crm_rows */
	struct crm_rows *all;
	struct crm_rows *spare;	/* of passing ones that were closed */
	struct { const char *text; struct crm_rows *rows; } recent[RECENT];
	struct crm_arena arena;
	void (*trace)(void *ctx, const char *sql, int64_t us);
	void *trace_ctx;
};

/* Of a clock that only goes on. */
int64_t crm_db_microseconds(void);

#endif
