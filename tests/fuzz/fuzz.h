/* What several fuzz targets need: bytes as a file, and a database. */
#ifndef FUZZ_H
#define FUZZ_H

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "crm/init.h"
#include "crm/writer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline int
fuzz_file(const void *p, size_t len)
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	struct crm_error err;

	if (fd < 0 || crm_write_all(fd, p, len, &err) ||
	    lseek(fd, 0, SEEK_SET))
		abort();
	return fd;
}

/* A folder of its own, and the database in it. */
static char fuzz_folder[64], fuzz_path[80];

/* How many files are in the folder; with REMOVE none are left. */
static inline int
fuzz_files(bool remove)
{
	DIR *dir = opendir(fuzz_folder);
	struct dirent *d;
	int n = 0;

	while (dir && (d = readdir(dir)) != NULL) {
		if (d->d_name[0] == '.')
			continue;
		n++;
		if (remove)
			unlinkat(dirfd(dir), d->d_name, 0);
	}
	if (dir)
		closedir(dir);
	return n;
}

static inline void
fuzz_clean_up(void)
{
	fuzz_files(true);
	rmdir(fuzz_folder);
}

static inline void
fuzz_open(struct crm *crm)
{
	*crm = (struct crm){ 0 };
	crm_clock_set(&crm->clock, 1795352400);
	if (crm_open(crm, fuzz_path, 0, 5) || crm_act_as(crm, "ada"))
		abort();
}

/* One database for all runs, of a company with or without the demo's data. */
static inline void
fuzz_database(bool demo)
{
	const struct crm_init_how how = {
		.login = "ada", .country = "DE", .demo = demo
	};
	struct crm crm = { 0 };

	snprintf(fuzz_folder, sizeof(fuzz_folder), "/tmp/crm-fuzz-XXXXXX");
	if (!mkdtemp(fuzz_folder))
		abort();
	snprintf(fuzz_path, sizeof(fuzz_path), "%s/crm.db", fuzz_folder);
	atexit(fuzz_clean_up);
	crm_clock_set(&crm.clock, 1795352400);
	if (crm_init(&crm, fuzz_path, &how))
		abort();
	crm_close(&crm);
}

/*
 * That database, opened for some runs, as a command's memory is only given
 * back at its end.
 */
static inline struct crm *
fuzz_crm(bool demo)
{
	static struct crm crm;
	static int runs;

	if (!fuzz_path[0])
		fuzz_database(demo);
	if (runs++ % 200 == 0) {
		crm_close(&crm);
		fuzz_open(&crm);
	}
	crm.err = (struct crm_error){ 0 };
	return &crm;
}

/* A failure is one of the documented ones, and has its sentence. */
static inline void
fuzz_check(const struct crm *crm, int rc)
{
	if (!rc)
		return;
	if (rc > 0 || crm->err.code != rc || !crm->err.text[0])
		abort();
	if (rc == CRM_EFAIL) {
		fprintf(stderr, "%s\n", crm->err.text);
		abort();
	}
}

#endif
