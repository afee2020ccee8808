/*
 * The rows of a load, written by a thread while the next ones are made.
 *
 * A connection is used by one thread at a time: whoever wants it for anything
 * else waits first until all rows are there (sqlite_settle), and hears then of
 * any that could not be written.
 */
#include <stdlib.h>
#include <string.h>

#include "db/sqlite.h"
#include "db/worker.h"

/*
 * A full cache gives up pages that were only read before those that must be
 * written.  A load writes what it has every so many statements, lest it read
 * again and again what its rows refer to.
 */
enum { FLUSH_AFTER = 256 };

/* Rows for one statement: their values, and the texts of these. */
struct rows {
	char *into;
	size_t intosize;
	struct crm_value *v;
	size_t columns, n, size;
	char *text;
	size_t textsize;
	int64_t last;		/* the id of the last row */
};

struct sqlite_behind {
	struct worker worker;
	bool busy;		/* rows were given since it was waited for */
	struct sqlite_conn *conn;
	struct rows rows[WORKER_SLOTS];
};

/* It counts on by itself, and then needs not look for the place. */
static int
write_now(struct sqlite_conn *c, const char *into, size_t columns, size_t n,
	  const struct crm_value *v, int64_t last)
{
	int rc = sqlite_insert(c, into, columns, n, v);

	if (c->large && ++c->inserts % FLUSH_AFTER == 0)
		sqlite3_db_cacheflush(c->db);
	return rc != SQLITE_OK || sqlite3_last_insert_rowid(c->db) == last
	    ? rc : SQLITE_MISMATCH;
}

static int
write_rows(void *ctx, unsigned slot)
{
	struct sqlite_behind *b = ctx;
	const struct rows *r = &b->rows[slot];

	return write_now(b->conn, r->into, r->columns, r->n, r->v, r->last);
}

/* Room for N more things of ONE byte each. */
static bool
make_room(void *p, size_t *size, size_t n, size_t one)
{
	void *old, *new;

	if (n <= *size)
		return true;
	memcpy(&old, p, sizeof(old));
	new = realloc(old, n * one);
	if (!new)
		return false;
	memcpy(p, &new, sizeof(new));
	*size = n;
	return true;
}

static size_t
length(const struct crm_value *v, size_t n)
{
	size_t len = 0;

	for (size_t i = 0; i < n; i++)
		len += v[i].kind == CRM_TEXT ? v[i].len : 0;
	return len;
}

static bool
copy(struct rows *r, const char *into, size_t columns, size_t n,
     const struct crm_value *v)
{
	size_t all = columns * n, name = strlen(into) + 1;
	char *s;

	if (!make_room(&r->into, &r->intosize, name, 1) ||
	    !make_room(&r->v, &r->size, all, sizeof(*v)) ||
	    !make_room(&r->text, &r->textsize, length(v, all) + 1, 1))
		return false;
	memcpy(r->into, into, name);
	memcpy(r->v, v, all * sizeof(*v));
	s = r->text;
	for (size_t i = 0; i < all; i++) {
		if (v[i].kind != CRM_TEXT)
			continue;
		r->v[i].s = s;
		if (v[i].len)
			memcpy(s, v[i].s, v[i].len);
		s += v[i].len;
	}
	r->columns = columns;
	r->n = n;
	return true;
}

static struct sqlite_behind *
start(struct sqlite_conn *c)
{
	struct sqlite_behind *b = calloc(1, sizeof(*b));

	if (b && worker_start(&b->worker, write_rows, b)) {
		b->conn = c;
		return b;
	}
	free(b);
	return NULL;
}

/* The connection has the sentence, and nobody uses it now. */
static int
fail(struct sqlite_conn *c, int code)
{
	return code != SQLITE_MISMATCH ? sqlite_fail(c, code)
	    : c->host->fail(c->err, CRM_EFAIL, "database: a row came after"
	    " others that were added later");
}

int
sqlite_settled(struct sqlite_conn *c)
{
	struct sqlite_behind *b = c->behind;
	int rc = b->busy ? worker_wait(&b->worker) : SQLITE_OK;

	b->busy = rc != SQLITE_OK;
	return rc == SQLITE_OK ? 0 : fail(c, rc);
}

int
sqlite_insert_behind(void *conn, const char *into, size_t columns,
		     int64_t from, size_t n, const struct crm_value *v)
{
	struct sqlite_conn *c = conn;
	int64_t last = from + (int64_t)n - 1;
	struct rows *r;
	int rc;

	if (c->large && !c->behind)
		c->behind = start(c);
	if (!c->behind) {
		rc = write_now(c, into, columns, n, v, last);
		return rc == SQLITE_OK ? 0 : fail(c, rc);
	}
	r = &c->behind->rows[worker_slot(&c->behind->worker)];
	if (!copy(r, into, columns, n, v))
		return c->host->fail(c->err, CRM_EFAIL, "out of memory");
	r->last = last;
	c->behind->busy = true;
	return worker_put(&c->behind->worker) ? sqlite_settled(c) : 0;
}

void
sqlite_behind_end(struct sqlite_conn *c)
{
	struct sqlite_behind *b = c->behind;

	if (!b)
		return;
	c->behind = NULL;
	worker_end(&b->worker, true);
	for (int i = 0; i < WORKER_SLOTS; i++) {
		free(b->rows[i].into);
		free(b->rows[i].v);
		free(b->rows[i].text);
	}
	free(b);
}
