/* What was done, command by command. */
#include <string.h>

#include "crm/convert.h"
#include "crm/history.h"
#include "model/log.h"
#include "service/ops.h"

enum { LIST_COLUMNS = 10, SHOW_COLUMNS = 6 };

static const struct crm_field list_fields[LIST_COLUMNS] = {
	CRM_COMPUTED("id", CRM_T_INT), CRM_COMPUTED("at", CRM_T_TIME),
	CRM_COMPUTED("by", CRM_T_TEXT), CRM_COMPUTED("noun", CRM_T_TEXT),
	CRM_COMPUTED("verb", CRM_T_TEXT), CRM_COMPUTED("added", CRM_T_INT),
	CRM_COMPUTED("updated", CRM_T_INT), CRM_COMPUTED("removed", CRM_T_INT),
	CRM_COMPUTED("undoes", CRM_T_INT), CRM_COMPUTED("undone", CRM_T_INT),
};

static const struct crm_column list_columns[LIST_COLUMNS] = {
	{ "id", &list_fields[0], 0, -1, -1, true },
	{ "at", &list_fields[1], 1, -1, -1, true },
	{ "by", &list_fields[2], 2, -1, -1, false },
	{ "noun", &list_fields[3], 3, -1, -1, false },
	{ "verb", &list_fields[4], 4, -1, -1, false },
	{ "added", &list_fields[5], 5, -1, -1, false },
	{ "updated", &list_fields[6], 6, -1, -1, false },
	{ "removed", &list_fields[7], 7, -1, -1, false },
	{ "undoes", &list_fields[8], 8, -1, -1, false },
	{ "undone", &list_fields[9], 9, -1, -1, false },
};

int
crm_batch_list(struct crm *crm, int64_t limit, const struct crm_sink *to)
{
	int rc = to->begin(to->ctx, list_columns, LIST_COLUMNS);

	return rc ? rc : crm_db_each(crm->db,
	    "SELECT \"b\".\"id\", \"b\".\"at\", \"u\".\"login\","
	    " \"b\".\"noun\", \"b\".\"verb\", \"b\".\"added\","
	    " \"b\".\"updated\", \"b\".\"removed\", \"b\".\"undoes\","
	    " \"b\".\"undone\" FROM \"batch\" \"b\" LEFT JOIN \"user\" \"u\""
	    " ON \"u\".\"id\" = \"b\".\"by\" ORDER BY \"b\".\"id\" DESC"
	    " LIMIT $1", CRM_BIND(crm_int(limit < 0 ? INT64_MAX : limit)),
	    LIST_COLUMNS, to->row, to->ctx);
}

static const struct crm_field show_fields[SHOW_COLUMNS] = {
	CRM_COMPUTED("entity", CRM_T_TEXT), CRM_COMPUTED("id", CRM_T_INT),
	CRM_COMPUTED("upto", CRM_T_INT), CRM_COMPUTED("op", CRM_T_TEXT),
	CRM_COMPUTED("field", CRM_T_TEXT), CRM_COMPUTED("old", CRM_T_TEXT),
};

static const struct crm_column show_columns[SHOW_COLUMNS] = {
	{ "entity", &show_fields[0], 0, -1, -1, true },
	{ "id", &show_fields[1], 1, -1, -1, true },
	{ "upto", &show_fields[2], 2, -1, -1, false },
	{ "op", &show_fields[3], 3, -1, -1, false },
	{ "field", &show_fields[4], 4, -1, -1, false },
	{ "old", &show_fields[5], 5, -1, -1, false },
};

struct show {
	struct crm *crm;
	const struct crm_sink *to;
	struct crm_value cells[SHOW_COLUMNS];
};

/* One row for each field that was changed, or for the record. */
static int
show_row(void *ctx, const struct crm_value *c)
{
	struct show *s = ctx;
	const struct crm_entity *e = crm_entity_number(s->crm, (int)c[0].i);
	const char *text = c[4].s, *column;
	size_t len = c[4].kind == CRM_TEXT ? c[4].len : 0, n;
	char op = c[3].s[0];
	struct crm_buf b = { 0 };
	struct crm_value v;
	int rc = 0;

	s->cells[0] = crm_text(e ? e->name : NULL);
	s->cells[1] = c[1];
	s->cells[2] = c[2].i > c[1].i ? c[2] : crm_null();
	s->cells[3] = crm_text(crm_op_word(op));
	s->cells[4] = s->cells[5] = crm_null();
	if (op == 'I' || !e || !len)
		return s->to->row(s->to->ctx, s->cells);
	while (!rc && crm_old_next(&text, &len, &column, &n, &v) > 0) {
		const struct crm_field *f = crm_column_find(e, column, n);

		crm_buf_cut(&b, 0);
		if (f)
			crm_value_write(&b, f, v, s->crm->company.currency);
		s->cells[4] = f ? crm_text(f->name) : crm_text_n(column, n);
		s->cells[5] = v.kind == CRM_NULL ? v : crm_text_n(b.s
		    ? b.s : "", b.len);
		rc = s->to->row(s->to->ctx, s->cells);
	}
	crm_buf_free(&b);
	return rc;
}

int
crm_batch_show(struct crm *crm, int64_t id, const struct crm_sink *to)
{
	struct show s = { .crm = crm, .to = to };
	int64_t n = 0;
	int rc = crm_db_int(&n, crm->db,
	    "SELECT COUNT(*) FROM \"batch\" WHERE \"id\" = $1",
	    CRM_BIND(crm_int(id)));

	if (!rc && !n) {
		crm_failed(crm, CRM_ENOTFOUND, "no batch %lld",
		    (long long)id);
		return crm_hinted(crm, "crm batch list shows what was done");
	}
	if (!rc)
		rc = to->begin(to->ctx, show_columns, SHOW_COLUMNS);
	return rc ? rc : crm_db_each(crm->db,
	    "SELECT \"entity\", \"record\", \"upto\", \"op\", \"old\" FROM"
	    " \"log\" WHERE \"batch\" = $1 ORDER BY \"id\"",
	    CRM_BIND(crm_int(id)), 5, show_row, &s);
}
