/* Talking to people on stderr; to programs when they asked for JSON. */
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "crm/utf8.h"

/* Records and file names may hold anything: nothing drives the terminal. */
void
cmd_put_shown(FILE *to, const char *s)
{
	struct crm_buf b = { 0 };
	const char *end;

	/* A filter's error has lines of its own. */
	for (; s; s = end ? end + 1 : NULL) {
		end = strchr(s, '\n');
		crm_show(&b, s, end ? (size_t)(end - s) : strlen(s), 0);
		if (end)
			crm_buf_char(&b, '\n');
	}
	if (b.len)
		fwrite(b.s, 1, b.len, to);
	crm_buf_free(&b);
}

/* What was typed, or is in a file, may not be UTF-8; JSON always is. */
static void
put_text(struct crm_buf *b, const char *s)
{
	struct crm_buf clean = { 0 };
	size_t len = strlen(s);
	ptrdiff_t bad;

	while ((bad = crm_utf8_bad(s, len)) >= 0) {
		crm_buf_add(&clean, s, (size_t)bad);
		crm_buf_str(&clean, "\xef\xbf\xbd");
		s += bad + 1;
		len -= (size_t)bad + 1;
	}
	crm_buf_add(&clean, s, len);
	crm_json_string(b, clean.s, clean.len);
	crm_buf_free(&clean);
}

static void
member(struct crm_buf *b, const char *name, const char *value)
{
	crm_buf_printf(b, ",\"%s\":", name);
	if (*value)
		put_text(b, value);
	else
		crm_buf_str(b, "null");
}

bool
cmd_wants_json(struct cmd *c)
{
	const struct cmd_global *o = &c->opt;
	const char *f = o->format;

	if (c->early_json || o->json || o->jsonl)
		return true;
	if (!cmd_format_asked(c))
		f = cmd_config(c, "core.format");
	return f && (!strcmp(f, "json") || !strcmp(f, "jsonl"));
}

static void
print_json(const char *code, const char *message, const char *field,
	   long line, const char *hint)
{
	struct crm_buf b = { 0 };

	crm_buf_printf(&b, "{\"code\":\"%s\"", code);
	member(&b, "message", message);
	member(&b, "field", field);
	if (line)
		crm_buf_printf(&b, ",\"line\":%ld", line);
	else
		crm_buf_str(&b, ",\"line\":null");
	member(&b, "hint", hint);
	crm_buf_str(&b, "}\n");
	fwrite(b.s, 1, b.len, stderr);
	crm_buf_free(&b);
}

void
cmd_say(struct cmd *c, const char *fmt, ...)
{
	struct crm_buf b = { 0 };
	va_list ap;

	if (c->opt.quiet || crm_hooks_planning(c->hooks))
		return;
	va_start(ap, fmt);
	crm_buf_vprintf(&b, fmt, ap);
	va_end(ap);
	if (cmd_wants_json(c)) {
		print_json("note", b.s ? b.s : "", "", 0, "");
	} else {
		fputs("crm: ", stderr);
		cmd_put_shown(stderr, b.s ? b.s : "");
		fputc('\n', stderr);
	}
	crm_buf_free(&b);
}

void
cmd_print_error(struct cmd *c)
{
	const struct crm_error *e = &c->crm.err;

	fflush(stdout);
	if (cmd_wants_json(c)) {
		print_json(crm_code_name(e->code), e->text, e->field, e->line,
		    e->hint);
		return;
	}
	fputs("crm: ", stderr);
	if (e->field[0]) {
		cmd_put_shown(stderr, e->field);
		fputs(": ", stderr);
	}
	cmd_put_shown(stderr, e->text);
	fputc('\n', stderr);
	if (e->hint[0]) {
		fputs("hint: ", stderr);
		cmd_put_shown(stderr, e->hint);
		fputc('\n', stderr);
	}
}

void
cmd_print_reject(struct cmd *c, const char *file, long line,
		 const char *field, const char *sentence, const char *hint)
{
	struct crm_buf b = { 0 };

	if (cmd_wants_json(c)) {
		print_json(crm_code_name(CRM_EINVAL), sentence, field, line,
		    hint);
		return;
	}
	crm_buf_printf(&b, "%s:%ld: %s%s%s\n", file, line, field,
	    *field ? ": " : "", sentence);
	if (*hint)
		crm_buf_printf(&b, "hint: %s\n", hint);
	cmd_put_shown(stderr, b.s);
	crm_buf_free(&b);
}
