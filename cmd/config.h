/* Settings of the program: their keys, and where each value is from. */
#ifndef CMD_CONFIG_H
#define CMD_CONFIG_H

#include "cmd.h"

enum config_type {
	CONFIG_TEXT,
	CONFIG_PATH,		/* ~/ is the home folder */
	CONFIG_BOOL,
	CONFIG_SECONDS,		/* 30, 30s, 5min, 2h, 1d */
	CONFIG_CHOICE
};

struct config_key {
	const char *name;	/* "core.db"; "alias." for all that begin so */
	enum config_type type;
	const char *const *choices;
	const char *variable;	/* that stands above the files, or NULL */
	const char *option;	/* that stands above all, or NULL */
	size_t offset;		/* of its value in struct cmd_global */
	const char *preset;	/* built in, or NULL */
	const char *help;
};

/* Ended by a zero row. */
extern const struct config_key config_keys[];

/* NULL when there is none. */
const struct config_key *config_key_find(const char *name);

/* CRM_EUSAGE, naming the nearest. */
int config_unknown(struct cmd *c, const char *name);

/* CRM_EINVAL, saying what the key NAME may be, when VALUE is not that. */
int config_check(struct cmd *c, const char *name, const char *value);

/* The files of all users, and of this one (NULL without a home). */
const char *config_system_file(void);
const char *config_user_file(struct cmd *c);

/*
 * Call EACH for all that the file PATH has; when it MUST not be there:
 * nothing.  CRM_EINVAL for a damaged one; keys and values are not looked at.
 */
int config_read_file(struct cmd *c, const char *path, bool must,
		     int (*each)(void *ctx, const char *key,
				 const char *value, long line),
		     void *ctx);

/* A value in effect, and where it is from. */
struct config_value {
	const char *text;	/* NULL: there is none */
	enum {
		CONFIG_BUILT_IN, CONFIG_FILE, CONFIG_VARIABLE, CONFIG_OPTION,
		CONFIG_DATABASE
	} level;
	const char *from;	/* the file, the variable, the option */
	long line;
};

/* What NAME is by files, variables and -c. */
struct config_value config_lookup(struct cmd *c, const char *name);
/* The same with the options and what is built in. */
struct config_value config_effective(struct cmd *c,
				     const struct config_key *key);
/* "file:/etc/crm/config:3", "variable:CRM_DB", "option:-c", "built-in" */
const char *config_origin(struct cmd *c, const struct config_value *v);

/* Call EACH once with every key that is set and begins with PREFIX. */
int config_each(struct cmd *c, const char *prefix,
		int (*each)(void *ctx, const char *key), void *ctx);

/* The file that a verb is about, instead of all of them. */
struct config_file_args {
	bool system, user;
	const char *file;
};

#define CONFIG_FILE_OPTS(S, M)						\
	OPT_FLAG(0, "system", S, M.system, "the file for all users"),	\
	OPT_FLAG(0, "user", S, M.user, "your own file"),		\
	OPT_VALUE(0, "file", "file", S, M.file, "this file")

/* *PATH is the file that options name, else NULL. */
int config_named_file(const char **path, struct cmd *c,
		      const struct config_file_args *a);

/* The verbs, each with its options. */
struct config_list_args {
	struct config_file_args file;
	bool origin;
};
struct config_get_args {
	const char *key;
	struct config_file_args file;
	bool origin;
};
struct config_set_args {
	struct crm_rest words;
	struct config_file_args file;
};
int config_list(struct cmd *c, const void *args);
int config_get(struct cmd *c, const void *args);
int config_set(struct cmd *c, const void *args);
int config_unset(struct cmd *c, const void *args);

/* TEXT, of a file, with KEY=VALUE in it. */
int config_change_text(struct cmd *c, struct crm_buf *text, const char *word);

/* config_company.c: settings in the database, as company.currency. */
bool config_is_company(const char *key);
/* Open the database if there is one; *THERE. */
int config_company_open(struct cmd *c, bool *there);
int config_company_value(struct cmd *c, const char *key,
			 struct config_value *out);
const char *config_company_key(struct cmd *c, size_t i);
/* Change them: N words KEY=VALUE, or KEY to be unset. */
int config_company_change(struct cmd *c, const struct crm_rest *words);

#endif
