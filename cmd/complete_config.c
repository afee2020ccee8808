/* Settings, by their keys, and what they may be. */
#include <string.h>

#include "complete.h"
#include "config.h"
#include "crm/setting.h"
#include "crm/user.h"

static void
offer_keys(struct complete *t, const char *after, bool company)
{
	const char *key;

	/* What an alias is called is for the user to say. */
	for (const struct config_key *k = config_keys; k->name; k++)
		complete_offer_with(t, k->name, k->name[strlen(k->name) - 1]
		    == '.' ? "" : after, k->help);
	for (size_t i = 0; company &&
	    (key = config_company_key(t->c, i)); i++)
		complete_offer_with(t, key, after, crm_settings[i].help);
}

void
complete_key(struct complete *t)
{
	offer_keys(t, "", true);
}

static void
offer_values(struct complete *t, const char *key)
{
	static const char *const bools[] = { "yes", "no", NULL };
	const struct config_key *k = config_key_find(key);

	if (!strcmp(key, "company.currency"))
		complete_currencies(t);
	else if (!strcmp(key, "core.user"))
		complete_refs(t, crm_entity_of(&t->c->crm, &crm_user), 0);
	else if (k && k->type == CONFIG_CHOICE)
		complete_words(t, k->choices);
	else if (k && k->type == CONFIG_BOOL)
		complete_words(t, bools);
	else if (k && k->type == CONFIG_PATH)
		complete_file(t);
}

void
complete_setting(struct complete *t)
{
	const char *eq = strchr(t->typed, '=');
	const char *key;

	if (!eq) {
		/* -c is about the program, and so before any verb. */
		offer_keys(t, "=", t->c->noun != NULL);
		return;
	}
	key = crm_arena_copy(&t->c->crm.arena, t->typed,
	    (size_t)(eq - t->typed));
	complete_skip_past(t, "=");
	offer_values(t, key);
}
