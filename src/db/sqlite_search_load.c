/*
 * Full text of a load, by a thread of its own.
 *
 * Half of what a load takes is the index of words, and nothing else needs it
 * before the end.  So it is made in a database of its own, a temporary file,
 * by a second connection, while rows go into their table; then it takes the
 * place of the one that was there.  That one is copied over first, which pays
 * when it is the smaller part.
 *
 * What waits for the thread is a few blocks of entries: a head, and behind it
 * the words of each part.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm/db.h"
#include "db/sqlite.h"
#include "db/worker.h"

enum {
	BLOCK_SIZE = 64 * 1024,
	RECORDS_A_PAGE = 32, EXPECTED_LEAST = 2000
};

struct block {
	char *s;
	size_t len, size;
};

struct head {
	int64_t link;
	size_t len[CRM_SEARCH_PARTS];
	bool comes;
};

struct sqlite_search_loading {
	sqlite3 *side;
	sqlite3_stmt *add, *remove;
	struct worker worker;
	bool ended;			/* no words come any more */
	struct block blocks[WORKER_SLOTS];
};

/* The tables of which an index of FTS5 consists. */
static const struct shadow {
	const char *read, *empty, *write;
	int columns;
} shadows[] = {
	{ "SELECT id, block FROM search_data",
	  "DELETE FROM search_data", "INSERT INTO search_data VALUES(?, ?)",
	  2 },
	{ "SELECT segid, term, pgno FROM search_idx",
	  "DELETE FROM search_idx",
	  "INSERT INTO search_idx VALUES(?, ?, ?)", 3 },
};

static int
copy_rows(sqlite3_stmt *from, sqlite3_stmt *to, int columns)
{
	int rc;

	while ((rc = sqlite3_step(from)) == SQLITE_ROW) {
		for (int i = 0; i < columns; i++) {
			/* It copies, for which there may be no memory. */
			rc = sqlite3_bind_value(to, i + 1,
			    sqlite3_column_value(from, i));
			if (rc != SQLITE_OK)
				return rc;
		}
		sqlite3_step(to);
		rc = sqlite3_reset(to);
		if (rc != SQLITE_OK)
			return rc;
	}
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
copy_table(sqlite3 *from, sqlite3 *to, const struct shadow *s)
{
	sqlite3_stmt *read = NULL, *write = NULL;
	int rc = sqlite3_exec(to, s->empty, NULL, NULL, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(from, s->read, -1, &read, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(to, s->write, -1, &write, NULL);
	if (rc == SQLITE_OK)
		rc = copy_rows(read, write, s->columns);
	sqlite3_finalize(read);
	sqlite3_finalize(write);
	return rc;
}

static int
copy_index(sqlite3 *from, sqlite3 *to)
{
	int rc = SQLITE_OK;

	for (size_t i = 0; rc == SQLITE_OK &&
	    i < sizeof(shadows) / sizeof(*shadows); i++)
		rc = copy_table(from, to, &shadows[i]);
	return rc;
}

/* ------------------------------------------------------------ the thread */

static int
write_entry(struct sqlite_search_loading *l, const struct head *h,
	    const char *s)
{
	sqlite3_stmt *stmt = h->comes ? l->add : l->remove;

	sqlite3_bind_int64(stmt, 1, h->link);
	for (int i = 0; i < CRM_SEARCH_PARTS; s += h->len[i++])
		if (h->len[i])
			sqlite3_bind_text64(stmt, i + 2, s, h->len[i],
			    SQLITE_STATIC, SQLITE_UTF8);
		else
			sqlite3_bind_null(stmt, i + 2);
	sqlite3_step(stmt);
	return sqlite3_reset(stmt);
}

/* An empty block is the last one. */
static int
write_block(void *ctx, unsigned slot)
{
	struct sqlite_search_loading *l = ctx;
	const struct block *b = &l->blocks[slot];
	const char *s = b->s, *end = b->s + b->len;
	int rc = SQLITE_OK;

	if (!b->len)
		return sqlite3_exec(l->side, "COMMIT", NULL, NULL, NULL);

	while (rc == SQLITE_OK && s < end) {
		struct head h;

		memcpy(&h, s, sizeof(h));
		s += sizeof(h);
		rc = write_entry(l, &h, s);
		for (int i = 0; i < CRM_SEARCH_PARTS; i++)
			s += h.len[i];
	}
	return rc;
}

/* ------------------------------------------------------------ the caller */

/* The sentence is in neither connection for certain. */
static int
fail(struct sqlite_conn *c, int code)
{
	if (c->loading)
		code = sqlite_cause(c->loading->side, code);
	return c->host->fail(c->err, CRM_EFAIL, "database: %s",
	    sqlite3_errstr(sqlite_cause(c->db, code)));
}

static int
hand_over(struct sqlite_search_loading *l)
{
	int rc = worker_put(&l->worker);

	l->blocks[worker_slot(&l->worker)].len = 0;
	return rc;
}

static bool
make_room(struct block *b, size_t more)
{
	size_t size = b->len + more;
	char *s;

	if (size <= b->size)
		return true;
	size = size > BLOCK_SIZE ? size : BLOCK_SIZE;
	s = realloc(b->s, size);
	if (!s)
		return false;
	b->s = s;
	b->size = size;
	return true;
}

static int
put(struct sqlite_search_loading *l, const struct head *h,
    const struct crm_value *words)
{
	size_t all = sizeof(*h) + h->len[CRM_SEARCH_NAME] +
	    h->len[CRM_SEARCH_KEY] + h->len[CRM_SEARCH_TEXT];
	struct block *b = &l->blocks[worker_slot(&l->worker)];
	char *s;

	if (b->len && b->len + all > BLOCK_SIZE) {
		int rc = hand_over(l);

		if (rc != SQLITE_OK)
			return rc;
		b = &l->blocks[worker_slot(&l->worker)];
	}
	if (!make_room(b, all))
		return SQLITE_NOMEM;
	s = b->s + b->len;
	memcpy(s, h, sizeof(*h));
	s += sizeof(*h);
	for (int i = 0; i < CRM_SEARCH_PARTS; s += h->len[i++])
		if (h->len[i])
			memcpy(s, words[i].s, h->len[i]);
	b->len += all;
	return SQLITE_OK;
}

/* All words were given: the thread may bring its work to an end. */
static void
end_words(struct sqlite_search_loading *l)
{
	if (l->ended)
		return;
	l->ended = true;
	if (l->blocks[worker_slot(&l->worker)].len)
		hand_over(l);
	hand_over(l);
	worker_urge(&l->worker);
}

/* Wait for the thread; its code. */
static int
join(struct sqlite_search_loading *l, bool stops)
{
	if (!stops)
		end_words(l);
	return worker_end(&l->worker, stops);
}

static void
discard(struct sqlite_conn *c)
{
	struct sqlite_search_loading *l = c->loading;

	c->loading = NULL;
	for (int i = 0; i < WORKER_SLOTS; i++)
		free(l->blocks[i].s);
	sqlite3_finalize(l->add);
	sqlite3_finalize(l->remove);
	sqlite3_close(l->side);
	free(l);
}

/* A savepoint makes FTS5 write what it has gathered so far. */
static int
write_gathered(sqlite3 *db)
{
	return sqlite3_exec(db, "SAVEPOINT loading; RELEASE loading", NULL,
	    NULL, NULL);
}

static int
open_side(struct sqlite_search_loading *l, sqlite3 *from)
{
	int rc = write_gathered(from);

	if (rc == SQLITE_OK)
		rc = sqlite3_open_v2("", &l->side, SQLITE_OPEN_READWRITE |
		    SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_exec(l->side, "PRAGMA page_size=8192; PRAGMA"
		    " journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA"
		    " cache_size=-2048; BEGIN", NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(l->side, sqlite_search_make, NULL, NULL,
		    NULL);
	if (rc == SQLITE_OK)
		rc = copy_index(from, l->side);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(l->side, sqlite_search_load, NULL, NULL,
		    NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(l->side, sqlite_search_add, -1,
		    &l->add, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(l->side, sqlite_search_remove, -1,
		    &l->remove, NULL);
	return rc;
}

/* Less is there than what comes. */
static int
is_worth(bool *worth, struct sqlite_conn *c, int64_t expected)
{
	char sql[128];
	int64_t more = 0;
	int rc;

	snprintf(sql, sizeof(sql), "SELECT 1 FROM search_data LIMIT 1"
	    " OFFSET %lld", (long long)expected / RECORDS_A_PAGE);
	rc = sqlite_int(c, sql, &more);
	*worth = rc == SQLITE_OK && !more;
	return rc;
}

static int
begin(struct sqlite_conn *c)
{
	struct sqlite_search_loading *l = calloc(1, sizeof(*l));
	int rc;

	if (!l)
		return SQLITE_NOMEM;
	c->loading = l;
	rc = open_side(l, c->db);
	if (rc == SQLITE_OK && !worker_start(&l->worker, write_block, l))
		rc = SQLITE_NOMEM;
	rc = sqlite_cause(l->side, rc);
	if (rc != SQLITE_OK)
		discard(c);
	return rc;
}

/*
 * What FTS5 remembers of the index that was there is forgotten when something
 * is rolled back.
 */
static int
forget(sqlite3 *db)
{
	return sqlite3_exec(db, "SAVEPOINT loaded; INSERT INTO search("
	    "search, rank) VALUES('automerge', 4); ROLLBACK TO loaded;"
	    " RELEASE loaded", NULL, NULL, NULL);
}

static int
take_over(struct sqlite_conn *c)
{
	int rc;

	sqlite3_db_config(c->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
	rc = copy_index(c->loading->side, c->db);
	sqlite3_db_config(c->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	return rc == SQLITE_OK ? forget(c->db) : rc;
}

void
sqlite_search_stop(struct sqlite_conn *c)
{
	if (!c->loading)
		return;
	join(c->loading, true);
	discard(c);
}

/* Where it isn't worth that, what it gathers becomes larger. */
static int
gather(struct sqlite_conn *c)
{
	c->gathers = true;
	return sqlite3_exec(c->db, sqlite_search_load, NULL, NULL, NULL);
}

static int
end_gathering(struct sqlite_conn *c)
{
	int rc;

	c->gathers = false;
	rc = sqlite3_exec(c->db, sqlite_search_loaded, NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = write_gathered(c->db);
	sqlite3_db_config(c->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite_search_spread(c->db);
	sqlite3_db_config(c->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	return rc == SQLITE_OK ? forget(c->db) : rc;
}

static int
finish(struct sqlite_conn *c)
{
	int rc;

	if (!c->loading)
		return c->gathers ? end_gathering(c) : SQLITE_OK;
	rc = join(c->loading, false);
	if (rc == SQLITE_OK)
		rc = sqlite_search_spread(c->loading->side);
	if (rc == SQLITE_OK)
		rc = take_over(c);
	rc = sqlite_cause(c->loading->side, rc);
	discard(c);
	return rc;
}

int
sqlite_search_loading(void *conn, int64_t expected)
{
	struct sqlite_conn *c = conn;
	bool worth = false;
	int rc = sqlite_settle(c);

	if (rc)
		return rc;
	if (!expected) {
		rc = finish(c);
	} else if (c->loading || expected < EXPECTED_LEAST) {
		rc = SQLITE_OK;
	} else {
		rc = is_worth(&worth, c, expected);
		if (rc == SQLITE_OK)
			rc = worth ? begin(c) : gather(c);
	}
	return rc == SQLITE_OK ? 0 : fail(c, rc);
}

int
sqlite_search_given(void *conn)
{
	struct sqlite_conn *c = conn;

	if (c->loading)
		end_words(c->loading);
	return 0;
}

static int
put_words(struct sqlite_conn *c, int64_t link, const struct crm_value *words,
	  bool comes)
{
	struct head h = { .link = link, .comes = comes };
	int rc;

	if (c->loading && c->loading->ended) {
		rc = sqlite_search_loading(c, 0);
		if (rc)
			return rc;
	}
	if (!c->loading)
		return 1;
	for (int i = 0; i < CRM_SEARCH_PARTS; i++)
		h.len[i] = words[i].kind == CRM_TEXT ? words[i].len : 0;
	rc = put(c->loading, &h, words);
	return rc == SQLITE_OK ? 0 : fail(c, rc);
}

int
sqlite_search_put(void *conn, int64_t link, const struct crm_value *words)
{
	return put_words(conn, link, words, true);
}

int
sqlite_search_take(void *conn, int64_t link, const struct crm_value *words)
{
	return put_words(conn, link, words, false);
}
