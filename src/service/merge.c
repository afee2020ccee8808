/*
 * Merging: several records that are the same thing become one.
 *
 * The losers are deleted before the winner is saved, so that their unique
 * values are free; whatever is above whom is looked at last, when all that
 * referred to them refers to the winner.
 */
#include "crm/merge.h"

#include <stdio.h>

#include "crm/db.h"
#include "service/merge.h"

bool
crm_merges(const struct crm_entity *e)
{
	return !(e->flags & (CRM_E_PLAIN | CRM_E_APART));
}

void
merge_hold(struct crm_record *r)
{
	for (size_t i = CRM_F_OWN; i < r->entity->nfields; i++) {
		const struct crm_field *f = &r->entity->fields[i];

		if (merge_is_own(f) && (r->v[i].kind != CRM_NULL ||
		    f->type == CRM_T_REF))
			r->given[i] = true;
	}
}

int
merge_is_above(bool *above, struct merge *m, const struct crm_field *f,
	       int64_t from, int64_t id)
{
	char sql[160];
	int rc = 0;

	snprintf(sql, sizeof(sql), "SELECT COALESCE(\"%s\", 0) FROM \"%s\""
	    " WHERE \"id\" = $1", crm_field_column(f), m->e->name);
	/* Nothing is above itself, so it ends; the bound is a guard. */
	for (int n = 0; !rc && from && from != id && n < 1000; n++)
		rc = crm_db_int(&from, m->crm->db, sql,
		    CRM_BIND(crm_int(from)));
	*above = !rc && from == id;
	return rc == CRM_ENOTFOUND ? 0 : rc;
}

static int
load(struct crm_record **out, struct merge *m, int64_t id)
{
	struct crm *crm = m->crm;
	int rc = crm_record_load(out, crm, m->e, id, &m->a);

	if (rc || (*out)->v[CRM_F_DELETED_AT].kind == CRM_NULL)
		return rc;
	crm_failed(crm, CRM_ECONFLICT, "%s %lld is deleted", m->e->name,
	    (long long)id);
	return crm_hinted(crm, "bring it back first: crm %s restore %lld",
	    m->e->name, (long long)id);
}

/* An opportunity of it would be in a stage of another pipeline. */
static int
check_opps(struct merge *m, int64_t loser)
{
	struct crm *crm = m->crm;
	int64_t n = 0;
	int rc = crm_is(m->e, &crm_pipeline) ? crm_db_int(&n, crm->db,
	    "SELECT COUNT(*) FROM \"opp\" WHERE \"pipeline\" = $1",
	    CRM_BIND(crm_int(loser))) : 0;

	if (rc || !n)
		return rc;
	crm_failed(crm, CRM_ECONFLICT, "%lld %s in stages of pipeline %lld,"
	    " deleted ones counted", (long long)n, n == 1
	    ? "opportunity is" : "opportunities are", (long long)loser);
	return crm_hinted(crm, "move them to stages of the other first: crm"
	    " opp set -w pipeline=%lld stage=...", (long long)loser);
}

static int
load_all(struct merge *m, int64_t winner, const int64_t *losers)
{
	int rc = load(&m->winner, m, winner);

	m->losers = crm_arena_alloc(&m->a, (m->n + 1) *
	    sizeof(struct crm_record *));
	for (size_t i = 0; !rc && i < m->n; i++) {
		if (losers[i] == winner) {
			crm_failed(m->crm, CRM_EINVAL, "%s %lld can't be"
			    " merged into itself", m->e->name,
			    (long long)winner);
			return crm_hinted(m->crm, "the first is the one that"
			    " stays, the others become part of it");
		}
		*crm_map_put(&m->gone, &losers[i], sizeof(losers[i])) = 1;
		rc = load(&m->losers[i], m, losers[i]);
		if (!rc)
			rc = check_opps(m, losers[i]);
	}
	return rc;
}

static int
merge(struct merge *m)
{
	bool done;
	int rc = merge_point(m, m->winner);

	if (!rc)
		rc = merge_fill(m);
	if (!rc)
		rc = merge_point_all(m);
	if (!rc)
		rc = merge_fill_trees(m);
	for (size_t i = 0; !rc && i < m->n; i++)
		rc = crm_delete(m->crm, m->e, crm_record_id(m->losers[i]),
		    &done);
	if (rc)
		return rc;
	merge_hold(m->winner);
	rc = crm_save(m->crm, m->winner);
	return rc ? rc : merge_reach(m);
}

int
crm_merge(struct crm_merged *done, struct crm *crm,
	  const struct crm_entity *e, int64_t winner, const int64_t *losers,
	  size_t n)
{
	struct merge m = {
		.crm = crm, .e = crm_entity_of(crm, e), .n = n, .done = done
	};
	int rc = load_all(&m, winner, losers);

	*done = (struct crm_merged){ 0 };
	if (!rc && n)
		rc = merge(&m);
	crm_map_free(&m.gone);
	crm_arena_free(&m.row);
	crm_arena_free(&m.a);
	return rc;
}
