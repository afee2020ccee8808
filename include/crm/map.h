/*
 * A hash table from bytes to a 64-bit integer; keys are copied in.
 *
 * Zero-initialise it.  Made for the names, keys and numbers of a bulk load:
 * a million entries of 30 bytes take about 60 MB.
 *
 *	static int64_t
 *	count_word(struct crm_map *m, const char *word, size_t len)
 *	{
 *		int64_t *n = crm_map_put(m, word, len);
 *
 *		return ++*n;
 *	}
 */
#ifndef CRM_MAP_H
#define CRM_MAP_H

#include <stddef.h>
#include <stdint.h>

struct crm_map {
	struct crm_map_slot *slots;
	size_t n, size;			/* size is a power of two, or 0 */
	struct crm_map_keys *keys;	/* the copied keys, in chunks */
};

/*
 * The value of KEY, made as 0 when it isn't there; it stays where it is until
 * crm_map_free.
 */
int64_t *crm_map_put(struct crm_map *m, const void *key, size_t len);
/* The value of KEY, or NULL. */
int64_t *crm_map_get(const struct crm_map *m, const void *key, size_t len);
void crm_map_free(struct crm_map *m);

/*
 * Eight bytes at a time, the rest as FNV-1a, finished so that the low bits are
 * good.  Its value differs between machines of another byte order.
 */
uint64_t crm_hash(const void *p, size_t len);

#endif
