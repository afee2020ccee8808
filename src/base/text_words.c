/*
 * Cutting text into words.  Nearly all can be taken one character after the
 * other, in one pass; the rest gets its name key first, which is done with
 * folding and marks.
 */
#include "crm/text_words.h"

#include <stdbool.h>

#include "base/code_point.h"
#include "base/letters.h"
#include "crm/utf8.h"

/* ASCII letters, folded, and digits; 0 for what is no part of a word. */
#define NONE_8 "\0\0\0\0\0\0\0\0"
static const char plain[256] =
    NONE_8 NONE_8 NONE_8 NONE_8 NONE_8 NONE_8 "0123456789\0\0\0\0\0\0"
    "\0abcdefghijklmnopqrstuvwxyz\0\0\0\0\0"
    "\0abcdefghijklmnopqrstuvwxyz\0\0\0\0\0";

/* A blank is due before the next word. */
static bool
blank_due(const struct crm_buf *out)
{
	return out->len && out->s[out->len - 1] != ' ';
}

/* Where cut_plain is. */
struct cut {
	char *to;
	size_t word;		/* bytes of the open word */
	bool blank;		/* one is due before the next word */
};

static void
put_letter(struct cut *c, const char *s, size_t n)
{
	if (!c->word && c->blank)
		*c->to++ = ' ';
	c->word += n;
	if (c->word <= CRM_WORD_MAX)
		for (size_t i = 0; i < n; i++)
			*c->to++ = s[i];
	else
		c->word = CRM_WORD_MAX + 1;
}

static void
end_word(struct cut *c)
{
	c->blank = c->blank || c->word;
	c->word = 0;
}

static bool
stands_alone(int32_t cp)
{
	return (cp >= 0x4e00 && cp <= 0x9fff) ||	/* Han */
	    (cp >= 0x3400 && cp <= 0x4dbf) ||
	    (cp >= 0xf900 && cp <= 0xfaff) ||
	    (cp >= 0x20000 && cp <= 0x3ffff) ||
	    (cp >= 0x3041 && cp <= 0x309f);		/* Hiragana */
}

static bool
is_letter(int32_t cp)
{
	if (cp < 0x80)
		return plain[cp];
	switch (utf8proc_category(cp)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return true;
	default:
		return false;
	}
}

/*
 * The character at S, which is not ASCII: its length, 0 when it depends on
 * what stands beside it.
 */
static size_t
put_other(struct cut *c, const char *s, size_t len)
{
	int32_t cp, letter;
	utf8proc_uint8_t bytes[4];
	size_t taken = code_point_at(&cp, s, len);

	if (!letter_of(&letter, cp))
		return 0;
	if (!letter)
		return taken;
	if (!is_letter(letter) || stands_alone(letter))
		end_word(c);
	if (is_letter(letter))
		put_letter(c, (char *)bytes,
		    (size_t)utf8proc_encode_char(letter, bytes));
	if (stands_alone(letter))
		end_word(c);
	return taken;
}

/* The ASCII letters at S, which there is one of; returns how many. */
static size_t
put_letters(struct cut *c, const char *s, size_t len)
{
	size_t n = 1, most = len;

	put_letter(c, &plain[(unsigned char)*s], 1);
	if (c->word > CRM_WORD_MAX)
		most = 1;
	else if (most > 1 + CRM_WORD_MAX - c->word)
		most = 1 + CRM_WORD_MAX - c->word;
	for (; n < most; n++) {
		char low = plain[(unsigned char)s[n]];

		if (!low)
			break;
		*c->to++ = low;
	}
	c->word += n - 1;
	return n;
}

/* False, with nothing appended, for text that is not so plain. */
static bool
cut_plain(struct crm_buf *out, const char *s, size_t len)
{
	struct cut c = { .blank = blank_due(out) };
	size_t at = 0;

	/* Two bytes become four at most, three of Han and a blank too. */
	crm_buf_grow(out, 2 * len + 1);
	c.to = out->s + out->len;
	while (at < len) {
		if (plain[(unsigned char)s[at]]) {
			at += put_letters(&c, s + at, len - at);
		} else if (!(s[at] & 0x80)) {
			end_word(&c);
			at++;
		} else {
			size_t n = put_other(&c, s + at, len - at);

			at += n;
			if (n)
				continue;
			crm_buf_cut(out, out->len);
			return false;
		}
	}
	crm_buf_cut(out, (size_t)(c.to - out->s));
	return true;
}

/* S is a name key. */
static void
cut_key(struct crm_buf *out, const char *s, size_t len)
{
	bool blank = blank_due(out), full = false;
	size_t word = 0, n;	/* bytes of the open word */
	int32_t cp;

	for (size_t at = 0; at < len; at += n) {
		bool letter, alone;

		n = code_point_at(&cp, s + at, len - at);
		letter = is_letter(cp);
		alone = letter && stands_alone(cp);
		if (!letter || alone) {
			blank = blank || word;
			word = 0;
			full = false;
		}
		if (!letter)
			continue;
		if (!word && blank)
			crm_buf_char(out, ' ');
		full = full || word + n > CRM_WORD_MAX;
		if (!full)
			crm_buf_add(out, s + at, n);
		word += n;
		if (alone) {
			blank = true;
			word = 0;
		}
	}
}

void
crm_text_words(struct crm_buf *out, const char *s, size_t len)
{
	struct crm_buf key = { 0 };

	if (cut_plain(out, s, len))
		return;
	crm_name_key(&key, s, len);
	cut_key(out, key.s, key.len);
	crm_buf_free(&key);
}
