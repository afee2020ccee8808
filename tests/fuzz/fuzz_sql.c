/*
 * Any text as SQL: it reads, or is refused with a sentence.  Neither a row nor
 * a file is another one afterwards.
 */
#include "fuzz.h"

#include <fcntl.h>

#include "crm/map.h"
#include "crm/sql.h"
#include "crm/utf8.h"

/* What the file of the database holds; its log is empty, or not there. */
static uint64_t
state(void)
{
	struct crm_buf b = { 0 };
	int fd = open(fuzz_path, O_RDONLY | O_CLOEXEC);
	char part[65536];
	uint64_t hash;
	ssize_t n;

	while ((n = read(fd, part, sizeof(part))) > 0)
		crm_buf_add(&b, part, (size_t)n);
	close(fd);
	hash = crm_hash(b.s, b.len);
	crm_buf_free(&b);
	return hash;
}

static int
begin(void *ctx, const struct crm_column *cols, size_t n)
{
	size_t *columns = ctx;

	*columns = n;
	for (size_t i = 0; i < n; i++)
		if (!cols[i].name || !cols[i].field)
			abort();
	return 0;
}

static int
row(void *ctx, const struct crm_value *cells)
{
	const size_t *columns = ctx;

	for (size_t i = 0; i < *columns; i++)
		if (cells[i].kind == CRM_TEXT &&
		    crm_utf8_bad(cells[i].s, cells[i].len) >= 0)
			abort();
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const params[] = { "p=1", "q=x", NULL };
	static uint64_t before;
	static int files;
	struct crm crm;
	struct crm_buf text = { 0 };
	size_t columns = 0;
	const struct crm_sink to = { begin, row, &columns };
	struct crm_sql_how how = { .params = params, .limit = 20 };
	int rc;

	if (!fuzz_path[0]) {
		fuzz_database(false);
		before = state();
		files = fuzz_files(false);
	}
	fuzz_open(&crm);
	crm_buf_add(&text, data, size);
	how.text = text.s ? text.s : "";
	rc = crm_sql(&crm, &how, &to);
	if (rc && (rc > 0 || crm.err.code != rc || !crm.err.text[0]))
		abort();
	crm_close(&crm);
	if (state() != before || fuzz_files(false) != files)
		abort();
	crm_buf_free(&text);
	return 0;
}
