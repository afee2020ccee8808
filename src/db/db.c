/* What is the same for every engine: statements, kept by their text. */
#include "crm/db.h"

#include <string.h>
#include <time.h>

#include "db/conn.h"
#include "db/host.h"
#include "db/module.h"

/*
 * The parts of a list of many thousand references differ in text, so the
 * cache is bounded; the statements that repeat are far fewer than this.
 */
#define CACHE_MAX 256

int64_t
crm_db_microseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int
crm_db_open(struct crm_db **out, const char *uri, unsigned flags,
	    int busy_seconds, struct crm_error *err)
{
	const struct crm_driver *driver = crm_db_is_address(uri)
	    ? crm_db_module(err) : &crm_driver_sqlite;
	struct crm_arena arena = { 0 };
	struct crm_db *db;
	int rc;

	*out = NULL;
	if (!driver)
		return err->code;
	db = crm_arena_alloc(&arena, sizeof(*db));
	db->arena = arena;
	db->driver = driver;
	db->err = err;
	rc = driver->open(&db->conn, &crm_db_host, uri, flags, busy_seconds,
	    err);
	if (rc) {
		crm_db_close(db);
		return rc;
	}
	*out = db;
	return 0;
}

void
crm_db_close(struct crm_db *db)
{
	struct crm_arena arena;

	if (!db)
		return;
	for (struct crm_rows *r = db->all; r; r = r->next)
		db->driver->finalize(r->stmt);
	crm_map_free(&db->by_sql);
	db->driver->close(db->conn);
	arena = db->arena;
	crm_arena_free(&arena);
}

void
crm_db_leave(struct crm_db *db)
{
	if (db && db->driver->leave)
		db->driver->leave(db->conn);
	else
		crm_db_close(db);
}

const struct crm_dialect *
crm_db_dialect(const struct crm_db *db)
{
	return db->driver->dialect;
}

void
crm_db_trace(struct crm_db *db,
	     void (*trace)(void *ctx, const char *sql, int64_t us), void *ctx)
{
	db->trace = trace;
	db->trace_ctx = ctx;
}

int
crm_db_schema(int64_t *out, struct crm_db *db)
{
	return db->driver->get_schema(db->conn, out);
}

int
crm_db_set_schema(struct crm_db *db, int64_t number)
{
	return db->driver->set_schema(db->conn, number);
}

int
crm_db_check(struct crm_db *db, crm_db_found *found, void *ctx)
{
	return db->driver->check ? db->driver->check(db->conn, found, ctx)
	    : 0;
}

int
crm_db_bulk(struct crm_db *db)
{
	return db->driver->bulk(db->conn);
}

/* A statement for SQL that nobody is walking, prepared when need be. */
static int
statement(struct crm_rows **out, struct crm_db *db, const char *sql)
{
	size_t place = ((uintptr_t)sql >> 4) % RECENT, len;
	struct crm_rows *rows = db->recent[place].rows;
	void *stmt = NULL;
	int64_t *slot;
	int rc;

	if (rows && db->recent[place].text == sql && !rows->busy &&
	    !strcmp(rows->sql, sql)) {
		*out = rows;
		return 0;
	}
	len = strlen(sql);
	slot = crm_map_get(&db->by_sql, sql, len);
	rows = slot ? (struct crm_rows *)*slot : NULL;
	if (rows && !rows->busy) {
		db->recent[place].text = sql;
		db->recent[place].rows = rows;
		*out = rows;
		return 0;
	}
	rc = db->driver->prepare(&stmt, db->conn, sql);
	if (rc)
		return rc;
	if (rows || db->by_sql.n >= CACHE_MAX) {
		rows = db->spare ? db->spare : crm_arena_alloc(&db->arena,
		    sizeof(*rows));
		db->spare = rows->next;
		rows->passing = true;
		rows->sql = sql;
	} else {
		rows = crm_arena_alloc(&db->arena, sizeof(*rows));
		rows->sql = crm_arena_copy(&db->arena, sql, len);
		rows->next = db->all;
		db->all = rows;
		*crm_map_put(&db->by_sql, sql, len) = (int64_t)rows;
	}
	rows->db = db;
	rows->stmt = stmt;
	*out = rows;
	return 0;
}

int
crm_db_query(struct crm_rows **out, struct crm_db *db, const char *sql,
	     size_t n, const struct crm_value *bind)
{
	struct crm_rows *rows;
	int rc = statement(&rows, db, sql);

	*out = NULL;
	if (rc)
		return rc;
	rows->busy = true;
	if (db->trace)
		rows->started = crm_db_microseconds();
	rc = n ? db->driver->bind(rows->stmt, n, bind) : 0;
	if (rc) {
		crm_rows_close(rows);
		return rc;
	}
	*out = rows;
	return 0;
}

int
crm_rows_next(struct crm_rows *rows)
{
	return rows->db->driver->step(rows->stmt);
}

struct crm_value
crm_rows_cell(struct crm_rows *rows, int col)
{
	return rows->db->driver->cell(rows->stmt, col);
}

bool
crm_rows_null(struct crm_rows *rows, int col)
{
	return crm_rows_cell(rows, col).kind == CRM_NULL;
}

int64_t
crm_rows_int(struct crm_rows *rows, int col)
{
	struct crm_value v = crm_rows_cell(rows, col);

	return v.kind == CRM_INT ? v.i : 0;
}

const char *
crm_rows_text(struct crm_rows *rows, int col)
{
	struct crm_value v = crm_rows_cell(rows, col);

	return v.kind == CRM_TEXT ? v.s : NULL;
}

void
crm_rows_close(struct crm_rows *rows)
{
	struct crm_db *db;

	if (!rows)
		return;
	db = rows->db;
	db->driver->reset(rows->stmt);
	if (db->trace)
		db->trace(db->trace_ctx, rows->sql,
		    crm_db_microseconds() - rows->started);
	rows->busy = false;
	if (rows->passing) {
		db->driver->finalize(rows->stmt);
		rows->next = db->spare;
		db->spare = rows;
	}
}

int
crm_db_exec(struct crm_db *db, const char *sql, size_t n,
	    const struct crm_value *bind)
{
	struct crm_rows *rows;
	int rc = crm_db_query(&rows, db, sql, n, bind);

	if (rc)
		return rc;
	while ((rc = crm_rows_next(rows)) > 0)
		;
	crm_rows_close(rows);
	return rc;
}

int
crm_db_later(struct crm_db *db, const char *sql, size_t n,
	     const struct crm_value *bind)
{
	struct crm_rows *rows;
	int rc;

	if (!db->driver->later)
		return crm_db_exec(db, sql, n, bind);
	rc = crm_db_query(&rows, db, sql, n, bind);
	if (rc)
		return rc;
	rc = db->driver->later(rows->stmt);
	crm_rows_close(rows);
	return rc;
}

int
crm_db_insert(struct crm_db *db, const char *into, size_t columns,
	      int64_t from, size_t n, const struct crm_value *v)
{
	int64_t started = db->trace ? crm_db_microseconds() : 0;
	int rc = db->driver->insert(db->conn, into, columns, from, n, v);

	if (db->trace)
		db->trace(db->trace_ctx, into, crm_db_microseconds() - started);
	return rc;
}

int
crm_db_fill(struct crm_db *db, bool filling)
{
	return db->driver->fill ? db->driver->fill(db->conn, filling)
	    : crm_db_references(db, !filling);
}

int
crm_db_last(struct crm_db *db, const char *table, int64_t id)
{
	return db->driver->last(db->conn, table, id);
}

int
crm_db_int(int64_t *out, struct crm_db *db, const char *sql, size_t n,
	   const struct crm_value *bind)
{
	struct crm_rows *rows;
	int rc = crm_db_query(&rows, db, sql, n, bind);

	if (rc)
		return rc;
	rc = crm_rows_next(rows);
	if (rc > 0)
		*out = crm_rows_int(rows, 0);
	crm_rows_close(rows);
	return rc > 0 ? 0 : rc < 0 ? rc : CRM_ENOTFOUND;
}

int
crm_db_each(struct crm_db *db, const char *sql, size_t n,
	    const struct crm_value *bind, int cols,
	    int (*row)(void *ctx, const struct crm_value *cells), void *ctx)
{
	int64_t started = db->trace ? crm_db_microseconds() : 0;
	int rc = db->driver->each(db->conn, sql, n, bind, cols, row, ctx);

	if (db->trace)
		db->trace(db->trace_ctx, sql, crm_db_microseconds() - started);
	return rc;
}
