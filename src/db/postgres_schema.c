/*
 * The schema in which everything of ours is, and its functions.
 *
 * crm_schema() marks it and has its number.  fold(), days() and contains()
 * are what every engine has under these names.  The others are about ids:
 * see postgres_turn.c.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/postgres.h"

/*
 * Folded as libcrm does it: composed, lower-cased one code point at a time,
 * composed again.  The collation is that of the C library, which knows the
 * code points; what comes out is compared by them.  All of that takes six
 * times as long as for a text of ASCII alone, of which a letter is a byte.
 * (A planner puts no STRICT function with a CASE where it is called.)
 */
static const char fold[] =
    "CREATE FUNCTION fold(text) RETURNS text LANGUAGE sql IMMUTABLE"
    " PARALLEL SAFE RETURN CASE WHEN octet_length($1) = length($1) THEN"
    " lower($1 COLLATE \"C\") ELSE normalize(lower(normalize($1) COLLATE"
    " \"C.utf8\")) COLLATE \"C\" END";

static const char contains[] =
    "CREATE FUNCTION contains(text, text) RETURNS boolean LANGUAGE sql"
    " IMMUTABLE STRICT PARALLEL SAFE RETURN strpos($1 COLLATE \"C\", $2) > 0";

/* A day there is: a cast would fail within a query. */
#define IS_DAY(S) S " ~ '^(?!0000)(\\d{4}-((0[1-9]|1[0-2])-(0[1-9]|1\\d|" \
	"2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)|(\\d\\d(0[48]|" \
	"[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$'"

/* Simple enough that the planner puts it where it is called. */
static const char days[] =
    "CREATE FUNCTION days(text, text) RETURNS bigint LANGUAGE sql STABLE"
    " PARALLEL SAFE RETURN CASE WHEN " IS_DAY("$1") " AND " IS_DAY("$2")
    " THEN ($2::date - $1::date)::bigint END";

/* Half away from zero, exactly: a quotient of numerics would be rounded. */
static const char share[] =
    "CREATE FUNCTION share(bigint, bigint, bigint) RETURNS bigint LANGUAGE"
    " sql IMMUTABLE STRICT PARALLEL SAFE RETURN CASE WHEN $3 = 0 THEN 0 ELSE"
    " (sign($1::numeric) * sign($2::numeric) * sign($3::numeric) *"
    " div(2 * abs($1::numeric) * abs($2::numeric) + abs($3::numeric),"
    " 2 * abs($3::numeric)))::bigint END";

static const char turn[] = "CREATE SEQUENCE crm_turn";

/* The writer's number, and the id of each sequence and what it last gave. */
static const char begin_write[] =
    "CREATE FUNCTION crm_write() RETURNS text LANGUAGE plpgsql AS $$\n"
    "DECLARE n bigint;\n"
    "BEGIN\n"
    "	PERFORM pg_advisory_xact_lock_shared(1129467185,\n"
    "	    hashtext(current_schema));\n"
    "	n := nextval('crm_turn');\n"
    "	RETURN n || (SELECT string_agg(' ' || c.oid || ' ' ||\n"
    "	    COALESCE(pg_sequence_last_value(c.oid), 0), '')\n"
    "	    FROM pg_class c WHERE c.relkind = 'S' AND c.relname <>\n"
    "	    'crm_turn' AND c.relnamespace = current_schema::regnamespace);\n"
    "END $$";

static const char end_write[] =
    "CREATE FUNCTION crm_wrote() RETURNS bigint LANGUAGE sql"
    " RETURN nextval('crm_turn')";

static const char give_back[] =
    "CREATE FUNCTION crm_give_back(text) RETURNS void LANGUAGE plpgsql"
    " AS $$\n"
    "DECLARE a bigint[] := string_to_array($1, ' ')::bigint[];\n"
    "BEGIN\n"
    "	IF NOT pg_try_advisory_xact_lock(1129467185,\n"
    "	    hashtext(current_schema)) OR\n"
    "	    (SELECT last_value FROM crm_turn) <> a[1] THEN\n"
    "		RETURN;\n"
    "	END IF;\n"
    "	PERFORM setval(c.oid::regclass, GREATEST(a[i + 1], 1),\n"
    "	    a[i + 1] > 0)\n"
    "	    FROM generate_series(2, array_length(a, 1), 2) AS i,\n"
    "	    pg_class c WHERE c.oid = a[i]::oid AND\n"
    "	    COALESCE(pg_sequence_last_value(c.oid), 0) > a[i + 1];\n"
    "END $$";

void
postgres_quote(char *out, size_t size, const char *name)
{
	snprintf(out, size, "\"%s\"", name);
}

int
postgres_schema_lock(struct postgres_conn *c, bool lock)
{
	char sql[160];
	int rc;

	snprintf(sql, sizeof(sql), "SELECT pg_advisory_%s(1129467187,"
	    " hashtext('%s'))", lock ? "lock" : "unlock", c->schema);
	rc = postgres_run(c, sql);
	c->making = lock && !rc;
	return rc;
}

/* In a transaction of its maker, which waited for its turn. */
int
postgres_schema_make(struct postgres_conn *c)
{
	static const char *const all[] = {
		fold, contains, days, share, postgres_search_words, turn,
		begin_write, end_write, give_back
	};
	char sql[160];
	int rc;

	snprintf(sql, sizeof(sql), "BEGIN; CREATE SCHEMA IF NOT EXISTS"
	    " \"%s\"", c->schema);
	rc = postgres_run(c, sql);
	for (size_t i = 0; !rc && i < sizeof(all) / sizeof(*all); i++)
		rc = postgres_run(c, all[i]);
	return rc;
}

int
postgres_set_schema(void *conn, int64_t number)
{
	struct postgres_conn *c = conn;
	char sql[160];
	int rc;

	snprintf(sql, sizeof(sql), "CREATE OR REPLACE FUNCTION crm_schema()"
	    " RETURNS bigint LANGUAGE sql IMMUTABLE RETURN %lld",
	    (long long)number);
	rc = postgres_run(c, sql);
	if (!rc)
		c->number = number;
	return rc;
}

int
postgres_get_schema(void *conn, int64_t *number)
{
	const struct postgres_conn *c = conn;

	*number = c->number;
	return 0;
}

static int
not_ours(struct postgres_conn *c)
{
	c->host->fail(c->err, CRM_ENODB, "%s: the schema %s is not crm's",
	    c->name, c->schema);
	return c->host->hint(c->err, "?options=-csearch_path%%3DNAME in the"
	    " address names another schema");
}

/*
 * 0 with the number of our schema; C->number is 0 when there is none.  It is
 * read from the function, which may not be there to be asked.
 */
int
postgres_schema_find(struct postgres_conn *c, const char *settings)
{
	char sql[POSTGRES_SETTINGS + 480], *found = NULL;
	int64_t number;
	int rc;

	snprintf(sql, sizeof(sql), "%sSELECT CASE WHEN NOT"
	    " has_schema_privilege(n.oid, 'USAGE') THEN -3 WHEN p.oid IS NOT"
	    " NULL THEN COALESCE(CAST(substring(pg_get_function_sqlbody(p.oid)"
	    " from '[0-9]+') AS BIGINT), -2) WHEN EXISTS (SELECT 1 FROM"
	    " pg_class WHERE relnamespace = n.oid) THEN -2 ELSE 0 END FROM"
	    " pg_namespace n LEFT JOIN pg_proc p ON p.pronamespace = n.oid AND"
	    " p.proname = 'crm_schema' WHERE n.nspname = '%s'", settings,
	    c->schema);
	rc = postgres_ask(&found, c, sql);
	number = found ? strtoll(found, NULL, 10) : 0;
	free(found);
	c->number = number > 0 ? number : 0;
	if (!rc && number == -2)
		rc = not_ours(c);
	if (!rc && number == -3)
		rc = postgres_denied(c, "permission denied for its schema");
	return rc;
}
