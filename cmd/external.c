/*
 * crm-foo, beside the program's own or on PATH, is crm foo: where a feature
 * needs heavy libraries, or is somebody else's.  What is built in wins.
 */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "other.h"

static const char prefix[] = "crm-";

/* libexec in a build tree, beside bin when installed, as configured. */
static void
add_own(struct cmd *c, struct crm_rest *dirs)
{
	struct crm_arena *a = &c->crm.arena;
	char self[PATH_MAX], *slash;
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	self[n > 0 ? n : 0] = '\0';
	slash = strrchr(self, '/');
	if (slash) {
		*slash = '\0';
		opt_add(a, dirs, crm_arena_printf(a, "%s/libexec", self));
		opt_add(a, dirs, crm_arena_printf(a, "%s/../libexec/crm",
		    self));
	}
	opt_add(a, dirs, CRM_LIBEXECDIR "/crm");
}

/* An empty part of PATH would be the current folder: that is left out. */
static struct crm_rest
folders(struct cmd *c)
{
	struct crm_arena *a = &c->crm.arena;
	const char *s = getenv("PATH");
	struct crm_rest dirs = { 0 };

	add_own(c, &dirs);
	for (; s && *s; s += *s == ':') {
		size_t len = strcspn(s, ":");

		if (len)
			opt_add(a, &dirs, crm_arena_copy(a, s, len));
		s += len;
	}
	return dirs;
}

static bool
is_program(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	    access(path, X_OK) == 0;
}

static bool
is_name(const char *s)
{
	return *s && *s != '-' && !s[strspn(s, "abcdefghijklmnopqrstuvwxyz"
	    "0123456789-_")];
}

const char *
cmd_external(struct cmd *c, const char *name)
{
	struct crm_rest dirs;

	if (!is_name(name))
		return NULL;
	dirs = folders(c);
	for (int i = 0; i < dirs.n; i++) {
		const char *path = crm_arena_printf(&c->crm.arena, "%s/%s%s",
		    dirs.v[i], prefix, name);

		if (is_program(path))
			return path;
	}
	return NULL;
}

int
cmd_external_run(struct cmd *c, const char *path, int argc, char **argv)
{
	struct crm_arena *a = &c->crm.arena;
	char **v = crm_arena_alloc(a, (size_t)(argc + 2) * sizeof(*v));
	bool help = c->opt.help;
	int rc;

	c->opt.help = false;
	rc = cmd_environment_set(c, argv[0]);
	if (rc)
		return rc;
	v[0] = crm_arena_printf(a, "%s%s", prefix, argv[0]);
	memcpy(v + 1, argv + 1, (size_t)(argc - 1) * sizeof(*v));
	if (help)
		v[argc] = crm_arena_str(a, "--help");
	fflush(NULL);
	execv(path, v);
	return crm_failed(&c->crm, CRM_EFAIL, "cannot run %s: %s", path,
	    strerror(errno));
}

void
cmd_external_each(struct cmd *c, void (*call)(void *ctx, const char *name),
		  void *ctx)
{
	struct crm_rest dirs = folders(c);
	size_t skip = sizeof(prefix) - 1;

	for (int i = 0; i < dirs.n; i++) {
		DIR *dir = opendir(dirs.v[i]);
		struct dirent *d;

		while (dir && (d = readdir(dir)) != NULL) {
			const char *path;

			if (strncmp(d->d_name, prefix, skip) != 0 ||
			    !is_name(d->d_name + skip))
				continue;
			path = crm_arena_printf(&c->crm.arena, "%s/%s",
			    dirs.v[i], d->d_name);
			if (is_program(path))
				call(ctx, strrchr(path, '/') + 1 + skip);
		}
		if (dir)
			closedir(dir);
	}
}
