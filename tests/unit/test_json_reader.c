/* JSON as rows: its forms, its lines, its numbers, and what is refused. */
#include "unit.h"

#include <stdio.h>
#include <unistd.h>

#include "crm/buf.h"
#include "crm/reader.h"

static const char *const kinds[] = { "", "#", "?", "*", "!" };

/* "LINE.NTH:name=value|name=#12 <why bad>\n" a row, then how it ends. */
static void
add_row(struct crm_buf *out, const struct crm_row *row)
{
	crm_buf_printf(out, row->nth ? "%ld.%ld:" : "%ld:", row->line,
	    row->nth);
	for (size_t i = 0; i < row->n; i++) {
		crm_buf_printf(out, "%s%.*s=", i ? "|" : "",
		    (int)row->names[i].len, row->names[i].s);
		if (row->v[i].kind == CRM_NULL)
			crm_buf_str(out, "NULL");
		else
			crm_buf_printf(out, "%s%.*s", kinds[row->kinds[i]],
			    (int)row->v[i].len, row->v[i].s);
	}
	if (row->bad)
		crm_buf_printf(out, "<%s>", row->bad);
	crm_buf_char(out, '\n');
}

static int
read_bytes(struct crm_buf *out, const char *s, size_t len,
	   struct crm_reader_how how, struct crm_error *err)
{
	struct crm_reader *reader;
	struct crm_row row;
	FILE *f = tmpfile();
	int rc;

	assert_non_null(f);
	assert_int_equal(fwrite(s, 1, len, f), len);
	assert_int_equal(fflush(f), 0);
	assert_int_equal(lseek(fileno(f), 0, SEEK_SET), 0);
	memset(err, 0, sizeof(*err));
	crm_buf_str(out, "");
	rc = crm_reader_open(&reader, fileno(f), "f", &how, err);
	assert_int_equal(rc, 0);
	assert_true(crm_reader_is_json(reader));
	while ((rc = crm_reader_next(reader, &row)) > 0)
		add_row(out, &row);
	crm_reader_close(reader);
	fclose(f);
	return rc;
}

#define NONE (struct crm_reader_how){ 0 }

static void
check(const char *s, const char *want)
{
	struct crm_buf out = { 0 };
	struct crm_error err;
	int rc = read_bytes(&out, s, strlen(s), NONE, &err);

	if (rc)
		print_message("%s\n", err.text);
	assert_int_equal(rc, 0);
	assert_string_equal(out.s, want);
	crm_buf_free(&out);
}

/* The rows of BEFORE, then an error on LINE that SAYS so. */
static void
check_fail(const char *s, size_t len, const char *before, long line,
	   const char *says)
{
	struct crm_buf out = { 0 };
	struct crm_error err;

	assert_int_equal(read_bytes(&out, s, len, NONE, &err), CRM_EINVAL);
	assert_string_equal(out.s, before);
	if (!strstr(err.text, says))
		print_message("%s\n", err.text);
	assert_non_null(strstr(err.text, says));
	assert_int_equal(err.line, line);
	crm_buf_free(&out);
}

#define FAILS(s, before, line, says) \
	check_fail(s, sizeof(s) - 1, before, line, says)

static void
test_lines(void **state)
{
	(void)state;
	check("{\"a\":\"x\"}\n{\"a\":null,\"b\":\"\"}\n", "1:a=x\n2:a=NULL|b=\n");
	check("{\"a\":\"x\"}", "1:a=x\n");
	check("\n\n{\"a\":1}\r\n\r\n  {\"a\":2}  \r\n", "3:a=#1\n5:a=#2\n");
	check("{\"a\":1}\r{\"a\":2}\r", "1:a=#1\n2:a=#2\n");
	check("\xef\xbb\xbf{\"a\":1}\n", "1:a=#1\n");
	check("{}\n{}\n", "1:\n2:\n");
	check("{\"a\":\"}\\\"]{\"}\n{\"a\":\"\\u00e9\\n\"}\n",
	    "1:a=}\"]{\n2:a=\xc3\xa9\n\n");
}

static void
test_arrays(void **state)
{
	(void)state;
	check("[]", "");
	check(" [ ] \n\n", "");
	check("[\n{\"a\":1},\n{\"a\":2}\n]\n", "2:a=#1\n3:a=#2\n");
	check("[{\"a\":1},{\"a\":2},\n{\"a\":3}]", "1:a=#1\n1.1:a=#2\n2:a=#3\n");
	check("[\n  {\n    \"a\": 1\n  },\n  {\n    \"a\": [\n]}]",
	    "2:a=#1\n5:a=NULL\n");
	check("[1,\"x\",null,[2],{\"a\":1}]", "1:<is not a JSON object>\n"
	    "1.1:<is not a JSON object>\n1.2:<is not a JSON object>\n"
	    "1.3:<is not a JSON object>\n1.4:a=#1\n");
}

static void
test_objects(void **state)
{
	(void)state;
	check("{\n\"a\": 1\n}\n", "1:a=#1\n");
	check("{\n\"a\": 1\n}\n{\n\"a\": 2\n}\n", "1:a=#1\n4:a=#2\n");
	check("{\"a\":1} {\"a\":2}\n{\"a\":3}", "1:a=#1\n1.1:a=#2\n2:a=#3\n");
}

static void
test_members(void **state)
{
	(void)state;
	check("{\"a\":{\"b\":1,\"c\":{\"d\":\"x\"}},\"e.f\":true,\"g\":{}}",
	    "1:a.b=#1|a.c.d=x|e.f=?true|g=!\n");
	check("{\"a\":[\"x\",null,2,false],\"b\":[],\"c\":[[1]],\"d\":[{}],"
	    "\"e\":3}", "1:a=*x;2;false|b=NULL|c=!|d=!|e=#3\n");
}

static void
test_numbers(void **state)
{
	(void)state;
	check("{\"a\":[12500.50,0.1,-0,123456789012345678901234567890],"
	    "\"b\":0.30000000000000000000000000000000004}",
	    "1:a=*12500.50;0.1;-0;123456789012345678901234567890"
	    "|b=#0.30000000000000000000000000000000004\n");
	check("{\"a\":[1e2,1E+2,1.5e-3,-12.345e1,0.05e1,0.05e3,100e-2,0e5,"
	    "1.25e2,1e0]}", "1:a=*100;100;0.0015;-123.45;0.5;50;1.00;0"
	    ";125;1\n");
	check("{\"x\":[[1],{\"y\":2}],\"a\":3,\"e\":\"4\",\"b\":[5,6]}",
	    "1:x=!|a=#3|e=4|b=*5;6\n");
}

static void
test_bad_rows(void **state)
{
	(void)state;
	check("{\"a\":1}\n{\"a\":1,\"a\":2}\n{\"a\":3}\n", "1:a=#1\n2:<is not "
	    "valid JSON at column 10: duplicate object key near '\"a\"'>\n"
	    "3:a=#3\n");
	check("{\"a\":1}\n{\"a\":\"x}\n{\"a\":\"\xff\"}\n{\"a\":3}\n",
	    "1:a=#1\n2:<is not valid JSON at column 8: premature end of input "
	    "near '\"x}'>\n3:<is not UTF-8; --encoding says what the file is in>\n"
	    "4:a=#3\n");
	check("{\"a\":1}\n{\"a\":1\n{\"a\":01}\n{\"a\":1}}\n{12:1}\n",
	    "1:a=#1\n2:<is not valid JSON: '}' expected at its end>\n"
	    "3:<is not valid JSON at column 6: invalid token near '0'>\n"
	    "4:<there is a } that closes nothing>\n"
	    "5:<is not valid JSON at column 3: string or '}' expected near "
	    "'12'>\n");
	check("{\"a\":01}\n{\"a\":1}\n",
	    "1:<is not valid JSON at column 6: invalid token near '0'>\n"
	    "2:a=#1\n");
	check("{\"a\":]}\n{\"a\":1}\n",
	    "1:<there is a ] that closes nothing>\n2:a=#1\n");
	check("{\"a\":1}\n[1]\nnull\n\"x\"\n7\n", "1:a=#1\n"
	    "2:<is not a JSON object>\n3:<is not a JSON object>\n"
	    "4:<is not a JSON object>\n5:<is not a JSON object>\n");
	check("{\"a\":1}\n{\"a\":\"\\u0000\"}\n{\"a\":1e999}\n", "1:a=#1\n"
	    "2:<is not valid JSON at column 13: \\u0000 can't be kept>\n3:<is not valid JSON at column 10: real number"
	    " overflow near '1e999'>\n");
	check("[{\n\"a\":\n01}]",
	    "1:<is not valid JSON on line 3: invalid token near '0'>\n");
}

static void
test_failures(void **state)
{
	(void)state;
	FAILS("[\n{\"a\":1}\n{\"a\":2}]", "2:a=#1\n", 3, "a comma or ] is");
	FAILS("[\n{\"a\":1},\n]", "2:a=#1\n", 3, "a value is missing");
	FAILS("[\n,{\"a\":1}]", "", 2, "a value is missing");
	FAILS("[{\"a\":1}", "1:a=#1\n", 1, "the array is never closed");
	FAILS("[", "", 1, "the array is never closed");
	FAILS("[\n{\"a\":1\n,", "", 2, "what begins here is never closed");
	FAILS("[{\"a\":1}]\n\n{}", "1:a=#1\n", 3, "text behind the array");
	FAILS("[{\"a\":[1}]", "", 1, "there is a } that closes nothing");
	FAILS("[{\n\"a\":\"x\n\"}]", "", 2, "a text is not closed");
	FAILS("{\n\"a\":1\n}\nx", "1:a=#1\n", 4, "an object is expected");
	FAILS("{\"a\":\"x\n", "", 1, "a text is not closed on its line");
	FAILS("{\"a\":1", "", 1, "what begins here is never closed");
	FAILS("{\"a\":1}\n{\"a\":\0}\n", "1:a=#1\n", 2, "NUL byte");
}

static void
test_limits(void **state)
{
	struct crm_buf text = { 0 }, out = { 0 };
	struct crm_error err;
	const struct crm_reader_how small = { .max_field = 5 };

	(void)state;
	/* Deeper than is looked at: a bad line, or the end of an array. */
	crm_buf_str(&text, "{}\n");
	for (int i = 0; i < 65; i++)
		crm_buf_str(&text, "{\"a\":");
	crm_buf_str(&text, "\n{}\n");
	check(text.s, "1:\n2:<it is nested too deeply>\n3:\n");
	text.s[0] = text.s[1] = '[';
	check_fail(text.s, text.len, "", 2, "it is nested too deeply");
	crm_buf_cut(&text, 0);
	crm_buf_str(&text, "{}\n{\"a\":[0");
	for (int i = 0; i < 20000; i++)
		crm_buf_str(&text, ",0");
	crm_buf_str(&text, "]}");
	check(text.s, "1:\n2:<it has too many values>\n");
	crm_buf_free(&text);
	/* A name of 1000 bytes, within another. */
	crm_buf_printf(&text, "{\"%01000d\":1,\"b\":{\"%0999d\":2}}", 0, 0);
	assert_int_equal(read_bytes(&out, text.s, text.len, NONE, &err), 0);
	assert_non_null(strstr(out.s, ": this name is too long>"));
	crm_buf_free(&out);
	assert_int_equal(read_bytes(&out, "{\"abc\":\"12345\"}\n{\"b\":"
	    "\"123456\"}\n", 31, small, &err), 0);
	assert_string_equal(out.s, "1:abc=12345\n2:<b: is too long>\n");
	crm_buf_free(&out);
	crm_buf_cut(&text, 0);
	crm_buf_printf(&text, "{}\n{\"a\":1%65530s}\n", "");
	assert_int_equal(read_bytes(&out, text.s, text.len, small, &err),
	    CRM_EINVAL);
	crm_buf_free(&text);
	assert_non_null(strstr(err.text, "f:2: an object is too long"));
	crm_buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_arrays),
		cmocka_unit_test(test_objects),
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_bad_rows),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
