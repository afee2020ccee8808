/*
 * Statements whose outcome nobody waits for, in libpq's pipeline: many go
 * there before any of their answers is asked for.
 *
 * Rows that wait to be copied come behind them, for a COPY ends a pipeline.
 * So few are under way that the answers find room where they come in, while
 * nobody reads them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/postgres.h"

enum { AT_ONCE = 200, IN_WORDS = 0 };

/* One result of those that were asked for. */
static int
judge(struct postgres_conn *c, PGresult *r)
{
	if (PQresultStatus(r) == PGRES_FATAL_ERROR)
		return postgres_fail(c, r);
	/* What it was to change isn't as it was. */
	if (!strcmp(PQcmdStatus(r), "UPDATE 0"))
		return c->host->fail(c->err, CRM_EFAIL,
		    "a record was changed meanwhile");
	return 0;
}

/* All answers; the first failure is told. */
static int
hear_all(struct postgres_conn *c)
{
	bool synced = false;
	PGresult *r;
	int rc = PQpipelineSync(c->pg) ? 0 : postgres_fail(c, NULL);

	/* Behind each answer is a NULL, and behind them all the end. */
	while (!synced && PQstatus(c->pg) == CONNECTION_OK) {
		r = PQgetResult(c->pg);
		synced = PQresultStatus(r) == PGRES_PIPELINE_SYNC;
		if (r && !rc && !synced)
			rc = judge(c, r);
		PQclear(r);
	}
	c->under_way = 0;
	return rc || synced ? rc : postgres_fail(c, NULL);
}

int
postgres_later_end(struct postgres_conn *c)
{
	int rc;

	if (!c->pipeline)
		return 0;
	c->pipeline = false;
	rc = hear_all(c);
	if (PQexitPipelineMode(c->pg) || rc)
		return rc;
	return postgres_fail(c, NULL);
}

/* Nothing else is on its way. */
static int
begin(struct postgres_conn *c)
{
	int rc = c->active ? postgres_rows_aside(c->active) : 0;

	if (!rc)
		rc = postgres_copy_heard(c);
	if (!rc && !PQenterPipelineMode(c->pg))
		rc = postgres_fail(c, NULL);
	c->pipeline = !rc;
	return rc;
}

static bool
send_it(struct postgres_stmt *s)
{
	struct postgres_conn *c = s->conn;
	int n = (int)s->n;

	if (s->runs++ && !s->name[0]) {
		postgres_name(s);
		if (!PQsendPrepare(c->pg, s->name, s->sql, n, s->types))
			return false;
		c->under_way++;
	}
	c->under_way++;
	return s->name[0] ? PQsendQueryPrepared(c->pg, s->name, n, s->values,
	    s->lengths, s->formats, IN_WORDS) : PQsendQueryParams(c->pg,
	    s->sql, n, s->types, s->values, s->lengths, s->formats,
	    IN_WORDS);
}

int
postgres_later(void *stmt)
{
	struct postgres_stmt *s = stmt;
	struct postgres_conn *c = s->conn;
	int rc = c->turn.nclaimed ? postgres_claim_keep(c, s->sql) : 0;

	if (!rc && !c->pipeline)
		rc = begin(c);
	if (rc)
		return rc;
	if (!send_it(s)) {
		s->name[0] = '\0';
		return postgres_fail(c, NULL);
	}
	return c->under_way < AT_ONCE ? 0 : hear_all(c);
}
