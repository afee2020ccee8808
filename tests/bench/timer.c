/*
 * Runs a program and says what it took: timer OUT PROGRAM [ARG...]
 *
 * Writes "WALL CPU KIB STATUS" to stdout: seconds from start to end, seconds
 * of both processors, the most memory it had at once, and its exit status
 * (128 + n for a signal).  The program's own output goes to the file OUT.
 * This is small on purpose: starting a program from a large one is slower,
 * and its memory would count as the program's.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double
clock_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int
main(int argc, char **argv)
{
	posix_spawn_file_actions_t files;
	struct rusage used;
	double start;
	int status, rc;
	pid_t pid;

	if (argc < 3) {
		fputs("usage: timer OUT PROGRAM [ARG...]\n", stderr);
		return 2;
	}
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, argv[1],
	    O_WRONLY | O_CREAT | O_TRUNC, 0666);
	start = clock_now();
	rc = posix_spawnp(&pid, argv[2], &files, NULL, argv + 2, environ);
	if (!rc && wait4(pid, &status, 0, &used) < 0)
		rc = errno;
	if (rc) {
		fprintf(stderr, "timer: %s: %s\n", argv[2], strerror(rc));
		return 1;
	}
	printf("%.6f %.6f %ld %d\n", clock_now() - start,
	    seconds(used.ru_utime) + seconds(used.ru_stime), used.ru_maxrss,
	    WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
	    WEXITSTATUS(status));
	return 0;
}
