/* Errors, their words, and the hash of files. */
#include "unit.h"

#include "crm/error.h"
#include "crm/sha256.h"

static void
test_fail(void **state)
{
	struct crm_error err = { 0 };

	(void)state;
	assert_int_equal(crm_fail(&err, CRM_EINVAL, "'%s' is no %s", "x",
				  "number"), CRM_EINVAL);
	assert_string_equal(err.text, "'x' is no number");
	assert_int_equal(crm_hint(&err, "write %d", 5), CRM_EINVAL);
	assert_int_equal(crm_fail_field(&err, "amount"), CRM_EINVAL);
	assert_int_equal(crm_fail_in(&err, "%s:%d", "a.csv", 57), CRM_EINVAL);
	assert_string_equal(err.text, "a.csv:57: 'x' is no number");
	assert_string_equal(err.hint, "write 5");
	assert_string_equal(err.field, "amount");
	err.line = 57;
	assert_int_equal(crm_fail(&err, CRM_EBUSY, "locked"), CRM_EBUSY);
	assert_string_equal(err.text, "locked");
	assert_string_equal(err.hint, "");
	assert_string_equal(err.field, "");
	assert_int_equal(err.line, 0);
	assert_int_equal(err.code, CRM_EBUSY);
}

static void
test_fail_of_itself(void **state)
{
	struct crm_error err = { 0 };

	(void)state;
	crm_fail(&err, CRM_EFAIL, "first");
	crm_hint(&err, "old");
	crm_fail(&err, CRM_EFAIL, "%s, then %s", err.text, err.hint);
	assert_string_equal(err.text, "first, then old");
}

static void
test_long_text_ends_between_characters(void **state)
{
	struct crm_error err = { 0 };
	char text[700];

	(void)state;
	for (size_t shift = 0; shift < 4; shift++) {
		memset(text, 'a', shift);
		for (size_t i = shift; i + 4 < sizeof(text); i += 4)
			memcpy(text + i, "\xf0\x9f\x98\x80", 5);
		crm_fail(&err, CRM_EFAIL, "%s", text);
		assert_true(strlen(err.text) >= 508);
		assert_int_equal((strlen(err.text) - shift) % 4, 0);
		crm_fail_in(&err, "%s", "file");
		assert_memory_equal(err.text, "file: ", 6);
		assert_int_equal((strlen(err.text) - shift - 6) % 4, 0);
	}
}

static void
test_code_names(void **state)
{
	(void)state;
	assert_string_equal(crm_code_name(CRM_OK), "ok");
	assert_string_equal(crm_code_name(CRM_EFAIL), "failed");
	assert_string_equal(crm_code_name(CRM_EUSAGE), "usage");
	assert_string_equal(crm_code_name(CRM_ENOTFOUND), "not_found");
	assert_string_equal(crm_code_name(CRM_EINVAL), "invalid");
	assert_string_equal(crm_code_name(CRM_ECONFLICT), "conflict");
	assert_string_equal(crm_code_name(CRM_EPARTIAL), "partial");
	assert_string_equal(crm_code_name(CRM_EREFUSED), "refused");
	assert_string_equal(crm_code_name(CRM_ENODB), "no_database");
	assert_string_equal(crm_code_name(CRM_EBUSY), "busy");
	assert_string_equal(crm_code_name((enum crm_code)-42), "failed");
}

/* The examples of FIPS 180-2, in pieces of every size. */
static void
test_sha256(void **state)
{
	static const struct {
		const char *text, *hex;
	} cases[] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb924"
		      "27ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223"
			 "b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039"
		  "a33ce45964ff2167f6ecedd419db06c1" },
	};
	char hex[CRM_SHA256_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t len = strlen(cases[i].text);

		for (size_t step = 1; step <= len + 1; step++) {
			struct crm_sha256 h;

			crm_sha256_init(&h);
			for (size_t at = 0; at < len; at += step)
				crm_sha256_add(&h, cases[i].text + at,
				    at + step < len ? step : len - at);
			crm_sha256_end(hex, &h);
			assert_string_equal(hex, cases[i].hex);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fail),
		cmocka_unit_test(test_fail_of_itself),
		cmocka_unit_test(test_long_text_ends_between_characters),
		cmocka_unit_test(test_code_names),
		cmocka_unit_test(test_sha256),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
