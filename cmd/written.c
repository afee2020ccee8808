/* A write's batch, and what it prints once it is kept. */
#include <string.h>
#include <unistd.h>

#include "crm/query.h"
#include "query_args.h"
#include "targets.h"

/* Somebody wants to see the records, not their ids. */
static bool
wants_records(const struct cmd *c)
{
	return (cmd_format_asked(c) && !c->opt.ids) || c->opt.fields;
}

struct work {
	struct cmd *c;
	int (*call)(struct cmd *c, void *ctx);
	void *ctx;
};

static int
work(void *ctx)
{
	const struct work *w = ctx;

	return w->call(w->c, w->ctx);
}

int
cmd_write(struct cmd *c, const char *options,
	  int (*call)(struct cmd *c, void *ctx), void *ctx)
{
	struct crm_batch_how how = {
		.options = options, .key = c->opt.batch_key,
		.hash = c->opt.batch_key ? cmd_hash(c) : NULL,
		.dry_run = c->opt.dry_run
	};
	struct work w = { c, call, ctx };
	struct crm_hooks *hooks = NULL;
	/* What can't be printed is refused before it is done. */
	int rc = wants_records(c) ? query_check_output(c) : 0;

	if (!rc)
		rc = cmd_hooks(c, &hooks);
	return rc ? rc : crm_hooks_write(hooks, &c->crm, c->noun
	    ? c->noun->name : "crm", c->verb->name, &how, work, &w);
}

static int
print_ids(struct cmd *c, const int64_t *ids, size_t n)
{
	static const struct crm_field id = CRM_COMPUTED("id", CRM_T_INT);
	static const struct crm_column column = { "id", &id, 0, -1, -1, 1 };
	bool kept = c->opt.no_header;
	int rc;

	c->opt.ids = true;
	rc = cmd_output_begin(c, &column, 1, CRM_FORMAT_IDS);
	c->opt.no_header = kept;
	for (size_t i = 0; !rc && i < n; i++) {
		struct crm_value v = crm_int(ids[i]);

		rc = cmd_output_row(c, &v);
	}
	return c->out.writer ? cmd_output_end(c, rc) : rc;
}

/* Nobody asked for a format: ids; else the records in it. */
int
cmd_print_written(struct cmd *c, const int64_t *ids, size_t n, bool always)
{
	const struct cmd_global *o = &c->opt;

	if (wants_records(c))
		return query_print_ids(c, ids, o->dry_run ? 0 : n);
	if (!always && !o->ids && !o->output && isatty(STDOUT_FILENO))
		return 0;
	return o->dry_run ? 0 : print_ids(c, ids, n);
}

struct replay {
	struct cmd *c;
	struct targets t;
};

static int
take(void *ctx, int64_t id)
{
	struct replay *r = ctx;

	targets_add(&r->t, &r->c->crm.arena, id);
	return 0;
}

int
cmd_print_replayed(struct cmd *c, bool always)
{
	struct replay r = { .c = c };
	int rc = crm_batch_replay(&c->crm, c->opt.batch_key, take, &r);

	if (!rc)
		rc = cmd_print_written(c, r.t.ids, r.t.n, always);
	if (!rc)
		cmd_say(c, "the batch of key '%s' was done already",
		    c->opt.batch_key);
	return rc;
}
