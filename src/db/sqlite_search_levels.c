/*
 * Where the segments of a load stand in the index of words.
 *
 * FTS5 keeps segments on levels, the newest on the lowest.  A command adds a
 * small one; four of a level are merged into one of the next, little by
 * little, and sixteen at once.  A load leaves its large ones among the small,
 * and then one small command or another would have to merge them all, which
 * takes seconds after a million records.  So each goes up to the level that
 * one of its size belongs to, and no four to one.  Where there are many
 * already, which a search looks into one by one, they are left to be merged.
 *
 * The structure of an index is one row of its data, written as SQLite says in
 * ext/fts5/fts5_index.c: a cookie of four bytes and then numbers of seven bits
 * a byte.  What looks otherwise stays as it is.
 */
#include <stdlib.h>
#include <string.h>

#include "db/sqlite.h"

enum {
	COOKIE_SIZE = 4, NUMBER_MOST = 5,
	SEGMENTS_MOST = 32, LEVELS_MOST = 60, A_LEVEL = 3,
	FIRST_PAGES = 4, FIRST_LEVEL = 3, GROWTH = 4
};

struct segment {
	uint64_t id, first, last;	/* pages */
	int level;
};

struct structure {
	uint64_t writes;
	size_t n;
	struct segment s[SEGMENTS_MOST];	/* the newest first */
};

struct reader {
	const unsigned char *p, *end;
	bool failed;
};

static uint64_t
number(struct reader *r)
{
	uint64_t v = 0;

	for (int i = 0; i < NUMBER_MOST && r->p < r->end; i++) {
		v = v << 7 | (*r->p & 0x7f);
		if (!(*r->p++ & 0x80))
			return v;
	}
	r->failed = true;
	return 0;
}

/* Those of one level follow one another from the oldest on. */
static void
read_level(struct structure *t, struct reader *r, int level)
{
	uint64_t merges = number(r), n = number(r);

	if (merges || n > SEGMENTS_MOST - t->n) {
		r->failed = true;
		return;
	}
	for (size_t i = n; i-- > 0;) {
		struct segment *s = &t->s[t->n + i];

		s->id = number(r);
		s->first = number(r);
		s->last = number(r);
		s->level = level;
	}
	t->n += n;
}

/* False when it is another format, or a merge is under way. */
static bool
read_structure(struct structure *t, const void *data, size_t len)
{
	struct reader r = { data, (const unsigned char *)data + len, false };
	uint64_t levels, n;

	if (len < COOKIE_SIZE)
		return false;
	r.p += COOKIE_SIZE;
	levels = number(&r);
	n = number(&r);
	t->writes = number(&r);
	if (levels > LEVELS_MOST)
		return false;
	for (uint64_t i = 0; !r.failed && i < levels; i++)
		read_level(t, &r, (int)i);
	return !r.failed && r.p == r.end && n == t->n;
}

static int
level_of(const struct segment *s)
{
	uint64_t pages = s->last - s->first + 1, most = FIRST_PAGES;
	int level = 0;

	if (pages > FIRST_PAGES)
		level = FIRST_LEVEL;
	for (; most * GROWTH < pages; most *= GROWTH)
		level++;
	return level;
}

/* Their order stays; false when nothing changes, or there is no room. */
static bool
spread(struct structure *t)
{
	bool changes = false;
	int level = 0, there = 0;

	for (size_t i = 0; i < t->n; i++) {
		struct segment *s = &t->s[i];
		int least = level_of(s);

		least = least > s->level ? least : s->level;
		if (least > level) {
			level = least;
			there = 0;
		} else if (there == A_LEVEL && level >= FIRST_LEVEL) {
			level++;
			there = 0;
		}
		there++;
		changes |= s->level != level;
		s->level = level;
	}
	return changes && level < LEVELS_MOST;
}

static unsigned char *
put(unsigned char *p, uint64_t v)
{
	unsigned char bytes[NUMBER_MOST + 1];
	int n = 0;

	do {
		bytes[n] = (v & 0x7f) | (n ? 0x80 : 0);
		n++;
	} while (v >>= 7);
	while (n)
		*p++ = bytes[--n];
	return p;
}

/* At OUT is room for a level without a segment, and a segment, of each. */
static size_t
write_structure(const struct structure *t, unsigned char *out)
{
	int levels = t->n ? t->s[t->n - 1].level + 1 : 0;
	unsigned char *p = out + COOKIE_SIZE;
	size_t at = 0;

	p = put(p, (uint64_t)levels);
	p = put(p, t->n);
	p = put(p, t->writes);
	for (int level = 0; level < levels; level++) {
		size_t end = at;

		while (end < t->n && t->s[end].level == level)
			end++;
		p = put(p, 0);
		p = put(p, end - at);
		for (size_t i = end; i-- > at;) {
			p = put(p, t->s[i].id);
			p = put(p, t->s[i].first);
			p = put(p, t->s[i].last);
		}
		at = end;
	}
	return (size_t)(p - out);
}

static int
replace(sqlite3 *db, sqlite3_stmt *read, sqlite3_stmt *write,
	struct structure *t)
{
	const void *data;
	unsigned char *out;
	size_t len;
	int rc = sqlite3_step(read);

	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? SQLITE_OK : rc;
	data = sqlite3_column_blob(read, 0);
	len = (size_t)sqlite3_column_bytes(read, 0);
	if (!data || !read_structure(t, data, len) || !spread(t))
		return sqlite3_errcode(db) == SQLITE_NOMEM ? SQLITE_NOMEM
		    : SQLITE_OK;
	out = malloc(COOKIE_SIZE + (LEVELS_MOST + t->n + 1) * 3 *
	    (NUMBER_MOST + 1));
	if (!out)
		return SQLITE_NOMEM;
	memcpy(out, data, COOKIE_SIZE);
	len = write_structure(t, out);
	sqlite3_reset(read);
	sqlite3_bind_blob64(write, 1, out, len, SQLITE_STATIC);
	sqlite3_step(write);
	rc = sqlite3_reset(write);
	free(out);
	return rc;
}

int
sqlite_search_spread(sqlite3 *db)
{
	struct structure *t = calloc(1, sizeof(*t));
	sqlite3_stmt *read = NULL, *write = NULL;
	int rc = t ? SQLITE_OK : SQLITE_NOMEM;

	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(db, "SELECT block FROM search_data"
		    " WHERE id = 10", -1, &read, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(db, "UPDATE search_data SET block = ?"
		    " WHERE id = 10", -1, &write, NULL);
	if (rc == SQLITE_OK)
		rc = replace(db, read, write, t);
	sqlite3_finalize(read);
	sqlite3_finalize(write);
	free(t);
	return rc;
}
