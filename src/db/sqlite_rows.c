/*
 * Rows in memory, as the table "crm_rows" from which a load inserts.  One
 * statement then runs for many rows, and a value goes from where it lies into
 * the record: to bind each would cost as much as the rest of the insertion.
 */
#include <stdlib.h>
#include <string.h>

#include "db/sqlite.h"

struct table {
	sqlite3_vtab base;
	const struct sqlite_rows *rows;
};

struct cursor {
	sqlite3_vtab_cursor base;
	const struct sqlite_rows *rows;
	const struct crm_value *at, *end;
};

static int
connect(sqlite3 *db, void *aux, int argc, const char *const *argv,
	sqlite3_vtab **out, char **err)
{
	struct sqlite_conn *c = aux;
	struct table *t = sqlite3_malloc64(sizeof(*t));
	sqlite3_str *s = sqlite3_str_new(db);
	char *sql;
	int rc;

	(void)argc, (void)argv, (void)err;
	for (int i = 0; i < SQLITE_ROWS_COLUMNS; i++)
		sqlite3_str_appendf(s, "%sc%d", i ? "," : "CREATE TABLE x(",
		    i);
	sqlite3_str_appendchar(s, 1, ')');
	sql = sqlite3_str_finish(s);
	rc = t && sql ? sqlite3_declare_vtab(db, sql) : SQLITE_NOMEM;
	sqlite3_free(sql);
	if (rc != SQLITE_OK) {
		sqlite3_free(t);
		return rc;
	}
	*t = (struct table){ .rows = &c->rows };
	*out = &t->base;
	return SQLITE_OK;
}

static int
disconnect(sqlite3_vtab *t)
{
	sqlite3_free(t);
	return SQLITE_OK;
}

static int
best_index(sqlite3_vtab *t, sqlite3_index_info *info)
{
	(void)t, (void)info;
	return SQLITE_OK;
}

static int
open_cursor(sqlite3_vtab *t, sqlite3_vtab_cursor **out)
{
	struct cursor *c = sqlite3_malloc64(sizeof(*c));

	if (!c)
		return SQLITE_NOMEM;
	*c = (struct cursor){ .rows = ((struct table *)t)->rows };
	*out = &c->base;
	return SQLITE_OK;
}

static int
close_cursor(sqlite3_vtab_cursor *cur)
{
	sqlite3_free(cur);
	return SQLITE_OK;
}

static int
filter(sqlite3_vtab_cursor *cur, int number, const char *text, int argc,
       sqlite3_value **argv)
{
	struct cursor *c = (struct cursor *)cur;

	(void)number, (void)text, (void)argc, (void)argv;
	c->at = c->rows->v;
	c->end = c->at + c->rows->n * c->rows->columns;
	return SQLITE_OK;
}

static int
next(sqlite3_vtab_cursor *cur)
{
	struct cursor *c = (struct cursor *)cur;

	c->at += c->rows->columns;
	return SQLITE_OK;
}

static int
at_end(sqlite3_vtab_cursor *cur)
{
	const struct cursor *c = (struct cursor *)cur;

	return c->at == c->end;
}

static int
column(sqlite3_vtab_cursor *cur, sqlite3_context *ctx, int i)
{
	const struct crm_value *v = &((struct cursor *)cur)->at[i];

	if (v->kind == CRM_INT)
		sqlite3_result_int64(ctx, v->i);
	else if (v->kind == CRM_TEXT)
		sqlite3_result_text64(ctx, v->s ? v->s : "", v->len,
		    SQLITE_STATIC, SQLITE_UTF8);
	return SQLITE_OK;
}

static int
row_id(sqlite3_vtab_cursor *cur, sqlite3_int64 *out)
{
	const struct cursor *c = (struct cursor *)cur;

	*out = c->at - c->rows->v;
	return SQLITE_OK;
}

static const sqlite3_module module = {
	.xConnect = connect, .xBestIndex = best_index,
	.xDisconnect = disconnect, .xOpen = open_cursor,
	.xClose = close_cursor, .xFilter = filter, .xNext = next,
	.xEof = at_end, .xColumn = column, .xRowid = row_id
};

/* "contact"("name","email") from as many columns of crm_rows. */
static int
prepare(sqlite3_stmt **out, struct sqlite_conn *c, const char *into,
	size_t columns)
{
	sqlite3_str *s = sqlite3_str_new(c->db);
	char *sql;
	int rc = SQLITE_OK;

	if (!c->rows.registered)
		rc = sqlite3_create_module_v2(c->db, "crm_rows", &module, c,
		    NULL);
	c->rows.registered = true;
	/* FAIL: so the pages are not kept to undo the statement alone. */
	sqlite3_str_appendf(s, "INSERT OR FAIL INTO %s SELECT ", into);
	for (size_t i = 0; i < columns; i++)
		sqlite3_str_appendf(s, "%sc%d", i ? "," : "", (int)i);
	sqlite3_str_appendall(s, " FROM crm_rows");
	sql = sqlite3_str_finish(s);
	if (rc == SQLITE_OK)
		rc = sql ? sqlite3_prepare_v3(c->db, sql, -1,
		    SQLITE_PREPARE_PERSISTENT, out, NULL) : SQLITE_NOMEM;
	sqlite3_free(sql);
	return rc;
}

/* The statement for INTO, of those that were run last. */
static int
statement(sqlite3_stmt **out, struct sqlite_conn *c, const char *into,
	  size_t columns)
{
	struct sqlite_load *l = NULL;

	for (size_t i = 0; i < SQLITE_LOADS; i++) {
		l = &c->rows.loads[i];
		if (l->into && !strcmp(l->into, into)) {
			*out = l->stmt;
			return SQLITE_OK;
		}
	}
	l = &c->rows.loads[c->rows.oldest++ % SQLITE_LOADS];
	sqlite3_finalize(l->stmt);
	free(l->into);
	l->stmt = NULL;
	l->into = strdup(into);
	if (!l->into)
		return SQLITE_NOMEM;
	if (prepare(&l->stmt, c, into, columns) != SQLITE_OK) {
		free(l->into);
		l->into = NULL;
		return sqlite3_errcode(c->db);
	}
	*out = l->stmt;
	return SQLITE_OK;
}

int
sqlite_insert(struct sqlite_conn *c, const char *into, size_t columns,
	      size_t n, const struct crm_value *v)
{
	sqlite3_stmt *s = NULL;
	int rc = statement(&s, c, into, columns);

	if (rc != SQLITE_OK)
		return rc;
	c->rows.v = v;
	c->rows.n = n;
	c->rows.columns = columns;
	rc = sqlite3_step(s);
	sqlite3_reset(s);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

void
sqlite_insert_end(struct sqlite_conn *c)
{
	for (size_t i = 0; i < SQLITE_LOADS; i++) {
		sqlite3_finalize(c->rows.loads[i].stmt);
		free(c->rows.loads[i].into);
	}
}

/* A table from which nothing was inserted yet has no row there. */
int
sqlite_last(void *conn, const char *table, int64_t id)
{
	static const char *const sql[] = {
		"DELETE FROM \"sqlite_sequence\" WHERE \"name\" = ?1",
		"INSERT INTO \"sqlite_sequence\"(\"name\", \"seq\")"
		" VALUES(?1, ?2)"
	};
	struct sqlite_conn *c = conn;
	int rc = sqlite_settle(c);

	if (rc)
		return rc;
	for (int i = 0; rc == SQLITE_OK && i < 2; i++) {
		sqlite3_stmt *s;

		rc = sqlite3_prepare_v2(c->db, sql[i], -1, &s, NULL);
		if (rc != SQLITE_OK)
			break;
		sqlite3_bind_text(s, 1, table, -1, SQLITE_STATIC);
		if (i)
			sqlite3_bind_int64(s, 2, id);
		sqlite3_step(s);
		rc = sqlite3_finalize(s);
	}
	return rc == SQLITE_OK ? 0 : c->host->fail(c->err, CRM_EFAIL,
	    "database: %s", sqlite3_errmsg(c->db));
}
