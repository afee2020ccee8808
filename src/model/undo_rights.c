/*
 * Undo goes past the checks of records: what only an admin may do, only an
 * admin may take back, and one of them must remain.
 */
#include <string.h>

#include "crm/user.h"
#include "model/batch.h"
#include "model/further_country.h"
#include "model/log.h"
#include "model/setting.h"
#include "model/undo.h"

/* The columns that OLD gives back are for admins to change. */
static bool
has_rights(struct crm_value old)
{
	static const char *const names[] = {
		"login", "role", "active", "deleted_at"
	};
	const char *text = old.s, *column;
	size_t len = old.kind == CRM_TEXT ? old.len : 0, n;
	struct crm_value v;

	while (crm_old_next(&text, &len, &column, &n, &v) > 0)
		for (size_t i = 0; i < CRM_COUNT(names); i++)
			if (strlen(names[i]) == n &&
			    !memcmp(names[i], column, n))
				return true;
	return false;
}

static int
changed_users(bool *rights, struct undo *u)
{
	struct crm_rows *rows;
	int rc = crm_db_query(&rows, u->crm->db, "SELECT \"op\", \"old\" FROM"
	    " \"log\" WHERE \"entity\" = $1 AND \"batch\" = $2",
	    CRM_BIND(crm_int(crm_user.number), crm_int(u->batch)));

	if (rc)
		return rc;
	while ((rc = crm_rows_next(rows)) > 0)
		*rights |= *crm_rows_text(rows, 0) != 'U' ||
		    has_rights(crm_rows_cell(rows, 1));
	crm_rows_close(rows);
	return rc;
}

/* Whether the batch has rows of E. */
static int
changed(bool *any, struct undo *u, const struct crm_entity *e)
{
	int64_t n = 0;
	int rc = crm_db_int(&n, u->crm->db, "SELECT COUNT(*) FROM \"log\""
	    " WHERE \"entity\" = $1 AND \"batch\" = $2",
	    CRM_BIND(crm_int(e->number), crm_int(u->batch)));

	*any = n > 0;
	return rc;
}

int
undo_check_rights(struct undo *u)
{
	int rc = changed_users(&u->users, u);

	if (!rc)
		rc = changed(&u->settings, u, &crm_setting);
	if (!rc)
		rc = changed(&u->fields, u, &crm_custom);
	if (!rc && u->users)
		rc = crm_may_admin(u->crm, "take back what was done to users");
	if (!rc && u->settings)
		rc = crm_may_admin(u->crm, "change the company's settings");
	if (!rc && u->fields)
		rc = crm_may_admin(u->crm, "add or change fields");
	return rc;
}

static int
check_admins(struct undo *u)
{
	int64_t n = 0;
	int rc = crm_db_int(&n, u->crm->db, "SELECT COUNT(*) FROM \"user\""
	    " WHERE \"role\" = 'admin' AND \"deleted_at\" IS NULL AND"
	    " (\"active\" IS NULL OR \"active\" = 1)", CRM_NONE);

	if (rc || n)
		return rc;
	crm_failed(u->crm, CRM_EREFUSED, "batch %lld can't be undone: there"
	    " would be no admin any more", (long long)u->batch);
	return crm_hinted(u->crm, "make another user an admin before");
}

int
undo_after(struct undo *u)
{
	int64_t n = 0;
	int rc = u->users ? check_admins(u) : 0;

	if (!rc && u->countries)
		rc = crm_further_rebuild(u->crm);
	if (rc || !u->settings)
		return rc;
	/* Their rows come and go: what people count are the settings. */
	rc = crm_db_int(&n, u->crm->db, "SELECT \"updated\" FROM \"batch\""
	    " WHERE \"id\" = $1", CRM_BIND(crm_int(u->batch)));
	u->changed += n;
	u->crm->batch->updated += n;
	return rc ? rc : crm_settings_changed(u->crm);
}
