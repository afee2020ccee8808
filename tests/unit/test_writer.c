/* What each format makes of a row, and of the odd strings in it. */
#include "unit.h"

#include <fcntl.h>
#include <jansson.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "crm/utf8.h"
#include "crm/writer.h"

static const struct crm_field id_field = { .name = "id", .type = CRM_T_INT };
static const struct crm_field text_field = {
	.name = "name", .type = CRM_T_TEXT
};
static const struct crm_field notes_field = {
	.name = "notes", .type = CRM_T_TEXT, .flags = CRM_LONG
};
static const struct crm_field amount_field = {
	.name = "amount", .type = CRM_T_MONEY
};
static const struct crm_field currency_field = {
	.name = "currency", .type = CRM_T_CURRENCY
};
static const struct crm_field account_field = {
	.name = "account", .type = CRM_T_REF, .ref = "account"
};
static const struct crm_field tags_field = {
	.name = "tags", .type = CRM_T_TAGS
};
static const struct crm_field bool_field = {
	.name = "vip", .type = CRM_T_BOOL
};
static const struct crm_field percent_field = {
	.name = "probability", .type = CRM_T_PERCENT
};
static const struct crm_field quantity_field = {
	.name = "quantity", .type = CRM_T_DECIMAL
};

/* The cells of every test's row, and columns over them. */
enum {
	ID, NAME, ACCOUNT, ACCOUNT_NAME, AMOUNT, CURRENCY, TAGS, VIP, CHANCE,
	QUANTITY, NOTES, CELLS
};

#define PLAIN(n, f, c) { n, &f, c, -1, -1, false }

static const struct crm_column id_column =
    { "id", &id_field, ID, -1, -1, true };
static const struct crm_column name_column =
    { "name", &text_field, NAME, -1, -1, true };
static const struct crm_column all[] = {
	{ "id", &id_field, ID, -1, -1, true },
	{ "name", &text_field, NAME, -1, -1, true },
	{ "account", &account_field, ACCOUNT, ACCOUNT_NAME, -1, false },
	{ "amount", &amount_field, AMOUNT, -1, CURRENCY, false },
	PLAIN("currency", currency_field, CURRENCY),
	PLAIN("tags", tags_field, TAGS),
	PLAIN("vip", bool_field, VIP),
	PLAIN("probability", percent_field, CHANCE),
	PLAIN("quantity", quantity_field, QUANTITY),
	PLAIN("account.notes", notes_field, NOTES),
};

static void
fill(struct crm_value *v)
{
	v[ID] = crm_int(7);
	v[NAME] = crm_text("Ada");
	v[ACCOUNT] = crm_int(17);
	v[ACCOUNT_NAME] = crm_text("Acme, Ltd");
	v[AMOUNT] = crm_int(1250050);
	v[CURRENCY] = crm_text("EUR");
	v[TAGS] = crm_text("a;b c");
	v[VIP] = crm_int(1);
	v[CHANCE] = crm_int(1250);
	v[QUANTITY] = crm_int(15000);
	v[NOTES] = crm_text("one\ntwo");
}

static void
clear(struct crm_value *v)
{
	for (int i = 1; i < CELLS; i++)
		v[i] = crm_null();
	v[ID] = crm_int(8);
}

/* What N rows look like; freed by the next call. */
static struct crm_buf shown;

static const char *
show(struct crm_writer_how how, const struct crm_column *cols, size_t ncols,
     const struct crm_value *rows, size_t n)
{
	FILE *f = tmpfile();
	struct crm_error err = { 0 };
	struct crm_writer *w;
	ssize_t got;

	assert_non_null(f);
	how.fd = fileno(f);
	if (!how.currency)
		how.currency = "EUR";
	assert_int_equal(crm_writer_begin(&w, &how, cols, ncols, &err), 0);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(crm_writer_row(w, rows + i * CELLS), 0);
	assert_int_equal(crm_writer_end(w, 0), 0);
	crm_buf_cut(&shown, 0);
	do {
		crm_buf_grow(&shown, 65536);
		got = pread(how.fd, shown.s + shown.len, 65536,
		    (off_t)shown.len);
		assert_true(got >= 0);
		crm_buf_cut(&shown, shown.len + (size_t)got);
	} while (got);
	fclose(f);
	return shown.s;
}

static const char *
show_name(enum crm_format format, const char *s, size_t len)
{
	struct crm_value v[CELLS] = { 0 };

	v[NAME] = crm_text_n(s, len);
	return show((struct crm_writer_how){ .format = format,
	    .no_header = true }, &name_column, 1, v, 1);
}

static void
test_csv(void **state)
{
	struct crm_value v[2 * CELLS];

	(void)state;
	fill(v);
	clear(v + CELLS);
	assert_string_equal(show((struct crm_writer_how){
	    .format = CRM_FORMAT_CSV }, all, CRM_COUNT(all), v, 2),
	    "id,name,account,amount,currency,tags,vip,probability,quantity,"
	    "account.notes\n"
	    "7,Ada,\"Acme, Ltd\",12500.50,EUR,a;b c,yes,12.5,1.5,"
	    "\"one\ntwo\"\n"
	    "8,,,,,,,,,\n");
	assert_string_equal(show((struct crm_writer_how){
	    .format = CRM_FORMAT_CSV, .bom = true, .no_header = true },
	    all, 2, v, 1), "\xef\xbb\xbf" "7,Ada\n");
	assert_string_equal(show((struct crm_writer_how){
	    .format = CRM_FORMAT_CSV }, all, 2, v, 0), "id,name\n");
}

static void
test_csv_names_or_ids(void **state)
{
	struct crm_column c = { "account", &account_field, ACCOUNT, -1, -1,
	    false };
	struct crm_value v[CELLS];
	struct crm_writer_how how = { .format = CRM_FORMAT_CSV,
	    .no_header = true };

	(void)state;
	fill(v);
	assert_string_equal(show(how, &c, 1, v, 1), "17\n");
	c.name_cell = ACCOUNT_NAME;
	assert_string_equal(show(how, &c, 1, v, 1), "\"Acme, Ltd\"\n");
	v[ACCOUNT_NAME] = crm_null();
	assert_string_equal(show(how, &c, 1, v, 1), "17\n");
}

/* Every length, and a special byte at every place of it. */
static void
test_csv_quotes(void **state)
{
	static const char special[] = ",\"\n\r";
	char text[80];

	(void)state;
	for (size_t len = 1; len < 70; len++) {
		for (size_t at = 0; at < len; at++) {
			for (const char *c = special; *c; c++) {
				char want[200];

				memset(text, 'x', len);
				text[at] = *c;
				snprintf(want, sizeof(want),
				    "\"%.*s%s%.*s\"\n", (int)at, text,
				    *c == '"' ? "\"\"" : (char[]){ *c, 0 },
				    (int)(len - at - 1), text + at + 1);
				assert_string_equal(show_name(CRM_FORMAT_CSV,
				    text, len), want);
			}
			if (len > 40)
				at += 7;
		}
		if (len > 20)
			len += 5;
	}
	assert_string_equal(show_name(CRM_FORMAT_CSV, " Zo\xc3\xab; b\tc ",
	    11), " Zo\xc3\xab; b\tc \n");
}

static void
test_csv_other_delimiter(void **state)
{
	struct crm_buf b = { 0 };

	(void)state;
	crm_csv_field(&b, "a,b", 3, ';', false);
	crm_csv_field(&b, "a;b", 3, ';', false);
	crm_csv_field(&b, NULL, 0, ';', true);
	assert_string_equal(b.s, "a,b\"a;b\"");
	crm_buf_free(&b);
}

/* One column, and nothing in it: a reader would pass over an empty line. */
static void
test_csv_single_null(void **state)
{
	struct crm_value v[CELLS] = { 0 };

	(void)state;
	assert_string_equal(show((struct crm_writer_how){
	    .format = CRM_FORMAT_CSV }, &name_column, 1, v, 1),
	    "name\n\"\"\n");
}

static void
test_excel_safe(void **state)
{
	static const char *const danger[] = {
		"=1+1", "+49 30", "-x", "@a", "'q", "\tx", NULL
	};
	struct crm_writer_how how = { .format = CRM_FORMAT_CSV,
	    .no_header = true, .excel_safe = true };
	struct crm_value v[CELLS] = { 0 };

	(void)state;
	for (size_t i = 0; danger[i]; i++) {
		char want[32];

		v[NAME] = crm_text(danger[i]);
		snprintf(want, sizeof(want), "'%s\n", danger[i]);
		assert_string_equal(show(how, &name_column, 1, v, 1), want);
	}
	v[NAME] = crm_text("\r=\"x\"");
	assert_string_equal(show(how, &name_column, 1, v, 1),
	    "\"'\r=\"\"x\"\"\"\n");
	v[NAME] = crm_text("a=b");
	assert_string_equal(show(how, &name_column, 1, v, 1), "a=b\n");
	v[ID] = crm_int(-5);
	assert_string_equal(show(how, &id_column, 1, v, 1), "-5\n");
	how.excel_safe = false;
	v[NAME] = crm_text("=1+1");
	assert_string_equal(show(how, &name_column, 1, v, 1), "=1+1\n");
}

static void
test_tsv(void **state)
{
	struct crm_value v[CELLS];

	(void)state;
	fill(v);
	v[NAME] = crm_text("a\tb\nc\rd\\e\"f");
	assert_string_equal(show((struct crm_writer_how){
	    .format = CRM_FORMAT_TSV }, all, 3, v, 1),
	    "id\tname\taccount\n7\t\"a\tb\nc\rd\\e\"\"f\"\tAcme, Ltd\n");
}

static void
test_json(void **state)
{
	struct crm_value v[2 * CELLS];
	struct crm_writer_how how = { .format = CRM_FORMAT_JSON };

	(void)state;
	fill(v);
	clear(v + CELLS);
	assert_string_equal(show(how, all, CRM_COUNT(all), v, 2),
	    "[\n{\"id\":7,\"name\":\"Ada\","
	    "\"account\":{\"id\":17,\"name\":\"Acme, Ltd\"},"
	    "\"amount\":12500.50,\"amount_minor\":1250050,"
	    "\"currency\":\"EUR\",\"tags\":[\"a\",\"b c\"],\"vip\":true,"
	    "\"probability\":12.5,\"quantity\":1.5,"
	    "\"account.notes\":\"one\\ntwo\"},\n"
	    "{\"id\":8,\"name\":null,\"account\":null,\"amount\":null,"
	    "\"amount_minor\":null,\"currency\":null,\"tags\":[],"
	    "\"vip\":null,\"probability\":null,\"quantity\":null,"
	    "\"account.notes\":null}\n]\n");
	assert_string_equal(show(how, all, CRM_COUNT(all), v, 0), "[]\n");
	how.format = CRM_FORMAT_JSONL;
	assert_string_equal(show(how, all, 2, v, 2),
	    "{\"id\":7,\"name\":\"Ada\"}\n{\"id\":8,\"name\":null}\n");
	assert_string_equal(show(how, all, 2, v, 0), "");
}

/* Another program must read the very bytes that were written. */
static void
test_json_strings(void **state)
{
	struct crm_buf b = { 0 };
	char text[1200];

	(void)state;
	srandom(1);
	for (int round = 0; round < 3000; round++) {
		size_t len = (size_t)random() % (round % 10 ? 40 : 1200);
		json_t *j;

		for (size_t i = 0; i < len; i++)
			text[i] = random() % 4 ? 'a' + (char)(random() % 26) :
			    (char)(1 + random() % 127);
		if (len > 3)
			memcpy(text + 1, "\xe2\x80\xae", 3);
		crm_buf_cut(&b, 0);
		crm_json_string(&b, text, len);
		j = json_loadb(b.s, b.len, JSON_DECODE_ANY, NULL);
		assert_non_null(j);
		assert_int_equal(json_string_length(j), len);
		assert_memory_equal(json_string_value(j), text, len);
		json_decref(j);
	}
	crm_buf_cut(&b, 0);
	crm_json_string(&b, "\x01\x1f\x7f\"\\/", 6);
	assert_string_equal(b.s, "\"\\u0001\\u001f\x7f\\\"\\\\/\"");
	crm_buf_free(&b);
}

static void
test_ids(void **state)
{
	struct crm_value v[2 * CELLS];
	struct crm_writer_how how = { .format = CRM_FORMAT_IDS };
	struct crm_error err;
	struct crm_writer *w;

	(void)state;
	fill(v);
	clear(v + CELLS);
	assert_string_equal(show(how, all, 3, v, 2), "7\n8\n");
	how.null = true;
	show(how, all, 3, v, 2);
	assert_int_equal(shown.len, 4);
	assert_memory_equal(shown.s, "7\0" "8\0", 4);
	assert_int_equal(crm_writer_begin(&w, &how, &name_column, 1, &err),
	    CRM_EUSAGE);
	assert_null(w);
}

static void
test_template(void **state)
{
	struct crm_value v[CELLS];
	struct crm_writer_how how = { .format = CRM_FORMAT_TEMPLATE };

	(void)state;
	fill(v);
	how.template = "{id}\\t{name}{{x} {account}\\\\{amount}\\n";
	assert_string_equal(show(how, all, CRM_COUNT(all), v, 1),
	    "7\tAda{x} Acme, Ltd\\12500.50\n");
	how.template = "{id}\\0";
	show(how, all, 1, v, 1);
	assert_int_equal(shown.len, 2);
	how.template = "";
	assert_string_equal(show(how, all, 1, v, 1), "");
}

static void
test_template_wrong(void **state)
{
	static const struct { const char *template, *says; } wrong[] = {
		{ "{nmae}", "did you mean {name}?" },
		{ "{zzzzzzz}", "{{ is a brace" },
		{ "{id", "{{ is a brace" },
		{ "a\\", "there are" },
		{ "a\\q", "there are" },
	};
	struct crm_error err;
	struct crm_writer *w;

	(void)state;
	for (size_t i = 0; i < CRM_COUNT(wrong); i++) {
		struct crm_writer_how how = { .format = CRM_FORMAT_TEMPLATE,
		    .template = wrong[i].template };

		assert_int_equal(crm_writer_begin(&w, &how, all, 3, &err),
		    CRM_EUSAGE);
		assert_non_null(strstr(err.hint, wrong[i].says));
	}
}

static void
test_table(void **state)
{
	struct crm_value v[2 * CELLS];
	struct crm_writer_how how = { .format = CRM_FORMAT_TABLE };

	(void)state;
	fill(v);
	clear(v + CELLS);
	v[NAME] = crm_text("\xe6\xbc\xa2\xe5\xad\x97\033[2J\xe2\x80\xae");
	assert_string_equal(show(how, all, 5, v, 2),
	    "ID  NAME               ACCOUNT      AMOUNT  CURRENCY\n"
	    " 7  \xe6\xbc\xa2\xe5\xad\x97\\x1b[2J\\u202e  "
	    "Acme, Ltd  12500.50  EUR\n"
	    " 8\n");
	assert_string_equal(show(how, all, 1, v, 0), "ID\n");
	how.color = true;
	assert_string_equal(show(how, all, 2, v + CELLS, 1),
	    "\033[1mID  NAME\033[0m\n 8\n");
	how.no_header = true;
	assert_string_equal(show(how, all, 4, v + CELLS, 1), "8\n");
}

/* The currency stands behind the amount unless a column has it. */
static void
test_table_currency(void **state)
{
	struct crm_value v[CELLS];
	struct crm_writer_how how = { .format = CRM_FORMAT_TABLE,
	    .no_header = true };

	(void)state;
	fill(v);
	assert_string_equal(show(how, all + 3, 1, v, 1), "12500.50 EUR\n");
	assert_string_equal(show(how, all + 3, 2, v, 1), "12500.50  EUR\n");
	v[CURRENCY] = crm_null();
	how.currency = "USD";
	assert_string_equal(show(how, all + 3, 1, v, 1), "12500.50 USD\n");
}

static void
check_lines(const char *s, size_t most)
{
	while (*s) {
		size_t len = strcspn(s, "\n");

		assert_true(crm_width(s, len) <= most);
		s += len + 1;
	}
}

static void
test_table_fits(void **state)
{
	char name[200];
	struct crm_value v[CELLS];
	struct crm_writer_how how = { .format = CRM_FORMAT_TABLE };

	(void)state;
	fill(v);
	for (size_t i = 0; i + 3 < sizeof(name); i += 3)
		memcpy(name + i, "\xe6\xbc\xa2", 3);
	v[NAME] = crm_text_n(name, 180);
	v[NOTES] = crm_text_n(name, 180);
	for (how.width = 1; how.width < 220; how.width++)
		check_lines(show(how, all, CRM_COUNT(all), v, 1),
		    how.width < 5 ? 5 : (size_t)how.width);
	/* Text gives way before numbers do. */
	how.width = 90;
	assert_non_null(strstr(show(how, all, CRM_COUNT(all), v, 1),
	    "12500.50"));
	assert_non_null(strstr(shown.s, "\xe2\x80\xa6"));
}

/* Past the gathered rows the widths stay, and nothing is lost. */
static void
test_table_streams(void **state)
{
	enum { N = 3000 };
	struct crm_value *v = test_calloc(N * CELLS, sizeof(*v));
	struct crm_writer_how how = { .format = CRM_FORMAT_TABLE };
	const char *s;
	int lines = 0;

	(void)state;
	for (int i = 0; i < N; i++) {
		v[i * CELLS + ID] = crm_int(i + 1);
		v[i * CELLS + NAME] = crm_text("Ada");
	}
	v[2000 * CELLS + NAME] = crm_text("Augusta Ada");
	s = show(how, all, 2, v, N);
	assert_non_null(strstr(s, "\n3000  Ada\n"));
	assert_non_null(strstr(s, "\n2001  Augusta Ada\n"));
	how.width = 12;
	s = show(how, all, 2, v, N);
	assert_non_null(strstr(s, "\n2001  Aug\xe2\x80\xa6\n"));
	for (; *s; s++)
		lines += *s == '\n';
	assert_int_equal(lines, N + 1);
	test_free(v);
}

static void
test_list(void **state)
{
	struct crm_value v[2 * CELLS];
	struct crm_writer_how how = { .format = CRM_FORMAT_LIST };
	struct crm_column cols[4] = { all[0], all[1], all[3], all[9] };

	(void)state;
	fill(v);
	clear(v + CELLS);
	v[NAME] = crm_text("A\nB");
	v[NOTES] = crm_text("one\r\n\n\033two\n");
	assert_string_equal(show(how, cols, 4, v, 2),
	    "id:            7\n"
	    "name:          A\\nB\n"
	    "amount:        12500.50 EUR\n"
	    "account.notes: one\n"
	    "\n"
	    "               \\x1btwo\n"
	    "\n"
	    "id:            8\n"
	    "name:\n"
	    "amount:\n"
	    "account.notes:\n");
	how.color = true;
	assert_string_equal(show(how, cols, 1, v, 1),
	    "\033[1mid:\033[0m 7\n");
}

static void
test_full_output(void **state)
{
	struct crm_value v[CELLS];
	struct crm_writer_how how = { .format = CRM_FORMAT_CSV };
	struct crm_error err = { 0 };
	struct crm_writer *w;
	int rc = 0;

	(void)state;
	fill(v);
	how.fd = open("/dev/full", O_WRONLY);
	if (how.fd < 0)
		skip();
	assert_int_equal(crm_writer_begin(&w, &how, all, 3, &err), 0);
	for (int i = 0; !rc && i < 100000; i++)
		rc = crm_writer_row(w, v);
	assert_int_equal(rc, CRM_EFAIL);
	assert_int_equal(crm_writer_row(w, v), CRM_EFAIL);
	assert_int_equal(crm_writer_end(w, 0), CRM_EFAIL);
	assert_string_equal(err.text,
	    "cannot write: No space left on device");
	/* What little is left at the end counts too. */
	assert_int_equal(crm_writer_begin(&w, &how, all, 3, &err), 0);
	assert_int_equal(crm_writer_end(w, 0), CRM_EFAIL);
	/* An error that is there already is the one to tell. */
	crm_fail(&err, CRM_EBUSY, "busy");
	assert_int_equal(crm_writer_begin(&w, &how, all, 3, &err), 0);
	assert_int_equal(crm_writer_end(w, CRM_EBUSY), CRM_EBUSY);
	assert_string_equal(err.text, "busy");
	close(how.fd);
}

static void
test_closed_pipe(void **state)
{
	struct crm_error err = { 0 };
	int p[2];

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe(p), 0);
	close(p[0]);
	assert_int_equal(crm_write_all(p[1], "x", 1, &err), CRM_EFAIL);
	assert_string_equal(err.text, "cannot write: Broken pipe");
	close(p[1]);
}

static void *
drain(void *arg)
{
	static _Thread_local char buf[4096];
	ssize_t n, sum = 0;

	while ((n = read(*(int *)arg, buf, sizeof(buf))) > 0)
		sum += n;
	return (void *)sum;
}

/* A pipe that another program made non-blocking is still filled whole. */
static void
test_non_blocking(void **state)
{
	enum { SIZE = 1 << 20 };
	struct crm_error err = { 0 };
	char *data = test_calloc(1, SIZE);
	pthread_t thread;
	void *sum;
	int p[2];

	(void)state;
	assert_int_equal(pipe(p), 0);
	assert_int_equal(fcntl(p[1], F_SETFL, O_NONBLOCK), 0);
	assert_int_equal(pthread_create(&thread, NULL, drain, &p[0]), 0);
	assert_int_equal(crm_write_all(p[1], data, SIZE, &err), 0);
	close(p[1]);
	pthread_join(thread, &sum);
	assert_int_equal((intptr_t)sum, SIZE);
	close(p[0]);
	test_free(data);
}

static void
test_format_names(void **state)
{
	(void)state;
	assert_string_equal(crm_format_names[CRM_FORMAT_AUTO], "auto");
	assert_string_equal(crm_format_names[CRM_FORMAT_CSV], "csv");
	assert_string_equal(crm_format_names[CRM_FORMAT_IDS], "ids");
	assert_null(crm_format_names[CRM_FORMAT_TEMPLATE]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_csv),
		cmocka_unit_test(test_csv_names_or_ids),
		cmocka_unit_test(test_csv_quotes),
		cmocka_unit_test(test_csv_other_delimiter),
		cmocka_unit_test(test_csv_single_null),
		cmocka_unit_test(test_excel_safe),
		cmocka_unit_test(test_tsv),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_json_strings),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_template),
		cmocka_unit_test(test_template_wrong),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_table_currency),
		cmocka_unit_test(test_table_fits),
		cmocka_unit_test(test_table_streams),
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_full_output),
		cmocka_unit_test(test_closed_pipe),
		cmocka_unit_test(test_non_blocking),
		cmocka_unit_test(test_format_names),
	};
	int failed = cmocka_run_group_tests_name("writer", tests, NULL, NULL);

	crm_buf_free(&shown);
	return failed;
}
