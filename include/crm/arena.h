/*
 * Memory that is given back all at once: a command's, or a row's.
 *
 * Zero-initialise it.  What comes out is aligned for any type and lives until
 * crm_arena_reset or crm_arena_free; running out of memory ends the program.
 *
 *	static char *
 *	shout(struct crm_arena *a, const char *s)
 *	{
 *		return crm_arena_printf(a, "%s!", s);
 *	}
 */
#ifndef CRM_ARENA_H
#define CRM_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct crm_arena {
	struct crm_arena_block *first, *now;
};

/* N bytes, zeroed. */
void *crm_arena_alloc(struct crm_arena *a, size_t n);
/* A copy of N bytes with a NUL behind it. */
char *crm_arena_copy(struct crm_arena *a, const void *p, size_t n);
char *crm_arena_str(struct crm_arena *a, const char *s);
char *crm_arena_printf(struct crm_arena *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Forget everything but keep the memory for the next round. */
void crm_arena_reset(struct crm_arena *a);
void crm_arena_free(struct crm_arena *a);

#endif
