/* crm doctor: what should hold is looked at, and mended where that is safe. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "crm/clock.h"
#include "crm/db.h"
#include "crm/doctor.h"
#include "sink.h"
#include "verbs.h"

enum { COLUMNS = 4 };

static const struct crm_field fields[COLUMNS] = {
	CRM_COMPUTED("check", CRM_T_TEXT), CRM_COMPUTED("state", CRM_T_TEXT),
	CRM_COMPUTED("finding", CRM_T_TEXT), CRM_COMPUTED("todo", CRM_T_TEXT),
};

struct doctor_args {
	bool fix;
};

static const struct crm_opt opts[] = {
	OPT_FLAG(0, "fix", struct doctor_args, fix,
		 "mend what can be mended without losing anything"),
	{ 0 }
};

struct round {
	struct cmd *c;
	struct crm_sink to;
	bool fix;
	int64_t found, fixed;
};

static int
tell(void *ctx, const char *check, bool fixed, const char *finding,
     const char *todo)
{
	struct round *r = ctx;

	r->found += finding && !fixed;
	r->fixed += fixed;
	return r->to.row(r->to.ctx, (struct crm_value[]){ crm_text(check),
	    crm_text(!finding ? "ok" : fixed ? "fixed" : "found"),
	    crm_text(finding), crm_text(todo) });
}

/* Nobody else may read it: 0600. */
static int
check_mode(struct round *r, const char *path, bool *bad)
{
	struct crm_arena *a = &r->c->crm.arena;
	struct stat st;

	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode) ||
	    !(st.st_mode & 077))
		return 0;
	*bad = true;
	if (r->fix && chmod(path, 0600) == 0)
		return tell(r, "files", true, crm_arena_printf(a, "others"
		    " could read or write %s", path), "mode 0600");
	return tell(r, "files", false, crm_arena_printf(a, "others may read or"
	    " write %s", path), "crm doctor --fix, or chmod 0600");
}

static int
check_folder(struct round *r, const char *path, bool *bad)
{
	struct crm_arena *a = &r->c->crm.arena;
	const char *slash = strrchr(path, '/');
	const char *folder = !slash ? "." : slash == path ? "/"
	    : crm_arena_copy(a, path, (size_t)(slash - path));
	struct stat st;

	if (stat(folder, &st) != 0 || !(st.st_mode & 022) ||
	    (st.st_mode & S_ISVTX))
		return 0;
	*bad = true;
	return tell(r, "files", false, crm_arena_printf(a, "others may write"
	    " to the folder %s", folder), "chmod go-w, or move the"
	    " database");
}

static int
check_files(struct round *r)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	const char *path = cmd_database(r->c);
	bool bad = false;
	int rc = 0;

	/* Another engine keeps no file here. */
	if (!path || crm_db_is_address(path))
		return 0;
	for (size_t i = 0; !rc && i < CRM_COUNT(ends); i++)
		rc = check_mode(r, crm_arena_printf(&r->c->crm.arena, "%s%s",
		    path, ends[i]), &bad);
	if (!rc)
		rc = check_folder(r, path, &bad);
	return rc || bad ? rc : tell(r, "files", false, NULL, NULL);
}

static int
check_zone(struct round *r)
{
	const char *zone = r->c->crm.company.zone;

	if (!*zone || !crm_zone_use(zone))
		return tell(r, "zone", false, NULL, NULL);
	return tell(r, "zone", false, crm_arena_printf(&r->c->crm.arena,
	    "the system doesn't know the company's zone %s", zone),
	    "install tzdata, or crm config set company.zone=...");
}

/* A damaged configuration is a finding like others. */
static int
begin(struct round *r)
{
	struct crm_column columns[COLUMNS];
	int rc = cmd_config_read(r->c);
	char *sentence = crm_arena_str(&r->c->crm.arena, r->c->crm.err.text);

	for (int i = 0; i < COLUMNS; i++)
		columns[i] = (struct crm_column){
			fields[i].name, &fields[i], i, -1, -1, i < 2
		};
	r->c->crm.err = (struct crm_error){ 0 };
	if (r->to.begin(r->to.ctx, columns, COLUMNS))
		return r->c->crm.err.code;
	return tell(r, "configuration", false, rc ? sentence : NULL,
	    rc ? "mend that line" : NULL);
}

static int
run(struct cmd *c, const void *args)
{
	const struct doctor_args *a = args;
	struct round r = { .c = c, .to = cmd_sink(c), .fix = a->fix };
	struct crm_doctor doctor = { tell, &r };
	int rc = begin(&r);

	if (!rc)
		rc = cmd_open(c, a->fix ? 0 : CRM_DB_READ);
	if (!rc && a->fix)
		rc = crm_may_write(&c->crm);
	if (!rc)
		rc = check_files(&r);
	if (!rc)
		rc = check_zone(&r);
	if (!rc)
		rc = crm_doctor_run(&c->crm, &doctor, a->fix);
	rc = cmd_sink_end(c, rc);
	if (rc || !r.found)
		return rc;
	crm_failed(&c->crm, CRM_EFAIL, "%lld thing%s found",
	    (long long)r.found, r.found == 1 ? " was" : "s were");
	return crm_hinted(&c->crm, "the column todo says what to do");
}

const struct cmd_verb cmd_doctor = {
	"doctor", "look after the database, and mend it",
	CMD_NO_DB | CMD_NO_CONFIG, opts, sizeof(struct doctor_args), run
};
