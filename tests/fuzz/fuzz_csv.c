/*
 * The CSV reader on any bytes: it must end, count lines forwards, and read
 * what it read before when that is written out again.
 *
 * The first byte says how: its bits choose lax quotes, a delimiter, an
 * encoding and a small limit.  What is taken for JSON is fuzz_json's.
 */
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "crm/buf.h"
#include "crm/reader.h"
#include "crm/utf8.h"
#include "crm/writer.h"
#include "fuzz.h"

static void
write_row(struct crm_buf *out, const struct crm_row *row)
{
	size_t before = out->len;

	for (size_t i = 0; i < row->n; i++) {
		if (i)
			crm_buf_char(out, ',');
		crm_csv_field(out, row->v[i].s, row->v[i].len, ',', false);
	}
	if (out->len == before)
		crm_buf_str(out, "\"\"");
	crm_buf_char(out, '\n');
}

/* Read FD into COPY as CSV; good rows alone. */
static int
read_all(struct crm_buf *copy, int fd, const struct crm_reader_how *how)
{
	struct crm_error err;
	struct crm_reader *r;
	struct crm_row row;
	long line;
	int rc = crm_reader_open(&r, fd, "fuzz", how, &err);

	if (rc)
		return rc;
	if (crm_reader_is_json(r))
		goto out;
	line = crm_reader_header(r)->line;
	/* The first name may itself begin with one. */
	crm_buf_str(copy, "\xef\xbb\xbf");
	write_row(copy, crm_reader_header(r));
	while ((rc = crm_reader_next(r, &row)) > 0) {
		if (row.line <= line)
			abort();
		line = row.line;
		if (row.bad)
			continue;
		if (row.n != crm_reader_header(r)->n)
			abort();
		for (size_t i = 0; i < row.n; i++)
			if (row.v[i].kind == CRM_TEXT &&
			    crm_utf8_bad(row.v[i].s, row.v[i].len) >= 0)
				abort();
		write_row(copy, &row);
	}
	if (rc && (err.code != rc || !err.text[0]))
		abort();
out:
	crm_reader_close(r);
	return rc;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char delimiters[] = { 0, ',', ';', '\t' };
	static const char *const encodings[] = {
		NULL, "ISO-8859-1", "UTF-16", "SHIFT_JIS"
	};
	struct crm_buf first = { 0 }, second = { 0 };
	struct crm_reader_how how = { 0 };
	int fd;

	if (!size)
		return 0;
	how.lax_quotes = data[0] & 1;
	how.delimiter = delimiters[data[0] >> 1 & 3];
	how.encoding = encodings[data[0] >> 3 & 3];
	how.max_field = data[0] & 32 ? 16 : 0;
	fd = fuzz_file(data + 1, size - 1);
	read_all(&first, fd, &how);
	close(fd);
	if (first.len) {
		how = (struct crm_reader_how){ .delimiter = ',' };
		fd = fuzz_file(first.s, first.len);
		if (read_all(&second, fd, &how) ||
		    first.len != second.len ||
		    memcmp(first.s, second.s, first.len))
			abort();
		close(fd);
	}
	crm_buf_free(&first);
	crm_buf_free(&second);
	return 0;
}
