/*
 * Views with readable columns, made from the catalogue.
 *
 * A view is a SELECT from its one table, whatever else a column takes is a
 * subquery of its own: so it costs nothing where the column isn't asked for,
 * and the engine can put the table in the view's place.
 */
#include "crm/view.h"

#include <stdio.h>
#include <string.h>

#include "crm/db.h"
#include "crm/driver.h"
#include "crm/link.h"
#include "crm/number.h"
#include "query/query.h"

#define SENSITIVE	"_sensitive"

struct maker {
	struct crm *crm;
	const struct crm_entity *e;
	struct crm_view_column *v;
	size_t n, size;
	int rc;
};

/* Views that are of no entity. */
static const struct crm_view_column tag_columns[] = {
	{ "entity", "text", "what it is a label of", NULL },
	{ "record_id", "int", "of which record", "\"v\".\"record\"" },
	{ "tag", "text", "the label", "\"v\".\"tag\"" },
};

static const struct crm_view_column batch_columns[] = {
	{ "id", "int", "number of the batch", "\"v\".\"id\"" },
	{ "at", "instant", "when", "\"v\".\"at\"" },
	{ "by", "text", "who",
	  "(SELECT \"name\" FROM \"user\" WHERE \"id\" = \"v\".\"by\")" },
	{ "by_id", "int", "the user", "\"v\".\"by\"" },
	{ "noun", "text", "of the command", "\"v\".\"noun\"" },
	{ "verb", "text", "of the command", "\"v\".\"verb\"" },
	{ "added", "int", "records added", "\"v\".\"added\"" },
	{ "updated", "int", "records changed", "\"v\".\"updated\"" },
	{ "removed", "int", "records removed", "\"v\".\"removed\"" },
	{ "undone_by", "int", "the batch that took it back",
	  "\"v\".\"undone\"" },
};

static const struct other {
	const char *name, *table, *where;
	const struct crm_view_column *columns;
	size_t n;
} others[] = {
	{ "tags", "tag", "\"v\".\"entity\" < 64", tag_columns,
	  CRM_COUNT(tag_columns) },
	{ "batches", "batch", NULL, batch_columns,
	  CRM_COUNT(batch_columns) },
};

static void
add(struct maker *m, const char *name, const char *type, const char *help,
    const char *sql)
{
	if (m->n == m->size) {
		size_t size = m->size ? 2 * m->size : 64;
		struct crm_view_column *v = crm_arena_alloc(&m->crm->arena,
		    size * sizeof(*v));

		if (m->n)
			memcpy(v, m->v, m->n * sizeof(*v));
		m->v = v;
		m->size = size;
	}
	m->v[m->n++] = (struct crm_view_column){ name, type, help, sql };
}

#define text(m, ...) crm_arena_printf(&(m)->crm->arena, __VA_ARGS__)

static void
quoted(struct crm_buf *b, const char *s, size_t len)
{
	crm_buf_char(b, '\'');
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '\'')
			crm_buf_char(b, '\'');
		crm_buf_char(b, s[i]);
	}
	crm_buf_char(b, '\'');
}

/*
 * A view has no parameters: the day and the currency, which are the program's
 * own words, are written out.
 */
static const char *
written_out(struct maker *m, const struct crm_query *q, const char *sql)
{
	struct crm_buf b = { 0 };
	const char *out;

	for (; *sql; sql++) {
		size_t n = 0;

		if (*sql != '$' || sql[1] < '0' || sql[1] > '9') {
			crm_buf_char(&b, *sql);
			continue;
		}
		for (; sql[1] >= '0' && sql[1] <= '9'; sql++)
			n = n * 10 + (size_t)(sql[1] - '0');
		if (q->binds[n - 1].kind == CRM_INT)
			crm_buf_int(&b, q->binds[n - 1].i);
		else
			quoted(&b, q->binds[n - 1].s, q->binds[n - 1].len);
	}
	out = crm_arena_str(&m->crm->arena, b.s ? b.s : "");
	crm_buf_free(&b);
	return out;
}

/* A computed field: what a list would show of this record. */
static const char *
derived(struct maker *m, const struct crm_field *f)
{
	struct crm_query *q = crm_query_new(m->crm, m->e, &m->crm->arena);
	const struct crm_field *found;
	struct crm_buf b = { 0 };
	const char *sql = "NULL", *out;

	if (!m->rc)
		m->rc = crm_query_path(q, &sql, &found, f->name);
	q->where = " AND \"t0\".\"id\" = \"v\".\"id\"";
	crm_query_deleted(q, CRM_DELETED_ALSO);
	crm_query_sql(q, &b, sql, "");
	out = text(m, "(%s)", written_out(m, q, b.s));
	crm_buf_free(&b);
	return out;
}

static const char *
value(struct maker *m, const struct crm_field *f)
{
	return f->flags & CRM_DERIVED ? derived(m, f)
	    : text(m, "\"v\".\"%s\"", crm_field_column(f));
}

static const char *
currency(struct maker *m)
{
	int c = crm_entity_currency(m->e);

	return c < 0 ? text(m, "'%s'", m->crm->company.currency)
	    : text(m, "COALESCE(\"v\".\"%s\", '%s')",
	    crm_field_column(&m->e->fields[c]), m->crm->company.currency);
}

/* Minor units as a number in the currency's own. */
static void
add_money(struct maker *m, const struct crm_field *f)
{
	static const struct { int decimals; const char *unit; } units[] = {
		{ 0, "1.0" }, { 3, "1000.0" }, { 4, "10000.0" }
	};
	struct crm_buf b = { 0 };

	crm_buf_printf(&b, "%s / CASE", value(m, f));
	for (size_t i = 0; i < CRM_COUNT(units); i++) {
		const char *const *codes = crm_currencies_with(
		    units[i].decimals);

		crm_buf_printf(&b, " WHEN %s IN (", currency(m));
		for (size_t j = 0; codes[j]; j++)
			crm_buf_printf(&b, "%s'%s'", j ? "," : "", codes[j]);
		crm_buf_printf(&b, ") THEN %s", units[i].unit);
	}
	crm_buf_str(&b, " ELSE 100.0 END");
	add(m, f->name, "number", f->help, text(m, "%s", b.s));
	crm_buf_free(&b);
}

static void
add_reference(struct maker *m, const struct crm_field *f)
{
	const struct crm_entity *to = crm_field_ref(m->crm, f);
	const struct crm_field *name = crm_field_title_of(to);
	const char *id = value(m, f);

	if (name)
		add(m, f->name, "text", f->help, text(m, "(SELECT \"r\".\"%s\""
		    " FROM \"%s\" AS \"r\" WHERE \"r\".\"id\" = %s)",
		    crm_field_column(name), to->name, id));
	add(m, text(m, "%s_id", f->name), "int", text(m, "its id in %s",
	    to->plural), id);
}

/* The name of an entity whose number SQL has. */
static const char *
entity_name(struct maker *m, const char *sql)
{
	const struct crm_entity *const *all = crm_entities(m->crm);
	struct crm_buf b = { 0 };
	const char *out;

	crm_buf_printf(&b, "CASE %s", sql);
	for (size_t i = 0; all[i]; i++)
		if (!(all[i]->flags & CRM_E_PLAIN))
			crm_buf_printf(&b, " WHEN %d THEN '%s'",
			    all[i]->number, all[i]->name);
	crm_buf_str(&b, " END");
	out = text(m, "%s", b.s);
	crm_buf_free(&b);
	return out;
}

static void
add_link(struct maker *m, const struct crm_field *f)
{
	const char *v = value(m, f);
	const char *name = entity_name(m, text(m, "%s %% %d", v,
	    CRM_LINK_BASE));

	add(m, f->name, "text", f->help, text(m, "%s || ':' || CAST(%s / %d"
	    " AS TEXT)", name, v, CRM_LINK_BASE));
	add(m, text(m, "%s_entity", f->name), "text", "its entity", name);
	add(m, text(m, "%s_id", f->name), "int", "its id", text(m, "%s / %d",
	    v, CRM_LINK_BASE));
}

static void
add_set(struct maker *m, const struct crm_field *f)
{
	add(m, f->name, "text", f->help, text(m, "(SELECT %s(\"s\".\"tag\","
	    " ';') FROM (SELECT \"tag\" FROM \"tag\" WHERE \"entity\" = %d"
	    " AND \"record\" = \"v\".\"id\" ORDER BY \"tag\") AS \"s\")",
	    crm_db_dialect(m->crm->db)->join_text,
	    crm_field_set(m->e, f)));
}

static void
add_field(struct maker *m, const struct crm_field *f)
{
	switch (f->type) {
	case CRM_T_MONEY:
		add_money(m, f);
		break;
	case CRM_T_PERCENT:
		add(m, f->name, "number", f->help, text(m, "%s / 100.0",
		    value(m, f)));
		break;
	case CRM_T_DECIMAL:
		add(m, f->name, "number", f->help, text(m, "%s / 10000.0",
		    value(m, f)));
		break;
	case CRM_T_RATE:
		add(m, f->name, "number", f->help, text(m,
		    "%s / 1000000000.0", value(m, f)));
		break;
	case CRM_T_REF:
		add_reference(m, f);
		break;
	case CRM_T_LINK:
		add_link(m, f);
		break;
	case CRM_T_TAGS: case CRM_T_LINKS:
		add_set(m, f);
		break;
	case CRM_T_CURRENCY:
		add(m, f->name, "text", f->help, f == &m->e->fields[
		    crm_entity_currency(m->e)] ? currency(m) : value(m, f));
		break;
	default:
		add(m, f->name, f->type == CRM_T_INT ? "int" :
		    f->type == CRM_T_BOOL ? "1 or 0" :
		    f->type == CRM_T_DATE ? "day" :
		    f->type == CRM_T_TIME ? "instant" : "text", f->help,
		    value(m, f));
	}
}

/* Its own fields behind the id, then those that every record has. */
static void
add_fields(struct maker *m, bool sensitive)
{
	const struct crm_field *f = m->e->fields;

	add_field(m, &f[CRM_F_ID]);
	for (size_t i = CRM_F_OWN; i < m->e->nfields; i++)
		if (!(f[i].flags & CRM_SENSITIVE) == !sensitive)
			add_field(m, &f[i]);
	for (size_t i = CRM_F_ID + 1; !sensitive && i < CRM_F_DELETED_AT; i++)
		add_field(m, &f[i]);
}

static bool
has_sensitive(const struct crm_entity *e)
{
	for (size_t i = 0; i < e->nfields; i++)
		if (e->fields[i].flags & CRM_SENSITIVE)
			return true;
	return false;
}

const char *
crm_view_name(struct crm *crm, size_t i)
{
	const struct crm_entity *const *all = crm_entities(crm);

	for (size_t k = 0; all[k]; k++) {
		if (all[k]->flags & CRM_E_PLAIN)
			continue;
		if (!i--)
			return all[k]->plural;
		if (has_sensitive(all[k]) && !i--)
			return crm_arena_printf(&crm->arena, "%s" SENSITIVE,
			    all[k]->plural);
	}
	return i < CRM_COUNT(others) ? others[i].name : NULL;
}

static const struct other *
other(const char *view)
{
	for (size_t i = 0; i < CRM_COUNT(others); i++)
		if (!strcmp(others[i].name, view))
			return &others[i];
	return NULL;
}

/* The entity whose view it is, or NULL. */
static const struct crm_entity *
entity_of(struct crm *crm, const char *view, bool *sensitive)
{
	const struct crm_entity *const *all = crm_entities(crm);

	for (size_t i = 0; all[i]; i++) {
		size_t n = strlen(all[i]->plural);

		if ((all[i]->flags & CRM_E_PLAIN) ||
		    strncmp(view, all[i]->plural, n) != 0)
			continue;
		*sensitive = view[n];
		if (!view[n] || (!strcmp(view + n, SENSITIVE) &&
		    has_sensitive(all[i])))
			return all[i];
	}
	return NULL;
}

int
crm_view_columns(const struct crm_view_column **out, size_t *n,
		 struct crm *crm, const char *view)
{
	bool sensitive = false;
	struct maker m = { .crm = crm };
	const struct other *o = other(view);

	*out = NULL;
	*n = 0;
	for (size_t i = 0; o && i < o->n; i++)
		add(&m, o->columns[i].name, o->columns[i].type,
		    o->columns[i].help, o->columns[i].sql ?
		    o->columns[i].sql : entity_name(&m,
		    "\"v\".\"entity\""));
	if (!o) {
		m.e = entity_of(crm, view, &sensitive);
		if (!m.e)
			return crm_failed(crm, CRM_ENOTFOUND,
			    "there is no view '%s'", view);
		add_fields(&m, sensitive);
	}
	*out = m.v;
	*n = m.n;
	return m.rc;
}

int
crm_view_make(struct crm *crm, const char *view)
{
	const struct other *o = other(view);
	const struct crm_view_column *v;
	struct crm_buf b = { 0 };
	bool sensitive = false;
	size_t n = 0;
	int rc = crm_view_columns(&v, &n, crm, view);

	if (rc)
		return rc;
	crm_buf_printf(&b, "CREATE TEMP VIEW \"%s\" AS SELECT ", view);
	for (size_t i = 0; i < n; i++)
		crm_buf_printf(&b, "%s%s AS \"%s\"", i ? ", " : "", v[i].sql,
		    v[i].name);
	crm_buf_printf(&b, " FROM \"%s\" AS \"v\"", o ? o->table
	    : entity_of(crm, view, &sensitive)->name);
	if (!o)
		crm_buf_str(&b, " WHERE \"v\".\"deleted_at\" IS NULL");
	else if (o->where)
		crm_buf_printf(&b, " WHERE %s", o->where);
	rc = crm_db_exec(crm->db, b.s, CRM_NONE);
	crm_buf_free(&b);
	return rc;
}
