/*
 * Folding for lookup and keys for sorting.
 *
 * Nearly all text of an import is ASCII, so that never leaves this file.
 * The rest is taken in runs.  A run begins with the last ASCII letter before
 * it, because a mark may compose with that one; an ASCII character never
 * composes with what stands before it, so every run may end there.
 */
#include "crm/utf8.h"

#include <stdint.h>
#include <string.h>

#include "base/code_point.h"
#include "base/letters.h"

/*
 * Putting marks in order takes the square of their number; more in a row
 * than this is no text, and is left as it is.
 */
enum { MARKS_MAX = 255 };

static const uint64_t ones = UINT64_C(0x0101010101010101);

static size_t
ascii_run(const char *s, size_t len)
{
	size_t n = 0;
	uint64_t w;

	for (; len - n >= 8; n += 8) {
		memcpy(&w, s + n, 8);
		if (w & (ones << 7))
			break;
	}
	while (n < len && !(s[n] & 0x80))
		n++;
	return n;
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Eight letters at a time: 0x80 is carried into from 'A' on and past 'Z'. */
static void
add_lower(struct crm_buf *out, const char *s, size_t len)
{
	char *to;
	size_t n = 0;

	crm_buf_grow(out, len);
	to = out->s + out->len;
	for (; len - n >= 8; n += 8) {
		uint64_t w, upper;

		memcpy(&w, s + n, 8);
		upper = ((w + ones * (0x80 - 'A')) ^
			 (w + ones * (0x7f - 'Z'))) & (ones << 7);
		w |= upper >> 2;
		memcpy(to + n, &w, 8);
	}
	for (; n < len; n++)
		to[n] = lower(s[n]);
	out->len += len;
	out->s[out->len] = '\0';
}

/* Whether text of such code points alone is in NFC, in lower case too. */
static bool
always_composed(int32_t cp)
{
	return cp < 0x300 ||			/* Latin */
	    (cp >= 0x388 && cp <= 0x482) ||	/* Greek, Cyrillic */
	    (cp >= 0x5d0 && cp <= 0x5ea) ||	/* Hebrew */
	    (cp >= 0x621 && cp <= 0x64a) ||	/* Arabic */
	    (cp >= 0x1ea0 && cp <= 0x1eff) ||	/* Vietnamese */
	    (cp >= 0x3041 && cp <= 0x3096) ||	/* Hiragana */
	    (cp >= 0x30a1 && cp <= 0x30fa) ||	/* Katakana */
	    (cp >= 0x4e00 && cp <= 0x9fff) ||	/* Han */
	    (cp >= 0xac00 && cp <= 0xd7a3);	/* Hangul */
}

/* Append the run with each code point lower-cased, no matter its form. */
static void
add_lower_run(struct crm_buf *out, const char *s, size_t len)
{
	int32_t cp;

	for (size_t at = 0; at < len;) {
		at += code_point_at(&cp, s + at, len - at);
		add_code_point(out, utf8proc_tolower(cp));
	}
}

/* The same of a run in NFC; false, and nothing, when it may not be in it. */
static bool
add_composed_run(struct crm_buf *out, const char *s, size_t len)
{
	size_t from = out->len;
	int32_t cp;

	for (size_t at = 0; at < len;) {
		at += code_point_at(&cp, s + at, len - at);
		if (!always_composed(cp)) {
			crm_buf_cut(out, from);
			return false;
		}
		add_code_point(out, utf8proc_tolower(cp));
	}
	return true;
}

static bool
too_many_marks(const char *s, size_t len)
{
	int marks = 0;
	int32_t cp;

	for (size_t at = 0; at < len && marks <= MARKS_MAX;) {
		at += code_point_at(&cp, s + at, len - at);
		if (utf8proc_get_property(cp)->combining_class)
			marks++;
		else
			marks = 0;
	}
	return marks > MARKS_MAX;
}

/* Make CPS the code points of NFC(S); returns their number, or below 0. */
static utf8proc_ssize_t
compose(struct crm_buf *cps, const char *s, size_t len)
{
	const utf8proc_option_t form = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
	utf8proc_ssize_t n, room = (utf8proc_ssize_t)len;

	for (;;) {
		crm_buf_grow(cps, (size_t)room * sizeof(utf8proc_int32_t));
		n = utf8proc_decompose((const void *)s, (utf8proc_ssize_t)len,
				       (void *)cps->s, room, form);
		if (n <= room)
			break;
		room = n;
	}
	return n < 0 ? n : utf8proc_normalize_utf32((void *)cps->s, n, form);
}

/* Append N code points in lower case; returns how many that changed. */
static int
add_lower_points(struct crm_buf *out, const int32_t *cps, utf8proc_ssize_t n)
{
	int changed = 0;

	for (utf8proc_ssize_t i = 0; i < n; i++) {
		int32_t cp = utf8proc_tolower(cps[i]);

		changed += cp != cps[i];
		add_code_point(out, cp);
	}
	return changed;
}

/*
 * A letter and a mark that did not compose may do so in lower case (J and a
 * caron), so what was lower-cased is composed again.
 */
static void
fold_run(struct crm_buf *out, const char *s, size_t len)
{
	struct crm_buf cps = { 0 }, low = { 0 };
	utf8proc_ssize_t n;

	if (add_composed_run(out, s, len))
		return;
	if (too_many_marks(s, len)) {
		add_lower_run(out, s, len);
		return;
	}
	n = compose(&cps, s, len);
	if (add_lower_points(&low, (void *)cps.s, n) > 0) {
		n = compose(&cps, low.s, low.len);
		crm_buf_cut(&low, 0);
		add_lower_points(&low, (void *)cps.s, n);
	}
	if (n < 0)
		add_lower_run(out, s, len);
	else
		crm_buf_add(out, low.s, low.len);
	crm_buf_free(&low);
	crm_buf_free(&cps);
}

void
crm_fold(struct crm_buf *out, const char *s, size_t len)
{
	for (;;) {
		size_t n = ascii_run(s, len);

		if (n == len) {
			add_lower(out, s, n);
			return;
		}
		if (n) {
			add_lower(out, s, --n);
			s += n;
			len -= n;
		}
		n = 1;
		while (n < len && (s[n] & 0x80))
			n++;
		fold_run(out, s, n);
		s += n;
		len -= n;
	}
}

static bool
is_blank(int32_t cp)
{
	if (cp < 0x80)
		return cp == ' ' || (cp >= '\t' && cp <= '\r');
	switch (utf8proc_category(cp)) {
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	default:
		return cp == 0x85;
	}
}

/* What is left of U+00C0 to U+017F without its mark; '.': all of it. */
static const char latin[] =
    "AAAAAA.CEEEEIIII.NOOOOO..UUUUY..aaaaaa.ceeeeiiii"
    ".nooooo..uuuuy.yAaAaAaCcCcCcCcDd..EeEeEeEeEeGgGg"
    "GgGgHh..IiIiIiIiI...JjKk.LlLlLl....NnNnNn...OoOo"
    "Oo..RrRrRrSsSsSsSsTtTt..UuUuUuUuUuUuWwYyYZzZzZz.";

/* Hangul syllables have no marks, and stay whole. */
static bool
is_whole(int32_t cp)
{
	return (cp >= 0xac00 && cp <= 0xd7a3) ||
	    utf8proc_get_property(cp)->decomp_seqindex == UINT16_MAX;
}

enum { PARTS = 8 };

/* CP decomposed, without marks; how many code points these are. */
static int
base_of(int32_t out[PARTS], int32_t cp)
{
	utf8proc_int32_t parts[PARTS];
	utf8proc_ssize_t n = 0;
	int last = 0, kept = 0;

	if (!is_whole(cp))
		n = utf8proc_decompose_char(cp, parts, PARTS,
		    UTF8PROC_STABLE | UTF8PROC_DECOMPOSE, &last);
	if (n < 1 || n > PARTS) {
		parts[0] = cp;
		n = 1;
	}
	for (utf8proc_ssize_t i = 0; i < n; i++)
		if (utf8proc_category(parts[i]) != UTF8PROC_CATEGORY_MN)
			out[kept++] = parts[i];
	return kept;
}

bool
letter_of(int32_t *out, int32_t cp)
{
	int32_t base[PARTS] = { 0 };
	int n;

	if (cp >= 0xc0 && cp < 0x180 && latin[cp - 0xc0] != '.') {
		*out = lower(latin[cp - 0xc0]);
		return true;
	}
	if (!always_composed(cp))
		return false;
	n = base_of(base, utf8proc_tolower(cp));
	*out = base[0];
	return n < 2;
}

/*
 * The key of a text that can be taken letter by letter: false, with nothing
 * appended, for any other.
 */
static bool
plain_key(struct crm_buf *out, const char *s, size_t len)
{
	char *to, *from;
	int32_t cp, letter;

	/* Two bytes become four at most. */
	crm_buf_grow(out, 2 * len);
	from = to = out->s + out->len;
	for (size_t at = 0; at < len;) {
		at += code_point_at(&cp, s + at, len - at);
		if (is_blank(cp)) {
			if (to > from && to[-1] != ' ')
				*to++ = ' ';
			continue;
		}
		if (cp < 0x80) {
			*to++ = lower((char)cp);
			continue;
		}
		if (!letter_of(&letter, cp)) {
			crm_buf_cut(out, out->len);
			return false;
		}
		if (letter)
			to += utf8proc_encode_char(letter,
			    (utf8proc_uint8_t *)to);
	}
	if (to > from && to[-1] == ' ')
		to--;
	crm_buf_cut(out, (size_t)(to - out->s));
	return true;
}

static void
add_letter(struct crm_buf *out, int32_t cp, bool *blank)
{
	if (*blank)
		crm_buf_char(out, ' ');
	*blank = false;
	add_code_point(out, cp);
}

void
crm_name_key(struct crm_buf *out, const char *s, size_t len)
{
	size_t from = out->len, upto, key;
	bool blank = false;
	int32_t cp, base[PARTS];

	if (plain_key(out, s, len))
		return;
	/* The folded text stands before the key until that is made. */
	crm_fold(out, s, len);
	upto = key = out->len;
	for (size_t at = from; at < upto;) {
		at += code_point_at(&cp, out->s + at, upto - at);
		if (is_blank(cp)) {
			blank = out->len > key;
			continue;
		}
		for (int i = 0, n = base_of(base, cp); i < n; i++)
			add_letter(out, base[i], &blank);
	}
	memmove(out->s + from, out->s + key, out->len - key);
	crm_buf_cut(out, from + out->len - key);
}

size_t
crm_key_length(const char *s, size_t len)
{
	if (len <= CRM_KEY_MAX)
		return len;
	for (len = CRM_KEY_MAX; len && ((unsigned char)s[len] & 0xc0) == 0x80;)
		len--;
	return len;
}
