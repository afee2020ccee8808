/* Unicode: validity, folding, keys, width, and what may be shown. */
#include "unit.h"

#include <stdlib.h>

#include <utf8proc.h>

#include "crm/utf8.h"

enum { LAST_CODE_POINT = 0x10ffff };

static size_t
encode(char *out, int32_t cp)
{
	return (size_t)utf8proc_encode_char(cp, (utf8proc_uint8_t *)out);
}

static int
is_scalar(int32_t cp)
{
	return cp > 0 && (cp < 0xd800 || cp > 0xdfff);
}

/* Replace OUT by what F makes of S; returns its text. */
static const char *
made(struct crm_buf *out, void (*f)(struct crm_buf *, const char *, size_t),
     const char *s, size_t len)
{
	crm_buf_cut(out, 0);
	f(out, s, len);
	return out->s;
}

static void
test_bad(void **state)
{
	static const struct {
		const char *s;
		size_t len;
		ptrdiff_t bad;
	} cases[] = {
		{ "", 0, -1 }, { "a", 1, -1 }, { "a\0b", 3, 1 },
		{ "\x80", 1, 0 }, { "a\xbf", 2, 1 }, { "\xc3\xa9", 2, -1 },
		{ "\xc3", 1, 0 }, { "\xc3(", 2, 0 }, { "\xc0\x80", 2, 0 },
		{ "\xc1\xbf", 2, 0 }, { "\xe0\x9f\xbf", 3, 0 },
		{ "\xe0\xa0\x80", 3, -1 }, { "\xe2\x82", 2, 0 },
		{ "\xed\x9f\xbf", 3, -1 }, { "\xed\xa0\x80", 3, 0 },
		{ "\xee\x80\x80", 3, -1 }, { "\xef\xbf\xbf", 3, -1 },
		{ "\xf0\x8f\xbf\xbf", 4, 0 }, { "\xf0\x90\x80\x80", 4, -1 },
		{ "\xf4\x8f\xbf\xbf", 4, -1 }, { "\xf4\x90\x80\x80", 4, 0 },
		{ "\xf5\x80\x80\x80", 4, 0 }, { "\xff", 1, 0 },
		{ "ab\xe2\x82\xac\xe2\x82", 7, 5 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(crm_utf8_bad(cases[i].s, cases[i].len),
				 cases[i].bad);
}

/* One bad byte anywhere in plain text is found, whatever the alignment. */
static void
test_bad_at_every_place(void **state)
{
	char text[200];

	(void)state;
	for (size_t len = 1; len < sizeof(text); len += 7) {
		for (size_t at = 0; at < len; at++) {
			memset(text, 'x', sizeof(text));
			text[at] = '\xff';
			assert_int_equal(crm_utf8_bad(text, len), at);
			text[at] = '\0';
			assert_int_equal(crm_utf8_bad(text, len), at);
			text[at] = '\x7f';
			assert_int_equal(crm_utf8_bad(text, len), -1);
			text[at] = '\x01';
			assert_int_equal(crm_utf8_bad(text, len), -1);
		}
	}
}

static void
test_every_code_point_is_good(void **state)
{
	char s[4];

	(void)state;
	for (int32_t cp = 1; cp <= LAST_CODE_POINT; cp++) {
		if (is_scalar(cp)) {
			size_t n = encode(s, cp);

			assert_int_equal(crm_utf8_bad(s, n), -1);
			if (n > 1)
				assert_int_equal(crm_utf8_bad(s, n - 1), 0);
		}
	}
}

static void
test_fold(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" }, { "Ada", "ada" },
		{ "ADA@ACME.TEST", "ada@acme.test" },
		{ "@[`{AZaz09", "@[`{azaz09" },
		{ "a longer text THAT TAKES the wide WAY 12345", "a longer text"
		  " that takes the wide way 12345" },
		{ "\xc3\x89t\xc3\xa9", "\xc3\xa9t\xc3\xa9" },
		{ "E\xcc\x81t\xc3\xa9", "\xc3\xa9t\xc3\xa9" },
		{ "STRA\xc3\x9f" "E", "stra\xc3\x9f" "e" },
		{ "\xc4\xb0stanbul", "istanbul" },
		{ "\xce\xa3\xce\x91\xce\xa3", "\xcf\x83\xce\xb1\xcf\x83" },
		{ "\xe2\x84\xa6", "\xcf\x89" },		/* ohm sign */
		{ "\xe2\x84\xaa", "k" },		/* kelvin sign */
		{ "J\xcc\x8c", "\xc7\xb0" },		/* J, caron */
		{ "\xe1\x84\x80\xe1\x85\xa1", "\xea\xb0\x80" },
		{ "\xe6\x97\xa5\xe6\x9c\xac", "\xe6\x97\xa5\xe6\x9c\xac" },
		{ "q\xcc\x87\xcc\xa3", "q\xcc\xa3\xcc\x87" },
	};
	struct crm_buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(made(&b, crm_fold, cases[i][0],
					 strlen(cases[i][0])), cases[i][1]);
	crm_buf_cut(&b, 0);
	crm_buf_str(&b, "before ");
	crm_fold(&b, "\xc3\x84" "B", 3);
	assert_string_equal(b.s, "before \xc3\xa4" "b");
	crm_buf_free(&b);
}

/* By the definition, through the library's own way to NFC. */
static void
fold_plainly(struct crm_buf *out, const char *s, size_t len)
{
	const utf8proc_option_t form = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
	utf8proc_uint8_t *nfc = NULL, *again = NULL;
	struct crm_buf low = { 0 };
	utf8proc_ssize_t n;

	crm_buf_cut(out, 0);
	n = utf8proc_map((const void *)s, (utf8proc_ssize_t)len, &nfc, form);
	assert_true(n >= 0);
	for (utf8proc_ssize_t at = 0; at < n;) {
		utf8proc_int32_t cp;
		char one[4];

		at += utf8proc_iterate(nfc + at, n - at, &cp);
		crm_buf_add(&low, one, encode(one, utf8proc_tolower(cp)));
	}
	crm_buf_add(&low, "", 0);
	n = utf8proc_map((const void *)low.s, (utf8proc_ssize_t)low.len,
			 &again, form);
	assert_true(n >= 0);
	crm_buf_add(out, again, (size_t)n);
	crm_buf_free(&low);
	free(nfc);
	free(again);
}

static void
decompose(struct crm_buf *out, const char *s, size_t len)
{
	utf8proc_uint8_t *nfd = NULL;
	utf8proc_ssize_t n;

	n = utf8proc_map((const void *)s, (utf8proc_ssize_t)len, &nfd,
			 UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
	assert_true(n >= 0);
	crm_buf_add(out, nfd, (size_t)n);
	free(nfd);
}

/*
 * Folding is what its definition says, and the same when done once more; a
 * key doesn't depend on the form in which a name is written.
 */
static void
check_fold(const char *s, size_t len)
{
	struct crm_buf a = { 0 }, b = { 0 }, apart = { 0 };

	crm_fold(&a, s, len);
	fold_plainly(&b, s, len);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.s, b.s, a.len);
	assert_int_equal(a.s[a.len], 0);
	made(&b, crm_fold, a.s, a.len);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.s, b.s, a.len);
	made(&a, crm_name_key, s, len);
	decompose(&apart, s, len);
	made(&b, crm_name_key, apart.s, apart.len);
	assert_string_equal(a.s, b.s);
	assert_null(strstr(a.s, "  "));
	assert_true(*a.s != ' ' && (!a.len || a.s[a.len - 1] != ' '));
	crm_buf_free(&a);
	crm_buf_free(&b);
	crm_buf_free(&apart);
}

static void
test_fold_every_code_point(void **state)
{
	char s[12];

	(void)state;
	for (int32_t cp = 1; cp <= LAST_CODE_POINT; cp++) {
		size_t n;

		if (!is_scalar(cp) || (cp > 0x20000 && cp < 0xe0000 && cp % 97))
			continue;
		n = encode(s, cp);
		check_fold(s, n);
		memcpy(s + n, "\xcc\x8c", 2);
		check_fold(s, n + 2);
		memmove(s + 1, s, n);
		s[0] = 'A';
		check_fold(s, n + 1);
	}
}

/* Every letter that has a small one, with every mark, on its own. */
static void
test_fold_marks(void **state)
{
	static const int32_t marks[] = {
		0x300, 0x301, 0x302, 0x303, 0x304, 0x306, 0x307, 0x308, 0x309,
		0x30a, 0x30b, 0x30c, 0x30f, 0x311, 0x313, 0x314, 0x31b, 0x323,
		0x324, 0x325, 0x326, 0x327, 0x328, 0x32d, 0x32e, 0x330, 0x331,
		0x338, 0x342, 0x345, 0x5b4, 0x3099, 0x309a, 0x110ba, 0x11a8
	};
	char s[16];

	(void)state;
	for (int32_t cp = 'A'; cp < 0x1e943; cp++) {
		if (!is_scalar(cp) || utf8proc_tolower(cp) == cp)
			continue;
		for (size_t i = 0; i < COUNT(marks); i++) {
			size_t n = encode(s, cp);

			n += encode(s + n, marks[i]);
			check_fold(s, n);
			n += encode(s + n, marks[(i * 7 + (size_t)cp) %
						 COUNT(marks)]);
			check_fold(s, n);
		}
	}
}

static void
test_fold_random(void **state)
{
	static const int32_t ranges[][2] = {
		{ 0x20, 0x7e }, { 0x20, 0x7e }, { 0xa0, 0x24f },
		{ 0x300, 0x36f }, { 0x370, 0x52f }, { 0x5d0, 0x6ff },
		{ 0x900, 0x97f }, { 0xe00, 0xe7f }, { 0x1100, 0x11ff },
		{ 0x1e00, 0x1fff }, { 0x2000, 0x22ff }, { 0x3040, 0x30ff },
		{ 0x4e00, 0x9fff }, { 0xac00, 0xd7a3 }, { 0xf900, 0xfaff },
		{ 0x1f300, 0x1f64f }, { 0x1d15e, 0x1d1bf }
	};
	uint64_t seed = 3;
	char s[400];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		size_t n = 0, want = unit_random(&seed) % 90;

		while (want--) {
			const int32_t *r = ranges[unit_random(&seed) %
						  COUNT(ranges)];

			n += encode(s + n, r[0] + (int32_t)(unit_random(&seed) %
			    (uint64_t)(r[1] - r[0] + 1)));
		}
		check_fold(s, n);
	}
}

/* So many marks are left as they are, and take no time. */
static void
test_fold_hostile(void **state)
{
	struct crm_buf a = { 0 }, b = { 0 };

	(void)state;
	crm_buf_str(&a, "Q");
	for (int i = 0; i < 200000; i++)
		crm_buf_str(&a, i % 2 ? "\xcc\x81" : "\xcc\xa3");
	crm_fold(&b, a.s, a.len);
	assert_int_equal(b.len, a.len);
	assert_memory_equal(b.s + 1, a.s + 1, a.len - 1);
	assert_int_equal(b.s[0], 'q');
	assert_string_equal(made(&b, crm_name_key, a.s, a.len), "q");
	crm_buf_free(&a);
	crm_buf_free(&b);
}

static void
test_name_key(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" }, { "  ", "" }, { "Ada", "ada" },
		{ "  Ada\t \n Lovelace ", "ada lovelace" },
		{ "\xc3\x85ngstr\xc3\xb6m", "angstrom" },
		{ "A\xcc\x8angstro\xcc\x88m", "angstrom" },
		{ "Dvo\xc5\x99\xc3\xa1k", "dvorak" },
		{ "\xc2\xa0Zo\xc3\xab\xe3\x80\x80\xe2\x80\x89Q\xc2\x85",
		  "zoe q" },
		{ "Nguy\xe1\xbb\x85n", "nguyen" },
		{ "\xed\x99\x8d", "\xed\x99\x8d" },
		{ "\xe3\x81\x8c", "\xe3\x81\x8b" },
		{ "\xd0\x99", "\xd0\xb8" },
		{ "\xcc\x81", "" }, { "a \xcc\x81 b\xcc\x81 \xcc\x81", "a b" },
		{ "STRA\xc3\x9f" "E", "stra\xc3\x9f" "e" },
	};
	struct crm_buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(made(&b, crm_name_key, cases[i][0],
					 strlen(cases[i][0])), cases[i][1]);
	crm_buf_cut(&b, 0);
	crm_buf_str(&b, "x ");
	crm_name_key(&b, " A  B ", 6);
	crm_buf_str(&b, "|");
	crm_name_key(&b, " \xc3\x84  B ", 7);
	assert_string_equal(b.s, "x a b|a b");
	crm_buf_free(&b);
}

/* The key of a letter is its folded form taken apart, without the marks. */
static void
test_name_key_letters(void **state)
{
	struct crm_buf key = { 0 }, want = { 0 }, low = { 0 }, apart = { 0 };
	char s[4];

	(void)state;
	for (int32_t cp = 0xa1; cp < 0x530; cp++) {
		size_t n = encode(s, cp);
		int32_t part;

		made(&low, crm_fold, s, n);
		crm_buf_cut(&apart, 0);
		decompose(&apart, low.s, low.len);
		crm_buf_cut(&want, 0);
		for (size_t at = 0; at < apart.len; at += n) {
			n = (size_t)utf8proc_iterate((const void *)(apart.s +
			    at), (utf8proc_ssize_t)(apart.len - at), &part);
			if (utf8proc_category(part) !=
			    UTF8PROC_CATEGORY_MN)
				crm_buf_add(&want, apart.s + at, n);
		}
		crm_buf_add(&want, "", 0);
		n = encode(s, cp);
		assert_string_equal(made(&key, crm_name_key, s, n), want.s);
	}
	crm_buf_free(&key);
	crm_buf_free(&want);
	crm_buf_free(&low);
	crm_buf_free(&apart);
}

static void
test_width(void **state)
{
	static const struct {
		const char *s;
		size_t width;
	} cases[] = {
		{ "", 0 }, { "abc", 3 }, { "\xc3\xa9t\xc3\xa9", 3 },
		{ "e\xcc\x81", 1 }, { "\xe6\x97\xa5\xe6\x9c\xac", 4 },
		{ "a\xf0\x9f\x98\x80z", 4 }, { "\xed\x95\x9c", 2 },
		{ "\xe2\x80\xa6", 1 }, { "\x1b", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(crm_width(cases[i].s, strlen(cases[i].s)),
				 cases[i].width);
}

static void
test_show(void **state)
{
	static const struct {
		const char *s;
		size_t columns;
		const char *shown;
		size_t width;
	} cases[] = {
		{ "", 0, "", 0 }, { "", 5, "", 0 }, { "abc", 0, "abc", 3 },
		{ "abc", 3, "abc", 3 }, { "abcd", 3, "ab\xe2\x80\xa6", 3 },
		{ "abcd", 1, "\xe2\x80\xa6", 1 }, { "a", 1, "a", 1 },
		{ "a\nb\tc\rd", 0, "a\\nb\\tc\\rd", 10 },
		{ "\x1b[31m", 0, "\\x1b[31m", 8 }, { "\x7f", 0, "\\x7f", 4 },
		{ "\xc2\x9b", 0, "\\x9b", 4 },
		{ "\xe2\x80\xae", 0, "\\u202e", 6 },
		{ "\xe2\x80\x8b", 0, "\\u200b", 6 },
		{ "\xef\xbb\xbf", 0, "\\ufeff", 6 },
		{ "\xe2\x80\xa8", 0, "\\u2028", 6 },
		{ "\xf3\xa0\x81\x81", 0, "\\U000e0041", 10 },
		{ "ab\x1b", 5, "ab\xe2\x80\xa6", 3 },
		{ "ab\x1b", 6, "ab\\x1b", 6 },
		{ "\xe6\x97\xa5\xe6\x9c\xac", 4, "\xe6\x97\xa5\xe6\x9c\xac",
		  4 },
		{ "\xe6\x97\xa5\xe6\x9c\xac", 3, "\xe6\x97\xa5\xe2\x80\xa6",
		  3 },
		{ "\xe6\x97\xa5\xe6\x9c\xac", 2, "\xe2\x80\xa6", 1 },
		{ "e\xcc\x81x", 2, "e\xcc\x81x", 2 },
		{ "e\xcc\x81xy", 2, "e\xcc\x81\xe2\x80\xa6", 2 },
		{ "xe\xcc\x81", 2, "xe\xcc\x81", 2 },
		{ "\xe2\x9d\xa4\xef\xb8\x8f", 0, "\xe2\x9d\xa4\xef\xb8\x8f",
		  1 },
	};
	struct crm_buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		crm_buf_cut(&b, 0);
		crm_buf_add(&b, "", 0);
		assert_int_equal(crm_show(&b, cases[i].s, strlen(cases[i].s),
					  cases[i].columns), cases[i].width);
		assert_string_equal(b.s, cases[i].shown);
	}
	crm_buf_free(&b);
}

/* Whatever it is, it fits, and what is shown needs no escape. */
static void
test_show_fits(void **state)
{
	struct crm_buf b = { 0 }, again = { 0 };
	uint64_t seed = 4;
	char s[400];

	(void)state;
	for (int i = 0; i < 50000; i++) {
		size_t n = 0, want = unit_random(&seed) % 40, width;
		size_t columns = unit_random(&seed) % 30;

		while (want--) {
			int32_t cp = (int32_t)(unit_random(&seed) %
			    (unit_random(&seed) % 2 ? 0x80 : 0x30000));

			n += encode(s + n, is_scalar(cp) ? cp : 'x');
		}
		crm_buf_cut(&b, 0);
		width = crm_show(&b, s, n, columns);
		assert_true(!columns || width <= columns);
		assert_int_equal(width, b.len ? crm_width(b.s, b.len) : 0);
		assert_int_equal(crm_utf8_bad(b.s, b.len), -1);
		crm_buf_cut(&again, 0);
		crm_show(&again, b.s, b.len, 0);
		assert_int_equal(again.len, b.len);
	}
	crm_buf_free(&b);
	crm_buf_free(&again);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_bad_at_every_place),
		cmocka_unit_test(test_every_code_point_is_good),
		cmocka_unit_test(test_fold),
		cmocka_unit_test(test_fold_every_code_point),
		cmocka_unit_test(test_fold_marks),
		cmocka_unit_test(test_fold_random),
		cmocka_unit_test(test_fold_hostile),
		cmocka_unit_test(test_name_key),
		cmocka_unit_test(test_name_key_letters),
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_show),
		cmocka_unit_test(test_show_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
