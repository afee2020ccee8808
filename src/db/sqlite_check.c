/* Whether the file is sound. */
#include "db/sqlite.h"

/* RC is how the last step ended; that it failed is found, too. */
static int
check_end(struct sqlite_conn *c, sqlite3_stmt *s, int code, int rc,
	  crm_db_found *found, void *ctx)
{
	if (!code && rc && rc != SQLITE_DONE)
		code = found(ctx, sqlite3_errmsg(c->db), NULL);
	sqlite3_finalize(s);
	return code;
}

/* integrity_check gives one sentence a row, the only one "ok" when all is. */
static int
check_pages(struct sqlite_conn *c, crm_db_found *found, void *ctx)
{
	sqlite3_stmt *s;
	int rc = sqlite3_prepare_v2(c->db, "PRAGMA integrity_check(20)", -1,
	    &s, NULL);
	int code = 0;

	while (!rc && !code && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		const char *text = (const char *)sqlite3_column_text(s, 0);

		if (text && sqlite3_stricmp(text, "ok") != 0)
			code = found(ctx, text, NULL);
		rc = 0;
	}
	return check_end(c, s, code, rc, found, ctx);
}

static int
check_keys(struct sqlite_conn *c, crm_db_found *found, void *ctx)
{
	sqlite3_stmt *s;
	int rc = sqlite3_prepare_v2(c->db, "SELECT count(*), \"table\","
	    " parent FROM pragma_foreign_key_check GROUP BY 2, 3", -1, &s,
	    NULL), code = 0;

	while (!rc && !code && (rc = sqlite3_step(s)) == SQLITE_ROW) {
		char *text = sqlite3_mprintf("%lld rows of %s refer to no %s",
		    sqlite3_column_int64(s, 0), sqlite3_column_text(s, 1),
		    sqlite3_column_text(s, 2));

		code = found(ctx, text ? text : "", NULL);
		sqlite3_free(text);
		rc = 0;
	}
	return check_end(c, s, code, rc, found, ctx);
}

int
sqlite_check(void *conn, crm_db_found *found, void *ctx)
{
	int rc = sqlite_settle(conn);

	if (!rc)
		rc = check_pages(conn, found, ctx);
	return rc ? rc : check_keys(conn, found, ctx);
}
