/*
 * Changing tables within a transaction, while references wait to be checked at
 * its end; and what the role may do about either.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/postgres.h"

/* A table can't be changed while checks of its rows are waiting. */
int
postgres_before_change(struct postgres_conn *c, const char *sql)
{
	static const char *const words[] = { "CREATE ", "DROP ", "ALTER " };

	for (size_t i = 0; c->number && i < sizeof(words) /
	    sizeof(*words); i++)
		if (!strncmp(sql, words[i], strlen(words[i])))
			return postgres_run(c, "SET CONSTRAINTS ALL IMMEDIATE;"
			    " SET CONSTRAINTS ALL DEFERRED");
	return 0;
}

/*
 * Whoever owns the tables may make indexes.  To leave references unchecked is
 * to leave out all triggers, so that must do when somebody has made some.
 */
static int
ask_rights(struct postgres_conn *c)
{
	char *may = NULL;
	int rc = c->asked ? 0 : postgres_ask(&may, c, "SELECT concat("
	    "(SELECT bool_and(pg_has_role(relowner, 'USAGE')) FROM pg_class"
	    " WHERE relkind = 'r' AND relnamespace ="
	    " current_schema::regnamespace), has_parameter_privilege("
	    "'session_replication_role', 'SET') AND NOT EXISTS (SELECT 1 FROM"
	    " pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT"
	    " t.tgisinternal AND c.relnamespace ="
	    " current_schema::regnamespace))");

	if (!rc && !c->asked) {
		c->owns = may && may[0] == 't';
		c->unguards = may && may[0] && may[1] == 't';
		c->asked = true;
	}
	free(may);
	return rc;
}

int
postgres_owns(void *conn)
{
	struct postgres_conn *c = conn;
	int rc = ask_rights(c);

	return rc ? rc : c->owns;
}

/* Otherwise they are looked at when the transaction ends: see the DDL. */
int
postgres_references(void *conn, bool checked)
{
	struct postgres_conn *c = conn;
	int rc;

	/* The end of what failed sets it back. */
	if (postgres_failed(c))
		return 0;
	rc = ask_rights(c);
	if (rc || !c->unguards)
		return rc;
	return postgres_run(c, checked ? "SET LOCAL session_replication_role"
	    " TO origin" : "SET LOCAL session_replication_role TO replica");
}

static const char of_references[] =
    "SELECT conrelid::regclass, quote_ident(conname),"
    " pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND"
    " connamespace = current_schema::regnamespace ORDER BY oid";

/* Each of R, dropped or made again. */
static int
each_reference(struct postgres_conn *c, const PGresult *r, bool make)
{
	int rc = 0;

	for (int i = 0; !rc && i < PQntuples(r); i++) {
		char *sql = NULL;

		if (asprintf(&sql, "ALTER TABLE %s %s CONSTRAINT %s %s",
		    PQgetvalue(r, i, 0), make ? "ADD" : "DROP",
		    PQgetvalue(r, i, 1), make ? PQgetvalue(r, i, 2) : "") < 0)
			return postgres_no_memory(c);
		rc = postgres_run(c, sql);
		free(sql);
	}
	return rc;
}

/*
 * Checked when a row is added, they would be wrong until the last of them is
 * there; made anew, they are checked all at once.
 */
int
postgres_fill(void *conn, bool filling)
{
	struct postgres_conn *c = conn;
	PGresult *r;
	int rc;

	if (!filling && !c->references)
		return 0;
	if (!filling) {
		r = c->references;
		c->references = NULL;
		rc = postgres_failed(c) ? 0 : each_reference(c, r, true);
		PQclear(r);
		return rc;
	}
	rc = postgres_settle(c);
	if (rc)
		return rc;
	c->references = PQexec(c->pg, of_references);
	return PQresultStatus(c->references) == PGRES_TUPLES_OK
	    ? each_reference(c, c->references, false)
	    : postgres_fail(c, c->references);
}
