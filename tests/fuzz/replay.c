/*
 * Runs a fuzz target over the files named, without libFuzzer, and prints TAP;
 * a crash leaves the plan unmet.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
replay(const char *file)
{
	FILE *f = fopen(file, "rb");
	uint8_t *data = NULL;
	long size;
	int rc = -1;

	if (!f)
		return -1;
	if (fseek(f, 0, SEEK_END) || (size = ftell(f)) < 0)
		goto out;
	rewind(f);
	/* Exactly as large as the file, so that a read past it is seen. */
	data = malloc(size ? (size_t)size : 1);
	if (!data || fread(data, 1, (size_t)size, f) != (size_t)size)
		goto out;
	LLVMFuzzerTestOneInput(data, (size_t)size);
	rc = 0;
out:
	free(data);
	fclose(f);
	return rc;
}

static int
run(int n, char *const *files)
{
	int i, failed = 0;

	printf("1..%d\n", n);
	for (i = 0; i < n; i++) {
		const char *base = strrchr(files[i], '/');
		int bad;

		fflush(stdout);
		bad = replay(files[i]);
		printf("%sok %d - %s\n", bad ? "not " : "", i + 1,
		       base ? base + 1 : files[i]);
		failed |= bad;
	}
	return failed ? 1 : 0;
}

int
main(int argc, char **argv)
{
	if (argc > 1)
		return run(argc - 1, argv + 1);
	puts("1..1\nnot ok 1 - no corpus");
	return 1;
}
