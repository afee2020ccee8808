/* Reading git's configuration syntax, one byte after the other. */
#include "crm/conf.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/scan.h"
#include "crm/buf.h"
#include "crm/utf8.h"

enum { FILE_MAX = 16 << 20 };

struct parser {
	struct scan in;
	const char *text;	/* all of it */
	const char *path;	/* NULL when the text comes from no file */
	const char *value_end;
	long line;
	bool has_section, has_sub, has_value;
	struct crm_buf section, sub, key, value;
	const struct conf_calls *calls;
	void *ctx;
	struct crm_error *err;
};

static int
fail(struct parser *p, const char *what)
{
	crm_fail(p->err, CRM_EINVAL, "line %ld: %s", p->line, what);
	p->err->line = p->line;
	return p->path ? crm_fail_in(p->err, "%s", p->path) : CRM_EINVAL;
}

static bool
at_line_end(const struct parser *p)
{
	char c = scan_peek(&p->in);

	return scan_done(&p->in) || c == '\n' ||
	    (c == '\r' && (p->in.s + 1 == p->in.end || p->in.s[1] == '\n'));
}

static void
pass_line_end(struct parser *p)
{
	scan_char(&p->in, '\r');
	if (scan_char(&p->in, '\n'))
		p->line++;
}

static void
pass_blanks(struct parser *p)
{
	while (scan_char(&p->in, ' ') || scan_char(&p->in, '\t'))
		;
}

static void
pass_comment(struct parser *p)
{
	if (scan_peek(&p->in) == '#' || scan_peek(&p->in) == ';')
		while (!at_line_end(p))
			p->in.s++;
}

static char
small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/*
 * A run of letters, digits, hyphens and underscores, lower-cased unless
 * AS_WRITTEN.
 */
static void
read_word(struct parser *p, struct crm_buf *out, bool as_written)
{
	crm_buf_cut(out, 0);
	crm_buf_add(out, "", 0);
	for (;;) {
		char c = small(scan_peek(&p->in));

		if (!(c >= 'a' && c <= 'z') && !scan_is_digit(c) &&
		    c != '-' && c != '_')
			return;
		crm_buf_char(out, as_written ? scan_peek(&p->in) : c);
		p->in.s++;
	}
}

/* What a backslash and C stand for, or 0. */
static char
unescape(char c)
{
	switch (c) {
	case '"':
	case '\\':
		return c;
	case 'n':
		return '\n';
	case 't':
		return '\t';
	default:
		return 0;
	}
}

/* A text in quotes on one line: a subsection's or a key. */
static int
read_quoted(struct parser *p, struct crm_buf *out)
{
	crm_buf_cut(out, 0);
	crm_buf_add(out, "", 0);
	scan_char(&p->in, '"');
	while (!scan_char(&p->in, '"')) {
		char c = scan_peek(&p->in);

		if (at_line_end(p))
			return fail(p, "a quote is not closed");
		p->in.s++;
		if (c == '\\') {
			c = unescape(scan_peek(&p->in));
			if (!c)
				return fail(p, "after \\ must come \" \\ n t");
			p->in.s++;
		}
		crm_buf_char(out, c);
	}
	return 0;
}

static int
read_section(struct parser *p)
{
	int rc = 0;

	scan_char(&p->in, '[');
	read_word(p, &p->section, false);
	if (!p->section.len)
		return fail(p, "after [ must come a section's name");
	pass_blanks(p);
	p->has_sub = scan_peek(&p->in) == '"';
	if (p->has_sub)
		rc = read_quoted(p, &p->sub);
	if (rc)
		return rc;
	if (!scan_char(&p->in, ']'))
		return fail(p, "a section is written [name] or "
			    "[name \"sub\"]");
	p->has_section = true;
	if (p->calls->header)
		p->calls->header(p->ctx, p->section.s,
		    p->has_sub ? p->sub.s : NULL,
		    (size_t)(p->in.s - p->text));
	return 0;
}

/* The next byte of a value behind a backslash; a line's end joins lines. */
static int
read_escape(struct parser *p)
{
	char c;

	if (at_line_end(p) && !scan_done(&p->in)) {
		pass_line_end(p);
		return 0;
	}
	c = unescape(scan_peek(&p->in));
	if (!c)
		return fail(p, "after \\ must come \" \\ n t "
			    "or the line's end");
	p->in.s++;
	crm_buf_char(&p->value, c);
	return 0;
}

/* Blanks at the end count only when they are quoted. */
static int
read_value(struct parser *p)
{
	bool quoted = false;
	size_t keep = 0;
	int rc;

	crm_buf_cut(&p->value, 0);
	crm_buf_add(&p->value, "", 0);
	p->value_end = p->in.s;
	while (!at_line_end(p)) {
		char c = *p->in.s;

		if (!quoted && (c == '#' || c == ';'))
			break;
		p->in.s++;
		if (c == '"') {
			quoted = !quoted;
			keep = p->value.len;
			p->value_end = p->in.s;
		} else if (c == '\\') {
			rc = read_escape(p);
			if (rc)
				return rc;
			keep = p->value.len;
			p->value_end = p->in.s;
		} else {
			crm_buf_char(&p->value, c);
			if (!quoted && (c == ' ' || c == '\t'))
				continue;
			keep = p->value.len;
			p->value_end = p->in.s;
		}
	}
	crm_buf_cut(&p->value, keep);
	return quoted ? fail(p, "a quote is not closed") : 0;
}

static int
read_key(struct parser *p)
{
	bool any_text = !strcmp(p->section.s, "columns") ||
	    !strcmp(p->section.s, "values");

	if (scan_peek(&p->in) == '"') {
		if (!any_text)
			return fail(p, "only [columns] and [values] have "
				    "quoted keys");
		return read_quoted(p, &p->key);
	}
	read_word(p, &p->key, any_text);
	if (!p->key.len || (!any_text && !(p->key.s[0] >= 'a' &&
	    p->key.s[0] <= 'z')))
		return fail(p, any_text ? "a key that is no plain word must "
			    "be quoted" : "a key begins with a letter");
	return 0;
}

static int
read_entry(struct parser *p)
{
	struct crm_conf_entry e;
	const char *from = p->in.s, *at;
	long line = p->line;
	int rc;

	if (!p->has_section)
		return fail(p, "an entry must follow a [section]");
	rc = read_key(p);
	if (rc)
		return rc;
	at = p->value_end = p->in.s;
	pass_blanks(p);
	p->has_value = scan_char(&p->in, '=');
	if (p->has_value) {
		pass_blanks(p);
		at = p->in.s;
		rc = read_value(p);
		if (rc)
			return rc;
	}
	pass_comment(p);
	if (!at_line_end(p))
		return fail(p, "after a key must come = and its value; "
			    "a key with blanks goes into [columns] or "
			    "[values], quoted");
	e = (struct crm_conf_entry){
		p->section.s, p->has_sub ? p->sub.s : NULL, p->key.s,
		p->has_value ? p->value.s : NULL, line,
		(size_t)(from - p->text), (size_t)(at - p->text),
		(size_t)(p->value_end - p->text)
	};
	return p->calls->entry(p->ctx, &e);
}

static int
check_text(struct parser *p)
{
	ptrdiff_t bad = crm_utf8_bad(p->in.s,
	    (size_t)(p->in.end - p->in.s));

	if (bad < 0 || !p->in.s)
		return 0;
	for (ptrdiff_t i = 0; i < bad; i++)
		p->line += p->in.s[i] == '\n';
	return fail(p, "not valid UTF-8 text");
}

static int
parse(struct parser *p)
{
	int rc = check_text(p);

	if (!rc && p->in.end - p->in.s >= 3 &&
	    !memcmp(p->in.s, "\xef\xbb\xbf", 3))
		p->in.s += 3;
	while (!rc && !scan_done(&p->in)) {
		pass_blanks(p);
		pass_comment(p);
		if (at_line_end(p))
			pass_line_end(p);
		else if (*p->in.s == '[')
			rc = read_section(p);
		else
			rc = read_entry(p);
	}
	crm_buf_free(&p->section);
	crm_buf_free(&p->sub);
	crm_buf_free(&p->key);
	crm_buf_free(&p->value);
	return rc;
}

int
conf_parse(const char *text, size_t len, const char *path,
	   const struct conf_calls *calls, void *ctx, struct crm_error *err)
{
	struct parser p = {
		.in = scan_of(text, len), .text = text, .path = path,
		.line = 1, .calls = calls, .ctx = ctx, .err = err
	};

	return parse(&p);
}

int
crm_conf_parse(const char *text, size_t len,
	       int (*entry)(void *ctx, const struct crm_conf_entry *e),
	       void *ctx, struct crm_error *err)
{
	const struct conf_calls calls = { entry, NULL };

	return conf_parse(text, len, NULL, &calls, ctx, err);
}

/* Whoever can write it says which programs are run. */
static int
check_owner(FILE *f, const char *path, struct crm_error *err)
{
	struct stat st;

	if (fstat(fileno(f), &st) != 0 || !S_ISREG(st.st_mode))
		return 0;
	if (st.st_uid != geteuid() && st.st_uid != 0)
		crm_fail(err, CRM_EREFUSED, "%s belongs to somebody else",
			 path);
	else if (st.st_mode & (S_IWGRP | S_IWOTH))
		crm_fail(err, CRM_EREFUSED, "others can write %s", path);
	else
		return 0;
	return crm_hint(err, "a configuration names programs that are run, and"
			" is for you or root alone to write: chmod go-w");
}

int
conf_read_file(struct crm_buf *text, const char *path, bool own,
	       struct crm_error *err)
{
	FILE *f = fopen(path, "rbe");
	size_t n = 1;
	int error;

	if (f && own && check_owner(f, path, err)) {
		fclose(f);
		return err->code;
	}
	if (!f)
		return crm_fail(err, errno == ENOENT || errno == ENOTDIR ?
				CRM_ENOTFOUND : CRM_EFAIL,
				"%s: %s", path, strerror(errno));
	errno = 0;
	while (n && text->len <= FILE_MAX) {
		crm_buf_grow(text, 1 << 16);
		n = fread(text->s + text->len, 1, 1 << 16, f);
		text->len += n;
	}
	error = ferror(f) ? errno : 0;
	fclose(f);
	if (error)
		return crm_fail(err, CRM_EFAIL, "%s: %s", path,
				strerror(error));
	if (text->len > FILE_MAX)
		return crm_fail(err, CRM_EINVAL, "%s: longer than 16 MiB",
				path);
	return 0;
}

int
crm_conf_read(const char *path, bool own,
	      int (*entry)(void *ctx, const struct crm_conf_entry *e),
	      void *ctx, struct crm_error *err)
{
	const struct conf_calls calls = { entry, NULL };
	struct crm_buf text = { 0 };
	int rc = conf_read_file(&text, path, own, err);

	if (!rc)
		rc = conf_parse(text.s, text.len, path, &calls, ctx, err);
	crm_buf_free(&text);
	return rc;
}
