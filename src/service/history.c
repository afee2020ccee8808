/*
 * The changes of one record, read backwards: what a field holds now is the
 * new value of its last change, whose old value is the new one before.
 */
#include "crm/history.h"

#include <string.h>

#include "crm/convert.h"
#include "crm/record.h"
#include "crm/ref.h"
#include "model/log.h"
#include "service/ops.h"

enum { COLUMNS = 7 };

static const struct crm_field fields[COLUMNS] = {
	CRM_COMPUTED("batch", CRM_T_INT), CRM_COMPUTED("at", CRM_T_TIME),
	CRM_COMPUTED("by", CRM_T_TEXT), CRM_COMPUTED("op", CRM_T_TEXT),
	CRM_COMPUTED("field", CRM_T_TEXT), CRM_COMPUTED("old", CRM_T_TEXT),
	CRM_COMPUTED("new", CRM_T_TEXT),
};

static const struct crm_column columns[COLUMNS] = {
	{ "batch", &fields[0], 0, -1, -1, true },
	{ "at", &fields[1], 1, -1, -1, true },
	{ "by", &fields[2], 2, -1, -1, false },
	{ "op", &fields[3], 3, -1, -1, false },
	{ "field", &fields[4], 4, -1, -1, false },
	{ "old", &fields[5], 5, -1, -1, false },
	{ "new", &fields[6], 6, -1, -1, false },
};

struct history {
	struct crm *crm;
	const struct crm_sink *to;
	struct crm_record *now;		/* as it was after this change */
	struct crm_value cells[COLUMNS];
	struct crm_arena a;
};

/* A value as people read it: a reference by name. */
static struct crm_value
shown(struct history *h, const struct crm_field *f, struct crm_value v)
{
	int c = crm_entity_currency(h->now->entity);
	const char *name = NULL;
	struct crm_buf b = { 0 };

	if (v.kind == CRM_NULL)
		return v;
	if (f->ref && !crm_ref_name(&name, h->crm,
	    crm_field_ref(h->crm, f), v.i, &h->a) && name)
		return crm_text(name);
	crm_value_write(&b, f, v, c >= 0 && h->now->v[c].kind == CRM_TEXT
	    ? crm_arena_copy(&h->a, h->now->v[c].s, h->now->v[c].len)
	    : h->crm->company.currency);
	v = crm_text_n(crm_arena_copy(&h->a, b.s ? b.s : "", b.len), b.len);
	crm_buf_free(&b);
	return v;
}

static int
row(struct history *h, const char *field, struct crm_value old,
    struct crm_value new)
{
	h->cells[4] = crm_text(field);
	h->cells[5] = old;
	h->cells[6] = new;
	return h->to->row(h->to->ctx, h->cells);
}

static int
changed_fields(struct history *h, const char *text, size_t len)
{
	const struct crm_entity *e = h->now->entity;
	const char *column;
	struct crm_value v;
	size_t n;
	int rc;

	while ((rc = crm_old_next(&text, &len, &column, &n, &v)) > 0) {
		const struct crm_field *f = crm_column_find(e, column, n);
		size_t i = f ? (size_t)(f - e->fields) : 0;

		if (!f)
			continue;
		h->cells[3] = crm_text(f != &e->fields[CRM_F_DELETED_AT] ?
		    crm_op_word('U') : v.kind == CRM_NULL ? "deleted" :
		    "restored");
		rc = row(h, f->name, shown(h, f, v),
		    shown(h, f, h->now->v[i]));
		if (rc)
			return rc;
		h->now->v[i] = v;
	}
	return rc;
}

/* The name of the set that the table of tags calls NUMBER: "tags", "with". */
static const char *
set_name(const struct crm_entity *e, int64_t number)
{
	for (size_t i = 0; i < e->nfields; i++)
		if (crm_type_is_set(e->fields[i].type) &&
		    crm_field_set(e, &e->fields[i]) == number)
			return e->fields[i].name;
	return "tags";
}

/* A tag that came or went is a change of its set. */
static int
tag_row(struct history *h, const char *set, char op, struct crm_value text)
{
	const char *s = text.s, *column;
	size_t len = text.len, n;
	struct crm_value v = crm_null();

	while (op == 'D' && crm_old_next(&s, &len, &column, &n, &v) > 0)
		if (n == 3 && !memcmp(column, "tag", 3))
			break;
	return op == 'D' ? row(h, set, v, crm_null())
	    : row(h, set, crm_null(), text);
}

static int
each(struct history *h, struct crm_rows *rows)
{
	struct crm_value op = crm_rows_cell(rows, 3);
	struct crm_value old = crm_rows_cell(rows, 4);
	int64_t set = crm_rows_int(rows, 5);
	/* The values stay until the next change of their field. */
	char *copy = old.kind == CRM_TEXT ? crm_arena_copy(&h->crm->arena,
	    old.s, old.len) : NULL;

	h->cells[0] = crm_rows_cell(rows, 0);
	h->cells[1] = crm_rows_cell(rows, 1);
	h->cells[2] = crm_rows_cell(rows, 2);
	h->cells[3] = crm_text(set ? op.s[0] == 'D' ? "untagged" : "tagged"
	    : crm_op_word(op.s[0]));
	if (set)
		return tag_row(h, set_name(h->now->entity, set), op.s[0],
		    crm_text_n(copy, old.len));
	if (op.s[0] != 'U' || !copy)
		return row(h, NULL, crm_null(), crm_null());
	return changed_fields(h, copy, old.len);
}

int
crm_history(struct crm *crm, const struct crm_entity *e, int64_t id,
	    const struct crm_sink *to)
{
	struct history h = { .crm = crm, .to = to };
	struct crm_rows *rows = NULL;
	int rc = crm_record_load(&h.now, crm, e, id, &crm->arena), more;

	if (!rc)
		rc = to->begin(to->ctx, columns, COLUMNS);
	if (!rc)
		rc = crm_db_query(&rows, crm->db,
		    "SELECT \"b\".\"id\", \"b\".\"at\", \"u\".\"login\","
		    " \"l\".\"op\", \"l\".\"old\", 0,"
		    " \"l\".\"id\" FROM \"log\" \"l\" JOIN \"batch\" \"b\" ON"
		    " \"b\".\"id\" = \"l\".\"batch\" LEFT JOIN \"user\" \"u\""
		    " ON \"u\".\"id\" = \"b\".\"by\" WHERE \"l\".\"entity\" ="
		    " $1 AND \"l\".\"record\" <= $2 AND \"l\".\"upto\" >= $2"
		    " AND (\"l\".\"record\" = $2 OR \"l\".\"upto\" >"
		    " \"l\".\"record\")"
		    " UNION ALL SELECT \"b\".\"id\", \"b\".\"at\","
		    " \"u\".\"login\", \"l\".\"op\", CASE WHEN \"l\".\"op\" ="
		    " 'I' THEN \"t\".\"tag\" ELSE \"l\".\"old\" END,"
		    " \"t\".\"entity\", \"l\".\"id\" FROM \"tag\" \"t\" JOIN"
		    " \"log\" \"l\" ON \"l\".\"entity\" = $3 AND"
		    " \"l\".\"record\" <= \"t\".\"id\" AND \"l\".\"upto\" >="
		    " \"t\".\"id\" JOIN \"batch\" \"b\" ON \"b\".\"id\" ="
		    " \"l\".\"batch\" LEFT JOIN \"user\" \"u\" ON \"u\".\"id\""
		    " = \"b\".\"by\" WHERE \"t\".\"entity\" % 64 = $1 AND"
		    " \"t\".\"record\" = $2"
		    " ORDER BY 1 DESC, 7 DESC", CRM_BIND(
		    crm_int(e->number), crm_int(id),
		    crm_int(crm_tag.number)));
	if (rc)
		return rc;
	while (!rc && (more = crm_rows_next(rows)) != 0) {
		rc = more < 0 ? more : each(&h, rows);
		crm_arena_reset(&h.a);
	}
	crm_rows_close(rows);
	crm_arena_free(&h.a);
	return rc;
}
