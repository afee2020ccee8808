/* CSV as people and programs write it, and references in every form. */
#include "unit.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "crm/buf.h"
#include "crm/reader.h"
#include "crm/writer.h"

/* What a file reads as: "line:a|b|NULL\n" a row, then how it ends. */
struct read {
	struct crm_buf text;
	struct crm_error err;
	int rc;
	char delimiter;
};

static FILE *
file_of(const char *s, size_t len)
{
	FILE *f = tmpfile();

	assert_non_null(f);
	assert_int_equal(fwrite(s, 1, len, f), len);
	assert_int_equal(fflush(f), 0);
	assert_int_equal(lseek(fileno(f), 0, SEEK_SET), 0);
	return f;
}

static void
add_row(struct crm_buf *out, const struct crm_row *row)
{
	crm_buf_printf(out, "%ld:", row->line);
	for (size_t i = 0; i < row->n; i++) {
		if (i)
			crm_buf_char(out, '|');
		if (row->v[i].kind == CRM_NULL)
			crm_buf_str(out, "NULL");
		else
			crm_buf_add(out, row->v[i].s, row->v[i].len);
	}
	if (row->bad)
		crm_buf_printf(out, " <%s>", row->bad);
	crm_buf_char(out, '\n');
}

static void
read_fd(struct read *r, int fd, struct crm_reader_how how)
{
	struct crm_reader *reader;
	struct crm_row row;

	memset(r, 0, sizeof(*r));
	crm_buf_str(&r->text, "");
	r->rc = crm_reader_open(&reader, fd, "f.csv", &how, &r->err);
	if (r->rc) {
		assert_null(reader);
		return;
	}
	add_row(&r->text, crm_reader_header(reader));
	r->delimiter = crm_reader_delimiter(reader);
	while ((r->rc = crm_reader_next(reader, &row)) > 0)
		add_row(&r->text, &row);
	if (!r->rc)
		assert_int_equal(crm_reader_bytes(reader),
		    lseek(fd, 0, SEEK_END));
	crm_reader_close(reader);
}

static void
read_bytes(struct read *r, const char *s, size_t len,
	   struct crm_reader_how how)
{
	FILE *f = file_of(s, len);

	read_fd(r, fileno(f), how);
	fclose(f);
}

#define NONE (struct crm_reader_how){ 0 }
#define LAX (struct crm_reader_how){ .lax_quotes = true }

static void
check(const char *s, struct crm_reader_how how, const char *want)
{
	struct read r;

	read_bytes(&r, s, strlen(s), how);
	if (r.rc)
		print_message("%s\n", r.err.text);
	assert_int_equal(r.rc, 0);
	assert_string_equal(r.text.s, want);
	crm_buf_free(&r.text);
}

static void
check_fail(const char *s, size_t len, struct crm_reader_how how, long line,
	   const char *says, const char *hints)
{
	struct read r;

	read_bytes(&r, s, len, how);
	assert_int_equal(r.rc, CRM_EINVAL);
	assert_int_equal(r.err.code, CRM_EINVAL);
	if (!strstr(r.err.text, says) || !strstr(r.err.hint, hints))
		print_message("%s / %s\n", r.err.text, r.err.hint);
	assert_non_null(strstr(r.err.text, says));
	assert_non_null(strstr(r.err.hint, hints));
	assert_int_equal(r.err.line, line);
	crm_buf_free(&r.text);
}

#define FAILS(s, line, says, hints) \
	check_fail(s, sizeof(s) - 1, NONE, line, says, hints)

static void
test_rows(void **state)
{
	(void)state;
	check("id,name\n1,Ada\n2,\n", NONE,
	    "1:id|name\n2:1|Ada\n3:2|NULL\n");
	check("id,name\n1,Ada", NONE, "1:id|name\n2:1|Ada\n");
	check("id,name\n1,", NONE, "1:id|name\n2:1|NULL\n");
	check("id,name", NONE, "1:id|name\n");
	check("id\n1\n", NONE, "1:id\n2:1\n");
	check("a,b\n\"x \"\"y\"\", z\",\"\"\n", NONE,
	    "1:a|b\n2:x \"y\", z|NULL\n");
	check("a,b\n  x\t, y z \n", NONE, "1:a|b\n2:  x\t| y z \n");
	check("a,b\n01234,\xf0\x9f\x98\x80\xe2\x80\xae" "x\n", NONE,
	    "1:a|b\n2:01234|\xf0\x9f\x98\x80\xe2\x80\xae" "x\n");
	check("\xef\xbb\xbf" "a,b\nx,y\n", NONE, "1:a|b\n2:x|y\n");
	check("\xef\xbb\xbf" "a\n", NONE, "1:a\n");
}

static void
test_line_numbers(void **state)
{
	(void)state;
	check("a,b\n\n\nx,y\n\"1\n\n2\",z\n\nlast,\n", NONE,
	    "1:a|b\n4:x|y\n5:1\n\n2|z\n9:last|NULL\n");
	check("a,b\r\n\r\nx,y\r\n\"1\r\n2\",z\r\nlast,\r\n", NONE,
	    "1:a|b\n3:x|y\n4:1\r\n2|z\n6:last|NULL\n");
	check("a,b\rx,y\r\r\"1\r2\",z\rlast,", NONE,
	    "1:a|b\n2:x|y\n4:1\r2|z\n6:last|NULL\n");
	check("\n\r\n\ra,b\n\r\nx,y", NONE, "4:a|b\n6:x|y\n");
	check("a,b\nx,\"\n\"\n1,2", NONE, "1:a|b\n2:x|\n\n4:1|2\n");
}

static void
test_delimiters(void **state)
{
	struct read r;

	(void)state;
	check("a;b\n1,5;2\n", NONE, "1:a|b\n2:1,5|2\n");
	check("a\tb\n1,5\t;\n", NONE, "1:a|b\n2:1,5|;\n");
	check("a|b\n,|;\n", NONE, "1:a|b\n2:,|;\n");
	check("\"a,b\";c\nx;y\n", NONE, "1:a,b|c\n2:x|y\n");
	check("\"a\"\",;b\nc\"|c\nx|y\n", NONE, "1:a\",;b\nc|c\n3:x|y\n");
	check("\n\na;b\n,;\n", NONE, "3:a|b\n4:,|NULL\n");
	check("a;b,c\n1;2\n", (struct crm_reader_how){ .delimiter = ';' },
	    "1:a|b,c\n2:1|2\n");
	FAILS("a,b;c\n", 0, "',' or by ';'", "--delimiter");
	FAILS("a\tb|c\n", 0, "TAB or by '|'", "--delimiter");
	read_bytes(&r, "a\n1;2\n", 6, NONE);
	assert_int_equal(r.delimiter, ',');
	crm_buf_free(&r.text);
	read_bytes(&r, "a\tb\n", 4, NONE);
	assert_int_equal(r.delimiter, '\t');
	crm_buf_free(&r.text);
}

static void
test_header(void **state)
{
	(void)state;
	FAILS("", 0, "f.csv: is empty", "");
	FAILS("\n\r\n\n", 0, "f.csv: is empty", "");
	FAILS("\xef\xbb\xbf", 0, "f.csv: is empty", "");
	FAILS("a,,b\n", 1, "f.csv:1: column 2 of the header has no name", "");
	FAILS("\na, \n", 2, "column 2 of the header has no name", "");
	FAILS("a,b,c,b\n", 1, "columns 2 and 4 of the header have the same",
	    "");
	FAILS("a,\xff\n", 1, "the header is not UTF-8", "--encoding");
	check("a,A, a\n1,2,3\n", NONE, "1:a|A| a\n2:1|2|3\n");
}

static void
test_bad_rows(void **state)
{
	(void)state;
	check("a,b,c\n1,2\n1,2,3\n1,2,3,4\nx\n", NONE,
	    "1:a|b|c\n"
	    "2:1|2 <has 2 columns, the header has 3>\n"
	    "3:1|2|3\n"
	    "4:1|2|3|4 <has 4 columns, the header has 3>\n"
	    "5:x <has 1 column, the header has 3>\n");
	/* Overlong, surrogate, cut off, and two halves in two cells. */
	check("a,b\n1,\xc0\xaf\n\xed\xa0\x80,2\n\xc3,\xa9\nx,\xc3\n"
	    "\xc3\xa9,ok\n", NONE,
	    "1:a|b\n"
	    "2:1|\xc0\xaf <b: is not UTF-8; --encoding says what the file "
	    "is in>\n"
	    "3:\xed\xa0\x80|2 <a: is not UTF-8; --encoding says what the "
	    "file is in>\n"
	    "4:\xc3|\xa9 <a: is not UTF-8; --encoding says what the file "
	    "is in>\n"
	    "5:x|\xc3 <b: is not UTF-8; --encoding says what the file is "
	    "in>\n"
	    "6:\xc3\xa9|ok\n");
}

static void
test_quotes(void **state)
{
	static const char stray[] =
	    "a,b\nx,y\n1,37\xc2\xb0" "36'37.8\"N\n";

	(void)state;
	check_fail(stray, sizeof(stray) - 1, NONE, 3, "f.csv:3:",
	    "--lax-quotes");
	check(stray, LAX, "1:a|b\n2:x|y\n3:1|37\xc2\xb0" "36'37.8\"N\n");
	check("a,b\n5\",6\"\"\"\n \"x\",\"y\"\n\"\"\"\",z\"", LAX,
	    "1:a|b\n2:5\"|6\"\"\"\n3: \"x\"|y\n4:\"|z\"\n");
	check_fail("a,b\n1,\"x\"y\n", 12, LAX, 2,
	    "text after a closing quote", "twice");
	FAILS("a,b\n1,\"x\" \n", 2, "text after a closing quote", "twice");
	FAILS("a,b\n\"1\n2\",\"\n3\" x\n", 4, "text after a closing quote",
	    "");
	FAILS("a,b\n1,2\n3,\"4\n5,6\n7,8\n", 3, "a quote is never closed",
	    "");
	FAILS("a,b\n\"1\n2\",\"3\n4\n", 3, "a quote is never closed", "");
	FAILS("a,\"b\n1,2\n", 1, "a quote is never closed", "");
}

static void
test_not_text(void **state)
{
	(void)state;
	FAILS("a,b\n1,2\n3,\0\n", 3, "f.csv:3: there is a NUL", "--encoding");
	FAILS("a,b\n\"1\n2\0\",2\n", 3, "f.csv:3: there is a NUL", "");
	FAILS("a,b,c,d\0\n", 1, "f.csv:1: there is a NUL", "");
	FAILS("\xff\xfe" "a\0,\0b\0\n\0", 0, "UTF-16", "--encoding");
	FAILS("\xfe\xff" "\0a\0,\0b\0\n", 0, "UTF-16", "--encoding");
	FAILS("a\0,\0b\0\n\0", 0, "UTF-16", "--encoding");
	FAILS("\0a\0,\0b\0\n", 0, "UTF-16", "--encoding");
}

static void
test_encodings(void **state)
{
	struct read r;
	struct crm_reader_how how = { .encoding = "ISO-8859-1" };

	(void)state;
	check("a,b\nZo\xeb,\xa9\n", how, "1:a|b\n2:Zo\xc3\xab|\xc2\xa9\n");
	how.encoding = "UTF-8";
	check("a,b\nZo\xc3\xab,1\n", how, "1:a|b\n2:Zo\xc3\xab|1\n");
	how.encoding = "UTF-16";
	read_bytes(&r, "\xff\xfe" "a\0;\0b\0\r\0\n\0\xeb\0;\0\x3d\xd8\x00\xde",
	    20, how);
	assert_int_equal(r.rc, 0);
	assert_string_equal(r.text.s,
	    "1:a|b\n2:\xc3\xab|\xf0\x9f\x98\x80\n");
	crm_buf_free(&r.text);
	how.encoding = "UTF-16LE";
	read_bytes(&r, "\xff\xfe" "a\0\n\0x\0", 8, how);
	assert_string_equal(r.text.s, "1:a\n2:x\n");
	crm_buf_free(&r.text);
	/* Half a character at the end, a byte that is none. */
	check_fail("\xff\xfe" "a\0\n\0x\0\x3d\xd8", 10, how, 2,
	    "not in this encoding", "--encoding");
	how.encoding = "SHIFT_JIS";
	check_fail("a\nok\nx\x81\xff\n", 9, how, 3, "not in this encoding",
	    "");
	how.encoding = "no-such-thing";
	check_fail("a\n", 2, how, 0, "encoding \"no-such-thing\"", "iconv");
	how.encoding = "ISO-8859-1//IGNORE";
	check_fail("a\n", 2, how, 0, "unknown", "iconv");
}

/* More than the window of the source, in one field, line or encoding. */
static void
test_long(void **state)
{
	enum { SIZE = 10 << 20 };
	struct crm_reader_how how = { .max_field = 3 << 20 };
	struct crm_buf b = { 0 };
	struct read r;
	size_t at;

	(void)state;
	crm_buf_str(&b, "a,b\n\"");
	at = b.len;
	crm_buf_grow(&b, SIZE + 100);
	memset(b.s + at, 'x', SIZE);
	crm_buf_cut(&b, at + SIZE);
	for (size_t i = 65536; i < SIZE; i += 65536)
		b.s[at + i] = i % 131072 ? '\r' : '\n';
	crm_buf_str(&b, "\",2\n3,\r4,5\n");
	read_bytes(&r, b.s, b.len, NONE);
	assert_int_equal(r.rc, 0);
	assert_memory_equal(r.text.s, "1:a|b\n2:xxx", 11);
	assert_memory_equal(r.text.s + 8, b.s + at, SIZE);
	assert_string_equal(r.text.s + 8 + SIZE,
	    "|2\n162:3|NULL\n163:4|5\n");
	crm_buf_free(&r.text);
	check_fail(b.s, b.len, how, 2, "too long", "3145728 bytes");
	b.s[at - 1] = 'x';
	memset(b.s + at, 'y', SIZE);
	b.s[at + SIZE] = 'z';
	how.max_field = 0;
	how.encoding = "ISO-8859-1";
	read_bytes(&r, b.s, b.len, how);
	assert_int_equal(r.rc, 0);
	assert_int_equal(r.text.len, 8 + SIZE + 2 +
	    strlen("|2\n3:3|NULL\n4:4|5\n"));
	crm_buf_free(&r.text);
	crm_buf_free(&b);
}

static void
test_limits(void **state)
{
	struct crm_reader_how how = { .max_field = 4 };
	struct crm_buf b = { 0 };

	(void)state;
	check("a,b\n1234,5678\n", how, "1:a|b\n2:1234|5678\n");
	check_fail("a,b\n1,2\n12345,6\n", 16, how, 3, "too long", "");
	check_fail("a,b\n1,2\n1,23456", 15, how, 3, "too long", "");
	crm_buf_str(&b, "a\n");
	for (int i = 0; i < 30000; i++)
		crm_buf_char(&b, ',');
	check_fail(b.s, b.len, NONE, 2, "too long", "columns");
	crm_buf_free(&b);
}

struct feeder {
	int fd;
	const char *s;
};

static void *
feed_slowly(void *arg)
{
	struct feeder *f = arg;

	for (const char *p = f->s; *p; p++)
		if (write(f->fd, p, 1) != 1)
			break;
	close(f->fd);
	return NULL;
}

/* A pipe gives what it has: nothing may depend on where reads are cut. */
static void
test_slow_pipe(void **state)
{
	struct feeder f = { .s = "\xef\xbb\xbf\"a\";b\r\n\r\nx;\"1\r\n2\""
	    "\r\nZo\xc3\xab;\r" };
	struct read r;
	pthread_t thread;
	int p[2];

	(void)state;
	assert_int_equal(pipe(p), 0);
	f.fd = p[1];
	assert_int_equal(pthread_create(&thread, NULL, feed_slowly, &f), 0);
	memset(&r, 0, sizeof(r));
	{
		struct crm_reader *reader;
		struct crm_row row;

		assert_int_equal(crm_reader_open(&reader, p[0], "-", &NONE,
		    &r.err), 0);
		while ((r.rc = crm_reader_next(reader, &row)) > 0)
			add_row(&r.text, &row);
		assert_int_equal(r.rc, 0);
		assert_int_equal(crm_reader_bytes(reader), strlen(f.s));
		crm_reader_close(reader);
	}
	assert_string_equal(r.text.s,
	    "3:x|1\r\n2\n5:Zo\xc3\xab|NULL\n");
	pthread_join(thread, NULL);
	close(p[0]);
	crm_buf_free(&r.text);
}

static void
test_cannot_read(void **state)
{
	struct crm_reader *reader;
	struct crm_error err;
	int fd = open("/", O_RDONLY);

	(void)state;
	assert_int_equal(crm_reader_open(&reader, fd, "dir", &NONE, &err),
	    CRM_EFAIL);
	assert_string_equal(err.text, "cannot read dir: Is a directory");
	close(fd);
}

/* --- what is written is read --- */

static const struct crm_field text_field = {
	.name = "t", .type = CRM_T_TEXT
};

enum { COLS = 5, ROWS = 40 };

static struct crm_value
random_cell(char *text)
{
	static const char *const bits[] = {
		"a", "Z", " ", ",", ";", "\"", "\"\"", "\n", "\r", "\r\n",
		"\t", "'", "=", "\\", "|", "\xc3\xab", "\xe6\xbc\xa2",
		"\xf0\x9f\x98\x80", "\xe2\x80\xae", "\xef\xbb\xbf", "\x01",
		"\x7f", "long enough for a block of sixteen bytes"
	};
	size_t n = (size_t)random() % 12, len = 0;

	for (size_t i = 0; i < n; i++) {
		const char *bit = bits[(size_t)random() % CRM_COUNT(bits)];

		memcpy(text + len, bit, strlen(bit));
		len += strlen(bit);
	}
	return len ? crm_text_n(text, len) : crm_null();
}

static void
round_trip(size_t ncols)
{
	static char text[ROWS][COLS][600];
	static const char *const names[COLS] = { "a", "b", "c", "d", "e" };
	struct crm_value v[ROWS][COLS];
	struct crm_column cols[COLS];
	struct crm_writer_how how = { .format = CRM_FORMAT_CSV,
	    .bom = random() % 2 };
	struct crm_error err;
	struct crm_writer *w;
	struct crm_reader *r;
	struct crm_row row;
	FILE *f = tmpfile();

	assert_non_null(f);
	how.fd = fileno(f);
	for (size_t i = 0; i < ncols; i++)
		cols[i] = (struct crm_column){ names[i], &text_field, (int)i,
		    -1, -1, false };
	assert_int_equal(crm_writer_begin(&w, &how, cols, ncols, &err), 0);
	for (size_t i = 0; i < ROWS; i++) {
		for (size_t k = 0; k < ncols; k++)
			v[i][k] = random_cell(text[i][k]);
		assert_int_equal(crm_writer_row(w, v[i]), 0);
	}
	assert_int_equal(crm_writer_end(w, 0), 0);
	lseek(how.fd, 0, SEEK_SET);
	assert_int_equal(crm_reader_open(&r, how.fd, "f", &NONE, &err), 0);
	for (size_t i = 0; i < ROWS; i++) {
		assert_int_equal(crm_reader_next(r, &row), 1);
		assert_null(row.bad);
		for (size_t k = 0; k < ncols; k++)
			assert_true(crm_same(row.v[k], v[i][k]));
	}
	assert_int_equal(crm_reader_next(r, &row), 0);
	crm_reader_close(r);
	fclose(f);
}

static void
test_round_trip(void **state)
{
	(void)state;
	srandom(7);
	for (int i = 0; i < 400; i++)
		round_trip(1 + (size_t)random() % COLS);
}

/*
 * A line without quotes is cut, one with them is parsed: to quote the first
 * field of a line changes nothing.
 */
static void
plain_as_quoted(size_t lines)
{
	static const char *const bits[] = {
		"", "a", " b", "\t", ",", ",,", "'", "\xc3\xab", "\xff", "0",
		"long enough for a block of sixteen bytes"
	};
	static const char *const ends[] = { "\n", "\r\n", "\r", "\n\n" };
	struct crm_buf plain = { 0 }, quoted = { 0 };
	struct read a, b;

	crm_buf_str(&plain, "a,b,c\n");
	crm_buf_str(&quoted, "\"a\",b,c\n");
	for (size_t i = 0; i < lines; i++) {
		bool open = random() % 2;
		const char *end = i + 1 < lines || random() % 2 ?
		    ends[random() % 4] : "";

		crm_buf_str(&plain, "x");
		crm_buf_str(&quoted, open ? "\"x" : "x");
		for (long n = random() % 8; n > 0; n--) {
			const char *bit = bits[(size_t)random() %
			    CRM_COUNT(bits)];

			if (open && *bit == ',')
				crm_buf_char(&quoted, '"');
			open = open && *bit != ',';
			crm_buf_str(&plain, bit);
			crm_buf_str(&quoted, bit);
		}
		crm_buf_str(&plain, end);
		crm_buf_printf(&quoted, "%s%s", open ? "\"" : "", end);
	}
	read_bytes(&a, plain.s, plain.len, NONE);
	read_bytes(&b, quoted.s, quoted.len, NONE);
	assert_int_equal(a.rc, b.rc);
	assert_string_equal(a.text.s, b.text.s);
	crm_buf_free(&a.text);
	crm_buf_free(&b.text);
	crm_buf_free(&plain);
	crm_buf_free(&quoted);
}

static void
test_plain_as_quoted(void **state)
{
	(void)state;
	srandom(11);
	for (int i = 0; i < 2000; i++)
		plain_as_quoted((size_t)random() % 6);
}

/* --- references --- */

static int
gather(void *ctx, const char *ref, size_t len)
{
	struct crm_buf *out = ctx;

	crm_buf_char(out, '<');
	crm_buf_add(out, ref, len);
	crm_buf_char(out, '>');
	return len == 4 && !memcmp(ref, "STOP", 4) ? -7 : 0;
}

static int
refs_of(struct crm_buf *out, const char *s, size_t len, bool null,
	struct crm_error *err)
{
	FILE *f = file_of(s, len);
	int rc;

	memset(err, 0, sizeof(*err));
	crm_buf_cut(out, 0);
	crm_buf_str(out, "");
	rc = crm_read_refs(fileno(f), null, gather, out, err);
	fclose(f);
	return rc;
}

static void
check_refs(const char *s, size_t len, bool null, const char *want)
{
	struct crm_buf b = { 0 };
	struct crm_error err;
	int rc = refs_of(&b, s, len, null, &err);

	if (rc)
		print_message("%s\n", err.text);
	assert_int_equal(rc, 0);
	assert_string_equal(b.s, want);
	crm_buf_free(&b);
}

#define REFS(s, want) check_refs(s, sizeof(s) - 1, false, want)

static void
test_refs_lines(void **state)
{
	(void)state;
	REFS("", "");
	REFS("\n \r\n", "");
	REFS("17\n18", "<17><18>");
	REFS("17\r\n\r\nada@acme.test\r\n", "<17><ada@acme.test>");
	REFS("\xef\xbb\xbf" "Acme, Ltd\next:erp:42\n",
	    "<Acme, Ltd><ext:erp:42>");
	REFS("\"A\" and \"B\"\nx", "<\"A\" and \"B\"><x>");
}

static void
test_refs_null(void **state)
{
	(void)state;
	REFS("17\0" "18\0", "<17><18>");
	REFS("a\nb\0" "c", "<a\nb><c>");
	check_refs("17\n", 3, true, "<17\n>");
	check_refs("[1]\0{\0", 6, true, "<[1]><{>");
}

static void
test_refs_csv(void **state)
{
	(void)state;
	REFS("id\n17\n18\n", "<17><18>");
	REFS("id,name\r\n17,\"A\n1\"\r\n\r\n18,B\r\n", "<17><18>");
	REFS("name\tid\nA;,\t17\n", "<17>");
	REFS("\"id\";\"x\"\n\"17\";1\n", "<17>");
	REFS("a,b|c,id\n1,2,17\n", "<17>");
	REFS("identity\nvalid\n", "<identity><valid>");
	REFS("id\n", "");
}

static void
test_refs_json(void **state)
{
	(void)state;
	REFS("[]\n", "");
	REFS("[17, \"ada@acme.test\",\n {\"id\":18,\"name\":null}]",
	    "<17><ada@acme.test><18>");
	REFS("\n[\n{\"id\":1},\n{\"id\":{\"id\":\"x\",\"name\":\"y\"}}\n]\n",
	    "<1><x>");
	REFS("{\"id\":1}\n{\"id\":\"erp:2\"}\r\n\n{\"id\":3}", "<1><erp:2><3>");
	REFS("\"ada@acme.test\"\n\"b \\u00eb\"\n",
	    "<ada@acme.test><b \xc3\xab>");
	REFS("[1]\n[2]", "<1><2>");
}

static void
check_refs_fail(const char *s, size_t len, int code, long line,
		const char *says)
{
	struct crm_buf b = { 0 };
	struct crm_error err;

	assert_int_equal(refs_of(&b, s, len, false, &err), code);
	if (!strstr(err.text, says))
		print_message("%s\n", err.text);
	assert_non_null(strstr(err.text, says));
	assert_int_equal(err.line, line);
	crm_buf_free(&b);
}

#define REFS_FAIL(s, line, says) \
	check_refs_fail(s, sizeof(s) - 1, CRM_EINVAL, line, says)

static void
test_refs_wrong(void **state)
{
	(void)state;
	REFS_FAIL("{\"id\":1}\n{\"name\":\"x\"}\n", 2, "no \"id\"");
	REFS_FAIL("{\"id\":1}\n\n{\"id\":1,\"id\":2}\n", 3, "duplicate");
	REFS_FAIL("[1,\n2,\n3", 3, "a comma or ] is missing");
	REFS_FAIL("[1\n2]", 2, "a comma or ] is missing");
	REFS_FAIL("[1,\n]", 2, "");
	REFS_FAIL("[", 1, "");
	REFS_FAIL("[1.5]", 1, "neither an id");
	REFS_FAIL("[\"\"]", 1, "the id is empty");
	REFS_FAIL("[true]", 1, "neither an id");
	REFS_FAIL("[12345678901234567890]", 1, "too big");
	REFS_FAIL("{\"id\":1}\n{\"id\":\n\"\xff\"}\n", 3, "");
	REFS_FAIL("[1,\0 2]", 1, "NUL");
	REFS_FAIL("\xff\xfe" "1\0", 1, "UTF-16");
	REFS_FAIL("a\nb\xff\n", 2, "UTF-8");
	REFS_FAIL("id,name\n1,x\n2\n", 3, "has 1 column");
	REFS_FAIL("id,name\n1,x\n,y\n", 3, "has no id");
	REFS_FAIL("id,id\n1,x\n", 1, "same name");
	check_refs_fail("1\nSTOP\n2\n", 9, -7, 0, "");
	check_refs_fail("[\"STOP\",2]", 10, -7, 0, "");
	check_refs_fail("id\nSTOP\n2\n", 10, -7, 0, "");
}

static int
add_up(void *ctx, const char *ref, size_t len)
{
	char text[32];

	assert_true(len < sizeof(text));
	memcpy(text, ref, len);
	text[len] = '\0';
	*(long *)ctx += atol(text);
	return 0;
}

/* More than is kept in memory, in each form. */
static void
test_refs_spooled(void **state)
{
	static const char *const forms[][3] = {
		{ "", "%d\n", "" },
		{ "id,name\n", "%d,\"some, name\"\n", "" },
		{ "[\n", "{\"id\":%d,\"name\":\"x\"},\n", "0]" },
	};
	const long n = 300000;

	(void)state;
	for (size_t k = 0; k < CRM_COUNT(forms); k++) {
		FILE *f = tmpfile();
		struct crm_error err;
		long sum = 0;

		assert_non_null(f);
		fputs(forms[k][0], f);
		for (int i = 1; i <= n; i++) {
			const char *p = strstr(forms[k][1], "%d");

			fprintf(f, "%.*s%d%s", (int)(p - forms[k][1]),
			    forms[k][1], i, p + 2);
		}
		fputs(forms[k][2], f);
		fflush(f);
		assert_true(lseek(fileno(f), 0, SEEK_CUR) > 1 << 20);
		lseek(fileno(f), 0, SEEK_SET);
		assert_int_equal(crm_read_refs(fileno(f), false, add_up,
		    &sum, &err), 0);
		assert_int_equal(sum, n * (n + 1) / 2);
		fclose(f);
	}
}

static void
test_refs_no_room(void **state)
{
	char text[65536];
	struct crm_error err;
	long sum = 0;
	FILE *f = tmpfile();
	char *before = getenv("TMPDIR");

	(void)state;
	memset(text, '\n', sizeof(text));
	for (int i = 0; i < 32; i++)
		fwrite(text, 1, sizeof(text), f);
	fflush(f);
	lseek(fileno(f), 0, SEEK_SET);
	before = before ? strdup(before) : NULL;
	setenv("TMPDIR", "/no/such/folder", 1);
	assert_int_equal(crm_read_refs(fileno(f), false, add_up, &sum, &err),
	    CRM_EFAIL);
	assert_non_null(strstr(err.text, "/no/such/folder"));
	if (before)
		setenv("TMPDIR", before, 1);
	else
		unsetenv("TMPDIR");
	free(before);
	fclose(f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_line_numbers),
		cmocka_unit_test(test_delimiters),
		cmocka_unit_test(test_header),
		cmocka_unit_test(test_bad_rows),
		cmocka_unit_test(test_quotes),
		cmocka_unit_test(test_not_text),
		cmocka_unit_test(test_encodings),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_slow_pipe),
		cmocka_unit_test(test_cannot_read),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_plain_as_quoted),
		cmocka_unit_test(test_refs_lines),
		cmocka_unit_test(test_refs_null),
		cmocka_unit_test(test_refs_csv),
		cmocka_unit_test(test_refs_json),
		cmocka_unit_test(test_refs_wrong),
		cmocka_unit_test(test_refs_spooled),
		cmocka_unit_test(test_refs_no_room),
	};

	return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
