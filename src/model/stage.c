/* Pipelines and stages, read once for a command. */
#include "crm/stage.h"

#include <string.h>

struct crm_stages {
	struct crm_stage_row *v;
	size_t n;
};

static enum crm_stage_category
category(const char *word)
{
	if (word && !strcmp(word, "won"))
		return CRM_STAGE_WON;
	return word && !strcmp(word, "lost") ? CRM_STAGE_LOST
	    : CRM_STAGE_OPEN;
}

static void
take(struct crm *crm, struct crm_stages *s, struct crm_rows *rows)
{
	struct crm_stage_row *row = &s->v[s->n++];
	const char *name = crm_rows_text(rows, 4);

	row->id = crm_rows_int(rows, 0);
	row->pipeline = crm_rows_int(rows, 1);
	row->position = crm_rows_int(rows, 2);
	row->category = category(crm_rows_text(rows, 3));
	row->name = crm_arena_str(&crm->arena, name ? name : "");
	row->deleted = crm_rows_int(rows, 5);
}

static int
load(struct crm *crm)
{
	struct crm_stages *s;
	struct crm_rows *rows;
	int64_t n = 0;
	int rc;

	if (crm->stages)
		return 0;
	rc = crm_db_int(&n, crm->db, "SELECT COUNT(*) FROM \"stage\"",
	    CRM_NONE);
	if (!rc)
		rc = crm_db_query(&rows, crm->db,
		    "SELECT \"s\".\"id\", \"s\".\"pipeline\","
		    " \"s\".\"position\", \"s\".\"category\","
		    " \"s\".\"name\", CASE WHEN \"s\".\"deleted_at\" IS NULL"
		    " AND \"p\".\"deleted_at\" IS NULL THEN 0 ELSE 1 END"
		    " FROM \"stage\" \"s\" JOIN \"pipeline\" \"p\" ON"
		    " \"p\".\"id\" = \"s\".\"pipeline\" ORDER BY"
		    " \"s\".\"pipeline\", \"s\".\"position\", \"s\".\"id\"",
		    CRM_NONE);
	if (rc)
		return rc;
	s = crm_arena_alloc(&crm->arena, sizeof(*s));
	s->v = crm_arena_alloc(&crm->arena, ((size_t)n + 1) * sizeof(*s->v));
	while ((rc = crm_rows_next(rows)) > 0 && s->n < (size_t)n)
		take(crm, s, rows);
	crm_rows_close(rows);
	if (rc >= 0)
		crm->stages = s;
	return rc < 0 ? rc : 0;
}

int
crm_stage_get(const struct crm_stage_row **out, struct crm *crm, int64_t id)
{
	int rc = load(crm);

	if (rc)
		return rc;
	for (size_t i = 0; i < crm->stages->n; i++)
		if (crm->stages->v[i].id == id) {
			*out = &crm->stages->v[i];
			return 0;
		}
	return crm_failed(crm, CRM_ENOTFOUND, "no stage %lld", (long long)id);
}

int
crm_stage_first(const struct crm_stage_row **out, struct crm *crm,
		int64_t pipeline, enum crm_stage_category c)
{
	static const char *const words[] = { "open", "won", "lost" };
	int rc = load(crm);

	if (rc)
		return rc;
	for (size_t i = 0; i < crm->stages->n; i++) {
		const struct crm_stage_row *s = &crm->stages->v[i];

		if (s->pipeline == pipeline && s->category == c &&
		    !s->deleted) {
			*out = s;
			return 0;
		}
	}
	crm_failed(crm, CRM_ENOTFOUND, "pipeline %lld has no stage that is"
	    " %s", (long long)pipeline, words[c]);
	return crm_hinted(crm, "crm stage add Name pipeline=%lld"
	    " category=%s", (long long)pipeline, words[c]);
}

int
crm_pipeline_default(int64_t *out, struct crm *crm)
{
	int rc = crm_db_int(out, crm->db,
	    "SELECT \"id\" FROM \"pipeline\" WHERE \"deleted_at\" IS NULL"
	    " ORDER BY \"id\" LIMIT 1", CRM_NONE);

	if (rc != CRM_ENOTFOUND)
		return rc;
	crm_failed(crm, CRM_ENOTFOUND, "there is no pipeline");
	return crm_hinted(crm, "crm pipeline add Sales");
}

void
crm_stages_forget(struct crm *crm)
{
	crm->stages = NULL;
}
