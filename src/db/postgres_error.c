/*
 * What the server says, in the codes and, where a file can fail in the same
 * way, in the sentences that SQLite has for it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/postgres.h"

int
postgres_no_memory(struct postgres_conn *c)
{
	return c->host->fail(c->err, CRM_EFAIL, "out of memory");
}

static const char *
field(const PGresult *r, int which)
{
	const char *s = r ? PQresultErrorField(r, which) : NULL;

	return s ? s : "";
}

static int
busy(struct postgres_conn *c)
{
	c->host->fail(c->err, CRM_EBUSY,
	    "another command is writing to the database");
	return c->host->hint(c->err,
	    "run it again, or wait longer with --busy-timeout");
}

int
postgres_denied(struct postgres_conn *c, const char *what)
{
	c->host->fail(c->err, CRM_EREFUSED, "%s: %s", c->name, what);
	return c->host->hint(c->err, "whoever set the database up can grant"
	    " it: see crm-postgres(7)");
}

/* An index is named TABLE_COLUMN, a key TABLE_pkey. */
static int
taken(struct postgres_conn *c, const PGresult *r)
{
	const char *table = field(r, PG_DIAG_TABLE_NAME);
	const char *index = field(r, PG_DIAG_CONSTRAINT_NAME);
	size_t len = strlen(table);

	/* A load doesn't look for those first. */
	if (!strcmp(table, "search")) {
		c->host->fail(c->err, CRM_EFAIL, "the search has words of a"
		    " record that isn't there");
		return c->host->hint(c->err, "crm doctor --fix makes it anew");
	}
	if (!strncmp(index, table, len) && index[len] == '_')
		index += len + 1;
	c->turn.again = c->turn.taken = c->turn.writing;
	return c->host->fail(c->err, CRM_ECONFLICT,
	    "UNIQUE constraint failed: %s.%s", table,
	    strcmp(index, "pkey") ? index : "id");
}

/* A load says where: COPY contact, line 2, column n: "no number". */
static int
unfit(struct postgres_conn *c, const PGresult *r)
{
	char table[64] = "", column[64] = "";

	if (sscanf(field(r, PG_DIAG_CONTEXT),
	    "COPY %63[^,], line %*d, column %63[^:\n]", table, column) != 2)
		return c->host->fail(c->err, CRM_ECONFLICT, "%s",
		    field(r, PG_DIAG_MESSAGE_PRIMARY));
	return c->host->fail(c->err, CRM_ECONFLICT,
	    "cannot store such a value in %s.%s", table, column);
}

static int
constraint(struct postgres_conn *c, const PGresult *r, const char *state)
{
	if (!strcmp(state, "23505"))
		return taken(c, r);
	if (!strcmp(state, "23503"))
		return c->host->fail(c->err, CRM_ECONFLICT,
		    "FOREIGN KEY constraint failed");
	if (!strcmp(state, "23502"))
		return c->host->fail(c->err, CRM_ECONFLICT,
		    "NOT NULL constraint failed: %s.%s",
		    field(r, PG_DIAG_TABLE_NAME),
		    field(r, PG_DIAG_COLUMN_NAME));
	return c->host->fail(c->err, CRM_ECONFLICT, "%s",
	    field(r, PG_DIAG_MESSAGE_PRIMARY));
}

static bool
is_one_of(const char *state, const char *states)
{
	return *state && strstr(states, state);
}

/* Of what somebody wrote, the server's own words say most. */
static int
misread(struct postgres_conn *c, const char *state, const char *what)
{
	if (!strncmp(state, "25", 2))
		return c->host->fail(c->err, CRM_EREFUSED,
		    "SQL only reads here: %s", what);
	return c->host->fail(c->err, strncmp(state, "22", 2) != 0 &&
	    strncmp(state, "42", 2) != 0 ? CRM_EFAIL : CRM_EUSAGE, "%s",
	    what);
}

static int
gave_up(struct postgres_conn *c, const char *what)
{
	c->host->fail(c->err, CRM_EFAIL, "%s gave up: %s", c->name, what);
	return c->host->hint(c->err, "a statement_timeout of the role, the"
	    " database or the server is too short for this");
}

/* Of what each writer has read a server remembers so much, and no more. */
static int
crowded(struct postgres_conn *c)
{
	c->host->fail(c->err, CRM_EBUSY,
	    "too many write at once for the server's memory");
	return c->host->hint(c->err, "run it again; max_connections and"
	    " max_pred_locks_per_transaction make room");
}

/* What was prepared, or set, is in another session now. */
static int
handed_on(struct postgres_conn *c)
{
	c->host->fail(c->err, CRM_EFAIL, "%s hands a session on to others",
	    c->name);
	return c->host->hint(c->err, "PgBouncer needs pool_mode = session:"
	    " see crm-postgres(7)");
}

/* Without a code it isn't the server who speaks; a write tells too late. */
static bool
is_lost(const struct postgres_conn *c, const char *state)
{
	if (!*state)
		PQconsumeInput(c->pg);
	return PQstatus(c->pg) == CONNECTION_BAD ||
	    !strncmp(state, "57P0", 4) || !strncmp(state, "08", 2);
}

static bool
is_standby(const struct postgres_conn *c)
{
	const char *s = PQparameterStatus(c->pg, "in_hot_standby");

	return s && !strcmp(s, "on");
}

static int
read_only(struct postgres_conn *c)
{
	postgres_denied(c, "attempt to write a readonly database");
	return !is_standby(c) ? c->err->code : c->host->hint(c->err, "it is a"
	    " standby: name the other host, or both with"
	    " ?target_session_attrs=read-write");
}

int
postgres_fail(struct postgres_conn *c, const PGresult *r)
{
	const char *state = field(r, PG_DIAG_SQLSTATE);
	const char *what = field(r, PG_DIAG_MESSAGE_PRIMARY);

	if (is_lost(c, state)) {
		c->host->fail(c->err, CRM_EFAIL,
		    "the connection to %s was lost", c->name);
		return c->host->hint(c->err, "%srun the command again",
		    c->flags & CRM_DB_READ ? "" : "nothing was kept; ");
	}
	if (is_one_of(state, "57014"))
		return gave_up(c, what);
	if (c->guarded && !is_one_of(state, "42501"))
		return misread(c, state, what);
	if (is_one_of(state, "26000 42P05"))
		return handed_on(c);
	if (is_one_of(state, "40001 40P01 53200")) {
		c->turn.again = c->turn.writing;
		return is_one_of(state, "53200") ? crowded(c) : busy(c);
	}
	if (is_one_of(state, "55P03"))
		return busy(c);
	if (!strncmp(state, "23", 2))
		return constraint(c, r, state);
	if (is_one_of(state, "22P02 22P03 22003 42804"))
		return unfit(c, r);
	/* A standby knows no transaction that could write. */
	if (is_one_of(state, "25006") || (is_standby(c) &&
	    is_one_of(state, "0A000")))
		return read_only(c);
	if (is_one_of(state, "42501"))
		return postgres_denied(c, what);
	if (is_one_of(state, "53100"))
		what = "database or disk is full";
	if (!*what)
		what = PQerrorMessage(c->pg);
	return c->host->fail(c->err, CRM_EFAIL, "database: %.*s",
	    (int)strcspn(what, "\n"), what);
}

/* The server's own words, and its code when it was asked for. */
static const char *
servers_words(const char *message, char state[6])
{
	for (const char *s = message; (s = strstr(s, ":  ")) != NULL; s++) {
		const char *words = s + 3;

		if (strspn(words, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 5
		    && words[5] == ':' && words[6] == ' ') {
			snprintf(state, 6, "%s", words);
			return words + 7;
		}
	}
	return message;
}

static int
unknown_database(struct postgres_conn *c)
{
	c->host->fail(c->err, CRM_ENODB, "no database at %s", c->name);
	return c->host->hint(c->err, "createdb makes one, crm init fills it;"
	    " --db or CRM_DB names another");
}

/* One host's reason a line, without what libpq asks about each. */
static void
reasons(char *out, size_t size, const char *what)
{
	static const char each[] = "connection to server";
	size_t len = strcspn(what, "\n");

	snprintf(out, size, "%.*s", (int)len, what);
	while (what[len] && what[++len]) {
		size_t n = strcspn(what + len, "\n"), used = strlen(out);

		if (!strncmp(what + len, each, sizeof(each) - 1))
			snprintf(out + used, size - used, "; %.*s", (int)n,
			    what + len);
		len += n;
	}
}

/* Who it is isn't known or believed. */
static int
unwelcome(struct postgres_conn *c, const char *state, const char *what)
{
	bool password = PQconnectionNeedsPassword(c->pg) ||
	    !strcmp(state, "28P01");

	c->host->fail(c->err, CRM_EREFUSED, "%s: %.*s", c->name,
	    (int)strcspn(what, "\n"), strstr(what, "no password supplied")
	    ? "the server wants a password" : what);
	return c->host->hint(c->err, password ? "a password belongs into"
	    " ~/.pgpass, mode 0600, or the file that PGPASSFILE names"
	    : "the roles of the server, and its pg_hba.conf, say who may"
	    " connect, from where and how");
}

static int
unreached(struct postgres_conn *c, const char *what)
{
	char why[400];

	reasons(why, sizeof(why), what);
	c->host->fail(c->err, CRM_EFAIL, "cannot reach %s: %s", c->name, why);
	if (strstr(what, "certificate") || strstr(what, "SSL"))
		return c->host->hint(c->err, "another machine's server must"
		    " show a certificate for its name, unless sslmode in the"
		    " address says otherwise");
	if (strstr(what, "service"))
		return c->host->hint(c->err, "services are in"
		    " ~/.pg_service.conf, or the file that PGSERVICEFILE"
		    " names");
	return c->host->hint(c->err, "does it run, and listen there?"
	    " pg_isready and psql tell the same");
}

int
postgres_fail_open(struct postgres_conn *c)
{
	char state[6] = "";
	const char *what = servers_words(PQerrorMessage(c->pg), state);

	if (!strcmp(state, "3D000"))
		return unknown_database(c);
	if (!strncmp(state, "28", 2) || PQconnectionNeedsPassword(c->pg))
		return unwelcome(c, state, what);
	if (!is_one_of(state, "53300 57P03"))
		return unreached(c, what);
	c->host->fail(c->err, CRM_EBUSY, "%s: %.*s", c->name,
	    (int)strcspn(what, "\n"), what);
	return c->host->hint(c->err, "run it again in a moment");
}
