/* The segments of an index of words, before and after they are spread. */
#include <string.h>

#include "db/sqlite.h"
#include "unit.h"

static sqlite3 *
index_of_words(void)
{
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sqlite_search_make, NULL, NULL,
	    NULL), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sqlite_search_load, NULL, NULL,
	    NULL), SQLITE_OK);
	return db;
}

/* Each transaction leaves one segment. */
static void
add(sqlite3 *db, int from, int n)
{
	char *sql = sqlite3_mprintf("WITH RECURSIVE n(i) AS (VALUES(%d) UNION"
	    " ALL SELECT i + 1 FROM n WHERE i < %d) INSERT INTO search(rowid,"
	    " a, b, c) SELECT i, 'name' || i, 'key' || i, 'all' FROM n",
	    from, from + n - 1);

	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_free(sql);
}

static int
number(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *s = NULL;
	int n;

	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(s), SQLITE_ROW);
	n = sqlite3_column_int(s, 0);
	sqlite3_finalize(s);
	return n;
}

/* Bytes 4 and 5 of the structure, as long as they are below 128. */
static int
levels(sqlite3 *db)
{
	return number(db, "SELECT instr('0123456789ABCDEF', substr(hex(block),"
	    " 9, 1)) * 16 - 16 + instr('0123456789ABCDEF', substr(hex(block),"
	    " 10, 1)) - 1 FROM search_data WHERE id = 10");
}

static int
segments(sqlite3 *db)
{
	return number(db, "SELECT COUNT(DISTINCT segid) FROM search_idx");
}

static void
check_words(sqlite3 *db, int most)
{
	assert_int_equal(sqlite3_exec(db, "INSERT INTO search(search)"
	    " VALUES('integrity-check')", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(number(db, "SELECT COUNT(*) FROM search WHERE search"
	    " MATCH 'all'"), most);
	assert_int_equal(number(db, "SELECT MAX(rowid) FROM search WHERE"
	    " search MATCH 'name1777'"), 1777);
}

/* As a new connection sees it. */
static void
forget(sqlite3 *db)
{
	assert_int_equal(sqlite3_exec(db, "SAVEPOINT s; INSERT INTO search("
	    "search, rank) VALUES('automerge', 4); ROLLBACK TO s; RELEASE s;"
	    " INSERT INTO search(search, rank) VALUES('automerge', 4)", NULL,
	    NULL, NULL), SQLITE_OK);
}

static void
large_segments_go_up_and_stay(void **state)
{
	sqlite3 *db = index_of_words();

	(void)state;
	for (int i = 0; i < 12; i++)
		add(db, 1 + i * 2000, 2000);
	assert_int_equal(levels(db), 1);
	assert_int_equal(segments(db), 12);
	assert_int_equal(sqlite_search_spread(db), SQLITE_OK);
	assert_true(levels(db) > 6);
	assert_int_equal(segments(db), 12);
	forget(db);
	check_words(db, 24000);
	/* Sixteen small ones become one, and take no large one with them. */
	for (int i = 0; i < 40; i++)
		add(db, 30000 + i, 1);
	check_words(db, 24040);
	assert_true(segments(db) >= 12 + 40 / 16);
	assert_true(segments(db) <= 12 + 40 / 16 + 15);
	sqlite3_close(db);
}

static void
small_or_unknown_ones_stay_as_they_are(void **state)
{
	sqlite3 *db = index_of_words();

	(void)state;
	assert_int_equal(sqlite_search_spread(db), SQLITE_OK);
	for (int i = 0; i < 5; i++)
		add(db, 1775 + i, 1);
	assert_int_equal(sqlite_search_spread(db), SQLITE_OK);
	assert_int_equal(levels(db), 1);
	check_words(db, 5);
	assert_int_equal(sqlite3_exec(db, "UPDATE search_data SET block ="
	    " x'00000000ff000001' WHERE id = 10", NULL, NULL, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite_search_spread(db), SQLITE_OK);
	assert_int_equal(number(db, "SELECT block = x'00000000ff000001' FROM"
	    " search_data WHERE id = 10"), 1);
	sqlite3_close(db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(large_segments_go_up_and_stay),
		cmocka_unit_test(small_or_unknown_ones_stay_as_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
