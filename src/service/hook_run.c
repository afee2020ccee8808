/*
 * The process of a hook.  Its stdin is a file, so that it may read as it
 * likes, or not at all; what it prints goes into another, or to stderr.  It
 * has a process group of its own, which is ended when it takes too long or
 * when this program is to end.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "service/hooks.h"

enum { OUTPUT_MAX = 64 << 20, TICK = 100 };

struct process {
	struct crm_hooks *h;
	enum hook hook;
	int in, out, pipe[2];
	int signals;			/* those that end this program */
	sigset_t before;
	pid_t pid;
	bool open, ended, late, large;
	int status, failure, raised;
	int64_t got;
};

static int64_t
milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* What the child makes of itself; it doesn't come back. */
static void
become(const struct process *p)
{
	const char *name = hook_names[p->hook];
	char depth[16];

	setpgid(0, 0);
	signal(SIGXFSZ, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	sigprocmask(SIG_SETMASK, &p->before, NULL);
	for (const char *const *v = p->h->environment; v && *v; v++)
		putenv((char *)(intptr_t)*v);
	snprintf(depth, sizeof(depth), "%d", p->h->depth + 1);
	setenv("CRM_HOOK_DEPTH", depth, 1);
	setenv("CRM_HOOK", name, 1);
	if (dup2(p->in, STDIN_FILENO) < 0 ||
	    dup2(p->out < 0 ? STDERR_FILENO : p->pipe[1], STDOUT_FILENO) < 0)
		_exit(126);
	execl(p->h->paths[p->hook], p->h->paths[p->hook], (char *)NULL);
	_exit(errno == ENOEXEC ? 126 : 127);
}

static int
start(struct process *p)
{
	sigset_t ends;

	if (lseek(p->in, 0, SEEK_SET) < 0 || pipe2(p->pipe, O_CLOEXEC) != 0)
		return -1;
	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGHUP);
	sigaddset(&ends, SIGQUIT);
	sigprocmask(SIG_BLOCK, &ends, &p->before);
	p->signals = signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK);
	fflush(NULL);
	p->pid = fork();
	if (p->pid == 0)
		become(p);
	if (p->pid > 0)
		setpgid(p->pid, p->pid);
	close(p->pipe[1]);
	p->pipe[1] = -1;
	p->open = p->pid > 0;
	return p->pid > 0 ? 0 : -1;
}

static void
end_group(struct process *p)
{
	kill(-p->pid, SIGKILL);
	kill(p->pid, SIGKILL);
}

/* Take what it printed, as far as it is there. */
static void
take(struct process *p)
{
	char buf[65536];
	ssize_t n = read(p->pipe[0], buf, sizeof(buf));

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n <= 0) {
		p->open = false;
		return;
	}
	p->got += n;
	p->large |= p->got > OUTPUT_MAX;
	if (!p->large && p->out >= 0 && crm_write_all(p->out, buf, (size_t)n,
	    &p->h->crm->err))
		p->failure = CRM_EFAIL;
	if (p->large || p->failure)
		end_group(p);
}

static void
look_for_signal(struct process *p)
{
	struct signalfd_siginfo info;

	if (read(p->signals, &info, sizeof(info)) == sizeof(info)) {
		p->raised = (int)info.ssi_signo;
		end_group(p);
	}
}

/*
 * Until it has ended and what it printed is read.  A grandchild may hold the
 * pipe open for longer: nobody waits for that.
 */
static void
watch(struct process *p)
{
	int64_t until = milliseconds() + p->h->seconds * 1000;

	while (p->open || !p->ended) {
		int64_t left = until - milliseconds();
		struct pollfd fds[2] = {
			{ p->signals, POLLIN, 0 },
			{ p->open ? p->pipe[0] : -1, POLLIN, 0 }
		};
		/* Its end is seen by that of the pipe, or by looking. */
		int wait = p->ended ? 0 : left < TICK && left > 0 ? (int)left
		    : TICK;

		if (left <= 0 && !p->late && !p->ended) {
			p->late = true;
			end_group(p);
		}
		if (!p->open && !p->ended && wait > 1)
			wait = 1;
		poll(fds, 2, wait);
		if (fds[0].revents)
			look_for_signal(p);
		if (fds[1].revents)
			take(p);
		else if (p->ended)
			break;
		if (!p->ended && waitpid(p->pid, &p->status, WNOHANG) > 0)
			p->ended = true;
	}
}

static int
judge(struct process *p)
{
	struct crm *crm = p->h->crm;
	const char *name = hook_names[p->hook];
	const char *path = p->h->paths[p->hook];

	if (p->failure)
		return p->failure;
	if (p->late)
		crm_failed(crm, CRM_EREFUSED, "the hook %s took longer than"
		    " %lld s and was ended", name, (long long)p->h->seconds);
	else if (p->large)
		crm_failed(crm, CRM_EREFUSED, "the hook %s printed more than"
		    " 64 MiB and was ended", name);
	else if (WIFSIGNALED(p->status))
		crm_failed(crm, CRM_EREFUSED, "the hook %s was ended by the"
		    " signal %d", name, WTERMSIG(p->status));
	else if (WEXITSTATUS(p->status) == 126 ||
	    WEXITSTATUS(p->status) == 127)
		crm_failed(crm, CRM_EREFUSED, "the hook %s could not be run"
		    " (exit status %d)", path, WEXITSTATUS(p->status));
	else if (WEXITSTATUS(p->status))
		crm_failed(crm, CRM_EREFUSED, "the hook %s said no (exit"
		    " status %d)", name, WEXITSTATUS(p->status));
	else
		return 0;
	return crm_hinted(crm, "--no-hooks goes without");
}

int
hook_run(struct crm_hooks *h, enum hook hook, int out)
{
	struct process p = {
		.h = h, .hook = hook, .out = out, .pipe = { -1, -1 },
		.signals = -1
	};
	int rc = hook_lines_flush(h, &h->lines[hook], 0);

	if (rc)
		return rc;
	p.in = h->lines[hook].fd;
	sigprocmask(SIG_BLOCK, NULL, &p.before);
	if (start(&p) == 0)
		watch(&p);
	else
		p.failure = crm_failed(h->crm, CRM_EFAIL, "cannot run the"
		    " hook %s: %s", h->paths[hook], strerror(errno));
	for (int i = 0; i < 2; i++)
		if (p.pipe[i] >= 0)
			close(p.pipe[i]);
	if (p.signals >= 0)
		close(p.signals);
	sigprocmask(SIG_SETMASK, &p.before, NULL);
	if (p.raised)
		raise(p.raised);
	return judge(&p);
}
