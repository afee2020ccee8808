#include "io/input.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crm/writer.h"
#include "io/spool.h"

enum { STEP = 64 * 1024 };

static int
copy_all(struct crm_input *in, struct crm_error *err)
{
	struct crm_buf buf = { 0 };
	ssize_t n = 1;
	int rc = 0;

	crm_buf_grow(&buf, STEP);
	while (!rc && n) {
		n = read(in->given, buf.s, STEP);
		if (n > 0)
			rc = crm_write_all(in->fd, buf.s, (size_t)n, err);
		else if (n < 0 && errno != EINTR)
			rc = crm_fail(err, CRM_EFAIL, "cannot read %s: %s",
			    in->name, strerror(errno));
	}
	crm_buf_free(&buf);
	return rc;
}

int
crm_input_open(struct crm_input *in, int fd, const char *name,
	       struct crm_error *err)
{
	struct stat st;
	int rc = 0;

	*in = (struct crm_input){ .fd = fd, .given = fd, .name = name };
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		in->fd = crm_spool_open(err);
		rc = in->fd < 0 ? CRM_EFAIL : copy_all(in, err);
		if (!rc && fstat(in->fd, &st) != 0)
			rc = crm_fail(err, CRM_EFAIL, "cannot look at"
			    " a temporary file: %s", strerror(errno));
	}
	if (rc)
		return rc;
	in->start = in->fd == fd ? lseek(fd, 0, SEEK_CUR) : 0;
	in->size = st.st_size - in->start;
	return 0;
}

int
crm_input_rewind(struct crm_input *in, struct crm_error *err)
{
	if (lseek(in->fd, in->start, SEEK_SET) >= 0)
		return 0;
	return crm_fail(err, CRM_EFAIL, "cannot read %s: %s", in->name,
	    strerror(errno));
}

void
crm_input_close(struct crm_input *in)
{
	if (in->fd >= 0 && in->fd != in->given)
		close(in->fd);
	in->fd = -1;
}
