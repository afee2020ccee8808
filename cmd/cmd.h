/* What every subcommand is made of, and what it is given. */
#ifndef CMD_H
#define CMD_H

#include <stdint.h>
#include <stdio.h>

#include "crm/batch.h"
#include "crm/crm.h"
#include "crm/entity.h"
#include "crm/hooks.h"
#include "crm/writer.h"
#include "opt.h"

/* The global options: see options.c. */
struct cmd_global {
	bool help, version, quiet, yes, dry_run, no_input, exit_status;
	bool table, list, csv, tsv, json, jsonl, ids;
	bool no_header, null, bom, excel_safe, no_pager, no_hooks;
	int verbose;
	const char *db, *config, *as, *format, *template, *fields, *output;
	const char *batch_key, *busy_timeout, *tz, *now, *color;
	struct crm_rest settings;	/* -c KEY=VALUE */
};

/* Where the output goes: see output.c. */
struct cmd_output {
	struct crm_writer *writer;
	struct crm_writer_how how;
	const struct crm_column *cols;
	char *temporary;		/* --output, until it is whole */
	int pager;			/* its process, or 0 */
	int64_t rows;
};

/* One run of the program. */
struct cmd {
	struct crm crm;
	struct cmd_global opt;
	struct cmd_output out;
	struct crm_hooks *hooks;	/* NULL: none, or not looked for */
	struct crm_exchange *exchange;	/* of --in, or NULL */
	const struct cmd_noun *noun;	/* NULL for a command of its own */
	const struct cmd_verb *verb;
	const struct crm_entity *entity;
	const char *stdin_use;		/* who reads stdin; NULL: nobody */
	struct crm_buf said;		/* what makes this command: its hash */
	const char *program;		/* argv[0] */
	bool early_json;		/* argv asks for it, whatever it says */
	bool told;			/* how it went */
	int unknown;			/* argument that is no command; or 0 */
	struct crm_rest aliases;	/* that the command line went through */
	void (*trace)(void *ctx, const char *sql, int64_t us);
	struct cmd_conf {		/* of the files, weakest first */
		struct cmd_setting {
			const char *key, *value, *file;
			long line;
		} *v;
		size_t n;
		bool done;
	} conf;
};

enum {
	CMD_NO_DB = 1,		/* needs no database */
	CMD_WRITES = 2,		/* opens it to write */
	CMD_PAGED = 8,		/* long output goes to a pager */
	CMD_NO_CONFIG = 16	/* reads the configuration itself, or not */
};

struct cmd_verb {
	const char *name, *help;
	unsigned flags;
	const struct crm_opt *opts;
	size_t args_size;
	int (*run)(struct cmd *c, const void *args);
};

struct cmd_noun {
	const char *name, *help;
	const struct crm_entity *entity;	/* its verbs come with it */
	const struct cmd_verb *verbs;		/* ended by a zero row */
};

/* Tables: nouns.c, verbs.c, options.c; each ends with a zero row. */
extern const struct cmd_noun cmd_nouns[];	/* crm NOUN VERB */
extern const struct cmd_verb *const cmd_commands[];	/* crm COMMAND */
extern const struct cmd_verb *const cmd_generic[];	/* of every entity */
extern const struct crm_opt cmd_global_opts[];

/* By name, plural or alias (ls, rm, new); NULL. */
const struct cmd_noun *cmd_noun_find(const char *name);
const struct cmd_verb *cmd_verb_find(const struct cmd_noun *noun,
				     const char *name);
const struct cmd_verb *cmd_command_find(const char *name);
/* The AT-th verb of NOUN, its own after the general ones; NULL at the end. */
const struct cmd_verb *cmd_verb_at(const struct cmd_noun *noun, size_t at);

/* Open the database as the options, the environment and the files say. */
int cmd_open(struct cmd *c, unsigned flags);
/* The zone and the time, as options, variables and the company say. */
int cmd_set_clock(struct cmd *c);
/* The setting NAME (core.db): -c, environment, files; or NULL. */
const char *cmd_config(struct cmd *c, const char *name);
bool cmd_config_bool(struct cmd *c, const char *name);
/* "30", "30s", "5min", "2h", "1d" in seconds; -1 when it is none of them. */
int64_t cmd_config_duration(const char *text);
/*
 * Where cmd_config has NAME from, for sentences: OPTION when GIVEN, else
 * core.tz, CRM_TZ, or the file and its line.
 */
const char *cmd_config_from(struct cmd *c, const char *name,
			    const char *option, const char *given);
/* Read the configuration: CRM_EINVAL for a damaged file, an unknown key. */
int cmd_config_read(struct cmd *c);
/* Where the database is, whether it is there or not. */
const char *cmd_database(struct cmd *c);
/* CRM_EUSAGE when WHERE has a password that arguments show to everybody. */
int cmd_check_database(struct cmd *c, const char *where);
/* The same for WHERE that is one. */
int cmd_check_address(struct cmd *c, const char *where);
/* Make the folders above PATH that are missing. */
int cmd_make_folders(struct cmd *c, const char *path, unsigned mode);
/* Who is running this. */
const char *cmd_user(struct cmd *c);

/* What somebody else wrote, line by line, escaped for a terminal. */
void cmd_put_shown(FILE *to, const char *s);
/* A sentence for people on stderr, unless --quiet. */
void cmd_say(struct cmd *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* Print the recorded error, as a sentence or as JSON. */
void cmd_print_error(struct cmd *c);
/* "leads.csv:57: email: 'ada@' is not an e-mail address", or as JSON. */
void cmd_print_reject(struct cmd *c, const char *file, long line,
		      const char *field, const char *sentence,
		      const char *hint);

/* Begin the output; the default format is CSV or, on a terminal, TTY. */
int cmd_output_begin(struct cmd *c, const struct crm_column *cols, size_t n,
		     enum crm_format tty);
int cmd_output_row(void *cmd, const struct crm_value *cells);
/* End it; CODE is what the rows came to. */
int cmd_output_end(struct cmd *c, int code);
/* Open --output or stdout; *FD is closed by cmd_output_close. */
int cmd_output_open(struct cmd *c, int *fd);
int cmd_output_close(struct cmd *c, int code);
/* True when errors are for programs. */
bool cmd_wants_json(struct cmd *c);
/* CRM_EUSAGE when options name different formats. */
int cmd_output_check(struct cmd *c);
/* True when an option names a format. */
bool cmd_format_asked(const struct cmd *c);
/* An enum crm_format, or CRM_EUSAGE. */
int cmd_output_format(struct cmd *c, enum crm_format tty);

/* Take stdin for WHOM: CRM_EUSAGE when somebody has it already. */
int cmd_stdin(struct cmd *c, const char *whom);
/*
 * Open the file *NAME, or stdin for WHOM when it is "-", which is then called
 * so; with --batch-key its bytes are part of what makes the command.
 */
int cmd_input(struct cmd *c, int *fd, const char **name, const char *whom);
/* All of stdin, or of the file NAME, in the arena. */
int cmd_slurp(struct cmd *c, const char *name, struct crm_value *out);

/* Whether a person may be asked: not with --no-input. */
bool cmd_may_ask(const struct cmd *c);
/* CRM_EREFUSED unless a person, or --yes, says yes. */
int cmd_confirm(struct cmd *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * One write: a batch with all that CALL does, or nothing; 1 when the batch of
 * --batch-key was there already.  All input is read before, everything is
 * printed after.  CALL may be called twice, as hooks want to know what it
 * would change: it begins anew each time.
 */
int cmd_write(struct cmd *c, const char *options,
	      int (*call)(struct cmd *c, void *ctx), void *ctx);

/* The hooks of this command, NULL when there are none. */
int cmd_hooks(struct cmd *c, struct crm_hooks **out);

/* Print a write's ids, or its records with --json and the like. */
int cmd_print_written(struct cmd *c, const int64_t *ids, size_t n,
		      bool always);
/* The same for the batch of --batch-key that was there already. */
int cmd_print_replayed(struct cmd *c, bool always);

/* Add what makes this command what it is, for --batch-key. */
void cmd_hash_add(struct cmd *c, const void *p, size_t len);
const char *cmd_hash(struct cmd *c);

#endif
