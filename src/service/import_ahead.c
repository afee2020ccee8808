/*
 * Rows that are read before their turn, so that an engine to which each
 * question is a way there and back is asked once for what many of them look
 * for: their keys, and whether their unique values are free.
 *
 * That changes nothing but the time it takes: each row then asks as ever, and
 * finds the answers here (model/ahead.h).
 */
#include <string.h>

#include "crm/driver.h"
#include "model/bulk_keys.h"
#include "service/import.h"

enum { ROWS = 1000, TEXT = 1 << 20 };

void
import_ahead_begin(struct import *im)
{
	struct import_ahead *a = &im->ahead;

	a->n = a->next = 0;
	a->rc = 1;
	/* What is alone watches its values in memory. */
	a->on = im->bulk && !crm_bulk_alone(im->bulk) &&
	    crm_db_dialect(im->crm->db)->far;
	if (!a->on)
		return;
	if (!a->rows)
		a->rows = crm_arena_alloc(&im->arena, ROWS *
		    sizeof(*a->rows));
	crm_ahead_begin(&a->asked, im->crm, im->e, im->key);
}

void
import_ahead_end(struct import *im)
{
	struct import_ahead *a = &im->ahead;

	if (a->on)
		crm_ahead_end(&a->asked);
	crm_arena_free(&a->arena);
	a->on = false;
}

static struct crm_value
copy(struct import_ahead *a, struct crm_value v, size_t *size)
{
	if (v.kind == CRM_TEXT)
		v.s = crm_arena_copy(&a->arena, v.s, v.len);
	*size += v.kind == CRM_TEXT ? v.len : 0;
	return v;
}

static const struct crm_value *
copy_all(struct import_ahead *a, const struct crm_value *v, size_t n,
	 size_t *size)
{
	struct crm_value *to = crm_arena_alloc(&a->arena, n * sizeof(*to));

	for (size_t i = 0; i < n; i++)
		to[i] = copy(a, v[i], size);
	return to;
}

/* What the reader gave lives until it gives the next; how much it is. */
static size_t
keep(struct import_ahead *a, const struct crm_row *row)
{
	struct crm_row *to = &a->rows[a->n++];
	const size_t kinds = row->n * sizeof(*row->kinds);
	size_t size = 0;

	*to = *row;
	to->v = copy_all(a, row->v, row->n, &size);
	if (row->names)
		to->names = copy_all(a, row->names, row->n, &size);
	if (row->kinds)
		to->kinds = (const void *)crm_arena_copy(&a->arena,
		    row->kinds, kinds);
	to->source = copy(a, row->source, &size);
	if (row->bad)
		to->bad = crm_arena_str(&a->arena, row->bad);
	return size;
}

/* To resolve a reference may make what it names: it waits for its turn. */
static bool
is_plain_key(const struct import *im)
{
	for (size_t i = 0; i < im->nkey; i++) {
		const struct import_column *c =
		    &im->columns[im->key_columns[i]];

		if (im->e->fields[c->field].type == CRM_T_REF ||
		    (im->cells[im->key_columns[i]].kind != CRM_TEXT &&
		    !c->preset))
			return false;
	}
	return im->key >= 0;
}

static bool
is_unique(const struct import *im, size_t i)
{
	const struct crm_field *f = &im->e->fields[im->columns[i].field];

	return im->columns[i].field != im->key &&
	    (f->flags & CRM_UNIQUE || im->columns[i].field == CRM_F_ID) &&
	    !(f->flags & CRM_JOINED) && f->type != CRM_T_REF &&
	    im->cells[i].kind == CRM_TEXT;
}

/* What can't be read is told of in its turn. */
static void
want(struct import *im, const struct crm_row *row)
{
	struct crm_record *r = im->fresh;

	if (row->bad || import_cells(im, row))
		return;
	if (is_plain_key(im) && !import_key_read(im))
		crm_ahead_want(&im->ahead.asked, im->key,
		    crm_key_of(r, im->key));
	crm_record_clear(r);
	for (size_t i = 0; i < im->ncolumns; i++) {
		int f = im->columns[i].field;

		if (is_unique(im, i) && !import_value(&r->v[f], im,
		    &im->columns[i], im->cells[i], im->kinds[i], r, false))
			crm_ahead_want(&im->ahead.asked, f, crm_key_of(r, f));
	}
	crm_record_clear(r);
}

static int
fill(struct import *im)
{
	struct import_ahead *a = &im->ahead;
	struct crm_error was = im->crm->err;
	struct crm_row row;
	size_t size = 0;

	a->n = a->next = 0;
	crm_arena_reset(&a->arena);
	crm_ahead_clear(&a->asked);
	while (a->n < ROWS && size < TEXT &&
	    (a->rc = crm_reader_next(im->reader, &row)) > 0)
		size += keep(a, &row);
	a->err = im->crm->err;
	for (size_t i = 0; i < a->n; i++) {
		crm_arena_reset(&im->row);
		want(im, &a->rows[i]);
	}
	im->crm->err = was;
	return crm_ahead_ask(&a->asked);
}

int
import_next(struct import *im, struct crm_row *row)
{
	struct import_ahead *a = &im->ahead;
	int rc = 0;

	if (!a->on)
		return crm_reader_next(im->reader, row);
	if (a->next == a->n && a->rc > 0)
		rc = fill(im);
	if (rc)
		return rc;
	if (a->next < a->n) {
		*row = a->rows[a->next++];
		return 1;
	}
	if (a->rc < 0)
		im->crm->err = a->err;
	return a->rc;
}
