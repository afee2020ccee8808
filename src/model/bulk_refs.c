/* References of a load, looked at once. */
#include "model/bulk_refs.h"

#include "crm/schema.h"
#include "model/batch.h"

int
crm_refs_unguard(struct crm *crm)
{
	crm->batch->unguarded = true;
	if (crm->batch->filling)
		return 0;
	return crm_db_references(crm->db, false);
}

int
crm_refs_guard(struct crm *crm)
{
	if (!crm->batch->unguarded || crm->batch->filling)
		return 0;
	crm->batch->unguarded = false;
	return crm_db_references(crm->db, true);
}

static int
check(struct crm *crm, const struct crm_entity *e, const struct crm_field *f)
{
	const char *column = crm_field_column(f);
	struct crm_buf sql = { 0 };
	int64_t id;
	int rc;

	crm_buf_printf(&sql, "SELECT \"t\".\"id\" FROM \"%s\" AS \"t\" WHERE"
	    " \"t\".\"%s\" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM \"%s\""
	    " AS \"r\" WHERE \"r\".\"id\" = \"t\".\"%s\") LIMIT 1",
	    e->name, column, f->ref, column);
	rc = crm_db_int(&id, crm->db, sql.s, CRM_NONE);
	crm_buf_free(&sql);
	if (rc)
		return rc == CRM_ENOTFOUND ? 0 : rc;
	crm_failed(crm, CRM_ECONFLICT, "the %s of %s %lld isn't there",
	    f->name, e->name, (long long)id);
	return crm_fail_field(&crm->err, f->name);
}

int
crm_refs_check(struct crm *crm, const struct crm_entity *e,
	       const bool *fields)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < e->nfields; i++)
		if (fields[i] && crm_schema_guards(e, &e->fields[i]))
			rc = check(crm, e, &e->fields[i]);
	return rc;
}
