/*
 * Writing a configuration file: a new one beside it takes its place once it
 * is whole.  Its folder is locked meanwhile, since the file itself is another
 * one afterwards.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/conf.h"

enum { LINKS_MAX = 20 };

struct target {
	char path[PATH_MAX];		/* behind all links */
	char folder[PATH_MAX];
	char fresh[PATH_MAX];		/* the new file beside it */
	int dir;
	struct stat st;			/* st_mode 0: not there yet */
};

static int
fail(struct crm_error *err, const char *path)
{
	return crm_fail(err, errno == EACCES || errno == EPERM ||
	    errno == EROFS ? CRM_EREFUSED : CRM_EFAIL, "cannot write %s: %s",
	    path, strerror(errno));
}

/* Where PATH's file is, or would be: links are followed, broken ones too. */
static int
resolve(char *path)
{
	char to[PATH_MAX], next[PATH_MAX];

	for (int n = 0; n < LINKS_MAX; n++) {
		ssize_t len = readlink(path, to, sizeof(to) - 1);
		const char *slash = strrchr(path, '/');
		int before = slash ? (int)(slash + 1 - path) : 0, room;

		if (len < 0)
			return errno == EINVAL || errno == ENOENT ? 0 : -1;
		to[len] = '\0';
		room = snprintf(next, sizeof(next), "%.*s%s",
		    *to == '/' ? 0 : before, path, to);
		if (room < 0 || (size_t)room >= sizeof(next)) {
			errno = ENAMETOOLONG;
			return -1;
		}
		memcpy(path, next, (size_t)room + 1);
	}
	errno = ELOOP;
	return -1;
}

static int
open_target(struct target *t, const char *path)
{
	size_t len = strlen(path);
	const char *slash;

	if (len >= sizeof(t->path) - sizeof(".new")) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(t->path, path, len + 1);
	if (resolve(t->path))
		return -1;
	slash = strrchr(t->path, '/');
	len = slash ? (size_t)(slash - t->path) : 1;
	memcpy(t->folder, slash ? t->path : ".", len + !len);
	t->folder[len + !len] = '\0';
	if (snprintf(t->fresh, sizeof(t->fresh), "%s.new", t->path) >=
	    (int)sizeof(t->fresh)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	t->dir = open(t->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	/* Where there are no locks, the last writer wins. */
	return t->dir < 0 || (flock(t->dir, LOCK_EX) && errno == EINTR) ? -1
	    : 0;
}

static int
write_all(int fd, const struct crm_buf *b)
{
	size_t done = 0;

	while (done < b->len) {
		ssize_t n = write(fd, b->s + done, b->len - done);

		if (n < 0 && errno != EINTR)
			return -1;
		done += n > 0 ? (size_t)n : 0;
	}
	return fsync(fd);
}

/* The new file takes the old one's place, its owner's and its mode. */
static int
replace(struct target *t, const struct crm_buf *b, mode_t mode)
{
	int fd, rc;

	/* What a killed writer left: we hold the lock. */
	unlink(t->fresh);
	fd = open(t->fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	rc = write_all(fd, b);
	if (!rc && t->st.st_mode && (t->st.st_uid != geteuid() ||
	    t->st.st_gid != getegid()) &&
	    fchown(fd, t->st.st_uid, t->st.st_gid) && errno != EPERM)
		rc = -1;
	if (!rc)
		rc = fchmod(fd, t->st.st_mode ? t->st.st_mode & 07777 : mode);
	if (close(fd) != 0)
		rc = -1;
	if (!rc)
		rc = rename(t->fresh, t->path);
	if (rc) {
		int kept = errno;

		unlink(t->fresh);
		errno = kept;
	}
	return rc;
}

/* Its name is on the disk, too; some file systems see to that themselves. */
static int
settle(const struct target *t, const char *path, struct crm_error *err)
{
	if (fsync(t->dir) == 0 || errno == EINVAL)
		return 0;
	return crm_fail(err, CRM_EFAIL, "%s is changed, but may not outlast"
	    " the power: %s", path, strerror(errno));
}

static int
change_all(struct crm_buf *text, const struct crm_conf_change *v, size_t n,
	   const char *path, struct crm_error *err)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < n; i++) {
		struct crm_buf next = { 0 };

		rc = crm_conf_change(&next, text->s, text->len, &v[i], err);
		if (rc) {
			crm_buf_free(&next);
			return crm_fail_in(err, "%s", path);
		}
		crm_buf_free(text);
		*text = next;
	}
	return rc;
}

int
crm_conf_edit(const char *path, const struct crm_conf_change *v, size_t n,
	      unsigned mode, struct crm_error *err)
{
	struct target t = { .dir = -1 };
	struct crm_buf text = { 0 };
	bool there;
	int rc = 0;

	if (open_target(&t, path)) {
		rc = fail(err, path);
		goto out;
	}
	there = stat(t.path, &t.st) == 0;
	/* What takes the place of a device is none. */
	if (there && !S_ISREG(t.st.st_mode))
		rc = crm_fail(err, CRM_EFAIL, "%s: is no file", path);
	else if (there)
		rc = conf_read_file(&text, t.path, false, err);
	if (!rc)
		rc = change_all(&text, v, n, path, err);
	if (!rc && (there || text.len))
		rc = replace(&t, &text, mode) ? fail(err, path)
		    : settle(&t, path, err);
out:
	if (t.dir >= 0)
		close(t.dir);
	crm_buf_free(&text);
	return rc;
}
