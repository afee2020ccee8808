/*
 * What depends on the company's settings: amounts that are in its currency,
 * and the keys of phones that are called as in its country.
 */
#include <stdio.h>
#include <string.h>

#include "crm/further_address.h"
#include "model/batch.h"
#include "model/row.h"
#include "model/setting.h"

enum { AT_ONCE = 1000 };

/* The condition that a row of E has an amount that names no currency. */
static bool
amounts_of(struct crm_buf *sql, const struct crm_entity *e)
{
	int c = crm_entity_currency(e);
	int n = 0;

	for (size_t i = CRM_F_OWN; i < e->nfields; i++)
		if (e->fields[i].type == CRM_T_MONEY &&
		    crm_field_stored(e, &e->fields[i]))
			crm_buf_printf(sql, "%s\"%s\" IS NOT NULL",
			    n++ ? " OR " : "(", e->fields[i].name);
	if (n)
		crm_buf_char(sql, ')');
	if (n && c >= 0)
		crm_buf_printf(sql, " AND \"%s\" IS NULL",
		    e->fields[c].name);
	return n > 0;
}

int
crm_setting_amounts(int64_t *n, struct crm *crm)
{
	const struct crm_entity *const *all = crm_entities(crm);
	struct crm_buf sql = { 0 };
	int64_t of;
	int rc = 0;

	*n = 0;
	for (size_t i = 0; !rc && all[i]; i++) {
		crm_buf_cut(&sql, 0);
		crm_buf_printf(&sql, "SELECT COUNT(*) FROM \"%s\" WHERE ",
		    all[i]->name);
		if (!amounts_of(&sql, all[i]))
			continue;
		rc = crm_db_int(&of, crm->db, sql.s, CRM_NONE);
		*n += rc ? 0 : of;
	}
	crm_buf_free(&sql);
	return rc;
}

struct phones {
	struct crm *crm;
	struct crm_record *r;
	int field;
	/* The fields its key depends on: country, kind; or 0. */
	int with[2];
	const char *select, *update;
	int64_t last;			/* id */
	struct { int64_t id; struct crm_value key; } wrong[AT_ONCE];
	size_t n;
	struct crm_arena a;
};

/* Read some records on from the last: those whose key is another now. */
static int
read_some(struct phones *p, int *seen)
{
	struct crm_rows *rows;
	int rc = crm_db_query(&rows, p->crm->db, p->select,
	    CRM_BIND(crm_int(p->last), crm_int(AT_ONCE)));

	*seen = 0;
	p->n = 0;
	if (rc)
		return rc;
	while ((rc = crm_rows_next(rows)) > 0) {
		struct crm_value key;

		++*seen;
		p->last = crm_rows_int(rows, 0);
		p->r->v[p->field] = crm_rows_cell(rows, 1);
		for (int i = 0; i < 2; i++)
			if (p->with[i])
				p->r->v[p->with[i]] = crm_rows_cell(rows,
				    3 + i);
		key = crm_row_key(p->r, p->field);
		if (crm_same(key, crm_rows_cell(rows, 2)))
			continue;
		p->wrong[p->n].id = p->last;
		p->wrong[p->n++].key = key;
	}
	crm_rows_close(rows);
	return rc;
}

static int
key_field(struct phones *p)
{
	int seen = AT_ONCE, rc = 0;

	for (p->last = 0; !rc && seen == AT_ONCE;) {
		rc = read_some(p, &seen);
		for (size_t i = 0; !rc && i < p->n; i++)
			rc = crm_db_exec(p->crm->db, p->update,
			    CRM_BIND(p->wrong[i].key,
			    crm_int(p->wrong[i].id)));
		crm_arena_reset(&p->a);
	}
	return rc;
}

static int
key_entity(struct phones *p, const struct crm_entity *e)
{
	struct crm_arena *a = &p->crm->arena;
	char key[64];
	int rc = 0;

	p->r = crm_record_new(p->crm, e, a);
	p->r->arena = &p->a;
	for (size_t i = CRM_F_OWN; !rc && i < e->nfields; i++) {
		const struct crm_field *f = &e->fields[i];

		if ((f->type != CRM_T_PHONE && !(f->flags & CRM_KEYED)) ||
		    !crm_field_stored(e, f))
			continue;
		p->field = (int)i;
		p->with[0] = p->r->country;
		p->with[1] = f->flags & CRM_KEYED ? ADDRESS_KIND : 0;
		crm_field_key(key, f);
		p->select = crm_arena_printf(a, "SELECT \"id\",\"%s\",\"%s\","
		    "\"%s\",\"%s\" FROM \"%s\" WHERE \"id\" > $1 AND"
		    " \"%s\" IS NOT NULL ORDER BY \"id\" LIMIT $2", f->name,
		    key, e->fields[p->with[0]].name, e->fields[p->with[1]].name,
		    e->name, f->name);
		p->update = crm_arena_printf(a, "UPDATE \"%s\" SET \"%s\" ="
		    " $1 WHERE \"id\" = $2", e->name, key);
		rc = key_field(p);
	}
	return rc;
}

int
crm_phones_key(struct crm *crm)
{
	struct phones *p = crm_arena_alloc(&crm->arena, sizeof(*p));
	const struct crm_entity *const *all = crm_entities(crm);
	int rc = 0;

	p->crm = crm;
	for (size_t i = 0; !rc && all[i]; i++)
		rc = key_entity(p, all[i]);
	crm_arena_free(&p->a);
	return rc;
}

int
crm_settings_changed(struct crm *crm)
{
	char country[sizeof(crm->company.country)];
	bool custom;
	int rc;

	crm->batch->settings = true;
	memcpy(country, crm->company.country, sizeof(country));
	rc = crm_settings_read(crm, &custom);
	if (rc || !strcmp(country, crm->company.country))
		return rc;
	return crm_phones_key(crm);
}
