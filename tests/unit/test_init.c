/* A new database: all of it or none; and the demo, alike every time. */
#include "report.h"

#include <sys/stat.h>

#include "crm/account.h"
#include "crm/contact.h"
#include "crm/map.h"
#include "crm/product.h"
#include "crm/undo.h"
#include "crm/user.h"

static int64_t
number(struct fixture *f, const char *sql)
{
	int64_t n = -1;

	check(f, crm_db_int(&n, f->crm.db, sql, CRM_NONE));
	return n;
}

/* All rows of SQL as text, cells split by '|'. */
static void
rows(struct crm_buf *out, struct fixture *f, const char *sql, int cols)
{
	struct crm_rows *r;
	int rc;

	check(f, crm_db_query(&r, f->crm.db, sql, CRM_NONE));
	while ((rc = crm_rows_next(r)) > 0)
		for (int i = 0; i < cols; i++) {
			struct crm_value v = crm_rows_cell(r, i);

			if (v.kind == CRM_INT)
				crm_buf_int(out, v.i);
			else if (v.kind == CRM_TEXT)
				crm_buf_add(out, v.s, v.len);
			crm_buf_char(out, i + 1 < cols ? '|' : '\n');
		}
	crm_rows_close(r);
	assert_int_equal(rc, 0);
}

static void
expect_rows(struct fixture *f, const char *sql, int cols,
	    const char *expected)
{
	struct crm_buf out = { 0 };

	rows(&out, f, sql, cols);
	assert_string_equal(out.s ? out.s : "", expected);
	crm_buf_free(&out);
}

static void
test_what_a_new_database_has(void **state)
{
	struct crm_init_how how = { .login = "ada" };
	struct fixture f;
	struct stat st;

	(void)state;
	fixture_begin(&f, "2026-11-22");
	check(&f, crm_init(&f.crm, f.path, &how));
	assert_int_equal(stat(f.path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	expect_rows(&f, "SELECT \"name\", \"value\" FROM \"setting\""
	    " ORDER BY \"name\"", 2, "currency|EUR\nweek_start|1\n"
	    "year_start|1\nzone|UTC\n");
	expect_rows(&f, "SELECT \"id\", \"login\", \"name\", \"role\","
	    " \"active\", \"created_by\" FROM \"user\"", 6,
	    "1|ada|ada|admin|1|1\n");
	expect_rows(&f, "SELECT \"p\".\"name\", \"position\", \"s\".\"name\","
	    " \"probability\", \"category\", \"forecast\" FROM \"stage\""
	    " \"s\" JOIN \"pipeline\" \"p\" ON \"p\".\"id\" = \"pipeline\""
	    " ORDER BY \"position\"", 6,
	    "Sales|10|Qualification|1000|open|pipeline\n"
	    "Sales|20|Needs Analysis|2500|open|pipeline\n"
	    "Sales|30|Proposal|5000|open|best_case\n"
	    "Sales|40|Negotiation|7500|open|commit\n"
	    "Sales|900|Won|10000|won|closed\n"
	    "Sales|910|Lost|0|lost|omitted\n");
	expect_rows(&f, "SELECT \"noun\", \"verb\", \"by\", \"added\" FROM"
	    " \"batch\"", 4, "database|init|1|8\n");
	assert_int_equal(f.crm.actor.id, 1);
	assert_string_equal(f.crm.actor.role, "admin");
	assert_int_equal(crm_may_write(&f.crm), 0);
	fixture_end(&f);
}

static void
test_it_opens_again_with_its_settings(void **state)
{
	struct crm_init_how how = { .login = "ada", .currency = "JPY",
	    .zone = "Europe/Berlin", .year_start = 4, .week_start = 7 };
	struct fixture f;
	int64_t batch;

	(void)state;
	fixture_begin(&f, "2026-11-22");
	check(&f, crm_init(&f.crm, f.path, &how));
	assert_string_equal(f.crm.company.currency, "JPY");
	/* The zone in use is still UTC. */
	assert_int_equal(crm_day_start(0), 0);
	crm_close(&f.crm);
	check(&f, crm_open(&f.crm, f.path, 0, 0));
	check(&f, crm_act_as(&f.crm, "ada"));
	assert_int_equal(f.crm.actor.id, 1);
	assert_string_equal(f.crm.company.currency, "JPY");
	assert_string_equal(f.crm.company.zone, "Europe/Berlin");
	assert_int_equal(f.crm.clock.year_start, 4);
	assert_int_equal(f.crm.clock.week_start, 7);
	assert_int_equal(crm_undo_last(&batch, &f.crm), CRM_ENOTFOUND);
	assert_int_equal(crm_undo(&f.crm, 1, NULL, NULL), CRM_EREFUSED);
	fixture_end(&f);
}

static void
test_wrong_settings_leave_nothing(void **state)
{
	static const struct {
		struct crm_init_how how;
		const char *field;
	} wrong[] = {
		{ { .login = "ada", .currency = "EURO" }, "currency" },
		{ { .login = "ada", .currency = "" }, "currency" },
		{ { .login = "ada", .zone = "Mars/Olympus" }, "zone" },
		{ { .login = "ada", .zone = "../etc/passwd" }, "zone" },
		{ { .login = "ada", .year_start = 13 }, "year_start" },
		{ { .login = "ada", .year_start = -1 }, "year_start" },
		{ { .login = "ada", .week_start = 8 }, "week_start" },
		{ { .login = "" }, "login" },
	};
	struct fixture f;

	(void)state;
	fixture_begin(&f, "2026-11-22");
	for (size_t i = 0; i < COUNT(wrong); i++) {
		assert_int_equal(crm_init(&f.crm, f.path, &wrong[i].how),
		    CRM_EINVAL);
		assert_string_equal(f.crm.err.field, wrong[i].field);
		assert_true(*f.crm.err.hint);
		assert_null(f.crm.db);
	}
	/* fixture_end sees that the folder is empty. */
	fixture_end(&f);
}

static void
test_a_failure_half_way_removes_the_file(void **state)
{
	/* Found only when the user is written. */
	struct crm_init_how how = { .login = "ada lovelace", .demo = true };
	struct fixture f;

	(void)state;
	fixture_begin(&f, "2026-11-22");
	assert_int_equal(crm_init(&f.crm, f.path, &how), CRM_EINVAL);
	assert_string_equal(f.crm.err.field, "login");
	assert_int_equal(f.crm.actor.id, 0);
	assert_int_equal(access(f.path, F_OK), -1);
	how.login = "ada";
	check(&f, crm_init(&f.crm, f.path, &how));
	fixture_end(&f);
}

static void
test_a_file_that_is_there_stays(void **state)
{
	struct crm_init_how how = { .login = "ada" };
	struct fixture f;
	struct stat st;
	FILE *other;

	(void)state;
	fixture_begin(&f, "2026-11-22");
	other = fopen(f.path, "we");
	assert_non_null(other);
	assert_int_equal(fputs("mine", other) < 0, 0);
	assert_int_equal(fclose(other), 0);
	assert_int_equal(crm_init(&f.crm, f.path, &how), CRM_ECONFLICT);
	assert_int_equal(stat(f.path, &st), 0);
	assert_int_equal(st.st_size, 4);
	fixture_end(&f);
}

/* Much of what the demo has, hashed. */
static uint64_t
fingerprint(struct fixture *f)
{
	struct crm_buf all = { 0 };
	uint64_t hash;
	const char *const sql[] = {
		"SELECT \"id\", \"name\", \"city\", \"phone\","
		" \"created_at\" FROM \"account\"",
		"SELECT \"id\", \"name\", \"email\", \"phone\","
		" \"birthday\" FROM \"contact\"",
		"SELECT \"name\", \"amount\", \"close_date\", \"stage\","
		" \"won_on\" FROM \"opp\"",
		"SELECT \"opp\", \"to\", \"on\", \"by\", \"days\" FROM"
		" \"stage_change\"",
		"SELECT \"entity\", \"record\", \"tag\", \"id\", 0 FROM"
		" \"tag\"",
	};

	for (size_t i = 0; i < COUNT(sql); i++)
		rows(&all, f, sql[i], 5);
	hash = crm_hash(all.s, all.len);
	crm_buf_free(&all);
	return hash;
}

static void
test_the_demo_is_always_the_same(void **state)
{
	struct crm_init_how how = { .login = "ada", .demo = true };
	uint64_t first;
	struct fixture f;

	(void)state;
	fixture_begin(&f, "2026-11-22");
	check(&f, crm_init(&f.crm, f.path, &how));
	first = fingerprint(&f);
	fixture_end(&f);
	fixture_begin(&f, "2026-11-22");
	check(&f, crm_init(&f.crm, f.path, &how));
	assert_true(fingerprint(&f) == first);
	fixture_end(&f);
}

static void
test_what_the_demo_has(void **state)
{
	struct crm_init_how how = { .login = "ada", .demo = true };
	struct fixture f;

	(void)state;
	fixture_begin(&f, "2026-11-22");
	check(&f, crm_init(&f.crm, f.path, &how));
	expect_rows(&f, "SELECT \"login\", \"role\", \"t\".\"name\" FROM"
	    " \"user\" \"u\" JOIN \"team\" \"t\" ON \"t\".\"id\" = \"team\""
	    " ORDER BY \"login\"", 3, "ada|admin|Sales\n"
	    "bob|manager|Sales\ncarol|rep|Sales\ndan|rep|Key Accounts\n"
	    "erin|rep|Key Accounts\n");
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM \"account\""), 40);
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM \"account\""
	    " WHERE \"parent\" IS NOT NULL"), 4);
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM \"contact\""), 200);
	assert_int_equal(number(&f, "SELECT COUNT(DISTINCT \"email\") FROM"
	    " \"contact\" WHERE \"email\" LIKE '%.test'"), 200);
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM \"product\""), 8);
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM \"opp\""), 60);
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM \"opp\" WHERE"
	    " \"currency\" = 'USD'"), 4);
	expect_rows(&f, "SELECT \"category\", COUNT(*) FROM \"opp\" JOIN"
	    " \"stage\" \"s\" ON \"s\".\"id\" = \"stage\""
	    " GROUP BY \"category\" ORDER BY 1", 2,
	    "lost|12\nopen|24\nwon|24\n");
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM \"opp\" WHERE"
	    " \"lost_on\" IS NOT NULL AND \"lost_reason\" IS NULL"), 0);
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM \"batch\""), 1);
	fixture_end(&f);
}

/* No deal is moved before it was moved there, or after today. */
static void
test_the_demo_s_history_is_in_order(void **state)
{
	struct crm_init_how how = { .login = "ada", .demo = true };
	struct fixture f;

	(void)state;
	fixture_begin(&f, "2026-11-22");
	check(&f, crm_init(&f.crm, f.path, &how));
	assert_true(number(&f, "SELECT COUNT(*) FROM \"stage_change\"")
	    > 120);
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM \"stage_change\""
	    " WHERE \"on\" > '2026-11-22' OR \"days\" < 0 OR \"days\" IS"
	    " NULL"), 0);
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM \"opp\" WHERE"
	    " \"opened\" < '2025-11-22' OR \"opened\" > \"stage_since\""),
	    0);
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM \"stage_change\""
	    " \"c\" JOIN \"opp\" \"o\" ON \"o\".\"id\" = \"c\".\"opp\""
	    " WHERE \"c\".\"by\" <> \"o\".\"owner\""), 0);
	assert_true(number(&f, "SELECT COUNT(DISTINCT substr(\"won_on\", 1,"
	    " 7)) FROM \"opp\"") >= 9);
	assert_true(number(&f, "SELECT COUNT(*) FROM \"opp\" WHERE"
	    " \"won_on\" IS NULL AND \"lost_on\" IS NULL AND \"close_date\""
	    " < '2026-11-22'") > 0);
	fixture_end(&f);
}

/* Every value of it is one that a user could have typed. */
static void
check_record(struct fixture *f, const struct crm_entity *e, int64_t id)
{
	struct crm_record *r;

	check(f, crm_record_load(&r, &f->crm, e, id, &f->crm.arena));
	for (size_t i = CRM_F_OWN; i < e->nfields; i++) {
		struct crm_value v;

		if (r->v[i].kind != CRM_TEXT)
			continue;
		check(f, crm_value_read(&v, &f->crm, &e->fields[i],
		    r->v[i].s, r->v[i].len, NULL));
	}
}

static void
test_the_demo_s_values_are_valid(void **state)
{
	static const struct crm_entity *const all[] = {
		&crm_account, &crm_contact, &crm_opp, &crm_product, &crm_user
	};
	struct crm_init_how how = { .login = "bob", .currency = "USD",
	    .demo = true };
	struct fixture f;
	struct crm_buf sql = { 0 };

	(void)state;
	/* A leap day, the admin called as a seller, the other currency. */
	fixture_begin(&f, "2028-02-29");
	check(&f, crm_init(&f.crm, f.path, &how));
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM \"opp\" WHERE"
	    " \"currency\" = 'EUR'"), 4);
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM \"user\""), 5);
	for (size_t i = 0; i < COUNT(all); i++) {
		int64_t n;

		crm_buf_cut(&sql, 0);
		crm_buf_printf(&sql, "SELECT COUNT(*) FROM \"%s\"",
		    all[i]->name);
		n = number(&f, sql.s);
		for (int64_t id = 1; id <= n; id++)
			check_record(&f, all[i], id);
	}
	crm_buf_free(&sql);
	fixture_end(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_a_new_database_has),
		cmocka_unit_test(test_it_opens_again_with_its_settings),
		cmocka_unit_test(test_wrong_settings_leave_nothing),
		cmocka_unit_test(test_a_failure_half_way_removes_the_file),
		cmocka_unit_test(test_a_file_that_is_there_stays),
		cmocka_unit_test(test_the_demo_is_always_the_same),
		cmocka_unit_test(test_what_the_demo_has),
		cmocka_unit_test(test_the_demo_s_history_is_in_order),
		cmocka_unit_test(test_the_demo_s_values_are_valid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
