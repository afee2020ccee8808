/* crm NOUN add: one new record; and of others that add, several. */
#include <string.h>

#include "assign.h"
#include "crm/record.h"
#include "targets.h"
#include "verbs.h"

struct add_args {
	const char *name;
	struct crm_rest assigns;
};

static const struct crm_opt opts[] = {
	OPT_MAYBE("name", "text", struct add_args, name, "what it is called"),
	OPT_ASSIGN(struct add_args, assigns, "what it holds"),
	{ 0 }
};

static int
set_name(struct cmd *c, struct crm_record *r, const char *name)
{
	const struct crm_field *f = crm_field_title_of(c->entity);

	if (!f) {
		crm_failed(&c->crm, CRM_EUSAGE, "%s has no name: '%s'?",
		    c->entity->name, name);
		return crm_hinted(&c->crm, "give FIELD=VALUE");
	}
	return crm_record_assign(&c->crm, r, f->name, '=', name,
	    strlen(name), NULL);
}

struct add {
	const struct add_args *args;
	struct assigns given;
};

static int
fill_given(struct cmd *c, struct crm_record *r, size_t i, void *ctx)
{
	const struct add *add = ctx;
	int rc;

	(void)i;
	rc = add->args->name ? set_name(c, r, add->args->name) : 0;

	return rc ? rc : assigns_apply(&add->given, c, r);
}

struct work {
	cmd_fill *fill;
	void *ctx;
	size_t n;
	struct targets added;
	const char **warnings;		/* of each, or NULL */
};

static int
add_one(struct cmd *c, struct work *w, size_t i)
{
	struct crm *crm = &c->crm;
	struct crm_record *r = crm_record_new(crm, c->entity, &crm->arena);
	int rc;

	if (c->entity->flags & CRM_E_OWNED)
		crm_record_set(r, CRM_F_OWNER, crm_int(crm->actor.id));
	rc = w->fill(c, r, i, w->ctx);
	if (!rc)
		rc = crm_save(crm, r);
	if (rc)
		return rc;
	targets_add(&w->added, &crm->arena, crm_record_id(r));
	w->warnings[i] = r->warning;
	crm_batch_print(crm, crm_record_id(r));
	return 0;
}

/* Done twice where hooks are asked. */
static int
work(struct cmd *c, void *ctx)
{
	struct work *w = ctx;
	int rc = 0;

	w->added.n = 0;
	for (size_t i = 0; !rc && i < w->n; i++)
		rc = add_one(c, w, i);
	return rc;
}

int
cmd_add_records(struct cmd *c, size_t n, cmd_fill *fill, void *ctx)
{
	struct work w = { .fill = fill, .ctx = ctx, .n = n };
	int rc;

	w.warnings = crm_arena_alloc(&c->crm.arena, (n + 1) *
	    sizeof(*w.warnings));
	rc = cmd_write(c, NULL, work, &w);
	if (rc > 0)
		return cmd_print_replayed(c, true);
	if (rc)
		return rc;
	for (size_t i = 0; i < n; i++)
		if (w.warnings[i])
			cmd_say(c, "%s", w.warnings[i]);
	if (c->opt.dry_run)
		cmd_say(c, "would be: %zu %s added", n, n == 1
		    ? c->entity->name : c->entity->plural);
	return cmd_print_written(c, w.added.ids, n, true);
}

static int
run(struct cmd *c, const void *args)
{
	struct add add = { .args = args };
	int rc = assigns_read(&add.given, c, &add.args->assigns);

	return rc ? rc : cmd_add_records(c, 1, fill_given, &add);
}

const struct cmd_verb cmd_add = {
	"add", "add a record", CMD_WRITES, opts, sizeof(struct add_args), run
};
