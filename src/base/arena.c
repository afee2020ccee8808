/*
 * A list of blocks, each twice the size of the last.  A reset goes back to
 * the first block: a block's USED is set to 0 when it becomes the current
 * one, so that a reset costs the same however much was used.
 */
#include "crm/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm/buf.h"

struct crm_arena_block {
	struct crm_arena_block *next;
	size_t size, used;
	_Alignas(max_align_t) char data[];
};

enum { FIRST_SIZE = 4000, LARGEST_STEP = 1 << 20 };

static struct crm_arena_block *
new_block(const struct crm_arena_block *before, size_t n)
{
	size_t size = before ? before->size * 2 : FIRST_SIZE;
	struct crm_arena_block *block;

	if (size > LARGEST_STEP)
		size = LARGEST_STEP;
	if (size < n)
		size = n;
	block = malloc(sizeof(*block) + size);
	if (!block)
		crm_out_of_memory();
	block->next = NULL;
	block->size = size;
	block->used = 0;
	return block;
}

/* Make a block with room for N bytes the current one. */
static void
next_block(struct crm_arena *a, size_t n)
{
	struct crm_arena_block *now = a->now, *block;

	if (now && now->next && now->next->size >= n) {
		a->now = now->next;
		a->now->used = 0;
		return;
	}
	block = new_block(now, n);
	if (now) {
		block->next = now->next;
		now->next = block;
	} else {
		a->first = block;
	}
	a->now = block;
}

static void *
take(struct crm_arena *a, size_t n)
{
	const size_t unit = _Alignof(max_align_t);
	void *p;

	if (n > SIZE_MAX / 4)
		crm_out_of_memory();
	n = n ? (n + unit - 1) / unit * unit : unit;
	if (!a->now || a->now->size - a->now->used < n)
		next_block(a, n);
	p = a->now->data + a->now->used;
	a->now->used += n;
	return p;
}

void *
crm_arena_alloc(struct crm_arena *a, size_t n)
{
	return memset(take(a, n), 0, n);
}

char *
crm_arena_copy(struct crm_arena *a, const void *p, size_t n)
{
	char *s;

	if (n == SIZE_MAX)
		crm_out_of_memory();
	s = take(a, n + 1);
	if (n)
		memcpy(s, p, n);
	s[n] = '\0';
	return s;
}

char *
crm_arena_str(struct crm_arena *a, const char *s)
{
	return crm_arena_copy(a, s, strlen(s));
}

char *
crm_arena_printf(struct crm_arena *a, const char *fmt, ...)
{
	va_list ap;
	char *s;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		n = 0;
	s = crm_arena_alloc(a, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(s, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return s;
}

void
crm_arena_reset(struct crm_arena *a)
{
	a->now = a->first;
	if (a->now)
		a->now->used = 0;
}

void
crm_arena_free(struct crm_arena *a)
{
	while (a->first) {
		struct crm_arena_block *next = a->first->next;

		free(a->first);
		a->first = next;
	}
	a->now = NULL;
}
