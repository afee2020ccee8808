#include "crm/utf8.h"

#include <stdint.h>
#include <string.h>

/* Whether all of 32 bytes are within 0x01 and 0x7f. */
static bool
plain32(const char *s)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t w[4], odd = 0;

	memcpy(w, s, sizeof(w));
	for (int i = 0; i < 4; i++)
		odd |= w[i] | (w[i] - ones);
	return !(odd & (ones << 7));
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
		size_t n;

		if (len - at >= 32 && plain32(s + at)) {
			at += 32;
			continue;
		}
		n = char_length((const unsigned char *)s + at, len - at);
		if (!n)
			return (ptrdiff_t)at;
		at += n;
	}
	return -1;
}
