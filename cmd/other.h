/* Commands that are not built in: aliases, and programs named crm-*. */
#ifndef CMD_OTHER_H
#define CMD_OTHER_H

#include "cmd.h"

/*
 * The word c->unknown is no command: run what it names, which doesn't come
 * back; or 0, and it was replaced by the words that it stands for; or
 * CRM_EUSAGE with the nearest.
 */
int cmd_other(struct cmd *c, int *argc, char ***argv);
/* What the aliases that the command line went through stand for. */
void cmd_say_alias(struct cmd *c);

/* alias.c: what NAME stands for, or NULL. */
const char *cmd_alias(struct cmd *c, const char *name);
/* The words of TEXT: CRM_EUSAGE for none, or a quote that isn't closed. */
int cmd_alias_words(struct cmd *c, const char *name, const char *text,
		    struct crm_rest *out);
/* Put them in the place of word AT; CRM_EUSAGE when that goes in circles. */
int cmd_alias_expand(struct cmd *c, const char *text, int at, int *argc,
		     char ***argv);
/* Run "!command" with ARGV, the alias first; returns only when it can't. */
int cmd_alias_shell(struct cmd *c, const char *text, int argc, char **argv);
void cmd_alias_each(struct cmd *c,
		    void (*call)(void *ctx, const char *name,
				 const char *text), void *ctx);

/* external.c: the file of crm-NAME, or NULL. */
const char *cmd_external(struct cmd *c, const char *name);
/* Run it with ARGV, its name first; returns only when it can't. */
int cmd_external_run(struct cmd *c, const char *path, int argc, char **argv);
/* Call for each NAME there is a crm-NAME of, some of them twice. */
void cmd_external_each(struct cmd *c,
		       void (*call)(void *ctx, const char *name), void *ctx);

/*
 * environment.c: what the options say, as NAME=value for a program; and set,
 * for the program NAME that takes the place of this one.
 */
int cmd_environment(struct cmd *c, struct crm_rest *out);
int cmd_environment_set(struct cmd *c, const char *name);

#endif
