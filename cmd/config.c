/*
 * Settings of this program: built-in < /etc/crm/config < the user's file <
 * --config < environment < -c < option.
 */
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "crm/conf.h"
#include "crm/suggest.h"

/* Every key there is, with the variable that stands above the files. */
static const struct { const char *key, *variable; } keys[] = {
	{ "core.db", "CRM_DB" },
	{ "core.user", "CRM_USER" },
	{ "core.format", "CRM_FORMAT" },
	{ "core.color", "CRM_COLOR" },
	{ "core.pager", "CRM_PAGER" },
	{ "core.tz", "CRM_TZ" },
	{ "core.busy-timeout", NULL },
};

const char *
cmd_config_key(size_t i)
{
	return i < CRM_COUNT(keys) ? keys[i].key : NULL;
}

static const char *
nearest(const char *key)
{
	struct crm_suggest near;

	crm_suggest_init(&near, key, strlen(key));
	for (size_t i = 0; i < CRM_COUNT(keys); i++)
		crm_suggest_try(&near, keys[i].key);
	return near.best;
}

static bool
known(const char *key)
{
	for (size_t i = 0; i < CRM_COUNT(keys); i++)
		if (strcmp(keys[i].key, key) == 0)
			return true;
	return false;
}

static int
unknown(struct cmd *c, const char *key)
{
	const char *best = nearest(key);

	crm_failed(&c->crm, CRM_EUSAGE, "unknown setting '%s'", key);
	if (best)
		crm_hinted(&c->crm, "did you mean '%s'?", best);
	return CRM_EUSAGE;
}

struct file {
	struct cmd *c;
	const char *path;
};

static int
entry(void *ctx, const struct crm_conf_entry *e)
{
	const struct file *f = ctx;
	struct cmd *c = f->c;
	struct crm_arena *a = &c->crm.arena;
	const char *key = crm_arena_printf(a, "%s%s%s.%s", e->section,
	    e->sub ? "." : "", e->sub ? e->sub : "", e->key);

	if (!known(key)) {
		unknown(c, key);
		crm_fail_in(&c->crm.err, "%s: line %ld", f->path, e->line);
		c->crm.err.line = e->line;
		return c->crm.err.code;
	}
	opt_add(a, &c->conf, crm_arena_printf(a, "%s=%s", key,
	    e->value ? e->value : "yes"));
	return 0;
}

static int
read_file(struct cmd *c, const char *path, bool must)
{
	struct file f = { c, path };
	int rc = crm_conf_read(path, entry, &f, &c->crm.err);

	if (rc == CRM_ENOTFOUND && !must) {
		c->crm.err = (struct crm_error){ 0 };
		return 0;
	}
	return rc;
}

static int
add_settings(struct cmd *c)
{
	for (int i = 0; i < c->opt.settings.n; i++) {
		const char *s = c->opt.settings.v[i], *eq = strchr(s, '=');
		char *key;

		if (!eq) {
			crm_failed(&c->crm, CRM_EUSAGE, "-c needs KEY=VALUE,"
			    " not '%s'", s);
			return CRM_EUSAGE;
		}
		key = crm_arena_copy(&c->crm.arena, s, (size_t)(eq - s));
		if (!known(key))
			return unknown(c, key);
	}
	return 0;
}

int
cmd_config_read(struct cmd *c)
{
	struct crm_arena *a = &c->crm.arena;
	const char *home = getenv("HOME"), *xdg = getenv("XDG_CONFIG_HOME");
	const char *more = c->opt.config ? c->opt.config
	    : getenv("CRM_CONFIG");
	const char *mine = xdg && *xdg ? crm_arena_printf(a,
	    "%s/crm/config", xdg) : home && *home ? crm_arena_printf(a,
	    "%s/.config/crm/config", home) : NULL;
	int rc = read_file(c, "/etc/crm/config", false);

	if (!rc && mine)
		rc = read_file(c, mine, false);
	if (!rc && more && *more)
		rc = read_file(c, more, true);
	return rc ? rc : add_settings(c);
}

/* The last of the words that begin with "KEY=". */
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

const char *
cmd_config(struct cmd *c, const char *name)
{
	const char *s = last(&c->opt.settings, name);

	for (size_t i = 0; !s && i < CRM_COUNT(keys); i++)
		if (!strcmp(keys[i].key, name) && keys[i].variable) {
			s = getenv(keys[i].variable);
			s = s && *s ? s : NULL;
		}
	return s ? s : last(&c->conf, name);
}

const char *
cmd_config_from(struct cmd *c, const char *name, const char *option,
		const char *given)
{
	if (given)
		return option;
	for (size_t i = 0; i < CRM_COUNT(keys); i++) {
		const char *variable = keys[i].variable, *s;

		if (!variable || strcmp(keys[i].key, name) != 0 ||
		    last(&c->opt.settings, name))
			continue;
		s = getenv(variable);
		if (s && *s)
			return variable;
	}
	return name;
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
