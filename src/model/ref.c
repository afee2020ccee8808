/* The record that somebody means: one, none or several; and its name. */
#include "crm/ref.h"

#include <stdio.h>
#include <string.h>

#include "crm/stage.h"
#include "crm/suggest.h"
#include "model/ref.h"

enum { CANDIDATES = 8 };

int
/* NOLINTNEXTLINE(readability-non-const-parameter): hits writes to ids */
crm_ref_all(int64_t *ids, size_t max, size_t *n, struct crm *crm,
	    const struct crm_entity *e, const char *text, size_t len,
	    unsigned flags)
{
	int64_t unused[1];
	struct crm_hits h = { ids, 0, max }, exact = { unused, 0, 1 };
	int rc = crm_hits_find(&h, &exact, crm, e, text, len, flags);

	*n = h.n;
	return rc;
}

/* The nearest of the names that begin alike, as a hint. */
static void
hint_nearest(struct crm *crm, const struct crm_entity *e, const char *s,
	     size_t len)
{
	const struct crm_field *f = crm_field_name(e);
	struct crm_suggest near;
	struct crm_rows *rows;
	struct crm_error kept = crm->err;
	char sql[256];
	const char *best = NULL;

	/* An id has no neighbours. */
	if (!f || strspn(s, "0123456789") >= len)
		return;
	crm_suggest_init(&near, s, len);
	snprintf(sql, sizeof(sql), "SELECT \"%s\" FROM \"%s\" WHERE"
	    " \"deleted_at\" IS NULL ORDER BY \"id\" LIMIT 2000", f->name,
	    e->name);
	if (crm_db_query(&rows, crm->db, sql, CRM_NONE) == 0) {
		while (crm_rows_next(rows) > 0) {
			const char *name = crm_rows_text(rows, 0);
			int distance = near.distance;
			bool had = near.best != NULL;

			crm_suggest_try(&near, name ? name : "");
			if (near.best && (!had || near.distance < distance))
				best = near.best = crm_arena_str(&crm->arena,
				    name);
		}
		crm_rows_close(rows);
	}
	crm->err = kept;
	if (best)
		crm_hinted(crm, "did you mean '%s'?", best);
}

static int
ambiguous(struct crm *crm, const struct crm_entity *e, const struct crm_hits *h,
	  const char *s, size_t len)
{
	struct crm_buf all = { 0 };
	const char *name;

	for (size_t i = 0; i < h->n; i++) {
		name = NULL;
		crm_ref_name(&name, crm, e, h->ids[i], &crm->arena);
		crm_buf_printf(&all, "%s%lld (%s)", i ? ", " : "",
		    (long long)h->ids[i], name ? name : "");
	}
	crm_failed(crm, CRM_ECONFLICT, "%s '%.*s' is ambiguous", e->name,
	    (int)len, s);
	crm_hinted(crm, "write the id of one: %s", all.s);
	crm_buf_free(&all);
	return CRM_ECONFLICT;
}

int
crm_ref_find(int64_t *id, struct crm *crm, const struct crm_entity *e,
	     const char *text, size_t len, unsigned flags)
{
	int64_t ids[CANDIDATES], same[2];
	struct crm_hits h = { ids, 0, CANDIDATES }, exact = { same, 0, 2 };
	int rc = crm_hits_find(&h, &exact, crm, e, text, len, flags);

	if (rc)
		return rc;
	if (h.n == 1 || exact.n == 1) {
		*id = h.n == 1 ? ids[0] : same[0];
		return 0;
	}
	if (h.n)
		return ambiguous(crm, e, &h, text, len);
	crm_failed(crm, CRM_ENOTFOUND, "no %s '%.*s'", e->name,
	    (int)(len < 200 ? len : 200), text);
	if (!(flags & CRM_REF_NO_HINT))
		hint_nearest(crm, e, text, len);
	return CRM_ENOTFOUND;
}

int
crm_ref_stage(int64_t *id, struct crm *crm, int64_t pipeline,
	      const char *text, size_t len)
{
	int64_t ids[64], other = 0;
	const char *name;
	size_t n;
	int rc = crm_ref_all(ids, 64, &n, crm, &crm_stage, text, len, 0);

	if (rc)
		return rc;
	for (size_t i = 0; i < n; i++) {
		const struct crm_stage_row *s;

		rc = crm_stage_get(&s, crm, ids[i]);
		if (rc)
			return rc;
		if (s->pipeline == pipeline) {
			*id = s->id;
			return 0;
		}
		other = s->pipeline;
	}
	rc = crm_ref_name(&name, crm, &crm_pipeline, pipeline, &crm->arena);
	if (rc)
		return rc;
	crm_failed(crm, CRM_ENOTFOUND, "pipeline '%s' has no stage '%.*s'",
	    name ? name : "", (int)(len < 200 ? len : 200), text);
	if (!other) {
		hint_nearest(crm, &crm_stage, text, len);
	} else if (!crm_ref_name(&name, crm, &crm_pipeline, other,
	    &crm->arena) && name) {
		crm_hinted(crm, "it is a stage of pipeline '%s'", name);
	}
	return CRM_ENOTFOUND;
}

int
crm_ref_name(const char **out, struct crm *crm, const struct crm_entity *e,
	     int64_t id, struct crm_arena *a)
{
	const struct crm_field *f = crm_field_title_of(e);
	struct crm_rows *rows;
	char sql[160];
	int rc;

	*out = NULL;
	if (!f)
		return 0;
	snprintf(sql, sizeof(sql), "SELECT \"%s\" FROM \"%s\" WHERE \"id\""
	    " = $1", f->name, e->name);
	rc = crm_db_query(&rows, crm->db, sql, CRM_BIND(crm_int(id)));
	if (rc)
		return rc;
	rc = crm_rows_next(rows);
	if (rc > 0 && crm_rows_text(rows, 0))
		*out = crm_arena_str(a, crm_rows_text(rows, 0));
	crm_rows_close(rows);
	return rc < 0 ? rc : 0;
}
