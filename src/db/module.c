/*
 * The driver for addresses is a module, so that a program which opens a file
 * neither links nor loads the libraries of a server.
 */
#include "db/module.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/host.h"

#define NAME "postgres.so"

/* The folder of the running program, in a build tree that of modules, too. */
static int
beside_program(char *out, size_t size, const char *below)
{
	char self[PATH_MAX], *slash;
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	self[n > 0 ? n : 0] = '\0';
	slash = strrchr(self, '/');
	if (!slash)
		return -1;
	*slash = '\0';
	return snprintf(out, size, "%s%s/" NAME, self, below) < (int)size
	    ? 0 : -1;
}

/* CRM_MODULES alone when it is set; else a build tree's, the installed. */
static int
find(char *out, size_t size)
{
	static const char *const below[] = { "/modules", "/../modules" };
	const char *folder = getenv("CRM_MODULES");

	if (folder && *folder)
		return snprintf(out, size, "%s/" NAME, folder) < (int)size
		    ? access(out, R_OK) : -1;
	for (size_t i = 0; i < sizeof(below) / sizeof(*below); i++)
		if (!beside_program(out, size, below[i]) &&
		    access(out, R_OK) == 0)
			return 0;
	snprintf(out, size, "%s", CRM_LIBDIR "/crm/" NAME);
	return access(out, R_OK);
}

/*
 * What it does is done as the user: it is theirs, the system's, or of whoever
 * the program itself is, and nobody else can write it.
 */
static bool
is_trusted(const char *path)
{
	struct stat self, st;

	if (stat("/proc/self/exe", &self) != 0)
		self.st_uid = 0;
	return stat(path, &st) == 0 && !(st.st_mode & S_IWOTH) &&
	    (st.st_uid == 0 || st.st_uid == geteuid() ||
	    st.st_uid == self.st_uid);
}

static const struct crm_driver *
refused(struct crm_error *err, const char *path)
{
	crm_fail(err, CRM_EREFUSED, "others can write the driver %s", path);
	crm_hint(err, "what is loaded is for you, or the owner of crm, alone"
	    " to write: chmod o-w, or CRM_MODULES names another folder");
	return NULL;
}

static const struct crm_driver *
missing(struct crm_error *err)
{
	crm_fail(err, CRM_EFAIL, "this crm has no driver for PostgreSQL");
	crm_hint(err, "install libpq (Debian: libpq-dev), then build and"
	    " install crm again; CRM_MODULES names the folder of "
	    NAME);
	return NULL;
}

static const struct crm_driver *
unusable(struct crm_error *err, const char *path, const char *why)
{
	crm_fail(err, CRM_EFAIL, "cannot use %s: %s", path, why);
	crm_hint(err, "libpq may be missing (Debian: libpq5), or the driver"
	    " is not of this crm: install both again");
	return NULL;
}

const struct crm_driver *
crm_db_module(struct crm_error *err)
{
	char path[PATH_MAX];
	const struct crm_driver *driver;
	crm_driver_module *make;
	void *module;

	if (find(path, sizeof(path)) != 0)
		return missing(err);
	if (!is_trusted(path))
		return refused(err, path);
	/* It stays loaded: libraries under it keep what they have set up. */
	module = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	if (!module)
		return unusable(err, path, dlerror());
	*(void **)&make = dlsym(module, CRM_DRIVER_POSTGRES);
	if (!make)
		return unusable(err, path, "it is no driver");
	driver = make(&crm_db_host, CRM_DRIVER_ABI);
	return driver ? driver : unusable(err, path,
	    "it was made for another crm");
}
