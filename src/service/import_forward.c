/*
 * References of rows to rows of the same file, in any order.
 *
 * They wait until all rows are records.  Then each text is resolved, before
 * anything is written: a row whose reference names nothing, or closes a circle
 * of parents, is refused, and with it those that refer to its record.  The
 * record of a refused row is there already by then, so all is taken back and
 * read again without these rows.  Most files need no second pass.
 */
#include <stdlib.h>
#include <string.h>

#include "service/import.h"

static struct forward *
waiting(const struct import *im, size_t *n)
{
	*n = im->forward.len / sizeof(struct forward);
	return (void *)im->forward.s;
}

void
import_forward_add(struct import *im, size_t c, struct crm_value text,
		   int64_t to, bool check)
{
	struct forward f = {
		.to = to, .mark = im->mark, .check = check,
		.column = (short)c, .field = (short)im->columns[c].field,
		.text = im->names.len, .len = text.kind == CRM_TEXT
		? text.len : 0
	};

	crm_buf_add(&im->names, text.s, f.len);
	crm_buf_add(&im->forward, &f, sizeof(f));
}

void
import_forward_owner(struct import *im, size_t n, int64_t id,
		     enum crm_outcome outcome)
{
	size_t all;
	struct forward *v = waiting(im, &all);

	for (size_t i = all - n; i < all; i++) {
		v[i].record = id;
		v[i].outcome = (char)outcome;
		v[i].fresh = outcome == CRM_ADDED;
	}
}

static const struct crm_field *
field_of(const struct import *im, const struct forward *f)
{
	return &im->e->fields[f->field];
}

static struct crm_value
text_of(struct import *im, const struct forward *f)
{
	if (f->len)
		return crm_text_n(im->names.s + f->text, f->len);
	return crm_text(crm_arena_printf(&im->row, "%lld",
	    (long long)f->to));
}

/* The whole row of F is refused, with the recorded error. */
static void
refuse(struct import *im, struct crm_map *gone, struct forward *f)
{
	int64_t *mark = crm_map_put(gone, &f->record, sizeof(f->record));

	f->out = true;
	if (*mark)
		return;
	*mark = f->mark;
	crm_fail_field(&im->crm->err, im->json ? import_column_name(im,
	    &im->columns[f->column]) : field_of(im, f)->name);
	import_reject(im, f->mark, NULL);
	switch (f->outcome) {
	case CRM_ADDED:
		im->out->added--;
		break;
	case CRM_UPDATED:
		im->out->updated--;
		break;
	default:
		im->out->unchanged--;
	}
}

/* What F refers to; MAIN is what it is another word for, or NULL. */
static int
find(struct import *im, struct forward *f, const struct forward *main)
{
	const struct import_column *c = &im->columns[f->column];
	int64_t to = main ? main->to : 0;
	int rc;

	if (main)
		rc = main->out ? 0 : import_ref_agrees(im, c, text_of(im, f),
		    to);
	else
		rc = import_ref(&to, im, c, text_of(im, f), 0);
	f->to = to;
	return rc;
}

/* What was only to be compared has done its work. */
static void
drop_checks(struct import *im)
{
	size_t n, kept = 0;
	struct forward *v = waiting(im, &n);

	for (size_t i = 0; i < n; i++)
		if (!v[i].check)
			v[kept++] = v[i];
	im->forward.len = kept * sizeof(*v);
}

static int
resolve(struct import *im, struct crm_map *gone)
{
	const struct forward *main = NULL;
	size_t n;
	struct forward *v = waiting(im, &n);

	for (size_t i = 0; i < n; i++) {
		int rc;

		crm_arena_reset(&im->row);
		if (!v[i].check)
			main = &v[i];
		rc = find(im, &v[i], v[i].check ? main : NULL);
		if (rc == CRM_EINVAL || rc == CRM_ENOTFOUND ||
		    rc == CRM_ECONFLICT)
			refuse(im, gone, &v[i]);
		else if (rc)
			return rc;
	}
	drop_checks(im);
	return 0;
}

static int
by_field(const void *a, const void *b)
{
	const struct forward *x = a, *y = b;

	if (x->field != y->field)
		return x->field - y->field;
	return (x->record > y->record) - (x->record < y->record);
}

static int
by_line(const void *a, const void *b)
{
	const struct forward *x = a, *y = b;

	return import_order(x->mark, y->mark);
}

/* What RECORD refers to in the table; 0: nothing. */
static int
parent_of(int64_t *up, struct import *im, const struct forward *f,
	  int64_t record)
{
	const char *sql = crm_arena_printf(&im->row, "SELECT COALESCE(\"%s\","
	    " 0) FROM \"%s\" WHERE \"id\" = $1", field_of(im, f)->name,
	    im->e->name);
	int rc;

	*up = 0;
	rc = crm_db_int(up, im->crm->db, sql, CRM_BIND(crm_int(record)));
	return rc == CRM_ENOTFOUND ? 0 : rc;
}

/* The next above F that waits too, by what will be; NULL: none does. */
static int
above(struct forward **out, struct import *im, const struct forward *f)
{
	size_t n;
	struct forward *v = waiting(im, &n);
	struct forward key = { .field = f->field, .record = f->to };
	int rc = 0;

	*out = NULL;
	while (!rc && key.record && !*out) {
		*out = bsearch(&key, v, n, sizeof(*v), by_field);
		if (!*out)
			rc = parent_of(&key.record, im, f, key.record);
	}
	return rc;
}

/* Refuse every row of the circle that F is in, naming another line of it. */
static int
refuse_circle(struct import *im, struct crm_map *gone, struct forward *f)
{
	struct forward *here = f, *next = NULL;
	int rc;

	do {
		rc = above(&next, im, here);
		/* A circle has no top, so there is always one above. */
		if (rc || !next)
			return rc;
		if (next == here)
			crm_failed(im->crm, CRM_ECONFLICT,
			    "the %s would be above itself", im->e->name);
		else if (import_nth(here->mark) || import_nth(next->mark))
			crm_failed(im->crm, CRM_ECONFLICT, "the %s would be"
			    " above itself, by %s and %s", im->e->name,
			    import_where(im, here->mark),
			    import_where(im, next->mark));
		else
			crm_failed(im->crm, CRM_ECONFLICT, "the %s would be"
			    " above itself, by lines %ld and %ld",
			    im->e->name, import_line(here->mark),
			    import_line(next->mark));
		refuse(im, gone, here);
		here = next;
	} while (here != f);
	return 0;
}

/* Walk up from F; a row that this walk has met before closes a circle. */
static int
walk_up(struct import *im, struct crm_map *gone, struct forward *f,
	unsigned walk)
{
	int rc = 0;

	crm_arena_reset(&im->row);
	while (!rc && f && !f->walk && !f->out) {
		f->walk = walk;
		rc = above(&f, im, f);
	}
	return !rc && f && f->walk == walk && !f->out
	    ? refuse_circle(im, gone, f) : rc;
}

static int
check_trees(struct import *im, struct crm_map *gone)
{
	size_t n;
	struct forward *v = waiting(im, &n);
	int rc = 0;

	qsort(v, n, sizeof(*v), by_field);
	for (size_t i = 0; !rc && i < n; i++)
		if (field_of(im, &v[i])->flags & CRM_TREE)
			rc = walk_up(im, gone, &v[i], (unsigned)i + 1);
	qsort(v, n, sizeof(*v), by_line);
	return rc;
}

/* A record that won't be there takes those with it that refer to it. */
static void
follow(struct import *im, struct crm_map *gone)
{
	size_t n, before;
	struct forward *v = waiting(im, &n);

	do {
		before = gone->n;
		for (size_t i = 0; i < n; i++) {
			const int64_t *mark = v[i].out ? NULL : crm_map_get(
			    gone, &v[i].to, sizeof(v[i].to));

			if (!mark || crm_bulk_mark(im->bulk, v[i].to) < 0)
				continue;
			crm_arena_reset(&im->row);
			crm_failed(im->crm, CRM_ENOTFOUND, "%s '%.*s' of %s"
			    " was refused", im->e->name,
			    (int)text_of(im, &v[i]).len,
			    text_of(im, &v[i]).s, import_where(im, *mark));
			refuse(im, gone, &v[i]);
		}
	} while (gone->n > before);
}

/* The reference of a record that was there before is a change like others. */
static int
change(struct import *im, struct forward *f)
{
	size_t n;
	struct forward *v = waiting(im, &n), *end = v + n;
	struct crm_record *r;
	int rc = crm_record_load(&r, im->crm, im->e, f->record, &im->row);

	if (rc)
		return rc;
	r->import = true;
	crm_record_set(r, f->field, crm_int(f->to));
	rc = crm_save(im->crm, r);
	if (rc || r->outcome != CRM_UPDATED || f->outcome != CRM_UNCHANGED)
		return rc;
	im->out->unchanged--;
	im->out->updated++;
	while (f > v && f[-1].mark == f->mark)
		f--;
	for (int64_t mark = f->mark; f < end && f->mark == mark; f++)
		f->outcome = CRM_UPDATED;
	return 0;
}

/*
 * Without circles at the end there may be one on the way, when parents change
 * places: what can't be written yet is written once the others are.
 */
static int
apply(struct import *im)
{
	size_t n, left, before = 0;
	struct forward *v = waiting(im, &n);
	int rc = 0, conflict;

	do {
		left = 0;
		conflict = 0;
		for (size_t i = 0; !rc && i < n; i++) {
			struct forward *f = &v[i];

			crm_arena_reset(&im->row);
			if (f->out)
				continue;
			rc = f->fresh ? crm_bulk_refer(im->bulk, f->record,
			    f->field, f->to)
			    : change(im, f);
			f->out = !rc;
			if (rc == CRM_ECONFLICT && !f->fresh) {
				conflict = rc;
				left++;
				rc = 0;
			}
		}
		if (left && left == before)
			rc = conflict;
		before = left;
	} while (!rc && left);
	return rc;
}

int
import_forward_end(struct import *im)
{
	struct crm_map gone = { 0 };
	size_t n;
	int rc = 0;

	waiting(im, &n);
	if (!n)
		return 0;
	rc = resolve(im, &gone);
	if (!rc)
		rc = check_trees(im, &gone);
	if (!rc)
		follow(im, &gone);
	im->dropped = gone.n > 0;
	if (!rc && !gone.n && (im->o.partial || !im->out->rejected))
		rc = apply(im);
	crm_map_free(&gone);
	return rc;
}
