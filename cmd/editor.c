/*
 * A text in an editor.  What is in it may be nobody else's business, and
 * editors leave copies beside a file: so it gets a folder of its own, 0700.
 */
#include "editor.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crm/writer.h"

#define FOLDER "crm-edit-"

static bool
is_given(const char *s)
{
	return s && s[strspn(s, " \t")];
}

static bool
has_terminal(void)
{
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

int
editor_find(struct editor *e, struct cmd *c)
{
	const char *all[] = {
		cmd_config(c, "core.editor"), getenv("VISUAL"),
		getenv("EDITOR")
	};

	*e = (struct editor){ 0 };
	for (size_t i = 0; i < CRM_COUNT(all); i++)
		if (!e->program && is_given(all[i]))
			e->program = all[i];
	if (!cmd_may_ask(c)) {
		crm_failed(&c->crm, CRM_EREFUSED, "this wants an editor, and"
		    " nobody can be asked");
		return crm_hinted(&c->crm, "crm edit --from FILE takes a text"
		    " that is ready");
	}
	if (!e->program && !has_terminal()) {
		crm_failed(&c->crm, CRM_EREFUSED, "there is no terminal to"
		    " edit on");
		return crm_hinted(&c->crm, "set VISUAL or EDITOR");
	}
	if (!e->program)
		e->program = "vi";
	return 0;
}

static int
cannot(struct cmd *c, const char *what, const char *path)
{
	return crm_failed(&c->crm, CRM_EFAIL, "cannot %s %s: %s", what, path,
	    strerror(errno));
}

int
editor_begin(struct editor *e, struct cmd *c, const char *name,
	     const struct crm_buf *text)
{
	struct crm_arena *a = &c->crm.arena;
	const char *tmp = getenv("TMPDIR");
	char *folder = crm_arena_printf(a, "%s/" FOLDER "XXXXXX",
	    tmp && *tmp ? tmp : "/tmp");
	int fd, rc;

	if (!mkdtemp(folder))
		return cannot(c, "make", folder);
	e->folder = folder;
	e->file = crm_arena_printf(a, "%s/%s.txt", folder, name);
	fd = open(e->file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return cannot(c, "make", e->file);
	rc = crm_write_all(fd, text->s, text->len, &c->crm.err);
	if (close(fd) != 0 && !rc)
		rc = cannot(c, "write", e->file);
	return rc;
}

/*
 * In the child: the terminal, where data comes in or goes out through a pipe
 * or a file; a script in an editor's place has stderr.
 */
_Noreturn static void
become(const struct editor *e, const char *command)
{
	bool in = isatty(STDIN_FILENO), out = isatty(STDOUT_FILENO);
	int tty = in && out ? -1 : open("/dev/tty", O_RDWR | O_CLOEXEC);

	if (!in && tty >= 0)
		dup2(tty, STDIN_FILENO);
	if (!out)
		dup2(tty >= 0 ? tty : STDERR_FILENO, STDOUT_FILENO);
	execl("/bin/sh", "sh", "-c", command, e->program, e->file,
	    (char *)NULL);
	_exit(127);
}

/* Meanwhile the keys that stop a program are the editor's. */
static int
run(const struct editor *e, const char *command, int *status)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, was[2];
	pid_t pid, done;

	sigaction(SIGINT, &ignore, &was[0]);
	sigaction(SIGQUIT, &ignore, &was[1]);
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		sigaction(SIGINT, &was[0], NULL);
		sigaction(SIGQUIT, &was[1], NULL);
		become(e, command);
	}
	do
		done = pid < 0 ? -1 : waitpid(pid, status, 0);
	while (done < 0 && pid > 0 && errno == EINTR);
	sigaction(SIGINT, &was[0], NULL);
	sigaction(SIGQUIT, &was[1], NULL);
	return done < 0 ? -1 : 0;
}

int
editor_run(struct editor *e, struct cmd *c, struct crm_value *out)
{
	const char *command = crm_arena_printf(&c->crm.arena, "%s \"$@\"",
	    e->program);
	int status = 0, rc;

	if (run(e, command, &status))
		return cannot(c, "run", e->program);
	rc = cmd_slurp(c, e->file, out);
	if (rc || (WIFEXITED(status) && !WEXITSTATUS(status)))
		return rc;
	if (WIFEXITED(status))
		return crm_failed(&c->crm, CRM_EFAIL, "the editor '%s' ended"
		    " with status %d", e->program, WEXITSTATUS(status));
	return crm_failed(&c->crm, CRM_EFAIL, "the editor '%s' was ended by"
	    " signal %d", e->program, WTERMSIG(status));
}

void
editor_end(struct editor *e)
{
	DIR *dir = e->folder ? opendir(e->folder) : NULL;
	struct dirent *d;

	while (dir && (d = readdir(dir)) != NULL)
		unlinkat(dirfd(dir), d->d_name, 0);
	if (dir)
		closedir(dir);
	if (e->folder)
		rmdir(e->folder);
	e->folder = e->file = NULL;
}

void
editor_forget(struct cmd *c, const char *file)
{
	const char *end = strrchr(file, '/');
	struct editor e = { 0 };
	const char *name;
	struct stat st;

	if (!end || end == file)
		return;
	e.folder = crm_arena_copy(&c->crm.arena, file, (size_t)(end - file));
	name = strrchr(e.folder, '/');
	name = name ? name + 1 : e.folder;
	if (strncmp(name, FOLDER, strlen(FOLDER)) != 0 ||
	    strlen(name) != strlen(FOLDER) + 6 ||
	    lstat(e.folder, &st) != 0 || !S_ISDIR(st.st_mode) ||
	    st.st_uid != geteuid() || (st.st_mode & 07777) != 0700)
		return;
	editor_end(&e);
}

bool
editor_again(struct cmd *c)
{
	char answer[16] = "";

	if (!cmd_may_ask(c) || c->opt.yes || !isatty(STDIN_FILENO) ||
	    !isatty(STDERR_FILENO))
		return false;
	fputs("Edit it again? [Y/n] ", stderr);
	return fgets(answer, sizeof(answer), stdin) && answer[0] != 'n' &&
	    answer[0] != 'N';
}
