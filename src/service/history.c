/*
 * The changes of one record, read backwards: what a field holds now is the
 * new value of its last change, whose old value is the new one before.
 */
#include "crm/history.h"

#include <string.h>

#include "crm/convert.h"
#include "crm/link.h"
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

/*
 * A tag that came or went is a change of its set.  Of one that is gone by now
 * the log has the row, OLD.
 */
static int
tag_row(struct history *h, bool gone, struct crm_rows *rows)
{
	const struct crm_entity *e = h->now->entity;
	struct crm_value old = crm_rows_cell(rows, 4), v;
	struct crm_value tag = crm_rows_cell(rows, 6);
	int64_t set = crm_rows_int(rows, 5), record = crm_record_id(h->now);
	const char *s = old.s, *column;
	size_t len = old.len, n;

	while (tag.kind == CRM_NULL && crm_old_next(&s, &len, &column, &n,
	    &v) > 0)
		if (n == 3 && !memcmp(column, "tag", 3))
			tag = v;
		else if (n == 6 && !memcmp(column, "record", 6))
			record = v.i;
		else if (n == 6 && !memcmp(column, "entity", 6))
			set = v.i;
	if (record != crm_record_id(h->now) || set % CRM_LINK_BASE != e->number)
		return 0;
	h->cells[3] = crm_text(gone ? "untagged" : "tagged");
	return row(h, set_name(e, set), gone ? tag : crm_null(),
	    gone ? crm_null() : tag);
}

static int
each(struct history *h, struct crm_rows *rows)
{
	struct crm_value op = crm_rows_cell(rows, 3);
	struct crm_value old = crm_rows_cell(rows, 4);
	char *copy;

	h->cells[0] = crm_rows_cell(rows, 0);
	h->cells[1] = crm_rows_cell(rows, 1);
	h->cells[2] = crm_rows_cell(rows, 2);
	if (crm_rows_int(rows, 5))
		return tag_row(h, op.s[0] == 'D', rows);
	h->cells[3] = crm_text(crm_op_word(op.s[0]));
	if (op.s[0] != 'U' || old.kind != CRM_TEXT)
		return row(h, NULL, crm_null(), crm_null());
	/* The values stay until the next change of their field. */
	copy = crm_arena_copy(&h->crm->arena, old.s, old.len);
	return changed_fields(h, copy, old.len);
}

#define ENTRY "SELECT \"b\".\"id\", \"b\".\"at\", \"u\".\"login\"," \
	" \"l\".\"op\", "
#define BATCH " JOIN \"batch\" \"b\" ON \"b\".\"id\" = \"l\".\"batch\"" \
	" LEFT JOIN \"user\" \"u\" ON \"u\".\"id\" = \"b\".\"by\""
#define COVERS(ID) " AND \"l\".\"record\" <= " ID " AND \"l\".\"upto\" >= " \
	ID " AND (\"l\".\"record\" = " ID " OR \"l\".\"upto\" >" \
	" \"l\".\"record\")"

/*
 * Tags are rows of their own.  Those that are gone were removed in batches
 * that changed the record, too; $4 says how such a row's old text looks.
 */
static const char sql[] =
	"WITH \"gone\"(\"id\", \"old\") AS (SELECT \"d\".\"record\","
	" MIN(\"d\".\"old\") FROM \"log\" \"r\" JOIN \"log\" \"d\" ON"
	" \"d\".\"entity\" = $3 AND \"d\".\"batch\" = \"r\".\"batch\" AND"
	" \"d\".\"op\" = 'D' AND \"d\".\"old\" LIKE $4 WHERE"
	" \"r\".\"entity\" = $1 AND \"r\".\"record\" = $2 AND NOT EXISTS"
	" (SELECT 1 FROM \"tag\" WHERE \"id\" = \"d\".\"record\") GROUP BY"
	" \"d\".\"record\"), \"mine\"(\"id\", \"set\", \"tag\", \"old\") AS"
	" (SELECT \"id\", \"entity\", \"tag\", NULL FROM \"tag\" WHERE"
	" \"entity\" % 64 = $1 AND \"record\" = $2 UNION ALL SELECT \"id\","
	" 1, NULL, \"old\" FROM \"gone\") "
	ENTRY "\"l\".\"old\", 0, NULL, \"l\".\"id\", 0 FROM \"log\" \"l\""
	BATCH
	" WHERE \"l\".\"entity\" = $1" COVERS("$2")
	" UNION ALL "
	ENTRY "\"m\".\"old\", \"m\".\"set\", \"m\".\"tag\", \"l\".\"id\","
	" \"m\".\"id\" FROM \"mine\" \"m\" JOIN \"log\" \"l\" ON"
	" \"l\".\"entity\" = $3"
	COVERS("\"m\".\"id\"") BATCH
	" ORDER BY 1 DESC, 8 DESC, 9";

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
		rc = crm_db_query(&rows, crm->db, sql, CRM_BIND(
		    crm_int(e->number), crm_int(id), crm_int(crm_tag.number),
		    crm_text(crm_arena_printf(&crm->arena,
		    "entity=i%%;record=i%lld;%%", (long long)id))));
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
