/* crm dump, crm load: the whole database as JSON lines, and back. */
#include "crm/dump.h"

#include <unistd.h>

#include "bar.h"
#include "verbs.h"

struct dump_args {
	bool history;
};

static const struct crm_opt dump_opts[] = {
	OPT_FLAG(0, "history", struct dump_args, history,
		 "with revisions and the log of changes"),
	{ 0 }
};

/* A dump has one form. */
static int
check_form(struct cmd *c)
{
	int format = cmd_format_asked(c) ? cmd_output_format(c,
	    CRM_FORMAT_JSONL) : (int)CRM_FORMAT_JSONL;

	if (format < 0)
		return format;
	if (format == CRM_FORMAT_JSONL && !c->opt.fields)
		return 0;
	crm_failed(&c->crm, CRM_EUSAGE, c->opt.fields ? "a dump has all"
	    " fields" : "a dump is JSON lines");
	return crm_hinted(&c->crm, "crm NOUN export writes some fields, in"
	    " any format");
}

static int
dump(struct cmd *c, const void *args)
{
	const struct dump_args *a = args;
	struct crm_dump_how how = { .history = a->history };
	int64_t records = 0;
	int rc = check_form(c);

	if (!rc)
		rc = cmd_output_open(c, &how.fd);
	if (rc)
		return rc;
	c->out.how.fd = how.fd;
	rc = cmd_output_close(c, crm_dump(&records, &c->crm, &how));
	if (!rc && c->opt.output)
		cmd_say(c, "%lld record%s", (long long)records,
		    records == 1 ? "" : "s");
	return rc;
}

const struct cmd_verb cmd_dump = {
	"dump", "write the whole database as JSON lines", 0, dump_opts,
	sizeof(struct dump_args), dump
};

struct load_args {
	const char *file;
};

static const struct crm_opt load_opts[] = {
	OPT_OPERAND("file", "file", struct load_args, file,
		    "what crm dump wrote; - for stdin"),
	{ 0 }
};

static void
progress(void *ctx, int64_t lines, int permille)
{
	cmd_bar_show(ctx, lines, "lines", permille);
}

static void
say_loaded(struct cmd *c, const struct crm_load_result *r)
{
	if (r->replayed) {
		cmd_say(c, "the batch of key '%s' was done already",
		    c->opt.batch_key);
		return;
	}
	cmd_say(c, "%lld record%s%s", (long long)r->records,
	    r->records == 1 ? "" : "s", c->opt.dry_run
	    ? "; a dry run: nothing was kept" : " loaded");
	if (r->stranger)
		cmd_say(c, "'%s' is none of the users that were loaded, and"
		    " may only read now", c->crm.actor.login);
}

static int
load(struct cmd *c, const void *args)
{
	const struct load_args *a = args;
	struct cmd_bar bar = cmd_bar_of(c);
	struct crm_load_result r;
	struct crm_load_how how = {
		.name = a->file, .dry_run = c->opt.dry_run,
		.batch_key = c->opt.batch_key, .progress = progress,
		.ctx = &bar
	};
	int rc = cmd_input(c, &how.fd, &how.name, "the load");

	if (!rc) {
		how.hash = c->opt.batch_key ? cmd_hash(c) : NULL;
		rc = crm_load(&r, &c->crm, &how);
		cmd_bar_clear(&bar);
	}
	if (!rc)
		say_loaded(c, &r);
	if (how.fd > STDIN_FILENO)
		close(how.fd);
	return rc;
}

const struct cmd_verb cmd_load = {
	"load", "fill a new database from a dump", CMD_WRITES, load_opts,
	sizeof(struct load_args), load
};
