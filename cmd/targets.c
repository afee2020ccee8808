/* The records that a command is about. */
#include "targets.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crm/column.h"
#include "crm/map.h"
#include "crm/query.h"
#include "crm/reader.h"
#include "crm/ref.h"
#include "query_args.h"

void
targets_add(struct targets *t, struct crm_arena *a, int64_t id)
{
	if (t->n == t->size) {
		size_t size = t->size ? t->size * 2 : 64;
		int64_t *ids = crm_arena_alloc(a, size * sizeof(*ids));

		if (t->n)
			memcpy(ids, t->ids, t->n * sizeof(*ids));
		t->ids = ids;
		t->size = size;
	}
	t->ids[t->n++] = id;
}

struct gather {
	struct cmd *c;
	struct crm_rest refs;
};

static int
take_ref(void *ctx, const char *ref, size_t len)
{
	struct gather *g = ctx;

	cmd_hash_add(g->c, ref, len);
	cmd_hash_add(g->c, "", 1);
	opt_add(&g->c->crm.arena, &g->refs,
	    crm_arena_copy(&g->c->crm.arena, ref, len));
	return 0;
}

int
targets_expand(struct cmd *c, struct crm_rest *refs)
{
	struct gather g = { .c = c };

	for (int i = 0; i < refs->n; i++) {
		int rc;

		if (strcmp(refs->v[i], "-") != 0) {
			opt_add(&c->crm.arena, &g.refs, refs->v[i]);
			continue;
		}
		rc = cmd_stdin(c, "the references");
		if (!rc)
			rc = crm_read_refs(STDIN_FILENO, c->opt.null,
			    take_ref, &g, &c->crm.err);
		if (rc)
			return rc;
	}
	*refs = g.refs;
	return 0;
}

/* -w "$filter" of a script whose variable is empty must not mean all. */
static int
refuse_empty(struct cmd *c)
{
	crm_failed(&c->crm, CRM_EUSAGE, "the filter is empty");
	return crm_hinted(&c->crm, "every %s is --all", c->entity->name);
}

int
targets_read(struct cmd *c, struct targets_args *a)
{
	int kinds = (a->refs.n > 0) + (a->where.n > 0) + a->all;

	if (!kinds) {
		crm_failed(&c->crm, CRM_EUSAGE, "which %s?",
		    c->entity->plural);
		return crm_hinted(&c->crm, "name them, or - for stdin, or"
		    " -w FILTER, or --all");
	}
	if (kinds > 1)
		return crm_failed(&c->crm, CRM_EUSAGE, "references, -w and"
		    " --all exclude each other");
	for (int i = 0; i < a->where.n; i++)
		if (!a->where.v[i][strspn(a->where.v[i], " \t\n")])
			return refuse_empty(c);
	return targets_expand(c, &a->refs);
}

struct find {
	struct targets *t;
	struct crm_arena *a;
};

static int
take_id(void *ctx, int64_t id)
{
	struct find *f = ctx;

	targets_add(f->t, f->a, id);
	return 0;
}

/*
 * A record that is there stands before a deleted one of the same name, but
 * for whoever wants deleted ones.
 */
static int
find_ref(int64_t *id, struct cmd *c, const char *ref, unsigned flags)
{
	size_t len = strlen(ref);
	struct crm_error first;
	int rc = crm_ref_find(id, &c->crm, c->entity, ref, len,
	    flags & CRM_REF_GONE);

	if (rc != CRM_ENOTFOUND)
		return rc;
	first = c->crm.err;
	rc = crm_ref_find(id, &c->crm, c->entity, ref, len,
	    flags & CRM_REF_GONE ? 0 : CRM_REF_GONE);
	if (flags && rc != CRM_ENOTFOUND)
		return rc;
	c->crm.err = first;
	if (!rc)
		crm_hinted(&c->crm, "it is deleted: crm %s restore %lld"
		    " brings it back", c->entity->name, (long long)*id);
	return CRM_ENOTFOUND;
}

void
targets_once(struct targets *t)
{
	struct crm_map seen = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++) {
		int64_t *times = crm_map_put(&seen, &t->ids[i],
		    sizeof(t->ids[i]));

		if (!(*times)++)
			t->ids[n++] = t->ids[i];
	}
	t->n = n;
	crm_map_free(&seen);
}

int
targets_find(struct targets *t, struct cmd *c, const struct targets_args *a,
	     unsigned ref_flags)
{
	struct crm *crm = &c->crm;
	struct find f = { t, &crm->arena };
	struct crm_map seen = { 0 };
	struct crm_query *q;
	int rc = 0;

	if (a->where.n || a->all) {
		q = crm_query_new(crm, c->entity, &crm->arena);
		if (ref_flags & CRM_REF_GONE)
			crm_query_deleted(q, CRM_DELETED_ONLY);
		rc = query_where(c, q, &a->where, &a->params);
		return rc ? rc : crm_query_ids(q, take_id, &f);
	}
	for (int i = 0; !rc && i < a->refs.n; i++) {
		const char *ref = a->refs.v[i];
		int64_t id;

		if (a->refs.n > 1 && (*crm_map_put(&seen, ref,
		    strlen(ref)))++)
			continue;
		rc = find_ref(&id, c, ref, ref_flags);
		if (!rc)
			targets_add(t, &crm->arena, id);
	}
	crm_map_free(&seen);
	targets_once(t);
	return rc;
}

/* "3 contacts deleted, 1 unchanged; undo with: crm undo 12" */
static void
say_done(struct cmd *c, size_t n, size_t done, const char *past)
{
	struct crm_buf b = { 0 };

	crm_buf_printf(&b, "%s%zu %s %s", c->opt.dry_run ? "would be: " : "",
	    done, done == 1 ? c->entity->name : c->entity->plural, past);
	if (n > done)
		crm_buf_printf(&b, ", %zu unchanged", n - done);
	if (crm_batch_id(&c->crm))
		crm_buf_printf(&b, "; undo with: crm undo %lld",
		    (long long)crm_batch_id(&c->crm));
	if (isatty(STDERR_FILENO) || c->opt.verbose || c->opt.dry_run)
		cmd_say(c, "%s", b.s);
	crm_buf_free(&b);
}

struct write {
	const struct targets_args *on;
	const struct targets_work *work;
	const void *args;
	struct targets t;
	size_t n;
};

static int
write_each(struct cmd *c, void *ctx)
{
	struct write *w = ctx;
	int rc;

	w->t.n = w->n = 0;
	rc = targets_find(&w->t, c, w->on, w->work->ref_flags);
	for (size_t i = 0; !rc && i < w->t.n; i++) {
		bool done = false;

		rc = w->work->each(c, w->t.ids[i], w->args, &done);
		w->n += done;
		crm_batch_print(&c->crm, w->t.ids[i]);
	}
	return rc;
}

int
targets_write(struct cmd *c, struct targets_args *a,
	      const struct targets_work *work, const void *args)
{
	struct write w = { a, work, args, { 0 }, 0 };
	int rc = targets_read(c, a);

	if (!rc && a->all)
		rc = cmd_confirm(c, "%s every %s?", work->ask,
		    c->entity->name);
	if (!rc)
		rc = cmd_write(c, NULL, write_each, &w);
	if (rc > 0)
		return cmd_print_replayed(c, false);
	if (!rc)
		rc = cmd_print_written(c, w.t.ids, w.t.n, false);
	if (rc)
		return rc;
	say_done(c, w.t.n, w.n, work->past);
	return w.t.n || !c->opt.exit_status ? 0 : CRM_ENOTFOUND;
}
