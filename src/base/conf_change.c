/*
 * Changing a text in git's configuration syntax: only the value's own bytes,
 * or the lines of an entry, so that everything around them stays as it is.
 */
#include <stdbool.h>
#include <string.h>

#include "base/conf.h"
#include "crm/utf8.h"

struct places {
	const char *text;
	size_t len;
	const struct crm_conf_change *change;
	bool inside;		/* the section in hand is the right one */
	bool has_home;
	size_t home;		/* where a new entry would go: a line's end */
	bool open;		/* the last value goes up to the end */
	size_t n;		/* entries of the key */
	struct crm_conf_entry last;
	struct crm_buf *out;	/* for a key that goes */
	size_t done;		/* bytes of the text that are in OUT */
};

static bool
same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* The end of the line that the byte AT is in, without the line end. */
static size_t
line_end(const struct places *p, size_t at)
{
	const char *s = p->text + at;
	const char *nl = at < p->len ? memchr(s, '\n', p->len - at) : NULL;
	size_t end = nl ? (size_t)(nl - p->text) : p->len;

	return end > at && p->text[end - 1] == '\r' ? end - 1 : end;
}

static size_t
pass_blanks(const struct places *p, size_t at)
{
	while (at < p->len && (p->text[at] == ' ' || p->text[at] == '\t'))
		at++;
	return at;
}

static void
header(void *ctx, const char *section, const char *sub, size_t end)
{
	struct places *p = ctx;
	size_t next = pass_blanks(p, end), stop = line_end(p, end);

	p->inside = same(section, p->change->section) &&
	    same(sub, p->change->sub);
	/* Behind [a] [b] in one line there is no place for a's entry. */
	if (p->inside && (next >= stop || p->text[next] == '#' ||
	    p->text[next] == ';')) {
		p->has_home = true;
		p->home = stop;
	}
}

static int
find(void *ctx, const struct crm_conf_entry *e)
{
	struct places *p = ctx;

	p->open = e->end == p->len;
	if (!p->inside)
		return 0;
	p->has_home = true;
	p->home = line_end(p, e->end);
	if (same(e->key, p->change->key)) {
		p->last = *e;
		p->n++;
	}
	return 0;
}

/* Leave an entry out: its line, or what of it stands behind a [section]. */
static int
leave_out(void *ctx, const struct crm_conf_entry *e)
{
	struct places *p = ctx;
	size_t from = e->from, upto = e->end;

	if (!p->inside || !same(e->key, p->change->key))
		return 0;
	while (from && (p->text[from - 1] == ' ' ||
	    p->text[from - 1] == '\t'))
		from--;
	if (!from || p->text[from - 1] == '\n') {
		upto = line_end(p, e->end);
		upto += upto < p->len && p->text[upto] == '\r';
		upto += upto < p->len && p->text[upto] == '\n';
	} else {
		from = e->from;
	}
	crm_buf_add(p->out, p->text + p->done, from - p->done);
	p->done = upto;
	return 0;
}

static void
put_value(struct crm_buf *out, const char *s)
{
	size_t len = strlen(s);
	bool quote = !len || *s == ' ' || s[len - 1] == ' ' ||
	    strpbrk(s, "#;\r");

	if (quote)
		crm_buf_char(out, '"');
	for (; *s; s++)
		switch (*s) {
		case '\n':
			crm_buf_str(out, "\\n");
			break;
		case '\t':
			crm_buf_str(out, "\\t");
			break;
		default:
			if (*s == '"' || *s == '\\')
				crm_buf_char(out, '\\');
			crm_buf_char(out, *s);
		}
	if (quote)
		crm_buf_char(out, '"');
}

static void
put_header(struct crm_buf *out, const struct crm_conf_change *c)
{
	crm_buf_printf(out, "[%s", c->section);
	if (c->sub) {
		crm_buf_str(out, " \"");
		for (const char *s = c->sub; *s; s++) {
			if (*s == '"' || *s == '\\')
				crm_buf_char(out, '\\');
			crm_buf_char(out, *s);
		}
		crm_buf_char(out, '"');
	}
	crm_buf_char(out, ']');
}

/* Lines end as the others do. */
static const char *
newline(const struct places *p)
{
	const char *nl = p->len ? memchr(p->text, '\n', p->len) : NULL;

	return nl && nl > p->text && nl[-1] == '\r' ? "\r\n" : "\n";
}

static void
replace(struct places *p, const char *value)
{
	const struct crm_conf_entry *e = &p->last;
	struct crm_buf *out = p->out;

	crm_buf_add(out, p->text, e->at);
	if (p->text[e->at - 1] == '=')
		crm_buf_char(out, ' ');
	else if (!p->last.value)
		crm_buf_str(out, " = ");
	put_value(out, value);
	crm_buf_add(out, p->text + e->end, p->len - e->end);
}

/* The text's last line may want an end, and a value that goes on another. */
static void
end_line(struct places *p, const char *nl)
{
	char last = p->len ? p->text[p->len - 1] : '\n';

	if (last != '\n')
		crm_buf_str(p->out, last == '\r' ? "\n" : nl);
	if (p->open && (last == '\n' || last == '\r'))
		crm_buf_str(p->out, nl);
}

static void
add(struct places *p, const char *value)
{
	const char *nl = newline(p);
	struct crm_buf *out = p->out;
	size_t at = p->has_home ? p->home : p->len;

	crm_buf_add(out, p->text, at);
	if (at < p->len)
		crm_buf_str(out, nl);
	else
		end_line(p, nl);
	if (!p->has_home) {
		put_header(out, p->change);
		crm_buf_str(out, nl);
	}
	crm_buf_printf(out, "\t%s = ", p->change->key);
	put_value(out, value);
	if (at == p->len)
		crm_buf_str(out, nl);
	else
		crm_buf_add(out, p->text + at, p->len - at);
}

static bool
is_word(const char *s)
{
	return *s && !s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-_")];
}

int
crm_conf_change(struct crm_buf *out, const char *text, size_t len,
		const struct crm_conf_change *c, struct crm_error *err)
{
	static const struct conf_calls look = { find, header };
	static const struct conf_calls drop = { leave_out, header };
	struct places p = {
		.text = text ? text : "", .len = len, .change = c, .out = out
	};
	int rc;

	if (!is_word(c->section) || !is_word(c->key) || *c->key < 'a' ||
	    (c->sub && strchr(c->sub, '\n')))
		return crm_fail(err, CRM_EINVAL, "'%s%s%s.%s' can't be a key",
		    c->section, c->sub ? "." : "", c->sub ? c->sub : "",
		    c->key);
	if (c->value && crm_utf8_bad(c->value, strlen(c->value)) >= 0)
		return crm_fail(err, CRM_EINVAL, "the value of %s is not valid"
		    " UTF-8 text", c->key);
	rc = conf_parse(p.text, len, NULL, c->value ? &look : &drop, &p, err);
	if (rc)
		return rc;
	if (!c->value)
		crm_buf_add(out, p.text + p.done, len - p.done);
	else if (p.n)
		replace(&p, c->value);
	else
		add(&p, c->value);
	return 0;
}
