/*
 * Many rows at once, by COPY.
 *
 * A load adds to several tables in turn, and a connection can do one thing at
 * a time: so the rows of each are gathered, and what has become of a COPY is
 * asked only when the connection is wanted again.  Meanwhile the next rows are
 * made.
 */
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/postgres.h"

enum { AT_ONCE = 256 * 1024, HEADER = 19 };

static const char header[HEADER] = "PGCOPY\n\377\r\n\0";
static const char trailer[2] = { '\377', '\377' };

/* What has become of the last one, or of a reader's COMMIT. */
int
postgres_copy_heard(struct postgres_conn *c)
{
	PGresult *r;
	int rc = 0;

	if (!c->waiting)
		return 0;
	c->waiting = false;
	while ((r = PQgetResult(c->pg)) != NULL) {
		ExecStatusType status = PQresultStatus(r);

		if (!rc && status != PGRES_COMMAND_OK)
			rc = postgres_fail(c, r);
		PQclear(r);
		/* There was no memory to end it. */
		if (status == PGRES_COPY_IN)
			break;
	}
	return rc;
}

/* The words of those links, before others come for some of them. */
static int
cut_links(struct postgres_conn *c)
{
	char *sql = NULL;
	PGresult *r;
	int rc = 0;

	if (!c->leaving.len)
		return 0;
	if (asprintf(&sql, "DELETE FROM \"search\" WHERE \"link\" = ANY('{%.*s"
	    "}'::bigint[])", (int)c->leaving.len - 1, c->leaving.s) < 0)
		return postgres_no_memory(c);
	c->leaving.len = 0;
	r = PQexec(c->pg, sql);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		rc = postgres_fail(c, r);
	PQclear(r);
	free(sql);
	return rc;
}

/* What went there before has come to its end. */
static int
hear(struct postgres_conn *c)
{
	int rc = postgres_later_end(c), heard = postgres_copy_heard(c);

	rc = rc ? rc : heard;
	return rc ? rc : cut_links(c);
}

/* "contact"("name") as COPY "contact"("id","name") FROM STDIN ... */
static char *
statement(const struct postgres_copy *copy)
{
	const char *columns = strchr(copy->into, '(');
	char *sql = NULL;
	int n;

	n = asprintf(&sql, "COPY %.*s\"%s\",%s FROM STDIN (FORMAT binary)",
	    (int)(columns + 1 - copy->into), copy->into, copy->id,
	    columns + 1);
	return n < 0 ? NULL : sql;
}

static bool
put(struct postgres_conn *c, const char *s, size_t len)
{
	return PQputCopyData(c->pg, s, (int)len) == 1;
}

static int
send_rows(struct postgres_conn *c, struct postgres_copy *copy)
{
	char *sql = statement(copy);
	PGresult *r;
	int rc = sql ? hear(c) : postgres_no_memory(c);

	if (rc) {
		free(sql);
		return rc;
	}
	r = PQexec(c->pg, sql);
	free(sql);
	if (PQresultStatus(r) != PGRES_COPY_IN)
		rc = postgres_fail(c, r);
	PQclear(r);
	if (rc)
		return rc;
	c->waiting = true;
	if (!put(c, header, HEADER) ||
	    !put(c, copy->rows.s, copy->rows.len) ||
	    !put(c, trailer, sizeof(trailer)) ||
	    PQputCopyEnd(c->pg, NULL) != 1)
		rc = postgres_fail(c, NULL);
	copy->rows.len = 0;
	return rc;
}

int
postgres_copy_end(struct postgres_conn *c)
{
	int rc = 0, heard;

	if (!c->gathered && !c->waiting && !c->pipeline)
		return 0;
	c->gathered = false;
	for (size_t i = 0; i < POSTGRES_COPIES; i++) {
		if (!rc && c->copies[i].rows.len)
			rc = send_rows(c, &c->copies[i]);
		c->copies[i].rows.len = 0;
	}
	heard = hear(c);
	c->leaving.len = 0;
	return rc ? rc : heard;
}

void
postgres_copy_free(struct postgres_conn *c)
{
	for (size_t i = 0; i < POSTGRES_COPIES; i++) {
		free(c->copies[i].into);
		postgres_free(&c->copies[i].rows);
	}
	postgres_free(&c->words);
	postgres_free(&c->leaving);
}

int
postgres_copy_into(struct postgres_copy **out, struct postgres_conn *c,
		   const char *into, const char *id)
{
	struct postgres_copy *copy;
	int rc = c->active ? postgres_rows_aside(c->active) : 0;

	for (size_t i = 0; !rc && i < POSTGRES_COPIES; i++) {
		*out = &c->copies[i];
		if ((*out)->into && !strcmp((*out)->into, into))
			return 0;
	}
	copy = *out = &c->copies[c->oldest++ % POSTGRES_COPIES];
	if (!rc && copy->rows.len)
		rc = send_rows(c, copy);
	free(copy->into);
	copy->into = strdup(into);
	copy->id = id;
	return rc || copy->into ? rc : postgres_no_memory(c);
}

int
postgres_copy_added(struct postgres_conn *c, struct postgres_copy *copy)
{
	c->gathered = true;
	if (!c->large)
		return postgres_copy_end(c);
	return copy->rows.len < AT_ONCE ? 0 : send_rows(c, copy);
}

static char *
append(char *to, const void *from, size_t n)
{
	memcpy(to, from, n);
	return to + n;
}

/* A cell: its length in four bytes, -1 for null, and its bytes. */
static bool
add_cell(struct postgres_buf *b, struct crm_value v)
{
	size_t len = v.kind == CRM_INT ? sizeof(v.i) :
	    v.kind == CRM_TEXT ? v.len : 0;
	uint32_t size = htobe32(v.kind == CRM_NULL ? UINT32_MAX :
	    (uint32_t)len);
	uint64_t n = htobe64((uint64_t)v.i);
	char *to = postgres_more(b, sizeof(size) + len);

	if (!to)
		return false;
	to = append(to, &size, sizeof(size));
	if (len)
		append(to, v.kind == CRM_INT ? (const void *)&n : v.s, len);
	return true;
}

static bool
add_row(struct postgres_buf *b, size_t columns, int64_t id,
	const struct crm_value *v)
{
	uint16_t n = htobe16((uint16_t)(columns + 1));
	char *to = postgres_more(b, sizeof(n));

	if (!to)
		return false;
	append(to, &n, sizeof(n));
	if (!add_cell(b, crm_int(id)))
		return false;
	for (size_t i = 0; i < columns; i++)
		if (!add_cell(b, v[i]))
			return false;
	return true;
}

int
postgres_insert(void *conn, const char *into, size_t columns, int64_t from,
		size_t n, const struct crm_value *v)
{
	struct postgres_conn *c = conn;
	struct postgres_copy *copy;
	int rc = postgres_copy_into(&copy, c, into, "id");

	if (rc)
		return rc;
	postgres_claim_counted(c, into);
	for (size_t i = 0; i < n; i++)
		if (!add_row(&copy->rows, columns, from + (int64_t)i,
		    v + i * columns))
			return postgres_no_memory(c);
	return postgres_copy_added(c, copy);
}
