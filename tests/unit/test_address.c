/* E-mail addresses, phones, web addresses and countries. */
#include "unit.h"

#include <stdio.h>

#include "crm/address.h"

struct keyed {
	const char *s, *key;	/* NULL: refused */
};

static void
check_keys(const struct keyed *k, size_t n,
	   int (*make)(struct crm_buf *, const char *, size_t))
{
	struct crm_buf b = { 0 };

	for (; n--; k++) {
		crm_buf_cut(&b, 0);
		crm_buf_str(&b, "before");
		assert_int_equal(make(&b, k->s, strlen(k->s)),
				 k->key ? 0 : CRM_EINVAL);
		assert_string_equal(b.s + 6, k->key ? k->key : "");
		assert_memory_equal(b.s, "before", 6);
		if (!k->key)
			continue;
		crm_buf_cut(&b, 0);
		assert_int_equal(make(&b, k->key, strlen(k->key)), 0);
		assert_string_equal(b.s, k->key);
	}
	crm_buf_free(&b);
}

static void
test_email(void **state)
{
	static const struct keyed cases[] = {
		{ "ada@acme.test", "ada@acme.test" },
		{ "Ada.Lovelace+CRM@Acme.TEST", "ada.lovelace+crm@acme.test" },
		{ "a=b@x.test", "a=b@x.test" }, { "o'brien@x.ie",
						  "o'brien@x.ie" },
		{ "root@localhost", "root@localhost" },
		{ "J\xc3\x9cRGEN@M\xc3\x9cLLER.de", "j\xc3\xbcrgen@m\xc3\xbc"
		  "ller.de" },
		{ "x@xn--mller-kva.de", "x@xn--mller-kva.de" },
		{ "\xe7\x94\xa8\xe6\x88\xb7@\xe4\xbe\x8b.test",
		  "\xe7\x94\xa8\xe6\x88\xb7@\xe4\xbe\x8b.test" },
		{ "", NULL }, { "ada", NULL }, { "ada@", NULL },
		{ "@acme.test", NULL }, { "ada@@acme.test", NULL },
		{ "a@b@c", NULL }, { "ada@acme..test", NULL },
		{ "ada@.acme.test", NULL }, { "ada@acme.test.", NULL },
		{ "ada@-acme.test", NULL }, { "ada@acme-.test", NULL },
		{ "ada@ac_me.test", NULL }, { ".ada@acme.test", NULL },
		{ "ada.@acme.test", NULL }, { "a..b@acme.test", NULL },
		{ "a b@acme.test", NULL }, { "ada@acme.test ", NULL },
		{ " ada@acme.test", NULL }, { "ada@acme.test\n", NULL },
		{ "ada\r\nBcc: x@acme.test", NULL },
		{ "<ada@acme.test>", NULL },
		{ "\"a b\"@acme.test", NULL }, { "ada(x)@acme.test", NULL },
		{ "ada@[127.0.0.1]", NULL }, { "ada,b@acme.test", NULL },
		{ "a\xc2\xa0" "b@acme.test", NULL },
		{ "a\xe2\x80\x8b@acme.test", NULL },
		{ "a\xff@acme.test", NULL },
		{ "a\xcd\xbe@acme.test", NULL },
		{ "a@acme\xe2\x80\xa4test", NULL },
	};

	(void)state;
	check_keys(cases, COUNT(cases), crm_email_key);
}

static void
test_email_lengths(void **state)
{
	struct crm_buf s = { 0 }, key = { 0 };

	(void)state;
	for (size_t local = 60; local < 70; local++) {
		for (size_t label = 60; label < 68; label++) {
			int ok = local <= 64 && label <= 63;

			crm_buf_cut(&s, 0);
			for (size_t i = 0; i < local; i++)
				crm_buf_char(&s, 'a');
			crm_buf_char(&s, '@');
			for (size_t i = 0; i < label; i++)
				crm_buf_char(&s, 'b');
			assert_int_equal(crm_email_key(&key, s.s, s.len),
					 ok ? 0 : CRM_EINVAL);
		}
	}
	crm_buf_cut(&s, 0);
	crm_buf_str(&s, "a@b");
	while (s.len < 254)
		crm_buf_str(&s, s.len % 2 ? "." : "b");
	assert_int_equal(crm_email_key(&key, s.s, 253), 0);
	crm_buf_str(&s, ".b");
	assert_int_equal(crm_email_key(&key, s.s, s.len), CRM_EINVAL);
	crm_buf_free(&s);
	crm_buf_free(&key);
}

static int
key_of_no_country(struct crm_buf *key, const char *s, size_t len)
{
	return crm_phone_key(key, s, len, NULL);
}

static void
test_phone(void **state)
{
	static const struct keyed cases[] = {
		{ "+49 30 123456", "+4930123456" },
		{ "0049 30 123456", "+4930123456" },
		{ "+49 (0)30/123-456", "+4930123456" },
		{ "+49(0) 30 123456", "+4930123456" },
		{ "(+49) 30 123456", "+4930123456" },
		{ "030 123456", "030123456" }, { "(030) 12.34-56",
						 "030123456" },
		{ "555-0100", "5550100" }, { "110", "110" },
		{ "+1 (555) 010-0100 x12", "+15550100100;ext=12" },
		{ "+1 555 010 0100 ext. 12", "+15550100100;ext=12" },
		{ "5550100EXT12", "5550100;ext=12" },
		{ "5550100;ext=12", "5550100;ext=12" },
		{ "+49\xc2\xa0" "30\xe2\x80\xaf" "123456", "+4930123456" },
		{ "12345678901234567", "12345678901234567" },
		{ "  +49 30 1 ", "+49301" }, { "(0)30 12", "03012" },
		{ "0)049 301", "+49301" },
		{ "", NULL }, { "12", NULL }, { "+12", NULL }, { "-", NULL },
		{ "123456789012345678", NULL }, { "0", NULL }, { "00", NULL },
		{ "1800FLOWERS", NULL }, { "+49+30123", NULL },
		{ "49+30123", NULL }, { "++4930123", NULL },
		{ "5550100x", NULL }, { "5550100 ext", NULL },
		{ "5550100x12x13", NULL }, { "x12", NULL },
		{ "5550100x123456789", NULL }, { "5550100#12", NULL },
		{ "ada@acme.test", NULL }, { "555\n0100", NULL },
		{ "555,0100", NULL }, { "+49 30 x1 (0)2", NULL },
	};

	(void)state;
	check_keys(cases, COUNT(cases), key_of_no_country);
}

static void
test_phone_of_country(void **state)
{
	static const char *const cases[][3] = {
		{ "DE", "030 123456", "+4930123456" },
		{ "DE", "30 123456", "+4930123456" },
		{ "DE", "+43 1 123456", "+431123456" },
		{ "DE", "0043 1 123456", "+431123456" },
		{ "DE", "030 123456 x12", "+4930123456;ext=12" },
		{ "DE", "0 30", "030" }, { "DE", "110", "+49110" },
		{ "DE", "1234567890123456", "1234567890123456" },
		{ "IT", "06 12345678", "+390612345678" },
		{ "US", "(555) 010-0100", "+15550100100" },
		{ "US", "1 555 010 0100", "+15550100100" },
		{ "US", "155 501 0010", "+11555010010" },
		{ "RU", "8 (495) 123-45-67", "+74951234567" },
		{ "RU", "800 555-35-35", "+78005553535" },
		{ "HU", "06 1 234 5678", "+3612345678" },
		{ "BY", "8 017 123-45-67", "+375171234567" },
		{ "XX", "030 123456", "030123456" },
		{ "Atlantis", "030 123456", "030123456" },
	};
	struct crm_buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		crm_buf_cut(&b, 0);
		assert_int_equal(crm_phone_key(&b, cases[i][1],
		    strlen(cases[i][1]), cases[i][0]), 0);
		assert_string_equal(b.s, cases[i][2]);
	}
	crm_buf_free(&b);
}

struct wanted {
	const char *key;
	int found, n;
};

static void
look(void *ctx, const char *key, size_t len, const char *country)
{
	struct wanted *w = ctx;

	(void)country;
	w->n++;
	w->found += len == strlen(w->key) && !memcmp(key, w->key, len);
}

static void
test_phone_keys(void **state)
{
	struct wanted w = { .key = "+493012345" };

	(void)state;
	assert_int_equal(crm_phone_keys("+49 30 12345", 12, look, &w), 0);
	assert_true(w.found == 1 && w.n == 1);
	w.n = w.found = 0;
	assert_int_equal(crm_phone_keys("030 12345", 9, look, &w), 0);
	assert_true(w.found == 1 && w.n > 200);
	w = (struct wanted){ .key = "03012345" };
	assert_int_equal(crm_phone_keys("030 12345", 9, look, &w), 0);
	assert_int_equal(w.found, 1);
	assert_int_equal(crm_phone_keys("ada", 3, look, &w), CRM_EINVAL);
}

static void
test_url(void **state)
{
	static const char *const good[] = {
		"acme.test", "www.acme.test/path?x=1#y", "http://acme.test",
		"HTTPS://Acme.Test/", "https://acme.test:8443/a,b;c",
		"http://intranet/", "http://m\xc3\xbcller.de/stra\xc3\x9fz",
		"acme.test:80", "acme.test?x", "http://127.0.0.1/"
	};
	static const char *const bad[] = {
		"", "acme", "n/a", "-", "http://", "https:///x",
		"http:/acme.test",
		"ftp://acme.test", "javascript:alert(1)", "mailto:a@b.test",
		"acme.test/a b", " acme.test", "acme.test ", "acme.test/\n",
		"http://user@acme.test/", "acme.test:", "acme.test:0",
		"acme.test:65536", "acme.test:80x", ".acme.test", "acme..test",
		"acme.test/\xe2\x80\xae", "acme.test/\xff", "//acme.test",
		"http://acme_test.test"
	};

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_int_equal(crm_url_check(good[i], strlen(good[i])), 0);
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_int_equal(crm_url_check(bad[i], strlen(bad[i])),
				 CRM_EINVAL);
}

static void
test_country(void **state)
{
	static const char *const cases[][2] = {
		{ "DE", "DE" }, { "de", "DE" }, { "DEU", "DE" },
		{ "Germany", "DE" }, { "GERMANY", "DE" },
		{ " germany ", "DE" }, { "Federal Republic of Germany", "DE" },
		{ "USA", "US" }, { "U.S.A.", "US" }, { "U.S.", "US" },
		{ "United States", "US" }, { "The United States of America",
					     "US" },
		{ "UK", "GB" }, { "Great Britain", "GB" }, { "England", "GB" },
		{ "South Korea", "KR" }, { "Korea, Republic of", "KR" },
		{ "North Korea", "KP" }, { "Russia", "RU" },
		{ "Russian Federation", "RU" },
		{ "C\xc3\xb4te d'Ivoire", "CI" },
		{ "Cote d\xe2\x80\x99Ivoire", "CI" }, { "Ivory Coast", "CI" },
		{ "T\xc3\xbcrkiye", "TR" }, { "Turkey", "TR" },
		{ "St. Kitts & Nevis", "KN" }, { "Trinidad and Tobago", "TT" },
		{ "The Netherlands", "NL" }, { "Czech Republic", "CZ" },
		{ "Vietnam", "VN" }, { "\xc3\x85land Islands", "AX" },
		{ "ST", "ST" }, { "AND", "AD" }, { "Guinea-Bissau", "GW" },
		{ "Congo", "CG" }, { "DR Congo", "CD" }, { "UAE", "AE" },
	};
	static const char *const none[] = {
		"", " ", "XX", "ZZZ", "Atlantis", "the", "of", "Germany2",
		"Deutsch\xe2\x82\xac", "\xe3\x83\x89\xe3\x82\xa4\xe3\x83\x84",
		"D", "-", "49"
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *code = crm_country_code(cases[i][0],
						    strlen(cases[i][0]));

		assert_non_null(code);
		assert_string_equal(code, cases[i][1]);
	}
	for (size_t i = 0; i < COUNT(none); i++)
		assert_null(crm_country_code(none[i], strlen(none[i])));
}

/* Every two letters: as many codes as there are; each is its own. */
static void
test_country_codes(void **state)
{
	int n = 0;

	(void)state;
	for (char a = 'A'; a <= 'Z'; a++) {
		for (char b = 'A'; b <= 'Z'; b++) {
			const char *code = crm_country_code(
			    (char[]){ a, b }, 2);

			if (!code || code[0] != a || code[1] != b)
				continue;
			assert_int_equal(strlen(code), 2);
			n++;
		}
	}
	assert_int_equal(n, 249);
}

/* The list that comes with the zones has other names for some. */
static void
test_country_list_of_zones(void **state)
{
	FILE *f = fopen("/usr/share/zoneinfo/iso3166.tab", "r");
	int known = 0, unknown = 0;
	char line[256];

	(void)state;
	if (!f)
		skip();
	while (fgets(line, sizeof(line), f)) {
		char *tab = strchr(line, '\t');
		const char *code;

		if (*line == '#' || !tab)
			continue;
		*tab++ = '\0';
		code = crm_country_code(tab, strcspn(tab, "\n"));
		if (code)
			assert_string_equal(code, line);
		known += code != NULL;
		unknown += code == NULL;
		code = crm_country_code(line, 2);
		assert_non_null(code);
		assert_string_equal(code, line);
	}
	fclose(f);
	assert_true(known >= 230);
	assert_true(unknown <= 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_email),
		cmocka_unit_test(test_email_lengths),
		cmocka_unit_test(test_phone),
		cmocka_unit_test(test_phone_of_country),
		cmocka_unit_test(test_phone_keys),
		cmocka_unit_test(test_url),
		cmocka_unit_test(test_country),
		cmocka_unit_test(test_country_codes),
		cmocka_unit_test(test_country_list_of_zones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
