/*
 * Rows put aside.  A connection does one thing at a time: when a statement
 * is run while another one's rows are walked, what is left of those is read
 * and kept here, in memory and, where it is much, in a file without a name.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/postgres.h"

enum { IN_MEMORY = 4 << 20 };

static const uint32_t null = UINT32_MAX;

char *
postgres_more(struct postgres_buf *b, size_t n)
{
	size_t size = b->size ? b->size : 4096;
	char *s;

	while (size < b->len + n)
		size *= 2;
	if (size > b->size) {
		s = realloc(b->s, size);
		if (!s)
			return NULL;
		b->s = s;
		b->size = size;
	}
	s = b->s + b->len;
	b->len += n;
	return s;
}

bool
postgres_add(struct postgres_buf *b, const char *s, size_t len)
{
	char *to = postgres_more(b, len);

	if (to)
		memcpy(to, s, len);
	return to;
}

void
postgres_free(struct postgres_buf *b)
{
	free(b->s);
	*b = (struct postgres_buf){ 0 };
}

/* What is in memory goes behind what is in the file. */
static int
to_file(struct postgres_aside *a)
{
	if (!a->file)
		a->file = tmpfile();
	if (!a->file || fwrite(a->rows.s, 1, a->rows.len, a->file) !=
	    a->rows.len)
		return -1;
	a->rows.len = 0;
	return 0;
}

/* A row is its length, and for each cell a length and the bytes with a NUL. */
int
postgres_aside_add(struct postgres_aside *a, const PGresult *r)
{
	int columns = PQnfields(r);
	size_t start = a->rows.len;
	uint32_t len = 0;

	if (!postgres_more(&a->rows, sizeof(len)))
		return -1;
	for (int i = 0; i < columns; i++) {
		bool is_null = PQgetisnull(r, 0, i);
		char *to;

		len = is_null ? null : (uint32_t)PQgetlength(r, 0, i);
		to = postgres_more(&a->rows, sizeof(len) +
		    (is_null ? 0 : len + 1));
		if (!to)
			return -1;
		memcpy(to, &len, sizeof(len));
		if (!is_null)
			memcpy(to + sizeof(len), PQgetvalue(r, 0, i),
			    len + 1);
	}
	len = (uint32_t)(a->rows.len - start - sizeof(len));
	memcpy(a->rows.s + start, &len, sizeof(len));
	a->columns = columns;
	a->any = true;
	return a->rows.len < IN_MEMORY ? 0 : to_file(a);
}

/* The row in the file that comes next; 0 at its end. */
static int
from_file(struct postgres_aside *a)
{
	uint32_t len;

	if (fread(&len, sizeof(len), 1, a->file) != 1) {
		int bad = ferror((FILE *)a->file);

		fclose(a->file);
		a->file = NULL;
		return bad ? -1 : 0;
	}
	a->row.len = 0;
	if (!postgres_more(&a->row, len) ||
	    fread(a->row.s, 1, len, a->file) != len)
		return -1;
	return 1;
}

static void
split(struct postgres_aside *a, const char *s)
{
	for (int i = 0; i < a->columns; i++) {
		uint32_t len;

		memcpy(&len, s, sizeof(len));
		s += sizeof(len);
		a->cells[i] = len == null ? NULL : s;
		a->lengths[i] = len;
		s += len == null ? 0 : len + 1;
	}
}

static int
start_walking(struct postgres_aside *a)
{
	a->cells = calloc((size_t)a->columns + 1, sizeof(*a->cells));
	a->lengths = calloc((size_t)a->columns + 1, sizeof(*a->lengths));
	if (a->file)
		rewind(a->file);
	return a->cells && a->lengths ? 0 : -1;
}

int
postgres_aside_next(struct postgres_aside *a)
{
	int rc = a->cells ? 0 : start_walking(a);
	uint32_t len;

	if (!rc && a->file)
		rc = from_file(a);
	if (rc > 0)
		split(a, a->row.s);
	if (rc || a->at >= a->rows.len)
		return rc;
	memcpy(&len, a->rows.s + a->at, sizeof(len));
	split(a, a->rows.s + a->at + sizeof(len));
	a->at += sizeof(len) + len;
	return 1;
}

void
postgres_aside_free(struct postgres_aside *a)
{
	if (a->file)
		fclose(a->file);
	postgres_free(&a->rows);
	postgres_free(&a->row);
	free(a->cells);
	free(a->lengths);
	*a = (struct postgres_aside){ 0 };
}
