/*
 * References of any form: whatever comes, each one handed out is valid UTF-8
 * that is not empty, and a failure has its sentence.  The lowest bit of the
 * first byte is the null flag.
 */
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "crm/reader.h"
#include "crm/utf8.h"
#include "crm/writer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
check(void *ctx, const char *ref, size_t len)
{
	(void)ctx;
	if (!len || crm_utf8_bad(ref, len) >= 0)
		abort();
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct crm_error err = { 0 };
	int fd, rc;

	if (!size)
		return 0;
	fd = memfd_create("fuzz", MFD_CLOEXEC);
	if (fd < 0 || crm_write_all(fd, data + 1, size - 1, &err) ||
	    lseek(fd, 0, SEEK_SET))
		abort();
	rc = crm_read_refs(fd, data[0] & 1, check, NULL, &err);
	if (rc && (err.code != rc || !err.text[0]))
		abort();
	close(fd);
	return 0;
}
