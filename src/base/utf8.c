#include "crm/utf8.h"

#include <stdint.h>
#include <string.h>

/* How many bytes at S, counted in eights, are within 0x01 and 0x7f. */
static size_t
plain(const char *s, size_t len)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	size_t n = 0;

	for (; len - n >= 8; n += 8) {
		uint64_t w;

		memcpy(&w, s + n, 8);
		if ((w | (w - ones)) & (ones << 7))
			break;
	}
	return n;
}

/* The length of the character at S, 0 when it is none. */
static size_t
char_length(const unsigned char *s, size_t len)
{
	size_t n;

	if (s[0] < 0x80)
		return s[0] != 0;
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	n = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	if (len < n)
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
	    (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return n;
}

ptrdiff_t
crm_utf8_bad(const char *s, size_t len)
{
	size_t at = 0;

	while (at < len) {
		size_t n, end;

		at += plain(s + at, len - at);
		end = len - at < 8 ? len : at + 8;
		while (at < end) {
			n = char_length((const unsigned char *)s + at,
			    len - at);
			if (!n)
				return (ptrdiff_t)at;
			at += n;
		}
	}
	return -1;
}
