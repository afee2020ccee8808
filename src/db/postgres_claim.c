/*
 * Tables to which nobody else adds: their new ids may be counted by the
 * caller.  A sequence doesn't see such ids, so it is set before it is asked
 * again, and at the end of the transaction.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/postgres.h"

int
postgres_claim(void *conn, const char *table)
{
	struct postgres_conn *c = conn;
	struct postgres_turn *t = &c->turn;
	struct postgres_claim *more;
	char name[140], sql[200];

	for (size_t i = 0; i < t->nclaimed; i++)
		if (!strcmp(t->claimed[i].table, table))
			return 0;
	more = realloc(t->claimed, (t->nclaimed + 1) * sizeof(*more));
	if (!more)
		return postgres_no_memory(c);
	t->claimed = more;
	more[t->nclaimed] = (struct postgres_claim){ strdup(table), false };
	if (!more[t->nclaimed].table)
		return postgres_no_memory(c);
	t->nclaimed++;
	postgres_quote(name, sizeof(name), table);
	snprintf(sql, sizeof(sql), "LOCK TABLE %s IN SHARE ROW EXCLUSIVE"
	    " MODE", name);
	return postgres_run(c, sql);
}

/* The claim on the table that S begins with, as "contact"(...; or NULL. */
static struct postgres_claim *
find(struct postgres_conn *c, const char *s, const char **columns)
{
	for (size_t i = 0; i < c->turn.nclaimed; i++) {
		struct postgres_claim *claim = &c->turn.claimed[i];
		size_t len = strlen(claim->table);

		if (*s != '"' || strncmp(s + 1, claim->table, len) != 0 ||
		    strncmp(s + 1 + len, "\"(", 2) != 0)
			continue;
		*columns = s + len + 3;
		return claim;
	}
	return NULL;
}

static int
set_sequence(struct postgres_conn *c, struct postgres_claim *claim)
{
	char table[140], sql[512];

	claim->counted = false;
	postgres_quote(table, sizeof(table), claim->table);
	snprintf(sql, sizeof(sql), "SELECT setval(s.q, s.m) FROM (SELECT"
	    " pg_get_serial_sequence('%s', 'id')::regclass AS q, MAX(id) AS m"
	    " FROM %s) s WHERE s.m > COALESCE(pg_sequence_last_value(s.q),"
	    " 0)", table, table);
	return postgres_run(c, sql);
}

void
postgres_claim_counted(struct postgres_conn *c, const char *into)
{
	const char *columns;
	struct postgres_claim *claim = find(c, into, &columns);

	if (claim)
		claim->counted = true;
}

int
postgres_claim_keep(struct postgres_conn *c, const char *sql)
{
	static const char insert[] = "INSERT INTO ";
	struct postgres_claim *claim = NULL;
	const char *columns = "";
	int rc = 0;

	for (size_t i = 0; !sql && !rc && i < c->turn.nclaimed; i++)
		if (c->turn.claimed[i].counted)
			rc = set_sequence(c, &c->turn.claimed[i]);
	if (sql && !strncmp(sql, insert, sizeof(insert) - 1))
		claim = find(c, sql + sizeof(insert) - 1, &columns);
	if (!claim)
		return rc;
	if (!strncmp(columns, "\"id\"", 4))
		claim->counted = true;
	else if (claim->counted)
		rc = set_sequence(c, claim);
	return rc;
}

int
postgres_last(void *conn, const char *table, int64_t id)
{
	char name[140], sql[300];

	postgres_quote(name, sizeof(name), table);
	snprintf(sql, sizeof(sql), "SELECT setval(pg_get_serial_sequence("
	    "'%s', 'id'), %lld, %s)", name, (long long)(id ? id : 1),
	    id ? "true" : "false");
	return postgres_run(conn, sql);
}
