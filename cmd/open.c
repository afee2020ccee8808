/* Opening the database as the options, environment and files say. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cmd.h"
#include "crm/date.h"
#include "crm/query.h"

static int
bad_option(struct cmd *c, const char *name, const char *value,
	   const char *hint)
{
	crm_failed(&c->crm, CRM_EUSAGE, "%s: '%s' is not known", name,
	    value);
	return crm_hinted(&c->crm, "%s", hint);
}

/* The zone: --tz > CRM_TZ > core.tz > the company's > UTC; then the time. */
int
cmd_set_clock(struct cmd *c)
{
	const char *tz = c->opt.tz ? c->opt.tz : cmd_config(c, "core.tz");
	const char *now = c->opt.now ? c->opt.now : getenv("CRM_NOW");
	const char *from = cmd_config_from(c, "core.tz", "--tz", c->opt.tz);
	int64_t t;

	if (!tz || !*tz) {
		from = "the company's zone";
		tz = c->crm.company.zone[0] ? c->crm.company.zone : "UTC";
	}
	if (crm_zone_use(tz))
		return bad_option(c, from, tz,
		    "name a zone as Europe/Berlin or UTC");
	crm_clock_read(&c->crm.clock);
	if (!now || !*now)
		return 0;
	if (crm_time_parse(&t, now, strlen(now))) {
		if (crm_day_parse(&t, now, strlen(now)))
			return bad_option(c, c->opt.now ? "--now" :
			    "CRM_NOW", now,
			    "write 2026-11-22T12:00:00Z or 2026-11-22");
		t = crm_day_start(t);
	}
	crm_clock_set(&c->crm.clock, t);
	return 0;
}

int
cmd_make_folders(struct cmd *c, const char *path, unsigned mode)
{
	char *s = crm_arena_str(&c->crm.arena, path);

	for (char *p = strchr(s + 1, '/'); p; p = strchr(p + 1, '/')) {
		*p = '\0';
		if (mkdir(s, mode) != 0 && errno != EEXIST)
			return crm_failed(&c->crm, CRM_EFAIL,
			    "cannot make %s: %s", s, strerror(errno));
		*p = '/';
	}
	return 0;
}

int
cmd_check_address(struct cmd *c, const char *where)
{
	if (!strcmp(crm_db_shown(where), where))
		return 0;
	crm_failed(&c->crm, CRM_EUSAGE, "there is a password in the address:"
	    " arguments can be seen by others");
	return crm_hinted(&c->crm, "put it into ~/.pgpass, or the address"
	    " into CRM_DB or the configuration");
}

int
cmd_check_database(struct cmd *c, const char *where)
{
	static const char key[] = "core.db=";
	bool argument = where == c->opt.db;

	for (int i = 0; i < c->opt.settings.n; i++) {
		const char *s = c->opt.settings.v[i];

		argument |= !strncmp(s, key, sizeof(key) - 1) &&
		    !strcmp(s + sizeof(key) - 1, where);
	}
	return argument ? cmd_check_address(c, where) : 0;
}

int
cmd_open(struct cmd *c, unsigned flags)
{
	const char *where = cmd_database(c);
	const char *wait = c->opt.busy_timeout ? c->opt.busy_timeout
	    : cmd_config(c, "core.busy-timeout");
	int64_t seconds = wait ? cmd_config_duration(wait) : 10;
	int rc = 0;

	if (!where) {
		crm_failed(&c->crm, CRM_ENODB, "no database is named");
		return crm_hinted(&c->crm, "set CRM_DB or give --db FILE");
	}
	if (seconds < 0)
		return bad_option(c, "--busy-timeout", wait,
		    "write seconds, as 30, or 5min");
	rc = cmd_check_database(c, where);
	if (rc)
		return rc;
	rc = crm_open(&c->crm, where, flags,
	    seconds < 100000 ? (int)seconds : 100000);
	c->crm.check_filter = crm_query_check;
	c->crm.filter_names = crm_query_names;
	if (!rc && c->opt.verbose > 1)
		crm_db_trace(c->crm.db, c->trace, c);
	if (!rc)
		rc = cmd_set_clock(c);
	if (!rc)
		rc = crm_act_as(&c->crm, cmd_user(c));
	c->entity = crm_entity_of(&c->crm, c->entity);
	if (!rc && c->opt.verbose)
		cmd_say(c, "database %s, user %s", crm_db_shown(where),
		    c->crm.actor.login);
	return rc;
}
