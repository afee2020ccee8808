/* All of a database as JSON lines: a header, the records, a last line. */
#include "service/dump.h"

#include <string.h>

#include "crm/convert.h"
#include "crm/custom.h"
#include "crm/driver.h"
#include "crm/link.h"
#include "crm/setting.h"
#include "crm/sha256.h"
#include "crm/writer.h"

enum { ENOUGH = 64 * 1024 };

struct column {
	const struct crm_field *f;	/* NULL: of the log */
	const char *key;		/* ,"amount": */
	const char *minor;
	int currency;			/* its cell, or -1 */
};

struct dump {
	struct crm *crm;
	const struct crm_dump_how *how;
	struct crm_arena arena;		/* of the table in hand */
	struct crm_buf out;
	struct crm_sha256 sum;
	const char *name;		/* of the table in hand */
	struct column *columns;
	int ncolumns;
	int64_t rows, records;
	struct crm_buf counts;		/* "team":2,... */
};

void
dump_order(const struct crm_entity *out[DUMP_ENTITIES], const struct crm *crm,
	   bool history)
{
	static const struct crm_entity *const first[] = {
		&crm_setting, &crm_custom, &crm_pipeline, &crm_stage
	};
	const struct crm_entity *const *all = crm_entities(crm);
	size_t n = 0;

	for (size_t i = history ? 0 : 1; i < CRM_COUNT(first); i++)
		out[n++] = crm_entity_of(crm, first[i]);
	for (size_t i = 0; all[i] && n < DUMP_ENTITIES - 1; i++) {
		bool done = !history && (all[i]->flags & CRM_E_PLAIN);

		for (size_t k = 0; k < CRM_COUNT(first); k++)
			done = done || crm_is(all[i], first[k]);
		if (!done)
			out[n++] = all[i];
	}
	out[n] = NULL;
}

bool
dump_has(const struct crm_entity *e, const struct crm_field *f, bool history)
{
	ptrdiff_t i = f - e->fields;

	if (crm_type_is_set(f->type))
		return !history;
	if (!crm_field_stored(e, f))
		return false;
	return history || (i != CRM_F_REV && i != CRM_F_UPDATED_AT &&
	    i != CRM_F_UPDATED_BY);
}

static int
flush(struct dump *d, size_t enough)
{
	int rc;

	if (d->out.len < enough)
		return 0;
	crm_sha256_add(&d->sum, d->out.s, d->out.len);
	rc = crm_write_all(d->how->fd, d->out.s, d->out.len, &d->crm->err);
	crm_buf_cut(&d->out, 0);
	return rc;
}

static void
add_text(struct crm_buf *out, struct crm_value v)
{
	crm_json_string(out, v.s, v.len);
}

/* a;b as ["a","b"] */
static void
add_set(struct crm_buf *out, struct crm_value v)
{
	const char *s = v.s, *end = v.s + v.len, *stop;

	crm_buf_char(out, '[');
	for (; s < end; s = stop + 1) {
		stop = memchr(s, ';', (size_t)(end - s));
		if (!stop)
			stop = end;
		crm_json_string(out, s, (size_t)(stop - s));
		if (stop < end)
			crm_buf_char(out, ',');
	}
	crm_buf_char(out, ']');
}

static void
add_money(struct dump *d, const struct column *c,
	  const struct crm_value *cells, struct crm_value v)
{
	struct crm_value code = c->currency < 0 ? crm_null()
	    : cells[c->currency];
	char currency[8];

	memcpy(currency, d->crm->company.currency,
	    sizeof(d->crm->company.currency));
	if (code.kind == CRM_TEXT && code.len < sizeof(currency)) {
		memcpy(currency, code.s, code.len);
		currency[code.len] = '\0';
	}
	crm_value_write(&d->out, c->f, v, currency);
	crm_buf_str(&d->out, c->minor);
	crm_buf_int(&d->out, v.i);
}

static void
add_integer(struct dump *d, const struct column *c,
	    const struct crm_value *cells, struct crm_value v)
{
	if (!c->f) {
		crm_buf_int(&d->out, v.i);
		return;
	}
	switch (c->f->type) {
	case CRM_T_MONEY:
		add_money(d, c, cells, v);
		break;
	case CRM_T_BOOL:
		crm_buf_str(&d->out, v.i ? "true" : "false");
		break;
	case CRM_T_LINK:
		crm_buf_char(&d->out, '"');
		crm_link_write(&d->out, v.i);
		crm_buf_char(&d->out, '"');
		break;
	default:
		crm_value_write(&d->out, c->f, v, NULL);
	}
}

static int
add_row(void *ctx, const struct crm_value *cells)
{
	struct dump *d = ctx;

	crm_buf_str(&d->out, d->name);
	for (int i = 0; i < d->ncolumns; i++) {
		const struct column *c = &d->columns[i];

		if (cells[i].kind == CRM_NULL)
			continue;
		crm_buf_str(&d->out, c->key);
		if (cells[i].kind == CRM_INT)
			add_integer(d, c, cells, cells[i]);
		else if (c->f && crm_type_is_set(c->f->type))
			add_set(&d->out, cells[i]);
		else
			add_text(&d->out, cells[i]);
	}
	crm_buf_str(&d->out, "}\n");
	d->rows++;
	return flush(d, ENOUGH);
}

/* Run SQL, whose cells are d->columns, for the lines of NAME. */
static int
add_rows(struct dump *d, const char *name, const char *sql)
{
	int rc;

	d->name = crm_arena_printf(&d->arena, "{\"_entity\":\"%s\"", name);
	d->rows = 0;
	rc = crm_db_each(d->crm->db, sql, CRM_NONE, d->ncolumns, add_row, d);
	if (d->rows)
		crm_buf_printf(&d->counts, "%s\"%s\":%lld",
		    d->counts.len ? "," : "", name, (long long)d->rows);
	crm_arena_reset(&d->arena);
	return rc;
}

static const char *
set_sql(struct dump *d, const struct crm_entity *e, const struct crm_field *f)
{
	return crm_arena_printf(&d->arena, "(SELECT %s(\"tag\", ';') FROM"
	    " (SELECT \"tag\" FROM \"tag\" WHERE \"entity\" = %d AND"
	    " \"record\" = \"t\".\"id\" ORDER BY \"tag\") AS \"s\")",
	    crm_db_dialect(d->crm->db)->join_text, crm_field_set(e, f));
}

static void
add_column(struct dump *d, struct crm_buf *sql, const struct crm_entity *e,
	   const struct crm_field *f)
{
	struct column *c = &d->columns[d->ncolumns++];

	c->f = f;
	c->currency = -1;
	c->key = crm_arena_printf(&d->arena, ",\"%s\":", f->name);
	if (f->type == CRM_T_MONEY)
		c->minor = crm_arena_printf(&d->arena, ",\"%s_minor\":",
		    f->name);
	if (crm_type_is_set(f->type))
		crm_buf_printf(sql, ", %s", set_sql(d, e, f));
	else
		crm_buf_printf(sql, ", \"t\".\"%s\"", crm_field_column(f));
}

/* Money is written with the decimals of the row's currency. */
static void
find_currency(struct dump *d)
{
	int currency = -1;

	for (int i = 0; i < d->ncolumns; i++)
		if (d->columns[i].f->type == CRM_T_CURRENCY && currency < 0)
			currency = i;
	for (int i = 0; i < d->ncolumns; i++)
		d->columns[i].currency = currency;
}

static int
add_entity(struct dump *d, const struct crm_entity *e)
{
	struct crm_buf sql = { 0 };
	int rc;

	d->columns = crm_arena_alloc(&d->arena,
	    e->nfields * sizeof(*d->columns));
	d->ncolumns = 0;
	/* The number, the entity's own, then what every entity has. */
	for (size_t i = 0; i < e->nfields; i++) {
		size_t f = i == 0 ? CRM_F_ID
		    : i + CRM_F_OWN - 1 < e->nfields ? i + CRM_F_OWN - 1
		    : i + CRM_F_OWN - e->nfields;

		if (dump_has(e, &e->fields[f], d->how->history))
			add_column(d, &sql, e, &e->fields[f]);
	}
	find_currency(d);
	crm_buf_printf(&sql, " FROM \"%s\" AS \"t\" ORDER BY \"t\".\"id\"",
	    e->name);
	/* Without the first comma. */
	rc = add_rows(d, e->name, crm_arena_printf(&d->arena, "SELECT%s",
	    sql.s + 1));
	crm_buf_free(&sql);
	if (!(e->flags & CRM_E_PLAIN))
		d->records += d->rows;
	return rc;
}

static int
add_log(struct dump *d, const struct crm_log_table *t)
{
	struct crm_buf sql = { 0 };
	int rc, n = 0;

	d->columns = crm_arena_alloc(&d->arena,
	    CRM_LOG_COLUMNS * sizeof(*d->columns));
	for (; t->columns[n]; n++) {
		d->columns[n] = (struct column){ .key = crm_arena_printf(
		    &d->arena, ",\"%s\":", t->columns[n]) };
		crm_buf_printf(&sql, "%s\"%s\"", n ? ", " : "SELECT ",
		    t->columns[n]);
	}
	d->ncolumns = n;
	crm_buf_printf(&sql, " FROM \"%s\" ORDER BY \"id\"", t->name);
	rc = add_rows(d, t->name, sql.s);
	crm_buf_free(&sql);
	return rc;
}

static int
add_last(struct dump *d, const char *name, bool *any)
{
	int64_t id;
	int rc = crm_last_id(&id, d->crm, name);

	if (!rc && id) {
		crm_buf_printf(&d->out, "%s\"%s\":%lld", *any ? "," : "",
		    name, (long long)id);
		*any = true;
	}
	return rc;
}

/* The numbers that are used up, so that none is given out again. */
static int
add_last_ids(struct dump *d, const struct crm_entity *const *order)
{
	bool any = false;
	int rc = 0;

	crm_buf_str(&d->out, ",\"history\":true,\"last\":{");
	for (size_t i = 0; !rc && order[i]; i++)
		rc = add_last(d, order[i]->name, &any);
	for (size_t i = 0; !rc && crm_log_tables[i].name; i++)
		rc = add_last(d, crm_log_tables[i].name, &any);
	crm_buf_char(&d->out, '}');
	return rc;
}

static int
add_header(struct dump *d, const struct crm_entity *const *order)
{
	const char *value;
	bool any = false;
	int rc = 0;

	crm_buf_printf(&d->out, "{\"_dump\":%d,\"schema\":%d,\"settings\":{",
	    DUMP_FORMAT, CRM_SCHEMA);
	for (const struct crm_setting *s = crm_settings; !rc && s->name; s++) {
		rc = crm_setting_get(&value, d->crm, s->name);
		if (rc || !value)
			continue;
		crm_buf_printf(&d->out, "%s\"%s\":", any ? "," : "", s->name);
		add_text(&d->out, crm_text(value));
		any = true;
	}
	crm_buf_char(&d->out, '}');
	if (!rc && d->how->history)
		rc = add_last_ids(d, order);
	crm_buf_str(&d->out, "}\n");
	return rc;
}

/* How many lines there were of what, and the sum of all before. */
static int
add_end(struct dump *d)
{
	char sum[CRM_SHA256_SIZE];
	int rc = flush(d, 1);

	if (rc)
		return rc;
	crm_sha256_end(sum, &d->sum);
	crm_buf_printf(&d->out, "{\"_end\":1,\"lines\":{%s},\"sha256\":\"%s\"}"
	    "\n", d->counts.s ? d->counts.s : "", sum);
	return crm_write_all(d->how->fd, d->out.s, d->out.len, &d->crm->err);
}

static int
add_all(struct dump *d)
{
	const struct crm_entity *order[DUMP_ENTITIES];
	int rc = crm_custom_load(d->crm);

	if (rc)
		return rc;
	dump_order(order, d->crm, d->how->history);
	rc = add_header(d, order);
	for (size_t i = 0; !rc && order[i]; i++)
		rc = add_entity(d, order[i]);
	for (size_t i = 0; !rc && d->how->history && crm_log_tables[i].name;
	    i++)
		rc = add_log(d, &crm_log_tables[i]);
	return rc ? rc : add_end(d);
}

int
crm_dump(int64_t *records, struct crm *crm, const struct crm_dump_how *how)
{
	struct dump d = { .crm = crm, .how = how };
	int rc = crm_db_begin_read(crm->db);

	if (rc)
		return rc;
	crm->all_fields = true;
	crm_sha256_init(&d.sum);
	rc = crm_db_end(crm->db, add_all(&d));
	crm->all_fields = false;
	*records = d.records;
	crm_buf_free(&d.out);
	crm_buf_free(&d.counts);
	crm_arena_free(&d.arena);
	return rc;
}
