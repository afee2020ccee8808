/* Opening: the connection, the company's settings, the clock, the actor. */
#include "crm/crm.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm/buf.h"
#include "model/custom.h"
#include "model/setting.h"

static int
check_schema(struct crm *crm)
{
	int64_t number = 0;
	int rc = crm_db_schema(&number, crm->db);

	if (rc || number == CRM_SCHEMA)
		return rc;
	if (!number)
		crm_failed(crm, CRM_ENODB, "the database is empty");
	else
		crm_failed(crm, CRM_ENODB, "the database has schema %lld,"
		    " this program has %d", (long long)number, CRM_SCHEMA);
	return crm_hinted(crm, number ? "use the crm that made it"
	    : "crm init fills one");
}

int
crm_open(struct crm *crm, const char *uri, unsigned flags, int busy_seconds)
{
	bool custom = false;
	int rc = crm_db_open(&crm->db, uri, flags, busy_seconds, &crm->err);

	if (rc)
		return rc;
	crm_settings_preset(crm);
	if (flags & CRM_DB_CREATE)
		return 0;
	rc = check_schema(crm);
	if (!rc)
		rc = crm_settings_read(crm, &custom);
	return rc || !custom ? rc : crm_custom_load(crm);
}

void
crm_close(struct crm *crm)
{
	crm_db_close(crm->db);
	crm->db = NULL;
	crm->batch = NULL;
	crm->stages = NULL;
	crm_arena_free(&crm->arena);
}

void
crm_leave(struct crm *crm)
{
	crm_db_leave(crm->db);
}

int
crm_act_as(struct crm *crm, const char *login)
{
	struct crm_rows *rows;
	int rc = crm_db_query(&rows, crm->db,
	    "SELECT \"id\", \"role\", \"active\" FROM \"user\""
	    " WHERE \"login\" = fold($1) AND \"deleted_at\" IS NULL",
	    CRM_BIND(crm_text(login)));

	snprintf(crm->actor.login, sizeof(crm->actor.login), "%s", login);
	if (rc)
		return rc;
	rc = crm_rows_next(rows);
	if (rc > 0) {
		const char *role = crm_rows_text(rows, 1);

		crm->actor.id = crm_rows_int(rows, 0);
		snprintf(crm->actor.role, sizeof(crm->actor.role), "%s",
		    role ? role : "rep");
		crm->actor.active = crm_rows_null(rows, 2) ||
		    crm_rows_int(rows, 2);
	}
	crm_rows_close(rows);
	return rc < 0 ? rc : 0;
}

int
crm_may_write(struct crm *crm)
{
	const struct crm_actor *a = &crm->actor;

	if (!a->id) {
		crm_failed(crm, CRM_EREFUSED,
		    "'%s' is no user of this database and may only read",
		    a->login);
		return crm_hinted(crm, "an admin adds one: crm user add"
		    " login=%s; or say who you are: --as, CRM_USER",
		    a->login);
	}
	if (a->active && strcmp(a->role, "readonly") != 0)
		return 0;
	crm_failed(crm, CRM_EREFUSED, "the user '%s' may only read",
	    a->login);
	return crm_hinted(crm, "an admin can change that: crm user set %s"
	    " role=rep active=yes", a->login);
}

int
crm_may_admin(struct crm *crm, const char *what)
{
	if (!strcmp(crm->actor.role, "admin"))
		return 0;
	crm_failed(crm, CRM_EREFUSED, "only an admin may %s", what);
	return crm_hinted(crm, "crm user list -w role=admin shows who is one");
}

void
crm_say(struct crm *crm, const char *fmt, ...)
{
	struct crm_buf b = { 0 };
	va_list ap;

	if (!crm->say)
		return;
	va_start(ap, fmt);
	crm_buf_vprintf(&b, fmt, ap);
	va_end(ap);
	crm->say(crm->say_ctx, b.s ? b.s : "");
	crm_buf_free(&b);
}
