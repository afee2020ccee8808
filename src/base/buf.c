#include "crm/buf.h"

#include <stdio.h>
#include <stdlib.h>

void
crm_out_of_memory(void)
{
	fputs("crm: out of memory\n", stderr);
	exit(1);
}

void *
crm_memory(size_t n)
{
	void *p = malloc(n ? n : 1);

	if (!p)
		crm_out_of_memory();
	return p;
}

void
crm_buf_grow(struct crm_buf *b, size_t n)
{
	size_t size = b->size < 64 ? 64 : b->size;
	char *s;

	if (n >= SIZE_MAX / 4 - b->len)
		crm_out_of_memory();
	if (b->size > b->len + n)
		return;
	while (size <= b->len + n)
		size *= 2;
	s = realloc(b->s, size);
	if (!s)
		crm_out_of_memory();
	s[b->len] = '\0';
	b->s = s;
	b->size = size;
}

void
crm_buf_vprintf(struct crm_buf *b, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	crm_buf_grow(b, 64);
	va_copy(again, ap);
	n = vsnprintf(b->s + b->len, b->size - b->len, fmt, ap);
	if (n > 0 && (size_t)n >= b->size - b->len) {
		crm_buf_grow(b, (size_t)n);
		n = vsnprintf(b->s + b->len, b->size - b->len, fmt, again);
	}
	va_end(again);
	if (n > 0)
		b->len += (size_t)n;
	b->s[b->len] = '\0';
}

void
crm_buf_printf(struct crm_buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	crm_buf_vprintf(b, fmt, ap);
	va_end(ap);
}

void
crm_buf_int(struct crm_buf *b, int64_t i)
{
	uint64_t u = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
	char text[24], *p = text + sizeof(text);

	do
		*--p = (char)('0' + u % 10);
	while (u /= 10);
	if (i < 0)
		*--p = '-';
	crm_buf_add(b, p, (size_t)(text + sizeof(text) - p));
}

void
crm_buf_free(struct crm_buf *b)
{
	free(b->s);
	*b = (struct crm_buf){ 0 };
}
