/* crm config list and get: what holds, and where it is from. */
#include <string.h>

#include "config.h"
#include "sink.h"

enum { COLUMNS = 3 };

static const struct crm_field fields[COLUMNS] = {
	CRM_COMPUTED("key", CRM_T_TEXT), CRM_COMPUTED("value", CRM_T_TEXT),
	CRM_COMPUTED("origin", CRM_T_TEXT),
};

static const struct crm_column columns[COLUMNS] = {
	{ "key", &fields[0], 0, -1, -1, true },
	{ "value", &fields[1], 1, -1, -1, false },
	{ "origin", &fields[2], 2, -1, -1, false },
};

struct listing {
	struct cmd *c;
	struct crm_sink to;
	const char *path;
	const char *only;		/* this key alone; the last counts */
	struct config_value found;
};

/* A password in an address is for the program alone. */
static const char *
shown(struct cmd *c, const char *text)
{
	return text ? crm_arena_str(&c->crm.arena, crm_db_shown(text)) : NULL;
}

static int
row(struct listing *l, const char *key, const struct config_value *v)
{
	const struct crm_value cells[COLUMNS] = {
		crm_text(key), crm_text(shown(l->c, v->text)),
		crm_text(config_origin(l->c, v))
	};

	return v->text ? l->to.row(l->to.ctx, cells) : 0;
}

static int
begin(struct listing *l, bool origin)
{
	return l->to.begin(l->to.ctx, columns, origin ? COLUMNS
	    : COLUMNS - 1);
}

static int
file_row(void *ctx, const char *key, const char *value, long line)
{
	struct listing *l = ctx;
	const struct config_value v = { value, CONFIG_FILE, l->path, line };

	if (!l->only)
		return row(l, key, &v);
	if (!strcmp(l->only, key))
		l->found = v;
	return 0;
}

static int
other_row(void *ctx, const char *key)
{
	struct listing *l = ctx;
	const struct config_value v = config_lookup(l->c, key);

	return row(l, key, &v);
}

static int
company_rows(struct listing *l)
{
	struct config_value v;
	const char *key;
	bool there;
	int rc = config_company_open(l->c, &there);

	for (size_t i = 0; !rc && there &&
	    (key = config_company_key(l->c, i)); i++) {
		rc = config_company_value(l->c, key, &v);
		if (!rc)
			rc = row(l, key, &v);
	}
	return rc;
}

static int
all_rows(struct listing *l)
{
	int rc = 0;

	for (const struct config_key *k = config_keys; !rc && k->name; k++) {
		struct config_value v;

		if (k->name[strlen(k->name) - 1] == '.') {
			rc = config_each(l->c, k->name, other_row, l);
			continue;
		}
		v = config_effective(l->c, k);
		rc = row(l, k->name, &v);
	}
	return rc ? rc : company_rows(l);
}

int
config_list(struct cmd *c, const void *args)
{
	const struct config_list_args *a = args;
	struct listing l = { .c = c, .to = cmd_sink(c) };
	int rc = config_named_file(&l.path, c, &a->file);

	if (!rc && !l.path)
		rc = cmd_config_read(c);
	if (!rc)
		rc = begin(&l, a->origin);
	if (!rc)
		rc = l.path ? config_read_file(c, l.path, true, file_row, &l)
		    : all_rows(&l);
	return cmd_sink_end(c, rc);
}

static int
find(struct listing *l)
{
	struct cmd *c = l->c;
	const struct config_key *k = config_key_find(l->only);
	bool there = false;
	int rc;

	if (!k && !config_is_company(l->only))
		return config_unknown(c, l->only);
	if (l->path)
		return config_read_file(c, l->path, true, file_row, l);
	rc = cmd_config_read(c);
	if (rc)
		return rc;
	if (!k) {
		rc = config_company_open(c, &there);
		if (!rc && !there)
			rc = cmd_open(c, 0);
		return rc ? rc : config_company_value(c, l->only, &l->found);
	}
	l->found = !strcmp(k->name, l->only) ? config_effective(c, k)
	    : config_lookup(c, l->only);
	return 0;
}

/* A script wants the value alone; who asks for a format, a row. */
int
config_get(struct cmd *c, const void *args)
{
	const struct config_get_args *a = args;
	struct listing l = { .c = c, .to = cmd_sink(c), .only = a->key };
	int rc = config_named_file(&l.path, c, &a->file);

	if (!rc)
		rc = find(&l);
	if (!rc && !l.found.text)
		rc = crm_failed(&c->crm, CRM_ENOTFOUND, "%s is not set",
		    a->key);
	if (rc)
		return rc;
	if (!cmd_format_asked(c) && !c->opt.fields && !c->opt.output &&
	    !a->origin) {
		puts(shown(c, l.found.text));
		return 0;
	}
	rc = begin(&l, a->origin);
	return cmd_sink_end(c, rc ? rc : row(&l, a->key, &l.found));
}
