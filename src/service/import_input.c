/*
 * The input of an import.
 *
 * References among rows may make a second look at the rows needed, and no
 * other command should wait while a pipe trickles in: what is no file is
 * first copied to one that has no name.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crm/writer.h"
#include "io/spool.h"
#include "service/import.h"

enum { STEP = 64 * 1024 };

static int
copy_all(struct import *im)
{
	struct crm_error *err = &im->crm->err;
	struct crm_buf buf = { 0 };
	ssize_t n = 1;
	int rc = 0;

	crm_buf_grow(&buf, STEP);
	while (!rc && n) {
		n = read(im->how->fd, buf.s, STEP);
		if (n > 0)
			rc = crm_write_all(im->fd, buf.s, (size_t)n, err);
		else if (n < 0 && errno != EINTR)
			rc = crm_fail(err, CRM_EFAIL, "cannot read %s: %s",
			    im->how->name, strerror(errno));
	}
	crm_buf_free(&buf);
	return rc;
}

int
import_input_open(struct import *im)
{
	struct stat st;
	int rc = 0;

	im->fd = im->how->fd;
	if (fstat(im->fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		im->fd = crm_spool_open(&im->crm->err);
		rc = im->fd < 0 ? CRM_EFAIL : copy_all(im);
		if (!rc && fstat(im->fd, &st) != 0)
			rc = crm_failed(im->crm, CRM_EFAIL, "cannot look at"
			    " a temporary file: %s", strerror(errno));
	}
	if (rc)
		return rc;
	im->start = im->fd == im->how->fd ? lseek(im->fd, 0, SEEK_CUR) : 0;
	im->size = st.st_size - im->start;
	return 0;
}

void
import_input_close(struct import *im)
{
	if (im->fd >= 0 && im->fd != im->how->fd)
		close(im->fd);
	im->fd = -1;
}

int
import_reader_open(struct import *im)
{
	struct crm_reader_how how = {
		.delimiter = im->o.delimiter, .encoding = im->o.encoding,
		.lax_quotes = im->o.lax_quotes
	};

	crm_reader_close(im->reader);
	im->reader = NULL;
	if (lseek(im->fd, im->start, SEEK_SET) < 0)
		return crm_failed(im->crm, CRM_EFAIL, "cannot read %s: %s",
		    im->how->name, strerror(errno));
	return crm_reader_open(&im->reader, im->fd, im->how->name, &how,
	    &im->crm->err);
}
