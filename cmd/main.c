/* crm: finds the command, reads its options, runs it, says how it went. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "crm/exchange.h"
#include "crm/suggest.h"
#include "other.h"
#include "verbs.h"

static int
unknown_verb(struct cmd *c, const char *word)
{
	struct crm_suggest near;
	const struct cmd_verb *v;

	crm_suggest_init(&near, word, strlen(word));
	for (size_t i = 0; (v = cmd_verb_at(c->noun, i)); i++)
		crm_suggest_try(&near, v->name);
	crm_failed(&c->crm, CRM_EUSAGE, "crm %s has no verb '%s'",
	    c->noun->name, word);
	if (near.best)
		return crm_hinted(&c->crm, "did you mean 'crm %s %s'?",
		    c->noun->name, near.best);
	return crm_hinted(&c->crm, "crm %s -h lists its verbs",
	    c->noun->name);
}

/* The first words are the noun and the verb, or the command. */
static int
take_word(struct opt_parse *p, const char *word)
{
	struct cmd *c = p->ctx;

	if (c->verb)
		return 0;
	if (c->noun) {
		c->verb = cmd_verb_find(c->noun, word);
		if (!c->verb)
			return unknown_verb(c, word);
	} else {
		c->verb = cmd_command_find(word);
		c->noun = c->verb ? NULL : cmd_noun_find(word);
		if (!c->verb && !c->noun) {
			c->unknown = p->at + 1;
			return CRM_EUSAGE;
		}
		c->entity = c->noun ? c->noun->entity : NULL;
	}
	if (c->verb) {
		p->table = c->verb->opts;
		p->into = crm_arena_alloc(p->arena, c->verb->args_size + 1);
	}
	return 1;
}

/* Everything of the command that --batch-key compares. */
static void
hash_args(struct cmd *c, const void *args)
{
	const char *noun = c->noun ? c->noun->name : "";

	cmd_hash_add(c, noun, strlen(noun) + 1);
	cmd_hash_add(c, c->verb->name, strlen(c->verb->name) + 1);
	for (const struct crm_opt *o = c->verb->opts; o && o->kind; o++) {
		const void *at = (const char *)args + o->offset;
		const struct crm_rest *r = at;
		const char *one[2] = { NULL, NULL }, *const *v = one;
		size_t len = strlen(o->name) + 1;

		if (o->kind == CRM_OPT_FLAG && *(const bool *)at)
			one[0] = "yes";
		else if (o->kind == CRM_OPT_VALUE || o->kind ==
		    CRM_OPT_OPERAND || o->kind == CRM_OPT_MAYBE)
			one[0] = *(const char *const *)at;
		else if (o->kind == CRM_OPT_LIST || o->kind == CRM_OPT_REST ||
		    o->kind == CRM_OPT_ASSIGN)
			v = r->n ? (const char *const *)r->v : one;
		for (; *v; v++) {
			cmd_hash_add(c, o->name, len);
			cmd_hash_add(c, *v, strlen(*v) + 1);
		}
	}
}

static int
run(struct cmd *c, struct opt_parse *p)
{
	unsigned flags = c->verb->flags;
	int rc = opt_check(p);

	if (!rc)
		rc = cmd_output_check(c);
	if (!rc && !(flags & CMD_NO_CONFIG))
		rc = cmd_config_read(c);
	if (!rc && !(flags & CMD_NO_DB))
		rc = cmd_open(c, 0);
	if (rc)
		return rc;
	if (c->opt.batch_key && (flags & CMD_WRITES))
		hash_args(c, p->into);
	return c->verb->run(c, p->into);
}

/*
 * A command line that can't be read may ask for JSON behind the mistake: its
 * error is for a program, too.
 */
static bool
asks_json(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		const char *w = argv[i];

		if (!strcmp(w, "--json") || !strcmp(w, "--jsonl"))
			return true;
		if (!strncmp(w, "--format=", 9))
			w += 9;
		else if (!strncmp(w, "-F", 2) && w[2])
			w += 2;
		else if ((!strcmp(w, "-F") || !strcmp(w, "--format")) &&
		    i + 1 < argc)
			w = argv[++i];
		else
			continue;
		if (!strcmp(w, "json") || !strcmp(w, "jsonl"))
			return true;
	}
	return false;
}

static int
no_verb(struct cmd *c)
{
	if (!cmd_wants_json(c)) {
		cmd_noun_help(c->noun, stderr);
		return CRM_EUSAGE;
	}
	crm_failed(&c->crm, CRM_EUSAGE, "which verb of crm %s?",
	    c->noun->name);
	return crm_hinted(&c->crm, "crm %s -h lists its verbs",
	    c->noun->name);
}

/* Until the command is one that is built in; others don't come back. */
static int
parse(struct cmd *c, struct opt_parse *p, int argc, char **argv)
{
	for (;;) {
		int rc;

		*p = (struct opt_parse){
			.arena = &c->crm.arena, .err = &c->crm.err,
			.global = cmd_global_opts, .global_into = &c->opt,
			.word = take_word, .ctx = c
		};
		c->unknown = 0;
		rc = opt_parse(p, argc - 1, argv + 1);
		if (c->unknown && !c->opt.version) {
			rc = cmd_other(c, &argc, &argv);
			if (!rc)
				continue;
		}
		if (rc && !c->opt.version)
			c->early_json = asks_json(argc, argv);
		return c->opt.version ? 0 : rc;
	}
}

static int
dispatch(struct cmd *c, int argc, char **argv)
{
	struct opt_parse p;
	int rc = parse(c, &p, argc, argv);

	if (rc)
		return rc;
	if (c->opt.version) {
		c->verb = &cmd_version;
		return cmd_version.run(c, NULL);
	}
	if (c->opt.help) {
		if (c->aliases.n)
			cmd_say_alias(c);
		cmd_help_print(c, stdout);
		return 0;
	}
	if (c->verb)
		return run(c, &p);
	if (c->noun)
		return no_verb(c);
	cmd_overview(c);
	return 0;
}

static void
say(void *ctx, const char *sentence)
{
	cmd_say(ctx, "%s", sentence);
}

static void
trace(void *ctx, const char *sql, int64_t us)
{
	cmd_say(ctx, "%6.2f ms  %s", (double)us / 1000, sql);
}

#define KEPT "what it changed is kept, as batch %lld"

/* A failure after the commit, as of a full disk for what it prints. */
static long long
kept(const struct cmd *c, int rc)
{
	return rc == CRM_EFAIL ? (long long)crm_batch_kept(&c->crm) : 0;
}

static void
say_failed(struct cmd *c, int rc)
{
	long long batch = kept(c, rc);

	if (batch && !c->crm.err.hint[0])
		crm_hinted(&c->crm, KEPT, batch);
	if (rc && c->crm.err.text[0])
		cmd_print_error(c);
	c->told = true;
}

#ifdef __GLIBC__
/* Memory that runs out ends the program wherever it is. */
static void
at_exit(int status, void *ctx)
{
	const struct cmd *c = ctx;
	long long batch = c->told ? 0 : kept(c, -status);

	if (c->out.temporary)
		unlink(c->out.temporary);
	if (batch)
		fprintf(stderr, "hint: " KEPT "\n", batch);
}
#endif

int
main(int argc, char **argv)
{
	struct cmd c = { .program = argc ? argv[0] : "crm" };
	int rc;

	/* Too large a file is an error to report, not an end. */
	signal(SIGXFSZ, SIG_IGN);
	c.crm.say = say;
	c.crm.say_ctx = &c;
	c.trace = trace;
#ifdef __GLIBC__
	on_exit(at_exit, &c);
#endif
	rc = dispatch(&c, argc, argv);
	if (fflush(stdout) != 0 || ferror(stdout))
		rc = rc ? rc : crm_failed(&c.crm, CRM_EFAIL,
		    "cannot write the output");
	say_failed(&c, rc);
	crm_buf_free(&c.said);
	crm_hooks_close(c.hooks);
	crm_exchange_free(c.exchange);
	crm_leave(&c.crm);
	/* Not returned from main: what is in C is not lost, but left. */
	exit(rc < 0 ? -rc : rc);
}
