/* From owners to teams, and up the tree. */
#include "crm/db.h"
#include "service/forecast.h"

struct team {
	int64_t id, parent;			/* 0: none */
	struct crm_value name;
	int64_t rank;				/* 0: not reached yet */
	struct team *up, *child, *last, *next;
};

struct teams {
	struct team *v;
	size_t n;
	struct crm_map by_id;			/* to the index and 1 */
	struct crm_map of_user;			/* to the team's index and 1 */
};

static struct team *
find(struct teams *t, struct crm_map *map, int64_t id)
{
	int64_t *at = crm_map_get(map, &id, sizeof(id));

	return at ? &t->v[*at - 1] : NULL;
}

static void
take_team(struct crm_report *r, struct teams *t, struct crm_rows *rows)
{
	struct team *team = &t->v[t->n++];
	struct crm_value name = crm_rows_cell(rows, 2);

	team->id = crm_rows_int(rows, 0);
	team->parent = crm_rows_int(rows, 1);
	if (name.kind == CRM_TEXT)
		team->name = crm_text_n(crm_arena_copy(&r->arena, name.s,
		    name.len), name.len);
	*crm_map_put(&t->by_id, &team->id, sizeof(team->id)) = (int64_t)t->n;
}

static int
load_teams(struct crm_report *r, struct teams *t)
{
	struct crm_rows *rows;
	int64_t n = 0;
	int rc = crm_db_int(&n, r->crm->db, "SELECT COUNT(*) FROM \"team\"",
	    CRM_NONE);

	if (!rc)
		rc = crm_db_query(&rows, r->crm->db,
		    "SELECT \"id\", \"parent\", \"name\" FROM \"team\""
		    " ORDER BY \"name_key\", \"id\"", CRM_NONE);
	if (rc)
		return rc;
	t->v = crm_arena_alloc(&r->arena, ((size_t)n + 1) * sizeof(*t->v));
	while ((rc = crm_rows_next(rows)) > 0 && t->n < (size_t)n)
		take_team(r, t, rows);
	crm_rows_close(rows);
	return rc < 0 ? rc : 0;
}

static int
load_users(struct crm_report *r, struct teams *t)
{
	struct crm_rows *rows;
	int rc = crm_db_query(&rows, r->crm->db,
	    "SELECT \"id\", \"team\" FROM \"user\""
	    " WHERE \"team\" IS NOT NULL", CRM_NONE);

	if (rc)
		return rc;
	while ((rc = crm_rows_next(rows)) > 0) {
		int64_t user = crm_rows_int(rows, 0);
		struct team *team = find(t, &t->by_id, crm_rows_int(rows, 1));

		if (team)
			*crm_map_put(&t->of_user, &user, sizeof(user)) =
			    team - t->v + 1;
	}
	crm_rows_close(rows);
	return rc;
}

/* Children are linked by name, as the teams were read. */
static void
link_teams(struct teams *t)
{
	for (size_t i = 0; i < t->n; i++) {
		struct team *team = &t->v[i], *up;

		up = team->up = find(t, &t->by_id, team->parent);
		if (!up)
			continue;
		if (up->last)
			up->last->next = team;
		else
			up->child = team;
		up->last = team;
	}
}

/* The team after TEAM when all below TOP are walked, each before its own. */
static struct team *
next_below(struct team *top, struct team *team)
{
	if (team->child)
		return team->child;
	while (team != top && !team->next)
		team = team->up;
	return team == top ? NULL : team->next;
}

static void
rank_teams(struct teams *t)
{
	int64_t rank = 0;

	for (size_t i = 0; i < t->n; i++)
		for (struct team *team = t->v[i].up ? NULL : &t->v[i]; team;
		     team = next_below(&t->v[i], team))
			team->rank = ++rank;
}

static int
add_group(struct crm_report *r, struct crm_value team,
	  const struct crm_group *from, struct crm_group **to)
{
	struct crm_group *g = crm_group_of(r, team,
	    crm_text(from->currency));
	int rc = 0;

	for (size_t i = 0; !rc && i < CRM_GROUP_SUMS; i++)
		rc = crm_group_add(r, &g->sum[i], from->sum[i]);
	*to = g;
	return rc;
}

/* Teams in a circle have no rank; none of them is walked. */
static int
add_owner(struct crm_report *r, struct teams *t, const struct crm_group *of)
{
	struct team *team = of->value.kind == CRM_INT ?
	    find(t, &t->of_user, of->value.i) : NULL;
	struct crm_group *g;
	int rc = 0;

	if (!team || !team->rank)
		return add_group(r, crm_null(), of, &g);
	for (; !rc && team; team = team->up) {
		rc = add_group(r, crm_int(team->id), of, &g);
		g->name = team->name;
		g->rank = team->rank;
	}
	return rc;
}

int
crm_forecast_teams(struct crm_report *r)
{
	const struct crm_group *owner = r->first;
	struct teams t = { .n = 0 };
	int rc = load_teams(r, &t);

	if (!rc)
		rc = load_users(r, &t);
	link_teams(&t);
	rank_teams(&t);
	crm_map_free(&r->by_key);
	r->first = NULL;
	r->end = &r->first;
	r->n = 0;
	for (; !rc && owner; owner = owner->next)
		rc = add_owner(r, &t, owner);
	crm_map_free(&t.by_id);
	crm_map_free(&t.of_user);
	return rc;
}
