/* crm batch list, batch show, undo, history: what was done, and back. */
#include <string.h>

#include "crm/history.h"
#include "crm/link.h"
#include "crm/ref.h"
#include "crm/undo.h"
#include "sink.h"
#include "targets.h"
#include "verbs.h"

struct list_args {
	const char *limit;
};

static const struct crm_opt list_opts[] = {
	OPT_VALUE('L', "limit", "number", struct list_args, limit,
		  "at most so many"),
	{ 0 }
};

static int
list(struct cmd *c, const void *args)
{
	const struct list_args *a = args;
	struct crm_sink to = cmd_sink(c);
	int64_t limit = -1;
	int rc = a->limit ? opt_number(&limit, &c->crm.err, "limit",
	    a->limit, 0) : 0;

	return rc ? rc : cmd_sink_end(c, crm_batch_list(&c->crm, limit, &to));
}

struct batch_args {
	const char *batch;
};

static int
batch_number(struct cmd *c, const char *text, int64_t *out)
{
	if (opt_number(out, &c->crm.err, "batch", text, 1) == 0)
		return 0;
	crm_failed(&c->crm, CRM_EUSAGE, "'%s' is no number of a batch", text);
	return crm_hinted(&c->crm, "crm batch list shows them");
}

static const struct crm_opt show_opts[] = {
	OPT_OPERAND("batch", "batch", struct batch_args, batch,
		    "its number"),
	{ 0 }
};

static int
show(struct cmd *c, const void *args)
{
	const struct batch_args *a = args;
	struct crm_sink to = cmd_sink(c);
	int64_t id;
	int rc = batch_number(c, a->batch, &id);

	return rc ? rc : cmd_sink_end(c, crm_batch_show(&c->crm, id, &to));
}

const struct cmd_verb cmd_batch_verbs[] = {
	{ "list", "list the batches, newest first", CMD_PAGED, list_opts,
	  sizeof(struct list_args), list },
	{ "show", "show what a batch changed", CMD_PAGED, show_opts,
	  sizeof(struct batch_args), show },
	{ 0 }
};

static const struct crm_opt undo_opts[] = {
	OPT_MAYBE("batch", "batch", struct batch_args, batch,
		  "its number; the last one that is not undone"),
	{ 0 }
};

static int
undo(struct cmd *c, const void *args)
{
	const struct batch_args *a = args;
	struct crm_undo_how how = {
		.key = c->opt.batch_key, .dry_run = c->opt.dry_run,
		.hash = c->opt.batch_key ? cmd_hash(c) : NULL
	};
	struct crm_hooks *hooks = NULL;
	struct crm_undo_result r;
	int64_t id;
	int rc;

	/* A key says that it may be done already: then the last is another. */
	if (c->opt.batch_key && !a->batch) {
		crm_failed(&c->crm, CRM_EUSAGE, "which batch?");
		return crm_hinted(&c->crm, "with --batch-key, say which");
	}
	rc = a->batch ? batch_number(c, a->batch, &id)
	    : crm_undo_last(&id, &c->crm);
	if (!rc)
		rc = cmd_hooks(c, &hooks);
	if (!rc)
		rc = crm_hooks_undo(hooks, &c->crm, id, &how, &r);
	if (rc == 1) {
		cmd_say(c, "the batch of key '%s' was done already",
		    c->opt.batch_key);
		return 0;
	}
	if (rc)
		return rc;
	cmd_say(c, "batch %lld %s: %lld removed, %lld changed back, %lld"
	    " brought back", (long long)id, c->opt.dry_run ?
	    "would be undone" : "undone", (long long)r.removed,
	    (long long)r.changed, (long long)r.restored);
	return 0;
}

const struct cmd_verb cmd_undo = {
	"undo", "take back a command as a whole", CMD_WRITES, undo_opts,
	sizeof(struct batch_args), undo
};

struct history_args {
	const char *ref;
};

static const struct crm_opt history_opts[] = {
	OPT_OPERAND("ref", "ref", struct history_args, ref,
		    "id, e-mail, ext:KEY or name"),
	{ 0 }
};

static int
history_of(struct cmd *c, const struct crm_entity *e, int64_t id)
{
	struct crm_sink to = cmd_sink(c);

	return cmd_sink_end(c, crm_history(&c->crm, e, id, &to));
}

/* Deleted records have a history, too. */
static int
history(struct cmd *c, const void *args)
{
	const char *ref = ((const struct history_args *)args)->ref;
	size_t len = strlen(ref);
	int64_t id;
	int rc = crm_ref_find(&id, &c->crm, c->entity, ref, len, 0);

	if (rc == CRM_ENOTFOUND)
		rc = crm_ref_find(&id, &c->crm, c->entity, ref, len,
		    CRM_REF_GONE);
	return rc ? rc : history_of(c, c->entity, id);
}

static int
history_any(struct cmd *c, const void *args)
{
	const struct history_args *a = args;
	int64_t link = 0;
	int rc = targets_link(&link, c, a->ref, strlen(a->ref), CRM_REF_GONE);

	return rc ? rc : history_of(c, crm_entity_number(&c->crm,
	    crm_link_entity(link)), crm_link_id(link));
}

const struct cmd_verb cmd_history = {
	"history", "show every change of a record", CMD_PAGED,
	history_opts, sizeof(struct history_args), history
};

static const struct crm_opt any_opts[] = {
	OPT_OPERAND("ref", "link", struct history_args, ref,
		    "contact:42, account:'Acme Ltd'"),
	{ 0 }
};

const struct cmd_verb cmd_history_any = {
	"history", "show every change of a record", CMD_PAGED, any_opts,
	sizeof(struct history_args), history_any
};
