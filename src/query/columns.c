/*
 * The columns of a list.  A column may need further cells: the name of what a
 * reference refers to, the currency of money.  Cells are shared.
 */
#include "query/columns.h"

#include <string.h>

#include "crm/db.h"
#include "crm/driver.h"

int
crm_column_place(struct crm_place *p, struct crm_query *q, const char *s,
		 size_t len, size_t at)
{
	struct crm_base base = { &q->root, &q->root.first };
	struct crm_path path = { s, len, at };
	int rc;

	if (!len) {
		crm_source_fail(q->src, at, "a field is missing here");
		return CRM_EUSAGE;
	}
	rc = crm_path_find(p, q, base, &path);
	if (!rc && p->field->type == CRM_T_SEGMENT) {
		crm_source_fail(q->src, at, "segments are for filters alone");
		return crm_hint(q->src->err, "write -w 'segment = NAME'");
	}
	if (rc || !p->many)
		return rc;
	crm_source_fail(q->src, at, "there may be several %s",
	    crm_source_quote(q->src, s, len));
	return crm_hint(q->src->err, "list the %s instead, with a filter",
	    p->many->first.entity->plural);
}

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

bool
crm_column_item(struct crm_path *item, const char *spec, size_t *at)
{
	const char *s = spec + *at;
	size_t n;

	if (*at > strlen(spec))
		return false;
	n = strcspn(s, ",");
	*at += n + 1;
	while (n && is_blank(s[0])) {
		s++;
		n--;
	}
	while (n && is_blank(s[n - 1]))
		n--;
	*item = (struct crm_path){ s, n, (size_t)(s - spec) };
	return true;
}

/* The index of the cell SQL, added where it isn't there. */
static int
cell(struct crm_query *q, const char *sql)
{
	for (size_t i = 0; i < q->ncells; i++)
		if (strcmp(q->cells[i], sql) == 0)
			return (int)i;
	q->cells = crm_query_grow(q, q->cells, q->ncells, &q->cells_size,
	    sizeof(*q->cells));
	q->cells[q->ncells] = sql;
	return (int)q->ncells++;
}

static const char *
tags_sql(struct crm_query *q, const struct crm_place *p)
{
	return crm_arena_printf(q->arena, "(SELECT %s(\"tag\", ';') FROM"
	    " (SELECT \"tag\" FROM \"tag\" WHERE \"entity\" = %d AND"
	    " \"record\" = %s ORDER BY \"tag\") AS \"t%d\")",
	    crm_db_dialect(q->crm->db)->join_text,
	    crm_path_set(p), p->sql, ++q->tables);
}

/* The cell of the name of what P refers to, or -1. */
static int
name_cell(struct crm_query *q, const struct crm_place *p)
{
	const struct crm_field *name = crm_field_title_of(
	    crm_field_ref(q->crm, p->field));
	struct crm_table *t;

	if (!name)
		return -1;
	t = crm_path_join(q, p->at, p->field);
	return t ? cell(q, crm_path_column(q, t, name->name)) : -1;
}

static int
currency_cell(struct crm_query *q, const struct crm_place *p)
{
	const struct crm_entity *e = p->at.table->entity;
	int f = crm_entity_currency(e);

	if (q->converting)
		return cell(q, crm_query_code(q));
	return f < 0 ? -1 : cell(q, crm_path_column(q, p->at.table,
	    e->fields[f].name));
}

static size_t
find_column(const struct crm_query *q, const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < q->ncolumns; i++)
		if (strlen(q->columns[i].name) == len &&
		    memcmp(q->columns[i].name, s, len) == 0)
			break;
	return i;
}

static void
put_column(struct crm_query *q, const char *name, const struct crm_field *f)
{
	q->columns = crm_query_grow(q, q->columns, q->ncolumns,
	    &q->columns_size, sizeof(*q->columns));
	q->columns[q->ncolumns++] = (struct crm_column){
		.name = name, .field = f, .name_cell = -1,
		.currency_cell = -1,
		.brief = (f->flags & (CRM_NAME | CRM_TITLE)) ||
		    strcmp(f->name, "id") == 0
	};
}

static int
add_column(struct crm_query *q, const struct crm_path *path)
{
	struct crm_place p;
	int rc = crm_column_place(&p, q, path->s, path->len, path->at);

	if (!rc && find_column(q, path->s, path->len) == q->ncolumns)
		put_column(q, crm_arena_copy(q->arena, path->s, path->len),
		    p.field);
	return rc;
}

/* Give C its cells: only now are those that stay known. */
static int
add_cells(struct crm_query *q, struct crm_column *c, enum crm_shape shape)
{
	struct crm_place p;
	int rc = crm_column_place(&p, q, c->name, strlen(c->name), 0);

	if (rc)
		return rc;
	c->cell = cell(q, crm_type_is_set(p.field->type) ? tags_sql(q, &p) :
	    p.sql);
	if (p.field->type == CRM_T_REF && shape != CRM_SHAPE_EXPORT)
		c->name_cell = name_cell(q, &p);
	if (p.field->type == CRM_T_MONEY)
		c->currency_cell = currency_cell(q, &p);
	return 0;
}

/* Whether a column of "*" (ALL), or of SHAPE by itself. */
static bool
wanted(const struct crm_field *f, size_t index, bool all,
       enum crm_shape shape)
{
	bool derived = f->flags & CRM_DERIVED;

	if (all)
		return !derived;
	if (shape == CRM_SHAPE_LIST)
		return f->flags & CRM_BRIEF;
	if (f->flags & CRM_SENSITIVE)
		return false;
	if (shape == CRM_SHAPE_SHOW)
		return true;
	return !derived && index != CRM_F_REV && index != CRM_F_UPDATED_AT &&
	    index != CRM_F_UPDATED_BY && index != CRM_F_DELETED_AT;
}

static void
add_field(struct crm_query *q, size_t index, bool all, enum crm_shape shape,
	  bool first)
{
	const struct crm_field *f = &q->root.first.entity->fields[index];

	if (wanted(f, index, all, shape) && (first ||
	    find_column(q, f->name, strlen(f->name)) == q->ncolumns))
		put_column(q, f->name, f);
}

/* id, the entity's own fields, then those that every entity has. */
static void
add_fields(struct crm_query *q, bool all, enum crm_shape shape)
{
	static const int after[] = {
		CRM_F_TAGS, CRM_F_OWNER, CRM_F_EXT_ID, CRM_F_CREATED_AT,
		CRM_F_CREATED_BY, CRM_F_UPDATED_AT, CRM_F_UPDATED_BY,
		CRM_F_REV, CRM_F_DELETED_AT
	};
	size_t n = q->root.first.entity->nfields;
	bool first = !q->ncolumns;

	add_field(q, CRM_F_ID, all, shape, first);
	for (size_t i = CRM_F_OWN; i < n; i++)
		add_field(q, i, all, shape, first);
	for (size_t i = 0; i < CRM_COUNT(after); i++)
		add_field(q, (size_t)after[i], all, shape, first);
}

static int
remove_column(struct crm_query *q, const struct crm_path *path)
{
	struct crm_place p;
	size_t i = find_column(q, path->s, path->len);
	int rc;

	if (i == q->ncolumns) {
		rc = crm_column_place(&p, q, path->s, path->len, path->at);
		return rc ? rc : crm_source_fail(q->src, path->at,
		    "%s is no column of the list anyway",
		    crm_source_quote(q->src, path->s, path->len));
	}
	memmove(&q->columns[i], &q->columns[i + 1],
	    (q->ncolumns - i - 1) * sizeof(*q->columns));
	q->ncolumns--;
	return 0;
}

static int
add_item(struct crm_query *q, struct crm_path item, bool signs,
	 enum crm_shape shape)
{
	char sign = item.len ? item.s[0] : 0;

	if (item.len == 1 && sign == '*') {
		add_fields(q, true, shape);
		return 0;
	}
	if (sign != '+' && sign != '-') {
		if (!signs)
			return add_column(q, &item);
		crm_source_fail(q->src, item.at, "a + or - is missing here");
		return crm_hint(q->src->err, "write either the columns"
		    " (a,b) or changes to the usual ones (+a,-b)");
	}
	if (!signs) {
		crm_source_fail(q->src, item.at, "'%c' is out of place",
		    sign);
		return crm_hint(q->src->err, "write either the columns"
		    " (a,b) or changes to the usual ones (+a,-b)");
	}
	item.s++;
	item.at++;
	item.len--;
	return sign == '+' ? add_column(q, &item) :
	    remove_column(q, &item);
}

static int
no_money(struct crm_query *q)
{
	crm_fail(&q->crm->err, CRM_EUSAGE, "--in: no column is an amount of"
	    " money");
	return crm_hint(&q->crm->err, "name one: crm schema %s --table shows"
	    " the fields of the type money", q->root.first.entity->name);
}

int
crm_query_columns(struct crm_query *q, const char *spec,
		  enum crm_shape shape)
{
	struct crm_source src = { spec ? spec : "", spec ? strlen(spec) : 0,
	    q->arena, &q->crm->err };
	struct crm_path item;
	size_t at = 0;
	bool signs = spec && (spec[0] == '+' || spec[0] == '-');
	int rc = 0;

	q->src = &src;
	q->ncolumns = q->ncells = 0;
	if (!spec || signs)
		add_fields(q, false, shape);
	while (!rc && spec && crm_column_item(&item, spec, &at))
		rc = add_item(q, item, signs, shape);
	if (!rc && !q->ncolumns)
		rc = crm_source_fail(&src, 0, "no column is left");
	q->converting = q->exchange != NULL;
	for (size_t i = 0; !rc && i < q->ncolumns; i++)
		rc = add_cells(q, &q->columns[i], shape);
	if (!rc && q->converting && !crm_query_has_money(q))
		rc = no_money(q);
	q->converting = false;
	q->src = NULL;
	return rc;
}

const struct crm_column *
crm_query_columns_of(const struct crm_query *q, size_t *n)
{
	*n = q->ncolumns;
	return q->columns;
}
