/*
 * Connecting.  The address is libpq's, with two presets of ours: a server
 * on another machine must show a certificate for its name, and one that
 * doesn't answer is given up after some seconds.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/postgres.h"

enum { OPTIONS_MAX = 64, SERVERS_MAX = 32 };

static const char *
value_of(const PQconninfoOption *all, const char *keyword)
{
	for (; all && all->keyword; all++)
		if (!strcmp(all->keyword, keyword) && all->val && *all->val)
			return all->val;
	return NULL;
}

static const char *
said_of(const PQconninfoOption *uri, const PQconninfoOption *others,
	const char *keyword)
{
	const char *s = value_of(uri, keyword);

	return s ? s : value_of(others, keyword);
}

static bool
is_local_one(const char *s, size_t len)
{
	static const char *const names[] = { "localhost", "::1" };

	if (!len || *s == '/' || *s == '@' || (len > 4 &&
	    !strncmp(s, "127.", 4) && strspn(s, "0123456789.") >= len))
		return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == len && !strncmp(s, names[i], len))
			return true;
	return false;
}

/* Whether every one of a list "db1,db2" is this machine. */
static bool
is_local(const char *list)
{
	while (list) {
		size_t len = strcspn(list, ",");

		if (!is_local_one(list, len))
			return false;
		list = list[len] ? list + len + 1 : NULL;
	}
	return true;
}

/* The schema is ours unless the address says where to look. */
static void
take_schema(struct postgres_conn *c, const char *options)
{
	static const char word[] = "search_path=";
	const char *s = options ? strstr(options, word) : NULL;
	size_t len;

	snprintf(c->schema, sizeof(c->schema), "crm");
	if (!s)
		return;
	s += sizeof(word) - 1;
	s += *s == '"';
	len = strcspn(s, "\", \t\\");
	if (len && len < sizeof(c->schema))
		snprintf(c->schema, sizeof(c->schema), "%.*s", (int)len, s);
}

/*
 * What the server said is a text in its own language; its code is only shown
 * to whoever asks before connecting, which can't be done in one call.
 */
static void
ask_for_code(struct postgres_conn *c, const char *const *names,
	     const char *const *values)
{
	PostgresPollingStatusType what = PGRES_POLLING_WRITING;
	PGconn *pg = PQconnectStartParams(names, values, 0);

	if (!pg)
		return;
	PQsetErrorVerbosity(pg, PQERRORS_VERBOSE);
	while (PQstatus(pg) != CONNECTION_BAD &&
	    (what == PGRES_POLLING_READING ||
	    what == PGRES_POLLING_WRITING)) {
		struct pollfd p = { .fd = PQsocket(pg), .events = (short)
		    (what == PGRES_POLLING_READING ? POLLIN : POLLOUT) };

		if (poll(&p, 1, 5000) == 0)
			break;
		what = PQconnectPoll(pg);
	}
	PQfinish(c->pg);
	c->pg = pg;
}

struct options {
	const char *names[OPTIONS_MAX + 1], *values[OPTIONS_MAX + 1];
	int n;
};

static void
add(struct options *o, const char *name, const char *value)
{
	if (o->n < OPTIONS_MAX) {
		o->names[o->n] = name;
		o->values[o->n++] = value;
	}
}

/* A service file may say any of it, and is only read where it is named. */
static PQconninfoOption *
said_elsewhere(const PQconninfoOption *uri)
{
	const char *service = value_of(uri, "service");
	char *was = getenv("PGSERVICE");
	PQconninfoOption *all;

	was = was ? strdup(was) : NULL;
	if (service)
		setenv("PGSERVICE", service, 1);
	all = PQconndefaults();
	if (was)
		setenv("PGSERVICE", was, 1);
	else
		unsetenv("PGSERVICE");
	free(was);
	return all;
}

static void
connect_to(struct postgres_conn *c, const struct options *o)
{
	c->pg = PQconnectdbParams(o->names, o->values, 0);
	if (c->pg && PQstatus(c->pg) != CONNECTION_OK &&
	    !PQconnectionNeedsPassword(c->pg) &&
	    strstr(PQerrorMessage(c->pg), ":  "))
		ask_for_code(c, o->names, o->values);
}

static void
quiet(void *ctx, const PGresult *r)
{
	struct postgres_conn *c = ctx;
	const char *severity = PQresultErrorField(r,
	    PG_DIAG_SEVERITY_NONLOCALIZED);

	if (severity && !strcmp(severity, "WARNING"))
		c->warned = true;
}

/* The environment is what counts last, behind address and service file. */
static int
connect_safely(struct postgres_conn *c, const struct options *o,
	       const char *host)
{
	bool ours = !is_local(host) && !getenv("PGSSLMODE");

	if (ours)
		setenv("PGSSLMODE", "verify-full", 1);
	connect_to(c, o);
	if (ours)
		unsetenv("PGSSLMODE");
	if (!c->pg)
		return postgres_no_memory(c);
	if (PQstatus(c->pg) != CONNECTION_OK)
		return postgres_fail_open(c);
	PQsetNoticeReceiver(c->pg, quiet, c);
	return 0;
}

static void
gather(struct options *o, struct postgres_conn *c,
       const PQconninfoOption *uri, const PQconninfoOption *others)
{
	take_schema(c, said_of(uri, others, "options"));
	for (const PQconninfoOption *u = uri; u->keyword; u++)
		if (u->val && *u->val)
			add(o, u->keyword, u->val);
	if (!said_of(uri, others, "connect_timeout"))
		add(o, "connect_timeout", "10");
	add(o, "fallback_application_name", "crm");
	add(o, "client_encoding", "UTF8");
}

/* As libpq takes "ada:secret@db" or "db;password=secret" for a host. */
static bool
is_odd(const char *s, bool host)
{
	const char *at = strchr(s + 1, '@');

	if (at && ((host && at[-1] != ',') || memchr(s, ':',
	    (size_t)(at - s))))
		return true;
	return strchr(s, '=') && (host || strcasestr(s, "passw"));
}

/* Whether messages would show a secret that stands in a wrong place. */
static bool
has_odd_part(const PQconninfoOption *said)
{
	static const char *const shown[] = {
		"host", "hostaddr", "service", "user", "dbname"
	};

	for (size_t i = 0; i < sizeof(shown) / sizeof(*shown); i++) {
		const char *s = value_of(said, shown[i]);

		if (s && is_odd(s, i < 3))
			return true;
	}
	return false;
}

static int
unreadable(struct postgres_conn *c, char *why)
{
	bool secret = strstr(c->name, "***") || strchr(c->name, '@');

	c->host->fail(c->err, CRM_EUSAGE, "%s is no address of a database",
	    c->name);
	/* What libpq can't read, it shows. */
	if (why && !secret)
		c->host->hint(c->err, "%.*s", (int)strcspn(why, "\n"), why);
	else if (!strstr(c->name, "://"))
		c->host->hint(c->err, "write host=HOST user=USER"
		    " dbname=DATABASE, and a value with blanks in quotes");
	else
		c->host->hint(c->err, "write postgresql://USER@HOST/DATABASE,"
		    " and an odd character in a part of it as %%40");
	PQfreemem(why);
	return c->err->code;
}

/* Each that doesn't answer takes its time. */
static int
too_many(struct postgres_conn *c, const char *hosts)
{
	int n = 1;

	for (const char *s = hosts ? hosts : ""; (s = strchr(s, ',')); s++)
		n++;
	if (n <= SERVERS_MAX)
		return 0;
	c->host->fail(c->err, CRM_EUSAGE, "%d servers in one address", n);
	return c->host->hint(c->err, "name at most %d", SERVERS_MAX);
}

/*
 * Where stdout is closed, the next file has its number: what is printed would
 * go to the server.
 */
static void
guard_standard_files(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			(void)!open("/dev/null", fd ? O_RDONLY : O_WRONLY);
}

int
postgres_connect(struct postgres_conn *c, const char *uri)
{
	char *why = NULL;
	PQconninfoOption *said = PQconninfoParse(uri, &why), *others;
	struct options o = { .n = 0 };
	const char *host;
	int rc;

	if (!said || has_odd_part(said)) {
		PQconninfoFree(said);
		return unreadable(c, why);
	}
	guard_standard_files();
	others = said_elsewhere(said);
	gather(&o, c, said, others);
	host = said_of(said, others, "hostaddr");
	if (!host)
		host = said_of(said, others, "host");
	rc = too_many(c, host);
	if (!rc)
		rc = connect_safely(c, &o, host);
	PQconninfoFree(said);
	PQconninfoFree(others);
	return rc;
}
