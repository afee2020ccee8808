/*
 * Taking back a batch.
 *
 * First it is made sure that no later batch, that is still in effect, changed
 * the same records.  Then what was added is removed, what was changed gets
 * its old values in the reverse of the order it was changed in, and what was
 * removed (by an undo) comes back; in this order, so that a unique value is
 * free before it is used again.  Last, nothing may refer to a record that
 * isn't there any more.
 */
#include "crm/undo.h"

#include <string.h>

#include "crm/custom.h"
#include "crm/event.h"
#include "crm/further_address.h"
#include "crm/stage.h"
#include "model/batch.h"
#include "model/lifecycle.h"
#include "model/log.h"
#include "model/row.h"
#include "model/search.h"
#include "model/undo.h"

int
crm_undo_last(int64_t *batch, struct crm *crm)
{
	int rc = crm_db_int(batch, crm->db,
	    "SELECT \"id\" FROM \"batch\" WHERE \"undone\" IS NULL AND"
	    " \"undoes\" IS NULL AND \"verb\" <> 'init'"
	    " ORDER BY \"id\" DESC LIMIT 1", CRM_NONE);

	if (rc != CRM_ENOTFOUND)
		return rc;
	crm_failed(crm, CRM_ENOTFOUND, "there is nothing to undo");
	return crm_hinted(crm, "crm batch list shows what was done");
}

static int
may_undo(struct undo *u)
{
	struct crm *crm = u->crm;
	struct crm_rows *rows;
	long long id = (long long)u->batch;
	int rc = crm_db_query(&rows, crm->db,
	    "SELECT \"undone\", \"verb\" FROM \"batch\""
	    " WHERE \"id\" = $1", CRM_BIND(crm_int(u->batch)));

	if (rc)
		return rc;
	rc = crm_rows_next(rows);
	if (!rc) {
		crm_failed(crm, CRM_ENOTFOUND, "no batch %lld", id);
		rc = crm_hinted(crm, "crm batch list shows what was done");
	} else if (rc > 0 && !crm_rows_null(rows, 0)) {
		crm_failed(crm, CRM_ECONFLICT, "batch %lld was undone already"
		    " by batch %lld", id, (long long)crm_rows_int(rows, 0));
		rc = crm_hinted(crm, "to do it again: crm undo %lld",
		    (long long)crm_rows_int(rows, 0));
	} else if (rc > 0 && !strcmp(crm_rows_text(rows, 1), "init")) {
		crm_failed(crm, CRM_EREFUSED, "the first batch of a database"
		    " can't be undone");
		rc = crm_hinted(crm, "remove the database instead");
	}
	crm_rows_close(rows);
	return rc < 0 ? rc : 0;
}

/* Remove record ID if it is there, all of it into the log. */
static int
remove_one(struct undo *u, const struct crm_entity *e, int64_t id)
{
	struct crm *crm = u->crm;
	struct crm_buf old = { 0 };
	struct crm_record *r;
	int rc = crm_record_load(&r, crm, e, id, &u->row);

	if (rc == CRM_ENOTFOUND)
		return 0;
	if (!rc)
		crm_lifecycle_gone(crm, r);
	if (!rc)
		rc = crm_row_delete(crm, e, id);
	if (rc)
		return rc;
	crm_row_old(&old, e, r->v, NULL);
	rc = crm_log_removed(crm, e, id, e->flags & CRM_E_PLAIN
	    ? crm_null() : r->v[CRM_F_OWNER], &old);
	crm_buf_free(&old);
	if (!(e->flags & CRM_E_PLAIN))
		u->removed++;
	return rc;
}

static int
remove_range(struct undo *u, const struct crm_entity *e, int64_t from,
	     int64_t upto)
{
	int rc = 0;

	for (; !rc && from <= upto; from++) {
		rc = remove_one(u, e, from);
		crm_arena_reset(&u->row);
	}
	return rc;
}

/* A custom field that was deleted: its value would be lost. */
static int
no_field(struct undo *u, const struct crm_record *r, const char *column,
	 size_t len)
{
	const char *id = memrchr(column, '_', len);
	int n = (int)(column + len - id - 1);

	crm_failed(u->crm, CRM_ECONFLICT, "batch %lld can't be undone: it"
	    " changed the custom field '%.*s' of %s, which is gone",
	    (long long)u->batch, (int)(id - column - 2), column + 2,
	    r->entity->name);
	return crm_hinted(u->crm, "bring the field back first: crm field"
	    " restore %.*s", n, id + 1);
}

/* Put the columns of OLD into R; CHANGED marks them. */
static int
take_old(struct undo *u, struct crm_record *r, bool *changed,
	 struct crm_value old)
{
	const char *text = crm_arena_copy(&u->row, old.s, old.len), *column;
	size_t len = old.len, n;
	struct crm_value v;
	int rc;

	while ((rc = crm_old_next(&text, &len, &column, &n, &v)) > 0) {
		const struct crm_field *f = crm_column_find(r->entity,
		    column, n);
		ptrdiff_t i = f ? f - r->entity->fields : -1;

		if (!f && n > 2 && !memcmp(column, "x_", 2))
			return no_field(u, r, column, n);
		/* The first value of a column is the oldest. */
		if (i < 0 || changed[i])
			continue;
		r->v[i] = v;
		changed[i] = true;
	}
	if (rc)
		return crm_failed(u->crm, CRM_EFAIL, "the log of %s %lld is"
		    " damaged", r->entity->name,
		    (long long)crm_record_id(r));
	return 0;
}

static int
change_back(struct undo *u, const struct crm_entity *e, int64_t id,
	    struct crm_value old)
{
	struct crm *crm = u->crm;
	bool changed[CRM_ROW_MAX] = { false };
	struct crm_buf now = { 0 };
	struct crm_record *r = NULL;
	int rc = crm_record_load(&r, crm, e, id, &u->row);

	if (!rc)
		rc = take_old(u, r, changed, old);
	if (!rc)
		rc = undo_check_unique(u, r);
	if (!rc)
		rc = undo_check_trees(u, r, changed);
	if (!rc)
		rc = crm_row_update(crm, r, changed);
	if (!rc) {
		crm_lifecycle_touch(crm, r);
		u->countries |= crm_is(e, &crm_address) ||
		    (r->country && changed[r->country]);
		crm_row_old(&now, e, r->old, changed);
		rc = crm_log_changed(crm, e, id, r->old[CRM_F_OWNER], &now);
		crm_buf_free(&now);
		u->changed++;
	}
	return rc;
}

static int
bring_back(struct undo *u, const struct crm_entity *e, int64_t id,
	   struct crm_value old)
{
	bool changed[CRM_ROW_MAX] = { false };
	struct crm_record *r = crm_record_new(u->crm, e, &u->row);
	int64_t same;
	int rc = take_old(u, r, changed, old);

	r->v[CRM_F_ID] = crm_int(id);
	if (!rc)
		rc = undo_check_unique(u, r);
	if (!rc)
		rc = undo_check_trees(u, r, changed);
	if (!rc)
		rc = crm_row_insert(u->crm, r, &same);
	if (!rc)
		crm_lifecycle_added(u->crm, r);
	u->countries |= crm_is(e, &crm_address);
	if (!rc)
		rc = crm_log_added(u->crm, e, id);
	if (!(e->flags & CRM_E_PLAIN))
		u->restored++;
	return rc;
}

/* Every row of the batch of one kind, last first. */
static int
each_row(struct undo *u, const struct crm_entity *e, char op)
{
	char word[2] = { op };
	struct crm_rows *rows;
	int rc = crm_db_query(&rows, u->crm->db,
	    "SELECT \"record\", \"upto\", \"old\" FROM \"log\" WHERE"
	    " \"entity\" = $1 AND \"batch\" = $2 AND \"op\" = $3"
	    " ORDER BY \"id\" DESC", CRM_BIND(crm_int(e->number),
	    crm_int(u->batch), crm_text(word)));
	int more;

	if (rc)
		return rc;
	while ((more = crm_rows_next(rows)) > 0) {
		int64_t id = crm_rows_int(rows, 0);

		if (op == 'I')
			rc = remove_range(u, e, id, crm_rows_int(rows, 1));
		else if (op == 'U')
			rc = change_back(u, e, id, crm_rows_cell(rows, 2));
		else
			rc = bring_back(u, e, id, crm_rows_cell(rows, 2));
		crm_arena_reset(&u->row);
		if (rc)
			break;
	}
	crm_rows_close(rows);
	return more < 0 ? more : rc;
}

/*
 * The batch is undone; what it had undone itself is in effect again, what
 * that one had undone is not, and so on.
 */
static int
mark(struct undo *u)
{
	struct crm *crm = u->crm;
	int64_t id = u->batch, by;
	int rc = crm_batch_need(crm);
	bool undone = true;

	for (by = crm->batch->id; !rc && id; undone = !undone) {
		rc = crm_db_exec(crm->db, "UPDATE \"batch\" SET \"undone\" ="
		    " $1 WHERE \"id\" = $2", CRM_BIND(undone
		    ? crm_int(by) : crm_null(), crm_int(id)));
		by = id;
		if (!rc)
			rc = crm_db_int(&id, crm->db, "SELECT"
			    " COALESCE(\"undoes\", 0) FROM \"batch\" WHERE"
			    " \"id\" = $1", CRM_BIND(crm_int(by)));
	}
	return rc;
}

static int
tell(struct undo *u, bool done)
{
	struct crm_listener *l = u->crm->listener;

	return l && l->undo ? l->undo(l->ctx, u->crm, u->batch, done) : 0;
}

static int
run(struct undo *u)
{
	static const char steps[] = "IUD";
	int rc = may_undo(u);

	if (!rc)
		rc = undo_check_rights(u);
	if (!rc)
		rc = undo_check_later(u);
	if (!rc)
		rc = tell(u, false);
	if (!rc)
		rc = crm_search_undo(u->crm, u->batch, false);
	for (const char *op = steps; !rc && *op; op++)
		for (size_t i = 0; !rc && crm_entities(u->crm)[i]; i++)
			rc = each_row(u, crm_entities(u->crm)[i], *op);
	if (!rc)
		rc = undo_check_references(u);
	if (!rc)
		rc = undo_after(u);
	if (!rc && u->fields)
		rc = crm_custom_load(u->crm);
	if (!rc)
		rc = crm_search_undo(u->crm, u->batch, true);
	if (!rc)
		rc = mark(u);
	return rc ? rc : tell(u, true);
}

int
crm_undo(struct crm *crm, int64_t batch, const struct crm_undo_how *how,
	 struct crm_undo_result *result)
{
	struct undo u = { .crm = crm, .batch = batch };
	struct crm_batch_how b = { .undoes = batch };
	int rc, tries = 0;

	if (how)
		b = (struct crm_batch_how){ .key = how->key,
		    .hash = how->hash, .dry_run = how->dry_run,
		    .undoes = batch };
	do {
		crm_arena_free(&u.row);
		u = (struct undo){ .crm = crm, .batch = batch };
		rc = crm_batch_begin(crm, "batch", "undo", &b);
		if (rc > 0)
			return rc;
		crm_stages_forget(crm);
		if (!rc)
			rc = crm_batch_end(crm, run(&u));
	} while (crm_batch_again(crm, rc, &tries));
	crm_stages_forget(crm);
	crm_arena_free(&u.row);
	if (!rc && result)
		*result = (struct crm_undo_result){ u.removed, u.changed,
		    u.restored, crm_batch_id(crm) };
	return rc;
}
