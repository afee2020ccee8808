/* crm NOUN set, delete, restore, tag, untag: one write over many records. */
#include <string.h>

#include "assign.h"
#include "crm/record.h"
#include "crm/ref.h"
#include "targets.h"
#include "verbs.h"

struct set_args {
	struct targets_args on;
	struct crm_rest assigns;
};

static const struct crm_opt set_opts[] = {
	TARGETS_OPTS(struct set_args, on),
	OPT_ASSIGN(struct set_args, assigns, "what to change"),
	{ 0 }
};

static int
set_one(struct cmd *c, int64_t id, const void *args, bool *done)
{
	struct crm_arena a = { 0 };
	struct crm_record *r;
	int rc = crm_record_load(&r, &c->crm, c->entity, id, &a);

	if (!rc)
		rc = assigns_apply(args, c, r);
	if (!rc)
		rc = crm_save(&c->crm, r);
	*done = !rc && r->outcome == CRM_UPDATED;
	if (*done && r->warning)
		cmd_say(c, "%s %lld: %s", c->entity->name, (long long)id,
		    r->warning);
	crm_arena_free(&a);
	return rc;
}

static int
set(struct cmd *c, const void *args)
{
	static const struct targets_work work = {
		"Change", "changed", 0, set_one
	};
	struct set_args a = *(const struct set_args *)args;
	struct assigns given;
	int rc;

	if (!a.assigns.n) {
		crm_failed(&c->crm, CRM_EUSAGE, "what is to be set?");
		return crm_hinted(&c->crm, "give FIELD=VALUE; crm %s set -h"
		    " lists the fields", c->entity->name);
	}
	rc = assigns_read(&given, c, &a.assigns);
	return rc ? rc : targets_write(c, &a.on, &work, &given);
}

struct targets_only {
	struct targets_args on;
};

static const struct crm_opt delete_opts[] = {
	TARGETS_OPTS(struct targets_only, on),
	{ 0 }
};

static int
delete_one(struct cmd *c, int64_t id, const void *args, bool *done)
{
	(void)args;
	return crm_delete(&c->crm, c->entity, id, done);
}

static int
delete(struct cmd *c, const void *args)
{
	static const struct targets_work work = {
		"Delete", "deleted", CRM_REF_DELETED, delete_one
	};
	struct targets_only a = *(const struct targets_only *)args;

	return targets_write(c, &a.on, &work, NULL);
}

static int
restore_one(struct cmd *c, int64_t id, const void *args, bool *done)
{
	(void)args;
	return crm_restore(&c->crm, c->entity, id, done);
}

static int
restore(struct cmd *c, const void *args)
{
	static const struct targets_work work = {
		"Restore", "restored", CRM_REF_GONE, restore_one
	};
	struct targets_only a = *(const struct targets_only *)args;

	return targets_write(c, &a.on, &work, NULL);
}

struct tag_args {
	const char *tags;
	struct targets_args on;
};

static const struct crm_opt tag_opts[] = {
	OPT_OPERAND("tag", "tag", struct tag_args, tags,
		    "a label, or several as a,b"),
	TARGETS_OPTS(struct tag_args, on),
	{ 0 }
};

static int
write_tags(struct cmd *c, const void *args, const struct targets_work *work)
{
	struct tag_args a = *(const struct tag_args *)args;

	/* A script's empty variable must not pass for success. */
	if (!a.tags[strspn(a.tags, ",; \t\r\n")]) {
		crm_failed(&c->crm, CRM_EUSAGE, "no tag is given");
		return crm_hinted(&c->crm, "name one, or several as a,b");
	}
	return targets_write(c, &a.on, work, a.tags);
}

static int
tag_one(struct cmd *c, int64_t id, const void *args, bool *done)
{
	return crm_tag_change(&c->crm, c->entity, id, '+', args, done);
}

static int
tag(struct cmd *c, const void *args)
{
	static const struct targets_work work = {
		"Tag", "tagged", 0, tag_one
	};

	return write_tags(c, args, &work);
}

static int
untag_one(struct cmd *c, int64_t id, const void *args, bool *done)
{
	return crm_tag_change(&c->crm, c->entity, id, '-', args, done);
}

static int
untag(struct cmd *c, const void *args)
{
	static const struct targets_work work = {
		"Untag", "untagged", 0, untag_one
	};

	return write_tags(c, args, &work);
}

const struct cmd_verb cmd_set = {
	"set", "change records", CMD_WRITES, set_opts,
	sizeof(struct set_args), set
};
const struct cmd_verb cmd_delete = {
	"delete", "delete records; restore brings them back", CMD_WRITES,
	delete_opts, sizeof(struct targets_only), delete
};
const struct cmd_verb cmd_restore = {
	"restore", "bring deleted records back", CMD_WRITES, delete_opts,
	sizeof(struct targets_only), restore
};
const struct cmd_verb cmd_tag = {
	"tag", "label records", CMD_WRITES, tag_opts,
	sizeof(struct tag_args), tag
};
const struct cmd_verb cmd_untag = {
	"untag", "take labels away", CMD_WRITES, tag_opts,
	sizeof(struct tag_args), untag
};
