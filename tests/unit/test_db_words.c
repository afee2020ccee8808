/*
 * Thousands of odd words in many scripts: every engine folds, sorts, cuts and
 * finds them as the program does.  With CRM_TEST_SERVER, the folder of a
 * server's socket, that is asked: see tests/run.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "crm/arena.h"
#include "crm/buf.h"
#include "crm/db.h"
#include "crm/driver.h"
#include "crm/text_words.h"
#include "crm/utf8.h"

enum { TEXTS = 3000, LOOKED_UP = 700 };

struct fixture {
	char path[200];
	struct crm_db *db;
	struct crm_error err;
	struct crm_arena arena;
	const char *text[TEXTS], *words[TEXTS], *folded[TEXTS];
};

/* Letters of many scripts, and what may stand among them. */
static const struct { uint32_t first, last; } scripts[] = {
	{ 0x20, 0x7e }, { 0x41, 0x7a }, { 0xa0, 0x24f }, { 0x130, 0x131 },
	{ 0x250, 0x2ff }, { 0x300, 0x36f }, { 0x370, 0x3ff }, { 0x400, 0x52f },
	{ 0x531, 0x58a }, { 0x591, 0x5f4 }, { 0x600, 0x6ff }, { 0x700, 0x74f },
	{ 0x900, 0x97f }, { 0xe01, 0xe5b }, { 0xf00, 0xfff }, { 0x10a0, 0x10ff },
	{ 0x1100, 0x11ff }, { 0x1200, 0x137c }, { 0x13a0, 0x13fd },
	{ 0x1780, 0x17f9 }, { 0x1c80, 0x1c88 }, { 0x1c90, 0x1cbf },
	{ 0x1d00, 0x1dbf }, { 0x1e00, 0x1fff }, { 0x2000, 0x206f },
	{ 0x2070, 0x218b }, { 0x2460, 0x24ff }, { 0x2c00, 0x2d2d },
	{ 0x3040, 0x30ff }, { 0x3131, 0x318e }, { 0x4e00, 0x4fff },
	{ 0xa640, 0xa69d }, { 0xa720, 0xa7ff }, { 0xab30, 0xabbf },
	{ 0xac00, 0xd7a3 }, { 0xf900, 0xfad9 }, { 0xfb00, 0xfb4f },
	{ 0xfe00, 0xfe2f }, { 0xfe70, 0xfefc }, { 0xff01, 0xffdc },
	{ 0x10400, 0x104d3 }, { 0x10c80, 0x10cf2 }, { 0x118a0, 0x118df },
	{ 0x16e40, 0x16e7f }, { 0x1d400, 0x1d7ff }, { 0x1e900, 0x1e943 },
	{ 0x1f1e6, 0x1f1ff }, { 0x1f300, 0x1f64f }, { 0x20000, 0x200ff },
};

/* Those that engines are known to think about in their own way. */
static const char *const famous[] = {
	"Stra\303\237e", "STRASSE", "STRA\341\272\236E", "\304\260stanbul",
	"I\314\207stanbul", "\304\261\305\237\304\261k", "ISIK",
	"\316\237\316\224\316\245\316\243\316\243\316\225\316\245\316\243",
	"\316\277\316\264\317\205\317\203\317\203\316\265\317\205\317\202",
	"Zoe\314\210", "Zo\303\253", "\341\204\222\341\205\241\341\206\253",
	"\355\225\234", "\307\205ungla", "\357\254\201n", "\342\204\252elvin",
	"\342\204\253ngstr\303\266m", "\327\251\327\234\327\225\327\235",
	"\331\205\330\261\330\255\330\250\330\247", "\342\200\253abc\342\200\254",
	"\360\237\221\251\342\200\215\360\237\222\273 dev",
	"\360\237\207\251\360\237\207\252", "O'Brien", "a.b@c.de", "AT&T",
	"x:*", "!x", "(y)", "a|b", "<->", "\\", "''", "\"q\"", "%_", "e\314\201",
};

static void
add_code_point(struct crm_buf *b, uint32_t c)
{
	if (c < 0x80) {
		crm_buf_char(b, (char)c);
		return;
	}
	if (c < 0x800) {
		crm_buf_char(b, (char)(0xc0 | c >> 6));
	} else if (c < 0x10000) {
		crm_buf_char(b, (char)(0xe0 | c >> 12));
		crm_buf_char(b, (char)(0x80 | (c >> 6 & 0x3f)));
	} else {
		crm_buf_char(b, (char)(0xf0 | c >> 18));
		crm_buf_char(b, (char)(0x80 | (c >> 12 & 0x3f)));
		crm_buf_char(b, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	crm_buf_char(b, (char)(0x80 | (c & 0x3f)));
}

/* A word of one script, now and then with something of another in it. */
static void
make_text(struct crm_buf *b, uint64_t *seed)
{
	size_t script = unit_random(seed) % COUNT(scripts);
	size_t n = 1 + unit_random(seed) % 7;

	while (n--) {
		size_t i = unit_random(seed) % 5 ? script
		    : unit_random(seed) % COUNT(scripts);

		add_code_point(b, scripts[i].first + (uint32_t)(
		    unit_random(seed) % (scripts[i].last -
		    scripts[i].first + 1)));
	}
}

static void
make_texts(struct fixture *f)
{
	struct crm_buf b = { 0 };
	uint64_t seed = 4711;

	for (size_t i = 0; i < TEXTS; i++) {
		crm_buf_cut(&b, 0);
		if (i < COUNT(famous))
			crm_buf_str(&b, famous[i]);
		else
			make_text(&b, &seed);
		f->text[i] = crm_arena_copy(&f->arena, b.s, b.len);
		crm_buf_cut(&b, 0);
		crm_text_words(&b, f->text[i], strlen(f->text[i]));
		f->words[i] = crm_arena_copy(&f->arena, b.s ? b.s : "",
		    b.len);
		crm_buf_cut(&b, 0);
		crm_fold(&b, f->text[i], strlen(f->text[i]));
		f->folded[i] = crm_arena_copy(&f->arena, b.s ? b.s : "",
		    b.len);
	}
	crm_buf_free(&b);
}

static int
make_tables(struct fixture *f)
{
	const struct crm_dialect *d = crm_db_dialect(f->db);
	char sql[256], *ddl, *s, *end;
	int rc = crm_db_begin(f->db);

	snprintf(sql, sizeof(sql), "CREATE TABLE t(n %s, s %s, part %s)%s",
	    d->int_type, d->text_type, d->text_type, d->table_end);
	if (!rc)
		rc = crm_db_exec(f->db, sql, CRM_NONE);
	ddl = strdup(d->search_make);
	for (s = ddl; !rc && (end = strstr(s, ";\n")); s = end + 2) {
		*end = '\0';
		rc = crm_db_exec(f->db, s, CRM_NONE);
	}
	free(ddl);
	if (!rc)
		rc = crm_db_set_schema(f->db, 1);
	return crm_db_end(f->db, rc);
}

/* The part of a text that is asked for is another one's beginning. */
static int
put(struct fixture *f, size_t i)
{
	const struct crm_value words[CRM_SEARCH_PARTS] = {
		crm_text(f->words[i])
	};
	const char *other = f->folded[(i + 1) % TEXTS];
	size_t len = strlen(other) < 2 || (other[1] & 0xc0) == 0x80 ? 0 : 1;
	int rc = crm_db_exec(f->db, "INSERT INTO t(n, s, part) VALUES($1, $2,"
	    " $3)", CRM_BIND(crm_int((int64_t)i), crm_text(f->text[i]),
	    crm_text_n(other, len)));

	return rc || !*f->words[i] ? rc : crm_db_search_add(f->db, (int64_t)i,
	    words);
}

static int
fill(struct fixture *f)
{
	int rc = crm_db_begin(f->db);

	for (size_t i = 0; !rc && i < TEXTS; i++)
		rc = put(f, i);
	return crm_db_end(f->db, rc);
}

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	const char *server = getenv("CRM_TEST_SERVER");

	if (server)
		snprintf(f->path, sizeof(f->path), "postgresql://crm@/"
		    "postgres?host=%s&options=-csearch_path%%3Dw%ld", server,
		    (long)getpid());
	else
		snprintf(f->path, sizeof(f->path), "/tmp/crm-test-words-%ld"
		    ".db", (long)getpid());
	*state = f;
	make_texts(f);
	return crm_db_open(&f->db, f->path, CRM_DB_CREATE, 1, &f->err) ||
	    make_tables(f) || fill(f);
}

static int
teardown(void **state)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	struct fixture *f = *state;
	char name[300];

	crm_db_close(f->db);
	for (size_t i = 0; i < COUNT(ends); i++) {
		snprintf(name, sizeof(name), "%s%s", f->path, ends[i]);
		unlink(name);
	}
	crm_arena_free(&f->arena);
	free(f);
	return 0;
}

static bool
begins(const char *s, const char *with)
{
	return !strncmp(s, with, strlen(with));
}

static size_t
code_points(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += (*s & 0xc0) != 0x80;
	return n;
}

static int
same_row(void *ctx, const struct crm_value *v)
{
	struct fixture *f = ctx;
	size_t i = (size_t)v[0].i;
	const char *s = f->folded[i];
	char part[8] = "";

	memcpy(part, v[5].s, v[5].len);
	assert_int_equal(v[1].len, strlen(f->text[i]));
	assert_memory_equal(v[1].s, f->text[i], v[1].len);
	assert_int_equal(v[2].len, strlen(s));
	assert_memory_equal(v[2].s, s, v[2].len);
	assert_int_equal(v[3].i, code_points(f->text[i]));
	assert_int_equal(v[4].i, strstr(s, part) != NULL);
	assert_int_equal(v[6].i, begins(s, part));
	return 0;
}

static void
folded_and_measured(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(crm_db_each(f->db, "SELECT n, s, fold(s), length(s),"
	    " CASE WHEN contains(fold(s), part) THEN 1 ELSE 0 END, part, CASE"
	    " WHEN substr(fold(s), 1, length(part)) = part THEN 1 ELSE 0 END"
	    " FROM t", CRM_NONE, 7, same_row, f), 0);
}

struct order {
	char *last;
	size_t n;
};

static int
not_less(void *ctx, const struct crm_value *v)
{
	struct order *o = ctx;

	char *s = strndup(v[0].s, v[0].len);

	assert_true(!o->last || strcmp(o->last, s) <= 0);
	free(o->last);
	o->last = s;
	o->n++;
	return 0;
}

static void
sorted_by_code_point(void **state)
{
	static const char *const queries[] = {
		"SELECT s FROM t ORDER BY s",
		"SELECT fold(s) FROM t ORDER BY fold(s)",
		"SELECT DISTINCT s FROM t ORDER BY 1",
		"SELECT s FROM t WHERE s >= 'a' ORDER BY s",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(queries); i++) {
		struct order o = { NULL, 0 };

		assert_int_equal(crm_db_each(f->db, queries[i], CRM_NONE, 1,
		    not_less, &o), 0);
		assert_true(o.n > TEXTS / 2);
		free(o.last);
	}
}

static int
take_link(void *ctx, const struct crm_value *v)
{
	crm_buf_printf(ctx, "%lld ", (long long)v[0].i);
	return 0;
}

struct binds {
	struct crm_value v[4];
	int n;
};

static int
take_value(void *ctx, struct crm_value v)
{
	struct binds *b = ctx;

	b->v[b->n++] = v;
	return b->n;
}

/* WORD, or one that begins with it, is among WORDS. */
static bool
has(const char *words, const char *word, bool prefix)
{
	size_t len = strlen(word);

	for (const char *s = words; *s; s += strspn(s, " ")) {
		size_t n = strcspn(s, " ");

		if ((prefix ? n >= len : n == len) && !memcmp(s, word, len))
			return true;
		s += n;
	}
	return false;
}

static void
finds(struct fixture *f, const char *word, bool prefix)
{
	struct crm_buf sql = { 0 }, found = { 0 }, wanted = { 0 };
	struct crm_arena a = { 0 };
	struct binds b = { .n = 0 };
	char asked[CRM_WORD_MAX + 2];

	for (size_t i = 0; i < TEXTS; i++)
		if (has(f->words[i], word, prefix))
			crm_buf_printf(&wanted, "%zu ", i);
	snprintf(asked, sizeof(asked), "%s%s", word, prefix ? "*" : "");
	crm_buf_str(&sql, "SELECT link FROM ");
	assert_int_equal(crm_db_search(f->db, &sql, &a, asked, take_value,
	    &b), 0);
	crm_buf_str(&sql, " AS x ORDER BY link");
	assert_int_equal(crm_db_each(f->db, sql.s, (size_t)b.n, b.v, 1,
	    take_link, &found), 0);
	assert_string_equal(found.s, wanted.s);
	crm_buf_free(&sql);
	crm_buf_free(&found);
	crm_buf_free(&wanted);
	crm_arena_free(&a);
}

/* Each word by itself, and by the letter that it begins with. */
static void
found_by_the_same_words(void **state)
{
	struct fixture *f = *state;
	size_t looked_up = 0;

	for (size_t i = 0; i < TEXTS && looked_up < LOOKED_UP; i++) {
		char word[CRM_WORD_MAX + 1];
		size_t n = strcspn(f->words[i], " ");

		if (!n)
			continue;
		snprintf(word, sizeof(word), "%.*s", (int)n, f->words[i]);
		finds(f, word, false);
		for (n = 1; (word[n] & 0xc0) == 0x80; n++)
			;
		word[n] = '\0';
		if (looked_up++ % 4 == 0)
			finds(f, word, true);
	}
	assert_int_equal(looked_up, LOOKED_UP);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folded_and_measured),
		cmocka_unit_test(sorted_by_code_point),
		cmocka_unit_test(found_by_the_same_words),
	};

	return cmocka_run_group_tests_name("words of every engine", tests,
	    setup, teardown);
}
