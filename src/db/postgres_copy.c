/*
 * Many rows at once, by COPY.  While a load runs it stays open from one call
 * to the next, and a row that can't be stored is found when it ends.
 */
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/postgres.h"

enum { HEADER = 19 };

static const char header[HEADER] = "PGCOPY\n\377\r\n\0";

/* "contact"("name") as COPY "contact"("id","name") FROM STDIN ... */
static int
begin(struct postgres_conn *c, const char *into)
{
	size_t size = strlen(into) + 64;
	char *sql = malloc(size);
	const char *columns = strchr(into, '(');
	PGresult *r;
	int rc = 0;

	c->copy.into = strdup(into);
	if (!sql || !c->copy.into || !columns) {
		free(sql);
		return postgres_no_memory(c);
	}
	columns++;
	snprintf(sql, size, "COPY %.*s\"id\",%s FROM STDIN (FORMAT binary)",
	    (int)(columns - into), into, columns);
	r = PQexec(c->pg, sql);
	if (PQresultStatus(r) != PGRES_COPY_IN) {
		rc = postgres_fail(c, r);
		free(c->copy.into);
		c->copy.into = NULL;
	} else if (PQputCopyData(c->pg, header, HEADER) != 1) {
		rc = postgres_fail(c, NULL);
	}
	PQclear(r);
	free(sql);
	return rc;
}

int
postgres_copy_end(struct postgres_conn *c)
{
	static const char trailer[2] = { '\377', '\377' };
	PGresult *r;
	int rc = 0;

	if (!c->copy.into)
		return 0;
	free(c->copy.into);
	c->copy.into = NULL;
	if (PQputCopyData(c->pg, trailer, sizeof(trailer)) != 1 ||
	    PQputCopyEnd(c->pg, NULL) != 1)
		rc = postgres_fail(c, NULL);
	while ((r = PQgetResult(c->pg)) != NULL) {
		if (!rc && PQresultStatus(r) != PGRES_COMMAND_OK)
			rc = postgres_fail(c, r);
		PQclear(r);
	}
	return rc;
}

static char *
put(char *to, const void *from, size_t n)
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
	to = put(to, &size, sizeof(size));
	if (len)
		put(to, v.kind == CRM_INT ? (const void *)&n : v.s, len);
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
	put(to, &n, sizeof(n));
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
	struct postgres_buf *b = &c->copy.rows;
	int rc = 0;

	if (!c->copy.into || strcmp(c->copy.into, into) != 0) {
		rc = postgres_settle(c);
		if (!rc)
			rc = begin(c, into);
		postgres_claim_counted(c, into);
	}
	if (rc)
		return rc;
	b->len = 0;
	for (size_t i = 0; i < n; i++)
		if (!add_row(b, columns, from + (int64_t)i, v + i * columns))
			return postgres_no_memory(c);
	if (PQputCopyData(c->pg, b->s, (int)b->len) != 1)
		return postgres_fail(c, NULL);
	return c->large ? 0 : postgres_copy_end(c);
}
