/*
 * Refused rows: told once, counted in each pass, and written with the columns
 * they came with, so that the file can be mended and imported again.
 *
 * What is refused while the rows are read is written at once.  What turns out
 * to be wrong after the last row is remembered, and written when the rows
 * are read again.
 */
#include <stdlib.h>
#include <string.h>

#include "crm/writer.h"
#include "service/import.h"

enum { FLUSH = 64 * 1024 };

static const char *const extra[] = { "_line", "_field", "_code", "_error" };

static bool
wanted(const struct import *im)
{
	return im->how->rejects_fd > 0;
}

/* A file of rejects that is imported again has these columns already. */
static bool
is_extra(struct crm_value name)
{
	for (size_t i = 0; i < CRM_COUNT(extra); i++)
		if (name.len == strlen(extra[i]) &&
		    !memcmp(name.s, extra[i], name.len))
			return true;
	return false;
}

/* Whether the header ends with what we put there. */
static bool
is_ours(const struct crm_row *h)
{
	size_t n = CRM_COUNT(extra);

	for (size_t i = 1; i <= n; i++)
		if (h->n <= n || !is_extra(h->v[h->n - i]))
			return false;
	return true;
}

/* Whether the cell I of ROW is no column of what was first imported. */
static bool
is_dropped(const struct crm_row *h, const struct crm_row *row, size_t i)
{
	if (row->n != h->n)
		return is_ours(h) && i + CRM_COUNT(extra) >= row->n;
	return is_extra(h->v[i]);
}

/* A row of the wrong width must not come to the right one by that. */
static void
add_cells(struct import *im, const struct crm_row *row,
	  const char *const *more)
{
	const struct crm_row *h = crm_reader_header(im->reader);
	const char delimiter = crm_reader_delimiter(im->reader);
	size_t left = row->n, width = h->n;

	for (size_t i = 0; i < h->n; i++)
		width -= is_extra(h->v[i]);
	for (size_t i = 0; i < row->n; i++) {
		if (is_dropped(h, row, i)) {
			left--;
			continue;
		}
		if (row->v[i].kind == CRM_TEXT)
			crm_csv_field(&im->rejects, row->v[i].s,
			    row->v[i].len, delimiter, false);
		crm_buf_char(&im->rejects, delimiter);
	}
	if (row->n != h->n && left == width)
		crm_buf_char(&im->rejects, delimiter);
	for (size_t i = 0; i < CRM_COUNT(extra); i++) {
		crm_csv_field(&im->rejects, more[i], strlen(more[i]),
		    delimiter, false);
		crm_buf_char(&im->rejects, i + 1 < CRM_COUNT(extra)
		    ? delimiter : '\n');
	}
}

/* The object as it came, and what is wrong with it. */
static void
add_object(struct import *im, const struct crm_row *row,
	   const char *const *more)
{
	const char *values[CRM_COUNT(extra)] = { more[0] };
	struct crm_buf b = { 0 };

	for (size_t i = 1; i < CRM_COUNT(extra); i++) {
		crm_buf_cut(&b, 0);
		crm_json_string(&b, more[i], strlen(more[i]));
		values[i] = crm_arena_copy(&im->row, b.s, b.len);
	}
	crm_buf_free(&b);
	crm_json_extend(&im->rejects, row->source, extra, values,
	    CRM_COUNT(extra));
}

static void
write_row(struct import *im, const struct crm_row *row, const char *field,
	  const char *code, const char *text)
{
	const char *line = crm_arena_printf(&im->row, "%ld", row->line);
	const char *more[] = { line, field, code, text };

	if (!wanted(im))
		return;
	if (im->json)
		add_object(im, row, more);
	else
		add_cells(im, row, more);
}

static int
by_line(const void *a, const void *b)
{
	const struct import_reject *x = a, *y = b;

	return import_order(x->mark, y->mark);
}

static struct import_reject *
refused(const struct import *im, size_t *n)
{
	*n = im->refused.len / sizeof(struct import_reject);
	return (void *)im->refused.s;
}

void
import_rejects_begin(struct import *im)
{
	size_t n;
	struct import_reject *v = refused(im, &n);

	im->next = 0;
	im->told = n;
	if (n)
		qsort(v, n, sizeof(*v), by_line);
	else if (wanted(im) && !im->json && !im->headed)
		add_cells(im, crm_reader_header(im->reader), extra);
	im->headed = true;
}

static void
tell(struct import *im, int64_t mark)
{
	const struct crm_error *e = &im->crm->err;
	const char *text = e->text;
	long nth = import_nth(mark);

	if (nth)
		text = crm_arena_printf(&im->row, "%s (object %ld of the"
		    " line)", text, nth + 1);
	im->how->reject(im->how->ctx, import_line(mark), e->field, text,
	    e->hint);
}

void
import_reject(struct import *im, int64_t mark, const struct crm_row *row)
{
	const struct crm_error *e = &im->crm->err;
	struct import_reject r = { .mark = mark };
	const char *code = crm_code_name(e->code);

	im->out->rejected++;
	if (im->how->reject)
		tell(im, mark);
	if (row) {
		write_row(im, row, e->field, code, e->text);
	} else {
		r.field = crm_arena_str(&im->arena, e->field);
		r.code = crm_arena_str(&im->arena, code);
		r.text = crm_arena_str(&im->arena, e->text);
	}
	crm_buf_add(&im->refused, &r, sizeof(r));
}

bool
import_refused(struct import *im, const struct crm_row *row)
{
	size_t n;
	struct import_reject *v = refused(im, &n), *r;

	if (im->next >= im->told || v[im->next].mark != import_mark(row))
		return false;
	r = &v[im->next++];
	im->out->rejected++;
	if (r->text)
		write_row(im, row, r->field, r->code, r->text);
	r->text = NULL;
	return true;
}

int
import_rejects_late(struct import *im)
{
	int64_t counted = im->out->rejected;
	struct crm_row row;
	size_t n;
	struct import_reject *v = refused(im, &n);
	bool late = false;
	int rc;

	for (size_t i = 0; i < n; i++)
		late = late || v[i].text;
	if (!late || !wanted(im))
		return 0;
	rc = import_reader_open(im);
	if (rc)
		return rc;
	import_rejects_begin(im);
	while (!rc && (rc = crm_reader_next(im->reader, &row)) > 0) {
		crm_arena_reset(&im->row);
		import_refused(im, &row);
		rc = im->rejects.len < FLUSH ? 0 : import_rejects_flush(im);
	}
	im->out->rejected = counted;
	return rc;
}

int
import_rejects_flush(struct import *im)
{
	int rc = !im->rejects.len ? 0 : crm_write_all(im->how->rejects_fd,
	    im->rejects.s, im->rejects.len, &im->crm->err);

	crm_buf_cut(&im->rejects, 0);
	return rc ? crm_fail_in(&im->crm->err, "rejects file") : 0;
}
