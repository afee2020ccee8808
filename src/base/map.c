/*
 * Open addressing with linear probing, at most three quarters full.
 *
 * A slot is 8 bytes: half of the hash, and where the record (value and key)
 * lies, counted in units of 8 bytes.  Records lie in chunks of at most 1 MiB
 * and never move; a longer key has a chunk of its own, at whose start its
 * record lies, so that 17 bits always say where in a chunk a record begins.
 * 15 bits are left for the chunk: 32 GiB of keys.
 */
#include "crm/map.h"

#include <stdlib.h>
#include <string.h>

#include "crm/buf.h"

enum {
	UNIT = 8,
	PLACE_BITS = 17,
	CHUNK_MAX = UNIT << PLACE_BITS,
	CHUNK_FIRST = 4096,
	CHUNKS_MAX = 1 << (32 - PLACE_BITS)
};

struct crm_map_slot {
	uint32_t hash;
	uint32_t where;		/* 1 more than the record's place; 0: free */
};

struct crm_map_keys {
	size_t n;		/* chunks */
	size_t used, size;	/* bytes of the last chunk */
	char **chunk;
};

struct record {
	int64_t value;
	size_t len;
	char key[];
};

uint64_t
crm_hash(const void *p, size_t len)
{
	const unsigned char *s = p;
	uint64_t h = UINT64_C(0xcbf29ce484222325) ^ len, word;

	for (; len >= sizeof(word); s += sizeof(word), len -= sizeof(word)) {
		memcpy(&word, s, sizeof(word));
		h = (h ^ word) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 29;
	}
	for (; len; s++, len--)
		h = (h ^ *s) * UINT64_C(0x100000001b3);
	h = (h ^ (h >> 33)) * UINT64_C(0xff51afd7ed558ccd);
	h = (h ^ (h >> 33)) * UINT64_C(0xc4ceb9fe1a85ec53);
	return h ^ (h >> 33);
}

static struct record *
record_at(const struct crm_map *m, uint32_t where)
{
	uint32_t place = where - 1;
	char *chunk = m->keys->chunk[place >> PLACE_BITS];

	return (void *)(chunk +
	    (size_t)(place & ((1u << PLACE_BITS) - 1)) * UNIT);
}

static void
add_chunk(struct crm_map_keys *keys, size_t n)
{
	size_t size = keys->size ? keys->size * 2 : CHUNK_FIRST;
	char **chunk;

	if (keys->n == CHUNKS_MAX - 1)
		crm_out_of_memory();
	if (size > CHUNK_MAX)
		size = CHUNK_MAX;
	if (size < n)
		size = n;
	chunk = realloc(keys->chunk, (keys->n + 1) * sizeof(*chunk));
	if (!chunk)
		crm_out_of_memory();
	keys->chunk = chunk;
	chunk[keys->n] = malloc(size);
	if (!chunk[keys->n])
		crm_out_of_memory();
	keys->n++;
	keys->used = 0;
	keys->size = size;
}

static uint32_t
add_record(struct crm_map *m, const void *key, size_t len)
{
	struct crm_map_keys *keys = m->keys;
	struct record *r;
	size_t size;
	uint32_t where;

	if (len > SIZE_MAX / 4)
		crm_out_of_memory();
	size = (sizeof(*r) + len + UNIT - 1) / UNIT * UNIT;
	if (keys->size - keys->used < size || keys->used >= CHUNK_MAX)
		add_chunk(keys, size);
	where = (uint32_t)((keys->n - 1) << PLACE_BITS) +
	    (uint32_t)(keys->used / UNIT) + 1;
	keys->used += size;
	r = record_at(m, where);
	r->value = 0;
	r->len = len;
	if (len)
		memcpy(r->key, key, len);
	return where;
}

static void
grow(struct crm_map *m)
{
	size_t size = m->size ? m->size * 2 : 16;
	struct crm_map_slot *slots = calloc(size, sizeof(*slots));

	if (!slots || size > UINT32_MAX)
		crm_out_of_memory();
	for (size_t i = 0; i < m->size; i++) {
		size_t at = m->slots[i].hash & (size - 1);

		if (!m->slots[i].where)
			continue;
		while (slots[at].where)
			at = (at + 1) & (size - 1);
		slots[at] = m->slots[i];
	}
	free(m->slots);
	m->slots = slots;
	m->size = size;
	if (!m->keys)
		m->keys = calloc(1, sizeof(*m->keys));
	if (!m->keys)
		crm_out_of_memory();
}

/* The slot of KEY, or the free one where it would be. */
static struct crm_map_slot *
find(const struct crm_map *m, uint32_t hash, const void *key, size_t len)
{
	for (size_t at = hash;; at++) {
		struct crm_map_slot *slot = &m->slots[at & (m->size - 1)];
		const struct record *r;

		if (!slot->where)
			return slot;
		if (slot->hash != hash)
			continue;
		r = record_at(m, slot->where);
		if (r->len == len && (!len || !memcmp(r->key, key, len)))
			return slot;
	}
}

int64_t *
crm_map_put(struct crm_map *m, const void *key, size_t len)
{
	uint32_t hash = (uint32_t)crm_hash(key, len);
	struct crm_map_slot *slot;

	if (m->n >= m->size / 4 * 3)
		grow(m);
	slot = find(m, hash, key, len);
	if (!slot->where) {
		slot->hash = hash;
		slot->where = add_record(m, key, len);
		m->n++;
	}
	return &record_at(m, slot->where)->value;
}

int64_t *
crm_map_get(const struct crm_map *m, const void *key, size_t len)
{
	struct crm_map_slot *slot;

	if (!m->n)
		return NULL;
	slot = find(m, (uint32_t)crm_hash(key, len), key, len);
	return slot->where ? &record_at(m, slot->where)->value : NULL;
}

void
crm_map_free(struct crm_map *m)
{
	if (m->keys) {
		for (size_t i = 0; i < m->keys->n; i++)
			free(m->keys->chunk[i]);
		free(m->keys->chunk);
		free(m->keys);
	}
	free(m->slots);
	*m = (struct crm_map){ 0 };
}
