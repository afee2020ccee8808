/* Many records at once, with indexes and without, by the rules of one. */
#include "import.h"

#include "crm/account.h"
#include "crm/bulk.h"
#include "crm/contact.h"
#include "crm/record.h"

static struct crm_record *
contact(struct crm *crm, struct crm_arena *a, const char *last,
	const char *email, const char *tags)
{
	struct crm_record *r = crm_record_new(crm, &crm_contact, a);

	crm_record_set(r, CONTACT_LAST_NAME, crm_text(last));
	crm_record_set(r, CONTACT_EMAIL, crm_text(email));
	crm_record_set(r, CRM_F_TAGS, crm_text(tags));
	return r;
}

static void
begin(struct world *w)
{
	assert_int_equal(crm_batch_begin(&w->crm, "contact", "import", NULL),
	    0);
}

static void
begin_bulk(struct crm_bulk **b, struct world *w, int64_t expected)
{
	struct crm_bulk_how how = {
		.expected = expected,
		.key = &crm_contact.fields[CONTACT_EMAIL]
	};

	begin(w);
	assert_int_equal(crm_bulk_begin(b, &w->crm, &crm_contact, &how), 0);
	assert_int_equal(crm_bulk_alone(*b), expected > 1000);
}

static int
add(struct crm_bulk *b, struct world *w, const char *last, const char *email,
    int64_t id, int64_t mark)
{
	struct crm_arena a = { 0 };
	struct crm_record *r = contact(&w->crm, &a, last, email, "b;a");
	int rc;

	if (id)
		crm_record_set(r, CRM_F_ID, crm_int(id));
	rc = crm_bulk_add(b, r, mark);
	crm_arena_free(&a);
	return rc;
}

/* The same both ways: EXPECTED decides. */
static void
load(struct world *w, int64_t expected)
{
	struct crm_bulk *b;
	char last[32], email[64];

	begin_bulk(&b, w, expected);
	for (int i = 0; i < 2000; i++) {
		snprintf(last, sizeof(last), "Name %d", i);
		snprintf(email, sizeof(email), "N%d@acme.test", i);
		assert_int_equal(add(b, w, last, email, 0, 10 + i), 0);
	}
	assert_int_equal(add(b, w, "Twin", "n7@ACME.test", 0, 3000),
	    CRM_ECONFLICT);
	assert_int_equal(crm_bulk_clash(b), 8);
	assert_int_equal(crm_bulk_mark(b, 8), 17);
	assert_int_equal(crm_bulk_mark(b, 2001), -1);
	assert_int_equal(add(b, w, NULL, "nobody@acme.test", 0, 3001),
	    CRM_EINVAL);
	assert_int_equal(add(b, w, "Last", NULL, 0, 3002), 0);
	assert_int_equal(crm_batch_end(&w->crm, crm_bulk_end(b, 0)), 0);
}

static void
check_load(struct world *w)
{
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM contact"), 2001);
	assert_int_equal(ask(w, "SELECT MAX(id) FROM contact"), 2001);
	assert_int_equal(ask(w, "SELECT MIN(rev) + MAX(rev) FROM contact"),
	    2);
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM tag"), 4002);
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM log WHERE entity IN"
	    " (2, 10) AND op = 'I'"), 2);
	assert_int_equal(ask(w, "SELECT added FROM batch WHERE id = 2"),
	    2001);
	assert_string_equal(text_of(w, "SELECT name_key FROM contact WHERE"
	    " email_key = 'n5@acme.test'"), "name 5");
	assert_string_equal(text_of(w, "PRAGMA integrity_check"), "ok");
}

static void
test_load(void **state)
{
	struct world *w = *state;
	int64_t indexes = ask(w, "SELECT COUNT(*) FROM sqlite_schema WHERE"
	    " type = 'index'");

	load(w, 2000);
	check_load(w);
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM sqlite_schema WHERE"
	    " type = 'index'"), indexes);
	assert_int_equal(crm_undo(&w->crm, 2, NULL, NULL), 0);
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM contact"), 0);
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM tag"), 0);
}

/* Values of the first records are found behind those of many more. */
static void
test_more(void **state)
{
	struct world *w = *state;
	struct crm_bulk *b;
	char email[64];

	begin_bulk(&b, w, 1001);
	for (int i = 0; i < 9000; i++) {
		snprintf(email, sizeof(email), "n%d@acme.test", i);
		assert_int_equal(add(b, w, "Name", i % 3 ? email : NULL, 0,
		    i), 0);
	}
	for (int i = 1; i < 9000; i += 500) {
		snprintf(email, sizeof(email), "n%d@acme.test", i);
		assert_int_equal(add(b, w, "Twin", email, 0, 9000), i % 3
		    ? CRM_ECONFLICT : 0);
		assert_int_equal(crm_bulk_clash(b), i % 3 ? i + 1 : 0);
	}
	assert_int_equal(crm_batch_end(&w->crm, crm_bulk_end(b, 0)), 0);
}

static void
test_few(void **state)
{
	struct world *w = *state;

	load(w, 0);
	check_load(w);
}

static void
test_roll_back(void **state)
{
	struct world *w = *state;
	struct crm_bulk *b;

	begin_bulk(&b, w, 5000);
	assert_int_equal(add(b, w, "A", "a@acme.test", 0, 1), 0);
	assert_int_equal(crm_batch_end(&w->crm, crm_bulk_end(b, CRM_EINVAL)),
	    CRM_EINVAL);
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM contact"), 0);
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM sqlite_schema WHERE"
	    " name = 'contact_email_key'"), 1);
	assert_int_equal(crm_bulk_end(NULL, CRM_EBUSY), CRM_EBUSY);
}

/* Rows are written behind the caller, who hears of a failure by the end. */
static void
test_full(void **state)
{
	struct world *w = *state;
	struct crm_bulk *b;
	char last[256];
	int rc = 0;

	assert_int_equal(ask(w, "PRAGMA page_count") > 0, 1);
	assert_true(ask(w, "PRAGMA max_page_count=1") > 0);
	begin_bulk(&b, w, 5000);
	for (int i = 0; !rc && i < 5000; i++) {
		snprintf(last, sizeof(last), "%0200d", i);
		rc = add(b, w, last, NULL, 0, i);
	}
	rc = crm_bulk_end(b, rc);
	assert_int_equal(rc, CRM_EFAIL);
	assert_string_equal(w->crm.err.text,
	    "database: database or disk is full");
	assert_int_equal(crm_batch_end(&w->crm, rc), CRM_EFAIL);
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM contact"), 0);
	assert_true(ask(w, "PRAGMA max_page_count=1000000") > 1);
	load(w, 2000);
	check_load(w);
}

/* A new contact of the account ACCOUNT, which need not be there. */
static int
add_at(struct crm_bulk *b, struct world *w, int64_t account)
{
	struct crm_arena a = { 0 };
	struct crm_record *r = contact(&w->crm, &a, "At", NULL, NULL);
	int rc;

	crm_record_set(r, CONTACT_ACCOUNT, crm_int(account));
	rc = crm_bulk_add(b, r, 1);
	crm_arena_free(&a);
	return rc;
}

/* The engine refuses an account that isn't there. */
static void
check_guarded(struct world *w)
{
	struct crm_db *db = w->crm.db;

	assert_int_equal(crm_db_begin(db), 0);
	assert_int_equal(crm_db_exec(db, "INSERT INTO contact(name, account)"
	    " VALUES('X', 99)", CRM_NONE), 0);
	assert_int_equal(crm_db_end(db, 0), CRM_ECONFLICT);
}

static int64_t
new_account(struct world *w, int64_t owner)
{
	struct crm_arena a = { 0 };
	struct crm_record *r = crm_record_new(&w->crm, &crm_account, &a);
	int64_t id;

	crm_record_set(r, ACCOUNT_NAME, crm_text("Acme"));
	crm_record_set(r, CRM_F_OWNER, crm_int(owner));
	assert_int_equal(crm_save(&w->crm, r), 0);
	id = crm_record_id(r);
	crm_arena_free(&a);
	return id;
}

/* What rows refer to must be there in the end, in whatever order it came. */
static void
test_references(void **state)
{
	struct world *w = *state;
	struct crm_bulk *b;

	begin_bulk(&b, w, 5000);
	for (int i = 0; i < 100; i++)
		assert_int_equal(add_at(b, w, 1), 0);
	assert_int_equal(crm_bulk_end(b, 0), CRM_ECONFLICT);
	assert_string_equal(w->crm.err.text,
	    "the account of contact 1 isn't there");
	assert_string_equal(w->crm.err.field, "account");
	assert_int_equal(crm_batch_end(&w->crm, CRM_ECONFLICT),
	    CRM_ECONFLICT);
	check_guarded(w);

	begin_bulk(&b, w, 5000);
	for (int i = 0; i < 100; i++)
		assert_int_equal(add_at(b, w, 1), 0);
	assert_int_equal(new_account(w, 1), 1);
	for (int i = 0; i < 100; i++)
		assert_int_equal(add_at(b, w, 1), 0);
	assert_int_equal(crm_batch_end(&w->crm, crm_bulk_end(b, 0)), 0);
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM contact"), 200);
	check_guarded(w);
}

/* Only the rows of the load go unlooked at. */
static void
test_references_of_others(void **state)
{
	struct world *w = *state;
	struct crm_bulk *b;

	begin_bulk(&b, w, 5000);
	for (int i = 0; i < 100; i++)
		assert_int_equal(add(b, w, "A", NULL, 0, 1), 0);
	new_account(w, 99);
	assert_int_equal(crm_bulk_end(b, 0), 0);
	assert_int_equal(crm_batch_end(&w->crm, 0), CRM_ECONFLICT);
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM contact"), 0);
	check_guarded(w);

	begin_bulk(&b, w, 5000);
	for (int i = 0; i < 100; i++)
		assert_int_equal(add_at(b, w, 99), 0);
	assert_int_equal(crm_batch_end(&w->crm, crm_bulk_end(b,
	    CRM_EINVAL)), CRM_EINVAL);
	check_guarded(w);
}

/* An id that was given is kept; what follows is counted on from it. */
static void
check_ids(struct world *w, int64_t expected)
{
	struct crm_bulk *b;

	begin_bulk(&b, w, expected);
	assert_int_equal(add(b, w, "A", "a@acme.test", 0, 1), 0);
	assert_int_equal(add(b, w, "B", "b@acme.test", 50, 2), 0);
	assert_int_equal(add(b, w, "C", "c@acme.test", 0, 3), 0);
	assert_int_equal(add(b, w, "D", "d@acme.test", 50, 4),
	    CRM_ECONFLICT);
	assert_int_equal(crm_bulk_clash(b), 50);
	assert_int_equal(crm_bulk_mark(b, 50), 2);
	assert_int_equal(add(b, w, "E", "e@acme.test", 20, 5), 0);
	assert_int_equal(add(b, w, "F", "f@acme.test", 0, 6), 0);
	assert_int_equal(crm_bulk_mark(b, 20), 5);
	assert_int_equal(crm_bulk_mark(b, 52), 6);
	assert_int_equal(crm_batch_end(&w->crm, crm_bulk_end(b, 0)), 0);
	assert_string_equal(text_of(w, "SELECT group_concat(id, ' ') FROM"
	    " (SELECT id FROM contact ORDER BY last_name)"), "1 50 51 20 52");
	assert_int_equal(crm_undo(&w->crm, crm_batch_id(&w->crm),
	    NULL, NULL), 0);
}

static void
test_ids(void **state)
{
	check_ids(*state, 0);
}

static void
test_ids_deferred(void **state)
{
	check_ids(*state, 5000);
}

static void
check_find(struct world *w, int64_t expected)
{
	struct crm_arena a = { 0 };
	struct crm_bulk *b;
	int64_t ids[2];

	begin_bulk(&b, w, expected);
	assert_int_equal(add(b, w, "A", "a@acme.test", 0, 1), 0);
	assert_int_equal(crm_bulk_find(ids, b, contact(&w->crm, &a, "X",
	    "A@acme.test", NULL), CONTACT_EMAIL), 1);
	assert_int_equal(ids[0], 1);
	assert_int_equal(crm_bulk_find(ids, b, contact(&w->crm, &a, "X",
	    "b@acme.test", NULL), CONTACT_EMAIL), 0);
	assert_int_equal(crm_bulk_find(ids, b, contact(&w->crm, &a, "X",
	    NULL, NULL), CONTACT_EMAIL), 0);
	assert_int_equal(crm_bulk_index(b), 0);
	assert_int_equal(crm_bulk_refer(b, 1, CONTACT_REPORTS_TO, 1), 0);
	assert_int_equal(crm_batch_end(&w->crm, crm_bulk_end(b, 0)), 0);
	assert_int_equal(ask(w, "SELECT reports_to + rev FROM contact"), 2);
	crm_arena_free(&a);
}

static void
test_find(void **state)
{
	check_find(*state, 0);
}

static void
test_find_deferred(void **state)
{
	check_find(*state, 5000);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(test_load), T(test_more), T(test_few), T(test_roll_back),
		T(test_full), T(test_ids),
		T(test_ids_deferred), T(test_find), T(test_find_deferred),
		T(test_references), T(test_references_of_others)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
