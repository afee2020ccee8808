/* Files in git's configuration syntax. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crm/buf.h"
#include "crm/conf.h"

/* Append each entry as line:section/sub/key=value and a bar. */
static int
note(void *ctx, const struct crm_conf_entry *e)
{
	struct crm_buf *b = ctx;

	if (!strcmp(e->key, "stop"))
		return CRM_EREFUSED;
	crm_buf_printf(b, "%ld:%s/%s/%s", e->line, e->section,
		       e->sub ? e->sub : "-", e->key);
	if (e->value)
		crm_buf_printf(b, "=%s", e->value);
	crm_buf_char(b, '|');
	return 0;
}

static void
test_entries(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" }, { "\n\n# x\n; y\n", "" }, { "[a]", "" },
		{ "[core]\n\tdb = crm.db\n", "2:core/-/db=crm.db|" },
		{ "[Core]\nDB=crm.db", "2:core/-/db=crm.db|" },
		{ "\xef\xbb\xbf[a]\nb=c\n", "2:a/-/b=c|" },
		{ "[a]\r\nb = c\r\nd = e\r\n", "2:a/-/b=c|3:a/-/d=e|" },
		{ "[a]\nb = c\r", "2:a/-/b=c|" },
		{ "[a] b = c\n", "1:a/-/b=c|" },
		{ "[a \"Sub \\\"x\\\" \\\\\"]\nb=c", "2:a/Sub \"x\" \\/b=c|" },
		{ "[a \"\"]\nb=c\n[d]\ne=f", "2:a//b=c|4:d/-/e=f|" },
		{ "[a]\nb\nc =\nd = \"\"\n", "2:a/-/b|3:a/-/c=|4:a/-/d=|" },
		{ "[a]\nb # yes\n", "2:a/-/b|" },
		{ "[a]\nb = c # comment\nd = e;f\n", "2:a/-/b=c|3:a/-/d=e|" },
		{ "[a]\nb = \"c # d ; e\"  # f\n", "2:a/-/b=c # d ; e|" },
		{ "[a]\nb =   two  words  \t\n", "2:a/-/b=two  words|" },
		{ "[a]\nb = \"  kept  \"  \n", "2:a/-/b=  kept  |" },
		{ "[a]\nb = x\" y \"z\n", "2:a/-/b=x y z|" },
		{ "[a]\nb = q\\\"q\\\\q\\tq\\nq\n", "2:a/-/b=q\"q\\q\tq\nq|" },
		{ "[a]\nb = one \\\n  two\nc = d\n",
		  "2:a/-/b=one   two|4:a/-/c=d|" },
		{ "[a]\nb = \"one \\\r\ntwo\"\r\nc\n",
		  "2:a/-/b=one two|4:a/-/c|" },
		{ "[columns]\n\t\"Close Date\" = close_date\nplain = amount\n",
		  "2:columns/-/Close Date=close_date|"
		  "3:columns/-/plain=amount|" },
		{ "[values \"stage\"]\n\"Closed; \\\"Won\\\" = 1\" = won\n",
		  "2:values/stage/Closed; \"Won\" = 1=won|" },
		{ "[columns]\n\"\" = x\n\"\xc3\x84\"=\xc3\x9c\n",
		  "2:columns/-/=x|3:columns/-/\xc3\x84=\xc3\x9c|" },
		{ "[a-b]\nc_d-1 = e = f\n", "2:a-b/-/c_d-1=e = f|" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct crm_error err = { 0 };
		struct crm_buf b = { 0 };

		crm_buf_add(&b, "", 0);
		assert_int_equal(crm_conf_parse(cases[i][0],
		    strlen(cases[i][0]), note, &b, &err), 0);
		assert_string_equal(b.s, cases[i][1]);
		crm_buf_free(&b);
	}
}

static void
test_mistakes(void **state)
{
	static const struct {
		const char *text;
		long line;
	} cases[] = {
		{ "b = c\n", 1 }, { "\n\n[]\n", 3 }, { "[a\n", 1 },
		{ "[a b]\n", 1 }, { "[a.b]\n", 1 }, { "[a \"b]\n", 1 },
		{ "[a \"b\" ]\n", 1 }, { "[a \"b\\x\"]\n", 1 },
		{ "[a]\nb c = d\n", 2 }, { "[a]\n= d\n", 2 },
		{ "[a]\n1b = d\n", 2 }, { "[a]\nb: c\n", 2 },
		{ "[a]\n\"b\" = c\n", 2 }, { "[a]\nb = \"c\n", 2 },
		{ "[a]\nb = \"c\nd = e\"\n", 2 }, { "[a]\nb = c\\qd\n", 2 },
		{ "[a]\nb = c\\", 2 }, { "[a]\nb = c \\\n\\q", 3 },
		{ "[columns]\n\"x = y\n", 2 }, { "[columns]\nA B = y\n", 2 },
		{ "[columns]\n\"x\" y\n", 2 }, { "[a]\nb = \xff\n", 2 },
		{ "[a]\n\xc3\xa4 = c", 2 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct crm_error err = { 0 };
		struct crm_buf b = { 0 };
		char start[32];

		assert_int_equal(crm_conf_parse(cases[i].text,
		    strlen(cases[i].text), note, &b, &err), CRM_EINVAL);
		assert_int_equal(err.line, cases[i].line);
		assert_int_equal(err.code, CRM_EINVAL);
		snprintf(start, sizeof(start), "line %ld: ", cases[i].line);
		assert_memory_equal(err.text, start, strlen(start));
		crm_buf_free(&b);
	}
}

static void
test_nul_and_stop(void **state)
{
	struct crm_error err = { 0 };
	struct crm_buf b = { 0 };

	(void)state;
	assert_int_equal(crm_conf_parse("[a]\nb=\0c", 8, note, &b, &err),
			 CRM_EINVAL);
	assert_int_equal(err.line, 2);
	assert_int_equal(crm_conf_parse("[a]\nb\nstop\nc\n", 13, note, &b,
					&err), CRM_EREFUSED);
	assert_string_equal(b.s, "2:a/-/b|");
	crm_buf_free(&b);
}

static void
test_read(void **state)
{
	char path[] = "/tmp/crm-test-conf-XXXXXX", *dir = mkdtemp(path);
	struct crm_error err = { 0 };
	struct crm_buf b = { 0 };
	char file[64];
	FILE *f;

	(void)state;
	assert_non_null(dir);
	snprintf(file, sizeof(file), "%s/config", dir);
	assert_int_equal(crm_conf_read(file, true, note, &b, &err), CRM_ENOTFOUND);
	assert_non_null(strstr(err.text, file));
	assert_int_equal(crm_conf_read(dir, true, note, &b, &err), CRM_EFAIL);
	f = fopen(file, "w");
	assert_non_null(f);
	fputs("[a]\nb = c\nd e\n", f);
	fclose(f);
	assert_int_equal(crm_conf_read(file, true, note, &b, &err), CRM_EINVAL);
	assert_string_equal(b.s, "2:a/-/b=c|");
	assert_int_equal(err.line, 3);
	assert_memory_equal(err.text, file, strlen(file));
	assert_memory_equal(err.text + strlen(file), ": line 3: ", 10);
	crm_buf_free(&b);
	unlink(file);
	rmdir(dir);
}

/* TEXT with core.k = VALUE (NULL: gone) comes out as EXPECTED. */
static void
changes_to(const char *text, const char *value, const char *expected)
{
	const struct crm_conf_change c = { "core", NULL, "k", value };
	struct crm_error err = { 0 };
	struct crm_buf out = { 0 };

	if (crm_conf_change(&out, text, strlen(text), &c, &err))
		fail_msg("%s: %s", text, err.text);
	assert_string_equal(out.s ? out.s : "", expected);
	crm_buf_free(&out);
}

static void
test_change(void **state)
{
	(void)state;
	changes_to("", "v", "[core]\n\tk = v\n");
	changes_to("# mine", "v", "# mine\n[core]\n\tk = v\n");
	changes_to("[core]\n", "v", "[core]\n\tk = v\n");
	changes_to("[core] # c\n\n[x]\n", "v",
	    "[core] # c\n\tk = v\n\n[x]\n");
	changes_to("[core]\n\ta = 1 ; c\n\n# x\n[x]\n", "v",
	    "[core]\n\ta = 1 ; c\n\tk = v\n\n# x\n[x]\n");
	changes_to("[core]\r\na = 1\r\n", "v",
	    "[core]\r\na = 1\r\n\tk = v\r\n");
	changes_to("[core]\na = 1", "v", "[core]\na = 1\n\tk = v\n");
	changes_to("[core] [x]\na = 1\n", "v",
	    "[core] [x]\na = 1\n[core]\n\tk = v\n");
	changes_to("[core]\n  K   =  old  # why\na=1\n", "new",
	    "[core]\n  K   =  new  # why\na=1\n");
	changes_to("[core]\nk\n", "v", "[core]\nk = v\n");
	changes_to("[core]\nk=\nj\n", "v", "[core]\nk= v\nj\n");
	changes_to("[core]\nk = one \\\n two\nj\n", "v",
	    "[core]\nk = v\nj\n");
	changes_to("[core]\nk = 1\nk = 2\n", "v", "[core]\nk = 1\nk = v\n");
	changes_to("[core]\nk = 1\n", " a#b\"\\\n\t",
	    "[core]\nk = \" a#b\\\"\\\\\\n\\t\"\n");
	changes_to("[core]\nk = 1\n", "", "[core]\nk = \"\"\n");
	changes_to("[core \"s\"]\nk = 1\n", "v",
	    "[core \"s\"]\nk = 1\n[core]\n\tk = v\n");
}

static void
test_remove(void **state)
{
	(void)state;
	changes_to("", NULL, "");
	changes_to("[x]\nk = 1\n", NULL, "[x]\nk = 1\n");
	changes_to("[core]\n# a\n\tk = 1 # c\n# b\nj = 2\nk = 3", NULL,
	    "[core]\n# a\n# b\nj = 2\n");
	changes_to("[core] k = 1 # c\nj = 2\n", NULL,
	    "[core]  # c\nj = 2\n");
	changes_to("[core]\r\nk = 1\r\nj = 2\r\n", NULL,
	    "[core]\r\nj = 2\r\n");
}

static void
test_not_changed(void **state)
{
	static const struct crm_conf_change bad[] = {
		{ "", NULL, "k", "v" }, { "core", NULL, "", "v" },
		{ "core", NULL, "a b", "v" }, { "core", NULL, "1a", "v" },
		{ "core", "s\n", "k", "v" }, { "core", NULL, "k", "\xff" },
	};
	struct crm_error err;
	struct crm_buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(crm_conf_change(&out, "", 0, &bad[i], &err),
		    CRM_EINVAL);
	assert_int_equal(crm_conf_change(&out, "[core]\nk = \"", 12,
	    &(struct crm_conf_change){ "core", NULL, "k", "v" }, &err),
	    CRM_EINVAL);
	assert_int_equal(err.line, 2);
	assert_int_equal(out.len, 0);
	crm_buf_free(&out);
}

/* The bytes and the mode of PATH. */
static void
is_file(const char *path, const char *expected, unsigned mode)
{
	char buf[256];
	struct stat st;
	FILE *f = fopen(path, "r");
	size_t n;

	assert_non_null(f);
	n = fread(buf, 1, sizeof(buf) - 1, f);
	fclose(f);
	buf[n] = '\0';
	assert_string_equal(buf, expected);
	assert_int_equal(lstat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, mode);
}

static void
test_edit(void **state)
{
	const struct crm_conf_change add[] = {
		{ "core", NULL, "k", "v" }, { "core", NULL, "j", "w" }
	};
	const struct crm_conf_change gone = { "core", NULL, "k", NULL };
	char dir[] = "/tmp/test_conf.XXXXXX";
	struct crm_error err = { 0 };
	struct stat st;

	(void)state;
	assert_non_null(mkdtemp(dir));
	assert_int_equal(chdir(dir), 0);
	assert_int_equal(crm_conf_edit("none", &gone, 1, 0600, &err), 0);
	assert_int_equal(access("none", F_OK), -1);
	assert_int_equal(mkdir("real", 0700), 0);
	assert_int_equal(symlink("real/file", "link"), 0);
	assert_int_equal(symlink("link", "more"), 0);
	assert_int_equal(crm_conf_edit("more", add, 2, 0600, &err), 0);
	is_file("real/file", "[core]\n\tk = v\n\tj = w\n", 0600);
	assert_int_equal(chmod("real/file", 0640), 0);
	assert_int_equal(crm_conf_edit("link", &gone, 1, 0600, &err), 0);
	is_file("real/file", "[core]\n\tj = w\n", 0640);
	assert_int_equal(access("real/file.new", F_OK), -1);
	assert_int_equal(symlink("loop", "loop"), 0);
	assert_int_equal(crm_conf_edit("loop", add, 1, 0600, &err),
	    CRM_EFAIL);
	assert_int_equal(crm_conf_edit("no/such", add, 1, 0600, &err),
	    CRM_EFAIL);
	assert_int_equal(mkfifo("fifo", 0600), 0);
	assert_int_equal(crm_conf_edit("fifo", add, 1, 0600, &err),
	    CRM_EFAIL);
	assert_int_equal(stat("fifo", &st), 0);
	assert_true(S_ISFIFO(st.st_mode));
	unlink("fifo");
	unlink("loop");
	unlink("more");
	unlink("link");
	unlink("real/file");
	rmdir("real");
	assert_int_equal(chdir("/"), 0);
	rmdir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_entries),
		cmocka_unit_test(test_mistakes),
		cmocka_unit_test(test_nul_and_stop),
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_change),
		cmocka_unit_test(test_remove),
		cmocka_unit_test(test_not_changed),
		cmocka_unit_test(test_edit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
