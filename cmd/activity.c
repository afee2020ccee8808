/* crm log, crm activity done: what was done, and with whom. */
#include <string.h>

#include "assign.h"
#include "crm/activity.h"
#include "crm/link.h"
#include "targets.h"
#include "verbs.h"

struct log_args {
	const char *kind, *ref, *subject;
	struct crm_rest assigns;
};

static const struct crm_opt log_opts[] = {
	OPT_OPERAND("kind", "activity-kind", struct log_args, kind,
		    "call, meeting, email, note ..."),
	OPT_OPERAND("ref", "link", struct log_args, ref,
		    "with whom or what: contact:42; - reads them from stdin"),
	OPT_OPERAND("subject", "text", struct log_args, subject,
		    "what it was about"),
	OPT_ASSIGN(struct log_args, assigns, "more of it, as outcome=..."),
	{ 0 }
};

struct logged {
	const struct log_args *args;
	struct crm_rest refs;
	struct assigns more;
};

static int
fill(struct cmd *c, struct crm_record *r, size_t i, void *ctx)
{
	const struct logged *l = ctx;
	const struct log_args *a = l->args;
	const char *ref = l->refs.v[i];
	struct crm *crm = &c->crm;
	int64_t link = 0;
	int rc = crm_link_find(&link, crm, NULL, ref, strlen(ref), 0);

	if (rc)
		return rc;
	crm_record_set(r, ACTIVITY_ON, crm_int(link));
	rc = crm_record_assign(crm, r, "kind", '=', a->kind, strlen(a->kind),
	    NULL);
	if (!rc)
		rc = crm_record_assign(crm, r, "subject", '=', a->subject,
		    strlen(a->subject), NULL);
	if (!rc)
		rc = crm_record_assign(crm, r, "done_at", '=', "now", 3,
		    NULL);
	return rc ? rc : assigns_apply(&l->more, c, r);
}

static int
log_done(struct cmd *c, const void *args)
{
	struct logged l = { .args = args };
	int rc;

	c->entity = crm_entity_of(&c->crm, &crm_activity);
	opt_add(&c->crm.arena, &l.refs, l.args->ref);
	rc = assigns_read(&l.more, c, &l.args->assigns);
	if (!rc)
		rc = targets_expand(c, &l.refs);
	return rc ? rc : cmd_add_records(c, (size_t)l.refs.n, fill, &l);
}

const struct cmd_verb cmd_log = {
	"log", "keep what was done with somebody", CMD_WRITES, log_opts,
	sizeof(struct log_args), log_done
};

struct done_args {
	struct targets_args on;
	struct crm_rest assigns;
};

static const struct crm_opt done_opts[] = {
	TARGETS_OPTS(struct done_args, on),
	OPT_ASSIGN(struct done_args, assigns, "more of it, as outcome=..."),
	{ 0 }
};

static int
done_one(struct cmd *c, int64_t id, const void *args, bool *done)
{
	struct crm_arena a = { 0 };
	struct crm_record *r;
	int64_t next = 0;
	int rc = crm_record_load(&r, &c->crm, c->entity, id, &a);

	if (!rc)
		rc = assigns_apply(args, c, r);
	if (!rc)
		rc = crm_activity_done(&next, &c->crm, r);
	*done = !rc && r->outcome == CRM_UPDATED;
	if (next && !c->opt.dry_run)
		cmd_say(c, "it comes again: activity %lld", (long long)next);
	crm_arena_free(&a);
	return rc;
}

static int
done(struct cmd *c, const void *args)
{
	static const struct targets_work work = {
		"Mark as done", "done", 0, done_one
	};
	struct done_args a = *(const struct done_args *)args;
	struct assigns given;
	int rc = assigns_read(&given, c, &a.assigns);

	return rc ? rc : targets_write(c, &a.on, &work, &given);
}

const struct cmd_verb cmd_activity_verbs[] = {
	{ "done", "mark as done; what comes again is planned anew",
	  CMD_WRITES, done_opts, sizeof(struct done_args), done },
	{ 0 }
};
