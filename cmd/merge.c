/* crm NOUN merge: several records that are the same thing become one. */
#include "crm/merge.h"

#include "targets.h"
#include "verbs.h"

struct merge_args {
	const char *winner;
	struct crm_rest losers;
};

static const struct crm_opt merge_opts[] = {
	OPT_OPERAND("winner", "ref", struct merge_args, winner,
		    "the record that stays"),
	OPT_REST("loser", "ref", struct merge_args, losers,
		 "those that become part of it; - reads them from stdin"),
	{ 0 }
};

struct work {
	struct targets_args winner, losers;
	int64_t id;
	size_t n;
	struct crm_merged done;
};

static int
work(struct cmd *c, void *ctx)
{
	struct work *w = ctx;
	struct targets t = { 0 };
	int rc = targets_find(&t, c, &w->winner, 0);

	if (rc)
		return rc;
	w->id = t.ids[0];
	t = (struct targets){ 0 };
	rc = targets_find(&t, c, &w->losers, 0);
	w->n = t.n;
	if (!rc && t.n)
		rc = crm_merge(&w->done, &c->crm, c->entity, w->id, t.ids,
		    t.n);
	if (!rc && t.n)
		crm_batch_print(&c->crm, w->id);
	return rc;
}

static void
count(struct crm_buf *out, size_t n, const char *one, const char *many)
{
	if (n)
		crm_buf_printf(out, ", %zu %s", n, n == 1 ? one : many);
}

/*
 * "2 contacts merged into contact 5, 3 fields filled, 12 records refer to it
 * now; undo with: crm undo 12"
 */
static void
say(struct cmd *c, const struct work *w)
{
	const struct crm_merged *d = &w->done;
	struct crm_buf b = { 0 };

	crm_buf_printf(&b, "%s%zu %s merged into %s %lld", c->opt.dry_run
	    ? "would be: " : "", w->n, w->n == 1 ? c->entity->name
	    : c->entity->plural, c->entity->name, (long long)w->id);
	count(&b, d->filled, "field filled", "fields filled");
	count(&b, d->addresses, "address added", "addresses added");
	count(&b, d->moved, "record refers to it now",
	    "records refer to it now");
	count(&b, d->dropped, "deleted, as it would be there twice",
	    "deleted, as they would be there twice");
	count(&b, d->cleared, "reference to itself emptied",
	    "references to themselves emptied");
	if (crm_batch_id(&c->crm))
		crm_buf_printf(&b, "; undo with: crm undo %lld",
		    (long long)crm_batch_id(&c->crm));
	cmd_say(c, "%s", b.s);
	crm_buf_free(&b);
}

static int
merge(struct cmd *c, const void *args)
{
	struct merge_args a = *(const struct merge_args *)args;
	struct work w = { .id = 0 };
	int rc;

	if (!a.losers.n) {
		crm_failed(&c->crm, CRM_EUSAGE, "which %s become part of it?",
		    c->entity->plural);
		return crm_hinted(&c->crm, "name them behind the one that"
		    " stays, or - for stdin");
	}
	rc = targets_expand(c, &a.losers);
	if (rc)
		return rc;
	opt_add(&c->crm.arena, &w.winner.refs, a.winner);
	w.losers.refs = a.losers;
	rc = cmd_write(c, NULL, work, &w);
	if (rc > 0)
		return cmd_print_replayed(c, false);
	if (!rc)
		rc = cmd_print_written(c, &w.id, w.n > 0, false);
	if (!rc && w.n)
		say(c, &w);
	return rc || w.n || !c->opt.exit_status ? rc : CRM_ENOTFOUND;
}

const struct cmd_verb cmd_merge = {
	"merge", "make several records one", CMD_WRITES, merge_opts,
	sizeof(struct merge_args), merge
};
