/* Every key of the configuration, and what it may be. */
#include <string.h>

#include "config.h"
#include "crm/setting.h"
#include "crm/suggest.h"

static const char *const colors[] = { "auto", "always", "never", NULL };

#define OPTION(NAME, MEMBER) \
	.option = (NAME), \
	.offset = CRM_AT(struct cmd_global, MEMBER, const char *)

const struct config_key config_keys[] = {
	{ "core.db", CONFIG_PATH, .variable = "CRM_DB", OPTION("--db", db),
	  .help = "the database" },
	{ "core.user", CONFIG_TEXT, .variable = "CRM_USER",
	  OPTION("--as", as), .help = "who you are" },
	{ "core.format", CONFIG_CHOICE, .choices = crm_format_names,
	  .variable = "CRM_FORMAT", OPTION("--format", format),
	  .preset = "auto", .help = "the format, when none is asked for" },
	{ "core.color", CONFIG_CHOICE, .choices = colors,
	  .variable = "CRM_COLOR", OPTION("--color", color),
	  .preset = "auto", .help = "colour in tables" },
	{ "core.editor", CONFIG_TEXT,
	  .help = "the program that crm edit opens" },
	{ "core.pager", CONFIG_TEXT, .variable = "CRM_PAGER",
	  .help = "the program for long output on a terminal" },
	{ "core.tz", CONFIG_TEXT, .variable = "CRM_TZ", OPTION("--tz", tz),
	  .help = "the zone of today" },
	{ "core.busy-timeout", CONFIG_SECONDS,
	  OPTION("--busy-timeout", busy_timeout), .preset = "10",
	  .help = "how long to wait for other writers" },
	{ "core.hooks", CONFIG_PATH,
	  .help = "the folder of the hooks" },
	{ "core.hook-timeout", CONFIG_SECONDS, .preset = "30",
	  .help = "how long a hook may take" },
	{ "core.no-hooks", CONFIG_BOOL, .variable = "CRM_NO_HOOKS",
	  .preset = "no", .help = "run no hooks" },
	{ "alias.", CONFIG_TEXT, .help = "what crm NAME stands for" },
	{ 0 }
};

const struct config_key *
config_key_find(const char *name)
{
	for (const struct config_key *k = config_keys; k->name; k++) {
		size_t len = strlen(k->name);

		if (k->name[len - 1] == '.' ? !strncmp(k->name, name, len) &&
		    name[len] && !strchr(name + len, '.') :
		    !strcmp(k->name, name))
			return k;
	}
	return NULL;
}

int
config_unknown(struct cmd *c, const char *name)
{
	struct crm_suggest near;
	const char *key;

	crm_suggest_init(&near, name, strlen(name));
	for (const struct config_key *k = config_keys; k->name; k++)
		if (k->name[strlen(k->name) - 1] != '.')
			crm_suggest_try(&near, k->name);
	for (size_t i = 0; (key = config_company_key(c, i)); i++)
		crm_suggest_try(&near, key);
	crm_failed(&c->crm, CRM_EUSAGE, "unknown setting '%s'", name);
	if (near.best)
		return crm_hinted(&c->crm, "did you mean '%s'?", near.best);
	return crm_hinted(&c->crm, "crm help config has all of them");
}

static int
wrong(struct cmd *c, const char *name, const char *value, const char *what)
{
	crm_failed(&c->crm, CRM_EINVAL, "%s: '%.100s' is not %s", name,
	    value, what);
	return CRM_EINVAL;
}

static int
check_choice(struct cmd *c, const struct config_key *k, const char *value)
{
	struct crm_suggest near;
	struct crm_buf all = { 0 };

	crm_suggest_init(&near, value, strlen(value));
	for (size_t i = 0; k->choices[i]; i++) {
		if (!strcmp(k->choices[i], value)) {
			crm_buf_free(&all);
			return 0;
		}
		crm_suggest_try(&near, k->choices[i]);
		crm_buf_printf(&all, "%s%s", !i ? "" : k->choices[i + 1]
		    ? ", " : " or ", k->choices[i]);
	}
	wrong(c, k->name, value, all.s);
	crm_buf_free(&all);
	return near.best ? crm_hinted(&c->crm, "did you mean '%s'?",
	    near.best) : CRM_EINVAL;
}

/* -1 when TEXT is neither. */
static int
bool_of(const char *text)
{
	static const char *const yes[] = { "yes", "true", "on", "1" };
	static const char *const no[] = { "no", "false", "off", "0", "" };

	for (size_t i = 0; i < CRM_COUNT(yes); i++)
		if (!strcmp(text, yes[i]))
			return 1;
	for (size_t i = 0; i < CRM_COUNT(no); i++)
		if (!strcmp(text, no[i]))
			return 0;
	return -1;
}

int64_t
cmd_config_duration(const char *text)
{
	static const struct { const char *name; int seconds; } units[] = {
		{ "", 1 }, { "s", 1 }, { "min", 60 }, { "h", 3600 },
		{ "d", 86400 }
	};
	int64_t n = 0;
	const char *s = text;

	for (; *s >= '0' && *s <= '9' && n < 1000000; s++)
		n = n * 10 + (*s - '0');
	for (size_t i = 0; s > text && i < CRM_COUNT(units); i++)
		if (!strcmp(s, units[i].name))
			return n * units[i].seconds;
	return -1;
}

int
config_check(struct cmd *c, const char *name, const char *value)
{
	const struct config_key *k = config_key_find(name);

	switch (k->type) {
	case CONFIG_CHOICE:
		return check_choice(c, k, value);
	case CONFIG_BOOL:
		return bool_of(value) >= 0 ? 0 : wrong(c, name, value,
		    "yes or no");
	case CONFIG_SECONDS:
		return cmd_config_duration(value) >= 0 ? 0 : wrong(c, name,
		    value, "a number of seconds, as 30, or 5min, 2h, 1d");
	default:
		return 0;
	}
}

bool
cmd_config_bool(struct cmd *c, const char *name)
{
	const char *s = cmd_config(c, name);

	return s && bool_of(s) > 0;
}
