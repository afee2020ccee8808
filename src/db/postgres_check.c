/*
 * What the doctor asks a server: each question is a query whose rows are what
 * was found and what to do about it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/postgres.h"

struct asking {
	struct postgres_conn *c;
	crm_db_found *found;
	void *ctx;
};

#define OURS " = current_schema::regnamespace"

static const char *const questions[] = {
	"SELECT c.relname || '.' || a.attname || ' is sorted as ' ||"
	" l.collname || ' says, not by code point', format('ALTER TABLE %I.%I"
	" ALTER %I TYPE text COLLATE \"C\"', current_schema, c.relname,"
	" a.attname) FROM pg_attribute a JOIN pg_class c ON c.oid ="
	" a.attrelid JOIN pg_collation l ON l.oid = a.attcollation WHERE"
	" c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND"
	" l.collname <> 'C' AND c.relnamespace" OURS " ORDER BY 1",

	"SELECT 'the index ' || c.relname || ' is not used: it was left half"
	" made', format('REINDEX INDEX %I.%I', current_schema, c.relname)"
	" FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE NOT"
	" (i.indisvalid AND i.indisready) AND c.relnamespace" OURS
	" ORDER BY 1",

	"SELECT DISTINCT 'what ' || c.relname || ' refers to is not looked"
	" at: triggers are off', format('ALTER TABLE %I.%I ENABLE TRIGGER ALL',"
	" current_schema, c.relname) FROM pg_trigger t JOIN pg_class c ON"
	" c.oid = t.tgrelid WHERE t.tgisinternal AND t.tgenabled IN"
	" ('D', 'R') AND c.relnamespace" OURS " ORDER BY 1",

	"SELECT n_dead_tup || ' dead rows are kept beside ' || n_live_tup ||"
	" ' of ' || relname, format('VACUUM (ANALYZE) %I.%I, and see why"
	" autovacuum did not', schemaname, relname) FROM pg_stat_user_tables"
	" WHERE schemaname = current_schema AND n_dead_tup > 10000 AND"
	" n_dead_tup > n_live_tup / 2 ORDER BY 1",

	"SELECT 'the server does not know how ' || n_live_tup || ' rows of '"
	" || relname || ' are spread', format('ANALYZE %I.%I, and see why"
	" autovacuum did not', schemaname, relname) FROM pg_stat_user_tables"
	" WHERE schemaname = current_schema AND n_live_tup > 100000 AND"
	" last_analyze IS NULL AND last_autoanalyze IS NULL ORDER BY 1",

	"SELECT 'what was done a moment before a power cut may be lost:"
	" synchronous_commit is off', 'set it to on, for the role, the"
	" database or the server' WHERE current_setting('synchronous_commit')"
	" = 'off'",

	/* A server that is made for tests says so. */
	"SELECT 'a power cut may destroy the database: ' || string_agg(s,"
	" ' and ') || ' off', 'set to on in postgresql.conf; crm.throwaway"
	" = on there says that nothing needs to last' FROM (VALUES"
	" ('fsync'), ('full_page_writes')) AS v(s) WHERE current_setting(s)"
	" = 'off' AND current_setting('crm.throwaway', true) IS DISTINCT"
	" FROM 'on' HAVING COUNT(*) > 0",
};

static int
ask(struct asking *a, const char *sql)
{
	PGresult *r = PQexec(a->c->pg, sql);
	int rc = PQresultStatus(r) == PGRES_TUPLES_OK ? 0
	    : postgres_fail(a->c, r);

	for (int i = 0; !rc && i < PQntuples(r); i++)
		rc = a->found(a->ctx, PQgetvalue(r, i, 0),
		    PQgetvalue(r, i, 1));
	PQclear(r);
	return rc;
}

/* A standby has none, and nobody writes there. */
static int
ask_isolation(struct asking *a)
{
	struct postgres_conn *c = a->c;
	const char *standby = PQparameterStatus(c->pg, "in_hot_standby");
	char *level = NULL;
	int rc;

	if (standby && !strcmp(standby, "on"))
		return 0;
	rc = postgres_run(c, "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY");
	if (!rc)
		rc = postgres_ask(&level, c, "SHOW transaction_isolation");
	if (!rc)
		rc = postgres_run(c, "COMMIT");
	if (!rc && (!level || strcmp(level, "serializable") != 0))
		rc = a->found(a->ctx, "there are no SERIALIZABLE transactions:"
		    " writers at the same time may undo each other's work",
		    "use an engine, or a setting of it, that has them");
	free(level);
	return rc;
}

/* Letters of which C libraries have thought differently. */
static int
ask_folding(struct asking *a)
{
	static const char odd[] = "\303\204\303\226\341\272\236\304\260I\316"
	    "\243\317\202\307\205\320\226\324\261\341\202\240\341\216\240"
	    "\341\270\236\342\204\252\342\205\240\352\231\200\352\254\260"
	    "\360\220\220\200\360\236\244\200E\314\201";
	char *sql = PQescapeLiteral(a->c->pg, odd, sizeof(odd) - 1);
	char *folded = NULL, query[400];
	const char *mine;
	size_t len;
	int rc;

	if (!sql)
		return postgres_no_memory(a->c);
	snprintf(query, sizeof(query), "SELECT fold(%s)", sql);
	PQfreemem(sql);
	rc = postgres_ask(&folded, a->c, query);
	mine = a->c->host->fold(odd, sizeof(odd) - 1, &len);
	if (!rc && (!folded || strlen(folded) != len ||
	    memcmp(folded, mine, len) != 0))
		rc = a->found(a->ctx, "the server makes other small letters:"
		    " filters may miss names", "load a dump into a database"
		    " on a server with glibc, or a newer one");
	free(folded);
	return rc;
}

int
postgres_check(void *conn, crm_db_found *found, void *ctx)
{
	struct asking a = { conn, found, ctx };
	int rc = postgres_settle(conn);

	if (!rc)
		rc = ask_isolation(&a);
	if (!rc)
		rc = ask_folding(&a);
	for (size_t i = 0; !rc && i < sizeof(questions) /
	    sizeof(*questions); i++)
		rc = ask(&a, questions[i]);
	return rc;
}
