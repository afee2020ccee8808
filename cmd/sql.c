/* crm sql: what no list and no report shows. */
#include <string.h>

#include "crm/sql.h"
#include "sink.h"
#include "verbs.h"

struct sql_args {
	const char *sql, *limit;
	struct crm_rest params;
	bool views;
};

static const struct crm_opt opts[] = {
	OPT_MAYBE("sql", "sql", struct sql_args, sql,
		  "a statement; @FILE or - reads it from there"),
	OPT_LIST(0, "param", "NAME=VALUE", struct sql_args, params,
		 ":NAME in the SQL"),
	OPT_VALUE('L', "limit", "number", struct sql_args, limit,
		  "at most so many rows"),
	OPT_FLAG(0, "views", struct sql_args, views,
		 "what can be read: each view and its columns"),
	{ 0 }
};

/* The statement itself, or what is in a file or on stdin. */
static int
read_text(const char **out, struct cmd *c, const char *s)
{
	bool in = !strcmp(s, "-") || !strcmp(s, "@-");
	struct crm_value v;
	int rc = 0;

	*out = s;
	if (!in && s[0] != '@')
		return 0;
	if (in)
		rc = cmd_stdin(c, "the SQL");
	if (!rc)
		rc = cmd_slurp(c, in ? NULL : s + 1, &v);
	if (!rc && memchr(v.s, '\0', v.len))
		rc = crm_failed(&c->crm, CRM_EUSAGE, "there is a NUL byte in"
		    " the SQL");
	*out = rc ? NULL : v.s;
	return rc;
}

static int
run(struct cmd *c, const void *args)
{
	const struct sql_args *a = args;
	struct crm_sql_how how = {
		.params = a->params.n ? a->params.v : NULL, .limit = -1
	};
	struct crm_sink to = cmd_sink(c);
	int rc = a->limit ? opt_number(&how.limit, &c->crm.err, "limit",
	    a->limit, 0) : 0;

	if (!rc && !a->sql && !a->views) {
		crm_failed(&c->crm, CRM_EUSAGE, "which SQL?");
		return crm_hinted(&c->crm, "write crm sql 'SELECT ...'; crm"
		    " sql --views shows what there is");
	}
	if (!rc && !a->views)
		rc = read_text(&how.text, c, a->sql);
	if (!rc)
		rc = cmd_open(c, CRM_DB_READ);
	if (rc)
		return rc;
	rc = a->views ? crm_sql_views(&c->crm, a->sql, &to)
	    : crm_sql(&c->crm, &how, &to);
	return cmd_sink_end(c, rc);
}

const struct cmd_verb cmd_sql = {
	"sql", "read what lists don't show, by SQL", CMD_NO_DB | CMD_PAGED,
	opts, sizeof(struct sql_args), run
};
