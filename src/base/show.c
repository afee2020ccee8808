/* Text on a terminal: how wide it is, and what must not reach it. */
#include "crm/utf8.h"

#include <stdio.h>

#include "base/code_point.h"

/* The length of the run of printable ASCII at S. */
static size_t
printable_run(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && s[n] >= ' ' && s[n] <= '~')
		n++;
	return n;
}

size_t
crm_width(const char *s, size_t len)
{
	size_t width = 0;

	for (size_t at = 0; at < len;) {
		size_t n = printable_run(s + at, len - at);
		int32_t cp;

		at += n;
		width += n;
		if (at == len)
			break;
		at += code_point_at(&cp, s + at, len - at);
		width += (size_t)utf8proc_charwidth(cp);
	}
	return width;
}

/*
 * What can't be seen or would act on the terminal.  The selectors of emoji
 * presentation stay: they are part of what people type.
 */
static bool
must_escape(int32_t cp)
{
	switch (utf8proc_category(cp)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	default:
		return utf8proc_get_property(cp)->ignorable &&
		    !(cp >= 0xfe00 && cp <= 0xfe0f);
	}
}

/* Append the escape of CP; returns its width. */
static size_t
add_escape(struct crm_buf *out, int32_t cp)
{
	size_t from = out->len;
	unsigned code = (unsigned)cp;

	if (cp == '\n')
		crm_buf_str(out, "\\n");
	else if (cp == '\t')
		crm_buf_str(out, "\\t");
	else if (cp == '\r')
		crm_buf_str(out, "\\r");
	else if (cp < 0x100)
		crm_buf_printf(out, "\\x%02x", code);
	else if (cp < 0x10000)
		crm_buf_printf(out, "\\u%04x", code);
	else
		crm_buf_printf(out, "\\U%08x", code);
	return out->len - from;
}

/* Append one character as it may be shown; returns its width. */
static size_t
add_shown(struct crm_buf *out, int32_t cp)
{
	if (must_escape(cp))
		return add_escape(out, cp);
	add_code_point(out, cp);
	return (size_t)utf8proc_charwidth(cp);
}

size_t
crm_show(struct crm_buf *out, const char *s, size_t len, size_t columns)
{
	size_t limit = columns ? columns : SIZE_MAX;
	size_t width = 0, cut_width = 0, cut_len = out->len;

	for (size_t at = 0; at < len && width <= limit;) {
		size_t n = printable_run(s + at, len - at);
		int32_t cp;

		if (n > limit - width)
			n = limit - width + 1;
		crm_buf_add(out, s + at, n);
		at += n;
		if (n && width < limit) {
			size_t kept = n < limit - 1 - width ?
			    n : limit - 1 - width;

			cut_len = out->len - n + kept;
			cut_width = width + kept;
		}
		width += n;
		if (at == len || n)
			continue;
		at += code_point_at(&cp, s + at, len - at);
		width += add_shown(out, cp);
		if (width < limit) {
			cut_len = out->len;
			cut_width = width;
		}
	}
	if (width <= limit)
		return width;
	crm_buf_cut(out, cut_len);
	crm_buf_str(out, "\xe2\x80\xa6");
	return cut_width + 1;
}
