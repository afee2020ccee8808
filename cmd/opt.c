/* Reading a command line by its tables. */
#include "opt.h"

#include <string.h>

#include "crm/number.h"
#include "crm/suggest.h"

bool
opt_is_assign(const char *w)
{
	if (*w < 'a' || *w > 'z')
		return false;
	w += strspn(w, "abcdefghijklmnopqrstuvwxyz0123456789_");
	if (*w == '+' || *w == '-')
		w++;
	return *w == '=';
}

static bool
has_dash(const struct crm_opt *o)
{
	return o->kind >= CRM_OPT_FLAG && o->kind <= CRM_OPT_LIST;
}

const struct crm_opt *
opt_find(const struct crm_opt *o, const char *name, size_t len, char letter)
{
	for (; o && o->kind; o++) {
		if (!has_dash(o))
			continue;
		if (name ? len && strlen(o->name) == len &&
		    !memcmp(o->name, name, len) : o->letter == letter)
			return o;
	}
	return NULL;
}

void
opt_add(struct crm_arena *a, struct crm_rest *r, const char *w)
{
	/* Room for a power of two and the NULL. */
	if ((r->n & (r->n - 1)) == 0) {
		const char **v = crm_arena_alloc(a,
		    ((size_t)r->n * 2 + 2) * sizeof(*v));

		if (r->n)
			memcpy(v, r->v, (size_t)r->n * sizeof(*v));
		r->v = v;
	}
	r->v[r->n++] = w;
	r->v[r->n] = NULL;
}

static void
store(struct opt_parse *p, const struct crm_opt *o, void *into,
      const char *value)
{
	void *at = (char *)into + o->offset;

	switch (o->kind) {
	case CRM_OPT_FLAG:
		*(bool *)at = true;
		break;
	case CRM_OPT_COUNT:
		++*(int *)at;
		break;
	case CRM_OPT_VALUE:
	case CRM_OPT_OPERAND:
	case CRM_OPT_MAYBE:
		*(const char **)at = value;
		break;
	default:
		opt_add(p->arena, at, value);
	}
}

static int
unknown(struct opt_parse *p, const char *word, size_t len)
{
	const struct crm_opt *tables[] = { p->table, p->global };
	struct crm_suggest near;

	crm_suggest_init(&near, word, len);
	for (size_t i = 0; i < 2; i++)
		for (const struct crm_opt *o = tables[i]; o && o->kind; o++)
			if (has_dash(o))
				crm_suggest_try(&near, o->name);
	crm_fail(p->err, CRM_EUSAGE, "unknown option '%s%.*s'",
	    len == 1 ? "-" : "--", (int)len, word);
	if (near.best && len > 1)
		crm_hint(p->err, "did you mean '--%s'?", near.best);
	else if (!p->table)
		crm_hint(p->err, "options of a verb stand behind it");
	return CRM_EUSAGE;
}

static const struct crm_opt *
find(struct opt_parse *p, const char *name, size_t len, char letter,
     void **into)
{
	const struct crm_opt *o = opt_find(p->table, name, len, letter);

	*into = p->into;
	if (o)
		return o;
	*into = p->global_into;
	return opt_find(p->global, name, len, letter);
}

static int
needs_value(struct opt_parse *p, const struct crm_opt *o)
{
	size_t len = strlen(o->value);
	bool many = len > 1 && o->value[len - 1] == 's' &&
	    o->value[len - 2] != 's';

	return crm_fail(p->err, CRM_EUSAGE, "option '%s%s' needs %s%s",
	    *o->name ? "--" : "-", *o->name ? o->name : "c", many ? "" :
	    strchr("aeio", o->value[0]) ? "an " : "a ", o->value);
}

/* A script's empty --db "$DB" must not quietly be another database. */
static int
take_value(struct opt_parse *p, const struct crm_opt *o, void *into,
	   const char *value)
{
	if (into == p->global_into && !*value)
		return needs_value(p, o);
	store(p, o, into, value);
	return 0;
}

/* --name, --name=value, --name value: how many words were used. */
static int
long_option(struct opt_parse *p, int argc, char **argv)
{
	const char *name = argv[0] + 2, *eq = strchr(name, '=');
	size_t len = eq ? (size_t)(eq - name) : strlen(name);
	void *into;
	const struct crm_opt *o = find(p, name, len, 0, &into);
	int rc;

	if (!o)
		return unknown(p, name, len);
	if (o->kind == CRM_OPT_FLAG || o->kind == CRM_OPT_COUNT) {
		if (eq)
			return crm_fail(p->err, CRM_EUSAGE,
			    "option '--%s' takes no value", o->name);
		store(p, o, into, NULL);
		return 1;
	}
	if (!eq && argc < 2)
		return needs_value(p, o);
	rc = take_value(p, o, into, eq ? eq + 1 : argv[1]);
	return rc ? rc : eq ? 1 : 2;
}

/* -qn, -w value, -wvalue: how many words were used. */
static int
short_options(struct opt_parse *p, int argc, char **argv)
{
	for (const char *s = argv[0] + 1; *s; s++) {
		void *into;
		const struct crm_opt *o = find(p, NULL, 0, *s, &into);
		int rc;

		if (!o)
			return unknown(p, s, 1);
		if (o->kind == CRM_OPT_FLAG || o->kind == CRM_OPT_COUNT) {
			store(p, o, into, NULL);
			continue;
		}
		if (!s[1] && argc < 2)
			return needs_value(p, o);
		rc = take_value(p, o, into, s[1] ? s + 1 : argv[1]);
		return rc ? rc : s[1] ? 1 : 2;
	}
	return 1;
}

/* A word without dashes: an assignment, the next operand, or the rest. */
static int
operand(struct opt_parse *p, const char *word, bool may_assign)
{
	const struct crm_opt *next = NULL;

	for (const struct crm_opt *o = p->table; o && o->kind; o++) {
		const char **at = (void *)((char *)p->into + o->offset);

		if (may_assign && o->kind == CRM_OPT_ASSIGN) {
			store(p, o, p->into, word);
			return 0;
		}
		if (next)
			continue;
		if (o->kind == CRM_OPT_REST ||
		    ((o->kind == CRM_OPT_OPERAND ||
		    o->kind == CRM_OPT_MAYBE) && !*at))
			next = o;
	}
	if (next && !(may_assign && next->kind == CRM_OPT_MAYBE)) {
		store(p, next, p->into, word);
		return 0;
	}
	crm_fail(p->err, CRM_EUSAGE, "unexpected '%s'", word);
	return crm_hint(p->err, "-h shows how it is written");
}

int
opt_check(struct opt_parse *p)
{
	for (const struct crm_opt *o = p->table; o && o->kind; o++)
		if (o->kind == CRM_OPT_OPERAND &&
		    !*(const char **)(void *)((char *)p->into + o->offset)) {
			crm_fail(p->err, CRM_EUSAGE, "a %s is missing",
			    o->name);
			return crm_hint(p->err, "give it: %s", o->help);
		}
	return 0;
}

int
opt_parse(struct opt_parse *p, int argc, char **argv)
{
	bool options = true;
	int used;

	for (int i = 0; i < argc; i += used) {
		const char *w = argv[i];

		p->at = i;
		used = 1;
		if (options && !strcmp(w, "--")) {
			options = false;
		} else if (options && w[0] == '-' && w[1] == '-') {
			used = long_option(p, argc - i, argv + i);
		} else if (options && w[0] == '-' && w[1]) {
			used = short_options(p, argc - i, argv + i);
		} else {
			int rc = options ? p->word(p, w) : 0;

			if (!rc)
				rc = operand(p, w, options &&
				    opt_is_assign(w));
			if (rc < 0)
				return rc;
		}
		if (used < 0)
			return used;
	}
	return 0;
}

int
opt_number(int64_t *out, struct crm_error *err, const char *option,
	   const char *text, int64_t min)
{
	if (crm_number_parse(out, text, strlen(text), 0, '.'))
		return crm_fail(err, CRM_EUSAGE,
		    "option '--%s' needs a whole number, not '%s'", option,
		    text);
	if (*out < min)
		return crm_fail(err, CRM_EUSAGE,
		    "option '--%s' is at least %lld, not '%s'", option,
		    (long long)min, text);
	return 0;
}
