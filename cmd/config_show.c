/* What the configuration says, and where each value is from. */
#include <string.h>

#include "config.h"

struct config_value
config_effective(struct cmd *c, const struct config_key *k)
{
	const char *s = k->option ? *(const char *const *)(const void *)
	    ((const char *)&c->opt + k->offset) : NULL;
	struct config_value v;

	if (s)
		return (struct config_value){ s, CONFIG_OPTION, k->option,
		    0 };
	v = config_lookup(c, k->name);
	if (v.text)
		return v;
	v.level = CONFIG_BUILT_IN;
	if (!strcmp(k->name, "core.db"))
		v.text = cmd_database(c);
	else if (!strcmp(k->name, "core.user"))
		v.text = cmd_user(c);
	else
		v.text = k->preset;
	return v;
}

const char *
config_origin(struct cmd *c, const struct config_value *v)
{
	struct crm_arena *a = &c->crm.arena;

	switch (v->level) {
	case CONFIG_FILE:
		return crm_arena_printf(a, "file:%s:%ld", v->from, v->line);
	case CONFIG_VARIABLE:
		return crm_arena_printf(a, "variable:%s", v->from);
	case CONFIG_OPTION:
		return crm_arena_printf(a, "option:%s", v->from);
	case CONFIG_DATABASE:
		return "database";
	default:
		return "built-in";
	}
}

/* Whether an entry before the I-th, of files or of -c, has KEY too. */
static bool
seen(struct cmd *c, size_t i, const char *key, size_t len)
{
	for (size_t j = 0; j < i; j++) {
		const char *other = j < c->conf.n ? c->conf.v[j].key
		    : c->opt.settings.v[j - c->conf.n];

		if (!strncmp(other, key, len) && (other[len] == '\0' ||
		    other[len] == '='))
			return true;
	}
	return false;
}

int
config_each(struct cmd *c, const char *prefix,
	    int (*each)(void *ctx, const char *key), void *ctx)
{
	size_t n = c->conf.n + (size_t)c->opt.settings.n;
	int rc = 0;

	for (size_t i = 0; !rc && i < n; i++) {
		const char *key = i < c->conf.n ? c->conf.v[i].key
		    : c->opt.settings.v[i - c->conf.n];
		size_t len = strcspn(key, "=");

		if (strncmp(key, prefix, strlen(prefix)) != 0 ||
		    seen(c, i, key, len))
			continue;
		rc = each(ctx, crm_arena_copy(&c->crm.arena, key, len));
	}
	return rc;
}
