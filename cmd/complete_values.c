/* What options and operands take. */
#include <string.h>

#include "complete.h"
#include "crm/activity.h"
#include "crm/custom.h"
#include "crm/link.h"
#include "crm/member.h"
#include "crm/ref.h"
#include "crm/timeline.h"
#include "crm/view.h"
#include "verbs.h"

/* contact:ada@acme.test */
void
complete_link(struct complete *t, const struct crm_field *f)
{
	const char *colon = strchr(t->typed, ':');
	const struct crm_entity *e;

	if (!colon) {
		for (size_t i = 0; (e = crm_entities(&t->c->crm)[i]); i++)
			if (crm_link_allows(f, e))
				complete_offer_with(t, e->name, ":", e->help);
		return;
	}
	e = crm_entity_find(&t->c->crm, t->typed,
	    (size_t)(colon - t->typed));
	complete_skip(t, (size_t)(colon - t->typed) + 1);
	complete_refs(t, e, 0);
}

static void
complete_any_link(struct complete *t)
{
	complete_link(t, NULL);
}

static void
offer(void *ctx, const char *text, const char *about)
{
	complete_offer(ctx, text, about);
}

static void
complete_batch(struct complete *t)
{
	const struct crm_candidates to = { offer, t };

	if (complete_open(t))
		crm_candidate_batches(&t->c->crm, t->c->verb == &cmd_undo,
		    &to);
}

static void
complete_topic(struct complete *t)
{
	for (const struct cmd_noun *n = cmd_nouns; n->name; n++)
		complete_offer(t, n->name, n->entity ? n->entity->help
		    : n->help);
	for (size_t i = 0; cmd_commands[i]; i++)
		complete_offer(t, cmd_commands[i]->name,
		    cmd_commands[i]->help);
	complete_words(t, cmd_help_pages);
}

static void
complete_verb(struct complete *t)
{
	const char *const *topic = complete_argument(t, CRM_OPT_MAYBE,
	    "topic");
	const struct cmd_noun *n = topic && *topic ? cmd_noun_find(*topic)
	    : NULL;
	const struct cmd_verb *v;

	for (size_t i = 0; n && (v = cmd_verb_at(n, i)); i++)
		complete_offer(t, v->name, v->help);
}

/* What rows may refer to. */
static void
complete_entities(struct complete *t)
{
	const struct crm_entity *e = complete_entity(t), *to;

	complete_skip_past(t, ",");
	for (size_t i = 0; (to = crm_entities(&t->c->crm)[i]); i++)
		for (size_t j = 0; j < e->nfields; j++) {
			if (crm_field_ref(&t->c->crm, &e->fields[j]) != to)
				continue;
			complete_offer(t, to->name, to->help);
			break;
		}
}

static void
complete_group(struct complete *t)
{
	static const char *const forecast[] = {
		"month", "owner", "team", NULL
	};
	static const char *const report[] = { "month", "total", NULL };

	if (t->c->verb == &cmd_forecast) {
		complete_words(t, forecast);
		return;
	}
	complete_words(t, report);
	complete_columns(t, true);
}

static void
complete_ref(struct complete *t)
{
	complete_refs(t, t->c->entity, t->c->verb == &cmd_restore
	    ? CRM_REF_GONE : 0);
}

static void
complete_user(struct complete *t)
{
	complete_refs(t, &crm_user, 0);
}

static void
complete_stage(struct complete *t)
{
	complete_refs(t, &crm_stage, 0);
}

static void
complete_tag(struct complete *t)
{
	complete_skip_past(t, ",");
	complete_tags(t);
}

static void
complete_period(struct complete *t)
{
	complete_periods(t);
	complete_days(t);
}

static void
complete_field(struct complete *t)
{
	complete_fields(t, "");
}

static void
complete_column_field(struct complete *t)
{
	if (!strchr(t->typed, '='))
		return;
	complete_skip_past(t, "=");
	complete_fields(t, "");
}

static void
complete_default(struct complete *t)
{
	complete_field_of(t, '=');
}

static void
complete_replacement(struct complete *t)
{
	complete_field_of(t, ':');
}

static void
complete_list(struct complete *t)
{
	/* Those of a report are no fields. */
	if (t->c->entity)
		complete_columns(t, false);
}

static void
complete_sort(struct complete *t)
{
	complete_columns(t, true);
}

static void
complete_entity_name(struct complete *t)
{
	const struct crm_entity *const *all = crm_entities(&t->c->crm);

	for (size_t i = 0; all[i]; i++)
		if (!(all[i]->flags & CRM_E_PLAIN))
			complete_offer(t, all[i]->name, all[i]->help);
}

static void
complete_entity_list(struct complete *t)
{
	complete_skip_past(t, ",");
	complete_entity_name(t);
}

/* The views, at the end of a statement or for --views. */
static void
complete_sql(struct complete *t)
{
	const char *name;

	complete_skip_past(t, " \n(,");
	if (!complete_open(t))
		return;
	for (size_t i = 0; (name = crm_view_name(&t->c->crm, i)); i++)
		complete_offer(t, name, "");
}

/* Of a timeline. */
static void
complete_kinds(struct complete *t)
{
	complete_skip_past(t, ",");
	complete_words(t, crm_activity_kinds);
	complete_words(t, crm_timeline_kinds);
	complete_words(t, crm_member.fields[MEMBER_STATUS].choices);
}

#define WORDS(...) (const char *const[]){ __VA_ARGS__, NULL }

/* By the name of the option, then by what it takes. */
static const struct {
	const char *name, *value;
	void (*complete)(struct complete *t);
	const char *const *words;
} kinds[] = {
	{ "color", NULL, NULL, WORDS("auto", "always", "never") },
	{ "mode", NULL, NULL, WORDS("add", "upsert", "update") },
	{ "empty", NULL, NULL, WORDS("keep", "clear") },
	{ "date-format", NULL, NULL, WORDS("ymd", "mdy", "dmy") },
	{ "decimal", NULL, NULL, WORDS(".", ",") },
	{ "delimiter", NULL, NULL, WORDS(",", ";", "tab") },
	{ "format", NULL, NULL, crm_format_names },
	{ "sort", NULL, complete_sort, NULL },
	{ NULL, "fields", complete_list, NULL },
	{ NULL, "file", complete_file, NULL },
	{ NULL, "address", complete_file, NULL },
	{ NULL, "filter", complete_filter, NULL },
	{ NULL, "field", complete_field, NULL },
	{ NULL, "FIELD=VALUE", complete_default, NULL },
	{ NULL, "FIELD:OLD=NEW", complete_replacement, NULL },
	{ NULL, "COLUMN=FIELD", complete_column_field, NULL },
	{ NULL, "KEY=VALUE", complete_setting, NULL },
	{ NULL, "setting", complete_key, NULL },
	{ NULL, "sql", complete_sql, NULL },
	{ NULL, "ref", complete_ref, NULL },
	{ NULL, "link", complete_any_link, NULL },
	{ NULL, "user", complete_user, NULL },
	{ NULL, "stage", complete_stage, NULL },
	{ NULL, "tag", complete_tag, NULL },
	{ NULL, "batch", complete_batch, NULL },
	{ NULL, "date", complete_days, NULL },
	{ NULL, "period", complete_period, NULL },
	{ NULL, "code", complete_currencies, NULL },
	{ NULL, "currency", complete_currencies, NULL },
	{ NULL, "entities", complete_entities, NULL },
	{ NULL, "entity", complete_entity_name, NULL },
	{ NULL, "entity-list", complete_entity_list, NULL },
	{ NULL, "field-type", NULL, crm_custom_types },
	{ NULL, "activity-kind", NULL, crm_activity_kinds },
	{ NULL, "kinds", complete_kinds, NULL },
	{ NULL, "group", complete_group, NULL },
	{ NULL, "topic", complete_topic, NULL },
	{ NULL, "verb", complete_verb, NULL },
};

void
complete_value(struct complete *t, const struct crm_opt *o)
{
	for (size_t i = 0; i < CRM_COUNT(kinds); i++) {
		if (kinds[i].name ? strcmp(kinds[i].name, o->name) != 0
		    : strcmp(kinds[i].value, o->value) != 0)
			continue;
		if (kinds[i].complete)
			kinds[i].complete(t);
		else
			complete_words(t, kinds[i].words);
		return;
	}
}

const struct crm_entity *
complete_entity(struct complete *t)
{
	/* A database may have fields of its own. */
	complete_open(t);
	return crm_entity_of(&t->c->crm, t->c->entity ? t->c->entity
	    : &crm_opp);
}
