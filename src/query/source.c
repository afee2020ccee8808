/* Sentences about a filter, with the place that they are about. */
#include "query/source.h"

#include <stdarg.h>

#include "crm/buf.h"
#include "crm/utf8.h"

#define BEFORE	45	/* code points shown before the place */
#define WINDOW	70	/* and in all */

static bool
starts_char(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

/* Where N code points before AT begin. */
static size_t
back(const char *s, size_t at, int n)
{
	while (at > 0 && n > 0)
		n -= starts_char(s[--at]);
	return at;
}

/* Where the code point N after AT begins. */
static size_t
ahead(const struct crm_source *src, size_t at, int n)
{
	while (at < src->len && n > 0) {
		while (++at < src->len && !starts_char(src->text[at]))
			;
		n--;
	}
	return at;
}

static void
show_place(const struct crm_source *src, struct crm_buf *out, size_t at)
{
	size_t begin = back(src->text, at, BEFORE);
	size_t end = ahead(src, begin, WINDOW);
	size_t column;

	crm_buf_str(out, begin > 0 ? "\n  ..." : "\n  ");
	column = (begin > 0 ? 5 : 2) +
	    crm_show(out, src->text + begin, at - begin, 0);
	crm_show(out, src->text + at, end - at, 0);
	crm_buf_str(out, end < src->len ? "...\n" : "\n");
	crm_buf_printf(out, "%*s^", (int)column, "");
}

int
crm_source_fail(const struct crm_source *src, size_t at, const char *fmt, ...)
{
	struct crm_buf b = { 0 };
	va_list ap;
	int rc;

	va_start(ap, fmt);
	crm_buf_vprintf(&b, fmt, ap);
	va_end(ap);
	show_place(src, &b, at);
	rc = crm_fail(src->err, CRM_EUSAGE, "%s", b.s);
	crm_buf_free(&b);
	return rc;
}

const char *
crm_source_quote(const struct crm_source *src, const char *s, size_t len)
{
	struct crm_buf b = { 0 };
	const char *quoted;
	ptrdiff_t bad = crm_utf8_bad(s, len);

	crm_buf_char(&b, '\'');
	crm_show(&b, s, bad < 0 ? len : (size_t)bad, 40);
	crm_buf_char(&b, '\'');
	quoted = crm_arena_str(src->arena, b.s);
	crm_buf_free(&b);
	return quoted;
}
