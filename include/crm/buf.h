/*
 * A buffer of bytes that grows, always ended by a NUL that is not counted.
 *
 * Zero-initialise it; crm_buf_free gives the memory back and leaves it ready
 * for use.  Running out of memory ends the program with a message.
 *
 *	static void
 *	greet(struct crm_buf *out, const char *name)
 *	{
 *		crm_buf_add(out, "hello ", 6);
 *		crm_buf_str(out, name);
 *		crm_buf_printf(out, " %d\n", 1);
 *	}
 */
#ifndef CRM_BUF_H
#define CRM_BUF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct crm_buf {
	char *s;		/* NULL until something is added */
	size_t len, size;
};

/* End the program: "crm: out of memory", status 1. */
_Noreturn void crm_out_of_memory(void);

/* For a library that frees it itself: malloc(), or the end. */
void *crm_memory(size_t n);

/* Room for N more bytes and a NUL, without a change of length. */
void crm_buf_grow(struct crm_buf *b, size_t n);
void crm_buf_printf(struct crm_buf *b, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void crm_buf_vprintf(struct crm_buf *b, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));
/* I in decimal. */
void crm_buf_int(struct crm_buf *b, int64_t i);
void crm_buf_free(struct crm_buf *b);

static inline void
crm_buf_add(struct crm_buf *b, const void *p, size_t n)
{
	if (b->size - b->len <= n)
		crm_buf_grow(b, n);
	if (n)
		memcpy(b->s + b->len, p, n);
	b->len += n;
	b->s[b->len] = '\0';
}

static inline void
crm_buf_str(struct crm_buf *b, const char *s)
{
	crm_buf_add(b, s, strlen(s));
}

static inline void
crm_buf_char(struct crm_buf *b, char c)
{
	crm_buf_add(b, &c, 1);
}

/* Shorten to LEN bytes, keeping the memory. */
static inline void
crm_buf_cut(struct crm_buf *b, size_t len)
{
	b->len = len;
	if (b->s)
		b->s[len] = '\0';
}

#endif
