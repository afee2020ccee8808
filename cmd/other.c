/* A first word that is no command: a program, an alias, or a mistake. */
#include "other.h"

#include <string.h>

#include "crm/suggest.h"
#include "verbs.h"

static void
try_external(void *ctx, const char *name)
{
	crm_suggest_try(ctx, name);
}

static void
try_alias(void *ctx, const char *name, const char *text)
{
	(void)text;
	crm_suggest_try(ctx, name);
}

static int
unknown(struct cmd *c, const char *word)
{
	struct crm_suggest near;

	crm_suggest_init(&near, word, strlen(word));
	for (const struct cmd_noun *n = cmd_nouns; n->name; n++)
		crm_suggest_try(&near, n->name);
	for (size_t i = 0; cmd_commands[i]; i++)
		crm_suggest_try(&near, cmd_commands[i]->name);
	cmd_alias_each(c, try_alias, &near);
	cmd_external_each(c, try_external, &near);
	crm_failed(&c->crm, CRM_EUSAGE, "unknown command '%s'", word);
	if (near.best)
		return crm_hinted(&c->crm, "did you mean '%s'?", near.best);
	return crm_hinted(&c->crm, "crm -h lists the commands");
}

/* What was read so far is read again, with other words. */
static void
begin_anew(struct cmd *c)
{
	c->opt = (struct cmd_global){ 0 };
	c->conf.done = false;
}

int
cmd_other(struct cmd *c, int *argc, char ***argv)
{
	int at = c->unknown, rc;
	const char *word = (*argv)[at];
	const char *path = cmd_external(c, word), *text;

	if (path)
		return cmd_external_run(c, path, *argc - at, *argv + at);
	text = cmd_alias(c, word);
	if (!text)
		return c->crm.err.text[0] ? c->crm.err.code : unknown(c,
		    word);
	if (*text == '!')
		return cmd_alias_shell(c, text, *argc - at, *argv + at);
	rc = cmd_alias_expand(c, text, at, argc, argv);
	if (!rc)
		begin_anew(c);
	return rc;
}

void
cmd_say_alias(struct cmd *c)
{
	for (int i = 0; i < c->aliases.n; i++)
		cmd_say(c, "%s is an alias of: %s", c->aliases.v[i],
		    cmd_alias(c, c->aliases.v[i]));
}
