/*
 * The days of customers, by one statement for all or some of an entity.
 *
 * Qualified is who was spoken to and has an opportunity; bought has who won
 * one: the contact it names, else every contact of its account, and the
 * account itself.  What is done on an opportunity or a case is done with the
 * contact and the account that it names; what is done with a contact, with
 * the account where they are.
 */
#include <string.h>

#include "crm/account.h"
#include "crm/contact.h"
#include "crm/lead.h"
#include "crm/opp.h"
#include "model/lifecycle.h"

const char *const crm_lifecycles[] = {
	"prospect", "potential", "active", "inactive", NULL
};

enum { AT_ONCE = 200 };

/*
 * id, won, opened, done: a row for each thing that happened, to everybody, or
 * to those in the table "t": that is a further condition, or another way.
 */
struct part {
	const char *all, *some;
};

#define DONE " \"a\".\"done_on\" IS NOT NULL AND \"a\".\"deleted_at\" IS NULL"
#define AMONG(OF) " AND " OF " IN (SELECT \"id\" FROM \"t\")"
#define WINS(WHO) \
	"SELECT " WHO ", \"o\".\"won_on\", \"o\".\"opened\", NULL FROM "

/* Activities on records of NUMBER themselves. */
#define ON(NUMBER)							\
	{ "SELECT \"a\".\"on\" / 64, NULL, NULL, \"a\".\"done_on\" FROM" \
	  " \"activity\" \"a\" WHERE \"a\".\"on\" % 64 = " NUMBER " AND" DONE, \
	  " AND \"a\".\"on\" IN (SELECT \"id\" * 64 + " NUMBER " FROM \"t\")" }

/* Those on records of TABLE that name WHO. */
#define ON_ITS(TABLE, NUMBER, WHO, LIVE)				\
	{ "SELECT \"o\".\"" WHO "\", NULL, NULL, \"a\".\"done_on\" FROM" \
	  " \"activity\" \"a\" JOIN \"" TABLE "\" \"o\" ON \"o\".\"id\" =" \
	  " \"a\".\"on\" / 64 WHERE \"a\".\"on\" % 64 = " NUMBER " AND"	\
	  " \"o\".\"" WHO "\" IS NOT NULL AND" LIVE DONE,		\
	  "SELECT \"o\".\"" WHO "\", NULL, NULL, \"a\".\"done_on\" FROM" \
	  " \"" TABLE "\" \"o\" JOIN \"activity\" \"a\" ON \"a\".\"on\" =" \
	  " \"o\".\"id\" * 64 + " NUMBER " WHERE \"o\".\"" WHO "\" IS NOT" \
	  " NULL AND" LIVE DONE AMONG("\"o\".\"" WHO "\"") }

#define LIVE " \"o\".\"deleted_at\" IS NULL AND"

/* Of further people, "contact:5": the tags of activities are entity 75. */
#define WITH(WHO, LENGTH, START)					\
	{ "SELECT CAST(substr(\"g\".\"tag\", " START ") AS BIGINT), NULL," \
	  " NULL, \"a\".\"done_on\" FROM \"tag\" \"g\" JOIN \"activity\"" \
	  " \"a\" ON \"a\".\"id\" = \"g\".\"record\" WHERE \"g\".\"entity\" =" \
	  " 75 AND \"g\".\"entity\" > 63 AND substr(\"g\".\"tag\", 1, " LENGTH \
	  ") = '" WHO ":' AND" DONE,					\
	  " AND \"g\".\"tag\" IN (SELECT '" WHO ":' || CAST(\"id\" AS TEXT)" \
	  " FROM \"t\")" }

static const struct part of_contact[] = {
	{ WINS("\"o\".\"contact\"") "\"opp\" \"o\" WHERE" LIVE
	  " \"o\".\"contact\" IS NOT NULL", AMONG("\"o\".\"contact\"") },
	{ WINS("\"c\".\"id\"") "\"contact\" \"c\" JOIN \"opp\" \"o\" ON"
	  " \"o\".\"account\" = \"c\".\"account\" WHERE" LIVE
	  " \"o\".\"contact\" IS NULL", AMONG("\"c\".\"id\"") },
	ON("2"), WITH("contact", "8", "9"),
	ON_ITS("opp", "8", "contact", LIVE),
	ON_ITS("case", "16", "contact", LIVE),
	{ NULL, NULL }
};

/* A contact that is new, in a range of ids. */
static const char of_fresh[] =
    WINS("\"c\".\"id\"") "\"contact\" \"c\" JOIN \"opp\" \"o\" ON"
    " \"o\".\"account\" = \"c\".\"account\" WHERE" LIVE " \"o\".\"contact\""
    " IS NULL AND \"c\".\"id\" BETWEEN $1 AND $2";

static const struct part of_account[] = {
	{ WINS("\"o\".\"account\"") "\"opp\" \"o\" WHERE" LIVE
	  " \"o\".\"account\" IS NOT NULL", AMONG("\"o\".\"account\"") },
	ON("1"), ON_ITS("opp", "8", "account", LIVE),
	ON_ITS("case", "16", "account", LIVE),
	ON_ITS("contact", "2", "account", ""),
	{ "SELECT \"c\".\"account\", NULL, NULL, \"a\".\"done_on\" FROM"
	  " \"tag\" \"g\" JOIN \"activity\" \"a\" ON \"a\".\"id\" ="
	  " \"g\".\"record\" JOIN \"contact\" \"c\" ON \"c\".\"id\" = CASE WHEN"
	  " substr(\"g\".\"tag\", 1, 8) = 'contact:' THEN"
	  " CAST(substr(\"g\".\"tag\", 9) AS BIGINT) END WHERE \"g\".\"entity\""
	  " = 75 AND \"g\".\"entity\" > 63 AND \"c\".\"account\" IS NOT NULL"
	  " AND" DONE,
	  "SELECT \"c\".\"account\", NULL, NULL, \"a\".\"done_on\" FROM"
	  " \"contact\" \"c\" JOIN \"tag\" \"g\" ON \"g\".\"entity\" = 75 AND"
	  " \"g\".\"entity\" > 63 AND \"g\".\"tag\" = 'contact:' ||"
	  " CAST(\"c\".\"id\" AS TEXT) JOIN \"activity\" \"a\" ON \"a\".\"id\""
	  " = \"g\".\"record\" WHERE \"c\".\"account\" IS NOT NULL AND" DONE
	  AMONG("\"c\".\"account\"") },
	{ NULL, NULL }
};

static const struct part of_opp[] = { ON("8"), { NULL, NULL } };
static const struct part of_lead[] = {
	ON("12"), WITH("lead", "5", "6"), { NULL, NULL }
};

static const struct kept {
	const struct crm_entity *e;
	const struct part *parts;
	bool buys;
} kept[] = {
	{ &crm_contact, of_contact, true }, { &crm_account, of_account, true },
	{ &crm_opp, of_opp, false }, { &crm_lead, of_lead, false }
};

enum which { ALL, SOME, NEW };

/* Those that have days, so that they lose them when nothing is left. */
static void
add_present(struct crm_buf *sql, const struct kept *k, enum which which)
{
	crm_buf_str(sql, "SELECT \"id\", CAST(NULL AS TEXT),"
	    " CAST(NULL AS TEXT), CAST(NULL AS TEXT) FROM ");
	if (which == SOME) {
		crm_buf_str(sql, "\"t\"");
		return;
	}
	crm_buf_printf(sql, "\"%s\" WHERE \"last_activity\" IS NOT NULL",
	    k->e->name);
	if (k->buys)
		crm_buf_str(sql, " OR \"last_bought\" IS NOT NULL");
}

static void
add_parts(struct crm_buf *sql, const struct kept *k, enum which which)
{
	if (which == NEW) {
		crm_buf_str(sql, of_fresh);
		return;
	}
	add_present(sql, k, which);
	for (const struct part *p = k->parts; p->all; p++) {
		bool other = which == SOME && !strncmp(p->some, "SELECT", 6);

		crm_buf_printf(sql, " UNION ALL %s%s", other ? p->some
		    : p->all, which == SOME && !other ? p->some : "");
	}
}

/* Change the days that differ; or (CHECK) count them. */
static void
add_update(struct crm_buf *sql, const struct kept *k, bool check)
{
	static const char *const columns[] = {
		"last_activity", "qualified_on", "first_bought", "last_bought"
	};
	size_t n = k->buys ? CRM_COUNT(columns) : 1;

	if (check)
		crm_buf_printf(sql, " SELECT COUNT(*) FROM \"%s\",",
		    k->e->name);
	else
		crm_buf_printf(sql, " UPDATE \"%s\" SET ", k->e->name);
	for (size_t i = 0; !check && i < n; i++)
		crm_buf_printf(sql, "%s\"%s\" = \"d\".\"%s\"", i ? ", " : "",
		    columns[i], columns[i]);
	crm_buf_printf(sql, "%s \"d\" WHERE \"%s\".\"id\" = \"d\".\"id\" AND (",
	    check ? "" : " FROM", k->e->name);
	for (size_t i = 0; i < n; i++)
		crm_buf_printf(sql, "%s\"%s\".\"%s\" IS DISTINCT FROM"
		    " \"d\".\"%s\"", i ? " OR " : "", k->e->name, columns[i],
		    columns[i]);
	crm_buf_char(sql, ')');
}

/* One statement for K: of everybody, or of the N ids that are bound. */
static void
make_sql(struct crm_buf *sql, const struct kept *k, enum which which,
	 size_t n, bool check)
{
	crm_buf_str(sql, "WITH ");
	for (size_t i = 0; i < n; i++)
		crm_buf_printf(sql, "%s(CAST($%zu AS BIGINT))", i ? ", "
		    : "\"t\"(\"id\") AS (VALUES ", i + 1);
	crm_buf_printf(sql, "%s\"r\"(\"id\", \"won\", \"opened\", \"done\") AS"
	    " (", n ? "), " : "");
	add_parts(sql, k, which);
	crm_buf_str(sql, "), \"d\"(\"id\", \"first_bought\","
	    " \"last_bought\", \"last_activity\", \"qualified_on\") AS (SELECT"
	    " \"id\", MIN(\"won\"), MAX(\"won\"), MAX(\"done\"), CASE WHEN"
	    " MIN(\"opened\") > MIN(\"done\") THEN MIN(\"opened\") WHEN"
	    " MIN(\"opened\") IS NOT NULL THEN MIN(\"done\") END FROM \"r\""
	    " GROUP BY \"id\")");
	add_update(sql, k, check);
}

static int
run(struct crm *crm, const struct kept *k, enum which which, size_t n,
    const struct crm_value *bind, size_t nbind)
{
	struct crm_buf sql = { 0 };
	int rc;

	make_sql(&sql, k, which, n, false);
	rc = crm_db_exec(crm->db, sql.s, nbind, bind);
	crm_buf_free(&sql);
	return rc;
}

const struct crm_entity *
crm_kept_entity(size_t i)
{
	return i < CRM_COUNT(kept) ? kept[i].e : NULL;
}

int
crm_kept_some(struct crm *crm, size_t i, const int64_t *ids, size_t n)
{
	struct crm_value bind[AT_ONCE];
	size_t m;
	int rc = 0;

	for (; !rc && n; ids += m, n -= m) {
		for (m = 0; m < n && m < AT_ONCE; m++)
			bind[m] = crm_int(ids[m]);
		rc = run(crm, &kept[i], SOME, m, bind, m);
	}
	return rc;
}

int
crm_kept_new(struct crm *crm, int64_t from, int64_t upto)
{
	const struct crm_value bind[] = { crm_int(from), crm_int(upto) };

	return run(crm, &kept[0], NEW, 0, bind, 2);
}

int
crm_lifecycle_rebuild(struct crm *crm)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < CRM_COUNT(kept); i++)
		rc = run(crm, &kept[i], ALL, 0, NULL, 0);
	return rc;
}

int
crm_lifecycle_check(int64_t *wrong, struct crm *crm)
{
	int rc = 0;

	*wrong = 0;
	for (size_t i = 0; !rc && i < CRM_COUNT(kept); i++) {
		struct crm_buf sql = { 0 };
		int64_t n = 0;

		make_sql(&sql, &kept[i], ALL, 0, true);
		rc = crm_db_int(&n, crm->db, sql.s, CRM_NONE);
		*wrong += n;
		crm_buf_free(&sql);
	}
	return rc;
}
