/*
 * The SQL functions that every engine has under the same names, and the
 * aggregate by which rows leave SQLite without being stepped.
 */
#include <string.h>

#include "db/sqlite.h"

/* SQLite takes 127 arguments at most, unless it was built otherwise. */
#define EACH_MAX 100

struct sqlite_each {
	int (*row)(void *ctx, const struct crm_value *cells);
	void *ctx;
	int code;
	struct crm_value cells[EACH_MAX];
};

static void
fold(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	const struct sqlite_conn *c = sqlite3_user_data(ctx);
	const char *s = (const char *)sqlite3_value_text(argv[0]);
	size_t len;

	(void)argc;
	if (!s)
		return;
	s = c->host->fold(s, (size_t)sqlite3_value_bytes(argv[0]), &len);
	sqlite3_result_text64(ctx, s, len, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static void
contains(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	const void *hay = sqlite3_value_text(argv[0]);
	const void *part = sqlite3_value_text(argv[1]);

	(void)argc;
	if (!hay || !part)
		return;
	sqlite3_result_int(ctx, memmem(hay,
	    (size_t)sqlite3_value_bytes(argv[0]), part,
	    (size_t)sqlite3_value_bytes(argv[1])) != NULL);
}

static void
days(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	const struct sqlite_conn *c = sqlite3_user_data(ctx);
	const char *from = (const char *)sqlite3_value_text(argv[0]);
	const char *to = (const char *)sqlite3_value_text(argv[1]);
	int64_t n;

	(void)argc;
	if (from && to && !c->host->days(&n, from,
	    (size_t)sqlite3_value_bytes(argv[0]), to,
	    (size_t)sqlite3_value_bytes(argv[1])))
		sqlite3_result_int64(ctx, n);
}

static void
share(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	const struct sqlite_conn *c = sqlite3_user_data(ctx);
	int64_t n;

	for (int i = 0; i < argc; i++)
		if (sqlite3_value_type(argv[i]) != SQLITE_INTEGER)
			return;
	if (c->host->share(&n, sqlite3_value_int64(argv[0]),
	    sqlite3_value_int64(argv[1]), sqlite3_value_int64(argv[2])))
		sqlite3_result_error(ctx, "a number gets too large", -1);
	else
		sqlite3_result_int64(ctx, n);
}

/*
 * Asked for a blob, SQLite hands out the bytes of a text where they lie; asked
 * for a text, it makes a copy first that ends in NUL.
 */
static struct crm_value
value_of(sqlite3_value *v)
{
	const char *s;

	switch (sqlite3_value_type(v)) {
	case SQLITE_NULL:
		return crm_null();
	case SQLITE_INTEGER:
		return crm_int(sqlite3_value_int64(v));
	default:
		s = sqlite3_value_blob(v);
		return crm_text_n(s ? s : "",
		    (size_t)sqlite3_value_bytes(v));
	}
}

static void
each_step(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	const struct sqlite_conn *c = sqlite3_user_data(ctx);
	struct sqlite_each *e = c->each;

	for (int i = 0; i < argc; i++)
		e->cells[i] = value_of(argv[i]);
	e->code = e->row(e->ctx, e->cells);
	if (e->code)
		sqlite3_result_error(ctx, "stopped", -1);
}

static void
each_final(sqlite3_context *ctx)
{
	sqlite3_result_null(ctx);
}

int
sqlite_functions(struct sqlite_conn *c)
{
	const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
	int rc = sqlite3_create_function_v2(c->db, "fold", 1, flags, c, fold,
	    NULL, NULL, NULL);

	if (!rc)
		rc = sqlite3_create_function_v2(c->db, "contains", 2, flags,
		    c, contains, NULL, NULL, NULL);
	if (!rc)
		rc = sqlite3_create_function_v2(c->db, "days", 2, flags, c,
		    days, NULL, NULL, NULL);
	if (!rc)
		rc = sqlite3_create_function_v2(c->db, "share", 3, flags, c,
		    share, NULL, NULL, NULL);
	if (!rc)
		rc = sqlite3_create_function_v2(c->db, "crm_each", -1,
		    SQLITE_UTF8 | SQLITE_DIRECTONLY, c, NULL, each_step,
		    each_final, NULL);
	return rc ? c->host->fail(c->err, CRM_EFAIL, "database: %s",
	    sqlite3_errmsg(c->db)) : 0;
}

int
sqlite_int(struct sqlite_conn *c, const char *sql, int64_t *out)
{
	sqlite3_stmt *s;
	int rc = sqlite3_prepare_v2(c->db, sql, -1, &s, NULL);

	if (rc != SQLITE_OK)
		return rc;
	if (sqlite3_step(s) == SQLITE_ROW)
		*out = sqlite3_column_int64(s, 0);
	return sqlite3_finalize(s);
}

/* Plain stepping: when order matters, or with too many columns. */
static int
walk(sqlite3_stmt *s, int cols, struct sqlite_each *e,
     struct crm_value *cells)
{
	int rc;

	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		for (int i = 0; i < cols; i++)
			cells[i] = value_of(sqlite3_column_value(s, i));
		e->code = e->row(e->ctx, cells);
		if (e->code)
			return 0;
	}
	return rc == SQLITE_DONE ? 0 : rc;
}

/* "SELECT crm_each(c1,c2) FROM (WITH q(c1,c2) AS (...) ...)" */
static char *
wrapped(const char *sql, int cols)
{
	sqlite3_str *s = sqlite3_str_new(NULL);

	sqlite3_str_appendall(s, "WITH q(");
	for (int i = 0; i < cols; i++)
		sqlite3_str_appendf(s, "%sc%d", i ? "," : "", i);
	sqlite3_str_appendf(s, ") AS NOT MATERIALIZED (%s) SELECT crm_each(",
	    sql);
	for (int i = 0; i < cols; i++)
		sqlite3_str_appendf(s, "%sc%d", i ? "," : "", i);
	sqlite3_str_appendall(s, ") FROM q");
	return sqlite3_str_finish(s);
}

int
sqlite_each(struct sqlite_conn *c, const char *sql, size_t n,
	    const struct crm_value *v, int cols,
	    int (*row)(void *ctx, const struct crm_value *cells), void *ctx,
	    int (*bind_one)(sqlite3_stmt *s, int i, struct crm_value v))
{
	struct sqlite_each e = { .row = row, .ctx = ctx };
	struct sqlite_each *outer = c->each;
	/* Ordered rows would be copied on their way into the aggregate. */
	bool fast = cols > 0 && cols <= EACH_MAX && !strstr(sql, "ORDER BY");
	char *text = fast ? wrapped(sql, cols) : NULL;
	sqlite3_stmt *s = NULL;
	int rc = sqlite3_prepare_v2(c->db, fast ? text : sql, -1, &s, NULL);

	for (size_t i = 0; !rc && i < n; i++)
		rc = bind_one(s, (int)i + 1, v[i]);
	if (!rc && fast) {
		c->each = &e;
		rc = sqlite3_step(s);
		if (rc == SQLITE_ROW)
			rc = sqlite3_step(s);
		rc = rc == SQLITE_DONE || e.code ? 0 : rc;
		c->each = outer;
	} else if (!rc) {
		struct crm_value *cells = sqlite3_malloc64(
		    sizeof(*cells) * (size_t)(cols > 0 ? cols : 1));

		rc = cells ? walk(s, cols, &e, cells) : SQLITE_NOMEM;
		sqlite3_free(cells);
	}
	sqlite3_finalize(s);
	sqlite3_free(text);
	return rc ? rc : e.code;
}
