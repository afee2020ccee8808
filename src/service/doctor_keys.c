/* The stored keys against what would be stored today. */
#include "crm/buf.h"
#include "model/further_country.h"
#include "model/row.h"
#include "service/doctor.h"

struct keys {
	struct doctor *d;
	const struct crm_entity *e;
	struct crm_record *r;
	struct crm_arena row;
	int64_t wrong;			/* records */
	struct crm_buf fixes;		/* of struct fix */
};

struct fix {
	int64_t id;
	size_t field, len;
	char *key;			/* NULL: none */
};

static bool
has_keys(const struct crm_entity *e)
{
	for (size_t i = 0; i < e->nfields; i++)
		if (crm_field_stored(e, &e->fields[i]) &&
		    crm_field_has_key(&e->fields[i]))
			return true;
	return false;
}

/* One record: its columns, and behind them its keys. */
static int
look(void *ctx, const struct crm_value *cells)
{
	struct keys *k = ctx;
	const struct crm_entity *e = k->e;
	bool wrong = false;
	size_t n = 0;

	crm_arena_reset(&k->row);
	for (size_t i = 0; i < e->nfields; i++)
		if (crm_field_stored(e, &e->fields[i]))
			k->r->v[i] = cells[n++];
	for (size_t i = 0; i < e->nfields; i++) {
		struct crm_value key;

		if (!crm_field_stored(e, &e->fields[i]) ||
		    !crm_field_has_key(&e->fields[i]))
			continue;
		key = crm_row_key(k->r, (int)i);
		if (crm_same(key, cells[n++]))
			continue;
		wrong = true;
		if (k->d->fix)
			crm_buf_add(&k->fixes, &(struct fix){
			    crm_record_id(k->r), i, key.len,
			    key.kind == CRM_TEXT ? crm_arena_copy(
			    &k->d->crm->arena, key.s, key.len) : NULL },
			    sizeof(struct fix));
	}
	k->wrong += wrong;
	return 0;
}

static int
mend(struct keys *k)
{
	const struct fix *v = (void *)k->fixes.s;
	size_t n = k->fixes.len / sizeof(*v);
	char key[64];
	int rc = 0;

	for (size_t i = 0; !rc && i < n; i++)
		rc = crm_db_exec(k->d->crm->db, crm_arena_printf(
		    &k->d->crm->arena, "UPDATE \"%s\" SET \"%s\" = $1 WHERE"
		    " \"id\" = $2", k->e->name, crm_field_key(key,
		    &k->e->fields[v[i].field])), CRM_BIND(v[i].key ?
		    crm_text_n(v[i].key, v[i].len) : crm_null(),
		    crm_int(v[i].id)));
	return rc;
}

static const char *
select_sql(struct doctor *d, const struct crm_entity *e, int *cells)
{
	struct crm_buf b = { 0 };
	const char *sql;
	char key[64];

	*cells = 0;
	for (int keys = 0; keys < 2; keys++)
		for (size_t i = 0; i < e->nfields; i++) {
			const struct crm_field *f = &e->fields[i];

			if (!crm_field_stored(e, f) ||
			    (keys && !crm_field_has_key(f)))
				continue;
			crm_buf_printf(&b, "%s\"%s\"", (*cells)++ ? ", "
			    : "SELECT ", keys ? crm_field_key(key, f)
			    : crm_field_column(f));
		}
	crm_buf_printf(&b, " FROM \"%s\"", e->name);
	sql = crm_arena_copy(&d->crm->arena, b.s, b.len);
	crm_buf_free(&b);
	return sql;
}

static int
check(struct doctor *d, const struct crm_entity *e)
{
	struct keys k = { .d = d, .e = e };
	const char *sql;
	int cells, rc;

	sql = select_sql(d, e, &cells);
	k.r = crm_record_new(d->crm, e, &d->crm->arena);
	k.r->arena = &k.row;
	rc = crm_db_each(d->crm->db, sql, CRM_NONE, cells, look, &k);
	if (!rc && k.wrong && d->fix)
		rc = mend(&k);
	if (!rc && k.wrong)
		rc = d->fix ? doctor_fixed(d, "made anew", "keys of %lld %s"
		    " were not what they should be", (long long)k.wrong,
		    e->plural) : doctor_found(d, "crm doctor --fix makes them"
		    " anew", "keys of %lld %s are not what they should be",
		    (long long)k.wrong, e->plural);
	crm_buf_free(&k.fixes);
	crm_arena_free(&k.row);
	return rc;
}

/* Addresses have the country of whom they are on: a part of their keys. */
static int
check_countries(struct doctor *d)
{
	int64_t wrong = 0;
	int rc = crm_further_check(&wrong, d->crm);

	if (rc || !wrong)
		return rc;
	if (!d->fix)
		return doctor_found(d, "crm doctor --fix copies it",
		    "%lld addresses have another country than their owner",
		    (long long)wrong);
	rc = crm_further_rebuild(d->crm);
	return rc ? rc : doctor_fixed(d, "copied", "%lld addresses had another"
	    " country than their owner", (long long)wrong);
}

int
doctor_keys(struct doctor *d)
{
	const struct crm_entity *const *all = crm_entities(d->crm);
	int rc = check_countries(d);

	for (size_t i = 0; !rc && all[i]; i++)
		if (has_keys(all[i]))
			rc = check(d, all[i]);
	return rc;
}
