/* crm NOUN add: one new record. */
#include <string.h>

#include "assign.h"
#include "crm/record.h"
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
fill_given(struct cmd *c, struct crm_record *r, void *ctx)
{
	const struct add *add = ctx;
	int rc = add->args->name ? set_name(c, r, add->args->name) : 0;

	return rc ? rc : assigns_apply(&add->given, c, r);
}

struct work {
	int (*fill)(struct cmd *c, struct crm_record *r, void *ctx);
	void *ctx;
	struct crm_record *record;
};

static int
work(struct cmd *c, void *ctx)
{
	struct work *w = ctx;
	struct crm *crm = &c->crm;
	struct crm_record *r = crm_record_new(crm, c->entity, &crm->arena);
	int rc;

	w->record = r;
	if (c->entity->flags & CRM_E_OWNED)
		crm_record_set(r, CRM_F_OWNER, crm_int(crm->actor.id));
	rc = w->fill(c, r, w->ctx);
	if (!rc)
		rc = crm_save(crm, r);
	if (!rc)
		crm_batch_print(crm, crm_record_id(r));
	return rc;
}

int
cmd_add_record(struct cmd *c,
	       int (*fill)(struct cmd *c, struct crm_record *r, void *ctx),
	       void *ctx)
{
	struct work w = { .fill = fill, .ctx = ctx };
	int64_t id;
	int rc = cmd_write(c, NULL, work, &w);

	if (rc > 0)
		return cmd_print_replayed(c, true);
	if (rc)
		return rc;
	id = crm_record_id(w.record);
	if (w.record->warning)
		cmd_say(c, "%s", w.record->warning);
	if (c->opt.dry_run)
		cmd_say(c, "would be: 1 %s added", c->entity->name);
	return cmd_print_written(c, &id, 1, true);
}

static int
run(struct cmd *c, const void *args)
{
	struct add add = { .args = args };
	int rc = assigns_read(&add.given, c, &add.args->assigns);

	return rc ? rc : cmd_add_record(c, fill_given, &add);
}

const struct cmd_verb cmd_add = {
	"add", "add a record", CMD_WRITES, opts, sizeof(struct add_args), run
};
