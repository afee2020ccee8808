/* Transactions that nest. */
#include <stdio.h>

#include "db/conn.h"

/* CALL of the driver, or the same in words. */
static int
outermost(struct crm_db *db, int (*call)(void *conn), const char *words)
{
	int64_t started;
	int rc;

	if (!call)
		return crm_db_exec(db, words, CRM_NONE);
	started = db->trace ? crm_db_microseconds() : 0;
	rc = call(db->conn);
	if (db->trace)
		db->trace(db->trace_ctx, words,
		    crm_db_microseconds() - started);
	return rc;
}

static int
begin(struct crm_db *db, int (*call)(void *conn), const char *words)
{
	char sql[32];
	int rc;

	if (!db->depth) {
		db->broken = false;
		rc = outermost(db, call, words);
	} else {
		snprintf(sql, sizeof(sql), "SAVEPOINT s%d", db->depth);
		rc = crm_db_exec(db, sql, CRM_NONE);
	}
	if (!rc)
		db->depth++;
	return rc;
}

int
crm_db_begin(struct crm_db *db)
{
	return begin(db, db->driver->begin,
	    db->driver->dialect->begin_write);
}

int
crm_db_begin_read(struct crm_db *db)
{
	return begin(db, db->driver->begin_read,
	    db->driver->dialect->begin_read);
}

/* Roll back the innermost level, keeping the sentence of what went wrong. */
static void
roll_back(struct crm_db *db)
{
	struct crm_error kept = *db->err;
	char sql[48];
	int rc;

	if (!db->depth) {
		rc = outermost(db, db->driver->roll_back, "ROLLBACK");
	} else {
		snprintf(sql, sizeof(sql), "ROLLBACK TO s%d", db->depth);
		rc = crm_db_exec(db, sql, CRM_NONE);
		snprintf(sql, sizeof(sql), "RELEASE s%d", db->depth);
		if (!rc)
			rc = crm_db_exec(db, sql, CRM_NONE);
	}
	/* An engine may have rolled all of it back by itself. */
	if (rc)
		db->broken = true;
	*db->err = kept;
}

int
crm_db_end(struct crm_db *db, int code)
{
	char sql[32];
	int rc;

	db->depth--;
	if (!code && db->broken)
		code = crm_fail(db->err, CRM_EFAIL,
		    "the transaction was lost before its end");
	if (code) {
		roll_back(db);
		return code;
	}
	if (db->depth) {
		snprintf(sql, sizeof(sql), "RELEASE s%d", db->depth);
		return crm_db_exec(db, sql, CRM_NONE);
	}
	rc = outermost(db, db->driver->commit, "COMMIT");
	if (rc)
		roll_back(db);
	return rc;
}

bool
crm_db_again(struct crm_db *db, int code, int *tries)
{
	return code && db->driver->again &&
	    db->driver->again(db->conn, code, tries);
}

bool
crm_db_failed(const struct crm_db *db)
{
	return db->driver->failed && db->driver->failed(db->conn);
}

int
crm_db_claim(struct crm_db *db, const char *table)
{
	return db->driver->claim ? db->driver->claim(db->conn, table) : 0;
}
