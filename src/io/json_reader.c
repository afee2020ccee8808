/*
 * JSON as rows: the array or the stream of objects is taken apart here, and
 * jansson gets one object at a time, so that memory doesn't grow with rows.
 *
 * Line by line, a broken object is one bad row.  In an array, or where objects
 * span lines, nobody knows where a broken one ends, and reading ends too.
 */
#include <stdio.h>

#include "crm/utf8.h"
#include "io/json_cells.h"
#include "io/json_load.h"
#include "io/reader.h"

/* An object may be so long, however short texts have to be. */
enum { OBJECT_LEAST = 64 * 1024 };

enum json_mode {
	AT_BEGIN, IN_ARRAY, IN_OBJECTS, IN_LINES, AT_END
};

struct crm_json {
	enum json_mode mode;
	struct crm_piece piece;		/* the part of a line in hand */
	size_t at;			/* what of it is done */
	struct crm_buf text;		/* of the value in hand */
	long line, nth;			/* where it begins */
	bool more;			/* not the first of the array */
	struct json_scan scan;
	struct json_cells cells;
	json_t *tree;
};

void
crm_json_begin(struct crm_reader *r)
{
	struct crm_json *j = crm_arena_alloc(&r->arena, sizeof(*j));

	r->json = j;
	r->max_row = 2 * r->max_field < OBJECT_LEAST ? OBJECT_LEAST
	    : 2 * r->max_field;
	j->cells.max_field = r->max_field;
	j->cells.scan = &j->scan;
	j->cells.why = &r->why;
}

void
crm_json_end(struct crm_reader *r)
{
	struct crm_json *j = r->json;

	json_decref(j->tree);
	crm_buf_free(&j->text);
	crm_buf_free(&j->scan.numbers);
	crm_arena_free(&j->cells.arena);
}

/* 1 when something is left to look at, 0 at the end. */
static int
look(struct crm_reader *r)
{
	struct crm_json *j = r->json;
	int rc;

	if (j->at < j->piece.len)
		return 1;
	j->at = j->piece.len = 0;
	rc = crm_source_piece(&r->src, &j->piece, r->err);
	if (rc <= 0)
		return !rc && r->src.broken ? crm_reader_fail_broken(r) : rc;
	r->line += r->line_done;
	r->line_done = j->piece.whole;
	return memchr(j->piece.s, '\0', j->piece.len)
	    ? crm_reader_fail_nul(r) : 1;
}

/* The next byte that isn't blank, not taken. */
static int
peek(struct crm_reader *r, char *c)
{
	struct crm_json *j = r->json;
	int rc;

	while ((rc = look(r)) > 0) {
		while (j->at < j->piece.len &&
		    json_is_blank(j->piece.s[j->at]))
			j->at++;
		if (j->at < j->piece.len)
			break;
	}
	*c = rc > 0 ? j->piece.s[j->at] : '\0';
	return rc;
}

static int
keep(struct crm_reader *r, size_t n)
{
	struct crm_json *j = r->json;

	crm_buf_add(&j->text, j->piece.s + j->at, n);
	j->at += n;
	if (j->text.len <= r->max_row)
		return 0;
	crm_reader_fail(r, j->line, "an object is too long");
	return crm_hint(r->err, "it may have %zu bytes; a bracket that is "
	    "never closed takes in what follows it", r->max_row);
}

static void
begin_value(struct crm_reader *r)
{
	struct crm_json *j = r->json;

	j->nth = j->line == r->line ? j->nth + 1 : 0;
	j->line = r->line;
	json_scan_begin(&j->scan);
	crm_buf_cut(&j->text, 0);
}

/* 1 when all of the value was taken; 0 when it is bad or the input ends. */
static int
take_value(struct crm_reader *r)
{
	struct crm_json *j = r->json;
	int rc = 1;

	begin_value(r);
	while (!j->scan.done && !j->scan.bad && (rc = look(r)) > 0) {
		size_t n = json_scan(&j->scan, j->piece.s + j->at,
		    j->piece.len - j->at);

		rc = keep(r, n);
		if (rc)
			return rc;
	}
	return rc < 0 ? rc : json_scan_end(&j->scan);
}

/* The rest of the line, as a part of the value. */
static int
take_rest(struct crm_reader *r)
{
	struct crm_json *j = r->json;
	int rc;

	do {
		rc = look(r);
		if (rc > 0)
			rc = keep(r, j->piece.len - j->at) ? r->err->code : 1;
	} while (rc > 0 && !r->line_done);
	while (j->text.len && json_is_blank(j->text.s[j->text.len - 1]))
		crm_buf_cut(&j->text, j->text.len - 1);
	return rc < 0 ? rc : 0;
}

static int
fail_value(struct crm_reader *r)
{
	struct crm_json *j = r->json;

	return j->scan.bad ? crm_reader_fail(r, r->line, j->scan.bad)
	    : crm_reader_fail(r, j->line, "what begins here is never closed");
}

static int
next_object(struct crm_reader *r)
{
	char c;
	int rc = peek(r, &c);

	if (rc <= 0)
		return rc;
	if (c != '{' && c != '[')
		return crm_reader_fail(r, r->line, "an object is expected");
	rc = take_value(r);
	return rc ? rc : fail_value(r);
}

static int
next_line(struct crm_reader *r)
{
	struct crm_json *j = r->json;
	char c;
	int rc = peek(r, &c);

	if (rc <= 0)
		return rc;
	begin_value(r);
	rc = take_rest(r);
	if (rc)
		return rc;
	for (size_t at = 0; at < j->text.len && !j->scan.bad;) {
		j->scan.done = false;
		at += json_scan(&j->scan, j->text.s + at, j->text.len - at);
	}
	return 1;
}

static int
end_array(struct crm_reader *r)
{
	struct crm_json *j = r->json;
	char c;
	int rc;

	j->at++;
	j->mode = AT_END;
	rc = peek(r, &c);
	return rc > 0 ? crm_reader_fail(r, r->line,
	    "there is text behind the array") : rc;
}

static int
next_element(struct crm_reader *r)
{
	struct crm_json *j = r->json;
	char c;
	int rc = peek(r, &c);

	if (rc > 0 && c == ']')
		return end_array(r);
	if (rc > 0 && j->more) {
		if (c != ',')
			return crm_reader_fail(r, r->line,
			    "a comma or ] is missing in the array");
		j->at++;
		rc = peek(r, &c);
	}
	if (rc > 0 && (c == ',' || c == ']'))
		return crm_reader_fail(r, r->line,
		    "a value is missing in the array");
	if (!rc)
		return crm_reader_fail(r, r->line,
		    "the array is never closed");
	if (rc > 0)
		rc = take_value(r);
	j->more = true;
	return rc ? rc : fail_value(r);
}

/* Whether nothing follows on the line. */
static bool
ends_line(const struct crm_json *j)
{
	size_t at = j->at;

	while (at < j->piece.len && json_is_blank(j->piece.s[at]))
		at++;
	return at == j->piece.len && j->piece.whole;
}

/* The first value says how the others come. */
static int
first(struct crm_reader *r)
{
	struct crm_json *j = r->json;
	char c;
	int rc = peek(r, &c);

	if (rc <= 0)
		return rc;
	if (c == '[') {
		j->at++;
		j->mode = IN_ARRAY;
		return next_element(r);
	}
	rc = take_value(r);
	if (rc < 0)
		return rc;
	if (rc && j->line == r->line && ends_line(j)) {
		j->mode = IN_LINES;
	} else if (rc) {
		j->mode = IN_OBJECTS;
	} else if (j->scan.bad && j->line == r->line) {
		const char *bad = j->scan.bad;

		rc = take_rest(r);
		j->scan.bad = bad;
		if (rc || !j->text.len || j->text.s[j->text.len - 1] != '}')
			return rc ? rc : fail_value(r);
		j->mode = IN_LINES;
		rc = 1;
	}
	return rc ? rc : fail_value(r);
}

/* What jansson says, without its own idea of where the input ends. */
static void
add_fault(struct crm_reader *r, const json_error_t *e)
{
	static const char end[] = " near end of file";
	const size_t n = sizeof(end) - 1, len = strlen(e->text);
	const bool at_end = len > n && !strcmp(e->text + len - n, end);
	const bool null = json_error_code(e) ==
	    json_error_null_character;

	crm_buf_str(&r->why, "is not valid JSON");
	if (r->json->mode == IN_LINES && !at_end)
		crm_buf_printf(&r->why, " at column %d", e->column);
	else if (e->line > 1)
		crm_buf_printf(&r->why, " on line %ld",
		    r->json->line + e->line - 1);
	if (null)
		crm_buf_str(&r->why, ": \\u0000 can't be kept");
	else
		crm_buf_printf(&r->why, ": %.*s%s", (int)(at_end ? len - n
		    : len), e->text, at_end ? " at its end" : "");
}

/* Cells of the value in hand; false: r->why. */
static bool
read_value(struct crm_reader *r)
{
	struct crm_json *j = r->json;
	const struct crm_buf *text = &j->text;
	json_error_t fault;

	json_decref(j->tree);
	j->tree = NULL;
	crm_buf_cut(&r->why, 0);
	if (crm_utf8_bad(text->s, text->len) >= 0) {
		crm_buf_str(&r->why, "is not UTF-8; --encoding says what the "
		    "file is in");
		return false;
	}
	if (j->scan.bad) {
		crm_buf_str(&r->why, j->scan.bad);
		return false;
	}
	j->tree = json_load_text(text->s, text->len, JSON_REJECT_DUPLICATES |
	    JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, &fault);
	if (!j->tree) {
		add_fault(r, &fault);
		return false;
	}
	if (!json_is_object(j->tree)) {
		crm_buf_str(&r->why, "is not a JSON object");
		return false;
	}
	j->cells.text = text->s;
	return json_cells_read(&j->cells, j->tree);
}

int
crm_json_next(struct crm_reader *r, struct crm_row *row)
{
	static int (*const next[])(struct crm_reader *) = {
		[AT_BEGIN] = first, [IN_ARRAY] = next_element,
		[IN_OBJECTS] = next_object, [IN_LINES] = next_line
	};
	struct crm_json *j = r->json;
	int rc = j->mode == AT_END ? 0 : next[j->mode](r);

	if (rc <= 0)
		return rc;
	row->line = j->line;
	row->nth = j->nth;
	row->source = crm_text_n(j->text.s, j->text.len);
	if (!read_value(r)) {
		row->bad = r->why.s;
		return 1;
	}
	row->n = j->cells.n;
	row->v = j->cells.v;
	row->names = j->cells.names;
	row->kinds = j->cells.kinds;
	return 1;
}
