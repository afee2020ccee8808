/* Reading a text of fixed form from left to right. */
#ifndef BASE_SCAN_H
#define BASE_SCAN_H

#include <stdbool.h>
#include <stddef.h>

struct scan {
	const char *s, *end;
};

static inline struct scan
scan_of(const char *s, size_t len)
{
	return (struct scan){ s, s + len };
}

static inline bool
scan_done(const struct scan *p)
{
	return p->s == p->end;
}

/* The next byte, or 0 at the end. */
static inline char
scan_peek(const struct scan *p)
{
	return p->s < p->end ? *p->s : '\0';
}

/* Whether C is next, which is then passed. */
static inline bool
scan_char(struct scan *p, char c)
{
	if (p->s == p->end || *p->s != c)
		return false;
	p->s++;
	return true;
}

static inline bool
scan_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A number of LEAST to MOST (at most 9) digits, which are then passed. */
static inline bool
scan_number(int *out, struct scan *p, int least, int most)
{
	int n = 0, value = 0;

	while (n < most && scan_is_digit(scan_peek(p))) {
		value = value * 10 + (*p->s++ - '0');
		n++;
	}
	*out = value;
	return n >= least;
}

/* The length of the run of small letters that is next. */
static inline size_t
scan_letters(const struct scan *p)
{
	const char *s = p->s;

	while (s < p->end && *s >= 'a' && *s <= 'z')
		s++;
	return (size_t)(s - p->s);
}

#endif
