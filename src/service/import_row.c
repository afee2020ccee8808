/* A row of the file, as a record: added, changed or left as it is. */
#include <string.h>

#include "crm/batch.h"
#include "service/import.h"

static void
warn(struct import *im, const struct crm_record *r)
{
	enum { SAID = 10 };

	if (!r->warning || im->again)
		return;
	if (im->warnings++ < SAID)
		crm_say(im->crm, "%s:%ld: %s", im->how->name,
		    import_line(im->mark), r->warning);
	if (im->warnings == SAID + 1)
		crm_say(im->crm, "%s: more such warnings are not shown",
		    im->how->name);
}

/* Where the record that holds the value came from, behind the sentence. */
static int
add_line(struct import *im, int rc)
{
	int64_t id = rc == CRM_ECONFLICT ? crm_bulk_clash(im->bulk) : 0;
	int64_t mark = id ? import_mark_of(im, id) : 0;
	struct crm_error was = im->crm->err;

	if (!mark)
		return rc;
	crm_failed(im->crm, CRM_ECONFLICT, "%.400s, of %s", was.text,
	    import_where(im, mark));
	return crm_fail_field(&im->crm->err, was.field);
}

static int
write_row(struct import *im, struct crm_record *r)
{
	int64_t id;
	int rc = r->old ? crm_save(im->crm, r)
	    : add_line(im, crm_bulk_add(im->bulk, r, im->mark));

	if (rc)
		return rc;
	id = crm_record_id(r);
	if (im->key >= 0 && !crm_bulk_alone(im->bulk))
		*crm_map_put(&im->seen, &id, sizeof(id)) = im->mark;
	switch (r->outcome) {
	case CRM_ADDED:
		im->out->added++;
		break;
	case CRM_UPDATED:
		im->out->updated++;
		break;
	default:
		im->out->unchanged++;
	}
	return 0;
}

static void
print_id(struct import *im, int64_t id)
{
	struct import_range range = { id, id }, *last = NULL;

	if (im->how->batch_key)
		crm_batch_print(im->crm, id);
	if (!im->how->printed)
		return;
	if (im->ranges.len)
		last = (void *)(im->ranges.s + im->ranges.len -
		    sizeof(*last));
	if (last && last->upto + 1 == id)
		last->upto = id;
	else
		crm_buf_add(&im->ranges, &range, sizeof(range));
}

static int
assign_all(struct import *im, struct crm_record *r)
{
	const size_t *order = im->order;
	int rc = 0;

	for (size_t i = 0, n; !rc && i < im->ncolumns; i += n) {
		int field = im->columns[order[i]].field;

		for (n = 1; i + n < im->ncolumns &&
		    im->columns[order[i + n]].field == field; n++)
			;
		rc = import_assign(im, r, order + i, n);
	}
	return rc;
}

const char *
import_where(struct import *im, int64_t mark)
{
	long nth = import_nth(mark);

	return nth ? crm_arena_printf(&im->row, "line %ld, object %ld",
	    import_line(mark), nth + 1)
	    : crm_arena_printf(&im->row, "line %ld", import_line(mark));
}

/*
 * A row that brings its number is a record as it was: what is empty in it is
 * not filled in.
 */
static void
take_as_it_is(struct import *im, struct crm_record *r)
{
	if (r->old || r->v[CRM_F_ID].kind != CRM_INT)
		return;
	for (size_t i = 0; i < im->ncolumns; i++)
		if (im->columns[i].field >= 0 && im->columns[i].cell >= 0)
			r->given[im->columns[i].field] = true;
}

int
import_row(struct import *im, const struct crm_row *row)
{
	size_t waiting = im->forward.len / sizeof(struct forward);
	struct crm_record *r = im->fresh;
	int64_t id = 0;
	int rc = 0;

	if (row->bad)
		return crm_failed(im->crm, CRM_EINVAL, "%s", row->bad);
	im->mark = import_mark(row);
	rc = import_cells(im, row);
	if (!rc && im->key >= 0)
		rc = import_key_find(&id, im);
	if (rc)
		return rc;
	if (id)
		rc = crm_record_load(&r, im->crm, im->e, id, &im->row);
	else
		crm_record_clear(r);
	r->import = true;
	if (!rc)
		rc = assign_all(im, r);
	take_as_it_is(im, r);
	if (!rc)
		rc = write_row(im, r);
	if (rc) {
		crm_buf_cut(&im->forward, waiting * sizeof(struct forward));
		return rc;
	}
	/* Nobody is told of a row that may yet turn out to be wrong. */
	rc = r->warning ? crm_bulk_watch(im->bulk) : 0;
	if (rc)
		return rc;
	warn(im, r);
	id = crm_record_id(r);
	import_forward_owner(im, im->forward.len / sizeof(struct forward) -
	    waiting, id, r->outcome);
	print_id(im, id);
	return 0;
}
