/*
 * Settings of this program: built-in < /etc/crm/config < the user's file <
 * --config < environment < -c < option.
 */
#include "config.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crm/conf.h"

const char *
config_system_file(void)
{
	return CRM_SYSCONFDIR "/crm/config";
}

const char *
config_user_file(struct cmd *c)
{
	struct crm_arena *a = &c->crm.arena;
	const char *home = getenv("HOME"), *xdg = getenv("XDG_CONFIG_HOME");

	if (xdg && *xdg)
		return crm_arena_printf(a, "%s/crm/config", xdg);
	return home && *home ? crm_arena_printf(a, "%s/.config/crm/config",
	    home) : NULL;
}

struct reading {
	struct cmd *c;
	const char *path;
	int (*entry)(void *ctx, const char *key, const char *value,
		     long line);
	void *ctx;
};

static int
entry(void *ctx, const struct crm_conf_entry *e)
{
	const struct reading *r = ctx;
	struct crm_arena *a = &r->c->crm.arena;
	const char *key = crm_arena_printf(a, "%s%s%s.%s", e->section,
	    e->sub ? "." : "", e->sub ? e->sub : "", e->key);

	return r->entry(r->ctx, key, e->value
	    ? crm_arena_str(a, e->value) : "yes", e->line);
}

static int
read_conf(struct reading *r, bool own, bool must)
{
	struct cmd *c = r->c;
	int rc = crm_conf_read(r->path, own, entry, r, &c->crm.err);

	if (rc == CRM_ENOTFOUND && !must) {
		c->crm.err = (struct crm_error){ 0 };
		return 0;
	}
	return rc;
}

int
config_read_file(struct cmd *c, const char *path, bool must,
		 int (*each)(void *ctx, const char *key, const char *value,
			     long line), void *ctx)
{
	struct reading r = { c, path, each, ctx };

	return read_conf(&r, false, must);
}

static void
keep(struct cmd *c, const char *key, const char *value, const char *file,
     long line)
{
	struct cmd_conf *conf = &c->conf;

	if ((conf->n & (conf->n - 1)) == 0) {
		struct cmd_setting *v = crm_arena_alloc(&c->crm.arena,
		    (conf->n * 2 + 1) * sizeof(*v));

		if (conf->n)
			memcpy(v, conf->v, conf->n * sizeof(*v));
		conf->v = v;
	}
	conf->v[conf->n++] = (struct cmd_setting){ key, value, file, line };
}

static int
check(struct cmd *c, const char *key, const char *value)
{
	if (config_key_find(key))
		return config_check(c, key, value);
	if (!config_is_company(key))
		return config_unknown(c, key);
	crm_failed(&c->crm, CRM_EUSAGE, "%s is kept in the database", key);
	return crm_hinted(&c->crm, "crm config set %s=%s", key, value);
}

static int
take(void *ctx, const char *key, const char *value, long line)
{
	const struct reading *r = ctx;
	struct cmd *c = r->c;
	struct crm_error was;

	if (check(c, key, value) == 0) {
		keep(c, key, value, r->path, line);
		return 0;
	}
	was = c->crm.err;
	crm_failed(&c->crm, CRM_EINVAL, "%s%sline %ld: %.400s", r->path
	    ? r->path : "", r->path ? ": " : "", line, was.text);
	c->crm.err.line = line;
	return *was.hint ? crm_hinted(&c->crm, "%s", was.hint) : CRM_EINVAL;
}

static int
read_file(struct cmd *c, const char *path, bool must)
{
	struct reading told = { .c = c, .path = path };
	struct reading r = { c, path, take, &told };

	return read_conf(&r, true, must);
}

/* CRM_SETTINGS is what a crm around this one was told with -c. */
static int
read_settings(struct cmd *c)
{
	struct reading r = { .c = c, .entry = take, .ctx = &r };
	const char *text = getenv("CRM_SETTINGS");

	return !text ? 0 : crm_conf_parse(text, strlen(text), entry, &r,
	    &c->crm.err);
}

/* A command line's mistake, whatever it was. */
static int
as_usage(struct cmd *c, const char *variable)
{
	c->crm.err.code = CRM_EUSAGE;
	return variable ? crm_fail_in(&c->crm.err, "%s", variable)
	    : CRM_EUSAGE;
}

static int
check_variables(struct cmd *c)
{
	for (const struct config_key *k = config_keys; k->name; k++) {
		const char *s = k->variable ? getenv(k->variable) : NULL;

		if (s && *s && config_check(c, k->name, s))
			return as_usage(c, k->variable);
	}
	return 0;
}

static int
check_settings(struct cmd *c)
{
	for (int i = 0; i < c->opt.settings.n; i++) {
		const char *s = c->opt.settings.v[i], *eq = strchr(s, '=');

		if (!eq)
			return crm_failed(&c->crm, CRM_EUSAGE, "-c needs"
			    " KEY=VALUE, not '%s'", s);
		if (check(c, crm_arena_copy(&c->crm.arena, s,
		    (size_t)(eq - s)), eq + 1))
			return as_usage(c, NULL);
	}
	return 0;
}

int
cmd_config_read(struct cmd *c)
{
	const char *more = c->opt.config ? c->opt.config
	    : getenv("CRM_CONFIG");
	const char *mine = config_user_file(c);
	int rc = 0;

	if (c->conf.done)
		return 0;
	c->conf.n = 0;
	rc = read_file(c, config_system_file(), false);
	if (!rc && mine)
		rc = read_file(c, mine, false);
	if (!rc && more && *more)
		rc = read_file(c, more, true);
	if (!rc && read_settings(c))
		rc = as_usage(c, "CRM_SETTINGS");
	if (!rc)
		rc = check_variables(c);
	if (!rc)
		rc = check_settings(c);
	c->conf.done = !rc;
	return rc;
}

/* The value behind "KEY=" in the last word that begins so. */
static const char *
last(const struct crm_rest *words, const char *key)
{
	size_t len = strlen(key);

	for (int i = words->n; i-- > 0;)
		if (!strncmp(words->v[i], key, len) &&
		    words->v[i][len] == '=')
			return words->v[i] + len + 1;
	return NULL;
}

struct config_value
config_lookup(struct cmd *c, const char *name)
{
	const struct config_key *k = config_key_find(name);
	const char *s = last(&c->opt.settings, name);

	if (s)
		return (struct config_value){ s, CONFIG_OPTION, "-c", 0 };
	s = k && k->variable ? getenv(k->variable) : NULL;
	if (s && *s)
		return (struct config_value){ s, CONFIG_VARIABLE,
		    k->variable, 0 };
	for (size_t i = c->conf.n; i-- > 0;) {
		const struct cmd_setting *v = &c->conf.v[i];

		if (strcmp(v->key, name) != 0)
			continue;
		return v->file ? (struct config_value){ v->value, CONFIG_FILE,
		    v->file, v->line } : (struct config_value){ v->value,
		    CONFIG_VARIABLE, "CRM_SETTINGS", v->line };
	}
	return (struct config_value){ 0 };
}

const char *
cmd_config(struct cmd *c, const char *name)
{
	const char *s = config_lookup(c, name).text, *home = getenv("HOME");

	if (s && !strncmp(s, "~/", 2) && home && *home &&
	    config_key_find(name)->type == CONFIG_PATH)
		return crm_arena_printf(&c->crm.arena, "%s%s", home, s + 1);
	return s;
}

const char *
cmd_config_from(struct cmd *c, const char *name, const char *option,
		const char *given)
{
	struct config_value v;

	if (given)
		return option;
	v = config_lookup(c, name);
	if (v.level == CONFIG_VARIABLE)
		return v.from;
	if (v.level != CONFIG_FILE)
		return name;
	return crm_arena_printf(&c->crm.arena, "%s: line %ld: %s", v.from,
	    v.line, name);
}

const char *
cmd_database(struct cmd *c)
{
	struct crm_arena *a = &c->crm.arena;
	const char *home = getenv("HOME"), *xdg = getenv("XDG_DATA_HOME");
	const char *s = c->opt.db ? c->opt.db : cmd_config(c, "core.db");

	if (s && *s)
		return s;
	if (xdg && *xdg)
		return crm_arena_printf(a, "%s/crm/crm.db", xdg);
	return home && *home ? crm_arena_printf(a,
	    "%s/.local/share/crm/crm.db", home) : NULL;
}

const char *
cmd_user(struct cmd *c)
{
	const char *s = c->opt.as ? c->opt.as : cmd_config(c, "core.user");
	struct passwd *p;

	if (s && *s)
		return s;
	p = getpwuid(geteuid());
	return p ? crm_arena_str(&c->crm.arena, p->pw_name) : "nobody";
}
