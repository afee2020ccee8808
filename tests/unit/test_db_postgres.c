/*
 * What only a server can do to a connection: refuse a writer for what another
 * wrote, be lost, not say what became of a COMMIT.  CRM_TEST_SERVER is the
 * folder of the server's socket: see tests/run.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crm/buf.h"
#include "crm/date.h"
#include "crm/db.h"
#include "crm/driver.h"
#include "crm/number.h"
#include "crm/utf8.h"

struct fixture {
	char uri[256];
	struct crm_db *db, *other;
	struct crm_error err, other_err;
};

static int
make_tables(struct crm_db *db)
{
	const struct crm_dialect *d = crm_db_dialect(db);
	char sql[256];
	int rc = crm_db_begin(db);

	for (int i = 0; !rc && i < 2; i++) {
		snprintf(sql, sizeof(sql), "CREATE TABLE \"t%d\"(\"id\" %s,"
		    " \"n\" %s, \"s\" %s)", i, d->id_type, d->int_type,
		    d->text_type);
		rc = crm_db_exec(db, sql, CRM_NONE);
	}
	if (!rc)
		rc = crm_db_exec(db, "ALTER TABLE t0 ADD FOREIGN KEY (n)"
		    " REFERENCES t1 DEFERRABLE INITIALLY DEFERRED", CRM_NONE);
	if (!rc)
		rc = crm_db_set_schema(db, 1);
	return crm_db_end(db, rc);
}

static int
setup(void **state)
{
	static int nth;
	struct fixture *f = calloc(1, sizeof(*f));

	snprintf(f->uri, sizeof(f->uri), "postgresql://crm@/postgres?host=%s"
	    "&options=-csearch_path%%3Dp%ld_%d", getenv("CRM_TEST_SERVER"),
	    (long)getpid(), nth++);
	*state = f;
	return crm_db_open(&f->db, f->uri, CRM_DB_CREATE, 1, &f->err) ||
	    make_tables(f->db) ||
	    crm_db_open(&f->other, f->uri, 0, 1, &f->other_err);
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	crm_db_close(f->db);
	crm_db_close(f->other);
	free(f);
	return 0;
}

static int64_t
number(struct crm_db *db, const char *sql)
{
	int64_t n = -1;

	assert_int_equal(crm_db_int(&n, db, sql, CRM_NONE), 0);
	return n;
}

static int64_t
add(struct crm_db *db, const char *table)
{
	char sql[80];

	snprintf(sql, sizeof(sql), "INSERT INTO \"%s\"(\"s\") VALUES('x')"
	    " RETURNING \"id\"", table);
	return number(db, sql);
}

static int
run(struct crm_db *db, const char *sql)
{
	return crm_db_exec(db, sql, CRM_NONE);
}

/* Both read and then write: the second to commit is sent back. */
static void
a_stale_writer_runs_again(void **state)
{
	struct fixture *f = *state;
	int tries = 0, rc;

	add(f->db, "t1");
	assert_int_equal(run(f->db, "UPDATE t1 SET n = 0"), 0);
	assert_int_equal(crm_db_begin(f->db), 0);
	assert_int_equal(number(f->db, "SELECT n FROM t1"), 0);
	assert_int_equal(crm_db_begin(f->other), 0);
	assert_int_equal(number(f->other, "SELECT n FROM t1"), 0);
	assert_int_equal(run(f->other, "UPDATE t1 SET n = 1"), 0);
	assert_int_equal(crm_db_end(f->other, 0), 0);
	rc = run(f->db, "UPDATE t1 SET n = 1");
	assert_int_equal(rc, CRM_EBUSY);
	assert_true(crm_db_failed(f->db));
	assert_int_equal(crm_db_end(f->db, rc), CRM_EBUSY);
	assert_true(crm_db_again(f->db, rc, &tries));
	assert_int_equal(tries, 1);
	assert_int_equal(crm_db_begin(f->db), 0);
	assert_int_equal(run(f->db, "UPDATE t1 SET n = n + 1"), 0);
	assert_int_equal(crm_db_end(f->db, 0), 0);
	assert_false(crm_db_again(f->db, 0, &tries));
	assert_int_equal(number(f->other, "SELECT n FROM t1"), 2);
}

/* Reads that crossed, though no record was written by both. */
static void
crossed_reads_are_found(void **state)
{
	struct fixture *f = *state;
	int rc;

	add(f->db, "t1");
	add(f->db, "t1");
	assert_int_equal(run(f->db, "UPDATE t1 SET n = 1"), 0);
	assert_int_equal(crm_db_begin(f->db), 0);
	assert_int_equal(crm_db_begin(f->other), 0);
	assert_int_equal(number(f->db, "SELECT SUM(n) FROM t1"), 2);
	assert_int_equal(number(f->other, "SELECT SUM(n) FROM t1"), 2);
	assert_int_equal(run(f->db, "UPDATE t1 SET n = 0 WHERE id = 1"), 0);
	rc = run(f->other, "UPDATE t1 SET n = 0 WHERE id = 2");
	assert_int_equal(crm_db_end(f->db, 0), 0);
	assert_int_equal(crm_db_end(f->other, rc), CRM_EBUSY);
	assert_int_equal(number(f->db, "SELECT SUM(n) FROM t1"), 1);
}

static void
what_is_wrong_is_not_tried_again(void **state)
{
	struct fixture *f = *state;
	int tries = 0, rc;

	assert_int_equal(crm_db_begin(f->db), 0);
	assert_int_equal(run(f->db, "INSERT INTO t0(n) VALUES(99)"), 0);
	rc = crm_db_end(f->db, 0);
	assert_int_equal(rc, CRM_ECONFLICT);
	assert_string_equal(f->err.text, "FOREIGN KEY constraint failed");
	assert_false(crm_db_again(f->db, rc, &tries));
	rc = run(f->db, "INSERT INTO t1(id, s) VALUES(1, 'a'), (1, 'b')");
	assert_int_equal(rc, CRM_ECONFLICT);
	assert_string_equal(f->err.text, "UNIQUE constraint failed: t1.id");
	assert_false(crm_db_again(f->db, rc, &tries));
}

/* Ids that nobody kept are given out again, unless somebody was about. */
static void
ids_of_a_rollback_come_back(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(add(f->db, "t0"), 1);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(crm_db_begin(f->db), 0);
		assert_int_equal(add(f->db, "t0"), 2);
		assert_int_equal(add(f->db, "t1"), 1);
		assert_int_equal(crm_db_end(f->db, CRM_EINVAL), CRM_EINVAL);
	}
	assert_int_equal(crm_db_begin(f->db), 0);
	assert_int_equal(add(f->db, "t0"), 2);
	assert_int_equal(crm_db_begin(f->other), 0);
	assert_int_equal(add(f->other, "t0"), 3);
	assert_int_equal(crm_db_end(f->other, 0), 0);
	assert_int_equal(crm_db_end(f->db, CRM_EINVAL), CRM_EINVAL);
	assert_int_equal(crm_db_begin(f->db), 0);
	assert_int_equal(add(f->db, "t0"), 4);
	assert_int_equal(crm_db_begin(f->other), 0);
	assert_int_equal(add(f->other, "t0"), 5);
	assert_int_equal(crm_db_end(f->db, CRM_EINVAL), CRM_EINVAL);
	assert_int_equal(add(f->other, "t0"), 6);
	assert_int_equal(crm_db_end(f->other, 0), 0);
	assert_int_equal(number(f->db, "SELECT COUNT(*) FROM t0"), 4);
}

/* What the caller counts, and what the engine gives, never meet. */
static void
counted_ids_move_the_sequence(void **state)
{
	struct fixture *f = *state;
	const struct crm_value v[] = { crm_text("a"), crm_text("b") };

	assert_int_equal(crm_db_begin(f->db), 0);
	assert_int_equal(crm_db_claim(f->db, "t1"), 0);
	assert_int_equal(add(f->db, "t1"), 1);
	assert_int_equal(crm_db_insert(f->db, "\"t1\"(\"s\")", 1, 2, 2, v),
	    0);
	assert_int_equal(add(f->db, "t1"), 4);
	assert_int_equal(run(f->db, "INSERT INTO \"t1\"(\"id\", \"s\")"
	    " VALUES(9, 'c')"), 0);
	/* Nobody else comes between. */
	assert_int_equal(crm_db_begin(f->other), 0);
	assert_int_equal(run(f->other, "INSERT INTO \"t1\"(\"s\")"
	    " VALUES('d')"), CRM_EBUSY);
	assert_int_equal(crm_db_end(f->other, CRM_EBUSY), CRM_EBUSY);
	assert_int_equal(crm_db_end(f->db, 0), 0);
	assert_int_equal(add(f->other, "t1"), 10);
	assert_int_equal(crm_db_last(f->db, "t1", 50), 0);
	assert_int_equal(add(f->other, "t1"), 51);
}

/* Between walking rows others are asked for, more than fit in memory. */
static void
rows_make_way_for_others(void **state)
{
	struct fixture *f = *state;
	struct crm_rows *rows;
	int64_t n = 0;
	int rc;

	assert_int_equal(crm_db_query(&rows, f->db, "SELECT g, repeat('x',"
	    " CAST(g % 90 AS INTEGER)), NULL, 'a' FROM generate_series(1,"
	    " 100000) AS g", CRM_NONE), 0);
	while ((rc = crm_rows_next(rows)) > 0) {
		if (++n % 1000 == 7)
			assert_int_equal(number(f->db, "SELECT 5"), 5);
		assert_int_equal(crm_rows_int(rows, 0), n);
		assert_int_equal(strlen(crm_rows_text(rows, 1)),
		    n % 90);
		assert_true(crm_rows_null(rows, 2));
		assert_string_equal(crm_rows_text(rows, 3), "a");
	}
	assert_int_equal(rc, 0);
	assert_int_equal(n, 100000);
	crm_rows_close(rows);
}

/* The same text with values of other kinds, over and over. */
static void
values_may_change_their_kind(void **state)
{
	static const char sql[] = "SELECT COALESCE(CAST($1 AS TEXT), 'none')";
	struct fixture *f = *state;
	const struct crm_value v[] = {
		crm_null(), crm_int(INT64_MIN), crm_text("a'b\\"), crm_null(),
		crm_text(""), crm_int(7), crm_null()
	};
	static const char *const expected[] = {
		"none", "-9223372036854775808", "a'b\\", "none", "", "7",
		"none"
	};

	for (size_t i = 0; i < COUNT(v); i++) {
		struct crm_rows *rows;

		assert_int_equal(crm_db_query(&rows, f->db, sql, 1, &v[i]),
		    0);
		assert_int_equal(crm_rows_next(rows), 1);
		assert_string_equal(crm_rows_text(rows, 0), expected[i]);
		crm_rows_close(rows);
	}
}

static void
cut_off(struct fixture *f)
{
	char sql[120];

	snprintf(sql, sizeof(sql), "SELECT COUNT(*) FROM (SELECT"
	    " pg_terminate_backend(%d)) q",
	    (int)number(f->db, "SELECT pg_backend_pid()"));
	assert_int_equal(number(f->other, sql), 1);
	usleep(100000);
}

static void
a_lost_connection_is_said(void **state)
{
	struct fixture *f = *state;
	int tries = 0;

	assert_int_equal(crm_db_begin(f->db), 0);
	add(f->db, "t1");
	cut_off(f);
	assert_int_equal(run(f->db, "UPDATE t1 SET n = 1"), CRM_EFAIL);
	assert_non_null(strstr(f->err.text, "was lost"));
	assert_int_equal(crm_db_end(f->db, CRM_EFAIL), CRM_EFAIL);
	assert_false(crm_db_again(f->db, CRM_EFAIL, &tries));
	assert_int_equal(number(f->other, "SELECT COUNT(*) FROM t1"), 0);
}

static void
a_lost_commit_is_not_known(void **state)
{
	struct fixture *f = *state;
	int tries = 0;

	assert_int_equal(crm_db_begin(f->db), 0);
	add(f->db, "t1");
	cut_off(f);
	assert_int_equal(crm_db_end(f->db, 0), CRM_EFAIL);
	assert_non_null(strstr(f->err.text, "outcome unknown"));
	assert_non_null(strstr(f->err.hint, "--batch-key"));
	assert_false(crm_db_again(f->db, CRM_EFAIL, &tries));
}

/* As when a standby that must confirm it is given up. */
static void
a_warned_commit_is_not_known(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(run(f->other, "CREATE FUNCTION warn() RETURNS"
	    " trigger LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'canceled';"
	    " RETURN NULL; END $$"), 0);
	assert_int_equal(run(f->other, "CREATE CONSTRAINT TRIGGER warn AFTER"
	    " INSERT ON t1 DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE"
	    " FUNCTION warn()"), 0);
	assert_int_equal(crm_db_begin(f->db), 0);
	add(f->db, "t1");
	assert_int_equal(crm_db_end(f->db, 0), CRM_EFAIL);
	assert_non_null(strstr(f->err.text, "outcome unknown"));
	assert_int_equal(number(f->other, "SELECT COUNT(*) FROM t1"), 1);
}

/* What a server says when it is short of something, or is told to stop. */
static void
codes_have_their_sentences(void **state)
{
	static const struct {
		const char *state, *words, *hint;
		int code;
		bool again;
	} all[] = {
		{ "40001", "is writing", "run it again", CRM_EBUSY, true },
		{ "40P01", "is writing", "run it again", CRM_EBUSY, true },
		{ "53200", "too many write at once", "max_pred_locks",
		  CRM_EBUSY, true },
		{ "55P03", "is writing", "--busy-timeout", CRM_EBUSY, false },
		{ "53100", "disk is full", "", CRM_EFAIL, false },
		{ "57014", "gave up", "statement_timeout", CRM_EFAIL, false },
		{ "25006", "readonly", "", CRM_EREFUSED, false },
		{ "42501", "oops", "grant", CRM_EREFUSED, false },
		{ "26000", "hands a session on", "pool_mode = session",
		  CRM_EFAIL, false },
		{ "XX000", "database: oops", "", CRM_EFAIL, false },
	};
	struct fixture *f = *state;

	assert_int_equal(run(f->other, "CREATE FUNCTION oops(text) RETURNS"
	    " void LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'oops' USING"
	    " ERRCODE = $1; END $$"), 0);
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		int tries = 0, rc;

		assert_int_equal(crm_db_begin(f->db), 0);
		rc = crm_db_exec(f->db, "SELECT oops($1)",
		    CRM_BIND(crm_text(all[i].state)));
		assert_int_equal(rc, all[i].code);
		assert_non_null(strstr(f->err.text, all[i].words));
		assert_non_null(strstr(f->err.hint, all[i].hint));
		assert_int_equal(crm_db_end(f->db, rc), rc);
		assert_int_equal(crm_db_again(f->db, rc, &tries),
		    all[i].again);
		f->err = (struct crm_error){ 0 };
	}
}

/* Days by both: those there are, and those there aren't. */
static void
days_are_the_same(void **state)
{
	static const char *const wrong[] = {
		"2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01",
		"2026-00-10", "2026-01-00", "2026-01-32", "2026-1-1", "",
		"2026-11-22T12:00:00Z", "x2026-01-01", "2026-01-01 ",
	};
	struct fixture *f = *state;
	uint64_t seed = 7;
	int64_t n;

	for (int i = 0; i < 300; i++) {
		int64_t a = (int64_t)(unit_random(&seed) % 3000000) - 600000;
		int64_t b = (int64_t)(unit_random(&seed) % 3000000) - 600000;
		char from[CRM_DAY_SIZE], to[CRM_DAY_SIZE];

		crm_day_write(from, a);
		crm_day_write(to, b);
		assert_int_equal(crm_db_int(&n, f->db, "SELECT days($1, $2)",
		    CRM_BIND(crm_text(from), crm_text(to))), 0);
		assert_int_equal(n, b - a);
	}
	for (size_t i = 0; i < COUNT(wrong); i++) {
		assert_int_equal(crm_db_int(&n, f->db, "SELECT CASE WHEN"
		    " days($1, '2026-01-01') IS NULL THEN 1 ELSE 0 END",
		    CRM_BIND(crm_text(wrong[i]))), 0);
		assert_int_equal(n, 1);
	}
}

static void
add_code_point(struct crm_buf *b, uint32_t c)
{
	if (c < 0x80) {
		crm_buf_char(b, (char)c);
	} else if (c < 0x800) {
		crm_buf_char(b, (char)(0xc0 | c >> 6));
	} else if (c < 0x10000) {
		crm_buf_char(b, (char)(0xe0 | c >> 12));
		crm_buf_char(b, (char)(0x80 | (c >> 6 & 0x3f)));
	} else {
		crm_buf_char(b, (char)(0xf0 | c >> 18));
		crm_buf_char(b, (char)(0x80 | (c >> 12 & 0x3f)));
		crm_buf_char(b, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	if (c >= 0x80)
		crm_buf_char(b, (char)(0x80 | (c & 0x3f)));
}

/* Code points of many scripts, in odd company. */
static void
folding_is_the_same(void **state)
{
	struct fixture *f = *state;
	struct crm_buf text = { 0 }, mine = { 0 };
	uint64_t seed = 11;

	for (int i = 0; i < 4000; i++) {
		int64_t same = 0;

		crm_buf_cut(&text, 0);
		crm_buf_cut(&mine, 0);
		for (int k = 0; k < 40; k++) {
			uint32_t c = (uint32_t)(unit_random(&seed) %
			    (i % 4 == 0 ? 0x1ffff : i % 4 == 1 ? 0x2fff :
			    i % 4 == 2 ? 0x600 : 0x80));

			if (c >= 0x20 && (c < 0xd800 || c > 0xdfff))
				add_code_point(&text, c);
		}
		crm_fold(&mine, text.s, text.len);
		assert_int_equal(crm_db_int(&same, f->db, "SELECT CASE WHEN"
		    " fold($1) = $2 THEN 1 ELSE 0 END", CRM_BIND(
		    crm_text_n(text.s, text.len),
		    crm_text_n(mine.s, mine.len))), 0);
		assert_int_equal(same, 1);
	}
	crm_buf_free(&text);
	crm_buf_free(&mine);
}

static void
shares_are_the_same(void **state)
{
	struct fixture *f = *state;
	uint64_t seed = 3;

	for (int i = 0; i < 500; i++) {
		int64_t part = (int64_t)(unit_random(&seed) % 2000000) -
		    1000000, whole = (int64_t)(unit_random(&seed) % 41) - 20;
		int64_t n = (int64_t)(unit_random(&seed) % 2001) - 1000;
		int64_t out;

		assert_int_equal(crm_db_int(&out, f->db, "SELECT share($1,"
		    " $2, $3)", CRM_BIND(crm_int(n), crm_int(part),
		    crm_int(whole))), 0);
		assert_int_equal(out, crm_share(n, part, whole));
	}
}

int
main(void)
{
#define T(F) cmocka_unit_test_setup_teardown(F, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_stale_writer_runs_again),
		T(crossed_reads_are_found),
		T(what_is_wrong_is_not_tried_again),
		T(ids_of_a_rollback_come_back),
		T(counted_ids_move_the_sequence),
		T(rows_make_way_for_others),
		T(values_may_change_their_kind),
		T(a_lost_connection_is_said),
		T(a_lost_commit_is_not_known),
		T(a_warned_commit_is_not_known),
		T(codes_have_their_sentences),
		T(days_are_the_same),
		T(folding_is_the_same),
		T(shares_are_the_same),
	};

	if (!getenv("CRM_TEST_SERVER")) {
		puts("1..0 # SKIP no server");
		return 0;
	}
	return cmocka_run_group_tests_name("PostgreSQL", tests, NULL, NULL);
}
