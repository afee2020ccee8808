/* crm NOUN list, export, count, show: the same query, printed. */
#include <string.h>

#include "crm/ref.h"
#include "query_args.h"
#include "targets.h"
#include "verbs.h"

struct only_list {
	struct list_args a;
};

static const struct crm_opt list_opts[] = {
	LIST_OPTS(struct only_list, a),
	IN_OPT(struct only_list, a.in),
	{ 0 }
};

/* What is written to be read again is as it is kept. */
static const struct crm_opt export_opts[] = {
	LIST_OPTS(struct only_list, a),
	{ 0 }
};

/* How many there are depends on no order and no limit. */
static const struct crm_opt count_opts[] = {
	WHERE_OPTS(struct only_list, a),
	SEARCH_OPT(struct only_list, a),
	DELETED_OPT(struct only_list, a),
	{ 0 }
};

static int
list(struct cmd *c, const void *args)
{
	struct crm_query *q;
	int rc = query_of(&q, c, args);

	return rc ? rc : query_print(c, q, CRM_SHAPE_LIST, CRM_FORMAT_TABLE);
}

static int
export(struct cmd *c, const void *args)
{
	const struct only_list *l = args;
	struct list_args a = l->a;
	struct crm_query *q;
	int rc;

	/* By id, so that what is referred to comes first when imported. */
	if (!a.sort)
		a.sort = "id";
	rc = query_of(&q, c, &a);
	return rc ? rc : query_print(c, q, CRM_SHAPE_EXPORT, CRM_FORMAT_CSV);
}

static int
count(struct cmd *c, const void *args)
{
	static const struct crm_field field = CRM_COMPUTED("count", CRM_T_INT);
	static const struct crm_column column = {
		"count", &field, 0, -1, -1, true
	};
	struct crm_query *q;
	struct crm_value v;
	int64_t n = 0;
	int rc = query_of(&q, c, args);

	if (!rc)
		rc = crm_query_count(&n, q);
	if (rc)
		return rc;
	/* A bare number is what a script wants, unless it asks otherwise. */
	if (!cmd_format_asked(c))
		c->opt.csv = c->opt.no_header = true;
	v = crm_int(n);
	rc = cmd_output_begin(c, &column, 1, CRM_FORMAT_CSV);
	if (!rc)
		rc = cmd_output_end(c, cmd_output_row(c, &v));
	return rc || n || !c->opt.exit_status ? rc : CRM_ENOTFOUND;
}

struct show_args {
	struct targets_args on;
	const char *in;
};

static const struct crm_opt show_opts[] = {
	OPT_REST("ref", "ref", struct show_args, on.refs,
		 "id, e-mail, ext:KEY or name; - reads them from stdin"),
	IN_OPT(struct show_args, in),
	{ 0 }
};

static int
show(struct cmd *c, const void *args)
{
	struct targets_args on = ((const struct show_args *)args)->on;
	struct targets t = { 0 };
	int rc;

	if (!on.refs.n) {
		crm_failed(&c->crm, CRM_EUSAGE, "which %s?", c->entity->name);
		return crm_hinted(&c->crm, "name it by id, e-mail or name;"
		    " crm %s list shows all", c->entity->name);
	}
	rc = targets_read(c, &on);
	if (!rc)
		rc = query_in(c, ((const struct show_args *)args)->in);
	if (!rc)
		rc = crm_db_begin_read(c->crm.db);
	if (rc)
		return rc;
	rc = targets_find(&t, c, &on, CRM_REF_DELETED);
	if (!rc)
		rc = query_print_ids(c, t.ids, t.n);
	return crm_db_end(c->crm.db, rc);
}

const struct cmd_verb cmd_list = {
	"list", "list records", CMD_PAGED, list_opts,
	sizeof(struct only_list), list
};
const struct cmd_verb cmd_export = {
	"export", "write all fields, to be imported again", 0,
	export_opts, sizeof(struct only_list), export
};
const struct cmd_verb cmd_count = {
	"count", "count records", 0, count_opts,
	sizeof(struct only_list), count
};
const struct cmd_verb cmd_show = {
	"show", "show everything of a record", CMD_PAGED,
	show_opts, sizeof(struct show_args), show
};
