/* What comes in: stdin, used once, and files; and a person's yes. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "crm/sha256.h"

int
cmd_stdin(struct cmd *c, const char *whom)
{
	if (!c->stdin_use) {
		c->stdin_use = whom;
		return 0;
	}
	crm_failed(&c->crm, CRM_EUSAGE, "stdin is wanted twice: by %s and"
	    " by %s", c->stdin_use, whom);
	return crm_hinted(&c->crm, "write one of them to a file");
}

/* The input's own bytes are part of what --batch-key compares. */
static int
hash_file(struct cmd *c, int fd, const char *name)
{
	char buf[65536], hex[CRM_SHA256_SIZE];
	struct crm_sha256 h;
	off_t start = lseek(fd, 0, SEEK_CUR);
	ssize_t n;

	if (start < 0) {
		crm_failed(&c->crm, CRM_EUSAGE, "--batch-key needs a file to"
		    " %s, not a pipe", c->verb->name);
		return crm_hinted(&c->crm, "write it to a file first");
	}
	crm_sha256_init(&h);
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		crm_sha256_add(&h, buf, (size_t)n);
	crm_sha256_end(hex, &h);
	cmd_hash_add(c, hex, sizeof(hex));
	if (n < 0 || lseek(fd, start, SEEK_SET) < 0)
		return crm_failed(&c->crm, CRM_EFAIL, "cannot read %s: %s",
		    name, strerror(errno));
	return 0;
}

int
cmd_input(struct cmd *c, int *fd, const char **name, const char *whom)
{
	int rc = 0;

	*fd = STDIN_FILENO;
	if (!strcmp(*name, "-")) {
		*name = "stdin";
		rc = cmd_stdin(c, whom);
	} else {
		*fd = open(*name, O_RDONLY | O_CLOEXEC);
		if (*fd < 0)
			rc = crm_failed(&c->crm, errno == ENOENT
			    ? CRM_ENOTFOUND : CRM_EFAIL,
			    "cannot read %s: %s", *name, strerror(errno));
	}
	return rc || !c->opt.batch_key ? rc : hash_file(c, *fd, *name);
}

int
cmd_slurp(struct cmd *c, const char *name, struct crm_value *out)
{
	struct crm_buf b = { 0 };
	int fd = name ? open(name, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
	ssize_t n = fd < 0 ? -1 : 1;

	while (n > 0) {
		crm_buf_grow(&b, 65536);
		n = read(fd, b.s + b.len, 65536);
		if (n > 0)
			crm_buf_cut(&b, b.len + (size_t)n);
	}
	if (n < 0)
		crm_failed(&c->crm, fd < 0 && errno == ENOENT ? CRM_ENOTFOUND
		    : CRM_EFAIL, "cannot read %s: %s", name ? name : "stdin",
		    strerror(errno));
	else
		*out = crm_text_n(crm_arena_copy(&c->crm.arena,
		    b.s ? b.s : "", b.len), b.len);
	if (fd > STDIN_FILENO)
		close(fd);
	crm_buf_free(&b);
	return n < 0 ? c->crm.err.code : 0;
}

bool
cmd_may_ask(const struct cmd *c)
{
	const char *never = getenv("CRM_NO_INPUT");

	return !c->opt.no_input && !(never && *never);
}

int
cmd_confirm(struct cmd *c, const char *fmt, ...)
{
	char answer[16] = "";
	va_list ap;

	if (c->opt.yes || c->opt.dry_run)
		return 0;
	if (cmd_may_ask(c) && isatty(STDIN_FILENO) && isatty(STDERR_FILENO)) {
		va_start(ap, fmt);
		vfprintf(stderr, fmt, ap);
		va_end(ap);
		fputs(" [y/N] ", stderr);
		if (fgets(answer, sizeof(answer), stdin) &&
		    (answer[0] == 'y' || answer[0] == 'Y'))
			return 0;
		return crm_failed(&c->crm, CRM_EREFUSED, "nothing was done");
	}
	crm_failed(&c->crm, CRM_EREFUSED, "this wants a yes, and nobody can"
	    " be asked");
	return crm_hinted(&c->crm, "give --yes");
}

void
cmd_hash_add(struct cmd *c, const void *p, size_t len)
{
	crm_buf_add(&c->said, p, len);
}

const char *
cmd_hash(struct cmd *c)
{
	struct crm_sha256 h;
	char *hex = crm_arena_alloc(&c->crm.arena, CRM_SHA256_SIZE);

	crm_sha256_init(&h);
	crm_sha256_add(&h, c->said.s ? c->said.s : "", c->said.len);
	crm_sha256_end(hex, &h);
	return hex;
}
