/* What -h prints, made from the tables; and crm help, which opens manuals. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crm/suggest.h"
#include "other.h"
#include "verbs.h"

static void
print_option(const struct crm_opt *o, FILE *to)
{
	char left[64];
	int n = 0;

	n += snprintf(left, sizeof(left), o->letter ? "-%c" : "  ",
	    o->letter);
	if (*o->name)
		n += snprintf(left + n, sizeof(left) - (size_t)n, "%s--%s",
		    o->letter ? ", " : "  ", o->name);
	if (o->value && n < (int)sizeof(left))
		snprintf(left + n, sizeof(left) - (size_t)n, " %s",
		    o->value);
	if (strlen(left) <= 26)
		fprintf(to, "  %-26s  %s\n", left, o->help);
	else
		fprintf(to, "  %s\n  %26s  %s\n", left, "", o->help);
}

static bool
is_option(const struct crm_opt *o)
{
	return o->kind >= CRM_OPT_FLAG && o->kind <= CRM_OPT_LIST;
}

static void
print_options(const struct crm_opt *o, const char *title, FILE *to)
{
	bool any = false;

	for (; o && o->kind; o++) {
		if (!is_option(o))
			continue;
		if (!any)
			fprintf(to, "\n%s:\n", title);
		any = true;
		print_option(o, to);
	}
}

static void
print_usage(const struct cmd *c, FILE *to)
{
	const struct crm_opt *o = c->verb->opts;

	fputs("usage: crm", to);
	if (c->noun)
		fprintf(to, " %s", c->noun->name);
	fprintf(to, " %s", c->verb->name);
	for (; o && o->kind; o++)
		switch (o->kind) {
		case CRM_OPT_OPERAND:
			fprintf(to, " %s", o->name);
			break;
		case CRM_OPT_MAYBE:
			fprintf(to, " [%s]", o->name);
			break;
		case CRM_OPT_REST:
			fprintf(to, " [%s...]", o->name);
			break;
		case CRM_OPT_ASSIGN:
			fputs(" [FIELD=VALUE...]", to);
			break;
		default:
			break;
		}
	fprintf(to, " [OPTIONS]\n\n%s\n", c->verb->help);
}

static void
print_operands(const struct crm_opt *o, FILE *to)
{
	bool any = false;

	for (; o && o->kind; o++) {
		if (is_option(o) || o->kind == CRM_OPT_ASSIGN)
			continue;
		if (!any)
			fputc('\n', to);
		any = true;
		fprintf(to, "  %-26s  %s\n", o->name, o->help);
	}
}

/* The values that a field takes, for people. */
static void
print_choices(const struct crm_field *f, FILE *to)
{
	if (!f->choices)
		return;
	fputs(" (", to);
	for (size_t i = 0; f->choices[i]; i++)
		fprintf(to, "%s%s", i ? " " : "", f->choices[i]);
	fputc(')', to);
}

static void
print_fields(const struct cmd *c, FILE *to)
{
	const struct crm_entity *e = c->entity;

	fputs("\nFields:\n", to);
	for (size_t n = 0; n < e->nfields; n++) {
		/* Its own first, those of every record after them. */
		size_t own = e->nfields - CRM_F_OWN;
		const struct crm_field *f = &e->fields[n < own
		    ? n + CRM_F_OWN : n - own];

		if (f->flags & CRM_READONLY)
			continue;
		fprintf(to, "  %-26s  %s", f->name, f->help);
		print_choices(f, to);
		fputs(f->flags & CRM_REQUIRED ? " *\n" : "\n", to);
	}
}

static bool
takes_fields(const struct cmd_verb *v)
{
	for (const struct crm_opt *o = v->opts; o && o->kind; o++)
		if (o->kind == CRM_OPT_ASSIGN)
			return true;
	return false;
}

void
cmd_noun_help(const struct cmd_noun *noun, FILE *to)
{
	const struct cmd_verb *v;

	fprintf(to, "usage: crm %s VERB [ARGS] [OPTIONS]\n\n%s\n\nVerbs:\n",
	    noun->name, noun->entity ? noun->entity->help : noun->help);
	for (size_t i = 0; (v = cmd_verb_at(noun, i)); i++)
		fprintf(to, "  %-12s  %s\n", v->name, v->help);
	fprintf(to, "\ncrm %s VERB -h shows a verb's options, crm help %s"
	    " the manual.\n", noun->name, noun->name);
}

void
cmd_help_commands(FILE *to)
{
	fputs("Nouns:\n", to);
	for (const struct cmd_noun *n = cmd_nouns; n->name; n++)
		fprintf(to, "  %-12s  %s\n", n->name,
		    n->entity ? n->entity->help : n->help);
	fputs("\nCommands:\n", to);
	for (size_t i = 0; cmd_commands[i]; i++)
		fprintf(to, "  %-12s  %s\n", cmd_commands[i]->name,
		    cmd_commands[i]->help);
}

static void
print_all(FILE *to)
{
	fputs("usage: crm [OPTIONS] NOUN VERB [REF... | FIELD=VALUE...]\n"
	    "       crm [OPTIONS] COMMAND [ARGS]\n\n", to);
	cmd_help_commands(to);
	print_options(cmd_global_opts, "Options of every command", to);
	fputs("\ncrm NOUN -h lists a noun's verbs, crm help opens the"
	    " manual.\n", to);
}

void
cmd_help_print(struct cmd *c, FILE *to)
{
	if (!c->verb && c->noun) {
		cmd_noun_help(c->noun, to);
		return;
	}
	if (!c->verb) {
		print_all(to);
		return;
	}
	print_usage(c, to);
	print_operands(c->verb->opts, to);
	print_options(c->verb->opts, "Options", to);
	if (c->entity && takes_fields(c->verb))
		print_fields(c, to);
	fputs("\nOptions of every command: crm -h\n", to);
}

void
cmd_overview(struct cmd *c)
{
	const char *path = NULL;
	struct stat st;

	fputs("crm: customers, contacts and deals, from the command line\n\n"
	    "  crm init                           make a database\n"
	    "  crm contact add Ada email=a@b.test add a person\n"
	    "  crm contact list -w 'tags=vip'     list people\n"
	    "  crm contact show a@b.test          all of one person\n"
	    "  crm account import FILE            bring accounts in\n"
	    "  crm opp add Deal amount=5000       add an opportunity\n"
	    "  crm opp move Proposal 17           move it on\n"
	    "  crm report pipeline                what is open and won\n"
	    "  crm forecast                       what will be\n"
	    "  crm undo                           take the last back\n\n"
	    "crm -h lists everything, crm help tutorial takes you through"
	    " it.\n", stdout);
	if (cmd_config_read(c) == 0)
		path = cmd_database(c);
	if (path && (crm_db_is_address(path) || stat(path, &st) == 0)) {
		fputs("The database is ", stdout);
		cmd_put_shown(stdout, crm_db_shown(path));
		fputs(".\n", stdout);
	} else {
		fputs(path ? "There is no database yet at "
		    : "There is no database yet", stdout);
		cmd_put_shown(stdout, path);
		fputs(": crm init makes it.\n", stdout);
	}
	c->crm.err = (struct crm_error){ 0 };
}

struct help_args {
	const char *topic, *verb;
	bool all;
};

static const struct crm_opt opts[] = {
	OPT_MAYBE("topic", "topic", struct help_args, topic,
		  "a noun, a command or a page, as filter"),
	OPT_MAYBE("verb", "verb", struct help_args, verb,
		  "of the noun: its options are shown"),
	OPT_FLAG('a', "all", struct help_args, all,
		 "list every command, aliases and programs too"),
	{ 0 }
};

/* The page's file in a build tree or beside the installed program; NULL. */
static const char *
page_file(struct cmd *c, const char *topic)
{
	static const char sections[] = "157";
	struct crm_arena *a = &c->crm.arena;
	char self[PATH_MAX], *slash;
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	self[n > 0 ? n : 0] = '\0';
	slash = strrchr(self, '/');
	if (!slash)
		return NULL;
	*slash = '\0';
	for (const char *s = sections; *s; s++) {
		const char *page = crm_arena_printf(a, "crm%s%s.%c",
		    topic ? "-" : "", topic ? topic : "", *s);
		const char *near = crm_arena_printf(a, "%s/../man/%s", self,
		    page);
		const char *installed = crm_arena_printf(a,
		    "%s/../share/man/man%c/%s", self, *s, page);

		if (access(near, R_OK) == 0)
			return near;
		if (access(installed, R_OK) == 0)
			return installed;
	}
	return NULL;
}

const char *const cmd_help_pages[] = {
	"hooks", "map", "filter", "formats", "postgres", "tutorial", NULL
};

static int
unknown_topic(struct cmd *c, const char *topic)
{
	struct crm_suggest near;

	crm_suggest_init(&near, topic, strlen(topic));
	for (const struct cmd_noun *n = cmd_nouns; n->name; n++)
		crm_suggest_try(&near, n->name);
	for (size_t i = 0; cmd_commands[i]; i++)
		crm_suggest_try(&near, cmd_commands[i]->name);
	for (size_t i = 0; cmd_help_pages[i]; i++)
		crm_suggest_try(&near, cmd_help_pages[i]);
	crm_failed(&c->crm, CRM_ENOTFOUND, "no help about '%s'", topic);
	return near.best ? crm_hinted(&c->crm, "did you mean '%s'?",
	    near.best) : crm_hinted(&c->crm, "crm -h lists everything");
}

/* Open the manual; where there is no man, the short help must do. */
static int
open_page(struct cmd *c, const char *file)
{
	/* Of the two, man leaves out the overstriking in a pipe. */
	execlp("man", "man", "-l", file, (char *)NULL);
	execlp("mandoc", "mandoc", "-a", file, (char *)NULL);
	c->verb = NULL;
	cmd_help_print(c, stdout);
	return 0;
}

/* A program says itself what it does; an alias, what it stands for. */
static int
help_other(struct cmd *c, const char *topic)
{
	const char *path = cmd_external(c, topic), *text;
	char *word = crm_arena_str(&c->crm.arena, topic);

	if (path) {
		c->opt.help = true;
		return cmd_external_run(c, path, 1, &word);
	}
	text = cmd_alias(c, topic);
	if (!text)
		return c->crm.err.text[0] ? c->crm.err.code
		    : unknown_topic(c, topic);
	cmd_put_shown(stdout, topic);
	fputs(" is an alias of: ", stdout);
	cmd_put_shown(stdout, text);
	fputc('\n', stdout);
	return 0;
}

static int
run(struct cmd *c, const void *args)
{
	const struct help_args *a = args;
	const char *file;

	if (a->all)
		return cmd_help_all(c);
	c->noun = a->topic ? cmd_noun_find(a->topic) : NULL;
	if (c->noun && a->verb) {
		c->verb = cmd_verb_find(c->noun, a->verb);
		c->entity = c->noun->entity;
		if (!c->verb)
			return unknown_topic(c, a->verb);
		cmd_help_print(c, stdout);
		return 0;
	}
	file = page_file(c, c->noun ? c->noun->name : a->topic);
	if (file)
		return open_page(c, file);
	if (c->noun) {
		cmd_noun_help(c->noun, stdout);
		return 0;
	}
	if (!a->topic || cmd_command_find(a->topic)) {
		c->verb = a->topic ? cmd_command_find(a->topic) : NULL;
		cmd_help_print(c, stdout);
		return 0;
	}
	return help_other(c, a->topic);
}

const struct cmd_verb cmd_help = {
	"help", "open the manual", CMD_NO_DB | CMD_NO_CONFIG, opts,
	sizeof(struct help_args), run
};
