/* A dump into a blank database: all of it or nothing. */
#include "service/load.h"

#include <string.h>

#include "crm/batch.h"
#include "crm/custom.h"
#include "crm/stage.h"
#include "model/setting.h"

enum { LINE_GUESS = 128, PROGRESS_LINES = 4096 };

/* The recorded error, with the place. */
static int
at_line(struct load *l, int rc, long line)
{
	struct crm_error *err = &l->crm->err, was = *err;

	if (rc != CRM_EINVAL && rc != CRM_ECONFLICT && rc != CRM_ENOTFOUND)
		return rc;
	if (was.line)
		line = was.line;
	if (line)
		crm_failed(l->crm, CRM_EINVAL, "%s:%ld: %s%s%.400s",
		    l->how->name, line, was.field, was.field[0] ? ": " : "",
		    was.text);
	else
		crm_failed(l->crm, CRM_EINVAL, "%s: %.400s", l->how->name,
		    was.text);
	if (was.hint[0])
		crm_hinted(l->crm, "%s", was.hint);
	err->line = line;
	return CRM_EINVAL;
}

static int
no_dump(struct load *l)
{
	crm_failed(l->crm, CRM_EINVAL, "%s is not a dump", l->how->name);
	return crm_hinted(l->crm, "crm dump writes one; crm NOUN import reads"
	    " other files");
}

static int
open_reader(struct load *l)
{
	const struct crm_reader_how how = { 0 };
	int rc = crm_input_rewind(&l->input, &l->crm->err);

	crm_reader_close(l->reader);
	l->reader = NULL;
	if (!rc)
		rc = crm_reader_open(&l->reader, l->input.fd, l->how->name,
		    &how, &l->crm->err);
	return rc || crm_reader_is_json(l->reader) ? rc : no_dump(l);
}

int
load_next(struct load *l, struct crm_row *row)
{
	int rc = crm_reader_next(l->reader, row);
	int64_t size = l->input.size;

	if (rc <= 0)
		return rc;
	crm_arena_reset(&l->row);
	if (row->bad) {
		crm_failed(l->crm, CRM_EINVAL, "%s", row->bad);
		return at_line(l, CRM_EINVAL, row->line);
	}
	if (l->how->progress && ++l->lines % PROGRESS_LINES == 0)
		l->how->progress(l->how->ctx, l->lines, size <= 0 ? 0
		    : (int)(crm_reader_bytes(l->reader) * 1000 / size));
	return 1;
}

static void
add_to_sum(struct load *l, const struct crm_row *row)
{
	crm_sha256_add(&l->sum, row->source.s, row->source.len);
	crm_sha256_add(&l->sum, "\n", 1);
}

static int
end_entity(struct load *l, int rc)
{
	const struct crm_entity *e = l->e;

	rc = crm_bulk_end(l->bulk, rc);
	l->bulk = NULL;
	l->e = NULL;
	if (!rc && crm_is(e, &crm_setting))
		rc = crm_settings_changed(l->crm);
	if (rc || !crm_is(e, &crm_custom))
		return rc;
	/* Records have values of deleted fields, too. */
	l->crm->all_fields = true;
	return crm_custom_load(l->crm);
}

static int
begin_entity(struct load *l, const struct crm_entity *e)
{
	const struct crm_bulk_how how = {
		.expected = l->input.size / LINE_GUESS, .dumped = true,
		.unlogged = l->history
	};
	int rc = end_entity(l, 0);

	if (rc)
		return rc;
	l->e = e;
	l->r = crm_record_new(l->crm, e, &l->arena);
	l->r->arena = &l->row;
	return crm_bulk_begin(&l->bulk, l->crm, e, &how);
}

/* The entity of the catalogue as it is by now, custom fields and all. */
const struct crm_entity *
load_entity(const struct load *l, struct crm_value name)
{
	const struct crm_entity *const *all = crm_entities(l->crm);

	for (size_t i = 0; all[i]; i++)
		if (load_is(name, all[i]->name) && (l->history ||
		    !(all[i]->flags & CRM_E_PLAIN)))
			return all[i];
	return NULL;
}

static int
take_line(struct load *l, const struct crm_row *row)
{
	struct crm_value name = row->n ? row->v[0] : crm_null();
	const struct crm_entity *e;
	int rc;

	if (!row->n || !load_is(row->names[0], "_entity")) {
		crm_failed(l->crm, CRM_EINVAL, "this is no line of a dump");
		return crm_hinted(l->crm, "each begins with {\"_entity\":");
	}
	for (size_t i = 0; l->history && crm_log_tables[i].name; i++) {
		if (!load_is(name, crm_log_tables[i].name))
			continue;
		l->logs[i]++;
		return load_log(l, row, &crm_log_tables[i]);
	}
	e = load_entity(l, name);
	if (!e) {
		crm_failed(l->crm, CRM_EINVAL, "'%.*s' is no entity of a"
		    " dump", name.len < 60 ? (int)name.len : 60, name.s);
		return crm_fail_field(&l->crm->err, "_entity");
	}
	rc = crm_is(e, l->e) ? 0 : begin_entity(l, e);
	if (!rc)
		rc = load_record(l, row);
	l->counts[e->number]++;
	l->out->records += !(e->flags & CRM_E_PLAIN);
	return rc;
}

/* How many lines of NAME there were. */
static int64_t
count_of(const struct load *l, struct crm_value name)
{
	const struct crm_entity *e = load_entity(l, name);

	for (size_t i = 0; crm_log_tables[i].name; i++)
		if (load_is(name, crm_log_tables[i].name))
			return l->logs[i];
	return e ? l->counts[e->number] : 0;
}

static int
check_count(struct load *l, const struct crm_row *row, size_t i,
	    int64_t *all)
{
	struct crm_value name = row->names[i];
	int64_t n = 0, there;
	int rc = load_number(&n, l, row, i, 1);

	name.s += strlen("lines.");
	name.len -= strlen("lines.");
	there = count_of(l, name);
	*all += n;
	if (rc || n == there)
		return rc;
	return crm_failed(l->crm, CRM_EINVAL, "there are %lld lines of %.*s,"
	    " and there should be %lld", (long long)there, (int)name.len,
	    name.s, (long long)n);
}

/* The last line says what should have come before it. */
static int
take_end(struct load *l, const struct crm_row *row)
{
	char sum[CRM_SHA256_SIZE];
	int64_t all = 0, there = l->logs[0] + l->logs[1];
	int rc = 0;

	crm_sha256_end(sum, &l->sum);
	l->ended = true;
	for (size_t i = 0; !rc && i < row->n; i++) {
		if (load_begins(row->names[i], "lines."))
			rc = check_count(l, row, i, &all);
		if (rc || !load_is(row->names[i], "sha256") ||
		    load_is(row->v[i], sum))
			continue;
		crm_failed(l->crm, CRM_EINVAL, "the sum of the lines before"
		    " it is another: the dump was damaged or changed");
		rc = crm_hinted(l->crm, "if it was changed on purpose, take"
		    " sha256 out of this line");
	}
	for (size_t i = 0; i < DUMP_ENTITIES; i++)
		there += l->counts[i];
	if (!rc && all != there)
		rc = crm_failed(l->crm, CRM_EINVAL, "there are %lld lines,"
		    " and there should be %lld", (long long)there,
		    (long long)all);
	return rc;
}

static int
take_lines(struct load *l)
{
	struct crm_row row;
	int rc;

	while ((rc = load_next(l, &row)) > 0) {
		bool end = row.n && load_is(row.names[0], "_end");

		if (l->ended)
			rc = crm_failed(l->crm, CRM_EINVAL,
			    "there is more behind the end of the dump");
		else if (row.line == l->header.line)
			rc = 0;
		else
			rc = end ? take_end(l, &row) : take_line(l, &row);
		if (rc)
			return end_entity(l, at_line(l, rc, row.line));
		if (!end)
			add_to_sum(l, &row);
	}
	rc = end_entity(l, rc);
	if (rc || l->ended)
		return rc;
	return crm_failed(l->crm, CRM_EINVAL, "%s is cut short: its last line"
	    " is missing", l->how->name);
}

/* All of it, in a database that was cleared for it. */
static int
fill(struct load *l, int rc)
{
	struct crm *crm = l->crm;

	if (!rc)
		rc = at_line(l, load_settings(l), l->header.line);
	if (!rc)
		rc = take_lines(l);
	if (!rc)
		rc = at_line(l, load_check(l), 0);
	if (!rc)
		rc = at_line(l, load_last(l), l->header.line);
	crm->all_fields = false;
	crm_stages_forget(crm);
	return rc ? rc : crm_custom_load(crm);
}

/* What the batch does. */
static int
work(struct load *l)
{
	struct crm *crm = l->crm;
	int rc = crm_blank_check(crm);

	return rc ? rc : crm_blank_filled(crm, fill(l, crm_blank_clear(crm,
	    l->actor)));
}

/* Nothing was kept: CRM is again what the database is. */
static void
take_back(struct load *l, int64_t actor)
{
	struct crm_error kept = l->crm->err;
	bool custom;

	l->crm->actor.id = actor;
	crm_settings_read(l->crm, &custom);
	l->crm->err = kept;
}

static int
run(struct load *l)
{
	const struct crm_load_how *how = l->how;
	const struct crm_batch_how batch = {
		.hash = how->hash, .key = how->batch_key,
		.dry_run = how->dry_run
	};
	const int64_t actor = l->crm->actor.id;
	int rc;

	if (l->history && how->batch_key) {
		crm_failed(l->crm, CRM_EUSAGE, "%s has the history, and the"
		    " load of it leaves no batch for a key", how->name);
		return crm_hinted(l->crm, "load it without --batch-key: the"
		    " second time it is refused anyway");
	}
	rc = crm_db_bulk(l->crm->db);
	if (!rc)
		rc = crm_batch_begin(l->crm, "database", "load", &batch);
	if (rc > 0)
		l->out->replayed = true;
	if (rc)
		return rc < 0 ? rc : 0;
	rc = crm_batch_end(l->crm, work(l));
	if (rc || how->dry_run)
		take_back(l, actor);
	l->out->batch = rc ? 0 : crm_batch_id(l->crm);
	return rc;
}

static int
prepare(struct load *l)
{
	const struct crm_load_how *how = l->how;
	struct crm_row row;
	int rc = crm_may_admin(l->crm, "load a dump");

	if (!rc)
		rc = crm_input_open(&l->input, how->fd, how->name,
		    &l->crm->err);
	if (!rc)
		rc = open_reader(l);
	if (rc)
		return rc;
	rc = load_next(l, &row);
	if (rc < 0)
		return rc;
	if (!rc || !row.n || !load_is(row.names[0], "_dump"))
		return no_dump(l);
	rc = at_line(l, load_header(l, &row), row.line);
	if (!rc)
		rc = load_find_actor(l);
	l->lines = 0;
	return rc ? rc : open_reader(l);
}

int
crm_load(struct crm_load_result *out, struct crm *crm,
	 const struct crm_load_how *how)
{
	struct load l = { .crm = crm, .how = how, .out = out,
	    .input.fd = -1 };
	int rc;

	*out = (struct crm_load_result){ 0 };
	crm_sha256_init(&l.sum);
	rc = prepare(&l);
	if (!rc)
		rc = run(&l);
	crm_reader_close(l.reader);
	crm_input_close(&l.input);
	for (size_t i = 0; i < DUMP_ENTITIES; i++)
		crm_buf_free(&l.runs[i].v);
	crm_buf_free(&l.forward);
	crm_arena_free(&l.row);
	crm_arena_free(&l.arena);
	return rc;
}
