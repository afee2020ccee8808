/*
 * Transactions of writers.
 *
 * Writers don't wait for each other: each works on its own snapshot, and one
 * whose reading another's writing has made stale is refused and runs again.
 * Those that run again do so one at a time, behind a gate that they keep until
 * they are through, and who comes new lets them go first: it is others who
 * began before that may refuse one again, and those come to an end.
 *
 * Ids come from sequences, which a rollback doesn't turn back.  A writer that
 * was alone all the time gives back what it took and didn't keep, as after a
 * dry run: crm_write() says what was given out before, and counts writers
 * that begin; crm_wrote() counts those that end; see postgres_schema.c.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db/postgres.h"

enum { TAKEN_TRIES = 3, WAIT_MAX = 64 /* ms */ };

/* Whoever is refused and waits for long keeps nobody else from writing. */
#define COURTESY "500ms"

static int64_t
milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void
postgres_turn_free(struct postgres_conn *c)
{
	struct postgres_turn *t = &c->turn;

	free(t->ids);
	t->ids = NULL;
	for (size_t i = 0; i < t->nclaimed; i++)
		free(t->claimed[i].table);
	free(t->claimed);
	t->claimed = NULL;
	t->nclaimed = 0;
	t->writing = false;
}

/* In the database there may be several schemas of ours. */
#define LOCK(FUNCTION, WHAT) "SELECT " FUNCTION "(1129467184 + " WHAT \
	", hashtext(current_schema))"

/* It can't even begin; the reason is kept. */
static void
give_up(struct postgres_conn *c)
{
	struct crm_error kept = *c->err;

	if (PQtransactionStatus(c->pg) != PQTRANS_IDLE)
		postgres_run(c, "ROLLBACK");
	*c->err = kept;
}

/* The gate is taken before there is a snapshot, which would be old behind. */
static int
take_turn(struct postgres_conn *c)
{
	struct postgres_turn *t = &c->turn;
	int rc;

	if (!t->alone || t->held)
		return 0;
	rc = postgres_run(c, LOCK("pg_advisory_lock", "2"));
	t->held = !rc;
	return rc;
}

static void
end_turn(struct postgres_conn *c)
{
	if (c->turn.held && PQstatus(c->pg) == CONNECTION_OK)
		postgres_run(c, LOCK("pg_advisory_unlock", "2"));
	c->turn.alone = c->turn.held = false;
}

/* Nothing is written elsewhere, whatever a pool makes of settings. */
static int
begin_write(struct postgres_conn *c, bool waits)
{
	char sql[500];

	snprintf(sql, sizeof(sql), "%sBEGIN ISOLATION LEVEL SERIALIZABLE; SET"
	    " LOCAL search_path TO \"%s\"; SELECT crm_write()", !waits ? "" :
	    "BEGIN; SET LOCAL lock_timeout TO '" COURTESY "'; "
	    LOCK("pg_advisory_xact_lock_shared", "2") "; COMMIT; ",
	    c->schema);
	return postgres_ask(&c->turn.ids, c, sql);
}

int
postgres_begin(void *conn)
{
	struct postgres_conn *c = conn;
	int rc = take_turn(c);

	c->turn.again = c->turn.taken = false;
	if (rc)
		return rc;
	if (c->flags & CRM_DB_CREATE && !c->number) {
		c->within = true;
		return postgres_schema_make(c);
	}
	postgres_turn_free(c);
	rc = begin_write(c, !c->turn.held);
	if (rc == CRM_EBUSY && !c->turn.held) {
		give_up(c);
		*c->err = (struct crm_error){ 0 };
		rc = begin_write(c, false);
	}
	c->turn.writing = c->within = !rc;
	if (rc)
		give_up(c);
	return rc;
}

int
postgres_begin_read(void *conn)
{
	struct postgres_conn *c = conn;
	int rc = postgres_run(c, "BEGIN ISOLATION LEVEL REPEATABLE READ"
	    " READ ONLY");

	c->within = c->reading = !rc;
	return rc;
}

/* Nothing depends on it but what comes next, which waits for it. */
static int
end_reading(struct postgres_conn *c)
{
	c->within = c->reading = false;
	if (!PQsendQuery(c->pg, "COMMIT"))
		return postgres_fail(c, NULL);
	c->waiting = true;
	return 0;
}

static int
unknown(struct postgres_conn *c)
{
	c->lost = true;
	c->host->fail(c->err, CRM_EFAIL, "outcome unknown: whether this was"
	    " kept, %s didn't say", c->name);
	return c->host->hint(c->err, "look before you run it again; with a"
	    " --batch-key it may be run again as it is");
}

static void
stand_back(struct postgres_conn *c, bool again)
{
	struct crm_error kept = *c->err;

	if (!again)
		end_turn(c);
	if (c->making && PQstatus(c->pg) == CONNECTION_OK)
		postgres_schema_lock(c, false);
	*c->err = kept;
	c->within = c->reading = false;
}

/* What COMMIT came to; *CODE is the failure that came before it. */
static bool
was_committed(struct postgres_conn *c, int *code)
{
	bool committed = false;
	PGresult *r;

	while ((r = PQgetResult(c->pg)) != NULL) {
		if (PQresultStatus(r) == PGRES_FATAL_ERROR && !*code)
			*code = postgres_fail(c, r);
		if (!strcmp(PQcmdStatus(r), "COMMIT"))
			committed = true;
		PQclear(r);
	}
	return committed;
}

int
postgres_commit(void *conn)
{
	struct postgres_conn *c = conn;
	bool committed;
	int rc = postgres_settle(c);

	if (!rc && c->reading)
		return end_reading(c);
	if (!rc)
		rc = postgres_claim_keep(c, NULL);
	if (rc)
		return rc;
	c->warned = false;
	if (!PQsendQuery(c->pg, c->turn.ids ? "SELECT crm_wrote(); COMMIT"
	    : "COMMIT"))
		return unknown(c);
	committed = was_committed(c, &rc);
	/* A server that is shut down may have done it before. */
	if (PQstatus(c->pg) == CONNECTION_BAD || c->warned)
		return unknown(c);
	if (rc)
		return rc;
	if (!committed)
		return c->host->fail(c->err, CRM_EFAIL,
		    "the transaction was lost before its end");
	postgres_turn_free(c);
	stand_back(c, false);
	c->turn.until = 0;
	return 0;
}

static void
give_back(struct postgres_conn *c)
{
	char *ids = PQescapeLiteral(c->pg, c->turn.ids,
	    strlen(c->turn.ids));
	char *sql = NULL;

	if (ids && asprintf(&sql, "SELECT crm_give_back(%s)", ids) > 0)
		postgres_run(c, sql);
	free(sql);
	PQfreemem(ids);
}

int
postgres_roll_back(void *conn)
{
	struct postgres_conn *c = conn;
	bool again;
	int rc = 0;

	if (c->lost || PQstatus(c->pg) == CONNECTION_BAD)
		return 0;
	rc = postgres_settle(c);
	/* Nothing has failed where a dry run ends. */
	again = c->turn.again && PQtransactionStatus(c->pg) != PQTRANS_INTRANS;
	if (PQtransactionStatus(c->pg) != PQTRANS_IDLE)
		rc = postgres_run(c, "ROLLBACK");
	if (!rc && c->turn.ids)
		give_back(c);
	postgres_turn_free(c);
	stand_back(c, again);
	return rc;
}

bool
postgres_failed(const void *conn)
{
	const struct postgres_conn *c = conn;

	return PQtransactionStatus(c->pg) == PQTRANS_INERROR ||
	    PQstatus(c->pg) == CONNECTION_BAD;
}

static void
sleep_some(int tries)
{
	struct timespec t;
	long most = WAIT_MAX;

	if (tries < 6)
		most = 1 << tries;
	clock_gettime(CLOCK_REALTIME, &t);
	/* Those that were refused together must not come back together. */
	srandom((unsigned)t.tv_nsec);
	t.tv_sec = 0;
	t.tv_nsec = random() % (most * 1000000);
	nanosleep(&t, NULL);
}

/* Looked for first the next time, what has a unique value can be named. */
static bool
may_try(struct postgres_conn *c, int tries)
{
	struct postgres_turn *t = &c->turn;

	if (!t->again || PQstatus(c->pg) == CONNECTION_BAD ||
	    (t->taken && tries >= TAKEN_TRIES))
		return false;
	if (!t->until)
		t->until = milliseconds() + 1000 * (int64_t)c->busy_seconds;
	return milliseconds() <= t->until;
}

bool
postgres_again(void *conn, int code, int *tries)
{
	struct postgres_conn *c = conn;

	(void)code;
	if (!may_try(c, *tries)) {
		stand_back(c, false);
		return false;
	}
	/* Who is refused behind the gate has others to wait for. */
	if ((*tries)++)
		sleep_some(*tries);
	c->turn.alone = true;
	return true;
}
