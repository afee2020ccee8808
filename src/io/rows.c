/*
 * libcsv is fed one physical line at a time.  So a piece ends at most one
 * row, which can be handed out before the next piece is looked at, and every
 * line is counted: those in quotes, and the blank ones that libcsv passes
 * over.  Only a very long line is fed in several pieces.
 *
 * A whole row without any quote has nothing to be parsed: it is cut at its
 * delimiters, which takes a fifth of the time.
 */
#include <string.h>

#include "io/reader.h"

enum {
	MAX_COLUMNS = 20000,
	STRICT = CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL
};

/* Blanks are text: libcsv would trim them. */
static int
is_blank(unsigned char c)
{
	(void)c;
	return 0;
}

void
crm_reader_prepare(struct crm_reader *r)
{
	if (csv_init(&r->csv, STRICT))
		crm_out_of_memory();
	csv_set_space_func(&r->csv, is_blank);
	/* libcsv's buffer grows by so much: a long field must not crawl. */
	csv_set_blk_size(&r->csv, 64 * 1024);
	r->line_done = true;
}

static void
add_field(struct crm_reader *r, const char *s, size_t len)
{
	struct crm_value *v;

	r->field_line = r->line;
	if (len > r->max_field || r->text.len + len > r->max_row ||
	    r->n == MAX_COLUMNS) {
		r->too_long = true;
		return;
	}
	if (r->n == r->size) {
		r->size = r->size ? r->size * 2 : 32;
		r->cells.len = r->n * sizeof(*r->v);
		crm_buf_grow(&r->cells, r->size * sizeof(*r->v));
		r->v = (void *)r->cells.s;
	}
	v = &r->v[r->n++];
	v->kind = len ? CRM_TEXT : CRM_NULL;
	v->i = (int64_t)r->text.len;
	v->len = len;
	crm_buf_add(&r->text, s, len);
	crm_buf_char(&r->text, '\n');
}

static void
on_field(void *s, size_t len, void *ctx)
{
	add_field(ctx, s, len);
}

static void
on_row(int end, void *ctx)
{
	struct crm_reader *r = ctx;

	(void)end;
	r->row_done = true;
}

int
crm_reader_fail(struct crm_reader *r, long line, const char *what)
{
	crm_fail(r->err, CRM_EINVAL, "%s:%ld: %s", r->name, line, what);
	r->err->line = line;
	return CRM_EINVAL;
}

int
crm_reader_fail_nul(struct crm_reader *r)
{
	crm_reader_fail(r, r->line, "there is a NUL byte");
	return crm_hint(r->err, "is it text? say --encoding UTF-16LE "
	    "or another when it isn't UTF-8");
}

int
crm_reader_fail_broken(struct crm_reader *r)
{
	crm_reader_fail(r, r->line, "what follows is not in this encoding");
	return crm_hint(r->err, "--encoding says which it is");
}

static int
fail_quote(struct crm_reader *r)
{
	if (r->csv.quoted) {
		crm_reader_fail(r, r->line,
		    "there is text after a closing quote");
		return crm_hint(r->err, "a quote within a quoted field is "
		    "written twice: \"\"");
	}
	crm_reader_fail(r, r->line,
	    "there is a quote within a field that isn't quoted");
	return crm_hint(r->err, "--lax-quotes takes such a quote as text");
}

static int
fail_long(struct crm_reader *r)
{
	crm_reader_fail(r, r->row_line, "a field or row is too long");
	return crm_hint(r->err, "a field may have %zu bytes, a row %d "
	    "columns; a quote that is never closed takes in what follows it",
	    r->max_field, MAX_COLUMNS);
}

/* A stray quote in a bare field: libcsv takes it when it isn't strict. */
static void
feed_quote(struct crm_reader *r, const char *quote)
{
	csv_set_opts(&r->csv, CSV_APPEND_NULL);
	csv_parse(&r->csv, quote, 1, on_field, on_row, r);
	csv_set_opts(&r->csv, STRICT);
}

static void
cut(struct crm_reader *r, const char *s, const char *end)
{
	const char *stop;

	while ((stop = memchr(s, r->delimiter, (size_t)(end - s))) != NULL) {
		add_field(r, s, (size_t)(stop - s));
		s = stop + 1;
	}
	add_field(r, s, (size_t)(end - s));
	r->row_done = true;
}

/* Whether the line is a row without quotes, which is then done. */
static bool
cut_plain(struct crm_reader *r, const char *s, size_t len)
{
	const char *end = s + len;

	while (end > s && (end[-1] == '\n' || end[-1] == '\r'))
		end--;
	if (r->in_row || end == s || end == s + len || memchr(s, '"', len))
		return false;
	cut(r, s, end);
	return true;
}

static int
feed(struct crm_reader *r, const char *s, size_t len)
{
	if (memchr(s, '\0', len))
		return crm_reader_fail_nul(r);
	if (cut_plain(r, s, len))
		len = 0;
	while (len) {
		size_t n = csv_parse(&r->csv, s, len, on_field, on_row, r);

		s += n;
		len -= n;
		if (!len)
			break;
		if (csv_error(&r->csv) != CSV_EPARSE)
			crm_out_of_memory();
		if (!r->lax_quotes || r->csv.quoted)
			return fail_quote(r);
		feed_quote(r, s++);
		len--;
	}
	if (r->too_long || r->csv.entry_pos > r->max_field)
		return fail_long(r);
	return 0;
}

static bool
is_empty_line(const struct crm_piece *p)
{
	return p->s[0] == '\n' || p->s[0] == '\r';
}

static int
feed_piece(struct crm_reader *r, const struct crm_piece *piece)
{
	int rc;

	if (r->line_done)
		r->line++;
	r->line_done = piece->whole;
	if (!r->in_row)
		r->row_line = r->field_line = r->line;
	rc = feed(r, piece->s, piece->len);
	r->in_row = !r->row_done && (r->in_row || !is_empty_line(piece));
	return rc;
}

static int
feed_end(struct crm_reader *r)
{
	if (r->src.broken)
		return crm_reader_fail_broken(r);
	if (!csv_fini(&r->csv, on_field, on_row, r))
		return r->too_long ? fail_long(r) : 0;
	return crm_reader_fail(r, r->field_line, "a quote is never closed");
}

/* Offsets become pointers once the text doesn't move any more. */
static void
point_cells(struct crm_reader *r)
{
	for (size_t i = 0; i < r->n; i++)
		r->v[i].s = r->text.s + r->v[i].i;
}

int
crm_reader_gather(struct crm_reader *r)
{
	struct crm_piece piece;
	int rc = 1;

	r->n = 0;
	crm_buf_cut(&r->text, 0);
	r->row_done = false;
	while (!r->row_done && rc > 0) {
		rc = crm_source_piece(&r->src, &piece, r->err);
		if (rc > 0)
			rc = feed_piece(r, &piece) ? r->err->code : 1;
	}
	if (!rc)
		rc = feed_end(r);
	if (rc < 0)
		return rc;
	point_cells(r);
	return r->row_done;
}
