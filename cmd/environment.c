/*
 * What options say, for a program that this one runs: as the variables that
 * crm itself reads, so that a crm in it does what this one would.
 */
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "other.h"

/* The options that become variables; others are for the program to take. */
static bool
is_exported(const char *name)
{
	static const char *const names[] = {
		"db", "config", "", "as", "format", "table", "list", "csv",
		"tsv", "json", "jsonl", "ids", "busy-timeout", "tz", "now",
		"color", "no-input", "no-hooks"
	};

	for (size_t i = 0; i < CRM_COUNT(names); i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

static bool
is_given(const struct crm_opt *o, const void *into)
{
	const void *at = (const char *)into + o->offset;

	switch (o->kind) {
	case CRM_OPT_FLAG:
		return *(const bool *)at;
	case CRM_OPT_COUNT:
		return *(const int *)at > 0;
	case CRM_OPT_VALUE:
		return *(const char *const *)at != NULL;
	default:
		return ((const struct crm_rest *)at)->n > 0;
	}
}

static int
check_options(struct cmd *c, const char *name)
{
	for (const struct crm_opt *o = cmd_global_opts; o->kind; o++) {
		if (!is_given(o, &c->opt) || is_exported(o->name))
			continue;
		crm_failed(&c->crm, CRM_EUSAGE, "crm %s is a program of its"
		    " own, --%s is not for it", name, o->name);
		return crm_hinted(&c->crm, "what it takes is written behind"
		    " its name");
	}
	return cmd_output_check(c);
}

static void
add(struct cmd *c, struct crm_rest *out, const char *variable,
    const char *value)
{
	if (value)
		opt_add(&c->crm.arena, out, crm_arena_printf(&c->crm.arena,
		    "%s=%s", variable, value));
}

/* -c of a key without a variable, and --busy-timeout: as a file's text. */
static int
add_settings(struct cmd *c, struct crm_rest *out)
{
	const char *before = getenv("CRM_SETTINGS");
	struct crm_rest all = { 0 };
	struct crm_buf text = { 0 };
	int rc = 0;

	for (int i = 0; i < c->opt.settings.n; i++)
		opt_add(&c->crm.arena, &all, c->opt.settings.v[i]);
	if (c->opt.busy_timeout)
		opt_add(&c->crm.arena, &all, crm_arena_printf(&c->crm.arena,
		    "core.busy-timeout=%s", c->opt.busy_timeout));
	crm_buf_str(&text, before ? before : "");
	for (int i = 0; !rc && i < all.n; i++)
		rc = config_change_text(c, &text, all.v[i]);
	if (!rc && text.len)
		add(c, out, "CRM_SETTINGS", text.s);
	crm_buf_free(&text);
	return rc;
}

int
cmd_environment(struct cmd *c, struct crm_rest *out)
{
	const struct cmd_global *o = &c->opt;
	int rc = cmd_config_read(c);

	if (!rc)
		rc = add_settings(c, out);
	if (rc)
		return rc;
	/* What -c says of them must not be behind what the variable says. */
	for (const struct config_key *k = config_keys; k->name; k++) {
		struct config_value v = config_effective(c, k);

		if (k->variable && v.level == CONFIG_OPTION)
			add(c, out, k->variable, v.text);
	}
	add(c, out, "CRM_DB", cmd_database(c));
	add(c, out, "CRM_USER", cmd_user(c));
	add(c, out, "CRM_CONFIG", o->config);
	add(c, out, "CRM_NOW", o->now);
	add(c, out, "CRM_NO_INPUT", o->no_input ? "1" : NULL);
	add(c, out, "CRM_NO_HOOKS", o->no_hooks ? "1" : NULL);
	if (cmd_format_asked(c))
		add(c, out, "CRM_FORMAT", crm_format_names[
		    cmd_output_format(c, CRM_FORMAT_AUTO)]);
	return 0;
}

int
cmd_environment_set(struct cmd *c, const char *name)
{
	struct crm_rest all = { 0 };
	int rc = check_options(c, name);

	if (!rc)
		rc = cmd_environment(c, &all);
	for (int i = 0; !rc && i < all.n; i++)
		putenv(crm_arena_str(&c->crm.arena, all.v[i]));
	return rc;
}
