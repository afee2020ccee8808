/*
 * The embedded engine.
 *
 * Two things are not as one would guess.  SQLite reads $1 as a *name* and
 * numbers names by first appearance, so statements are rewritten to ?1.  And
 * stepping through many rows costs more than an aggregate function that is
 * called with each of them, so crm_db_each runs "SELECT each(...) FROM
 * (query)", unless it is ordered, and hands the cells on from there.
 */
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm/db.h"
#include "crm/driver.h"
#include "db/sqlite.h"

/* "CRM1": marks our files, see PRAGMA application_id. */
#define APPLICATION 0x43524d31

/* Between two tries to switch the journal. */
#define WAL_PAUSE_MS 10

static int
run(struct sqlite_conn *c, const char *sql)
{
	int rc = sqlite_settle(c);

	if (rc)
		return rc;
	rc = sqlite3_exec(c->db, sql, NULL, NULL, NULL);
	return rc == SQLITE_OK ? 0 : sqlite_fail(c, rc);
}

/*
 * Two that switch the journal at the same moment would wait for each other,
 * so SQLite turns one of them away at once: it tries again.
 */
static int
use_wal(struct sqlite_conn *c, int busy_seconds)
{
	int left = busy_seconds * 1000 / WAL_PAUSE_MS, rc;

	do
		rc = sqlite3_exec(c->db, "PRAGMA page_size=8192;"
		    " PRAGMA journal_mode=WAL", NULL, NULL, NULL);
	while ((rc & 0xff) == SQLITE_BUSY && left-- > 0 &&
	    sqlite3_sleep(WAL_PAUSE_MS));
	return rc == SQLITE_OK ? 0 : sqlite_fail(c, rc);
}

static int
configure(struct sqlite_conn *c, unsigned flags, int busy_seconds)
{
	int rc;

	/* First of all: the statements below may have to wait already. */
	sqlite_busy(c, busy_seconds);
	sqlite3_extended_result_codes(c->db, 1);
	sqlite3_db_config(c->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(c->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	/* A name that is none is an error, not a text. */
	sqlite3_db_config(c->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(c->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	sqlite_log_watch(c);
	rc = run(c, "PRAGMA synchronous=FULL; PRAGMA secure_delete=ON");
	if (!rc && (flags & CRM_DB_CREATE))
		rc = use_wal(c, busy_seconds);
	return rc ? rc : sqlite_functions(c);
}

/*
 * Nobody reads the statistics of memory that cost a lock at each malloc(),
 * and the journal of a statement of a few rows is kept in memory.  SQLite
 * takes it only before its first use in a process; later it does no harm.
 */
static void
configure_library(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	/* More than 17 bits of length are cut off when it is spilled. */
	sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, 120 << 10);
}

static int
open_file(void **out, const struct crm_host *host, const char *uri,
	  unsigned flags, int busy_seconds, struct crm_error *err)
{
	struct sqlite_conn *c = calloc(1, sizeof(*c));
	int rc;

	*out = c;
	if (!c)
		return host->fail(err, CRM_EFAIL, "out of memory");
	c->host = host;
	c->err = err;
	c->path = strdup(uri);
	if (!c->path)
		return host->fail(err, CRM_EFAIL, "out of memory");
	rc = sqlite_file(c, flags);
	if (rc)
		return rc;
	configure_library();
	rc = sqlite3_open_v2(c->path, &c->db,
	    (flags & CRM_DB_READ ? SQLITE_OPEN_READONLY
	    : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc == SQLITE_OK && c->found) {
		rc = sqlite_file_empty(c);
		if (rc)
			return rc;
	}
	if (rc != SQLITE_OK)
		return sqlite_fail(c, rc);
	return configure(c, flags, busy_seconds);
}

static void
close_file(void *conn)
{
	struct sqlite_conn *c = conn;

	if (!c)
		return;
	sqlite_behind_end(c);
	if (c->db)
		sqlite_log_end(c);
	sqlite_search_stop(c);
	sqlite_insert_end(c);
	sqlite3_close(c->db);
	free(c->path);
	free(c->sql);
	free(c->tables);
	free(c);
}

/*
 * To take the schema apart is a twentieth of a short command.  The system
 * closes the files, as it does when a command is killed.
 */
static void
leave(void *conn)
{
	struct sqlite_conn *c = conn;

	if (!sqlite_log_is_long(c))
		return;
	sqlite_behind_end(c);
	for (struct sqlite_stmt *s = c->stmts; s; s = s->next) {
		sqlite3_finalize(s->stmt);
		s->stmt = NULL;
	}
	close_file(c);
}

/*
 * $1 as ?1, outside of quotes; the text is the connection's.  A number that
 * is the next one becomes a bare ?, which means the same: SQLite looks through
 * all the numbers that it has seen for every one that is written.
 */
static const char *
numbered(struct sqlite_conn *c, const char *sql)
{
	size_t len = strlen(sql) + 1;
	char quote = 0, *out;
	long most = 0, n;

	if (len > c->sqlsize) {
		char *s = realloc(c->sql, len);

		if (!s)
			return NULL;
		c->sql = s;
		c->sqlsize = len;
	}
	for (out = c->sql; (*out = *sql); out++, sql++) {
		char *end;

		if (quote)
			quote = *sql == quote ? 0 : quote;
		else if (*sql == '\'' || *sql == '"')
			quote = *sql;
		else if (*sql == '$')
			*out = '?';
		if (quote || *out != '?')
			continue;
		n = strtol(sql + 1, &end, 10);
		if (n == most + 1)
			sql = end - 1;
		most = n > most ? n : most;
	}
	return c->sql;
}

static int
prepare(void **out, void *conn, const char *sql)
{
	struct sqlite_conn *c = conn;
	struct sqlite_stmt *s;
	const char *text = numbered(c, sql);
	int rc;

	s = text ? calloc(1, sizeof(*s)) : NULL;
	if (!s)
		return c->host->fail(c->err, CRM_EFAIL, "out of memory");
	rc = sqlite_settle(c);
	if (rc) {
		free(s);
		return rc;
	}
	rc = sqlite3_prepare_v3(c->db, text, -1, SQLITE_PREPARE_PERSISTENT,
	    &s->stmt, NULL);
	if (rc != SQLITE_OK) {
		free(s);
		return sqlite_fail(c, rc);
	}
	sqlite_stmt_begin(s, c);
	*out = s;
	return 0;
}

static void
finalize(void *stmt)
{
	struct sqlite_stmt *s = stmt;

	sqlite_settle(s->conn);
	*s->back = s->next;
	if (s->next)
		s->next->back = s->back;
	sqlite3_finalize(s->stmt);
	free(s);
}

static int
bind_one(sqlite3_stmt *stmt, int i, struct crm_value v)
{
	switch (v.kind) {
	case CRM_INT:
		return sqlite3_bind_int64(stmt, i, v.i);
	case CRM_TEXT:
		return sqlite3_bind_text64(stmt, i, v.s ? v.s : "", v.len,
		    SQLITE_STATIC, SQLITE_UTF8);
	case CRM_NUMBER:
		return sqlite3_bind_double(stmt, i, strtod(v.s, NULL));
	default:
		return SQLITE_OK;	/* a reset leaves nulls */
	}
}

static int
bind(void *stmt, size_t n, const struct crm_value *v)
{
	struct sqlite_stmt *s = stmt;
	int rc = sqlite_settle(s->conn);

	for (size_t i = 0; !rc && i < n; i++) {
		rc = bind_one(s->stmt, (int)i + 1, v[i]);
		if (rc != SQLITE_OK)
			rc = sqlite_fail(s->conn, rc);
	}
	return rc;
}

static int
step(void *stmt)
{
	struct sqlite_stmt *s = stmt;
	int rc = sqlite_settle(s->conn);

	if (rc)
		return rc;
	rc = sqlite3_step(s->stmt);
	if (rc == SQLITE_ROW)
		return 1;
	return rc == SQLITE_DONE ? 0 : sqlite_fail(s->conn, rc);
}

static void
reset(void *stmt)
{
	struct sqlite_stmt *s = stmt;

	sqlite_settle(s->conn);
	sqlite3_reset(s->stmt);
	sqlite3_clear_bindings(s->stmt);
}

static int
get_schema(void *conn, int64_t *number)
{
	struct sqlite_conn *c = conn;
	int64_t application = 0;
	int rc = sqlite_settle(c);

	if (rc)
		return rc;
	rc = sqlite_int(c, "PRAGMA application_id", &application);
	if (!rc)
		rc = sqlite_int(c, "PRAGMA user_version", number);
	if (rc)
		return sqlite_fail(c, rc);
	if (application == APPLICATION || (!application && c->created))
		return 0;
	c->host->fail(c->err, CRM_ENODB, "%s is not a crm database", c->path);
	return c->host->hint(c->err, "crm init makes one in another file");
}

static int
set_schema(void *conn, int64_t number)
{
	char sql[96];

	snprintf(sql, sizeof(sql),
	    "PRAGMA application_id=%d; PRAGMA user_version=%d",
	    APPLICATION, (int)number);
	return run(conn, sql);
}

/*
 * Sorting for indexes takes as much memory as the cache and, with threads,
 * as much again for each; they made it no faster.
 */
static int
bulk(void *conn)
{
	struct sqlite_conn *c = conn;

	c->large = true;
	return run(c, "PRAGMA cache_size=-12288; PRAGMA temp_store=FILE");
}

/* Words that were gathered aside belong to what is kept. */
static int
commit(void *conn)
{
	int rc = sqlite_search_loading(conn, 0);

	return rc ? rc : sqlite_commit(conn);
}

/* What is on its way need not be written any more. */
static int
roll_back(void *conn)
{
	sqlite_search_stop(conn);
	sqlite_behind_end(conn);
	return run(conn, "ROLLBACK");
}

static int
each(void *conn, const char *sql, size_t n, const struct crm_value *v,
     int cols, int (*row)(void *ctx, const struct crm_value *cells), void *ctx)
{
	struct sqlite_conn *c = conn;
	const char *text = numbered(c, sql);

	int rc = sqlite_settle(c);

	if (rc)
		return rc;
	if (!text)
		return c->host->fail(c->err, CRM_EFAIL, "out of memory");
	rc = sqlite_each(c, text, n, v, cols, row, ctx, bind_one);
	return rc > 0 ? sqlite_fail(c, rc) : rc;
}

/* Unlike PRAGMA foreign_keys this does it within a transaction, too. */
static int
references(void *conn, bool checked)
{
	struct sqlite_conn *c = conn;
	int rc = sqlite_settle(c);

	if (rc)
		return rc;
	rc = sqlite3_db_config(c->db, SQLITE_DBCONFIG_ENABLE_FKEY,
	    checked ? 1 : 0, NULL);
	return rc == SQLITE_OK ? 0 : sqlite_fail(c, rc);
}

static const struct crm_dialect dialect = {
	.id_type = "INTEGER PRIMARY KEY AUTOINCREMENT",
	.int_type = "INTEGER", .text_type = "TEXT", .table_end = " STRICT",
	.join_text = "group_concat",
	.begin_write = "BEGIN IMMEDIATE", .begin_read = "BEGIN",
	.search_make = sqlite_search_make, .search_add = sqlite_search_add,
	.search_remove = sqlite_search_remove,
	.search_clear = sqlite_search_clear,
	.search_links = sqlite_search_links,
	.indexes = "SELECT name FROM sqlite_master WHERE type = 'index'"
};

const struct crm_driver crm_driver_sqlite = {
	.abi = CRM_DRIVER_ABI, .name = "sqlite", .dialect = &dialect,
	.open = open_file, .close = close_file, .leave = leave,
	.prepare = prepare, .finalize = finalize, .bind = bind,
	.step = step, .cell = sqlite_cell, .reset = reset, .each = each,
	.search_add = sqlite_search_put, .search_remove = sqlite_search_take,
	.search_load = sqlite_search_loading,
	.search_given = sqlite_search_given,
	.search_match = sqlite_search_match,
	.search_each = sqlite_search_each,
	.guard = sqlite_guard, .read = sqlite_read,
	.columns = sqlite_columns, .column_name = sqlite_name,
	.params = sqlite_params, .param = sqlite_param,
	.commit = commit, .roll_back = roll_back, .references = references,
	.insert = sqlite_insert_behind, .last = sqlite_last,
	.check = sqlite_check,
	.get_schema = get_schema, .set_schema = set_schema, .bulk = bulk
};
