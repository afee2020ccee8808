/* What SQLite's codes mean, in words; and a commit that can be relied on. */
#include <errno.h>
#include <string.h>

#include "crm/db.h"
#include "db/sqlite.h"

/*
 * SQLite takes a disk that can't be read for a damaged database.  Its files
 * remember what the system said.
 */
static int
last_errno(sqlite3 *db)
{
	sqlite3_file *log = NULL;
	int error = 0;

	sqlite3_file_control(db, "main", SQLITE_FCNTL_LAST_ERRNO, &error);
	if (error)
		return error;
	if (sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER,
	    &log) == SQLITE_OK && log && log->pMethods)
		log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO,
		    &error);
	return error;
}

static bool
cannot_read(int error)
{
	return error == EIO || error == ENXIO;
}

int
sqlite_cause(sqlite3 *db, int code)
{
	return db && (code & 0xff) == SQLITE_CORRUPT &&
	    cannot_read(last_errno(db)) ? SQLITE_IOERR : code;
}

static int
fail_damaged(struct sqlite_conn *c, const char *what)
{
	int error = last_errno(c->db);

	if (cannot_read(error)) {
		c->host->fail(c->err, CRM_EFAIL, "cannot read %s: %s",
		    c->path, strerror(error));
		return c->host->hint(c->err, "run it again; if that fails,"
		    " too, the disk is failing");
	}
	c->host->fail(c->err, CRM_ENODB, "%s: %s", c->path, what);
	return c->host->hint(c->err, "it is no crm database, or it is"
	    " damaged");
}

int
sqlite_fail(struct sqlite_conn *c, int sqlite_code)
{
	const char *what = sqlite3_errmsg(c->db);

	switch (sqlite_code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		c->host->fail(c->err, CRM_EBUSY,
		    "another command is writing to the database");
		return c->host->hint(c->err,
		    "run it again, or wait longer with --busy-timeout");
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
		return fail_damaged(c, what);
	case SQLITE_CONSTRAINT:
		return c->host->fail(c->err, CRM_ECONFLICT, "%s", what);
	case SQLITE_READONLY:
		c->host->fail(c->err, CRM_EREFUSED, "%s: %s", c->path, what);
		return c->host->hint(c->err,
		    "the file or its folder can't be written");
	case SQLITE_CANTOPEN:
		return c->host->fail(c->err, CRM_EFAIL, "cannot open %s: %s",
		    c->path, what);
	case SQLITE_AUTH:
		c->host->fail(c->err, CRM_EREFUSED, "%s", c->refused);
		return c->private_table[0] ? CRM_EREFUSED
		    : c->host->hint(c->err, "records are changed by their own"
		    " commands, as set");
	default:
		if (c->guarded)
			return c->host->fail(c->err, CRM_EUSAGE, "%s", what);
		return c->host->fail(c->err, CRM_EFAIL, "database: %s", what);
	}
}

/*
 * A commit whose last step, fsync, fails stands whole in the log, and the
 * next command would find it there and take it for kept.  Another one in its
 * place, which changes nothing, makes sure that it is not.
 */
static int
take_back(struct sqlite_conn *c)
{
	char sql[64];
	int64_t number = 0;
	int rc;

	sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
	rc = sqlite_int(c, "PRAGMA user_version", &number);
	if (rc)
		return rc;
	sqlite3_snprintf(sizeof(sql), sql, "BEGIN IMMEDIATE;"
	    " PRAGMA user_version=%lld; COMMIT", (long long)number);
	return sqlite3_exec(c->db, sql, NULL, NULL, NULL);
}

int
sqlite_commit(void *conn)
{
	struct sqlite_conn *c = conn;
	int code = sqlite_settle(c), rc;

	if (code)
		return code;
	rc = sqlite3_exec(c->db, "COMMIT", NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		return 0;
	code = sqlite_fail(c, rc);
	if (rc != SQLITE_IOERR_FSYNC || !take_back(c))
		return code;
	c->host->fail(c->err, CRM_EFAIL, "whether this was kept is not known:"
	    " %s could not be written to the disk", c->path);
	return c->host->hint(c->err, "look before you run it again; with a"
	    " --batch-key it may be run again as it is");
}
