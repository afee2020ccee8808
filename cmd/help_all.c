/* crm help -a: every command there is, also those that are not built in. */
#include <stdlib.h>
#include <string.h>

#include "other.h"
#include "verbs.h"

struct listing {
	struct cmd *c;
	bool any;
	struct crm_rest programs;
};

/* An alias may be called, and stand for, anything. */
static void
put_line(const char *name, const char *text)
{
	struct crm_buf b = { 0 };

	crm_buf_printf(&b, "  %-12s  %s", name, text);
	cmd_put_shown(stdout, b.s);
	fputc('\n', stdout);
	crm_buf_free(&b);
}

static void
print_alias(void *ctx, const char *name, const char *text)
{
	struct listing *l = ctx;

	if (!l->any)
		fputs("\nAliases:\n", stdout);
	l->any = true;
	put_line(name, text);
}

static void
take_program(void *ctx, const char *name)
{
	struct listing *l = ctx;

	/* Where it would not be found, it is no command. */
	if (!cmd_noun_find(name) && !cmd_command_find(name))
		opt_add(&l->c->crm.arena, &l->programs, name);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int
cmd_help_all(struct cmd *c)
{
	struct listing l = { .c = c };
	const char **v;

	cmd_help_commands(stdout);
	cmd_alias_each(c, print_alias, &l);
	c->crm.err = (struct crm_error){ 0 };
	cmd_external_each(c, take_program, &l);
	v = l.programs.v;
	if (l.programs.n) {
		fputs("\nPrograms:\n", stdout);
		qsort(v, (size_t)l.programs.n, sizeof(*v), by_name);
	}
	for (int i = 0; i < l.programs.n; i++)
		if (!i || strcmp(v[i], v[i - 1]) != 0)
			put_line(v[i], cmd_external(c, v[i]));
	return 0;
}
