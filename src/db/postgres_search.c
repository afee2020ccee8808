/*
 * Full text: one table for all entities, with the words of a record by its
 * link.  They come cut already, so that what the server would make of a text
 * doesn't matter; which part a word is in is its weight.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/postgres.h"

const char postgres_search_make[] =
    "CREATE TABLE \"search\"(\"link\" BIGINT PRIMARY KEY,"
    " \"words\" tsvector NOT NULL);\n"
    "CREATE INDEX \"search_words\" ON \"search\" USING gin(\"words\");\n";

/* A word in several parts has a place for each: a:1A,3C. */
const char postgres_search_words[] =
    "CREATE FUNCTION crm_words(text, text, text) RETURNS tsvector LANGUAGE"
    " sql IMMUTABLE PARALLEL SAFE RETURN (COALESCE(replace($1, ' ', ':1A ')"
    " || ':1A', '') || COALESCE(' ' || replace($2, ' ', ':2B ') || ':2B', '')"
    " || COALESCE(' ' || replace(CASE WHEN octet_length($3) < 1000000 THEN $3"
    " ELSE rtrim(left($3, 250000)) END, ' ', ':3C ') || ':3C', ''))"
    "::tsvector";

const char postgres_search_add[] =
    "INSERT INTO \"search\"(\"link\", \"words\") VALUES($1, crm_words($2, $3,"
    " $4)) ON CONFLICT(\"link\") DO UPDATE SET \"words\" = excluded.\"words\"";

/* The words that go are not needed here, and named for their types' sake. */
const char postgres_search_remove[] =
    "DELETE FROM \"search\" WHERE \"link\" = $1 AND (CAST($2 AS TEXT) ||"
    " CAST($3 AS TEXT) || CAST($4 AS TEXT)) IS NOT DISTINCT FROM"
    " (CAST($2 AS TEXT) || CAST($3 AS TEXT) || CAST($4 AS TEXT))";

const char postgres_search_clear[] = "DELETE FROM \"search\"";

const char postgres_search_links[] =
    "SELECT \"link\", CASE WHEN \"words\" @@ CAST({1} AS tsquery) THEN 0"
    " WHEN \"words\" @@ CAST({2} AS tsquery) THEN 1 ELSE 2 END AS \"part\""
    " FROM \"search\" WHERE \"words\" @@ CAST({0} AS tsquery)";

#define MAKE "CREATE INDEX \"search_words\" ON \"search\" USING gin(\"words\")"
#define LITTLE "SET maintenance_work_mem TO '2MB'; "
#define MUCH "; " POSTGRES_MUCH

/*
 * The index is made anew when more comes than is there: to put each word into
 * it in turn takes several times as long.  Memory that a processor doesn't keep
 * at hand would take twice as long, too.
 */
int
postgres_search_load(void *conn, int64_t expected)
{
	struct postgres_conn *c = conn;
	char sql[160], *more = NULL;
	int rc = expected ? postgres_owns(c) : c->indexless;

	if (rc <= 0)
		return rc;
	if (!expected) {
		c->indexless = false;
		return postgres_run(c, c->large ? LITTLE MAKE MUCH : MAKE);
	}
	snprintf(sql, sizeof(sql), "SELECT 1 FROM (SELECT COUNT(*) AS n FROM"
	    " (SELECT 1 FROM \"search\" LIMIT %lld) s) t WHERE n < %lld",
	    (long long)expected, (long long)expected);
	rc = postgres_ask(&more, c, sql);
	c->indexless = more;
	free(more);
	return rc || !c->indexless ? rc : postgres_run(c,
	    "DROP INDEX \"search_words\"");
}

/* "a b*|c" as 'a' & 'b':* | 'c', of the parts that WEIGHTS name. */
int
postgres_search_match(void *conn, char **out, const char *words, int which)
{
	static const char *const weights[] = { "", "A", "AB" };
	struct postgres_buf b = { 0 };
	bool ok = true;

	while (ok && *words) {
		size_t n = strcspn(words, " *|");
		bool begins = words[n] == '*';
		char end[16];

		snprintf(end, sizeof(end), "'%s%s%s", which || begins ? ":" :
		    "", begins ? "*" : "", weights[which]);
		ok = postgres_add(&b, "'", 1) && postgres_add(&b, words, n) &&
		    postgres_add(&b, end, strlen(end));
		words += n + begins;
		if (ok && *words)
			ok = postgres_add(&b, *words++ == '|' ? " | "
			    : " & ", 3);
	}
	if (!ok || !postgres_add(&b, "", 1)) {
		postgres_free(&b);
		return postgres_no_memory(conn);
	}
	*out = b.s;
	return 0;
}

struct walk {
	int (*each)(void *ctx, int64_t link, int part, const char *word,
		    size_t len);
	void *ctx;
};

static int
take(void *ctx, const struct crm_value *v)
{
	const struct walk *w = ctx;

	return w->each(w->ctx, v[0].i, (int)v[1].i - 1, v[2].s, v[2].len);
}

int
postgres_search_each(void *conn,
		     int (*each)(void *ctx, int64_t link, int part,
				 const char *word, size_t len), void *ctx)
{
	struct walk w = { each, ctx };

	return postgres_each(conn, "SELECT s.\"link\", p, w.lexeme FROM"
	    " \"search\" AS s, unnest(s.\"words\") AS w, unnest(w.positions)"
	    " AS p", 0, NULL, 3, take, &w);
}
