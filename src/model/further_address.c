/* Whose a further address is. */
#include "crm/further_address.h"

#include <string.h>

#include "crm/db.h"
#include "crm/link.h"

/* The kinds of addresses that are as the fields of these names. */
static const struct {
	const char *field, *kinds;
} kinds_of[] = {
	{ "email", "'email'" }, { "phone", "'phone','mobile'" },
	{ "mobile", "'mobile'" }
};

static const char *
kinds(const struct crm_entity *e, const struct crm_field *f)
{
	if (f->flags & CRM_CUSTOM ||
	    !crm_link_allows(&crm_address.fields[ADDRESS_ON], e))
		return NULL;
	for (size_t i = 0; i < CRM_COUNT(kinds_of); i++)
		if (!strcmp(f->name, kinds_of[i].field))
			return kinds_of[i].kinds;
	return NULL;
}

bool
crm_further_has(const struct crm_entity *e, const struct crm_field *f)
{
	return kinds(e, f) != NULL;
}

int
crm_further_each(struct crm *crm, const struct crm_entity *e,
		 const struct crm_field *f, const struct crm_value *keys,
		 size_t n, enum crm_further_whose whose,
		 void (*each)(void *ctx, int64_t id), void *ctx)
{
	const char *of = kinds(e, f);
	struct crm_buf sql = { 0 };
	struct crm_rows *rows;
	int rc;

	if (!of || !n)
		return 0;
	crm_buf_printf(&sql, "SELECT \"on\" FROM \"address\" WHERE \"kind\""
	    " IN (%s) AND \"deleted_at\" IS NULL%s AND \"value_key\" IN (",
	    of, whose == CRM_FURTHER_WITH_COUNTRY
	    ? " AND \"country\" IS NOT NULL" : "");
	for (size_t i = 1; i <= n; i++)
		crm_buf_printf(&sql, "%s$%zu", i > 1 ? "," : "", i);
	crm_buf_char(&sql, ')');
	rc = crm_db_query(&rows, crm->db, sql.s, n, keys);
	crm_buf_free(&sql);
	if (rc)
		return rc;
	while ((rc = crm_rows_next(rows)) > 0) {
		int64_t on = crm_rows_int(rows, 0);

		if (crm_link_entity(on) == e->number)
			each(ctx, crm_link_id(on));
	}
	crm_rows_close(rows);
	return rc;
}
