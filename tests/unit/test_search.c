/*
 * The index against the records: random writes of every kind, and after some
 * of them every search must find what a walk over the records finds.
 */
#include "import.h"

#include "crm/account.h"
#include "crm/bulk.h"
#include "crm/contact.h"
#include "crm/query.h"
#include "crm/record.h"
#include "crm/search.h"
#include "crm/text_words.h"

static const char *const vocabulary[] = {
	"ada", "Adam", "Lovelace", "love", "M\xc3\xbcller", "muller", "M",
	"O'Brien", "brien", "\xd0\x9c\xd0\xb0\xd1\x80\xd0\xb8\xd1\x8f",
	"\xe5\xb1\xb1\xe7\x94\xb0", "\xe5\xb1\xb1", "AT&T", "a_b", "x1",
	"x12", "wind", "Windmill", "windmills", "vip", "NEAR", "and", "or"
};

static const char *
word(uint64_t *seed)
{
	return vocabulary[unit_random(seed) % COUNT(vocabulary)];
}

/* Some words, or an empty text, in A. */
static const char *
text(struct crm_arena *a, uint64_t *seed, size_t most)
{
	struct crm_buf b = { 0 };
	const char *s;

	for (size_t n = unit_random(seed) % (most + 1); n; n--)
		crm_buf_printf(&b, "%s%s", b.len ? " " : "", word(seed));
	s = crm_arena_copy(a, b.s ? b.s : "", b.len);
	crm_buf_free(&b);
	return s;
}

static void
assign(struct world *w, struct crm_record *r, const char *field,
       const char *value)
{
	assert_int_equal(crm_record_assign(&w->crm, r, field, '=', value,
	    strlen(value), NULL), 0);
}

static void
fill(struct world *w, struct crm_record *r, uint64_t *seed)
{
	static const char *const of_contact[] = {
		"first_name", "title", "notes", "tags", "ext_id", "email"
	};
	static const char *const of_account[] = {
		"name", "notes", "tags", "website", "street", "phone"
	};
	const char *field = (crm_is(r->entity, &crm_contact) ? of_contact
	    : of_account)[unit_random(seed) % 6];
	uint64_t n = unit_random(seed);
	struct crm_arena *a = r->arena;

	if (!strcmp(field, "email"))
		assign(w, r, field, crm_arena_printf(a, "x%u@wind%u.test",
		    (unsigned)(n % 100000), (unsigned)(n % 7)));
	else if (!strcmp(field, "website"))
		assign(w, r, field, n % 2 ? "https://www.windmill.test/vip"
		    : "ada.test");
	else if (!strcmp(field, "phone"))
		assign(w, r, field, n % 2 ? "+49 30 12345" : "030 98765 4");
	else if (!strcmp(field, "ext_id"))
		assign(w, r, field, crm_arena_printf(a, "wind:%u",
		    (unsigned)(n % 100000)));
	else
		assign(w, r, field, strcmp(field, "name") ? text(a, seed, 4)
		    : word(seed));
}

static const struct crm_entity *
some(uint64_t *seed)
{
	return unit_random(seed) % 2 ? &crm_contact : &crm_account;
}

static void
add_new(struct world *w, uint64_t *seed, struct crm_arena *a)
{
	const struct crm_entity *e = some(seed);
	struct crm_record *r = crm_record_new(&w->crm, e, a);
	int rc;

	assign(w, r, crm_is(e, &crm_contact) ? "last_name" : "name",
	    word(seed));
	for (int i = 0; i < 3; i++)
		fill(w, r, seed);
	rc = crm_save(&w->crm, r);
	assert_true(!rc || rc == CRM_ECONFLICT);
}

static void
add_many(struct world *w, uint64_t *seed, struct crm_arena *a)
{
	struct crm_bulk_how how = {
		.expected = unit_random(seed) % 2 ? 5000 : 0
	};
	struct crm_bulk *b;
	int rc;

	assert_int_equal(crm_bulk_begin(&b, &w->crm, &crm_contact, &how), 0);
	for (int i = 0; i < 40; i++) {
		struct crm_record *r = crm_record_new(&w->crm, &crm_contact,
		    a);

		assign(w, r, "last_name", word(seed));
		fill(w, r, seed);
		rc = crm_bulk_add(b, r, i);
		assert_true(!rc || rc == CRM_ECONFLICT);
	}
	assert_int_equal(crm_bulk_end(b, 0), 0);
}

static void
change_one(struct world *w, uint64_t *seed, struct crm_arena *a)
{
	const struct crm_entity *e = some(seed);
	int64_t id = 1 + (int64_t)(unit_random(seed) % 60);
	struct crm_record *r;
	bool done;
	int rc;

	switch (unit_random(seed) % 5) {
	case 0:
		rc = crm_delete(&w->crm, e, id, &done);
		break;
	case 1:
		rc = crm_restore(&w->crm, e, id, &done);
		break;
	case 2:
		rc = crm_tag_change(&w->crm, e, id,
		    unit_random(seed) % 2 ? '+' : '-', word(seed), &done);
		break;
	default:
		rc = crm_record_load(&r, &w->crm, e, id, a);
		/* Twice: the first words leave, the last ones come. */
		for (int i = 0; !rc && i < 2; i++) {
			fill(w, r, seed);
			rc = crm_save(&w->crm, r);
			if (!rc)
				rc = crm_record_load(&r, &w->crm, e, id, a);
		}
	}
	assert_true(!rc || rc == CRM_ENOTFOUND || rc == CRM_ECONFLICT);
}

static void
step(struct world *w, uint64_t *seed)
{
	struct crm_arena a = { 0 };
	uint64_t what = unit_random(seed) % 20;
	struct crm_batch_how how = { .dry_run = what == 1 };
	int64_t last = ask(w, "SELECT MAX(id) FROM batch");
	int rc;

	if (what < 6 && what > 1 && last > 1) {
		rc = crm_undo(&w->crm, what < 4 ? last : 2 +
		    (int64_t)(unit_random(seed) % (uint64_t)(last - 1)),
		    NULL, NULL);
		assert_true(!rc || rc == CRM_ECONFLICT);
		return;
	}
	assert_int_equal(crm_batch_begin(&w->crm, "contact", "add", &how), 0);
	/* As a load does: its words are gathered aside. */
	if (unit_random(seed) % 3 == 0)
		assert_int_equal(crm_db_search_load(w->crm.db, 100000), 0);
	for (uint64_t n = unit_random(seed) % 6; n; n--)
		if (unit_random(seed) % 3)
			change_one(w, seed, &a);
		else
			add_new(w, seed, &a);
	if (what > 17)
		add_many(w, seed, &a);
	/* A batch that fails leaves nothing in the index, either. */
	crm_batch_end(&w->crm, what == 0 ? CRM_EINVAL : 0);
	crm_arena_free(&a);
}

/* Whether one of the words of TEXT is, or begins with, WORD. */
static bool
has_word(const char *text, const char *word, bool begins)
{
	size_t len = strlen(word);

	for (const char *s = text; *s; s += *s == ' ') {
		size_t n = strcspn(s, " ");

		if ((begins ? n >= len : n == len) && !memcmp(s, word, len))
			return true;
		s += n;
	}
	return false;
}

static bool
has_all(const char *text, const char *words)
{
	char one[128];

	for (const char *s = words; *s; s += *s == ' ') {
		size_t n = strcspn(s, " "), len = n;
		bool begins = s[n - 1] == '*';

		memcpy(one, s, n);
		one[len - begins] = '\0';
		if (!has_word(text, one, begins))
			return false;
		s += n;
	}
	return true;
}

/* The words of the cells FROM to UPTO of the row. */
static const char *
words_of(struct crm_arena *a, struct crm_rows *rows, int from, int upto)
{
	struct crm_buf b = { 0 };
	const char *s;

	for (int i = from; i < upto; i++)
		if (crm_rows_text(rows, i))
			crm_text_words(&b, crm_rows_text(rows, i),
			    strlen(crm_rows_text(rows, i)));
	s = crm_arena_copy(a, b.s ? b.s : "", b.len);
	crm_buf_free(&b);
	return s;
}

static const char contacts[] = "SELECT id, name, email, ext_id, (SELECT"
    " group_concat(tag, ' ') FROM tag WHERE entity = 2 AND record = c.id),"
    " first_name, last_name, title, notes FROM contact c WHERE deleted_at IS"
    " NULL ORDER BY id DESC";
/* The web address as it is found by. */
static const char accounts[] = "SELECT id, name, CASE website WHEN"
    " 'ada.test' THEN website WHEN 'https://www.windmill.test/vip' THEN"
    " 'windmill.test/vip' END, CASE phone WHEN '+49 30 12345' THEN"
    " '493012345 12345' WHEN '030 98765 4' THEN '030987654 98765' END,"
    " (SELECT group_concat(tag, ' ') FROM tag WHERE entity = 1 AND record ="
    " a.id), street, notes, NULL, NULL FROM account a WHERE deleted_at IS"
    " NULL ORDER BY id DESC";

/* "1:7 1:3 2:9 3:1": where it was found, and its id. */
static void
expect(struct crm_buf *out, struct world *w, const struct crm_entity *e,
       const char *words)
{
	struct crm_arena a = { 0 };
	struct crm_buf by[3] = { { 0 } };
	struct crm_rows *rows;

	assert_int_equal(crm_db_query(&rows, w->crm.db,
	    crm_is(e, &crm_contact) ? contacts : accounts, CRM_NONE), 0);
	while (crm_rows_next(rows) > 0) {
		static const int upto[] = { 2, 5, 9 };

		for (int i = 0; i < 3; i++) {
			if (!has_all(words_of(&a, rows, 1, upto[i]), words))
				continue;
			crm_buf_printf(&by[i], "%lld ",
			    (long long)crm_rows_int(rows, 0));
			break;
		}
	}
	crm_rows_close(rows);
	for (int i = 0; i < 3; i++) {
		crm_buf_str(out, by[i].s ? by[i].s : "");
		crm_buf_free(&by[i]);
	}
	crm_arena_free(&a);
}

static int
take_id(void *ctx, int64_t id)
{
	crm_buf_printf(ctx, "%lld ", (long long)id);
	return 0;
}

/* As lists find it: best first, but what is called so comes before. */
static void
find(struct crm_buf *out, struct world *w, const struct crm_entity *e,
     const char *text)
{
	struct crm_arena a = { 0 };
	struct crm_query *q = crm_query_new(&w->crm, e, &a);

	assert_int_equal(crm_query_search(q, text), 0);
	assert_int_equal(crm_query_ids(q, take_id, out), 0);
	crm_arena_free(&a);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The same ids in any order. */
static void
sort(struct crm_buf *ids)
{
	char *v[4096], *s = ids->s, *copy = strdup(ids->s ? ids->s : "");
	size_t n = 0;

	for (s = strtok(copy, " "); s; s = strtok(NULL, " "))
		v[n++] = s;
	qsort(v, n, sizeof(*v), by_text);
	crm_buf_cut(ids, 0);
	for (size_t i = 0; i < n; i++)
		crm_buf_printf(ids, "%s ", v[i]);
	free(copy);
}

static void
check_one(struct world *w, const struct crm_entity *e, const char *text,
	  bool ordered)
{
	struct crm_buf found = { 0 }, want = { 0 };
	struct crm_arena a = { 0 };
	const char *words;

	assert_int_equal(crm_search_read(&words, &w->crm, &a, text), 0);
	expect(&want, w, e, words);
	find(&found, w, e, text);
	crm_buf_str(&want, "");
	crm_buf_str(&found, "");
	if (!ordered) {
		sort(&want);
		sort(&found);
	}
	if (strcmp(found.s ? found.s : "", want.s ? want.s : ""))
		print_message("'%s' (%s)\n", text, words);
	assert_string_equal(found.s ? found.s : "", want.s ? want.s : "");
	crm_buf_free(&found);
	crm_buf_free(&want);
	crm_arena_free(&a);
}

static void
check_all(struct world *w, uint64_t *seed)
{
	struct crm_arena a = { 0 };
	bool fits = false;

	assert_int_equal(crm_search_check(&fits, &w->crm), 0);
	assert_true(fits);
	for (size_t i = 0; i < COUNT(vocabulary); i++) {
		check_one(w, &crm_contact, vocabulary[i], false);
		check_one(w, &crm_account, vocabulary[i], false);
		/* A blank behind: no one is called exactly so. */
		check_one(w, &crm_contact, crm_arena_printf(&a, "%s %s? ",
		    word(seed), word(seed)), true);
		check_one(w, &crm_account, crm_arena_printf(&a, "? %s* %s",
		    word(seed), word(seed)), true);
	}
	crm_arena_free(&a);
}

static void
test_random(void **state)
{
	struct world *w = *state;
	uint64_t seed = 23;

	for (int i = 0; i < 400; i++) {
		step(w, &seed);
		if (i % 20 == 0)
			check_all(w, &seed);
	}
	assert_true(ask(w, "SELECT COUNT(*) FROM contact") > 50);
	check_all(w, &seed);
	/* What a rebuild gives is the same. */
	assert_int_equal(crm_search_rebuild(&w->crm), 0);
	check_all(w, &seed);
}

static void
put(struct world *w, int64_t link, const char *name, bool comes)
{
	const struct crm_value words[CRM_SEARCH_PARTS] = { crm_text(name) };

	assert_int_equal((comes ? crm_db_search_add : crm_db_search_remove)(
	    w->crm.db, link, words), 0);
}

static int
take_link(void *ctx, const struct crm_value *v)
{
	crm_buf_printf(ctx, "%lld ", (long long)v[0].i);
	return 0;
}

static int
take_value(void *ctx, struct crm_value v)
{
	struct crm_value *all = ctx;
	int n = 0;

	while (all[n].kind != CRM_NULL)
		n++;
	all[n] = v;
	return n + 1;
}

static void
finds(struct world *w, const char *words, const char *links)
{
	struct crm_value v[4] = { { 0 } };
	struct crm_buf sql = { 0 }, found = { 0 };
	struct crm_arena a = { 0 };
	size_t n = 0;

	crm_buf_str(&sql, "SELECT link FROM ");
	assert_int_equal(crm_db_search(w->crm.db, &sql, &a, words, take_value,
	    v), 0);
	crm_buf_str(&sql, " ORDER BY link");
	while (v[n].kind != CRM_NULL)
		n++;
	assert_int_equal(crm_db_each(w->crm.db, sql.s, n, v, 1, take_link,
	    &found), 0);
	assert_string_equal(found.s ? found.s : "", links);
	crm_buf_free(&sql);
	crm_buf_free(&found);
	crm_arena_free(&a);
}

/* Words of a load are there with those of before, meanwhile and after. */
static void
load_words(struct world *w)
{
	struct crm_db *db = w->crm.db;

	put(w, 66, "early", true);
	put(w, 130, "early bird", true);
	assert_int_equal(crm_db_search_load(db, 100000), 0);
	put(w, 194, "loaded bird", true);
	put(w, 66, "early", false);
	assert_int_equal(crm_db_search_load(db, 0), 0);
	put(w, 258, "late bird", true);
	finds(w, "bird", "130 194 258 ");
	finds(w, "early", "130 ");
	/* To look for something ends it, too. */
	assert_int_equal(crm_db_search_load(db, 100000), 0);
	put(w, 322, "late", true);
	finds(w, "late", "258 322 ");
}

static void
test_load(void **state)
{
	struct world *w = *state;
	struct crm_db *db = w->crm.db;

	finds(w, "bird", "");
	assert_int_equal(crm_db_begin(db), 0);
	load_words(w);
	assert_int_equal(crm_db_end(db, CRM_EINVAL), CRM_EINVAL);
	finds(w, "bird", "");
	assert_int_equal(crm_db_begin(db), 0);
	load_words(w);
	assert_int_equal(crm_db_end(db, 0), 0);
	finds(w, "bird", "130 194 258 ");
	assert_int_equal(crm_db_begin(db), 0);
	assert_int_equal(crm_db_search_load(db, 100000), 0);
	put(w, 386, "lost bird", true);
	assert_int_equal(crm_db_end(db, CRM_EINVAL), CRM_EINVAL);
	assert_int_equal(crm_db_begin(db), 0);
	assert_int_equal(crm_db_search_load(db, 100000), 0);
	put(w, 450, "kept bird", true);
	assert_int_equal(crm_db_end(db, 0), 0);
	finds(w, "bird", "130 194 258 450 ");
}

static void
test_check(void **state)
{
	static const char *const spoil[] = {
		"UPDATE contact SET title = 'balloonist' WHERE id = 1",
		"DELETE FROM contact WHERE id = 2",
		"UPDATE contact SET deleted_at = '2026-01-01T00:00:00Z'"
		    " WHERE id = 3",
		"INSERT INTO contact(name) VALUES('Nobody')",
		"INSERT INTO tag(entity, record, tag) VALUES(2, 4, 'lost')",
		/* In another part; of another entity. */
		"UPDATE contact SET name = 'vip', notes = 'Wind' WHERE"
		    " id = 5",
		"INSERT INTO search(rowid, a) VALUES(66, 'twice')",
	};
	struct world *w = *state;
	struct crm_arena a = { 0 };
	uint64_t seed = 1;
	bool fits;

	assert_int_equal(crm_batch_begin(&w->crm, "contact", "import", NULL),
	    0);
	add_many(w, &seed, &a);
	assert_int_equal(crm_batch_end(&w->crm, 0), 0);
	assert_int_equal(crm_db_exec(w->crm.db, "UPDATE contact SET name ="
	    " 'Wind', notes = 'vip' WHERE id = 5", CRM_NONE), 0);
	assert_int_equal(crm_search_rebuild(&w->crm), 0);
	for (size_t i = 0; i < COUNT(spoil); i++) {
		assert_int_equal(crm_search_check(&fits, &w->crm), 0);
		assert_true(fits);
		assert_int_equal(crm_db_exec(w->crm.db, spoil[i], CRM_NONE),
		    0);
		assert_int_equal(crm_search_check(&fits, &w->crm), 0);
		if (fits)
			print_message("%s\n", spoil[i]);
		assert_false(fits);
		assert_int_equal(crm_search_rebuild(&w->crm), 0);
	}
	crm_arena_free(&a);
}

static void
test_read(void **state)
{
	static const char *const cases[][2] = {
		{ "Ada", "ada*" }, { "Ada ", "ada" }, { "a", "a" },
		{ "a*", "a*" }, { "lov* ada\t", "lov* ada" },
		{ "* ada *", "ada" }, { "O'Br", "o br*" },
		{ "\xd0\xaf", "\xd1\x8f" },
		{ "\"NEAR\" (b) ", "near b" }, { "a|b", "a b" },
		{ "https://www.acme.test/x", "acme test x" },
		{ "1234", "1234*" }, { "+49 30 12", "49 30 12*|493012*" },
		{ "555 0100 ", "555 0100|5550100" },
	};
	struct world *w = *state;
	struct crm_arena a = { 0 };
	const char *words, *none[] = { "", " ", "?!", "* |", "\xcc\x88" };
	struct crm_buf many = { 0 };

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(crm_search_read(&words, &w->crm, &a,
		    cases[i][0]), 0);
		assert_string_equal(words, cases[i][1]);
	}
	for (size_t i = 0; i < COUNT(none); i++)
		assert_int_equal(crm_search_read(&words, &w->crm, &a,
		    none[i]), CRM_EUSAGE);
	for (int i = 0; i <= CRM_SEARCH_WORDS; i++)
		crm_buf_printf(&many, "w%d ", i);
	assert_int_equal(crm_search_read(&words, &w->crm, &a, many.s),
	    CRM_EUSAGE);
	crm_buf_free(&many);
	crm_arena_free(&a);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(test_read), T(test_check), T(test_random), T(test_load)
	};

	return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
