/* The tables of nouns and commands, and finding one's way in them. */
#include <string.h>

#include "crm/merge.h"
#include "verbs.h"

const struct cmd_noun cmd_nouns[] = {
	{ "account", NULL, &crm_account, NULL },
	{ "contact", NULL, &crm_contact, NULL },
	{ "lead", NULL, &crm_lead, NULL },
	{ "opp", NULL, &crm_opp, cmd_opp_verbs },
	{ "activity", NULL, &crm_activity, cmd_activity_verbs },
	{ "case", NULL, &crm_case, NULL },
	{ "article", NULL, &crm_article, NULL },
	{ "campaign", NULL, &crm_campaign, NULL },
	{ "audience", NULL, &crm_audience, NULL },
	{ "member", NULL, &crm_member, NULL },
	{ "relation", NULL, &crm_relation, NULL },
	{ "occasion", NULL, &crm_occasion, NULL },
	{ "address", NULL, &crm_address, NULL },
	{ "product", NULL, &crm_product, NULL },
	{ "user", NULL, &crm_user, NULL },
	{ "team", NULL, &crm_team, NULL },
	{ "segment", NULL, &crm_segment, NULL },
	{ "territory", NULL, &crm_territory, NULL },
	{ "target", NULL, &crm_target, NULL },
	{ "rate", NULL, &crm_rate, NULL },
	{ "pipeline", NULL, &crm_pipeline, NULL },
	{ "stage", NULL, &crm_stage, NULL },
	{ "stage_change", NULL, &crm_stage_change, NULL },
	{ "field", NULL, &crm_custom, cmd_field_verbs },
	{ "config", "settings of the program, and of the company", NULL,
	  cmd_config_verbs },
	{ "batch", "what was done, command by command", NULL,
	  cmd_batch_verbs },
	{ "report", "figures of the business", NULL, cmd_report_verbs },
	{ 0 }
};

static const struct { const char *alias, *verb; } aliases[] = {
	{ "ls", "list" }, { "rm", "delete" }, { "new", "add" }
};

static bool
same(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

const struct cmd_noun *
cmd_noun_find(const char *name)
{
	for (const struct cmd_noun *n = cmd_nouns; n->name; n++)
		if (same(n->name, name) ||
		    (n->entity && same(n->entity->plural, name)))
			return n;
	return NULL;
}

/* A noun's own verb takes the place of the general one. */
static bool
is_own(const struct cmd_noun *noun, const char *name)
{
	for (const struct cmd_verb *v = noun->verbs; v && v->name; v++)
		if (same(v->name, name))
			return true;
	return false;
}

static bool
is_had(const struct cmd_noun *noun, const struct cmd_verb *v)
{
	return !is_own(noun, v->name) && (v != &cmd_merge ||
	    crm_merges(noun->entity));
}

const struct cmd_verb *
cmd_verb_at(const struct cmd_noun *noun, size_t at)
{
	for (size_t i = 0; noun->entity && cmd_generic[i]; i++)
		if (is_had(noun, cmd_generic[i]) && !at--)
			return cmd_generic[i];
	for (const struct cmd_verb *v = noun->verbs; v && v->name; v++)
		if (!at--)
			return v;
	return NULL;
}

const struct cmd_verb *
cmd_verb_find(const struct cmd_noun *noun, const char *name)
{
	const struct cmd_verb *v;

	for (size_t i = 0; i < CRM_COUNT(aliases); i++)
		if (same(aliases[i].alias, name))
			name = aliases[i].verb;
	for (size_t i = 0; (v = cmd_verb_at(noun, i)); i++)
		if (same(v->name, name))
			return v;
	return NULL;
}

const struct cmd_verb *
cmd_command_find(const char *name)
{
	for (size_t i = 0; cmd_commands[i]; i++)
		if (same(cmd_commands[i]->name, name))
			return cmd_commands[i];
	return NULL;
}
