/* One command's writes: begin, count, end, and doing it only once. */
#include "model/batch.h"

#include <stdlib.h>
#include <string.h>

#include "crm/custom.h"
#include "crm/date.h"
#include "crm/stage.h"
#include "crm/utf8.h"
#include "model/lifecycle.h"
#include "model/log.h"
#include "model/setting.h"

/* 1 when a batch of this key is there and says the same. */
static int
find_key(struct crm *crm, const struct crm_batch_how *how)
{
	struct crm_rows *rows;
	int rc = crm_db_query(&rows, crm->db,
	    "SELECT \"id\", \"hash\", \"undone\" FROM \"batch\""
	    " WHERE \"key\" = $1", CRM_BIND(crm_text(how->key)));

	if (rc)
		return rc;
	rc = crm_rows_next(rows);
	if (rc > 0) {
		const char *hash = crm_rows_text(rows, 1);
		long long id = (long long)crm_rows_int(rows, 0);

		if (!crm_rows_null(rows, 2))
			rc = crm_failed(crm, CRM_ECONFLICT,
			    "batch %lld of the key '%s' was undone", id,
			    how->key);
		else if (!hash || !how->hash || strcmp(hash, how->hash))
			rc = crm_failed(crm, CRM_ECONFLICT,
			    "the key '%s' belongs to batch %lld, which had"
			    " other arguments", how->key, id);
		if (rc < 0)
			crm_hinted(crm, "use another --batch-key");
	}
	crm_rows_close(rows);
	return rc;
}

int
crm_batch_begin(struct crm *crm, const char *noun, const char *verb,
		const struct crm_batch_how *how)
{
	struct crm_batch *b;
	int rc = crm_may_write(crm);

	if (!rc && how && how->key && strlen(how->key) > CRM_KEY_MAX)
		rc = crm_failed(crm, CRM_EUSAGE, "the batch key is too long:"
		    " %zu bytes, and there may be %d", strlen(how->key),
		    CRM_KEY_MAX);
	if (!rc)
		rc = crm_db_begin(crm->db);
	if (rc)
		return rc;
	b = crm_arena_alloc(&crm->arena, sizeof(*b));
	b->noun = noun;
	b->verb = verb;
	if (how)
		b->how = *how;
	crm_time_write(b->at, crm->clock.now);
	b->running = true;
	crm->batch = b;
	if (b->how.key) {
		rc = find_key(crm, &b->how);
		if (!rc)
			rc = crm_batch_need(crm);
		if (rc) {
			b->running = false;
			crm_db_end(crm->db, rc < 0 ? rc : CRM_EFAIL);
		}
	}
	return rc;
}

int
crm_batch_need(struct crm *crm)
{
	struct crm_batch *b = crm->batch;

	if (b->id)
		return 0;
	return crm_db_int(&b->id, crm->db,
	    "INSERT INTO \"batch\"(\"at\", \"by\", \"noun\", \"verb\","
	    " \"added\", \"updated\", \"removed\", \"options\", \"hash\","
	    " \"key\", \"undoes\") VALUES($1, $2, $3, $4, 0, 0, 0, $5, $6,"
	    " $7, $8) RETURNING \"id\"",
	    CRM_BIND(crm_text(b->at), crm_int(crm->actor.id),
	    crm_text(b->noun), crm_text(b->verb), crm_text(b->how.options),
	    crm_text(b->how.hash), crm_text(b->how.key),
	    b->how.undoes ? crm_int(b->how.undoes) : crm_null()));
}

static void
close_range(struct crm_batch *b)
{
	if (!b->ids_from)
		return;
	if (b->ids.len)
		crm_buf_char(&b->ids, ',');
	crm_buf_int(&b->ids, b->ids_from);
	if (b->ids_upto > b->ids_from) {
		crm_buf_char(&b->ids, '-');
		crm_buf_int(&b->ids, b->ids_upto);
	}
	b->ids_from = 0;
}

void
crm_batch_print(struct crm *crm, int64_t id)
{
	struct crm_batch *b = crm->batch;

	if (b->ids_from && id == b->ids_upto + 1) {
		b->ids_upto = id;
		return;
	}
	close_range(b);
	b->ids_from = b->ids_upto = id;
}

static int
write_counts(struct crm *crm)
{
	struct crm_batch *b = crm->batch;

	if (!b->id)
		return 0;
	close_range(b);
	return crm_db_exec(crm->db,
	    "UPDATE \"batch\" SET \"added\" = $1, \"updated\" = $2,"
	    " \"removed\" = $3, \"ids\" = $4 WHERE \"id\" = $5",
	    CRM_BIND(crm_int(b->added), crm_int(b->updated),
	    crm_int(b->removed), b->ids.len ?
	    crm_text_n(b->ids.s, b->ids.len) : crm_null(), crm_int(b->id)));
}

/* Nothing of it was kept: nor its custom fields, nor its settings. */
static void
forget(struct crm *crm)
{
	struct crm_error first = crm->err;
	bool custom;

	crm->batch->id = 0;
	if (crm->batch->settings)
		crm_settings_read(crm, &custom);
	if (crm->batch->fields)
		crm_custom_load(crm);
	crm->err = first;
}

int
crm_batch_end(struct crm *crm, int code)
{
	struct crm_batch *b = crm->batch;
	bool keep = !code && !b->how.dry_run;

	if (keep)
		code = crm_lifecycle_keep(crm);
	if (keep && !code)
		code = crm_search_end(crm);
	if (keep && !code)
		code = crm_log_flush(crm);
	crm_lifecycle_forget(crm);
	if (keep && !code)
		code = write_counts(crm);
	crm_search_queue_free(&b->search);
	crm_buf_free(&b->ids);
	b->running = false;
	if (b->how.dry_run && !code) {
		crm_db_end(crm->db, CRM_EFAIL);
		forget(crm);
		return 0;
	}
	code = crm_db_end(crm->db, code);
	b->kept = !code;
	if (code)
		forget(crm);
	return code;
}

bool
crm_batch_again(struct crm *crm, int code, int *tries)
{
	if (!crm_db_again(crm->db, code, tries))
		return false;
	crm->err = (struct crm_error){ 0 };
	crm_stages_forget(crm);
	return true;
}

int64_t
crm_batch_id(const struct crm *crm)
{
	return crm->batch ? crm->batch->id : 0;
}

int64_t
crm_batch_kept(const struct crm *crm)
{
	return crm->batch && crm->batch->kept ? crm->batch->id : 0;
}

static int
each_range(const char *s, int (*each)(void *ctx, int64_t id), void *ctx)
{
	int rc = 0;

	while (s && *s && !rc) {
		char *end;
		int64_t from = strtoll(s, &end, 10), upto = from;

		if (*end == '-')
			upto = strtoll(end + 1, &end, 10);
		for (; from <= upto && !rc; from++)
			rc = each(ctx, from);
		s = *end == ',' ? end + 1 : NULL;
	}
	return rc;
}

int
crm_batch_replay(struct crm *crm, const char *key,
		 int (*each)(void *ctx, int64_t id), void *ctx)
{
	struct crm_rows *rows;
	int rc = crm_db_query(&rows, crm->db,
	    "SELECT \"ids\" FROM \"batch\" WHERE \"key\" = $1",
	    CRM_BIND(crm_text(key)));

	if (rc)
		return rc;
	rc = crm_rows_next(rows);
	if (rc > 0)
		rc = each_range(crm_rows_text(rows, 0), each, ctx);
	crm_rows_close(rows);
	return rc;
}
