/* The doctor's round, and the checks that are one question each. */
#include "service/doctor.h"

#include <stdarg.h>
#include <string.h>

#include "crm/buf.h"
#include "crm/query.h"
#include "crm/search.h"
#include "crm/segment.h"
#include "crm/territory.h"
#include "model/lifecycle.h"

__attribute__((format(printf, 4, 0))) static int
tell(struct doctor *d, bool fixed, const char *todo, const char *fmt,
     va_list ap)
{
	struct crm_buf b = { 0 };
	int rc;

	crm_buf_vprintf(&b, fmt, ap);
	d->found++;
	rc = d->to->tell(d->to->ctx, d->check, fixed, b.s ? b.s : "", todo);
	crm_buf_free(&b);
	return rc;
}

int
doctor_found(struct doctor *d, const char *todo, const char *fmt, ...)
{
	va_list ap;
	int rc;

	va_start(ap, fmt);
	rc = tell(d, false, todo, fmt, ap);
	va_end(ap);
	return rc;
}

int
doctor_fixed(struct doctor *d, const char *done, const char *fmt, ...)
{
	va_list ap;
	int rc;

	va_start(ap, fmt);
	rc = tell(d, true, done, fmt, ap);
	va_end(ap);
	return rc;
}

static int
take_damage(void *ctx, const char *sentence, const char *todo)
{
	return doctor_found(ctx, todo ? todo : "load a dump or a backup into"
	    " a new database, and keep this file", "%s", sentence);
}

/* The number that SQL gives, told with FINDING unless it is 0. */
static int
count(struct doctor *d, const char *sql, const char *finding,
      const char *todo)
{
	int64_t n = 0;
	int rc = crm_db_int(&n, d->crm->db, sql, CRM_NONE);

	if (rc || !n)
		return rc;
	return doctor_found(d, todo, "%lld %s", (long long)n, finding);
}

static int
check_log(struct doctor *d)
{
	static const char todo[] = "the batches concerned can't be undone"
	    " safely; dump without --history and load to begin a new log";
	int rc = count(d, "SELECT COUNT(*) FROM \"log\" WHERE \"upto\" <"
	    " \"record\" OR \"op\" NOT IN ('I', 'U', 'D')",
	    "rows of the log make no sense", todo);

	if (!rc)
		rc = count(d, "SELECT COUNT(*) FROM \"log\" WHERE NOT EXISTS"
		    " (SELECT 1 FROM \"batch\" WHERE \"batch\".\"id\" ="
		    " \"log\".\"batch\")", "rows of the log belong to no"
		    " batch", todo);
	if (!rc)
		rc = count(d, "SELECT COUNT(*) FROM \"batch\" \"b\" WHERE"
		    " \"b\".\"undone\" IS NOT NULL AND NOT EXISTS (SELECT 1"
		    " FROM \"batch\" \"u\" WHERE \"u\".\"id\" ="
		    " \"b\".\"undone\" AND \"u\".\"undoes\" = \"b\".\"id\")",
		    "batches were undone by none", todo);
	return rc;
}

static int
check_lifecycle(struct doctor *d)
{
	int64_t wrong = 0;
	int rc = crm_lifecycle_check(&wrong, d->crm);

	if (rc || !wrong)
		return rc;
	if (!d->fix)
		return doctor_found(d, "crm doctor --fix computes them anew",
		    "%lld records have other days than what happened says",
		    (long long)wrong);
	rc = crm_lifecycle_rebuild(d->crm);
	return rc ? rc : doctor_fixed(d, "computed anew", "%lld records had"
	    " other days than what happened says", (long long)wrong);
}

/* Whether the kept filters still mean something. */
static int
check_filter(struct doctor *d, const struct crm_entity *of,
	     const char *entity, const char *filter, int64_t id)
{
	struct crm *crm = d->crm;
	const struct crm_entity *e = crm_entity_find(crm, entity,
	    strlen(entity));
	const char *hint;
	char *end;
	int rc = e && filter ? crm_query_check(crm, e, filter, 0) : 0;

	if (!rc)
		return 0;
	end = strchr(crm->err.text, '\n');
	if (end)
		*end = '\0';
	hint = crm_arena_printf(&crm->arena, "crm %s set %lld filter=...",
	    of->name, (long long)id);
	return doctor_found(d, hint, "the filter of %s %lld: %s", of->name,
	    (long long)id, crm->err.text);
}

static int
check_filters_of(struct doctor *d, const struct crm_entity *of,
		 const char *sql)
{
	struct crm_rows *rows;
	int rc = crm_db_query(&rows, d->crm->db, sql, CRM_NONE), more = 0;

	if (rc)
		return rc;
	while (!rc && (more = crm_rows_next(rows)) > 0) {
		/* The query of the filter's check may reuse the cells. */
		const char *entity = crm_arena_str(&d->crm->arena,
		    crm_rows_text(rows, 1));
		const char *filter = crm_rows_text(rows, 2);

		filter = filter ? crm_arena_str(&d->crm->arena, filter)
		    : NULL;
		rc = check_filter(d, of, entity, filter,
		    crm_rows_int(rows, 0));
	}
	crm_rows_close(rows);
	return rc ? rc : more;
}

static int
check_filters(struct doctor *d)
{
	int rc = check_filters_of(d, &crm_segment, "SELECT \"id\","
	    " \"entity\", \"filter\" FROM \"segment\" WHERE \"deleted_at\" IS"
	    " NULL ORDER BY \"id\"");

	return rc ? rc : check_filters_of(d, &crm_territory, "SELECT \"id\","
	    " 'account', \"filter\" FROM \"territory\" WHERE \"deleted_at\" IS"
	    " NULL ORDER BY \"id\"");
}

static int
check_search(struct doctor *d)
{
	bool fits;
	int rc = crm_search_check(&fits, d->crm);

	if (rc || fits)
		return rc;
	if (!d->fix)
		return doctor_found(d, "crm doctor --fix makes it anew",
		    "the search index does not fit the records");
	rc = crm_search_rebuild(d->crm);
	return rc ? rc : doctor_fixed(d, "made anew", "the search index did"
	    " not fit the records");
}

static int
check_users(struct doctor *d)
{
	int64_t n = 0;
	int rc = crm_db_int(&n, d->crm->db, "SELECT COUNT(*) FROM \"user\""
	    " WHERE \"role\" = 'admin' AND \"deleted_at\" IS NULL AND"
	    " (\"active\" IS NULL OR \"active\" = 1)", CRM_NONE);

	if (rc || n)
		return rc;
	return doctor_found(d, "bring one back by undoing the command that"
	    " took the last: crm batch list", "nobody is an admin");
}

static const struct {
	const char *name;
	int (*run)(struct doctor *d);
	bool mends;
} checks[] = {
	{ "tables", doctor_tables, false },
	{ "indexes", doctor_indexes, true },
	{ "references", doctor_references, false },
	{ "links", doctor_links, false },
	{ "log", check_log, false },
	{ "keys", doctor_keys, true },
	{ "lifecycle", check_lifecycle, true },
	{ "search", check_search, true },
	{ "filters", check_filters, false },
	{ "users", check_users, false },
};

int
crm_doctor_run(struct crm *crm, const struct crm_doctor *to, bool fix)
{
	struct doctor engine = { crm, to, "database", false, 0 };
	int rc = crm_db_check(crm->db, take_damage, &engine);

	if (!rc && !engine.found)
		rc = to->tell(to->ctx, engine.check, false, NULL, NULL);
	for (size_t i = 0; !rc && i < CRM_COUNT(checks); i++) {
		bool mend = fix && checks[i].mends;
		struct doctor d = { crm, to, checks[i].name, mend, 0 };

		rc = mend ? crm_db_begin(crm->db)
		    : crm_db_begin_read(crm->db);
		if (rc)
			return rc;
		rc = crm_db_end(crm->db, checks[i].run(&d));
		if (!rc && !d.found)
			rc = to->tell(to->ctx, d.check, false, NULL, NULL);
	}
	return rc;
}
