/*
 * The order of a list: names and references by name, nothing last, and id at
 * the end so that it is always the same.
 */
#include <string.h>

#include "query/columns.h"

/* What rows are sorted by, for the field at P. */
static int
sort_key(const char **sql, struct crm_query *q, const struct crm_place *p,
	 const struct crm_path *item)
{
	const struct crm_field *f = p->field, *name = NULL;
	struct crm_table *t = p->at.table;
	char key[64];

	*sql = p->sql;
	if (crm_type_is_set(f->type))
		return crm_source_fail(q->src, item->at,
		    "a list can't be sorted by its %s", f->name);
	if (f->flags & CRM_NAME) {
		name = f;
	} else if (f->type == CRM_T_REF) {
		name = crm_field_title_of(crm_field_ref(q->crm, f));
		t = name ? crm_path_join(q, p->at, f) : t;
	}
	if (!t)
		return crm_source_fail(q->src, item->at,
		    "more than %d references are followed", CRM_JOINS_MAX);
	if (name)
		*sql = crm_path_column(q, t, crm_field_key(key, name));
	return 0;
}

/* Whether the value at P is always there: then an index may give the order. */
static bool
is_never_null(const struct crm_query *q, const struct crm_place *p)
{
	return p->at.table == &q->root.first &&
	    (p->field == &q->root.first.entity->fields[CRM_F_ID] ||
	    (p->field->flags & CRM_REQUIRED && p->field->type != CRM_T_REF));
}

static int
sort_by(struct crm_query *q, struct crm_buf *out, struct crm_path item,
	bool *by_id)
{
	struct crm_place p;
	const char *sql;
	bool down = item.len && item.s[0] == '-';
	int rc;

	if (down || (item.len && item.s[0] == '+')) {
		item.s++;
		item.at++;
		item.len--;
	}
	rc = crm_column_place(&p, q, item.s, item.len, item.at);
	if (!rc)
		rc = sort_key(&sql, q, &p, &item);
	if (rc)
		return rc;
	crm_buf_printf(out, "%s%s%s%s", out->len ? ", " : "", sql,
	    down ? " DESC" : "", is_never_null(q, &p) ? "" : " NULLS LAST");
	*by_id |= strcmp(sql, "\"t0\".\"id\"") == 0;
	return 0;
}

int
crm_query_sort(struct crm_query *q, const char *spec)
{
	struct crm_source src = { spec, 0, q->arena, &q->crm->err };
	struct crm_buf out = { 0 };
	struct crm_path item;
	bool by_id = false;
	size_t at = 0;
	int rc = 0;

	if (!spec && q->best) {
		q->order = q->best;
		return 0;
	}
	if (!spec)
		spec = q->root.first.entity->order;
	src.text = spec = spec ? spec : "id";
	src.len = strlen(spec);
	q->src = &src;
	q->converting = q->exchange != NULL;
	while (!rc && crm_column_item(&item, spec, &at))
		rc = sort_by(q, &out, item, &by_id);
	if (!by_id)
		crm_buf_printf(&out, "%s\"t0\".\"id\"", out.len ? ", " : "");
	if (!rc)
		q->order = crm_arena_copy(q->arena, out.s, out.len);
	crm_buf_free(&out);
	q->converting = false;
	q->src = NULL;
	return rc;
}
