/* Code points of text that should be, but need not be, valid UTF-8. */
#ifndef BASE_CODE_POINT_H
#define BASE_CODE_POINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <utf8proc.h>

#include "crm/buf.h"

/*
 * The code point at S (LEN bytes, at least one) and how many bytes it takes:
 * a byte that begins none is U+FFFD, of one byte.
 */
static inline size_t
code_point_at(int32_t *cp, const char *s, size_t len)
{
	utf8proc_ssize_t n;

	if (!(*s & 0x80)) {
		*cp = *s;
		return 1;
	}
	/* Most of what is not ASCII has two bytes. */
	if (len > 1 && (unsigned char)*s >= 0xc2 &&
	    (unsigned char)*s <= 0xdf && (s[1] & 0xc0) == 0x80) {
		*cp = (*s & 0x1f) << 6 | (s[1] & 0x3f);
		return 2;
	}
	n = utf8proc_iterate((const utf8proc_uint8_t *)s,
	    len < 4 ? (utf8proc_ssize_t)len : 4, cp);
	if (n > 0)
		return (size_t)n;
	*cp = 0xfffd;
	return 1;
}

static inline void
add_code_point(struct crm_buf *out, int32_t cp)
{
	utf8proc_uint8_t bytes[4];

	if (cp < 0x80) {
		crm_buf_char(out, (char)cp);
		return;
	}
	crm_buf_add(out, bytes,
	    (size_t)utf8proc_encode_char(cp, bytes));
}

/* Whether CP is neither white space nor a control nor unassigned. */
static inline bool
is_graphic(int32_t cp)
{
	switch (utf8proc_category(cp)) {
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return false;
	default:
		return cp != 0xfffd;
	}
}

#endif
