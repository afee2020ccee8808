/*
 * A library to preload that lets a chosen call of a program fail, or kills
 * the program there.
 *
 *	FAULT=CALL:K:HOW LD_PRELOAD=fault.so crm ...
 *
 * CALL is open, write, sync, truncate, rename, unlink, map, read, lock or
 * malloc, or any: all of these but malloc.  The K-th such call (1 is the
 * first) ends as HOW says:
 *
 *	NUMBER	it fails with this errno
 *	+NUMBER	it fails with this errno, and so does each one after it
 *	kill	the program is killed before it
 *	torn	half of what is to be written is written, then it is killed
 *	short	half of what is to be written is written
 *
 * FAULT_LOG names a file.  What happened is written there: "fired CALL FD",
 * and, when a program ends by itself, the number of calls of each kind.
 *
 * The program's own calls are seen and those of libraries, among them a
 * static one, but not those that libc makes of itself: stdio's write() is
 * none, and fopen(), mkostemp() and opendir() count as open.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum call {
	ANY, OPEN, WRITE, SYNC, TRUNCATE, RENAME, UNLINK, MAP, READ, LOCK,
	MALLOC, CALLS
};

static const char *const names[CALLS] = {
	"any", "open", "write", "sync", "truncate", "rename", "unlink", "map",
	"read", "lock", "malloc"
};

enum how { FAIL, FAIL_ON, KILL, TORN, SHORT, NEVER };

static struct {
	bool ready;
	enum call call;
	enum how how;
	long k, seen[CALLS];
	int error;
	char log[PATH_MAX];
} fault = { .how = NEVER };

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);

static void
note(const char *text, int len)
{
	int fd = (int)syscall(SYS_openat, AT_FDCWD, fault.log,
	    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	if (fd < 0)
		return;
	(void)!syscall(SYS_write, fd, text, len);
	syscall(SYS_close, fd);
}

static void
read_how(const char *s)
{
	fault.how = !strcmp(s, "kill") ? KILL : !strcmp(s, "torn") ? TORN :
	    !strcmp(s, "short") ? SHORT : *s == '+' ? FAIL_ON : FAIL;
	if (fault.how == FAIL || fault.how == FAIL_ON)
		fault.error = atoi(s);
}

static void
get_ready(void)
{
	const char *s = getenv("FAULT"), *log = getenv("FAULT_LOG");
	char *end;

	fault.ready = true;
	if (!log || strlen(log) >= sizeof(fault.log))
		return;
	memcpy(fault.log, log, strlen(log) + 1);
	for (int i = 0; s && i < CALLS; i++) {
		size_t len = strlen(names[i]);

		if (strncmp(s, names[i], len) || s[len] != ':')
			continue;
		fault.call = (enum call)i;
		fault.k = strtol(s + len + 1, &end, 10);
		read_how(end + 1);
	}
}

/* Threads call, too. */
static long
count(enum call call)
{
	return __atomic_add_fetch(&fault.seen[call], 1, __ATOMIC_RELAXED);
}

static bool
fires(enum call call, int fd)
{
	char text[64];
	long n = count(call), any = call == MALLOC ? 0 : count(ANY);

	if (fault.call == ANY && call != MALLOC)
		n = any;
	else if (fault.call != call)
		return false;
	if (fault.how == FAIL_ON ? n < fault.k : n != fault.k)
		return false;
	if (n == fault.k)
		note(text, snprintf(text, sizeof(text), "fired %s %d\n",
		    names[call], fd));
	return true;
}

/* What fails by itself, or kills; others are told what is left to do. */
static enum how
meet(enum call call, int fd)
{
	if (!fault.ready)
		get_ready();
	if (!fires(call, fd))
		return NEVER;
	if (fault.how == KILL)
		syscall(SYS_kill, getpid(), SIGKILL);
	errno = fault.error;
	return fault.how;
}

static bool
fails(enum call call, int fd)
{
	enum how how = meet(call, fd);

	return how == FAIL || how == FAIL_ON;
}

__attribute__((destructor)) static void
tell(void)
{
	char text[512];
	int len = 0;

	for (int i = 0; i < CALLS; i++)
		len += snprintf(text + len, sizeof(text) - (size_t)len,
		    "count %s %ld\n", names[i], fault.seen[i]);
	note(text, len);
}

/* ----------------------------------------------------------------- memory */

void *
malloc(size_t n)
{
	return fails(MALLOC, -1) ? NULL : __libc_malloc(n);
}

void *
calloc(size_t n, size_t size)
{
	return fails(MALLOC, -1) ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t n)
{
	return fails(MALLOC, -1) ? NULL : __libc_realloc(p, n);
}

/* ------------------------------------------------------------------ opening */

/* What is random is the same in each run: from the same follows the same. */
static int random_fd = -1;

static int
do_open(int dir, const char *path, int flags, mode_t mode)
{
	int fd = fails(OPEN, -1) ? -1 : (int)syscall(SYS_openat, dir, path,
	    flags, mode);

	if (fd >= 0 && !strcmp(path, "/dev/urandom"))
		random_fd = fd;
	return fd;
}

#define MODE(flags, mode) do { \
	va_list ap; \
	va_start(ap, flags); \
	mode = (flags) & (O_CREAT | O_TMPFILE) ? va_arg(ap, mode_t) : 0; \
	va_end(ap); \
} while (0)

int
open(const char *path, int flags, ...)
{
	mode_t mode;

	MODE(flags, mode);
	return do_open(AT_FDCWD, path, flags, mode);
}

int
open64(const char *path, int flags, ...)
{
	mode_t mode;

	MODE(flags, mode);
	return do_open(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}

int
openat(int dir, const char *path, int flags, ...)
{
	mode_t mode;

	MODE(flags, mode);
	return do_open(dir, path, flags, mode);
}

/* ISO C has no way from an object's address to a function's. */
#define NEXT(type, name) \
	(*(type *)(void *)&(void *){ dlsym(RTLD_NEXT, name) })

FILE *
fopen(const char *path, const char *mode)
{
	return fails(OPEN, -1) ? NULL : NEXT(__typeof__(&fopen), "fopen")(path,
	    mode);
}

DIR *
opendir(const char *path)
{
	return fails(OPEN, -1) ? NULL : NEXT(__typeof__(&opendir),
	    "opendir")(path);
}

int
mkostemp(char *path, int flags)
{
	return fails(OPEN, -1) ? -1 : NEXT(__typeof__(&mkostemp),
	    "mkostemp")(path, flags);
}

/* ------------------------------------------------------- reading and writing */

ssize_t
write(int fd, const void *p, size_t n)
{
	enum how how = meet(WRITE, fd);
	ssize_t done;

	if (how == FAIL || how == FAIL_ON)
		return -1;
	done = syscall(SYS_write, fd, p, how == NEVER || n < 2 ? n : n / 2);
	if (how == TORN)
		syscall(SYS_kill, getpid(), SIGKILL);
	return done;
}

static ssize_t
do_pwrite(int fd, const void *p, size_t n, off_t at)
{
	enum how how = meet(WRITE, fd);
	ssize_t done;

	if (how == FAIL || how == FAIL_ON)
		return -1;
	done = syscall(SYS_pwrite64, fd, p, how == NEVER || n < 2 ? n : n / 2,
	    at);
	if (how == TORN)
		syscall(SYS_kill, getpid(), SIGKILL);
	return done;
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t at)
{
	return do_pwrite(fd, p, n, at);
}

ssize_t
pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	return do_pwrite(fd, p, n, at);
}

ssize_t
read(int fd, void *p, size_t n)
{
	if (fails(READ, fd))
		return -1;
	if (fd != random_fd || fd < 0)
		return syscall(SYS_read, fd, p, n);
	random_fd = -1;
	memset(p, 'r', n);
	return (ssize_t)n;
}

ssize_t
pread(int fd, void *p, size_t n, off_t at)
{
	return fails(READ, fd) ? -1 : syscall(SYS_pread64, fd, p, n, at);
}

ssize_t
pread64(int fd, void *p, size_t n, off64_t at)
{
	return fails(READ, fd) ? -1 : syscall(SYS_pread64, fd, p, n, at);
}

/* -------------------------------------------------------------------- files */

int
fsync(int fd)
{
	return fails(SYNC, fd) ? -1 : (int)syscall(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	return fails(SYNC, fd) ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int
ftruncate(int fd, off_t n)
{
	return fails(TRUNCATE, fd) ? -1 : (int)syscall(SYS_ftruncate, fd, n);
}

int
ftruncate64(int fd, off64_t n)
{
	return fails(TRUNCATE, fd) ? -1 : (int)syscall(SYS_ftruncate, fd, n);
}

int
rename(const char *from, const char *to)
{
	return fails(RENAME, -1) ? -1 : (int)syscall(SYS_renameat, AT_FDCWD,
	    from, AT_FDCWD, to);
}

int
unlink(const char *path)
{
	return fails(UNLINK, -1) ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD,
	    path, 0);
}

int
unlinkat(int dir, const char *path, int flags)
{
	return fails(UNLINK, -1) ? -1 : (int)syscall(SYS_unlinkat, dir, path,
	    flags);
}

void *
mmap(void *p, size_t n, int prot, int flags, int fd, off_t at)
{
	return fails(MAP, fd) ? MAP_FAILED : (void *)syscall(SYS_mmap, p, n,
	    prot, flags, fd, at);
}

void *
mmap64(void *p, size_t n, int prot, int flags, int fd, off64_t at)
{
	return fails(MAP, fd) ? MAP_FAILED : (void *)syscall(SYS_mmap, p, n,
	    prot, flags, fd, at);
}

/* Asking for flags can't fail; a lock can. */
static int
do_fcntl(int fd, int what, void *arg)
{
	if ((what == F_SETLK || what == F_SETLKW) && fails(LOCK, fd))
		return -1;
	return (int)syscall(SYS_fcntl, fd, what, arg);
}

int
fcntl(int fd, int what, ...)
{
	va_list ap;
	void *arg;

	va_start(ap, what);
	arg = va_arg(ap, void *);
	va_end(ap);
	return do_fcntl(fd, what, arg);
}

int fcntl64(int fd, int what, ...) __attribute__((alias("fcntl")));
