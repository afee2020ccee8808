/* What a dump must be as a whole: references, trees, somebody in charge. */
#include <stdlib.h>
#include <string.h>

#include "crm/user.h"
#include "service/load.h"

static struct load_run *
runs_of(const struct load_runs *r, size_t *n)
{
	*n = r->v.len / sizeof(struct load_run);
	return (void *)r->v.s;
}

void
load_runs_add(struct load_runs *r, int64_t id, long line)
{
	struct load_run run = { id, 1, line }, *last;
	size_t n;

	last = runs_of(r, &n);
	if (n) {
		last += n - 1;
		if (id == last->id + last->n && line == last->line + last->n) {
			last->n++;
			return;
		}
		if (id < last->id)
			r->mixed = true;
	}
	crm_buf_add(&r->v, &run, sizeof(run));
}

static int
by_id(const void *a, const void *b)
{
	const struct load_run *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

long
load_runs_line(const struct load_runs *r, int64_t id)
{
	size_t n, low = 0;
	const struct load_run *v = runs_of(r, &n);

	if (!n || r->mixed)
		return 0;
	while (n - low > 1) {
		size_t middle = low + (n - low) / 2;

		if (v[middle].id <= id)
			low = middle;
		else
			n = middle;
	}
	return id >= v[low].id && id - v[low].id < v[low].n
	    ? v[low].line + (id - v[low].id) : 0;
}

static void
sort_runs(struct load *l)
{
	for (size_t i = 0; i < DUMP_ENTITIES; i++) {
		struct load_runs *r = &l->runs[i];
		size_t n;
		struct load_run *v = runs_of(r, &n);

		if (r->mixed)
			qsort(v, n, sizeof(*v), by_id);
		r->mixed = false;
	}
}

/* What was referred to before it came, or never did. */
static int
check_forward(struct load *l)
{
	const struct load_forward *f = (void *)l->forward.s;
	size_t n = l->forward.len / sizeof(*f);

	for (size_t i = 0; i < n; i++, f++) {
		const struct crm_field *field = &f->e->fields[f->field];
		const struct crm_entity *to = crm_field_ref(l->crm, field);

		if (load_runs_line(&l->runs[to->number], f->to))
			continue;
		crm_failed(l->crm, CRM_EINVAL, "there is no %s %lld",
		    to->name, (long long)f->to);
		l->crm->err.line = f->line;
		return crm_fail_field(&l->crm->err, field->name);
	}
	return 0;
}

/* A record that no way leads to from those that have nothing above them. */
static int
check_tree(struct load *l, const struct crm_entity *e,
	   const struct crm_field *f)
{
	const char *c = crm_field_column(f);
	const char *sql = crm_arena_printf(&l->row, "WITH RECURSIVE"
	    " \"down\"(\"id\") AS (SELECT \"id\" FROM \"%s\" WHERE \"%s\" IS"
	    " NULL UNION ALL SELECT \"t\".\"id\" FROM \"%s\" AS \"t\" JOIN"
	    " \"down\" ON \"t\".\"%s\" = \"down\".\"id\") SELECT \"id\" FROM"
	    " \"%s\" WHERE \"id\" NOT IN (SELECT \"id\" FROM \"down\") ORDER"
	    " BY \"id\" LIMIT 1", e->name, c, e->name, c, e->name);
	int64_t id;
	int rc = crm_db_int(&id, l->crm->db, sql, CRM_NONE);

	if (rc)
		return rc == CRM_ENOTFOUND ? 0 : rc;
	crm_failed(l->crm, CRM_EINVAL, "the %s is above itself", e->name);
	l->crm->err.line = load_runs_line(&l->runs[e->number], id);
	return crm_fail_field(&l->crm->err, f->name);
}

/* In every circle there is one who was to come when it was referred to. */
static int
check_trees(struct load *l)
{
	const struct load_forward *f = (void *)l->forward.s;
	size_t n = l->forward.len / sizeof(*f);
	bool *done = crm_arena_alloc(&l->arena, DUMP_ENTITIES *
	    sizeof(*done));
	int rc = 0;

	for (size_t i = 0; !rc && i < n; i++, f++) {
		if (!(f->e->fields[f->field].flags & CRM_TREE) ||
		    done[f->e->number])
			continue;
		done[f->e->number] = true;
		for (size_t k = 0; !rc && k < f->e->nfields; k++)
			if (f->e->fields[k].flags & CRM_TREE)
				rc = check_tree(l, f->e, &f->e->fields[k]);
	}
	return rc;
}

static int
check_admin(struct load *l)
{
	int64_t n;
	int rc = crm_db_int(&n, l->crm->db, "SELECT COUNT(*) FROM \"user\""
	    " WHERE \"role\" = 'admin' AND \"deleted_at\" IS NULL AND"
	    " COALESCE(\"active\", 1) <> 0", CRM_NONE);

	if (rc || n)
		return rc;
	crm_failed(l->crm, CRM_EINVAL, "none of the users is an admin who is"
	    " active");
	return crm_hinted(l->crm, "give one the role admin: nobody could"
	    " change settings and rights");
}

int
load_check(struct load *l)
{
	int rc;

	sort_runs(l);
	rc = check_forward(l);
	if (!rc)
		rc = check_trees(l);
	return rc ? rc : check_admin(l);
}
