/* Making a database, or nothing. */
#include "crm/init.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crm/batch.h"
#include "crm/buf.h"
#include "crm/record.h"
#include "crm/schema.h"
#include "crm/setting.h"
#include "crm/stage.h"
#include "crm/user.h"

/* The first user is the first record of its table. */
enum { ADMIN = 1 };

static const struct {
	const char *name;
	int probability;		/* in basis points */
	const char *category, *forecast;
} stages[] = {
	{ "Qualification", 1000, "open", "pipeline" },
	{ "Needs Analysis", 2500, "open", "pipeline" },
	{ "Proposal", 5000, "open", "best_case" },
	{ "Negotiation", 7500, "open", "commit" },
	{ "Won", 10000, "won", "closed" },
	{ "Lost", 0, "lost", "omitted" },
};

static int
wrong_login(struct crm *crm, const char *login)
{
	crm_failed(crm, CRM_EINVAL, "'%.60s' is not a login", login);
	crm_hinted(crm, "say who you are with --as");
	return crm_fail_field(&crm->err, "login");
}

static const char *
number(struct crm *crm, int n)
{
	return crm_arena_printf(&crm->arena, "%d", n ? n : 1);
}

/* CALL with each setting that HOW has. */
static int
each_setting(struct crm *crm, const struct crm_init_how *how,
	     int (*call)(struct crm *crm, const char *name,
			 const char *value))
{
	const struct { const char *name, *value; } v[] = {
		{ "currency", how->currency ? how->currency : "EUR" },
		{ "zone", how->zone ? how->zone : "UTC" },
		{ "country", how->country },
		{ "year_start", number(crm, how->year_start) },
		{ "week_start", number(crm, how->week_start) }
	};
	int rc = 0;

	for (size_t i = 0; !rc && i < CRM_COUNT(v); i++)
		if (v[i].value)
			rc = call(crm, v[i].name, v[i].value);
	return rc;
}

static int
check_setting(struct crm *crm, const char *name, const char *value)
{
	return crm_setting_check(&value, crm, name, value);
}

static int
check_how(struct crm *crm, const struct crm_init_how *how)
{
	if (!how->login || !*how->login ||
	    strlen(how->login) >= sizeof(crm->actor.login))
		return wrong_login(crm, how->login ? how->login : "");
	return each_setting(crm, how, check_setting);
}

static int
add_admin(struct crm *crm)
{
	struct crm_record *r = crm_record_new(crm, &crm_user, &crm->arena);
	int rc;

	crm_record_set(r, USER_LOGIN, crm_text(crm->actor.login));
	crm_record_set(r, USER_ROLE, crm_text("admin"));
	rc = crm_save(crm, r);
	if (!rc && crm_record_id(r) != ADMIN)
		rc = crm_failed(crm, CRM_EFAIL,
		    "the first user has the number %lld",
		    (long long)crm_record_id(r));
	return rc;
}

static int
add_pipeline(struct crm *crm)
{
	struct crm_record *r = crm_record_new(crm, &crm_pipeline,
	    &crm->arena);
	int64_t pipeline;
	int rc;

	crm_record_set(r, PIPELINE_NAME, crm_text("Sales"));
	rc = crm_save(crm, r);
	pipeline = crm_record_id(r);
	for (size_t i = 0; !rc && i < CRM_COUNT(stages); i++) {
		r = crm_record_new(crm, &crm_stage, &crm->arena);
		crm_record_set(r, STAGE_PIPELINE, crm_int(pipeline));
		crm_record_set(r, STAGE_NAME, crm_text(stages[i].name));
		crm_record_set(r, STAGE_PROBABILITY,
		    crm_int(stages[i].probability));
		crm_record_set(r, STAGE_CATEGORY,
		    crm_text(stages[i].category));
		crm_record_set(r, STAGE_FORECAST,
		    crm_text(stages[i].forecast));
		rc = crm_save(crm, r);
	}
	crm_stages_forget(crm);
	return rc;
}

/* The admin acts before there are users: all of it is their doing. */
static void
act_as_admin(struct crm *crm, const char *login)
{
	struct crm_actor *a = &crm->actor;

	a->id = ADMIN;
	a->active = true;
	snprintf(a->login, sizeof(a->login), "%s", login);
	snprintf(a->role, sizeof(a->role), "admin");
}

/* Whoever waited for the right to write may find that it was made. */
static int
check_empty(struct crm *crm, const char *uri)
{
	int64_t number = 0;
	int rc = crm_db_schema(&number, crm->db);

	if (rc || !number)
		return rc;
	crm_failed(crm, CRM_ECONFLICT, "%s is there already", uri);
	return crm_hinted(crm,
	    "choose another file with --db, or use that one");
}

static int
fill(struct crm *crm, const char *uri, const struct crm_init_how *how)
{
	int rc = check_empty(crm, uri);

	if (!rc)
		rc = crm_schema_create(crm);

	if (!rc)
		rc = each_setting(crm, how, crm_setting_set);
	if (!rc)
		rc = add_admin(crm);
	if (!rc)
		rc = add_pipeline(crm);
	if (!rc && how->demo)
		rc = crm_demo_fill(crm);
	return rc;
}

static bool
is_absent(const char *uri)
{
	struct stat st;

	return lstat(uri, &st) != 0 && errno == ENOENT;
}

static void
remove_files(const char *uri)
{
	static const char *const ends[] = { "", "-wal", "-shm", "-journal" };
	struct crm_buf path = { 0 };

	if (crm_db_is_address(uri))
		return;
	for (size_t i = 0; i < CRM_COUNT(ends); i++) {
		crm_buf_cut(&path, 0);
		crm_buf_printf(&path, "%s%s", uri, ends[i]);
		unlink(path.s);
	}
	crm_buf_free(&path);
}

/* Close without touching the arena, where URI may be. */
static void
give_up(struct crm *crm)
{
	crm_db_close(crm->db);
	crm->db = NULL;
	crm->batch = NULL;
	crm->stages = NULL;
	crm->actor = (struct crm_actor){ 0 };
}

int
crm_init(struct crm *crm, const char *uri, const struct crm_init_how *how)
{
	bool ours = is_absent(uri);
	int rc = check_how(crm, how);

	if (rc)
		return rc;
	rc = crm_open(crm, uri, CRM_DB_CREATE, how->busy_seconds);
	if (!rc) {
		act_as_admin(crm, how->login);
		rc = crm_batch_begin(crm, "database", "init", NULL);
		ours |= !rc;
		if (!rc)
			rc = crm_batch_end(crm, fill(crm, uri, how));
	}
	if (!rc)
		return 0;
	give_up(crm);
	/* Somebody else may have made it, or be making it. */
	if (ours && rc != CRM_ECONFLICT && rc != CRM_EBUSY)
		remove_files(uri);
	return rc;
}
