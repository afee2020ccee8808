/* The file of a database, before it is opened. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "crm/db.h"
#include "db/sqlite.h"

static int
fail_there(struct sqlite_conn *c)
{
	c->host->fail(c->err, CRM_ECONFLICT, "%s is there already", c->path);
	return c->host->hint(c->err,
	    "choose another file with --db, or use that one");
}

/*
 * Made by us before SQLite opens it, so that nobody else can read it
 * whatever the umask, and no link is followed.
 */
static int
create_file(struct sqlite_conn *c)
{
	int fd = open(c->path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, 0600);

	if (fd < 0 && errno == EEXIST) {
		c->found = true;
		return 0;
	}
	if (fd < 0) {
		c->host->fail(c->err, CRM_EFAIL, "cannot create %s: %s",
		    c->path, strerror(errno));
		return c->host->hint(c->err,
		    "name a file that can be written with --db");
	}
	close(fd);
	c->created = true;
	return 0;
}

/* What an init that was killed left behind is empty, and may be filled. */
int
sqlite_file_empty(struct sqlite_conn *c)
{
	int64_t tables = 1, application = 1;
	struct stat st;

	if (lstat(c->path, &st) != 0 || !S_ISREG(st.st_mode) ||
	    sqlite_int(c, "SELECT COUNT(*) FROM sqlite_master", &tables) ||
	    sqlite_int(c, "PRAGMA application_id", &application) ||
	    tables || application)
		return fail_there(c);
	c->created = true;
	return chmod(c->path, 0600) == 0 ? 0 : fail_there(c);
}

static int
find_file(struct sqlite_conn *c)
{
	struct stat st;

	if (stat(c->path, &st) == 0 && S_ISREG(st.st_mode))
		return 0;
	c->host->fail(c->err, CRM_ENODB, "no database at %s", c->path);
	return c->host->hint(c->err,
	    "crm init makes one; --db or CRM_DB names another");
}

/* The log's shared memory doesn't reach other machines: rows would be lost. */
static int
check_local(struct sqlite_conn *c)
{
	/* NFS, SMB, CIFS, SMB2, AFS, Ceph: see statfs(2). */
	static const unsigned long remote[] = {
		0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x5346414f,
		0x00c36400
	};
	struct statfs fs;

	if (statfs(c->path, &fs) != 0)
		return 0;
	for (size_t i = 0; i < sizeof(remote) / sizeof(*remote); i++)
		if (((unsigned long)fs.f_type & 0xffffffff) == remote[i]) {
			c->host->fail(c->err, CRM_EREFUSED,
			    "%s is on a network file system", c->path);
			return c->host->hint(c->err, "rows could be lost"
			    " there: keep it on a local disk");
		}
	return 0;
}

int
sqlite_file(struct sqlite_conn *c, unsigned flags)
{
	int rc = flags & CRM_DB_CREATE ? create_file(c) : find_file(c);

	return rc ? rc : check_local(c);
}
