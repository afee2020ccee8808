/* Where data goes: stdout, a pager, or a file that appears when it is whole. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd.h"
#include "crm/suggest.h"

static int
unknown_format(struct cmd *c, const char *name)
{
	struct crm_suggest near;

	crm_suggest_init(&near, name, strlen(name));
	for (size_t i = 0; crm_format_names[i]; i++)
		crm_suggest_try(&near, crm_format_names[i]);
	crm_failed(&c->crm, CRM_EUSAGE, "unknown format '%s'", name);
	if (near.best)
		crm_hinted(&c->crm, "did you mean '%s'?", near.best);
	else
		crm_hinted(&c->crm, "auto, table, list, csv, tsv, json,"
		    " jsonl or ids");
	return CRM_EUSAGE;
}

/* A negative code, or the format that was asked for. */
static int
asked_format(struct cmd *c)
{
	const struct cmd_global *o = &c->opt;
	const char *name = o->format ? o->format
	    : cmd_config(c, "core.format");

	if (o->template)
		return CRM_FORMAT_TEMPLATE;
	if (o->table)
		return CRM_FORMAT_TABLE;
	if (o->list)
		return CRM_FORMAT_LIST;
	if (o->csv)
		return CRM_FORMAT_CSV;
	if (o->tsv)
		return CRM_FORMAT_TSV;
	if (o->json)
		return CRM_FORMAT_JSON;
	if (o->jsonl)
		return CRM_FORMAT_JSONL;
	if (o->ids)
		return CRM_FORMAT_IDS;
	for (int i = 0; name && crm_format_names[i]; i++)
		if (!strcmp(crm_format_names[i], name))
			return i;
	return o->format ? unknown_format(c, o->format) : CRM_FORMAT_AUTO;
}

int
cmd_output_check(struct cmd *c)
{
	const struct cmd_global *o = &c->opt;
	const struct { bool given; const char *name; } f[] = {
		{ o->table, "table" }, { o->list, "list" },
		{ o->csv, "csv" }, { o->tsv, "tsv" }, { o->json, "json" },
		{ o->jsonl, "jsonl" }, { o->ids, "ids" },
		{ o->template, "template" }, { o->format, o->format }
	};
	const char *first = NULL;

	for (size_t i = 0; i < CRM_COUNT(f); i++) {
		if (!f[i].given)
			continue;
		if (first && strcmp(first, f[i].name) != 0) {
			crm_failed(&c->crm, CRM_EUSAGE, "--%s and %s%s are"
			    " two formats", first, f[i].name == o->format
			    ? "-F " : "--", f[i].name);
			return crm_hinted(&c->crm, "give one of them");
		}
		first = f[i].name;
	}
	return 0;
}

bool
cmd_format_asked(const struct cmd *c)
{
	const struct cmd_global *o = &c->opt;

	return o->table || o->list || o->csv || o->tsv || o->json ||
	    o->jsonl || o->ids || o->template || o->format;
}

int
cmd_output_format(struct cmd *c, enum crm_format tty)
{
	int f = asked_format(c);

	if (f != CRM_FORMAT_AUTO)
		return f;
	return !c->opt.output && isatty(STDOUT_FILENO) ? (int)tty
	    : CRM_FORMAT_CSV;
}

static int
want_color(struct cmd *c, bool *out)
{
	const char *when = c->opt.color ? c->opt.color
	    : cmd_config(c, "core.color");
	const char *none = getenv("NO_COLOR");

	*out = false;
	if (!when || !strcmp(when, "auto"))
		*out = !c->opt.output && isatty(STDOUT_FILENO) &&
		    !(none && *none && !when);
	else if (!strcmp(when, "always"))
		*out = true;
	else if (strcmp(when, "never") != 0) {
		crm_failed(&c->crm, CRM_EUSAGE, "--color: '%s' is not known",
		    when);
		return crm_hinted(&c->crm, "auto, always or never");
	}
	return 0;
}

static int
terminal_width(void)
{
	struct winsize w;
	const char *columns = getenv("COLUMNS");
	long n = columns ? strtol(columns, NULL, 10) : 0;

	if (n > 0 && n < 10000)
		return (int)n;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col)
		return w.ws_col;
	return 80;
}

/*
 * A pager on the other end of a pipe; less ends by itself when the screen
 * is long enough.  -1: none is wanted or there is none.
 */
static int
start_pager(struct cmd *c)
{
	const char *pager = cmd_config(c, "core.pager");
	int ends[2];

	if (!pager)
		pager = getenv("PAGER");
	if (!pager)
		pager = "less -FRX";
	if (!*pager || !strcmp(pager, "cat") || pipe2(ends, O_CLOEXEC) != 0)
		return -1;
	fflush(NULL);
	c->out.pager = fork();
	if (c->out.pager == 0) {
		dup2(ends[0], STDIN_FILENO);
		execl("/bin/sh", "sh", "-c", pager, (char *)NULL);
		_exit(127);
	}
	close(ends[0]);
	if (c->out.pager > 0)
		return ends[1];
	close(ends[1]);
	c->out.pager = 0;
	return -1;
}

/* A file beside the one that is wanted; a device is written to as it is. */
static int
open_file(struct cmd *c, int *fd)
{
	const char *path = c->opt.output;
	struct stat st;

	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
		*fd = open(path, O_WRONLY | O_CLOEXEC);
	} else {
		c->out.temporary = crm_arena_printf(&c->crm.arena,
		    "%s.XXXXXX", path);
		*fd = mkostemp(c->out.temporary, O_CLOEXEC);
	}
	if (*fd < 0) {
		c->out.temporary = NULL;
		return crm_failed(&c->crm, CRM_EFAIL, "cannot write %s: %s",
		    path, strerror(errno));
	}
	return 0;
}

int
cmd_output_open(struct cmd *c, int *fd)
{
	*fd = STDOUT_FILENO;
	if (c->opt.output && strcmp(c->opt.output, "-") != 0)
		return open_file(c, fd);
	if (c->verb && (c->verb->flags & CMD_PAGED) && !c->opt.no_pager &&
	    isatty(STDOUT_FILENO)) {
		int pager = start_pager(c);

		*fd = pager < 0 ? STDOUT_FILENO : pager;
	}
	return 0;
}

int
cmd_output_close(struct cmd *c, int code)
{
	int fd = c->out.how.fd;

	if (fd != STDOUT_FILENO && close(fd) != 0 && !code)
		code = crm_failed(&c->crm, CRM_EFAIL, "cannot write: %s",
		    strerror(errno));
	if (c->out.pager > 0)
		waitpid(c->out.pager, NULL, 0);
	c->out.pager = 0;
	if (c->out.temporary) {
		if (!code && rename(c->out.temporary, c->opt.output) != 0)
			code = crm_failed(&c->crm, CRM_EFAIL,
			    "cannot write %s: %s", c->opt.output,
			    strerror(errno));
		if (code)
			unlink(c->out.temporary);
	}
	c->out.temporary = NULL;
	return code;
}

int
cmd_output_begin(struct cmd *c, const struct crm_column *cols, size_t n,
		 enum crm_format tty)
{
	struct crm_writer_how *how = &c->out.how;
	int format = cmd_output_format(c, tty), rc;

	if (format < 0)
		return format;
	how->format = (enum crm_format)format;
	how->template = c->opt.template;
	how->currency = c->crm.company.currency;
	how->no_header = c->opt.no_header;
	how->null = c->opt.null;
	how->bom = c->opt.bom;
	how->excel_safe = c->opt.excel_safe;
	rc = want_color(c, &how->color);
	how->width = !c->opt.output && isatty(STDOUT_FILENO)
	    ? terminal_width() : 0;
	if (!rc)
		rc = cmd_output_open(c, &how->fd);
	if (rc)
		return rc;
	c->out.rows = 0;
	rc = crm_writer_begin(&c->out.writer, how, cols, n, &c->crm.err);
	return rc ? cmd_output_close(c, rc) : 0;
}

int
cmd_output_row(void *cmd, const struct crm_value *cells)
{
	struct cmd *c = cmd;

	c->out.rows++;
	return crm_writer_row(c->out.writer, cells);
}

int
cmd_output_end(struct cmd *c, int code)
{
	code = crm_writer_end(c->out.writer, code);
	c->out.writer = NULL;
	return cmd_output_close(c, code);
}
