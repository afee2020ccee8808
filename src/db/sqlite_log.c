/*
 * The write-ahead log is kept short.
 *
 * Who opens a file that nobody else has open reads its log first, all of it.
 * So a command that leaves a long one, and is the last to leave, writes it
 * back.  While others are there nobody reads the log from its start, and
 * writing back costs as much as a commit: that waits for many pages.
 */
#include "db/sqlite.h"

enum { LONG_PAGES = 64, MANY_PAGES = 1000, LOAD_PAGES = 4000 };
/* For those who read: they would be in the way of an empty log. */
enum { PATIENCE_MS = 20 };

/* What isn't written back now will be later: no error. */
static void
write_back(struct sqlite_conn *c)
{
	int64_t most = c->busy.most_ms;

	c->busy.most_ms = most < PATIENCE_MS ? most : PATIENCE_MS;
	sqlite3_wal_checkpoint_v2(c->db, NULL, SQLITE_CHECKPOINT_TRUNCATE,
	    NULL, NULL);
	c->busy.most_ms = most;
}

/* PAGES are in the log after a commit, which may be of another's as well. */
static int
committed(void *ctx, sqlite3 *db, const char *name, int pages)
{
	struct sqlite_conn *c = ctx;
	int many = c->large ? LOAD_PAGES : MANY_PAGES, own = 0, most;

	(void)name;
	c->log_pages = pages;
	sqlite3_db_status(db, SQLITE_DBSTATUS_CACHE_WRITE, &own, &most, 1);
	if (pages / many != (pages - own) / many)
		write_back(c);
	return SQLITE_OK;
}

void
sqlite_log_watch(struct sqlite_conn *c)
{
	sqlite3_db_config(c->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_wal_hook(c->db, committed, c);
}

bool
sqlite_log_is_long(const struct sqlite_conn *c)
{
	return c->large || c->created || c->log_pages >= LONG_PAGES;
}

/*
 * Closing writes back what the last one to leave finds.  The files stay, as
 * to make them again takes longer.
 */
void
sqlite_log_end(struct sqlite_conn *c)
{
	int stay = 1;

	if (!sqlite_log_is_long(c))
		return;
	if (c->large || c->created)
		sqlite3_wal_checkpoint_v2(c->db, NULL,
		    SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_file_control(c->db, "main", SQLITE_FCNTL_PERSIST_WAL, &stay);
	sqlite3_exec(c->db, "PRAGMA journal_size_limit=0", NULL, NULL, NULL);
	sqlite3_db_config(c->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
}
