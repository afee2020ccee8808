/* From the options of a list to its query, and to the output. */
#include "query_args.h"

#include <string.h>

#include "crm/buf.h"
#include "crm/exchange.h"

enum { RUN_MAX = 500 };

int
query_in(struct cmd *c, const char *in)
{
	return in ? crm_exchange_new(&c->exchange, &c->crm, in,
	    &c->crm.arena) : 0;
}

/* A query of the command's entity. */
static struct crm_query *
query_new(struct cmd *c, struct crm_arena *a)
{
	struct crm_query *q = crm_query_new(&c->crm, c->entity, a);

	if (c->exchange)
		crm_query_in(q, c->exchange);
	return q;
}

int
query_where(struct cmd *c, struct crm_query *q, const struct crm_rest *where,
	    const struct crm_rest *params)
{
	int rc = 0;

	for (int i = 0; i < params->n; i++) {
		const char *s = params->v[i], *eq = strchr(s, '=');

		if (!eq) {
			crm_failed(&c->crm, CRM_EUSAGE, "--param needs"
			    " NAME=VALUE, not '%s'", s);
			return CRM_EUSAGE;
		}
		crm_query_param(q, crm_arena_copy(&c->crm.arena, s,
		    (size_t)(eq - s)), eq + 1);
	}
	for (int i = 0; !rc && i < where->n; i++)
		rc = crm_query_where(q, where->v[i]);
	return rc ? rc : crm_query_params_check(q);
}

static int
query_search(struct cmd *c, struct crm_query *q, const struct list_args *a)
{
	if (!a->search)
		return 0;
	if (!a->deleted)
		return crm_query_search(q, a->search);
	crm_failed(&c->crm, CRM_EUSAGE,
	    "--search does not find deleted records");
	return crm_hinted(&c->crm, "--deleted -w 'name ~ ...' does");
}

int
query_of(struct crm_query **out, struct cmd *c, const struct list_args *a)
{
	int64_t limit = -1, offset = 0;
	int rc = query_in(c, a->in);
	struct crm_query *q = *out = query_new(c, &c->crm.arena);

	if (!rc && a->limit)
		rc = opt_number(&limit, &c->crm.err, "limit", a->limit, 0);
	if (!rc && a->offset)
		rc = opt_number(&offset, &c->crm.err, "offset", a->offset,
		    0);
	if (rc)
		return rc;
	crm_query_limit(q, limit, offset);
	if (a->deleted)
		crm_query_deleted(q, CRM_DELETED_ONLY);
	rc = query_where(c, q, &a->where, &a->params);
	if (!rc)
		rc = query_search(c, q, a);
	return rc ? rc : crm_query_sort(q, a->sort);
}

/*
 * The columns that -o asks for, else those of a template with a path in it,
 * such as {account.name}; NULL for the usual ones, which have every field.
 */
static const char *
fields_of(struct cmd *c)
{
	const char *s = c->opt.fields ? NULL : c->opt.template;
	struct crm_buf names = { 0 };
	bool path = false;

	for (; s && *s; s++) {
		size_t len = strcspn(s + 1, "}");

		if (*s == '\\' || (*s == '{' && s[1] == '{')) {
			s += s[1] != 0;
		} else if (*s == '{' && s[1 + len]) {
			crm_buf_printf(&names, "%s%.*s", names.len ? "," : "",
			    (int)len, s + 1);
			path = path || memchr(s + 1, '.', len);
			s += len;
		}
	}
	s = path ? crm_arena_str(&c->crm.arena, names.s) : c->opt.fields;
	crm_buf_free(&names);
	return s;
}

/* With --in, what can't be told is said before anything is printed. */
static int
print_rows(struct cmd *c, struct crm_query *q, enum crm_format tty)
{
	const struct crm_column *cols;
	size_t n;
	int rc = c->exchange ? crm_query_rates(q) : 0;

	cols = crm_query_columns_of(q, &n);
	if (!rc)
		rc = cmd_output_begin(c, cols, n, tty);
	return rc ? rc
	    : cmd_output_end(c, crm_query_each(q, cmd_output_row, c));
}

static int
print_at_once(struct cmd *c, struct crm_query *q, enum crm_format tty)
{
	int rc = crm_db_begin_read(c->crm.db);

	return rc ? rc : crm_db_end(c->crm.db, print_rows(c, q, tty));
}

int
query_print(struct cmd *c, struct crm_query *q, enum crm_shape shape,
	    enum crm_format tty)
{
	const char *fields = fields_of(c);
	int format = cmd_output_format(c, tty), rc;

	if (format < 0)
		return format;
	if (format == CRM_FORMAT_IDS && !fields)
		fields = "id";
	if (format == CRM_FORMAT_TEMPLATE && !fields)
		shape = CRM_SHAPE_SHOW;
	rc = crm_query_columns(q, fields, shape);
	if (rc)
		return rc;
	rc = c->exchange ? print_at_once(c, q, tty) : print_rows(c, q, tty);
	return rc || c->out.rows || !c->opt.exit_status ? rc
	    : CRM_ENOTFOUND;
}

/* A query of the columns that every record of the entity has. */
static int
show_query(struct crm_query **out, const struct crm_column **cols, size_t *n,
	   struct cmd *c)
{
	struct crm_query *q = query_new(c, &c->crm.arena);
	int rc = crm_query_columns(q, fields_of(c), CRM_SHAPE_SHOW);

	if (!rc)
		*cols = crm_query_columns_of(q, n);
	crm_query_deleted(q, CRM_DELETED_ALSO);
	*out = q;
	return rc;
}

/* How many of the N IDS go up, and so can be had in order by one query. */
static size_t
run_length(const int64_t *ids, size_t n)
{
	size_t i = 1;

	while (i < n && i < RUN_MAX && ids[i] > ids[i - 1])
		i++;
	return i;
}

static int
print_run(struct cmd *c, const int64_t *ids, size_t n)
{
	struct crm_arena a = { 0 };
	struct crm_query *q = query_new(c, &a);
	struct crm_buf in = { 0 };
	int rc = 0;

	crm_query_deleted(q, CRM_DELETED_ALSO);
	for (size_t i = 0; i < n; i++)
		crm_buf_printf(&in, "%s%lld", i ? "," : "id in (",
		    (long long)ids[i]);
	crm_buf_char(&in, ')');
	rc = crm_query_where(q, in.s);
	if (!rc)
		rc = crm_query_sort(q, "id");
	if (!rc)
		rc = crm_query_columns(q, fields_of(c), CRM_SHAPE_SHOW);
	if (!rc)
		rc = crm_query_each(q, cmd_output_row, c);
	crm_buf_free(&in);
	crm_arena_free(&a);
	return rc;
}

int
query_print_ids(struct cmd *c, const int64_t *ids, size_t n)
{
	const struct crm_column *cols;
	struct crm_query *q;
	size_t ncols;
	int rc = show_query(&q, &cols, &ncols, c);

	if (!rc && n == 1) {
		crm_query_id(q, ids[0]);
		return print_rows(c, q, CRM_FORMAT_LIST);
	}
	if (!rc)
		rc = cmd_output_begin(c, cols, ncols, CRM_FORMAT_LIST);
	for (size_t run; !rc && n; ids += run, n -= run) {
		run = run_length(ids, n);
		rc = print_run(c, ids, run);
	}
	return c->out.writer ? cmd_output_end(c, rc) : rc;
}

int
query_check_output(struct cmd *c)
{
	int format = cmd_output_format(c, CRM_FORMAT_LIST);
	struct crm_writer_how how = { .template = c->opt.template, .fd = -1 };
	const struct crm_column *cols;
	struct crm_query *q;
	struct crm_writer *w;
	size_t n;
	int rc = format < 0 ? format : show_query(&q, &cols, &n, c);

	if (rc)
		return rc;
	how.format = (enum crm_format)format;
	rc = crm_writer_begin(&w, &how, cols, n, &c->crm.err);
	if (!rc)
		crm_writer_end(w, CRM_EFAIL);
	return rc;
}
