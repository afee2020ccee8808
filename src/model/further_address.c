/* Whose a further address is. */
#include "crm/further_address.h"

#include <stdio.h>
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
		 const struct crm_field *f, struct crm_value key,
		 void (*each)(void *ctx, int64_t id), void *ctx)
{
	const char *of = kinds(e, f);
	struct crm_rows *rows;
	char sql[160];
	int rc;

	if (!of)
		return 0;
	snprintf(sql, sizeof(sql), "SELECT \"on\" FROM \"address\" WHERE"
	    " \"value_key\" = $1 AND \"kind\" IN (%s) AND \"deleted_at\" IS"
	    " NULL", of);
	rc = crm_db_query(&rows, crm->db, sql, CRM_BIND(key));
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
