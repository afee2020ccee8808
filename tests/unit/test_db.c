/*
 * Connections: nesting transactions, numbered values, rows by two ways.  With
 * CRM_TEST_SERVER all of it is asked of PostgreSQL: see tests/run.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crm/buf.h"
#include "crm/db.h"
#include "crm/driver.h"

struct fixture {
	char path[256];
	struct crm_db *db;
	struct crm_error err;
};

static const char *
server(void)
{
	return getenv("CRM_TEST_SERVER");
}

static int
make_table(struct fixture *f)
{
	const struct crm_dialect *d = crm_db_dialect(f->db);
	char sql[256];
	int rc = crm_db_begin(f->db);

	snprintf(sql, sizeof(sql), "CREATE TABLE t(id %s, n %s, s %s)%s",
	    server() ? d->id_type : "INTEGER PRIMARY KEY", d->int_type,
	    d->text_type, d->table_end);
	if (!rc)
		rc = crm_db_exec(f->db, sql, CRM_NONE);
	if (!rc && server())
		rc = crm_db_set_schema(f->db, 1);
	return rc ? rc : crm_db_end(f->db, 0);
}

static int
setup(void **state)
{
	static int nth;
	struct fixture *f = calloc(1, sizeof(*f));

	if (server())
		snprintf(f->path, sizeof(f->path), "postgresql://crm@/"
		    "postgres?host=%s&options=-csearch_path%%3Dt%ld_%d",
		    server(), (long)getpid(), nth++);
	else
		snprintf(f->path, sizeof(f->path), "/tmp/crm-test-db-%ld.db",
		    (long)getpid());
	unlink(f->path);
	*state = f;
	if (crm_db_open(&f->db, f->path, CRM_DB_CREATE, 1, &f->err))
		return -1;
	return make_table(f);
}

static int
teardown(void **state)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	struct fixture *f = *state;
	char name[300];

	crm_db_close(f->db);
	for (size_t i = 0; i < 3; i++) {
		snprintf(name, sizeof(name), "%s%s", f->path, ends[i]);
		unlink(name);
	}
	free(f);
	return 0;
}

static int64_t
count(struct fixture *f)
{
	int64_t n = -1;

	assert_int_equal(crm_db_int(&n, f->db, "SELECT COUNT(*) FROM t",
	    CRM_NONE), 0);
	return n;
}

static int64_t
number(struct fixture *f, const char *sql)
{
	int64_t n = -1;

	assert_int_equal(crm_db_int(&n, f->db, sql, CRM_NONE), 0);
	return n;
}

static int
put(struct fixture *f, int64_t n, const char *s)
{
	return crm_db_exec(f->db, "INSERT INTO t(n, s) VALUES($1, $2)",
	    CRM_BIND(crm_int(n), crm_text(s)));
}

/* $2 before $1, the same twice, and $ inside of quotes. */
static void
numbers_are_places(void **state)
{
	struct fixture *f = *state;
	struct crm_rows *rows;

	assert_int_equal(crm_db_query(&rows, f->db,
	    "SELECT $2 || $1 || $2, 'a$1', \"$x\" FROM"
	    " (SELECT 7 AS \"$x\") AS q",
	    CRM_BIND(crm_text("one"), crm_text("two"))), 0);
	assert_int_equal(crm_rows_next(rows), 1);
	assert_string_equal(crm_rows_text(rows, 0), "twoonetwo");
	assert_string_equal(crm_rows_text(rows, 1), "a$1");
	assert_int_equal(crm_rows_int(rows, 2), 7);
	assert_int_equal(crm_rows_next(rows), 0);
	crm_rows_close(rows);
}

static void
inner_rollback_undoes_the_inner_part(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(crm_db_begin(f->db), 0);
	assert_int_equal(put(f, 1, "outer"), 0);
	assert_int_equal(crm_db_begin(f->db), 0);
	assert_int_equal(put(f, 2, "inner"), 0);
	assert_int_equal(count(f), 2);
	assert_int_equal(crm_db_end(f->db, CRM_EINVAL), CRM_EINVAL);
	assert_int_equal(count(f), 1);
	assert_int_equal(crm_db_begin(f->db), 0);
	assert_int_equal(put(f, 3, "kept"), 0);
	assert_int_equal(crm_db_end(f->db, 0), 0);
	assert_int_equal(crm_db_end(f->db, 0), 0);
	assert_int_equal(count(f), 2);
}

static void
outer_rollback_undoes_all(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(crm_db_begin(f->db), 0);
	assert_int_equal(crm_db_begin(f->db), 0);
	assert_int_equal(put(f, 1, "inner"), 0);
	assert_int_equal(crm_db_end(f->db, 0), 0);
	crm_fail(&f->err, CRM_ECONFLICT, "the reason");
	assert_int_equal(crm_db_end(f->db, CRM_ECONFLICT), CRM_ECONFLICT);
	assert_int_equal(count(f), 0);
	assert_string_equal(f->err.text, "the reason");
}

/* On a server only when both want the same record. */
static void
second_writer_is_busy(void **state)
{
	static const char sql[] = "UPDATE t SET n = n + 1";
	struct fixture *f = *state;
	struct crm_error err = { 0 };
	struct crm_db *other;
	int rc;

	assert_int_equal(put(f, 1, "x"), 0);
	assert_int_equal(crm_db_open(&other, f->path, 0, 0, &err), 0);
	assert_int_equal(crm_db_begin(f->db), 0);
	assert_int_equal(crm_db_exec(f->db, sql, CRM_NONE), 0);
	rc = crm_db_begin(other);
	if (!rc && server())
		rc = crm_db_end(other, crm_db_exec(other, sql, CRM_NONE));
	assert_int_equal(rc, CRM_EBUSY);
	assert_non_null(strstr(err.hint, "again"));
	assert_int_equal(crm_db_end(f->db, 0), 0);
	assert_int_equal(crm_db_begin(other), 0);
	assert_int_equal(crm_db_exec(other, sql, CRM_NONE), 0);
	assert_int_equal(crm_db_end(other, 0), 0);
	assert_int_equal(number(f, "SELECT n FROM t"), 3);
	crm_db_close(other);
}

static void
file_is_its_owners_alone(void **state)
{
	struct fixture *f = *state;
	struct crm_error err = { 0 };
	struct crm_db *other;
	struct stat st;

	assert_int_equal(stat(f->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(crm_db_open(&other, f->path, CRM_DB_CREATE, 0,
	    &err), CRM_ECONFLICT);
	assert_null(other);
	assert_int_equal(crm_db_open(&other, "/tmp/none-here.db", 0, 0,
	    &err), CRM_ENODB);
	assert_non_null(strstr(err.hint, "crm init"));
}

static void
readers_may_not_write(void **state)
{
	struct fixture *f = *state;
	struct crm_error err = { 0 };
	struct crm_db *other;

	assert_int_equal(crm_db_open(&other, f->path, CRM_DB_READ, 0, &err),
	    0);
	assert_int_equal(crm_db_exec(other, "INSERT INTO t(n) VALUES(1)",
	    CRM_NONE), CRM_EREFUSED);
	crm_db_close(other);
}

static void
the_same_text_may_run_twice_at_once(void **state)
{
	static const char sql[] = "SELECT n FROM t ORDER BY n";
	struct fixture *f = *state;
	struct crm_rows *a, *b;

	for (int i = 0; i < 3; i++)
		assert_int_equal(put(f, i, "x"), 0);
	assert_int_equal(crm_db_query(&a, f->db, sql, CRM_NONE), 0);
	assert_int_equal(crm_rows_next(a), 1);
	assert_int_equal(crm_db_query(&b, f->db, sql, CRM_NONE), 0);
	assert_int_equal(crm_rows_next(b), 1);
	assert_int_equal(crm_rows_next(b), 1);
	assert_int_equal(crm_rows_int(b, 0), 1);
	assert_int_equal(crm_rows_int(a, 0), 0);
	crm_rows_close(b);
	assert_int_equal(crm_rows_next(a), 1);
	assert_int_equal(crm_rows_int(a, 0), 1);
	crm_rows_close(a);
}

struct gathered {
	struct crm_buf text;
	int cols, stop, rows;
};

static void
gather(struct crm_buf *b, struct crm_value v)
{
	switch (v.kind) {
	case CRM_NULL:
		crm_buf_str(b, "~|");
		break;
	case CRM_INT:
		crm_buf_printf(b, "%lld|", (long long)v.i);
		break;
	default:
		crm_buf_printf(b, "%zu:", v.len);
		crm_buf_add(b, v.s, v.len);
		crm_buf_char(b, '|');
	}
}

static int
gather_row(void *ctx, const struct crm_value *cells)
{
	struct gathered *g = ctx;

	for (int i = 0; i < g->cols; i++)
		gather(&g->text, cells[i]);
	crm_buf_char(&g->text, '\n');
	return ++g->rows == g->stop ? CRM_EINVAL : 0;
}

/* The aggregate by which rows leave the engine keeps order and limits. */
static void
each_equals_stepping(void **state)
{
	static const char *const queries[] = {
		"SELECT n, s, id FROM t ORDER BY s DESC, id LIMIT $1",
		"SELECT n, s, n FROM t WHERE n > 3 ORDER BY n, id LIMIT $1"
		" OFFSET 2",
		"SELECT a.n, b.s, b.n FROM t a LEFT JOIN t b ON b.id = a.n"
		" ORDER BY b.s, a.id LIMIT $1",
		"SELECT COUNT(*), s, MAX(n) FROM t GROUP BY s ORDER BY 1"
		" DESC, 2 LIMIT $1",
		"WITH x AS (SELECT n, s, id FROM t) SELECT * FROM x ORDER BY"
		" s, id LIMIT $1",
		"SELECT n, s, id FROM t WHERE n < 0 LIMIT $1",
	};
	struct fixture *f = *state;
	char text[16];

	for (int i = 0; i < 200; i++) {
		snprintf(text, sizeof(text), "w%d", (i * 37) % 23);
		assert_int_equal(put(f, (i * 7919) % 31, i % 9 ? text : NULL),
		    0);
	}
	for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++) {
		struct gathered a = { .cols = 3 };
		struct crm_buf b = { 0 };
		struct crm_rows *rows;

		assert_int_equal(crm_db_each(f->db, queries[i],
		    CRM_BIND(crm_int(60)), 3, gather_row, &a), 0);
		assert_int_equal(crm_db_query(&rows, f->db, queries[i],
		    CRM_BIND(crm_int(60))), 0);
		while (crm_rows_next(rows) > 0) {
			for (int c = 0; c < 3; c++)
				gather(&b, crm_rows_cell(rows, c));
			crm_buf_char(&b, '\n');
		}
		crm_rows_close(rows);
		assert_string_equal(a.text.s ? a.text.s : "",
		    b.s ? b.s : "");
		crm_buf_free(&a.text);
		crm_buf_free(&b);
	}
}

static void
each_stops_with_the_code_of_row(void **state)
{
	struct fixture *f = *state;
	struct gathered g = { .cols = 1, .stop = 2 };

	for (int i = 0; i < 5; i++)
		assert_int_equal(put(f, i, "x"), 0);
	assert_int_equal(crm_db_each(f->db, "SELECT n FROM t ORDER BY n",
	    CRM_NONE, 1, gather_row, &g), CRM_EINVAL);
	assert_string_equal(g.text.s, "0|\n1|\n");
	crm_buf_free(&g.text);
	/* More columns than a function takes: plain stepping. */
	struct crm_buf sql = { 0 };
	struct gathered wide = { .cols = 120 };

	crm_buf_str(&sql, "SELECT n");
	for (int i = 1; i < 120; i++)
		crm_buf_printf(&sql, ", n + %d", i);
	crm_buf_str(&sql, " FROM t ORDER BY n");
	assert_int_equal(crm_db_each(f->db, sql.s, CRM_NONE, 120, gather_row,
	    &wide), 0);
	assert_int_equal(wide.rows, 5);
	assert_non_null(strstr(wide.text.s, "|123|\n"));
	crm_buf_free(&wide.text);
	crm_buf_free(&sql);
}

static void
functions_are_there(void **state)
{
	struct fixture *f = *state;
	int64_t n = -1;

	assert_int_equal(crm_db_int(&n, f->db, "SELECT CASE WHEN"
	    " fold($1) = $2 THEN 1 ELSE 0 END", CRM_BIND(
	    crm_text("\xc3\x84" "RGER"), crm_text("\xc3\xa4rger"))), 0);
	assert_int_equal(n, 1);
	assert_int_equal(crm_db_int(&n, f->db, "SELECT days($1, $2)",
	    CRM_BIND(crm_text("2026-02-27"), crm_text("2026-03-01"))), 0);
	assert_int_equal(n, 2);
	assert_int_equal(crm_db_int(&n, f->db, "SELECT CASE WHEN"
	    " contains($1, $2) THEN 1 ELSE 0 END", CRM_BIND(
	    crm_text("a%b"), crm_text("%"))), 0);
	assert_int_equal(n, 1);
}

static void
somebody_elses_file_is_refused(void **state)
{
	struct fixture *f = *state;
	int64_t n;

	/* Ours was just created, so it may be empty; then it is marked. */
	assert_int_equal(crm_db_schema(&n, f->db), 0);
	assert_int_equal(n, 0);
	assert_int_equal(crm_db_set_schema(f->db, 7), 0);
	assert_int_equal(crm_db_schema(&n, f->db), 0);
	assert_int_equal(n, 7);
	assert_int_equal(crm_db_exec(f->db, "PRAGMA application_id=12",
	    CRM_NONE), 0);
	assert_int_equal(crm_db_schema(&n, f->db), CRM_ENODB);
}

/* Rows that follow the last id, of every kind, into changing columns. */
static void
many_rows_at_once(void **state)
{
	static const char *const into[] = {
		"t(n, s)", "t(s, n)", "\"t\"(\"n\")", "t(s)", "t(n,s)"
	};
	struct fixture *f = *state;
	const struct crm_value v[] = {
		crm_int(1), crm_text("one"), crm_null(), crm_null(),
		crm_int(INT64_MIN), crm_text_n("", 0)
	};
	const struct crm_value back[] = { v[1], v[0], v[5], v[4] };

	assert_int_equal(crm_db_insert(f->db, into[0], 2, 1, 3, v), 0);
	assert_int_equal(crm_db_insert(f->db, into[1], 2, 4, 2, back), 0);
	for (int i = 0; i < 4; i++)
		for (size_t k = 0; k < 5; k++) {
			const struct crm_value *row = k == 1 ? back : k == 3
			    ? v + 1 : v;

			assert_int_equal(crm_db_insert(f->db, into[k],
			    k == 2 || k == 3 ? 1 : 2, count(f) + 1, 1, row),
			    0);
		}
	assert_int_equal(count(f), 25);
	assert_int_equal(number(f, "SELECT COUNT(*) FROM t WHERE n = 1 AND"
	    " s = 'one'"), 14);
	assert_int_equal(number(f, "SELECT id FROM t WHERE n IS NULL AND"
	    " s IS NULL"), 2);
	assert_int_equal(number(f, "SELECT COUNT(*) FROM t WHERE s = '' AND"
	    " n < 0"), 2);
	assert_int_equal(number(f, "SELECT MAX(id) FROM t"), 25);
}

static void
many_rows_fail_as_one_does(void **state)
{
	struct fixture *f = *state;
	const struct crm_value v[] = { crm_int(1), crm_text("no number") };

	assert_int_equal(crm_db_insert(f->db, "t(n)", 1, 1, 2, v),
	    CRM_ECONFLICT);
	assert_non_null(strstr(f->err.text, "t.n"));
	assert_int_equal(crm_db_insert(f->db, "nowhere(n)", 1, 1, 1, v),
	    CRM_EFAIL);
	assert_int_equal(crm_db_exec(f->db, "DELETE FROM t", CRM_NONE), 0);
	/* Not after the last one: somebody counts wrongly. */
	if (!server())
		assert_int_equal(crm_db_insert(f->db, "t(n)", 1, 7, 1, v),
		    CRM_EFAIL);
	assert_int_equal(crm_db_insert(f->db, "t(n)", 1, 2, 1, v), 0);
}

/* It comes before whatever is asked, though nobody has waited for it. */
static void
later_is_before_the_next(void **state)
{
	static const char sql[] = "INSERT INTO t(n, s) VALUES($1, $2)";
	struct fixture *f = *state;

	assert_int_equal(crm_db_begin(f->db), 0);
	for (int i = 0; i < 500; i++)
		assert_int_equal(crm_db_later(f->db, sql, CRM_BIND(crm_int(i),
		    i % 2 ? crm_text("odd") : crm_null())), 0);
	assert_int_equal(count(f), 500);
	for (int i = 0; i < 3; i++)
		assert_int_equal(crm_db_later(f->db, "UPDATE t SET n = n + 1"
		    " WHERE s = $1", CRM_BIND(crm_text("odd"))), 0);
	assert_int_equal(crm_db_end(f->db, 0), 0);
	assert_int_equal(number(f, "SELECT CAST(SUM(n) AS BIGINT) FROM t"),
	    499 * 250 + 750);
}

static void
later_fails_in_the_end(void **state)
{
	static const char sql[] = "INSERT INTO t(id, n) VALUES($1, 1)";
	struct fixture *f = *state;
	int rc = 0;

	assert_int_equal(crm_db_begin(f->db), 0);
	for (int i = 0; !rc && i < 3; i++)
		rc = crm_db_later(f->db, sql, CRM_BIND(crm_int(7)));
	rc = crm_db_end(f->db, rc);
	assert_int_equal(rc, CRM_ECONFLICT);
	assert_int_equal(count(f), 0);
}

int
main(void)
{
#define T(F) cmocka_unit_test_setup_teardown(F, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(numbers_are_places),
		T(inner_rollback_undoes_the_inner_part),
		T(outer_rollback_undoes_all),
		T(second_writer_is_busy),
		T(readers_may_not_write),
		T(the_same_text_may_run_twice_at_once),
		T(many_rows_at_once),
		T(many_rows_fail_as_one_does),
		T(later_is_before_the_next),
		T(later_fails_in_the_end),
		T(each_equals_stepping),
		T(each_stops_with_the_code_of_row),
		T(functions_are_there),
		/* Of files alone: */
		T(file_is_its_owners_alone),
		T(somebody_elses_file_is_refused),
	};
	const size_t n = COUNT(tests) - (server() ? 2 : 0);

	return _cmocka_run_group_tests("db", tests, n, NULL, NULL);
}
