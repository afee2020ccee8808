/* crm init: a new database. */
#include "crm/init.h"

#include <stdlib.h>
#include <string.h>

#include "verbs.h"

struct init_args {
	const char *currency, *country, *year_start, *week_start;
	bool demo;
};

static const struct crm_opt opts[] = {
	OPT_FLAG(0, "demo", struct init_args, demo,
		 "with a small firm to try things on"),
	OPT_VALUE(0, "currency", "code", struct init_args, currency,
		  "the company's (EUR)"),
	OPT_VALUE(0, "country", "country", struct init_args, country,
		  "the company's, as DE: of phones that name none"),
	OPT_VALUE(0, "year-start", "month", struct init_args, year_start,
		  "the fiscal year's first month, 1 to 12 (1)"),
	OPT_VALUE(0, "week-start", "day", struct init_args, week_start,
		  "1 Monday to 7 Sunday (1)"),
	{ 0 }
};

static int
number(struct cmd *c, const char *name, const char *text, int64_t max,
       int *out)
{
	int64_t n = 0;
	int rc = text ? opt_number(&n, &c->crm.err, name, text, 1) : 0;

	if (!rc && n > max)
		rc = crm_failed(&c->crm, CRM_EUSAGE,
		    "option '--%s' is from 1 to %lld", name, (long long)max);
	*out = (int)n;
	return rc;
}

static int
run(struct cmd *c, const void *args)
{
	const struct init_args *a = args;
	const char *path = cmd_database(c);
	struct crm_init_how how = {
		.login = cmd_user(c), .currency = a->currency,
		.country = a->country,
		.zone = c->opt.tz ? c->opt.tz : cmd_config(c, "core.tz"),
		.demo = a->demo, .busy_seconds = 10
	};
	int rc = number(c, "year-start", a->year_start, 12, &how.year_start);

	if (!rc)
		rc = number(c, "week-start", a->week_start, 7,
		    &how.week_start);
	if (rc)
		return rc;
	if (c->opt.dry_run) {
		crm_failed(&c->crm, CRM_EUSAGE, "init has no dry run");
		return crm_hinted(&c->crm, "try it on another file: --db");
	}
	if (!path) {
		crm_failed(&c->crm, CRM_EUSAGE, "where is it to be?");
		return crm_hinted(&c->crm, "set CRM_DB or give --db FILE");
	}
	rc = cmd_check_database(c, path);
	if (!rc && !c->opt.db && !cmd_config(c, "core.db"))
		rc = cmd_make_folders(c, path, 0700);
	if (!rc)
		rc = cmd_set_clock(c);
	if (!rc)
		rc = crm_init(&c->crm, path, &how);
	if (!rc)
		cmd_say(c, "%s is ready; you are its admin, '%s'",
		    crm_db_shown(path), how.login);
	return rc;
}

const struct cmd_verb cmd_init = {
	"init", "make a new database", CMD_NO_DB | CMD_WRITES, opts,
	sizeof(struct init_args), run
};
