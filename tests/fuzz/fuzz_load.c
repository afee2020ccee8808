/*
 * Any bytes as a dump: whatever comes of it, a failure has its sentence, and
 * a blank database stays one (a dry run).
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "crm/blank.h"
#include "crm/dump.h"
#include "crm/init.h"
#include "crm/writer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char path[64];

static void
clean_up(void)
{
	char more[80];

	unlink(path);
	snprintf(more, sizeof(more), "%s-wal", path);
	unlink(more);
	snprintf(more, sizeof(more), "%s-shm", path);
	unlink(more);
}

/* One database for all runs. */
static void
make(void)
{
	static const struct crm_init_how how = { .login = "ada" };
	struct crm crm = { 0 };

	snprintf(path, sizeof(path), "/tmp/crm-fuzz-%ld.db", (long)getpid());
	atexit(clean_up);
	crm_clock_set(&crm.clock, 1795000000);
	if (crm_init(&crm, path, &how))
		abort();
	crm_close(&crm);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct crm crm = { 0 };
	struct crm_load_how how = { .name = "fuzz", .dry_run = true };
	struct crm_load_result r;
	int rc;

	if (!path[0])
		make();
	how.fd = memfd_create("fuzz", MFD_CLOEXEC);
	if (how.fd < 0 || crm_write_all(how.fd, data, size, &crm.err) ||
	    lseek(how.fd, 0, SEEK_SET))
		abort();
	crm_clock_set(&crm.clock, 1795000000);
	if (crm_open(&crm, path, 0, 5) || crm_act_as(&crm, "ada"))
		abort();
	rc = crm_load(&r, &crm, &how);
	if (rc && (rc > 0 || crm.err.code != rc || !crm.err.text[0]))
		abort();
	if (crm_blank_check(&crm))
		abort();
	crm_close(&crm);
	close(how.fd);
	return 0;
}
