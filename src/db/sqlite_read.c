/*
 * SQL that somebody wrote, on a connection that only reads.
 *
 * SQLite asks, while it prepares a statement, for every single thing that it
 * would do: so it is these that are refused, and nothing has to be looked for
 * in the text.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm/db.h"
#include "db/sqlite.h"

/* Bytes of one value, made by a function that repeats and the like. */
#define LENGTH_MAX (64 << 20)

static bool
is_one_of(const char *const *list, const char *s)
{
	for (; s && *list; list++)
		if (!sqlite3_stricmp(*list, s))
			return true;
	return false;
}

static bool
is_harmless(const char *function)
{
	static const char *const list[] = {
		"load_extension", "crm_each", "fts3_tokenizer", NULL
	};

	return !is_one_of(list, function);
}

/* What it would do, in the words of SQL. */
static const char *
action_name(int action, const char *table)
{
	static const struct { int action; const char *word; } words[] = {
		{ SQLITE_INSERT, "INSERT" }, { SQLITE_UPDATE, "UPDATE" },
		{ SQLITE_DELETE, "DELETE" }, { SQLITE_ATTACH, "ATTACH" },
		{ SQLITE_DETACH, "DETACH" }, { SQLITE_ANALYZE, "ANALYZE" },
		{ SQLITE_REINDEX, "REINDEX" },
		{ SQLITE_TRANSACTION, "a transaction" },
		{ SQLITE_SAVEPOINT, "a savepoint" }
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (words[i].action == action &&
		    (!table || strncmp(table, "sqlite_", 7) != 0))
			return words[i].word;
	return "a change of the schema";
}

#define ONLY_READS "SQL only reads here: "

static void
refuse(struct sqlite_conn *c, int action, const char *a, const char *b)
{
	const char *only = ONLY_READS;

	c->private_table[0] = '\0';
	if (action == SQLITE_READ) {
		snprintf(c->private_table, sizeof(c->private_table), "%s", a);
		snprintf(c->refused, sizeof(c->refused), "'%.60s' is a table"
		    " of the program's own", a);
	} else if (action == SQLITE_PRAGMA) {
		snprintf(c->refused, sizeof(c->refused), "%sPRAGMA %.60s is"
		    " refused", only, a);
	} else if (action == SQLITE_FUNCTION) {
		snprintf(c->refused, sizeof(c->refused), "%s%.60s() is"
		    " refused", only, b);
	} else {
		snprintf(c->refused, sizeof(c->refused), "%s%s is refused",
		    only, action_name(action, a));
	}
}

/* Whether a list of names, each behind a new line, has NAME. */
static bool
has_name(const char *list, const char *name)
{
	size_t n = strlen(name);

	for (; list && (list = strstr(list, name)) != NULL; list++)
		if (list[-1] == '\n' && list[n] == '\n')
			return true;
	return false;
}

/*
 * Tables may be others tomorrow: they are read through views, of which WITHIN
 * is one.  It may also be a part of the statement that has a name, and where
 * no column is read SQLite doesn't say what it is within: this is a rail and
 * no wall, for whoever runs it can read the file.
 */
static bool
is_private(const struct sqlite_conn *c, const char *table,
	   const char *column, const char *database, const char *within)
{
	return !within && column && *column &&
	    (!database || !strcmp(database, "main")) &&
	    has_name(c->tables, table);
}

static int
authorize(void *ctx, int action, const char *a, const char *b,
	  const char *database, const char *within)
{
	static const char *const tell[] = {
		"table_info", "table_xinfo", NULL
	};
	struct sqlite_conn *c = ctx;

	if (action == SQLITE_SELECT || action == SQLITE_RECURSIVE ||
	    (action == SQLITE_READ && !is_private(c, a, b, database,
	    within)) ||
	    (action == SQLITE_FUNCTION && is_harmless(b)) ||
	    (action == SQLITE_PRAGMA && is_one_of(tell, a)))
		return SQLITE_OK;
	refuse(c, action, a ? a : "", b ? b : "");
	return SQLITE_DENY;
}

/* "\ncontact\naccount\n" */
static int
list_tables(struct sqlite_conn *c)
{
	sqlite3_stmt *s = NULL;
	int rc = sqlite3_prepare_v2(c->db, "SELECT char(10) || 'sqlite_master'"
	    " || char(10) || 'sqlite_schema' || char(10) ||"
	    " group_concat(name, char(10)) || char(10) FROM sqlite_schema"
	    " WHERE type = 'table'", -1, &s, NULL);

	if (rc == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
		c->tables = strdup((const char *)sqlite3_column_text(s, 0));
	sqlite3_finalize(s);
	return rc == SQLITE_OK && !c->tables ? SQLITE_NOMEM : rc;
}

int
sqlite_guard(void *conn)
{
	struct sqlite_conn *c = conn;
	int rc = sqlite_settle(c);

	if (rc)
		return rc;
	rc = list_tables(c);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(c->db, "PRAGMA query_only=ON", NULL, NULL,
		    NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_set_authorizer(c->db, authorize, c);
	if (rc != SQLITE_OK)
		return sqlite_fail(c, rc);
	sqlite3_limit(c->db, SQLITE_LIMIT_LENGTH, LENGTH_MAX);
	sqlite3_limit(c->db, SQLITE_LIMIT_ATTACHED, 0);
	c->guarded = true;
	return 0;
}

/* The name at the end of "no such column: opps.amuont". */
static void
find_name(struct crm_db_fault *fault, const char *what)
{
	const char *name = strstr(what, "no such column: ");

	if (!name)
		name = strstr(what, "no such table: ");
	if (!name)
		return;
	name = strstr(name, ": ") + 2;
	if (strrchr(name, '.'))
		name = strrchr(name, '.') + 1;
	snprintf(fault->name, sizeof(fault->name), "%s", name);
}

static int
fail_at(struct sqlite_conn *c, int code, struct crm_db_fault *fault)
{
	/* Of functions it says so as of any other mistake. */
	if (c->refused[0])
		code = SQLITE_AUTH;
	if (code == SQLITE_AUTH)
		snprintf(fault->name, sizeof(fault->name), "%s",
		    c->private_table);
	if ((code & 0xff) == SQLITE_ERROR) {
		fault->at = sqlite3_error_offset(c->db);
		find_name(fault, sqlite3_errmsg(c->db));
	}
	return sqlite_fail(c, code);
}

/* Whether a further statement begins in what is left; remarks are none. */
static int
check_rest(struct sqlite_conn *c, const char *rest, const char *end)
{
	while (rest < end) {
		const char *before = rest;
		sqlite3_stmt *s = NULL;
		int rc = sqlite3_prepare_v3(c->db, rest, (int)(end - rest), 0,
		    &s, &rest);
		bool more = rc != SQLITE_OK || s;

		sqlite3_finalize(s);
		if (!more && rest > before)
			continue;
		if (!more)
			break;
		c->host->fail(c->err, CRM_EUSAGE, "there is more than one"
		    " statement");
		return c->host->hint(c->err, "give one at a time");
	}
	return 0;
}

static int
only_reads(struct sqlite_conn *c, const char *what)
{
	snprintf(c->refused, sizeof(c->refused), ONLY_READS "%s is refused",
	    what);
	return sqlite_fail(c, SQLITE_AUTH);
}

int
sqlite_read(void **out, void *conn, const char *sql, size_t len,
	    struct crm_db_fault *fault)
{
	struct sqlite_conn *c = conn;
	struct sqlite_stmt *s = calloc(1, sizeof(*s));
	const char *rest = sql;
	int rc = sqlite_settle(c);

	*fault = (struct crm_db_fault){ .at = -1 };
	*out = rc ? NULL : s;
	if (rc) {
		free(s);
		return rc;
	}
	if (!s)
		return c->host->fail(c->err, CRM_EFAIL, "out of memory");
	c->refused[0] = '\0';
	rc = sqlite3_prepare_v3(c->db, sql, (int)len, 0, &s->stmt, &rest);
	if (rc != SQLITE_OK)
		rc = fail_at(c, rc, fault);
	else if (!s->stmt)
		rc = c->host->fail(c->err, CRM_EUSAGE, "there is no"
		    " statement");
	else
		rc = check_rest(c, rest, sql + len);
	if (!rc && !sqlite3_stmt_readonly(s->stmt))
		rc = only_reads(c, "this");
	if (!rc) {
		sqlite_stmt_begin(s, c);
		return 0;
	}
	sqlite3_finalize(s->stmt);
	free(s);
	*out = NULL;
	return rc;
}

int
sqlite_columns(void *stmt)
{
	return sqlite3_column_count(((struct sqlite_stmt *)stmt)->stmt);
}

const char *
sqlite_name(void *stmt, int col)
{
	const char *s = sqlite3_column_name(((struct sqlite_stmt *)stmt)->stmt,
	    col);

	return s ? s : "";
}

int
sqlite_params(void *stmt)
{
	return sqlite3_bind_parameter_count(((struct sqlite_stmt *)stmt)
	    ->stmt);
}

const char *
sqlite_param(void *stmt, int i)
{
	const char *s = sqlite3_bind_parameter_name(((struct sqlite_stmt *)
	    stmt)->stmt, i + 1);

	return s ? s : "?";
}

/* 12.50, and 12.0 as 12. */
static struct crm_value
number(sqlite3_stmt *stmt, int col)
{
	const char *s = (const char *)sqlite3_column_text(stmt, col);
	size_t n = (size_t)sqlite3_column_bytes(stmt, col);

	if (s && n > 2 && !memcmp(s + n - 2, ".0", 2))
		n -= 2;
	return (struct crm_value){ CRM_NUMBER, { .s = s ? s : "" }, n };
}

struct crm_value
sqlite_cell(void *stmt, int col)
{
	sqlite3_stmt *s = ((struct sqlite_stmt *)stmt)->stmt;
	const char *text;

	sqlite_settle(((struct sqlite_stmt *)stmt)->conn);
	switch (sqlite3_column_type(s, col)) {
	case SQLITE_NULL:
		return crm_null();
	case SQLITE_INTEGER:
		return crm_int(sqlite3_column_int64(s, col));
	case SQLITE_FLOAT:
		return number(s, col);
	default:
		text = (const char *)sqlite3_column_text(s, col);
		return crm_text_n(text ? text : "",
		    (size_t)sqlite3_column_bytes(s, col));
	}
}
