/* crm schema: entities and their fields as the program sees them. */
#include <string.h>

#include "crm/describe.h"
#include "crm/suggest.h"
#include "sink.h"
#include "verbs.h"

struct schema_args {
	struct crm_rest entities;
	bool all;
};

static const struct crm_opt opts[] = {
	OPT_REST("entity", "entity", struct schema_args, entities,
		 "whose fields are shown; none: the entities"),
	OPT_FLAG(0, "all", struct schema_args, all,
		 "the fields of every entity"),
	{ 0 }
};

static int
unknown(struct cmd *c, const char *name)
{
	const struct crm_entity *const *all = crm_entities(&c->crm);
	struct crm_suggest near;

	crm_suggest_init(&near, name, strlen(name));
	for (size_t i = 0; all[i]; i++)
		if (!(all[i]->flags & CRM_E_PLAIN))
			crm_suggest_try(&near, all[i]->name);
	crm_failed(&c->crm, CRM_ENOTFOUND, "no entity '%s'", name);
	if (near.best)
		return crm_hinted(&c->crm, "did you mean '%s'?", near.best);
	return crm_hinted(&c->crm, "crm schema lists them");
}

/* Those that were named, or all; ended by NULL. */
static int
chosen(const struct crm_entity ***out, struct cmd *c,
       const struct schema_args *a)
{
	const struct crm_entity *const *all = crm_entities(&c->crm);
	size_t n = 0, room = (size_t)a->entities.n;

	while (all[n])
		n++;
	*out = crm_arena_alloc(&c->crm.arena, (n + room + 1) *
	    sizeof(const struct crm_entity *));
	n = 0;
	for (size_t i = 0; a->all && all[i]; i++)
		if (!(all[i]->flags & CRM_E_PLAIN))
			(*out)[n++] = all[i];
	for (size_t i = 0; !a->all && i < room; i++) {
		const char *name = a->entities.v[i];

		(*out)[n] = crm_entity_find(&c->crm, name, strlen(name));
		if (!(*out)[n++])
			return unknown(c, name);
	}
	return 0;
}

/* Without a database there are no custom fields, but all else is known. */
static int
open_if_there(struct cmd *c)
{
	int rc = cmd_open(c, CRM_DB_READ);

	if (rc != CRM_ENODB)
		return rc;
	crm_db_close(c->crm.db);
	c->crm.db = NULL;
	c->crm.err = (struct crm_error){ 0 };
	return 0;
}

static int
run(struct cmd *c, const void *args)
{
	const struct schema_args *a = args;
	const struct crm_entity **which;
	struct crm_sink to = cmd_sink(c);
	int rc = open_if_there(c), format;

	if (!rc)
		rc = chosen(&which, c, a);
	if (rc)
		return rc;
	format = cmd_output_format(c, CRM_FORMAT_TABLE);
	if (!a->all && !a->entities.n)
		rc = crm_describe_entities(&c->crm, format ==
		    CRM_FORMAT_TABLE && !c->opt.fields, &to);
	else
		rc = crm_describe_fields(&c->crm, which, &to);
	return cmd_sink_end(c, rc);
}

const struct cmd_verb cmd_schema = {
	"schema", "show the entities and their fields", CMD_NO_DB | CMD_PAGED,
	opts, sizeof(struct schema_args), run
};
