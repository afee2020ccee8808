#include "io/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crm/writer.h"

enum { IN_MEMORY = 1 << 20, STEP = 64 * 1024 };

int
crm_spool_open(struct crm_error *err)
{
	const char *dir = getenv("TMPDIR");
	struct crm_buf path = { 0 };
	int fd = -1;

	if (!dir || !*dir)
		dir = "/tmp";
#ifdef O_TMPFILE
	fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
#endif
	if (fd < 0) {
		crm_buf_printf(&path, "%s/crm-XXXXXX", dir);
		fd = mkostemp(path.s, O_CLOEXEC);
		if (fd >= 0)
			unlink(path.s);
	}
	if (fd < 0)
		fd = crm_fail(err, CRM_EFAIL, "cannot make a temporary file in "
		    "%s: %s", dir, strerror(errno));
	crm_buf_free(&path);
	return fd;
}

/* One read to the end of the buffer; *GOT is 0 at the end of the input. */
static int
read_step(struct crm_spool *sp, int fd, size_t *got, struct crm_error *err)
{
	ssize_t n;

	crm_buf_grow(&sp->buf, STEP);
	do
		n = read(fd, sp->buf.s + sp->buf.len, STEP);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return crm_fail(err, CRM_EFAIL,
		    "cannot read standard input: %s", strerror(errno));
	*got = (size_t)n;
	crm_buf_cut(&sp->buf, sp->buf.len + *got);
	return 0;
}

/* Write out the buffer, then what follows; the file is then the memory. */
static int
spill(struct crm_spool *sp, int fd, struct crm_error *err)
{
	int file = crm_spool_open(err), rc = file < 0 ? CRM_EFAIL : 0;
	size_t got = 1;

	while (!rc && got) {
		rc = crm_write_all(file, sp->buf.s, sp->buf.len, err);
		if (rc) {
			crm_fail_in(err, "temporary file");
			break;
		}
		sp->len += sp->buf.len;
		crm_buf_cut(&sp->buf, 0);
		rc = read_step(sp, fd, &got, err);
	}
	if (!rc) {
		void *map = mmap(NULL, sp->len, PROT_READ, MAP_PRIVATE, file,
		    0);

		if (map == MAP_FAILED)
			rc = crm_fail(err, CRM_EFAIL,
			    "cannot map a temporary file: %s",
			    strerror(errno));
		else
			sp->s = sp->map = map;
	}
	if (file >= 0)
		close(file);
	return rc;
}

int
crm_spool_read(struct crm_spool *sp, int fd, struct crm_error *err)
{
	size_t got = 1;
	int rc = 0;

	*sp = (struct crm_spool){ 0 };
	while (!rc && got && sp->buf.len < IN_MEMORY)
		rc = read_step(sp, fd, &got, err);
	if (rc || got)
		return rc ? rc : spill(sp, fd, err);
	sp->s = sp->buf.s;
	sp->len = sp->buf.len;
	return 0;
}

void
crm_spool_free(struct crm_spool *sp)
{
	if (sp->map)
		munmap(sp->map, sp->len);
	crm_buf_free(&sp->buf);
}
