/*
 * Waiting for another writer.
 *
 * SQLite's own waits grow to a tenth of a second within a dozen tries, and
 * meanwhile the database lies idle: a write takes some milliseconds.  Here
 * they begin as short as that and grow slowly, as many who try often take the
 * processor from the one who writes; and they differ, so that not all try at
 * once.
 */
#include <time.h>
#include <unistd.h>

#include "db/sqlite.h"

enum { FIRST_US = 500, SHORT_US = 2000, MORE_US = 500, LONG_US = 20000 };

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int
wait_a_little(void *ctx, int tries)
{
	struct sqlite_conn *c = ctx;
	int64_t most = SHORT_US + (int64_t)tries * MORE_US;

	if (!tries) {
		c->busy.since = now_ms();
		c->busy.chance = (unsigned)getpid();
	}
	if (now_ms() - c->busy.since >= c->busy.most_ms)
		return 0;
	c->busy.chance = c->busy.chance * 1103515245 + 12345;
	most = most < LONG_US ? most : LONG_US;
	usleep(FIRST_US + (c->busy.chance >> 8) % (unsigned)most);
	return 1;
}

void
sqlite_busy(struct sqlite_conn *c, int seconds)
{
	c->busy.most_ms = (int64_t)seconds * 1000;
	sqlite3_busy_handler(c->db, wait_a_little, c);
}
