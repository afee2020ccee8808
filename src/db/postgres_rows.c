/*
 * Statements and their rows.
 *
 * The first run of a statement goes without a name, in one round trip to the
 * server and back; what is run again is prepared there.  Values travel in
 * binary, so text is sent from where it lies; that wants their types known,
 * and a statement whose values change type is prepared anew.
 */
#include <endian.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/postgres.h"

enum { IN_WORDS = 0, BINARY = 1, ROWS_READ = 1000 };

int
postgres_prepare(void **stmt, void *conn, const char *sql)
{
	struct postgres_conn *c = conn;
	struct postgres_stmt *s = calloc(1, sizeof(*s));
	char *copy = strdup(sql);

	if (!s || !copy) {
		free(s);
		free(copy);
		postgres_no_memory(c);
		return CRM_EFAIL;
	}
	s->conn = c;
	s->sql = copy;
	*stmt = s;
	return 0;
}

void
postgres_finalize(void *stmt)
{
	struct postgres_stmt *s = stmt;

	postgres_reset(s);
	free(s->sql);
	free(s->types);
	free(s->values);
	free(s->lengths);
	free(s->formats);
	free(s->numbers);
	free(s->columns);
	PQclear(s->described);
	for (size_t i = 0; i < s->nparams; i++)
		free(s->params[i]);
	free(s->params);
	free(s);
}

static int
make_room(struct postgres_stmt *s, size_t n)
{
	if (n <= s->size)
		return 0;
	free(s->types);
	free(s->values);
	free(s->lengths);
	free(s->formats);
	free(s->numbers);
	s->types = calloc(n, sizeof(*s->types));
	s->values = calloc(n, sizeof(*s->values));
	s->lengths = calloc(n, sizeof(*s->lengths));
	s->formats = calloc(n, sizeof(*s->formats));
	s->numbers = calloc(n, sizeof(*s->numbers));
	s->size = n;
	s->name[0] = '\0';
	return s->types && s->values && s->lengths && s->formats && s->numbers
	    ? 0 : postgres_no_memory(s->conn);
}

/* What somebody wrote may be a day to the server, or another type of theirs. */
static Oid
type_of(const struct postgres_stmt *s, struct crm_value v)
{
	switch (v.kind) {
	case CRM_INT:
		return POSTGRES_INT8;
	case CRM_NUMBER:
		return POSTGRES_NUMERIC;
	case CRM_TEXT:
		return s->typed && !s->untyped ? 0 : POSTGRES_TEXT;
	default:
		return 0;
	}
}

int
postgres_bind(void *stmt, size_t n, const struct crm_value *v)
{
	struct postgres_stmt *s = stmt;
	int rc = make_room(s, n);

	s->n = n;
	for (size_t i = 0; !rc && i < n; i++) {
		Oid type = type_of(s, v[i]);

		s->values[i] = NULL;
		s->formats[i] = s->typed && v[i].kind != CRM_INT ? IN_WORDS
		    : BINARY;
		if (v[i].kind == CRM_NULL)
			continue;
		if (type != s->types[i]) {
			s->types[i] = type;
			s->name[0] = '\0';
		}
		if (v[i].kind == CRM_INT) {
			s->numbers[i] = (int64_t)htobe64((uint64_t)v[i].i);
			s->values[i] = (const char *)&s->numbers[i];
			s->lengths[i] = sizeof(s->numbers[i]);
		} else {
			s->values[i] = v[i].s ? v[i].s : "";
			s->lengths[i] = (int)v[i].len;
		}
	}
	return rc;
}

/* Nobody wants the rows that are left, which may have no end. */
static void
cancel(struct postgres_conn *c)
{
	PGcancel *it = PQgetCancel(c->pg);
	char why[256];

	PQcancel(it, why, sizeof(why));
	PQfreeCancel(it);
}

/*
 * Read to the end of a statement's results; the first failure is told.  To be
 * cancelled would end a transaction.
 */
static int
finish(struct postgres_conn *c, int rc)
{
	PGresult *r;
	int n = 0;

	c->active = NULL;
	while ((r = PQgetResult(c->pg)) != NULL) {
		ExecStatusType status = PQresultStatus(r);

		if (++n == ROWS_READ && !c->within)
			cancel(c);
		if (!rc && status == PGRES_FATAL_ERROR)
			rc = postgres_fail(c, r);
		PQclear(r);
		if (status == PGRES_COPY_IN)
			break;
	}
	return rc;
}

void
postgres_name(struct postgres_stmt *s)
{
	/* Behind a pool that hands sessions on, another's would be run. */
	snprintf(s->name, sizeof(s->name), "c%08x_%u", s->conn->mine,
	    ++s->conn->prepared);
}

static int
prepare_there(struct postgres_stmt *s)
{
	struct postgres_conn *c = s->conn;
	PGresult *r;
	int rc = 0;

	postgres_name(s);
	r = PQprepare(c->pg, s->name, s->sql, (int)s->n, s->types);
	if (PQresultStatus(r) != PGRES_COMMAND_OK) {
		rc = postgres_fail(c, r);
		s->name[0] = '\0';
	}
	PQclear(r);
	return rc;
}

static int
send_to_server(struct postgres_stmt *s)
{
	struct postgres_conn *c = s->conn;
	int n = (int)s->n, rc = postgres_settle(c);

	if (!rc && postgres_is_view(c, s->sql)) {
		s->sent = s->done = true;
		return postgres_make_view(c, s->sql);
	}
	if (!rc)
		rc = postgres_before_change(c, s->sql);
	if (!rc && c->turn.nclaimed)
		rc = postgres_claim_keep(c, s->sql);
	if (!rc && s->runs && !s->name[0] && !s->typed)
		rc = prepare_there(s);
	if (rc)
		return rc;
	s->runs++;
	if (s->name[0])
		rc = PQsendQueryPrepared(c->pg, s->name, n, s->values,
		    s->lengths, s->formats, IN_WORDS);
	else
		rc = PQsendQueryParams(c->pg, s->sql, n, s->types, s->values,
		    s->lengths, s->formats, IN_WORDS);
	if (!rc)
		return postgres_fail(c, NULL);
	PQsetSingleRowMode(c->pg);
	c->active = s;
	s->sent = true;
	return 0;
}

static int
keep_types(struct postgres_stmt *s)
{
	int n = PQnfields(s->row);

	s->columns = calloc((size_t)n + 1, sizeof(*s->columns));
	if (!s->columns)
		return postgres_no_memory(s->conn);
	for (int i = 0; i < n; i++)
		s->columns[i] = PQftype(s->row, i);
	return 0;
}

/* The next row from the server; 0 at the end. */
static int
fetch(struct postgres_stmt *s)
{
	struct postgres_conn *c = s->conn;
	int rc = 0;

	PQclear(s->row);
	s->row = PQgetResult(c->pg);
	if (PQresultStatus(s->row) == PGRES_SINGLE_TUPLE) {
		rc = s->columns ? 0 : keep_types(s);
		return rc ? rc : 1;
	}
	if (!s->row || PQresultStatus(s->row) == PGRES_FATAL_ERROR)
		rc = postgres_fail(c, s->row);
	PQclear(s->row);
	s->row = NULL;
	s->done = true;
	return finish(c, rc);
}

/* Another statement wants the connection: all rows that are left. */
int
postgres_rows_aside(struct postgres_stmt *s)
{
	struct postgres_conn *c = s->conn;
	PGresult *at_hand = s->row;
	int rc;

	s->row = NULL;
	while ((rc = fetch(s)) > 0)
		if (postgres_aside_add(&s->aside, s->row) != 0) {
			rc = c->host->fail(c->err, CRM_EFAIL, "cannot keep"
			    " the rows of a query for a while");
			break;
		}
	PQclear(s->row);
	s->row = at_hand;
	return c->active ? finish(c, rc) : rc;
}

int
postgres_step(void *stmt)
{
	struct postgres_stmt *s = stmt;
	struct postgres_conn *c = s->conn;
	int rc = s->sent ? 0 : send_to_server(s);

	if (rc || !s->aside.any)
		return rc ? rc : s->done ? 0 : fetch(s);
	PQclear(s->row);
	s->row = NULL;
	rc = postgres_aside_next(&s->aside);
	return rc >= 0 ? rc : c->host->fail(c->err, CRM_EFAIL,
	    "cannot read the rows of a query again");
}

/* Sums are of a type that has no end; those that fit are numbers. */
static struct crm_value
number(const char *text, size_t len)
{
	char *end;
	long long n;

	errno = 0;
	n = strtoll(text, &end, 10);
	if (!*end && !errno)
		return crm_int(n);
	return (struct crm_value){ CRM_NUMBER, { .s = text }, len };
}

/* 12.500 as 12.5, and 12.00 as 12. */
static struct crm_value
fraction(const char *text, size_t len)
{
	if (memchr(text, '.', len) && !memchr(text, 'e', len)) {
		while (text[len - 1] == '0')
			len--;
		len -= text[len - 1] == '.';
	}
	return (struct crm_value){ CRM_NUMBER, { .s = text }, len };
}

static struct crm_value
value_of(Oid type, const char *text, size_t len)
{
	switch (type) {
	case POSTGRES_BOOL:
		return crm_int(*text == 't');
	case POSTGRES_NUMERIC: case POSTGRES_FLOAT4: case POSTGRES_FLOAT8:
		if (strpbrk(text, ".eNI"))
			return fraction(text, len);
		return number(text, len);
	case POSTGRES_INT2: case POSTGRES_INT4: case POSTGRES_INT8:
		return number(text, len);
	default:
		return crm_text_n(text, len);
	}
}

struct crm_value
postgres_cell(void *stmt, int col)
{
	const struct postgres_stmt *s = stmt;
	const struct postgres_aside *a = &s->aside;

	if (s->row)
		return PQgetisnull(s->row, 0, col) ? crm_null() :
		    value_of(s->columns[col], PQgetvalue(s->row, 0, col),
		    (size_t)PQgetlength(s->row, 0, col));
	return !a->cells || !a->cells[col] ? crm_null() :
	    value_of(s->columns[col], a->cells[col], a->lengths[col]);
}

void
postgres_reset(void *stmt)
{
	struct postgres_stmt *s = stmt;
	struct postgres_conn *c = s->conn;

	if (c->active == s) {
		struct crm_error kept = *c->err;

		finish(c, 0);
		*c->err = kept;
	}
	PQclear(s->row);
	s->row = NULL;
	postgres_aside_free(&s->aside);
	s->sent = s->done = false;
	s->n = 0;
}

int
postgres_each(void *conn, const char *sql, size_t n,
	      const struct crm_value *v, int cols,
	      int (*row)(void *ctx, const struct crm_value *cells), void *ctx)
{
	struct postgres_conn *c = conn;
	struct crm_value *cells = calloc((size_t)cols + 1, sizeof(*cells));
	void *s = NULL;
	int rc;

	if (!cells)
		return postgres_no_memory(c);
	rc = postgres_prepare(&s, c, sql);
	if (rc) {
		free(cells);
		return rc;
	}
	rc = postgres_bind(s, n, v);
	while (!rc && (rc = postgres_step(s)) > 0) {
		for (int i = 0; i < cols; i++)
			cells[i] = postgres_cell(s, i);
		rc = row(ctx, cells);
	}
	postgres_finalize(s);
	free(cells);
	return rc;
}
