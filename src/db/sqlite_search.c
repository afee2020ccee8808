/*
 * Full text: one FTS5 table for all entities, whose row is a record's link.
 *
 * It keeps no text (content='') and no places of words: which part a word is
 * in says enough for the order of what is found.  The words come cut already,
 * with blanks between them, so that the plainest tokenizer does.
 *
 * What is added in the order of its rows is gathered in memory, a megabyte at
 * a time, and becomes a segment.  Each one is looked into by a search, so they
 * are merged: by single commands little by little, by a load only when there
 * are sixteen, or it would read and write all of them again and again.
 */
#include <stdlib.h>
#include <string.h>

#include "crm/db.h"
#include "db/sqlite.h"

const char sqlite_search_make[] =
    "CREATE VIRTUAL TABLE \"search\" USING fts5(\"a\", \"b\", \"c\","
    " content='', columnsize=0, detail=column, tokenize='ascii');\n";

#define SET "INSERT INTO \"search\"(\"search\", \"rank\") VALUES"
const char sqlite_search_load[] =
    SET "('automerge', 0), ('hashsize', 2097152)";
const char sqlite_search_loaded[] =
    SET "('automerge', 4), ('hashsize', 1048576)";

const char sqlite_search_add[] =
    "INSERT INTO \"search\"(\"rowid\", \"a\", \"b\", \"c\")"
    " VALUES($1, $2, $3, $4)";

const char sqlite_search_remove[] =
    "INSERT INTO \"search\"(\"search\", \"rowid\", \"a\", \"b\", \"c\")"
    " VALUES('delete', $1, $2, $3, $4)";

const char sqlite_search_clear[] =
    "INSERT INTO \"search\"(\"search\") VALUES('delete-all')";

const char sqlite_search_links[] =
    "SELECT \"rowid\" AS \"link\", crm_part(\"search\", {1}) AS \"part\""
    " FROM \"search\" WHERE \"search\" MATCH {0}";

/* "a b*|c" as ("a" AND "b" *) OR ("c"), with its words counted: "2,1". */
static char *
match_of(const char *words)
{
	sqlite3_str *s = sqlite3_str_new(NULL);

	sqlite3_str_appendall(s, "(");
	for (;;) {
		size_t n = strcspn(words, " *|");

		sqlite3_str_appendf(s, "\"%.*s\"", (int)n, words);
		words += n;
		if (*words == '*') {
			sqlite3_str_appendall(s, " *");
			words++;
		}
		if (!*words)
			break;
		sqlite3_str_appendall(s, *words++ == '|' ? ") OR (" :
		    " AND ");
	}
	sqlite3_str_appendall(s, ")");
	return sqlite3_str_finish(s);
}

static char *
counts_of(const char *words)
{
	sqlite3_str *s = sqlite3_str_new(NULL);
	int n = 1;

	for (; *words; words++) {
		n += *words == ' ';
		if (*words == '|') {
			sqlite3_str_appendf(s, "%d,", n);
			n = 1;
		}
	}
	sqlite3_str_appendf(s, "%d", n);
	return sqlite3_str_finish(s);
}

/*
 * The part in which the row has all words of one of the alternatives, whose
 * words argv[0] counts: the best of them, by the worst word of each.
 */
static void
part(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *ctx,
     int argc, sqlite3_value **argv)
{
	const char *counts = argc ? (const char *)sqlite3_value_text(argv[0])
	    : NULL;
	int phrase = 0, best = CRM_SEARCH_PARTS - 1;

	while (counts && *counts) {
		char *end;
		long n = strtol(counts, &end, 10);
		int worst = 0;

		for (; n > 0; n--, phrase++) {
			Fts5PhraseIter at;
			int column = -1;

			api->xPhraseFirstColumn(fts, phrase, &at, &column);
			if (column < 0)
				column = CRM_SEARCH_PARTS;
			worst = column > worst ? column : worst;
		}
		best = worst < best ? worst : best;
		counts = *end == ',' ? end + 1 : "";
	}
	sqlite3_result_int(ctx, best);
}

/* Only searching needs it, so only then is it asked for. */
static int
register_part(struct sqlite_conn *c)
{
	sqlite3_stmt *s = NULL;
	fts5_api *api = NULL;
	int rc = sqlite3_prepare_v2(c->db, "SELECT fts5(?1)", -1, &s, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_bind_pointer(s, 1, &api, "fts5_api_ptr", NULL);
	if (rc == SQLITE_OK)
		sqlite3_step(s);
	sqlite3_finalize(s);
	if (rc == SQLITE_OK)
		rc = api ? api->xCreateFunction(api, "crm_part", NULL, part,
		    NULL) : SQLITE_ERROR;
	c->searches = rc == SQLITE_OK;
	return rc;
}

int
sqlite_search_match(void *conn, char **out, const char *words, int which)
{
	struct sqlite_conn *c = conn;
	int rc = sqlite_search_loading(c, 0);
	char *made;

	*out = NULL;
	if (rc)
		return rc;
	rc = c->searches ? SQLITE_OK : register_part(c);
	if (rc != SQLITE_OK)
		return sqlite_fail(c, rc);
	made = which ? counts_of(words) : match_of(words);
	*out = made ? strdup(made) : NULL;
	sqlite3_free(made);
	return *out ? 0 : sqlite_fail(c, SQLITE_NOMEM);
}

int
sqlite_search_each(void *conn,
		   int (*each)(void *ctx, int64_t link, int part,
			       const char *word, size_t len), void *ctx)
{
	struct sqlite_conn *c = conn;
	sqlite3_stmt *s = NULL;
	int rc = sqlite_search_loading(c, 0);

	if (rc)
		return rc;
	rc = sqlite3_exec(c->db, "CREATE VIRTUAL TABLE IF NOT EXISTS"
	    " temp.\"search_words\" USING fts5vocab(main, search, instance)",
	    NULL, NULL, NULL);
	int code = 0;

	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(c->db, "SELECT \"doc\", \"col\","
		    " \"term\" FROM temp.\"search_words\"", -1, &s, NULL);
	while (rc == SQLITE_OK && !code &&
	    (rc = sqlite3_step(s)) == SQLITE_ROW) {
		const char *part = (const char *)sqlite3_column_text(s, 1);
		const char *word = (const char *)sqlite3_column_text(s, 2);

		code = each(ctx, sqlite3_column_int64(s, 0),
		    part ? *part - 'a' : 0, word ? word : "",
		    (size_t)sqlite3_column_bytes(s, 2));
		rc = SQLITE_OK;
	}
	sqlite3_finalize(s);
	if (code)
		return code;
	return rc == SQLITE_OK || rc == SQLITE_DONE ? 0 : sqlite_fail(c, rc);
}
