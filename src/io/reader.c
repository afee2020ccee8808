#include "io/reader.h"

#include <stdio.h>
#include <string.h>

#include "crm/map.h"
#include "crm/utf8.h"
#include "io/sniff.h"

enum { MAX_FIELD = 16 << 20 };

static bool
is_utf8(const struct crm_row *row, size_t *column)
{
	for (size_t i = 0; i < row->n; i++) {
		const struct crm_value *v = &row->v[i];

		if (v->kind == CRM_TEXT && crm_utf8_bad(v->s, v->len) >= 0) {
			*column = i;
			return false;
		}
	}
	return true;
}

static const char *
why_bad(struct crm_reader *r, const struct crm_row *row)
{
	struct crm_value name;
	size_t column;

	crm_buf_cut(&r->why, 0);
	if (row->n != r->header.n) {
		crm_buf_printf(&r->why, "has %zu column%s, the header has %zu",
		    row->n, row->n == 1 ? "" : "s", r->header.n);
		return r->why.s;
	}
	/* All at once first: the LF between cells keeps them apart. */
	if (crm_utf8_bad(r->text.s, r->text.len) < 0 || is_utf8(row, &column))
		return NULL;
	name = r->header.v[column];
	crm_buf_printf(&r->why, "%.*s: is not UTF-8; --encoding says what "
	    "the file is in", name.len < 200 ? (int)name.len : 200, name.s);
	return r->why.s;
}

int
crm_reader_next(struct crm_reader *r, struct crm_row *row)
{
	int rc;

	*row = (struct crm_row){ 0 };
	if (r->json)
		return crm_json_next(r, row);
	rc = crm_reader_gather(r);
	if (rc <= 0)
		return rc;
	row->line = r->row_line;
	row->n = r->n;
	row->v = r->v;
	row->bad = why_bad(r, row);
	return 1;
}

static bool
is_blank_name(struct crm_value v)
{
	for (size_t i = 0; i < v.len; i++)
		if (v.s[i] != ' ' && v.s[i] != '\t')
			return false;
	return true;
}

static int
check_names(struct crm_reader *r, struct crm_map *seen)
{
	char what[256];

	for (size_t i = 0; i < r->header.n; i++) {
		struct crm_value v = r->header.v[i];
		int64_t *before;

		if (is_blank_name(v)) {
			snprintf(what, sizeof(what),
			    "column %zu of the header has no name", i + 1);
			return crm_reader_fail(r, r->header.line, what);
		}
		before = crm_map_put(seen, v.s, v.len);
		if (*before) {
			snprintf(what, sizeof(what), "columns %lld and %zu of "
			    "the header have the same name",
			    (long long)*before, i + 1);
			return crm_reader_fail(r, r->header.line, what);
		}
		*before = (int64_t)i + 1;
	}
	return 0;
}

static int
read_header(struct crm_reader *r)
{
	struct crm_map seen = { 0 };
	struct crm_value *v;
	size_t column;
	int rc = crm_reader_gather(r);

	if (!rc)
		return crm_fail(r->err, CRM_EINVAL, "%s: is empty, without "
		    "even a header", r->name);
	if (rc < 0)
		return rc;
	v = (void *)crm_arena_copy(&r->arena, r->v, r->n * sizeof(*v));
	for (size_t i = 0; i < r->n; i++)
		v[i].s = crm_arena_copy(&r->arena, v[i].s, v[i].len);
	r->header = (struct crm_row){ .line = r->row_line, .n = r->n, .v = v };
	if (!is_utf8(&r->header, &column)) {
		crm_reader_fail(r, r->row_line, "the header is not UTF-8");
		return crm_hint(r->err, "--encoding says what it is");
	}
	rc = check_names(r, &seen);
	crm_map_free(&seen);
	return rc;
}

/* The delimiter, from as much of the file as it takes to see the header. */
static int
find_delimiter(struct crm_reader *r)
{
	const char *s;
	size_t len, header;

	for (;;) {
		int rc;

		s = r->src.window + r->src.at;
		len = r->src.end - r->src.at;
		if (crm_sniff_header(&s, &len, &header) || r->src.eof ||
		    r->src.end - r->src.at >= CRM_SOURCE_LONG)
			break;
		rc = crm_source_fill(&r->src, r->err);
		if (rc)
			return rc;
	}
	if (r->delimiter)
		return 0;
	if (crm_sniff_delimiter(&r->delimiter, s, header, r->err))
		return crm_fail_in(r->err, "%s", r->name);
	return 0;
}

static struct crm_reader *
new_reader(const char *name, struct crm_error *err)
{
	struct crm_arena arena = { 0 };
	struct crm_reader *r = crm_arena_alloc(&arena, sizeof(*r));

	r->arena = arena;
	r->err = err;
	r->name = crm_arena_str(&r->arena, name);
	crm_reader_prepare(r);
	return r;
}

/* What the first byte says that isn't blank: a bracket is JSON. */
static int
look_for_json(struct crm_reader *r)
{
	static const char blanks[] = " \t\r\n";
	struct crm_source *src = &r->src;
	size_t at;

	for (;;) {
		int rc;

		at = src->at;
		while (at < src->end && memchr(blanks, src->window[at], 4))
			at++;
		if (at < src->end || src->eof)
			break;
		/* Blank lines are counted by whoever reads the rest. */
		if (at - src->at >= CRM_SOURCE_LONG)
			return 0;
		rc = crm_source_fill(src, r->err);
		if (rc)
			return rc;
	}
	if (at < src->end && (src->window[at] == '[' ||
			      src->window[at] == '{'))
		crm_json_begin(r);
	return 0;
}

static int
start(struct crm_reader **out, struct crm_reader *r, int rc)
{
	if (!rc && !r->delimiter)
		rc = look_for_json(r);
	if (!rc && !r->json)
		rc = find_delimiter(r);
	if (!rc && !r->json) {
		csv_set_delim(&r->csv, (unsigned char)r->delimiter);
		rc = read_header(r);
	}
	if (rc)
		crm_reader_close(r);
	else
		*out = r;
	return rc;
}

int
crm_reader_open(struct crm_reader **out, int fd, const char *name,
		const struct crm_reader_how *how, struct crm_error *err)
{
	struct crm_reader *r = new_reader(name, err);
	const size_t most = how->max_field ? how->max_field : MAX_FIELD;

	*out = NULL;
	r->lax_quotes = how->lax_quotes;
	r->delimiter = how->delimiter;
	r->max_field = most;
	r->max_row = most < MAX_FIELD ? 4 * (size_t)MAX_FIELD : 4 * most;
	return start(out, r, crm_source_open(&r->src, fd, r->name,
	    how->encoding, err));
}

int
crm_reader_memory(struct crm_reader **out, const char *s, size_t len,
		  const char *name, char delimiter, struct crm_error *err)
{
	struct crm_reader *r = new_reader(name, err);

	*out = NULL;
	r->delimiter = delimiter;
	r->max_field = MAX_FIELD;
	r->max_row = 4 * (size_t)MAX_FIELD;
	crm_source_memory(&r->src, r->name, s, len);
	return start(out, r, 0);
}

bool
crm_reader_is_json(const struct crm_reader *r)
{
	return r->json != NULL;
}

const struct crm_row *
crm_reader_header(const struct crm_reader *r)
{
	return &r->header;
}

char
crm_reader_delimiter(const struct crm_reader *r)
{
	return r->delimiter;
}

int64_t
crm_reader_bytes(const struct crm_reader *r)
{
	return r->src.bytes;
}

void
crm_reader_close(struct crm_reader *r)
{
	struct crm_arena arena;

	if (!r)
		return;
	arena = r->arena;
	if (r->json)
		crm_json_end(r);
	crm_source_close(&r->src);
	csv_free(&r->csv);
	crm_buf_free(&r->text);
	crm_buf_free(&r->cells);
	crm_buf_free(&r->why);
	crm_arena_free(&arena);
}
