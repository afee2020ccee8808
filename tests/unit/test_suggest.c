/* The nearest word to a mistyped one. */
#include "unit.h"

#include "crm/suggest.h"

static const char *
nearest(const char *typed, const char *const *words)
{
	struct crm_suggest s;

	crm_suggest_init(&s, typed, strlen(typed));
	for (; *words; words++)
		crm_suggest_try(&s, *words);
	return s.best;
}

static void
test_nearest(void **state)
{
	static const char *const words[] = {
		"account", "contact", "opp", "user", "team", "product",
		"close_date", "amount", "Verl\xc3\xa4ngerung", "id", "name", NULL
	};
	static const char *const cases[][2] = {
		{ "contcat", "contact" }, { "acount", "account" },
		{ "acocunt", "account" }, { "contacts", "contact" },
		{ "CONTACT", "contact" }, { "Amuont", "amount" },
		{ "close", "close_date" }, { "clos", "close_date" },
		{ "pro", "product" }, { "usr", "user" }, { "ops", "opp" },
		{ "VERL\xc3\x84NGERNUG", "Verl\xc3\xa4ngerung" },
		{ "di", "id" }, { "nmae", "name" },
	};
	static const char *const none[] = {
		"", "zebra", "xy", "cl", "quarterly", "teapot"
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *best = nearest(cases[i][0], words);

		assert_non_null(best);
		assert_string_equal(best, cases[i][1]);
	}
	for (size_t i = 0; i < COUNT(none); i++)
		assert_null(nearest(none[i], words));
}

static void
test_distance(void **state)
{
	static const struct {
		const char *a, *b;
		int distance;	/* -1: not near */
	} cases[] = {
		{ "abc", "abc", 0 }, { "abc", "ABC", 0 }, { "abc", "acb", 1 },
		{ "abcdef", "badcfe", -1 }, { "abcdefghi", "bacdfeghi", 2 },
		{ "abcdefghi", "badcfeghi", 3 }, { "ca", "abc", -1 },
		{ "abcd", "abxd", 1 }, { "abcd", "abd", 1 },
		{ "abcdef", "abcdefgh", 2 }, { "abcdef", "abcdefghijkl", 4 },
		{ "ab", "abcdefghijkl", -1 }, { "a", "b", 1 }, { "a", "", 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct crm_suggest s;

		crm_suggest_init(&s, cases[i].a, strlen(cases[i].a));
		crm_suggest_try(&s, cases[i].b);
		if (cases[i].distance < 0) {
			assert_null(s.best);
			continue;
		}
		assert_ptr_equal(s.best, cases[i].b);
		assert_int_equal(s.distance, cases[i].distance);
	}
}

static void
test_first_of_equals_and_long_words(void **state)
{
	static const char *const words[] = { "bat", "cat", "hat", NULL };
	struct crm_suggest s;
	char text[400];

	(void)state;
	assert_string_equal(nearest("rat", words), "bat");
	assert_string_equal(nearest("cta", words), "cat");
	memset(text, 'x', sizeof(text));
	text[399] = '\0';
	crm_suggest_init(&s, text, 399);
	crm_suggest_try(&s, text);
	assert_null(s.best);
	crm_suggest_init(&s, text, 64);
	crm_suggest_try(&s, text + 399 - 64);
	assert_ptr_equal(s.best, text + 399 - 64);
	crm_suggest_init(&s, "\xff\xfe", 2);
	crm_suggest_try(&s, "ab");
	assert_null(s.best);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nearest),
		cmocka_unit_test(test_distance),
		cmocka_unit_test(test_first_of_equals_and_long_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
