/* company.currency and others: settings that the database keeps. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config.h"
#include "crm/setting.h"

static const char prefix[] = "company.";

bool
config_is_company(const char *key)
{
	return !strncmp(key, prefix, sizeof(prefix) - 1);
}

const char *
config_company_key(struct cmd *c, size_t i)
{
	char *key;

	for (size_t n = 0; n <= i; n++)
		if (!crm_settings[n].name)
			return NULL;
	key = crm_arena_printf(&c->crm.arena, "%s%s", prefix,
	    crm_settings[i].name);
	for (char *s = key; *s; s++)
		if (*s == '_')
			*s = '-';
	return key;
}

/* "year_start" of "company.year-start", or of "company.year-start=4". */
static const struct crm_setting *
setting(struct cmd *c, const char *word)
{
	const char *s = word + sizeof(prefix) - 1;
	char *name = crm_arena_copy(&c->crm.arena, s, strcspn(s, "="));

	for (char *p = name; *p; p++)
		if (*p == '-')
			*p = '_';
	return crm_setting_find(name);
}

int
config_company_open(struct cmd *c, bool *there)
{
	const char *path = cmd_database(c);
	struct stat st;

	*there = c->crm.db != NULL;
	/* A server's is there, as far as anyone knows. */
	if (*there || !path || (!crm_db_is_address(path) && stat(path, &st)))
		return 0;
	*there = true;
	return cmd_open(c, 0);
}

int
config_company_value(struct cmd *c, const char *key, struct config_value *out)
{
	const struct crm_setting *s = setting(c, key);
	int rc;

	*out = (struct config_value){ 0 };
	if (!s)
		return config_unknown(c, key);
	rc = crm_setting_get(&out->text, &c->crm, s->name);
	if (out->text)
		out->level = CONFIG_DATABASE;
	else
		out->text = s->preset;
	return rc;
}

struct changes {
	size_t n;
	struct { const char *name, *value; } *v;
};

static int
write_all(struct cmd *c, void *ctx)
{
	const struct changes *s = ctx;
	int rc = 0;

	for (size_t i = 0; !rc && i < s->n; i++)
		rc = crm_setting_set(&c->crm, s->v[i].name, s->v[i].value);
	return rc;
}

/* Amounts that name no currency would be worth something else. */
static int
ask(struct cmd *c, const char *name, const char *value)
{
	const char *now = c->crm.company.currency;
	int64_t n = 0;
	int rc;

	if (strcmp(name, "currency") != 0 || !strcmp(value, now))
		return 0;
	rc = crm_setting_amounts(&n, &c->crm);
	if (rc || !n)
		return rc;
	cmd_say(c, "%lld record%s that name%s no currency would be in %s, no"
	    " more in %s", (long long)n, n == 1 ? "" : "s",
	    n == 1 ? "s" : "", value, now);
	return cmd_confirm(c, "Change it?");
}

static int
read_word(struct cmd *c, struct changes *s, const char *word)
{
	const char *eq = strchr(word, '='), *value = eq ? eq + 1 : NULL;
	const struct crm_setting *known = setting(c, word);
	int rc = 0;

	if (!known)
		return config_unknown(c, crm_arena_copy(&c->crm.arena, word,
		    strcspn(word, "=")));
	if (value)
		rc = crm_setting_check(&value, &c->crm, known->name, value);
	if (!rc && (value || known->preset))
		rc = ask(c, known->name, value ? value : known->preset);
	s->v[s->n].name = known->name;
	s->v[s->n++].value = value;
	return rc;
}

static void
say_done(struct cmd *c, const char *zone)
{
	long long batch = (long long)crm_batch_id(&c->crm);

	if (strcmp(zone, c->crm.company.zone) != 0)
		cmd_say(c, "days that are kept stay as they are; new ones are"
		    " those of %s", c->crm.company.zone);
	if (batch && (isatty(STDERR_FILENO) || c->opt.verbose))
		cmd_say(c, "undo with: crm undo %lld", batch);
}

int
config_company_change(struct cmd *c, const struct crm_rest *words)
{
	struct changes s = { 0 };
	char zone[sizeof(c->crm.company.zone)];
	int rc = cmd_config_read(c);

	if (!rc)
		rc = cmd_open(c, 0);
	if (rc)
		return rc;
	memcpy(zone, c->crm.company.zone, sizeof(zone));
	s.v = crm_arena_alloc(&c->crm.arena, (size_t)words->n *
	    sizeof(*s.v));
	for (int i = 0; !rc && i < words->n; i++)
		rc = read_word(c, &s, words->v[i]);
	if (!rc)
		rc = cmd_write(c, NULL, write_all, &s);
	if (rc == 1) {
		cmd_say(c, "the batch of key '%s' was done already",
		    c->opt.batch_key);
		return 0;
	}
	if (!rc)
		say_done(c, zone);
	return rc;
}
