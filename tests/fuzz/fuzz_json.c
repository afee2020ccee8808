/*
 * JSON as rows, of any bytes: it must end, count lines forwards, hand out
 * valid UTF-8, and what it read, written out with a member more, must be read
 * as that again.
 *
 * The first byte says how: its bits choose an encoding and a small limit.
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
check_row(const struct crm_row *row)
{
	for (size_t i = 0; i < row->n; i++) {
		if (crm_utf8_bad(row->names[i].s, row->names[i].len) >= 0)
			abort();
		if (row->v[i].kind == CRM_TEXT &&
		    crm_utf8_bad(row->v[i].s, row->v[i].len) >= 0)
			abort();
	}
}

/* Read FD; the good rows are written to COPY, a line each. */
static int
read_all(struct crm_buf *copy, int fd, const struct crm_reader_how *how)
{
	static const char *const names[] = { "_more" }, *const values[] = {
		"[1]"
	};
	struct crm_error err = { 0 };
	struct crm_reader *r;
	struct crm_row row;
	long line = 0, nth = 0;
	int rc = crm_reader_open(&r, fd, "fuzz", how, &err);

	if (rc)
		return rc;
	while (crm_reader_is_json(r) &&
	    (rc = crm_reader_next(r, &row)) > 0) {
		if (row.line < line || (row.line == line && row.nth <= nth))
			abort();
		line = row.line;
		nth = row.nth;
		if (row.bad)
			continue;
		check_row(&row);
		crm_json_extend(copy, row.source, names, values, 1);
	}
	if (rc < 0 && (err.code != rc || !err.text[0]))
		abort();
	crm_reader_close(r);
	return rc;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const encodings[] = {
		NULL, "ISO-8859-1", "UTF-16", "SHIFT_JIS"
	};
	struct crm_buf first = { 0 }, second = { 0 };
	struct crm_reader_how how = { 0 };
	int fd;

	if (!size)
		return 0;
	how.encoding = encodings[data[0] & 3];
	how.max_field = data[0] & 4 ? 16 : 0;
	fd = fuzz_file(data + 1, size - 1);
	read_all(&first, fd, &how);
	close(fd);
	if (first.len) {
		how = (struct crm_reader_how){ 0 };
		fd = fuzz_file(first.s, first.len);
		if (read_all(&second, fd, &how) || first.len != second.len ||
		    memcmp(first.s, second.s, first.len))
			abort();
		close(fd);
	}
	crm_buf_free(&first);
	crm_buf_free(&second);
	return 0;
}
