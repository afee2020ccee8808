/*
 * Import: the rows of a file in one batch, all of them or none, or with
 * --partial the good ones.
 */
#include "crm/import.h"

#include <string.h>

#include "crm/batch.h"
#include "crm/stage.h"
#include "service/hooks.h"
#include "service/import.h"

enum {
	PROGRESS_ROWS = 4096, ERRORS_MAX = 100, FLUSH = 64 * 1024,
	LARGE = 1 << 20, ROW_GUESS = 128
};

static bool
is_refusal(int rc)
{
	return rc == CRM_EINVAL || rc == CRM_ECONFLICT || rc == CRM_ENOTFOUND;
}

static void
show_progress(struct import *im)
{
	int64_t permille = im->input.size > 0
	    ? crm_reader_bytes(im->reader) * 1000 / im->input.size : 0;

	if (im->how->progress && im->out->rows % PROGRESS_ROWS == 0)
		im->how->progress(im->how->ctx, im->out->rows,
		    permille < 1000 ? (int)permille : 1000);
}

static bool
too_many(struct import *im)
{
	int64_t most = im->how->max_errors > 0 ? im->how->max_errors
	    : ERRORS_MAX;

	im->out->stopped = !im->o.partial && im->out->rejected >= most;
	return im->out->stopped;
}

/*
 * A load that trusts its rows has not looked whether others have the values of
 * one that was refused, and what that was refused for may be another thing.
 */
static int
read_row(struct import *im, const struct crm_row *row)
{
	int misses = im->misses, rc = import_row(im, row);

	if (!is_refusal(rc) || crm_db_failed(im->crm->db) ||
	    !crm_bulk_trusts(im->bulk))
		return rc;
	rc = crm_bulk_watch(im->bulk);
	if (rc)
		return rc;
	crm_arena_reset(&im->row);
	im->misses = misses;
	return import_row(im, row);
}

static int
read_rows(struct import *im)
{
	struct crm_row row;
	int rc;

	while ((rc = import_next(im, &row)) > 0) {
		im->out->rows++;
		if (im->how->hooks)
			im->how->hooks->line = im->out->rows;
		show_progress(im);
		crm_arena_reset(&im->row);
		if (import_refused(im, &row))
			continue;
		rc = read_row(im, &row);
		if (rc && (!is_refusal(rc) || crm_db_failed(im->crm->db) ||
		    im->doubled))
			return rc;
		if (!rc)
			continue;
		import_reject(im, import_mark(&row), &row);
		if (too_many(im))
			return 0;
		if (im->rejects.len >= FLUSH &&
		    (rc = import_rejects_flush(im)) != 0)
			return rc;
	}
	return rc;
}

/* Forget what belongs to a batch that was rolled back. */
static void
forget(struct import *im)
{
	crm_map_free(&im->seen);
	crm_map_free(&im->refs);
	crm_buf_cut(&im->ranges, 0);
	crm_buf_cut(&im->forward, 0);
	crm_buf_cut(&im->names, 0);
	crm_stages_forget(im->crm);
	im->dropped = false;
	im->misses = 0;
}

/* All rows, in the running batch. */
static int
write_rows(struct import *im)
{
	bool *fields = crm_arena_alloc(&im->arena, im->e->nfields);
	const struct crm_bulk_how how = {
		.expected = im->input.size / ROW_GUESS,
		/* Of JSON, any may have something in a later row. */
		.fields = im->json ? NULL : fields,
		.key = im->key < 0 ? NULL : &im->e->fields[im->key],
		/* What hooks heard or a row made can't be taken back. */
		.doubled = im->exact || im->again || im->how->hooks ||
		    im->o.create ? NULL : &im->doubled
	};
	int rc;

	for (size_t i = 0; i < im->ncolumns; i++)
		fields[im->columns[i].field] = true;

	*im->out = (struct crm_import_result){ 0 };
	import_rejects_begin(im);
	rc = crm_bulk_begin(&im->bulk, im->crm, im->e, &how);
	if (!rc)
		rc = import_refs_learn(im);
	import_ahead_begin(im);
	if (!rc)
		rc = read_rows(im);
	import_ahead_end(im);
	if (!rc && im->json && im->out->rows && !im->out->stopped)
		rc = import_columns_met(im);
	if (!rc && im->forward.len && !im->out->stopped) {
		rc = crm_bulk_index(im->bulk);
		if (!rc)
			rc = import_forward_end(im);
	}
	if (!rc && im->out->rejected && (!im->o.partial || im->dropped))
		rc = CRM_EPARTIAL;
	rc = crm_bulk_end(im->bulk, rc);
	im->bulk = NULL;
	return rc;
}

/* CRM_EPARTIAL: rolled back, because rows were refused. */
static int
pass(struct import *im)
{
	const struct crm_batch_how how = {
		.options = im->how->options, .hash = im->how->hash,
		.key = im->how->batch_key,
		.dry_run = im->how->dry_run || im->planning
	};
	int rc;

	forget(im);
	if (im->planning)
		hooks_plan(im->how->hooks);
	else if (im->how->hooks)
		hooks_begin(im->how->hooks);
	rc = crm_batch_begin(im->crm, im->e->name, "import", &how);
	if (rc > 0)
		im->out->replayed = 1;
	if (rc)
		return rc;
	rc = crm_batch_end(im->crm, write_rows(im));
	if (rc || how.dry_run)
		crm_stages_forget(im->crm);
	im->out->batch = rc ? 0 : crm_batch_id(im->crm);
	return rc;
}

static int
say_refused(struct import *im)
{
	const struct crm_import_result *r = im->out;
	long long n = (long long)r->rejected;

	if (im->o.partial)
		return crm_failed(im->crm, CRM_EPARTIAL, "%s: %lld row%s"
		    " refused, the others were kept", im->how->name, n,
		    n == 1 ? " was" : "s were");
	if (r->stopped)
		crm_failed(im->crm, CRM_EINVAL, "%s: stopped after %lld"
		    " refused row%s, and nothing was kept", im->how->name, n,
		    n == 1 ? "" : "s");
	else
		crm_failed(im->crm, CRM_EINVAL, "%s: %lld row%s refused, and"
		    " nothing was kept", im->how->name, n,
		    n == 1 ? " was" : "s were");
	return crm_hinted(im->crm, "mend them and import again, or keep the"
	    " good ones with --partial");
}

static int
print_ids(struct import *im)
{
	const struct import_range *v = (void *)im->ranges.s;
	size_t n = im->ranges.len / sizeof(*v);
	int rc = 0;

	if (!im->how->printed)
		return 0;
	if (im->out->replayed)
		return crm_batch_replay(im->crm, im->how->batch_key,
		    im->how->printed, im->how->ctx);
	for (size_t i = 0; i < n; i++)
		for (int64_t id = v[i].from; !rc && id <= v[i].upto; id++)
			rc = im->how->printed(im->how->ctx, id);
	return rc;
}

/*
 * Again without the rows that turned out to be wrong at the end; or because
 * of what others wrote meanwhile; or because rows weren't looked at which have
 * to be: then nobody has been told of any yet.
 */
static int
passes(struct import *im)
{
	int tries = 0, rc = pass(im);

	while (im->doubled || crm_batch_again(im->crm, rc, &tries) ||
	    (rc == CRM_EPARTIAL && im->o.partial)) {
		im->again = !im->planning && !im->doubled;
		im->exact = im->exact || im->doubled;
		im->doubled = false;
		rc = import_reader_open(im);
		if (!rc)
			rc = pass(im);
	}
	return rc;
}

/* What hooks say to the rows, before they are written. */
static int
ask_hooks(struct import *im)
{
	struct crm_hooks *h = im->how->hooks;
	int rc;

	if (!h)
		return 0;
	h->import = true;
	if (!hooks_ask_any(h))
		return 0;
	im->planning = true;
	rc = passes(im);
	im->planning = false;
	if (!rc)
		rc = hooks_ask(h);
	return rc ? rc : import_reader_open(im);
}

static int
write_and_tell(struct import *im)
{
	struct crm_hooks *h = im->how->hooks;
	int rc = ask_hooks(im);

	if (!rc)
		rc = passes(im);
	if (h)
		hooks_end(h);
	if (h && !rc && !im->how->dry_run)
		hooks_tell(h);
	return rc;
}

static int
run(struct import *im)
{
	int rc = im->input.size >= LARGE ? crm_db_bulk(im->crm->db) : 0;

	im->fresh = crm_record_new(im->crm, im->e, &im->arena);
	im->fresh->arena = &im->row;
	if (!rc)
		rc = write_and_tell(im);
	if (rc == CRM_EPARTIAL)
		rc = import_rejects_late(im);
	else if (rc < 0)
		return rc;
	if (!rc)
		rc = import_rejects_flush(im);
	if (rc < 0)
		return rc;
	rc = im->out->rejected && !im->o.partial ? 0 : print_ids(im);
	return rc || !im->out->rejected ? rc : say_refused(im);
}

int
import_reader_open(struct import *im)
{
	struct crm_reader_how how = {
		.delimiter = im->o.delimiter, .encoding = im->o.encoding,
		.lax_quotes = im->o.lax_quotes
	};
	int rc = crm_input_rewind(&im->input, &im->crm->err);

	crm_reader_close(im->reader);
	im->reader = NULL;
	return rc ? rc : crm_reader_open(&im->reader, im->input.fd,
	    im->how->name, &how, &im->crm->err);
}

static int
prepare(struct import *im)
{
	int rc = import_options(im);

	if (!rc)
		rc = crm_input_open(&im->input, im->how->fd,
		    im->how->name, &im->crm->err);
	if (!rc)
		rc = import_reader_open(im);
	if (!rc)
		rc = import_columns(im);
	return rc ? rc : import_key(im);
}

int
crm_import(struct crm_import_result *out, struct crm *crm,
	   const struct crm_import_how *how)
{
	struct import im = {
		.crm = crm, .how = how, .out = out,
		.e = crm_entity_of(crm, how->entity),
		.input.fd = -1
	};
	int rc;

	*out = (struct crm_import_result){ 0 };
	rc = prepare(&im);
	if (!rc)
		rc = run(&im);
	forget(&im);
	crm_reader_close(im.reader);
	crm_input_close(&im.input);
	import_columns_free(&im);
	crm_buf_free(&im.ranges);
	crm_buf_free(&im.forward);
	crm_buf_free(&im.names);
	crm_buf_free(&im.rejects);
	crm_buf_free(&im.refused);
	crm_arena_free(&im.row);
	crm_arena_free(&im.arena);
	return rc;
}
