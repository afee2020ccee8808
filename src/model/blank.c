/* Databases as init leaves them, and as they were before it. */
#include "crm/blank.h"

#include <string.h>

#include "crm/entity.h"
#include "crm/stage.h"
#include "crm/user.h"
#include "model/batch.h"
#include "model/bulk_refs.h"
#include "model/setting.h"

static const char *const batch_columns[] = {
	"id", "at", "by", "noun", "verb", "added", "updated", "removed",
	"options", "hash", "key", "ids", "undoes", "undone", NULL
};

static const char *const log_columns[] = {
	"id", "batch", "entity", "record", "upto", "op", "owner", "old", NULL
};

const struct crm_log_table crm_log_tables[] = {
	{ "batch", batch_columns }, { "log", log_columns }, { 0 }
};

static int
count(int64_t *n, struct crm *crm, const char *table)
{
	const char *sql = crm_arena_printf(&crm->arena,
	    "SELECT COUNT(*) FROM \"%s\"", table);

	return crm_db_int(n, crm->db, sql, CRM_NONE);
}

/* How many records of E init makes, at most; -1: any number. */
static int64_t
made_by_init(const struct crm_entity *e)
{
	if (crm_is(e, &crm_user) || crm_is(e, &crm_pipeline))
		return 1;
	return crm_is(e, &crm_stage) || crm_is(e, &crm_setting) ? -1 : 0;
}

static int
not_blank(struct crm *crm, int64_t n, const char *what)
{
	crm_failed(crm, CRM_ECONFLICT, "the database is not empty: it has"
	    " %lld %s", (long long)n, what);
	return crm_hinted(crm, "make a new one: crm --db FILE init");
}

int
crm_blank_check(struct crm *crm)
{
	const struct crm_entity *const *all = crm_entities(crm);
	int64_t n, most;
	int rc = count(&n, crm, "batch");

	/* The running batch may be there already. */
	if (!rc && n > 1 + (crm->batch && crm->batch->id))
		return not_blank(crm, n, "batches");
	for (size_t i = 0; !rc && all[i]; i++) {
		most = made_by_init(all[i]);
		rc = most < 0 ? 0 : count(&n, crm, all[i]->name);
		if (!rc && most >= 0 && n > most)
			return not_blank(crm, n, n == 1 ? all[i]->name
			    : all[i]->plural);
	}
	return rc;
}

static int
clear(struct crm *crm, const char *table)
{
	const char *sql = crm_arena_printf(&crm->arena,
	    "DELETE FROM \"%s\"", table);
	int rc = crm_db_exec(crm->db, sql, CRM_NONE);

	return rc ? rc : crm_db_last(crm->db, table, 0);
}

int
crm_blank_clear(struct crm *crm, int64_t actor)
{
	const struct crm_entity *const *all = crm_entities(crm);
	const int64_t batch = crm->batch->id;
	int rc = crm_db_fill(crm->db, true);

	crm->batch->filling = true;
	if (!rc)
		rc = clear(crm, "log");
	for (size_t i = 0; !rc && all[i]; i++)
		rc = clear(crm, all[i]->name);
	/* What comes is found by fields that come with it. */
	crm->batch->reindex = true;
	crm_stages_forget(crm);
	crm->actor.id = actor;
	if (!rc)
		rc = crm_db_exec(crm->db, "DELETE FROM \"batch\" WHERE"
		    " \"id\" <> $1", CRM_BIND(crm_int(batch)));
	if (!rc)
		rc = crm_db_exec(crm->db, "UPDATE \"batch\" SET \"by\" = $1"
		    " WHERE \"id\" = $2", CRM_BIND(crm_int(actor),
		    crm_int(batch)));
	return rc ? rc : crm_settings_changed(crm);
}

int
crm_blank_filled(struct crm *crm, int code)
{
	struct crm_error kept = crm->err;
	int rc;

	crm->batch->filling = false;
	crm->batch->unguarded = false;
	rc = crm_db_fill(crm->db, false);
	if (code)
		crm->err = kept;
	return code ? code : rc;
}

int
crm_log_put(struct crm *crm, const struct crm_log_table *t,
	    const struct crm_value *v)
{
	struct crm_buf sql = { 0 };
	size_t n = 0;
	int rc;

	crm_buf_printf(&sql, "INSERT INTO \"%s\"(", t->name);
	for (; t->columns[n]; n++)
		crm_buf_printf(&sql, "%s\"%s\"", n ? "," : "",
		    t->columns[n]);
	crm_buf_str(&sql, ") VALUES(");
	for (size_t i = 0; i < n; i++)
		crm_buf_printf(&sql, "%s$%zu", i ? "," : "", i + 1);
	crm_buf_char(&sql, ')');
	rc = crm_db_exec(crm->db, sql.s, n, v);
	crm_buf_free(&sql);
	return rc;
}

int
crm_last_id(int64_t *id, struct crm *crm, const char *name)
{
	const struct crm_entity *const *all = crm_entities(crm);
	const char *sql = crm_arena_printf(&crm->arena,
	    "SELECT COALESCE(MAX(\"id\"), 0) FROM \"%s\"", name);
	int64_t logged = 0;
	int rc = crm_db_int(id, crm->db, sql, CRM_NONE);

	for (size_t i = 0; !rc && all[i]; i++)
		if (!strcmp(all[i]->name, name))
			rc = crm_db_int(&logged, crm->db, "SELECT"
			    " COALESCE(MAX(\"upto\"), 0) FROM \"log\" WHERE"
			    " \"entity\" = $1",
			    CRM_BIND(crm_int(all[i]->number)));
	if (logged > *id)
		*id = logged;
	return rc;
}

int
crm_last_id_set(struct crm *crm, const char *name, int64_t id)
{
	return crm_db_last(crm->db, name, id);
}
