/* Text as the words by which it is found. */
#include "unit.h"

#include <utf8proc.h>

#include "crm/buf.h"
#include "crm/utf8.h"
#include "crm/text_words.h"

static void
test_words(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" }, { " \t\n", "" }, { "!?\"'()", "" },
		{ "Ada", "ada" }, { "  Ada,Lovelace ", "ada lovelace" },
		{ "O'Brien & AT&T", "o brien at t" },
		{ "a.b@c-d.de", "a b c d de" }, { "x_y 4711/B", "x y 4711 b" },
		{ "Zo\xc3\xab Dvo\xc5\x99\xc3\xa1k", "zoe dvorak" },
		{ "Zoe\xcc\x88", "zoe" }, { "\xcc\x88", "" },
		{ "Stra\xc3\x9f" "e 7\xc2\xb2", "stra\xc3\x9f" "e 7\xc2\xb2" },
		{ "\xd0\x9c\xd0\x9e\xd0\xa1\xd0\x9a\xd0\x92\xd0\x90",
		  "\xd0\xbc\xd0\xbe\xd1\x81\xd0\xba\xd0\xb2\xd0\xb0" },
		/* Han and Hiragana stand alone, Katakana and Hangul not. */
		{ "\xe6\x9d\xb1\xe4\xba\xac",
		  "\xe6\x9d\xb1 \xe4\xba\xac" },
		{ "a\xe6\x9d\xb1" "b", "a \xe6\x9d\xb1 b" },
		{ "\xe3\x82\x84\xe3\x81\xbe", "\xe3\x82\x84 \xe3\x81\xbe" },
		{ "\xe3\x83\x88\xe3\x83\xa8\xe3\x82\xbf",
		  "\xe3\x83\x88\xe3\x83\xa8\xe3\x82\xbf" },
		{ "\xed\x99\x8d\xea\xb8\xb8\xeb\x8f\x99",
		  "\xed\x99\x8d\xea\xb8\xb8\xeb\x8f\x99" },
		/* A vowel sign that is no mark by its category stays. */
		{ "\xe0\xa4\x95\xe0\xa4\xbe", "\xe0\xa4\x95\xe0\xa4\xbe" },
		{ "\xe2\x82\xac" "5 \xf0\x9f\x98\x80 ok", "5 ok" },
		{ "a\xc2\xa0" "b\xe3\x80\x80" "c", "a b c" },
	};
	struct crm_buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		crm_buf_cut(&b, 0);
		crm_text_words(&b, cases[i][0], strlen(cases[i][0]));
		assert_string_equal(b.s ? b.s : "", cases[i][1]);
	}
	crm_buf_free(&b);
}

/* What comes after other words is kept apart from them. */
static void
test_append(void **state)
{
	struct crm_buf b = { 0 };

	(void)state;
	crm_text_words(&b, "-", 1);
	crm_text_words(&b, "One ", 4);
	crm_text_words(&b, "", 0);
	crm_text_words(&b, "two\xc3\xa4", 5);
	crm_text_words(&b, "-3-", 3);
	assert_string_equal(b.s, "one twoa 3");
	crm_buf_char(&b, ' ');
	crm_text_words(&b, "\xe6\x9d\xb1" "4", 4);
	assert_string_equal(b.s, "one twoa 3 \xe6\x9d\xb1 4");
	crm_buf_free(&b);
}

static void
test_long(void **state)
{
	char text[200], want[CRM_WORD_MAX + 1] = "";
	struct crm_buf b = { 0 };

	(void)state;
	memset(text, 'q', sizeof(text));
	memset(want, 'q', CRM_WORD_MAX);
	text[150] = ' ';
	crm_text_words(&b, text, 151);
	assert_string_equal(b.s, want);
	crm_buf_cut(&b, 0);
	/* A character that doesn't fit as a whole is left out. */
	memcpy(text + CRM_WORD_MAX - 1, "\xd0\xbc", 2);
	crm_text_words(&b, text, sizeof(text));
	want[CRM_WORD_MAX - 1] = '\0';
	assert_memory_equal(b.s, want, CRM_WORD_MAX - 1);
	assert_int_equal(b.s[CRM_WORD_MAX - 1], ' ');
	crm_buf_free(&b);
}

/* ASCII is cut as the same text with a letter of another script behind it. */
static void
test_ascii_as_any(void **state)
{
	static const char signs[] = "abzAZ09 -_'.@&\t{}[`/:";
	struct crm_buf a = { 0 }, b = { 0 };
	uint64_t seed = 5;
	char text[90];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		size_t n = unit_random(&seed) % 80;

		for (size_t k = 0; k < n; k++)
			text[k] = signs[unit_random(&seed) %
			    (sizeof(signs) - 1)];
		memcpy(text + n, " \xd0\xbc", 3);
		crm_buf_cut(&a, 0);
		crm_buf_cut(&b, 0);
		crm_text_words(&a, text, n);
		crm_text_words(&b, text, n + 3);
		crm_buf_str(&a, a.len ? " \xd0\xbc" : "\xd0\xbc");
		assert_string_equal(a.s, b.s);
	}
	crm_buf_free(&a);
	crm_buf_free(&b);
}

/* So is text of letters by themselves, as one that has to be folded whole. */
static void
test_letters_as_any(void **state)
{
	static const int32_t ranges[][2] = {
		{ 0x20, 0x7e }, { 0xc0, 0x24f }, { 0x388, 0x482 },
		{ 0x5d0, 0x5ea }, { 0x621, 0x64a }, { 0x1ea0, 0x1eff },
		{ 0x3041, 0x3096 }, { 0x30a1, 0x30fa }, { 0x4e00, 0x4eff },
		{ 0xac00, 0xac80 }, { 0xa0, 0xbf }
	};
	struct crm_buf a = { 0 }, b = { 0 }, text = { 0 };
	uint64_t seed = 13;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		crm_buf_cut(&text, 0);
		crm_buf_cut(&a, 0);
		crm_buf_cut(&b, 0);
		for (uint64_t n = unit_random(&seed) % 30; n; n--) {
			const int32_t *r = ranges[unit_random(&seed) %
			    COUNT(ranges)];
			utf8proc_uint8_t s[4];

			crm_buf_add(&text, s, (size_t)utf8proc_encode_char(
			    r[0] + (int32_t)(unit_random(&seed) %
			    (uint64_t)(r[1] - r[0] + 1)), s));
		}
		crm_text_words(&a, text.s, text.len);
		crm_buf_str(&a, a.len ? " \xe0\xa6\x95" : "\xe0\xa6\x95");
		crm_buf_str(&text, " \xe0\xa6\x95");
		crm_text_words(&b, text.s, text.len);
		assert_string_equal(a.s, b.s);
	}
	crm_buf_free(&a);
	crm_buf_free(&b);
	crm_buf_free(&text);
}

static void
test_random(void **state)
{
	struct crm_buf text = { 0 }, b = { 0 }, again = { 0 };
	uint64_t seed = 9;

	(void)state;
	for (int i = 0; i < 5000; i++) {
		crm_buf_cut(&text, 0);
		crm_buf_cut(&b, 0);
		crm_buf_cut(&again, 0);
		for (uint64_t n = unit_random(&seed) % 40; n; n--) {
			utf8proc_uint8_t s[4];
			int32_t cp = (int32_t)(unit_random(&seed) % 0x3100);

			if (!cp || (cp >= 0x1100 && cp < 0x1200))
				cp = ' ';
			crm_buf_add(&text, s,
			    (size_t)utf8proc_encode_char(cp, s));
		}
		crm_text_words(&b, text.s, text.len);
		assert_true(crm_utf8_bad(b.s, b.len) < 0);
		/* Words are the words of themselves. */
		crm_text_words(&again, b.s, b.len);
		assert_int_equal(again.len, b.len);
		if (b.len)
			assert_memory_equal(again.s, b.s, b.len);
	}
	crm_buf_free(&text);
	crm_buf_free(&b);
	crm_buf_free(&again);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_append),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_ascii_as_any),
		cmocka_unit_test(test_letters_as_any),
		cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests_name("text_words", tests, NULL, NULL);
}
