/*
 * alias.NAME of the configuration: the words that stand for crm NAME.  They
 * are cut as a shell does, and what follows NAME is put behind them.
 */
#include <string.h>
#include <unistd.h>

#include "config.h"
#include "crm/words.h"
#include "other.h"

static const char prefix[] = "alias.";

const char *
cmd_alias(struct cmd *c, const char *name)
{
	char key[80];

	if (!*name || strlen(name) > sizeof(key) - sizeof(prefix))
		return NULL;
	snprintf(key, sizeof(key), "%s%s", prefix, name);
	return cmd_config_read(c) ? NULL : cmd_config(c, key);
}

static int
fail(struct cmd *c, const char *name, const char *what)
{
	char key[80];

	snprintf(key, sizeof(key), "%s%s", prefix, name);
	return crm_failed(&c->crm, CRM_EUSAGE, "%s: %s",
	    cmd_config_from(c, key, NULL, NULL), what);
}

struct words {
	struct crm_arena *arena;
	struct crm_rest *out;
};

static int
take(void *ctx, const char *word, size_t len)
{
	const struct words *w = ctx;

	opt_add(w->arena, w->out, crm_arena_copy(w->arena, word, len));
	return 0;
}

int
cmd_alias_words(struct cmd *c, const char *name, const char *text,
		struct crm_rest *out)
{
	struct words w = { &c->crm.arena, out };

	if (crm_words(text, strlen(text), take, &w))
		return fail(c, name, "a quote is not closed");
	return out->n ? 0 : fail(c, name, "there is no command in it");
}

/* "a stands for b, b for a" ends nowhere. */
static int
check_loop(struct cmd *c, const char *name)
{
	struct crm_buf all = { 0 };

	for (int i = 0; i < c->aliases.n; i++)
		if (!strcmp(c->aliases.v[i], name)) {
			for (; i < c->aliases.n; i++)
				crm_buf_printf(&all, "%s, ",
				    c->aliases.v[i]);
			crm_buf_str(&all, name);
			fail(c, name, "it leads back to itself");
			crm_hinted(&c->crm, "one stands for the next: %s",
			    all.s);
			crm_buf_free(&all);
			return CRM_EUSAGE;
		}
	opt_add(&c->crm.arena, &c->aliases, name);
	return 0;
}

int
cmd_alias_expand(struct cmd *c, const char *text, int at, int *argc,
		 char ***argv)
{
	struct crm_rest words = { 0 };
	const char *name = (*argv)[at];
	char **v;
	int rc = check_loop(c, name);

	if (!rc)
		rc = cmd_alias_words(c, name, text, &words);
	if (rc)
		return rc;
	v = crm_arena_alloc(&c->crm.arena, (size_t)(*argc + words.n) *
	    sizeof(*v));
	memcpy(v, *argv, (size_t)at * sizeof(*v));
	memcpy(v + at, words.v, (size_t)words.n * sizeof(*v));
	memcpy(v + at + words.n, *argv + at + 1, (size_t)(*argc - at - 1) *
	    sizeof(*v));
	*argv = v;
	*argc += words.n - 1;
	return 0;
}

/* !command, with what follows the alias as "$@". */
int
cmd_alias_shell(struct cmd *c, const char *text, int argc, char **argv)
{
	struct crm_arena *a = &c->crm.arena;
	char **v = crm_arena_alloc(a, (size_t)(argc + 5) * sizeof(*v));
	int rc = cmd_environment_set(c, argv[0]);

	if (rc)
		return rc;
	v[0] = crm_arena_str(a, "sh");
	v[1] = crm_arena_str(a, "-c");
	v[2] = crm_arena_printf(a, argc > 1 ? "%s \"$@\"" : "%s", text + 1);
	memcpy(v + 3, argv, (size_t)argc * sizeof(*v));
	fflush(NULL);
	execv("/bin/sh", v);
	return crm_failed(&c->crm, CRM_EFAIL, "cannot run /bin/sh");
}

struct each {
	void (*call)(void *ctx, const char *name, const char *text);
	void *ctx;
	struct cmd *c;
};

static int
each(void *ctx, const char *key)
{
	const struct each *e = ctx;

	e->call(e->ctx, key + sizeof(prefix) - 1, cmd_config(e->c, key));
	return 0;
}

void
cmd_alias_each(struct cmd *c,
	       void (*call)(void *ctx, const char *name, const char *text),
	       void *ctx)
{
	struct each e = { call, ctx, c };

	if (!cmd_config_read(c))
		config_each(c, prefix, each, &e);
}
