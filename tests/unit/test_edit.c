/* Records as text for an editor. */
#include "unit.h"

#include <stdio.h>

#include "crm/edit_text.h"

/* Append each record and field as line:name=text and a bar. */
static void
show(struct crm_buf *b, const struct crm_edit_text *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct crm_edit_block *r = &t->blocks[i];

		crm_buf_printf(b, "%ld:[%s]%lld|", r->line, r->ref,
		    (long long)r->rev);
		for (size_t j = 0; j < r->n; j++)
			crm_buf_printf(b, "%ld:%s=%.*s|", r->lines[j].line,
			    r->lines[j].field, (int)r->lines[j].text.len,
			    r->lines[j].text.s);
	}
}

static void
note(void *ctx, long line, const char *field, const char *sentence,
     const char *hint)
{
	(void)hint;
	crm_buf_printf(ctx, "%ld:%s%s%.9s|", line, field, *field ? ":" : "",
	    sentence);
}

static void
check(const char *text, const char *expected)
{
	struct crm_arena a = { 0 };
	struct crm_buf b = { 0 };
	struct crm_edit_wrong w = { note, &b, 0 };
	struct crm_edit_text t;
	int rc = crm_edit_parse(&t, text, strlen(text), &a, &w);

	assert_int_equal(rc, w.n ? CRM_EINVAL : 0);
	if (!rc)
		show(&b, &t);
	assert_string_equal(b.s ? b.s : "", expected);
	crm_buf_free(&b);
	crm_arena_free(&a);
}

static void
test_read(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" }, { "# x\n\n  \n", "" },
		{ "[contact:42]", "1:[contact:42]0|" },
		{ "[contact:42] revision 3\n", "1:[contact:42]3|" },
		{ "[ a ]\trevision 3 \n", "1:[a]3|" },
		{ "[a]\nname: Ada\n", "1:[a]0|2:name=Ada|" },
		{ "[a]\nname :  Ada Lovelace \t\n",
		  "1:[a]0|2:name=Ada Lovelace|" },
		{ "[a]\nname:\n# no\nx:y:z",
		  "1:[a]0|2:name=|4:x=y:z|" },
		{ "[a]\nn: # is text\n", "1:[a]0|2:n=# is text|" },
		{ "[a]\nn: one\n| two\n|three\n|\n|  four",
		  "1:[a]0|2:n=one\ntwo\nthree\n\n four|" },
		{ "[a]\nn:\n| one\n| two\nm: x\n",
		  "1:[a]0|2:n=one\ntwo|5:m=x|" },
		{ "[a]\nn:\n|\n|\n", "1:[a]0|2:n=\n|" },
		/* Remarks and empty lines don't end a longer text. */
		{ "[a]\nn: one\n\n# x\n| two\n", "1:[a]0|2:n=one\ntwo|" },
		{ "[a]\r\nn: one\r\n| two\r\n", "1:[a]0|2:n=one\ntwo|" },
		{ "[a]\nn: one\r\n", "1:[a]0|2:n=one\r|" },
		{ "[a]\nn: x\n[b] revision 2\nn: y\n",
		  "1:[a]0|2:n=x|3:[b]2|4:n=y|" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(cases[i][0], cases[i][1]);
}

/* All that is wrong is told, each in its line. */
static void
test_wrong(void **state)
{
	static const char *const cases[][2] = {
		{ "name: x\n", "1:name:there is |" },
		{ "| x\n", "1:there is |" },
		{ "[a]\n| x\n", "2:there is |" },
		{ "[a]\nwhat is this\n", "2:this is n|" },
		{ "[a]\nName: x\n\nx y: z\n", "2:this is n|4:this is n|" },
		{ "[a]\nn: x\nn: y\n", "3:n:it is giv|" },
		{ "[a]\nn: x\n[a]\n", "3:this reco|" },
		{ "[a\n", "1:this is n|" }, { "[]\n", "1:this is n|" },
		{ "[a] rev 3\n", "1:this is n|" },
		{ "[a] revision 0\n", "1:this is n|" },
		{ "[a] revision x\n", "1:this is n|" },
		/* What stands below a wrong heading is of nobody. */
		{ "[a\nn: x\n| y\n[b]\nm\n", "1:this is n|5:this is n|" },
		{ "[a]\nn: \xff\nm\n", "2:this line|3:this is n|" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(cases[i][0], cases[i][1]);
}

static void
test_write(void **state)
{
	static const char *const values[] = {
		"", "x", "two words", " before", "after ", "\t", "\n", "a\nb",
		"a\n", "\n\n a \n", "# x", "| x", "[x]", "a: b", "a\rb", "a\r",
		"a\r\nb\r\n", "\xc3\xa4", "  |\n  #",
	};
	struct crm_edit_wrong w = { 0 };
	struct crm_arena a = { 0 };
	struct crm_buf b = { 0 };
	struct crm_edit_text t;
	char name[8];
	size_t n = sizeof(values) / sizeof(values[0]);

	(void)state;
	crm_edit_put_comment(&b, "one\n\ntwo");
	assert_string_equal(b.s, "# one\n#\n# two\n");
	crm_edit_put_block(&b, "contact:42", 3);
	for (size_t i = 0; i < n; i++) {
		snprintf(name, sizeof(name), "f%zu", i);
		crm_edit_put_field(&b, name, values[i], strlen(values[i]));
	}
	assert_int_equal(crm_edit_parse(&t, b.s, b.len, &a, &w), 0);
	assert_int_equal(t.n, 1);
	assert_int_equal(t.blocks[0].rev, 3);
	assert_int_equal(t.blocks[0].n, n);
	for (size_t i = 0; i < n; i++)
		assert_true(crm_same(t.blocks[0].lines[i].text,
		    crm_text(values[i])));
	crm_buf_free(&b);
	crm_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_write),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
