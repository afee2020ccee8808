/* The countries of addresses, and the keys of numbers made with them. */
#include "model/further_country.h"

#include "crm/further_address.h"
#include "crm/link.h"
#include "model/row.h"

/* The owner's country, of the address "a". */
#define OWNERS								\
	"CASE \"a\".\"on\" % 64 WHEN 1 THEN (SELECT \"o\".\"country\""	\
	" FROM \"account\" \"o\" WHERE \"o\".\"id\" = \"a\".\"on\" / 64)" \
	" WHEN 2 THEN (SELECT \"o\".\"country\" FROM \"contact\" \"o\""	\
	" WHERE \"o\".\"id\" = \"a\".\"on\" / 64) WHEN 12 THEN (SELECT"	\
	" \"o\".\"country\" FROM \"lead\" \"o\" WHERE \"o\".\"id\" ="	\
	" \"a\".\"on\" / 64) END"

static const struct crm_entity *
owner(struct crm_value on)
{
	const struct crm_entity *e = on.kind == CRM_INT
	    ? crm_entity_number(NULL, crm_link_entity(on.i)) : NULL;

	return e && crm_link_allows(&crm_address.fields[ADDRESS_ON], e) ? e
	    : NULL;
}

int
crm_further_country(struct crm *crm, struct crm_record *r)
{
	struct crm_value on = r->v[ADDRESS_ON];
	const struct crm_entity *e = owner(on);
	struct crm_rows *rows;
	int rc;

	if (r->old && crm_same(on, r->old[ADDRESS_ON]))
		return 0;
	r->v[ADDRESS_COUNTRY] = crm_null();
	if (!e)
		return 0;
	rc = crm_db_query(&rows, crm->db, crm_arena_printf(r->arena,
	    "SELECT \"country\" FROM \"%s\" WHERE \"id\" = $1", e->name),
	    CRM_BIND(crm_int(crm_link_id(on.i))));
	if (rc)
		return rc;
	rc = crm_rows_next(rows);
	if (rc > 0 && !crm_rows_null(rows, 0))
		r->v[ADDRESS_COUNTRY] = crm_text(crm_arena_str(r->arena,
		    crm_rows_text(rows, 0)));
	crm_rows_close(rows);
	return rc < 0 ? rc : 0;
}

/* The address R, as it is, gets COUNTRY. */
static int
write(struct crm *crm, struct crm_record *r, struct crm_value country)
{
	r->v[ADDRESS_COUNTRY] = country;
	return crm_db_exec(crm->db, "UPDATE \"address\" SET \"country\" = $1,"
	    " \"value_key\" = $2 WHERE \"id\" = $3", CRM_BIND(country,
	    crm_row_key(r, ADDRESS_VALUE), r->v[CRM_F_ID]));
}

struct found {
	struct crm_buf ids;		/* of int64_t */
	struct crm_buf at;		/* of size_t: 1 more than in text; 0 */
	struct crm_buf text;		/* their countries, each NUL-ended */
};

static int
look(struct found *f, struct crm *crm, const char *sql, struct crm_value bind,
     size_t n)
{
	struct crm_rows *rows;
	int rc = crm_db_query(&rows, crm->db, sql, n, &bind);

	if (rc)
		return rc;
	while ((rc = crm_rows_next(rows)) > 0) {
		int64_t id = crm_rows_int(rows, 0);
		const char *country = crm_rows_text(rows, 1);
		size_t at = country ? f->text.len + 1 : 0;

		crm_buf_add(&f->ids, &id, sizeof(id));
		crm_buf_add(&f->at, &at, sizeof(at));
		if (country)
			crm_buf_add(&f->text, country, strlen(country) + 1);
	}
	crm_rows_close(rows);
	return rc;
}

/* What SQL finds, address and country, is so written. */
static int
mend(struct crm *crm, const char *sql, struct crm_value bind, size_t n)
{
	struct found f = { 0 };
	struct crm_arena a = { 0 };
	int rc = look(&f, crm, sql, bind, n);
	const int64_t *ids = (void *)f.ids.s;
	const size_t *at = (void *)f.at.s;

	for (size_t i = 0; !rc && i < f.ids.len / sizeof(*ids); i++) {
		struct crm_record *r;

		rc = crm_record_load(&r, crm, &crm_address, ids[i], &a);
		if (!rc)
			rc = write(crm, r, at[i] ? crm_text(f.text.s + at[i]
			    - 1) : crm_null());
		crm_arena_reset(&a);
	}
	crm_arena_free(&a);
	crm_buf_free(&f.ids);
	crm_buf_free(&f.at);
	crm_buf_free(&f.text);
	return rc;
}

int
crm_further_follow(struct crm *crm, struct crm_record *r)
{
	if (crm_same(r->v[r->country], r->old[r->country]))
		return 0;
	return mend(crm, "SELECT \"a\".\"id\", " OWNERS " FROM \"address\""
	    " \"a\" WHERE \"a\".\"on\" = $1",
	    crm_int(crm_link(r->entity, crm_record_id(r))), 1);
}

int
crm_further_check(int64_t *wrong, struct crm *crm)
{
	return crm_db_int(wrong, crm->db, "SELECT COUNT(*) FROM \"address\""
	    " \"a\" WHERE \"a\".\"country\" IS DISTINCT FROM " OWNERS,
	    CRM_NONE);
}

int
crm_further_rebuild(struct crm *crm)
{
	return mend(crm, "SELECT \"a\".\"id\", " OWNERS " FROM \"address\""
	    " \"a\" WHERE \"a\".\"country\" IS DISTINCT FROM " OWNERS,
	    crm_null(), 0);
}
