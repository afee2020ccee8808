/*
 * crm complete: what could stand at the end of a command line, for shells.
 *
 * The line is read by the ordinary parser with a probe in place of its last
 * word: where the probe ends up is what the word would be.
 */
#include "complete.h"

#include <string.h>

#include "crm/utf8.h"
#include "verbs.h"

struct complete_args {
	struct crm_rest words;
};

static const struct crm_opt opts[] = {
	OPT_REST("word", "word", struct complete_args, words,
		 "as typed behind crm; the last is completed"),
	{ 0 }
};

/* What the parser made of the last word. */
struct place {
	struct complete *t;
	const char *probe;
	bool seen;			/* as a word, before any "--" */
	const struct crm_opt *opt;	/* that it is the value of, or NULL */
};

static int
take_word(struct opt_parse *p, const char *word)
{
	struct place *at = p->ctx;
	struct cmd *c = at->t->c;
	bool had = c->noun != NULL;

	at->seen |= word == at->probe;
	if (c->verb || word == at->probe)
		return !c->verb;
	if (had) {
		c->verb = cmd_verb_find(c->noun, word);
	} else {
		c->verb = cmd_command_find(word);
		c->noun = c->verb ? NULL : cmd_noun_find(word);
		c->entity = c->noun ? c->noun->entity : NULL;
	}
	if (c->verb) {
		p->table = c->verb->opts;
		p->into = at->t->args = crm_arena_alloc(p->arena,
		    c->verb->args_size + 1);
	}
	if (!c->verb && !had && !c->noun)
		c->unknown = p->at + 1;
	return c->verb || (c->noun && !had) ? 1 : CRM_EUSAGE;
}

/* The option of TABLE that took the probe, which is taken away again. */
static const struct crm_opt *
find_probe(const struct crm_opt *o, void *into, const char *probe)
{
	for (; o && o->kind; o++) {
		void *at = (char *)into + o->offset;
		struct crm_rest *r = at;

		switch (o->kind) {
		case CRM_OPT_VALUE:
		case CRM_OPT_OPERAND:
		case CRM_OPT_MAYBE:
			if (*(const char **)at != probe)
				break;
			*(const char **)at = NULL;
			return o;
		case CRM_OPT_LIST:
		case CRM_OPT_REST:
			if (!r->n || r->v[r->n - 1] != probe)
				break;
			r->v[--r->n] = NULL;
			return o;
		default:
			break;
		}
	}
	return NULL;
}

static bool
is_option(const struct crm_opt *o)
{
	return o->kind >= CRM_OPT_FLAG && o->kind <= CRM_OPT_LIST;
}

static void
find_place(struct place *at, const struct crm_rest *words)
{
	struct complete *t = at->t;
	struct cmd *c = t->c;
	struct crm_arena *a = &c->crm.arena;
	size_t n = (size_t)words->n;
	char **argv = crm_arena_alloc(a, (n + 1) * sizeof(*argv));
	char *probe = crm_arena_str(a, "probe");
	const struct cmd_global own = c->opt;
	int argc = n ? (int)n : 1;

	if (n)
		memcpy(argv, words->v, n * sizeof(*argv));
	argv[argc - 1] = probe;
	at->probe = probe;
	for (;;) {
		struct opt_parse p = {
			.arena = a, .err = &c->crm.err,
			.global = cmd_global_opts, .global_into = &c->opt,
			.word = take_word, .ctx = at
		};

		c->unknown = 0;
		c->opt = own;
		at->seen = false;
		opt_parse(&p, argc, argv);
		if (!c->unknown || !complete_alias(t, &argc, &argv))
			break;
	}
	at->opt = find_probe(cmd_global_opts, &c->opt, probe);
	if (!at->opt && c->verb)
		at->opt = find_probe(c->verb->opts, t->args, probe);
}

static void
offer_option(struct complete *t, const struct crm_opt *o, const void *into)
{
	const void *at = (const char *)into + o->offset;
	char word[64];

	if (!is_option(o) || (o->kind == CRM_OPT_FLAG && *(const bool *)at) ||
	    (o->kind == CRM_OPT_VALUE && *(const char *const *)at))
		return;
	if (*o->name) {
		snprintf(word, sizeof(word), "--%s", o->name);
		complete_offer(t, word, o->help);
	}
	if (o->letter) {
		snprintf(word, sizeof(word), "-%c", o->letter);
		complete_offer(t, word, o->help);
	}
}

static void
offer_options(struct complete *t)
{
	const struct crm_opt *o = t->c->verb ? t->c->verb->opts : NULL;

	for (; o && o->kind; o++)
		offer_option(t, o, t->args);
	for (o = cmd_global_opts; o->kind; o++)
		offer_option(t, o, &t->c->opt);
}

static const struct crm_opt *
find_option(const struct complete *t, const char *name, size_t len,
	    char letter)
{
	const struct crm_opt *o = t->c->verb ? opt_find(t->c->verb->opts,
	    name, len, letter) : NULL;

	return o ? o : opt_find(cmd_global_opts, name, len, letter);
}

/* -qw stage=: past the flags, to the value or to the last letter. */
static void
complete_letters(struct complete *t)
{
	for (size_t i = 1; t->typed[i]; i++) {
		const struct crm_opt *o = find_option(t, NULL, 0,
		    t->typed[i]);

		if (!o)
			return;
		if (!t->typed[i + 1]) {
			complete_put(t, t->typed, o->help);
		} else if (o->kind >= CRM_OPT_VALUE) {
			complete_skip(t, i + 1);
			complete_value(t, o);
			return;
		}
	}
}

static void
complete_option(struct complete *t)
{
	const char *eq = strchr(t->typed, '=');
	const struct crm_opt *o;

	if (t->typed[1] && t->typed[1] != '-') {
		complete_letters(t);
	} else if (!eq) {
		offer_options(t);
	} else {
		o = find_option(t, t->typed + 2,
		    (size_t)(eq - t->typed) - 2, 0);
		complete_skip(t, (size_t)(eq - t->typed) + 1);
		if (o && o->kind >= CRM_OPT_VALUE)
			complete_value(t, o);
	}
}

static void
complete_command(struct complete *t)
{
	const struct cmd_verb *v;

	if (t->c->noun) {
		for (size_t i = 0; (v = cmd_verb_at(t->c->noun, i)); i++)
			complete_offer(t, v->name, v->help);
		return;
	}
	for (const struct cmd_noun *n = cmd_nouns; n->name; n++)
		complete_offer(t, n->name, n->entity ? n->entity->help
		    : n->help);
	for (size_t i = 0; cmd_commands[i]; i++)
		complete_offer(t, cmd_commands[i]->name,
		    cmd_commands[i]->help);
	complete_other(t);
}

/*
 * An operand, an assignment, or both: with nothing typed yet, first come
 * the records and, once there is one, what to set.
 */
static void
complete_operand(struct complete *t, const struct place *at)
{
	const struct crm_opt *o = t->c->verb->opts;
	const struct crm_rest *r;
	bool assigns = false, given = false;

	for (; o && o->kind; o++) {
		r = (const void *)((const char *)t->args + o->offset);
		assigns |= o->kind == CRM_OPT_ASSIGN;
		given |= o->kind == CRM_OPT_REST && r->n;
	}
	assigns &= at->seen;
	if (assigns && opt_is_assign(t->typed)) {
		complete_assign(t);
		return;
	}
	if (at->opt && !(assigns && given && !*t->typed))
		complete_value(t, at->opt);
	if (assigns && (*t->typed || given || !at->opt ||
	    at->opt->kind != CRM_OPT_REST))
		complete_assign(t);
	if (!at->opt && !assigns && at->seen && !*t->typed)
		offer_options(t);
}

static void
complete(struct complete *t, const struct crm_rest *words)
{
	struct place at = { .t = t };

	find_place(&at, words);
	if (at.opt && is_option(at.opt))
		complete_value(t, at.opt);
	else if (at.seen && t->typed[0] == '-')
		complete_option(t);
	else if (t->c->verb && (at.seen || at.opt))
		complete_operand(t, &at);
	else if (at.seen)
		complete_command(t);
}

/* Half a line may be wrong in any way: nothing is said about it. */
static int
run(struct cmd *c, const void *args)
{
	const struct complete_args *a = args;
	struct complete t = { .c = c, .head = "", .typed = "" };

	c->verb = NULL;
	if (a->words.n)
		t.typed = a->words.v[a->words.n - 1];
	if (!t.typed[strcspn(t.typed, "\t\r\n")] &&
	    crm_utf8_bad(t.typed, strlen(t.typed)) < 0)
		complete(&t, &a->words);
	c->crm.err = (struct crm_error){ 0 };
	return 0;
}

const struct cmd_verb cmd_complete = {
	"complete", "complete a command line, for shells",
	CMD_NO_DB | CMD_NO_CONFIG, opts, sizeof(struct complete_args), run
};
