/*
 * Copying text to an output while looking for bytes that can't stay as they
 * are.
 *
 * The bytes are appended first and looked at where they lie, in blocks of 16:
 * the buffer has room behind them, so that no field is too short for a block.
 */
#ifndef IO_SCAN_H
#define IO_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "crm/buf.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { SCAN_BLOCK = 16 };

/* Four bytes to look for, and whether those below a blank are meant too. */
struct scan_set {
	char byte[4];
	bool control;
};

/* Append N bytes and keep SCAN_BLOCK bytes of room behind them. */
static inline char *
scan_add(struct crm_buf *out, const char *s, size_t n)
{
	char *at;

	if (out->size - out->len <= n + SCAN_BLOCK)
		crm_buf_grow(out, n + SCAN_BLOCK);
	at = out->s + out->len;
	if (n)
		memcpy(at, s, n);
	out->len += n;
	out->s[out->len] = '\0';
	return at;
}

#ifdef __SSE2__

/* The first of N bytes that is in SET, else N; S is from scan_add. */
static inline size_t
scan_first(const char *s, size_t n, struct scan_set set)
{
	const __m128i a = _mm_set1_epi8(set.byte[0]);
	const __m128i b = _mm_set1_epi8(set.byte[1]);
	const __m128i c = _mm_set1_epi8(set.byte[2]);
	const __m128i d = _mm_set1_epi8(set.byte[3]);
	const __m128i control = _mm_set1_epi8(0x1f);

	for (size_t at = 0; at < n; at += SCAN_BLOCK) {
		__m128i v = _mm_loadu_si128((const void *)(s + at));
		__m128i hit = _mm_or_si128(
		    _mm_or_si128(_mm_cmpeq_epi8(v, a), _mm_cmpeq_epi8(v, b)),
		    _mm_or_si128(_mm_cmpeq_epi8(v, c), _mm_cmpeq_epi8(v, d)));
		unsigned mask;

		if (set.control)
			hit = _mm_or_si128(hit,
			    _mm_cmpeq_epi8(_mm_min_epu8(v, control), v));
		mask = (unsigned)_mm_movemask_epi8(hit);
		if (n - at < SCAN_BLOCK)
			mask &= (1u << (n - at)) - 1;
		if (mask)
			return at + (size_t)__builtin_ctz(mask);
	}
	return n;
}

#else

static inline size_t
scan_first(const char *s, size_t n, struct scan_set set)
{
	for (size_t at = 0; at < n; at++)
		if (s[at] == set.byte[0] || s[at] == set.byte[1] ||
		    s[at] == set.byte[2] || s[at] == set.byte[3] ||
		    (set.control && (unsigned char)s[at] < ' '))
			return at;
	return n;
}

#endif

#endif
