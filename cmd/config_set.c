/* crm config set and unset: in a file, or in the database. */
#include <string.h>

#include "config.h"
#include "crm/conf.h"

static char
small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool
is_built_in(const char *key)
{
	const char *name = strncmp(key, "alias.", 6) ? "" : key + 6;

	return cmd_noun_find(name) || cmd_command_find(name);
}

/* "core.db" and then "x": as of git, which we don't follow in this. */
static int
check_words(struct cmd *c, const struct crm_rest *words)
{
	for (int i = 0; i < words->n; i++) {
		const char *word = words->v[i];

		if (strchr(word, '='))
			continue;
		crm_failed(&c->crm, CRM_EUSAGE, "'%s' is not KEY=VALUE",
		    word);
		if (i + 1 < words->n && !strchr(words->v[i + 1], '='))
			return crm_hinted(&c->crm, "write it as %s=%s", word,
			    words->v[i + 1]);
		return crm_hinted(&c->crm, "write it as core.format=jsonl");
	}
	return 0;
}

/* "core.db=x" or, to unset it, "core.db". */
static int
read_change(struct crm_conf_change *out, struct cmd *c, const char *word,
	    bool unset)
{
	size_t len = unset ? strlen(word) : strcspn(word, "=");
	char *key = crm_arena_copy(&c->crm.arena, word, len);
	char *first = strchr(key, '.'), *end = strrchr(key, '.');
	int rc = 0;

	if (!first)
		return config_unknown(c, key);
	for (char *s = key; *s; s++)
		if (s < first || s > end)
			*s = small(*s);
	/* What there isn't may be taken away: it is in everybody's way. */
	if (!unset)
		rc = config_key_find(key) ? config_check(c, key,
		    word + len + 1) : config_unknown(c, key);
	if (!rc && !unset)
		rc = cmd_check_address(c, word + len + 1);
	if (!rc && !unset && is_built_in(key))
		rc = crm_failed(&c->crm, CRM_EINVAL, "%s: crm %s is built in"
		    " and wins", key, key + 6);
	*first = *end = '\0';
	*out = (struct crm_conf_change){ key, first < end ? first + 1
	    : NULL, end + 1, unset ? NULL : word + len + 1 };
	return rc;
}

int
config_change_text(struct cmd *c, struct crm_buf *text, const char *word)
{
	struct crm_conf_change change;
	struct crm_buf next = { 0 };
	int rc = read_change(&change, c, word, false);

	if (!rc)
		rc = crm_conf_change(&next, text->s, text->len, &change,
		    &c->crm.err);
	if (rc) {
		crm_buf_free(&next);
		return rc;
	}
	crm_buf_free(text);
	*text = next;
	return 0;
}

struct looking {
	const char *key;
	bool found;
};

static int
look(void *ctx, const char *key, const char *value, long line)
{
	struct looking *l = ctx;

	(void)value;
	(void)line;
	l->found |= !strcmp(l->key, key);
	return 0;
}

static int
check_there(struct cmd *c, const struct crm_rest *words, const char *path)
{
	int rc = 0;

	for (int i = 0; !rc && i < words->n; i++) {
		struct looking l = { words->v[i], false };

		rc = config_read_file(c, path, false, look, &l);
		if (!rc && !l.found)
			rc = crm_failed(&c->crm, CRM_ENOTFOUND,
			    "%s is not set in %s", l.key, path);
	}
	return rc;
}

static int
change_file(struct cmd *c, const struct config_set_args *a, bool unset)
{
	size_t n = (size_t)a->words.n;
	struct crm_conf_change *v = crm_arena_alloc(&c->crm.arena,
	    n * sizeof(*v));
	struct config_file_args file = a->file;
	const char *path;
	int rc = 0;

	file.user = file.user || (!file.system && !file.file);
	if (c->opt.batch_key)
		rc = crm_failed(&c->crm, CRM_EUSAGE, "--batch-key is for what"
		    " is kept in the database");
	for (size_t i = 0; !rc && i < n; i++)
		rc = read_change(&v[i], c, a->words.v[i], unset);
	if (!rc)
		rc = config_named_file(&path, c, &file);
	if (!rc && unset)
		rc = check_there(c, &a->words, path);
	if (rc || c->opt.dry_run)
		return rc;
	/* Your own may hold what others needn't know. */
	if (!unset && !file.file)
		rc = cmd_make_folders(c, path, file.system ? 0755 : 0700);
	return rc ? rc : crm_conf_edit(path, v, n, file.system ? 0644 : 0600,
	    &c->crm.err);
}

static int
change(struct cmd *c, const struct config_set_args *a, bool unset)
{
	bool named = a->file.system || a->file.user || a->file.file;
	int company = 0;

	if (!a->words.n) {
		crm_failed(&c->crm, CRM_EUSAGE, "which setting?");
		return crm_hinted(&c->crm, "crm config list shows them");
	}
	for (int i = 0; i < a->words.n; i++)
		company += config_is_company(a->words.v[i]);
	if (!company || (unset && named))
		return change_file(c, a, unset);
	if (company == a->words.n && !named)
		return config_company_change(c, &a->words);
	crm_failed(&c->crm, CRM_EUSAGE, "the company's settings are kept in"
	    " the database, the others in a file");
	return crm_hinted(&c->crm, "change them by a command of their own");
}

int
config_set(struct cmd *c, const void *args)
{
	const struct config_set_args *a = args;
	int rc = check_words(c, &a->words);

	return rc ? rc : change(c, a, false);
}

int
config_unset(struct cmd *c, const void *args)
{
	const struct config_set_args *a = args;

	for (int i = 0; i < a->words.n; i++)
		if (strchr(a->words.v[i], '=')) {
			crm_failed(&c->crm, CRM_EUSAGE, "'%s' is no key",
			    a->words.v[i]);
			return crm_hinted(&c->crm, "name the key alone");
		}
	return change(c, args, true);
}
