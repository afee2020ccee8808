#include <string.h>

#include "base/dial.h"
#include "base/scan.h"
#include "crm/address.h"

enum { DIGITS_MIN = 3, DIGITS_MAX = 17, EXTENSION_MAX = 8 };

/* Pass over blanks and the signs by which people group digits. */
static void
pass_signs(struct scan *p)
{
	static const char *const blanks[] = { "\xc2\xa0", "\xe2\x80\xaf" };
	bool passed = true;

	while (passed) {
		char c = scan_peek(p);

		passed = c && strchr(" \t-./()", c);
		if (passed)
			p->s++;
		for (size_t i = 0; i < 2; i++) {
			size_t n = strlen(blanks[i]);

			if ((size_t)(p->end - p->s) >= n &&
			    !memcmp(p->s, blanks[i], n)) {
				p->s += n;
				passed = true;
			}
		}
	}
}

static bool
scan_word(struct scan *p, const char *small, size_t len)
{
	if ((size_t)(p->end - p->s) < len)
		return false;
	for (size_t i = 0; i < len; i++)
		if ((p->s[i] | 0x20) != small[i])
			return false;
	p->s += len;
	return true;
}

/* Append the digits up to the end or what is none; returns their number. */
static int
add_digits(struct crm_buf *key, struct scan *p)
{
	int n = 0;

	for (;;) {
		pass_signs(p);
		if (!scan_is_digit(scan_peek(p)) || n > DIGITS_MAX)
			return n;
		crm_buf_char(key, *p->s++);
		n++;
	}
}

/*
 * Whether the number is given with its country.  "+49 (0)30" has a zero in it
 * that is dialled within the country alone.
 */
static bool
scan_country(struct crm_buf *key, struct scan *p)
{
	struct scan ahead;

	pass_signs(p);
	ahead = *p;
	if (!scan_char(p, '+')) {
		if (!scan_char(&ahead, '0'))
			return false;
		pass_signs(&ahead);
		if (!scan_char(&ahead, '0'))
			return false;
		*p = ahead;
	}
	crm_buf_char(key, '+');
	return true;
}

static int
add_international(struct crm_buf *key, struct scan *p)
{
	struct scan ahead = *p;
	int n = 0;

	for (; ahead.s + 3 <= p->end; ahead.s++)
		if (!memcmp(ahead.s, "(0)", 3))
			break;
	if (ahead.s + 3 <= p->end) {
		struct scan before = { p->s, ahead.s };

		n = add_digits(key, &before);
		if (!scan_done(&before))
			return 0;
		p->s = ahead.s + (n ? 3 : 0);
	}
	return n + add_digits(key, p);
}

static int
add_extension(struct crm_buf *key, struct scan *p)
{
	int n;

	if (scan_done(p))
		return 0;
	if (!scan_word(p, ";ext=", 5) && !scan_word(p, "ext", 3) &&
	    !scan_word(p, "x", 1))
		return CRM_EINVAL;
	crm_buf_str(key, ";ext=");
	n = add_digits(key, p);
	return n && n <= EXTENSION_MAX && scan_done(p) ? 0 : CRM_EINVAL;
}

static bool
has_inner_zero(const char *s, size_t len)
{
	const char *at = memchr(s, '(', len);

	return at && memmem(at, len - (size_t)(at - s), "(0)", 3);
}

/*
 * Nearly every number is digits and ASCII signs alone: false when it isn't,
 * or is no number, and must be looked at closely.
 */
static bool
plain_key(struct crm_buf *key, const char *s, size_t len)
{
	char *to;
	size_t n = 0, digits;

	crm_buf_grow(key, len);
	to = key->s + key->len;
	for (size_t i = 0; i < len; i++) {
		char c = s[i];

		if (scan_is_digit(c) || (c == '+' && !n))
			to[n++] = c;
		else if (c != ' ' && c != '-' && c != '.' && c != '/' &&
		    c != '(' && c != ')' && c != '\t')
			return false;
		if (n == 2 && to[0] == '0' && to[1] == '0') {
			to[0] = '+';
			n = 1;
		}
	}
	digits = n - (n && to[0] == '+');
	if (digits < DIGITS_MIN || digits > DIGITS_MAX ||
	    (digits < n && has_inner_zero(s, len)))
		return false;
	crm_buf_cut(key, key->len + n);
	return true;
}

/* N digits behind "+": what the country's own people dial in front goes. */
static int
add_country(struct crm_buf *key, size_t from, int n, const struct dial *d)
{
	size_t trunk = strlen(d->trunk), code = strlen(d->code);
	char national[DIGITS_MAX];

	/* 1 and 8 are also first digits: a whole number has eleven. */
	if (trunk && !strncmp(key->s + from, d->trunk, trunk) &&
	    (*d->trunk == '0' || trunk > 1 || n == 11))
		n -= (int)trunk;
	else
		trunk = 0;
	if (n < DIGITS_MIN || n + (int)code > DIGITS_MAX)
		return n + (int)trunk;
	memcpy(national, key->s + from + trunk, (size_t)n);
	crm_buf_cut(key, from);
	crm_buf_char(key, '+');
	crm_buf_add(key, d->code, code);
	crm_buf_add(key, national, (size_t)n);
	return n;
}

static int
phone_key(struct crm_buf *key, const char *s, size_t len,
	  const struct dial *d)
{
	struct scan p = scan_of(s, len);
	size_t from = key->len;
	int n;

	if (plain_key(key, s, len)) {
		n = (int)(key->len - from);
		if (d && key->s[from] != '+')
			add_country(key, from, n, d);
		return 0;
	}
	if (scan_country(key, &p)) {
		n = add_international(key, &p);
	} else {
		n = add_digits(key, &p);
		if (d && n >= DIGITS_MIN && n <= DIGITS_MAX)
			n = add_country(key, from, n, d);
	}
	if (n < DIGITS_MIN || n > DIGITS_MAX || add_extension(key, &p)) {
		crm_buf_cut(key, from);
		return CRM_EINVAL;
	}
	return 0;
}

int
crm_phone_key(struct crm_buf *key, const char *s, size_t len,
	      const char *country)
{
	return phone_key(key, s, len, dial_find(country));
}

int
crm_phone_keys(const char *s, size_t len,
	       void (*each)(void *ctx, const char *key, size_t len,
			    const char *country), void *ctx)
{
	struct crm_buf key = { 0 };
	const struct dial *d;
	size_t digits;
	int rc = phone_key(&key, s, len, NULL);

	if (!rc)
		each(ctx, key.s, key.len, NULL);
	digits = key.len;
	for (size_t i = 0; !rc && key.s[0] != '+' && (d = dial_at(i)); i++) {
		crm_buf_cut(&key, digits);
		phone_key(&key, s, len, d);
		if (key.s[digits] == '+')
			each(ctx, key.s + digits, key.len - digits,
			    d->country);
	}
	crm_buf_free(&key);
	return rc;
}
