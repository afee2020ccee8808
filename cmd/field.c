/* crm field add: a field of one's own; the other verbs are the general ones. */
#include <string.h>

#include "assign.h"
#include "crm/custom.h"
#include "verbs.h"

struct add_args {
	const char *entity, *name, *type;
	const char *choices, *ref, *preset, *help;
	bool unique, sensitive;
	struct crm_rest assigns;
};

static const struct crm_opt add_opts[] = {
	OPT_OPERAND("entity", "entity", struct add_args, entity,
		    "what to add it to, as contact"),
	OPT_OPERAND("name", "text", struct add_args, name,
		    "small letters, digits and _, as shoe_size"),
	OPT_MAYBE("type", "field-type", struct add_args, type,
		  "what it holds (text)"),
	OPT_VALUE(0, "choices", "words", struct add_args, choices,
		  "of the type choice: a;b;c"),
	OPT_VALUE(0, "ref", "entity", struct add_args, ref,
		  "of the type ref: what it refers to"),
	OPT_VALUE(0, "default", "value", struct add_args, preset,
		  "for new records when none is given"),
	OPT_FLAG(0, "unique", struct add_args, unique,
		 "no two records have the same value"),
	OPT_FLAG(0, "sensitive", struct add_args, sensitive,
		 "shown and exported only when named"),
	OPT_ASSIGN(struct add_args, assigns, "more of it, as help=..."),
	{ 0 }
};

/* FIELD=TEXT, unless TEXT is NULL. */
static int
give(struct cmd *c, struct crm_record *r, const char *field, const char *text)
{
	return text ? crm_record_assign(&c->crm, r, field, '=', text,
	    strlen(text), NULL) : 0;
}

struct add {
	const struct add_args *args;
	struct assigns more;
};

static int
fill(struct cmd *c, struct crm_record *r, size_t n, void *ctx)
{
	const struct add *add = ctx;
	const struct add_args *a = add->args;
	const char *const given[][2] = {
		{ "entity", a->entity }, { "name", a->name },
		{ "type", a->type }, { "choices", a->choices },
		{ "ref", a->ref }, { "default", a->preset },
		{ "unique", a->unique ? "yes" : NULL },
		{ "sensitive", a->sensitive ? "yes" : NULL }
	};
	int rc = 0;

	(void)n;
	for (size_t i = 0; !rc && i < CRM_COUNT(given); i++)
		rc = give(c, r, given[i][0], given[i][1]);
	return rc ? rc : assigns_apply(&add->more, c, r);
}

static int
add(struct cmd *c, const void *args)
{
	struct add add = { .args = args };
	int rc = assigns_read(&add.more, c, &add.args->assigns);

	return rc ? rc : cmd_add_records(c, 1, fill, &add);
}

const struct cmd_verb cmd_field_verbs[] = {
	{ "add", "add a field to every record of an entity", CMD_WRITES,
	  add_opts, sizeof(struct add_args), add },
	{ 0 }
};
