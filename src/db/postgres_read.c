/*
 * SQL that somebody wrote, in a session that may only read.
 *
 * The server itself refuses what would write.  Only one statement is taken, as
 * is the way of its protocol, and only one that has columns.  Tables may be
 * others tomorrow, so they are not looked for; that is a rail and no wall.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "db/postgres.h"

#define ONLY_READS "SQL only reads here: "

int
postgres_guard(void *conn)
{
	struct postgres_conn *c = conn;
	int rc = postgres_run(c, "SET default_transaction_read_only TO on;"
	    " SET search_path TO pg_temp");

	c->guarded = !rc;
	return rc;
}

/* Views are made before, which is no writing. */
bool
postgres_is_view(const struct postgres_conn *c, const char *sql)
{
	static const char words[] = "CREATE TEMP VIEW ";

	return c->flags & CRM_DB_READ &&
	    !strncmp(sql, words, sizeof(words) - 1);
}

int
postgres_make_view(struct postgres_conn *c, const char *sql)
{
	int rc = postgres_run(c, "BEGIN READ WRITE");

	if (!rc)
		rc = postgres_run(c, sql);
	return rc ? rc : postgres_run(c, "COMMIT");
}

static bool
is_letter(char c)
{
	return isalnum((unsigned char)c) || c == '_' ||
	    (unsigned char)c >= 0x80;
}

/* Behind what begins at S and is no place for a parameter; or S. */
static const char *
skip(const char *s)
{
	const char *end = NULL;
	char tag[80];
	size_t n;

	if (*s == '\'' || *s == '"') {
		end = strchr(s + 1, *s);
	} else if (!strncmp(s, "--", 2)) {
		end = strchr(s, '\n');
	} else if (!strncmp(s, "/*", 2)) {
		end = strstr(s + 2, "*/");
		end = end ? end + 1 : NULL;
	} else if (*s == '$') {
		for (n = 1; is_letter(s[n]); n++)
			;
		if (s[n] != '$' || n + 2 > sizeof(tag) || isdigit(s[1]))
			return s;
		snprintf(tag, sizeof(tag), "%.*s", (int)n + 1, s);
		end = strstr(s + n + 1, tag);
		end = end ? end + n : NULL;
	} else {
		return s;
	}
	return end ? end + 1 : s + strlen(s);
}

/* The number of the parameter NAME, which is new unless it was there. */
static int
number_of(struct postgres_stmt *s, const char *name, size_t len)
{
	char **more;

	for (size_t i = 0; i < s->nparams; i++)
		if (strlen(s->params[i]) == len &&
		    !strncmp(s->params[i], name, len))
			return (int)i + 1;
	more = realloc(s->params, (s->nparams + 1) * sizeof(*more));
	if (!more)
		return 0;
	s->params = more;
	more[s->nparams] = strndup(name, len);
	return more[s->nparams] ? (int)++s->nparams : 0;
}

/* :name as $1; what stands where it stood is kept for telling places. */
static bool
rewrite(struct postgres_stmt *s, const char *sql)
{
	struct postgres_buf b = { 0 };
	bool ok = true;

	while (ok && *sql) {
		const char *end = skip(sql);
		char number[16];

		if (end == sql && !strncmp(sql, "::", 2)) {
			end += 2;
		} else if (end == sql && *sql == ':' && is_letter(sql[1])) {
			for (end++; is_letter(*end); end++)
				;
			snprintf(number, sizeof(number), "$%d", number_of(s,
			    sql, (size_t)(end - sql)));
			ok = postgres_add(&b, number, strlen(number));
			sql = end;
			continue;
		} else if (end == sql) {
			end++;
		}
		ok = postgres_add(&b, sql, (size_t)(end - sql));
		sql = end;
	}
	s->sql = ok && postgres_add(&b, "", 1) ? b.s : NULL;
	return s->sql;
}

/* The byte of ORIGINAL that is the N-th character of what was made of it. */
static long
place(const char *original, const char *made, long n)
{
	const char *from = original;

	while (n > 0 && *made && *from) {
		if (*from == ':' && *made == '$' && from[1] != ':') {
			for (from++; is_letter(*from); from++)
				;
			for (made++, n--; isdigit((unsigned char)*made); n--)
				made++;
			continue;
		}
		for (from++, made++; (*made & 0xc0) == 0x80; made++)
			from++;
		n--;
	}
	return from - original;
}

/* The last of the names a.b.c that stand at S. */
static void
name_at(char *out, size_t size, const char *s)
{
	size_t n;

	do {
		s += *s == '.';
		s += *s == '"';
		for (n = 0; is_letter(s[n]); n++)
			;
		snprintf(out, size, "%.*s", (int)n, s);
		s += n;
		s += *s == '"';
	} while (*s == '.' && n);
}

static bool
is_table(struct postgres_conn *c, const char *name)
{
	char sql[400], *found = NULL, *quoted = PQescapeLiteral(c->pg, name,
	    strlen(name));
	bool is = false;

	if (quoted && snprintf(sql, sizeof(sql), "SELECT 1 FROM pg_class WHERE"
	    " relname = %s AND relnamespace = '\"%s\"'::regnamespace", quoted,
	    c->schema) < (int)sizeof(sql) && !postgres_ask(&found, c, sql))
		is = found;
	free(found);
	PQfreemem(quoted);
	return is;
}

static int
not_there(struct postgres_conn *c, const char *what,
	  const struct crm_db_fault *fault)
{
	if (*what == 't' && is_table(c, fault->name))
		return c->host->fail(c->err, CRM_EREFUSED, "'%.60s' is a"
		    " table of the program's own", fault->name);
	return c->host->fail(c->err, CRM_EUSAGE, "no such %s: %s", what,
	    fault->name);
}

static int
fail(struct postgres_stmt *s, const PGresult *r, const char *sql,
     struct crm_db_fault *fault)
{
	struct postgres_conn *c = s->conn;
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
	const char *at = PQresultErrorField(r, PG_DIAG_STATEMENT_POSITION);
	const char *what = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
	const char *missing = NULL;

	if (!state || !what)
		return postgres_fail(c, r);
	if (at)
		fault->at = place(sql, s->sql, strtol(at, NULL, 10) - 1);
	if (!strcmp(state, "42703"))
		missing = "column";
	else if (!strcmp(state, "42P01"))
		missing = "table";
	if (missing && at)
		name_at(fault->name, sizeof(fault->name), sql + fault->at);
	if (missing && fault->name[0])
		return not_there(c, missing, fault);
	if (!strncmp(state, "42601", 5) && strstr(what, "multiple commands")) {
		c->host->fail(c->err, CRM_EUSAGE, "there is more than one"
		    " statement");
		return c->host->hint(c->err, "give one at a time");
	}
	return postgres_fail(c, r);
}

static bool
is_state(const PGresult *r, const char *state)
{
	const char *is = PQresultErrorField(r, PG_DIAG_SQLSTATE);

	return is && !strcmp(is, state);
}

/* Where a parameter may be of any type, it is a text. */
static PGresult *
prepare(struct postgres_stmt *s)
{
	struct postgres_conn *c = s->conn;
	PGresult *r = PQprepare(c->pg, "", s->sql, 0, NULL);
	Oid *types;

	if (!is_state(r, "42P18"))
		return r;
	types = calloc(s->nparams + 1, sizeof(*types));
	for (size_t i = 0; types && i < s->nparams; i++)
		types[i] = POSTGRES_TEXT;
	PQclear(r);
	s->untyped = true;
	r = PQprepare(c->pg, "", s->sql, (int)s->nparams, types);
	free(types);
	return r;
}

/* Whether the server knows it, and what columns it has. */
static int
describe(struct postgres_stmt *s, const char *sql, struct crm_db_fault *fault)
{
	struct postgres_conn *c = s->conn;
	PGresult *r = prepare(s);
	int rc = 0;

	/* A function of ours: then the tables are seen, too. */
	if (is_state(r, "42883")) {
		char path[160];

		snprintf(path, sizeof(path), "SET search_path TO pg_temp,"
		    " \"%s\"", c->schema);
		PQclear(r);
		rc = postgres_run(c, path);
		r = prepare(s);
	}
	if (!rc && PQresultStatus(r) != PGRES_COMMAND_OK)
		rc = fail(s, r, sql, fault);
	PQclear(r);
	if (rc)
		return rc;
	s->described = PQdescribePrepared(c->pg, "");
	if (PQresultStatus(s->described) != PGRES_COMMAND_OK)
		return postgres_fail(c, s->described);
	return 0;
}

static size_t
first_word(const char **sql)
{
	const char *s = *sql;
	size_t n = 0;

	for (const char *end; (end = skip(s)) != s ||
	    isspace((unsigned char)*s) || *s == '(';)
		s = end == s ? s + 1 : end;
	while (is_letter(s[n]))
		n++;
	*sql = s;
	return n;
}

static int
only_reads(struct postgres_conn *c, const char *sql)
{
	size_t n = first_word(&sql);

	if (!n)
		return c->host->fail(c->err, CRM_EUSAGE,
		    "there is no statement");
	c->host->fail(c->err, CRM_EREFUSED, ONLY_READS "%.*s is refused",
	    n < 40 ? (int)n : 40, sql);
	return c->host->hint(c->err,
	    "records are changed by their own commands, as set");
}

/* The server would first ask whether there is such a table. */
static bool
is_writing(const char *sql)
{
	static const char *const words[] = {
		"INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE", "CREATE",
		"ALTER", "DROP", "COPY"
	};
	size_t n = first_word(&sql);

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strlen(words[i]) == n && !strncasecmp(words[i], sql, n))
			return true;
	return false;
}

int
postgres_read(void **out, void *conn, const char *sql, size_t len,
	      struct crm_db_fault *fault)
{
	struct postgres_conn *c = conn;
	struct postgres_stmt *s = calloc(1, sizeof(*s));
	char *text = strndup(sql, len);
	int rc;

	*fault = (struct crm_db_fault){ .at = -1 };
	*out = NULL;
	if (!s || !text) {
		free(s);
		free(text);
		postgres_no_memory(c);
		return CRM_EFAIL;
	}
	s->conn = c;
	s->typed = true;
	rc = postgres_settle(c);
	if (!rc) {
		rc = !rewrite(s, text) ? postgres_no_memory(c) :
		    is_writing(text) ? only_reads(c, text) :
		    describe(s, text, fault);
	}
	if (!rc && PQnfields(s->described) == 0)
		rc = only_reads(c, text);
	free(text);
	if (rc)
		postgres_finalize(s);
	else
		*out = s;
	return rc;
}

int
postgres_columns(void *stmt)
{
	return PQnfields(((struct postgres_stmt *)stmt)->described);
}

const char *
postgres_column_name(void *stmt, int col)
{
	return PQfname(((struct postgres_stmt *)stmt)->described, col);
}

int
postgres_params(void *stmt)
{
	return (int)((struct postgres_stmt *)stmt)->nparams;
}

const char *
postgres_param(void *stmt, int i)
{
	return ((struct postgres_stmt *)stmt)->params[i];
}
