/* Commands that are not built in: their names, and what aliases stand for. */
#include "complete.h"
#include "other.h"


static void
offer_alias(void *ctx, const char *name, const char *text)
{
	if (!cmd_noun_find(name) && !cmd_command_find(name))
		complete_offer(ctx, name, text);
}

static void
offer_program(void *ctx, const char *name)
{
	struct complete *t = ctx;

	if (!cmd_noun_find(name) && !cmd_command_find(name))
		complete_offer(t, name, "");
}

void
complete_other(struct complete *t)
{
	cmd_alias_each(t->c, offer_alias, t);
	cmd_external_each(t->c, offer_program, t);
}

bool
complete_alias(struct complete *t, int *argc, char ***argv)
{
	struct cmd *c = t->c;
	int at = c->unknown - 1;
	const char *text = NULL;
	bool program = cmd_external(c, (*argv)[at]) != NULL;

	if (!program)
		text = cmd_alias(c, (*argv)[at]);
	/* What another program takes is not known here. */
	if (program || (text && *text == '!'))
		complete_file(t);
	if (!text || *text == '!' ||
	    cmd_alias_expand(c, text, at, argc, argv))
		return false;
	c->conf.done = false;
	return true;
}
