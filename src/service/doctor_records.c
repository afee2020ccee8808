/* Records against what the catalogue says of them. */
#include <string.h>

#include "crm/buf.h"
#include "crm/link.h"
#include "crm/map.h"
#include "model/row.h"
#include "service/doctor.h"

/* Every column that the catalogue has is there. */
static void
select_all(struct crm_buf *sql, const struct crm_entity *e)
{
	char key[64];

	/* With its table before it, no name is taken for a text. */
	crm_buf_str(sql, "SELECT \"t\".\"id\"");
	for (size_t i = 0; i < e->nfields; i++) {
		const struct crm_field *f = &e->fields[i];

		if (!crm_field_stored(e, f))
			continue;
		crm_buf_printf(sql, ", \"t\".\"%s\"", crm_field_column(f));
		if (crm_field_has_key(f))
			crm_buf_printf(sql, ", \"t\".\"%s\"",
			    crm_field_key(key, f));
	}
	crm_buf_printf(sql, " FROM \"%s\" AS \"t\" LIMIT 0", e->name);
}

int
doctor_tables(struct doctor *d)
{
	const struct crm_entity *const *all = crm_entities(d->crm);
	struct crm_db *db = d->crm->db;
	int rc = 0;

	for (size_t i = 0; !rc && all[i]; i++) {
		struct crm_buf sql = { 0 };

		/* What fails must not end the transaction of the check. */
		rc = crm_db_begin_read(db);
		if (rc)
			return rc;
		select_all(&sql, all[i]);
		if (crm_db_end(db, crm_db_exec(db, sql.s, CRM_NONE)))
			rc = doctor_found(d, "load a dump into a new"
			    " database", "the table %s: %s", all[i]->name,
			    d->crm->err.text);
		crm_buf_free(&sql);
	}
	return rc;
}

/* The first record that SQL gives, and how many there are. */
static int
first_of(struct doctor *d, const char *sql, const struct crm_entity *e,
	 const char *field, const char *to)
{
	struct crm_rows *rows;
	int64_t n = 0, id = 0;
	int rc = crm_db_query(&rows, d->crm->db, sql, CRM_NONE);

	if (rc)
		return rc;
	rc = crm_rows_next(rows);
	if (rc > 0) {
		n = crm_rows_int(rows, 0);
		id = n ? crm_rows_int(rows, 1) : 0;
		rc = 0;
	}
	crm_rows_close(rows);
	if (rc || !n)
		return rc;
	return doctor_found(d, crm_arena_printf(&d->crm->arena, "crm %s set"
	    " %lld %s=...", e->name, (long long)id, field), "%s of %lld %s"
	    " lead%s to no %s, as of number %lld", field, (long long)n,
	    n == 1 ? e->name : e->plural, n == 1 ? "s" : "", to,
	    (long long)id);
}

int
doctor_references(struct doctor *d)
{
	const struct crm_entity *const *all = crm_entities(d->crm);
	int rc = 0;

	for (size_t i = 0; !rc && all[i]; i++)
		for (size_t f = 0; !rc && f < all[i]->nfields; f++) {
			const struct crm_field *c = &all[i]->fields[f];
			const char *name = crm_field_column(c);

			if (c->type != CRM_T_REF ||
			    !crm_field_stored(all[i], c))
				continue;
			rc = first_of(d, crm_arena_printf(&d->crm->arena,
			    "SELECT COUNT(*), MIN(\"id\") FROM \"%s\" \"r\""
			    " WHERE \"%s\" IS NOT NULL AND NOT EXISTS (SELECT"
			    " 1 FROM \"%s\" \"t\" WHERE \"t\".\"id\" ="
			    " \"r\".\"%s\")", all[i]->name, name, c->ref,
			    name), all[i], c->name, c->ref);
		}
	return rc;
}

static int
check_link(struct doctor *d, const struct crm_entity *e,
	   const struct crm_field *f, const struct crm_entity *to)
{
	const char *name = crm_field_column(f);

	if (f->type == CRM_T_LINK)
		return first_of(d, crm_arena_printf(&d->crm->arena, "SELECT"
		    " COUNT(*), MIN(\"id\") FROM \"%s\" \"r\" WHERE \"%s\" %%"
		    " %d = %d AND NOT EXISTS (SELECT 1 FROM \"%s\" \"t\""
		    " WHERE \"t\".\"id\" = \"r\".\"%s\" / %d)", e->name, name,
		    CRM_LINK_BASE, to->number, to->name, name,
		    CRM_LINK_BASE), e, f->name, to->name);
	return first_of(d, crm_arena_printf(&d->crm->arena, "SELECT COUNT(*),"
	    " MIN(\"record\") FROM \"tag\" \"r\" WHERE \"entity\" = %d AND"
	    " substr(\"tag\", 1, %zu) = '%s:' AND NOT EXISTS (SELECT 1 FROM"
	    " \"%s\" \"t\" WHERE \"r\".\"tag\" = '%s:' || CAST(\"t\".\"id\" AS"
	    " TEXT))", crm_field_set(e, f), strlen(to->name) + 1, to->name,
	    to->name, to->name), e, f->name, to->name);
}

/* Labels of records that aren't there. */
static int
check_labels(struct doctor *d, const struct crm_entity *e)
{
	int64_t n = 0;
	int rc = crm_db_int(&n, d->crm->db, crm_arena_printf(
	    &d->crm->arena, "SELECT COUNT(*) FROM \"tag\" WHERE \"entity\" %%"
	    " %d = %d AND NOT EXISTS (SELECT 1 FROM \"%s\" \"t\" WHERE"
	    " \"t\".\"id\" = \"tag\".\"record\")", CRM_LINK_BASE, e->number,
	    e->name), CRM_NONE);

	return rc || !n ? rc : doctor_found(d, "they do no harm; a dump"
	    " leaves them out", "%lld labels are of no %s", (long long)n,
	    e->name);
}

int
doctor_links(struct doctor *d)
{
	const struct crm_entity *const *all = crm_entities(d->crm);
	int rc = 0;

	for (size_t i = 0; !rc && all[i]; i++) {
		if (!(all[i]->flags & CRM_E_PLAIN))
			rc = check_labels(d, all[i]);
		for (size_t f = 0; !rc && f < all[i]->nfields; f++) {
			const struct crm_field *c = &all[i]->fields[f];

			if (c->type != CRM_T_LINK && c->type != CRM_T_LINKS)
				continue;
			for (size_t t = 0; !rc && all[t]; t++)
				if (crm_link_allows(c, all[t]))
					rc = check_link(d, all[i], c, all[t]);
		}
	}
	return rc;
}
