/*
 * Any text as SQL: it reads, or is refused with a sentence.  Neither a row nor
 * a file is another one afterwards.
 */
#include "fuzz.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "crm/sql.h"
#include "crm/utf8.h"

/* When the file of the database was changed; its log is empty, or not there. */
static struct timespec
changed(void)
{
	struct stat st;

	if (stat(fuzz_path, &st))
		abort();
	return st.st_mtim;
}

static void
begin_all(struct timespec *before, int *files)
{
	int fd;

	fuzz_database(false);
	/* A change is later than this, however coarse the clock. */
	fd = open(fuzz_path, O_WRONLY | O_CLOEXEC);
	if (fd < 0 || futimens(fd, (struct timespec[2]){ { 1, 0 }, { 1, 0 } }))
		abort();
	close(fd);
	*before = changed();
	*files = fuzz_files(false);
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
	static struct timespec before;
	static int files;
	struct crm crm;
	struct crm_buf text = { 0 };
	struct timespec now;
	size_t columns = 0;
	const struct crm_sink to = { begin, row, &columns };
	struct crm_sql_how how = { .params = params, .limit = 20 };
	int rc;

	if (!fuzz_path[0])
		begin_all(&before, &files);
	fuzz_open(&crm);
	crm_buf_add(&text, data, size);
	how.text = text.s ? text.s : "";
	rc = crm_sql(&crm, &how, &to);
	if (rc && (rc > 0 || crm.err.code != rc || !crm.err.text[0]))
		abort();
	crm_close(&crm);
	now = changed();
	if (memcmp(&now, &before, sizeof(now)) || fuzz_files(false) != files)
		abort();
	crm_buf_free(&text);
	return 0;
}
