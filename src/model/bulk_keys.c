/* Ids and values of the records of a load, kept small. */
#include "model/bulk_keys.h"

#include <stdlib.h>
#include <string.h>

#include "crm/map.h"
#include "model/bulk_rows.h"

/*
 * Values of a field are kept in 5 bytes each: 1 more than which record has it,
 * and as much of its hash as there is room for.  A table has the size that the
 * load is expected to have, for there is not enough of a hash to put it into a
 * larger one; when it is full, another one follows.
 */
enum {
	SLOT = 5, SLOT_BITS = 8 * SLOT,
	SIZE_FIRST = 1024, SIZE_EXPECTED = 4 << 20
};

struct table {
	unsigned char *slots;
	size_t n, size;
	unsigned bits;		/* of a slot, for the record */
};

static struct crm_run *
runs_of(const struct crm_runs *r, size_t *n)
{
	*n = r->runs.len / sizeof(struct crm_run);
	return (void *)r->runs.s;
}

void
crm_runs_add(struct crm_runs *r, int64_t id, int64_t mark)
{
	size_t n;
	const struct crm_run *last = runs_of(r, &n);
	struct crm_run run = { r->n++, id, mark };

	if (n) {
		last += n - 1;
		if (id - last->id == run.nth - last->nth &&
		    mark - last->mark == run.nth - last->nth)
			return;
	}
	crm_buf_add(&r->runs, &run, sizeof(run));
}

int64_t
crm_runs_id(const struct crm_runs *r, int64_t nth)
{
	size_t n, low = 0;
	const struct crm_run *v = runs_of(r, &n);

	while (n - low > 1) {
		size_t middle = low + (n - low) / 2;

		if (v[middle].nth <= nth)
			low = middle;
		else
			n = middle;
	}
	return v[low].id + (nth - v[low].nth);
}

int64_t
crm_runs_mark(const struct crm_runs *r, int64_t id)
{
	size_t n;
	const struct crm_run *v = runs_of(r, &n);

	for (size_t i = 0; i < n; i++) {
		int64_t end = i + 1 < n ? v[i + 1].nth : r->n;

		if (id >= v[i].id && id - v[i].id < end - v[i].nth)
			return v[i].mark + (id - v[i].id);
	}
	return -1;
}

struct crm_value
crm_key_of(const struct crm_record *r, int f)
{
	return crm_field_has_key(&r->entity->fields[f]) ? crm_row_key(r, f)
	    : r->v[f];
}

static uint64_t
hash_of(struct crm_value v)
{
	return v.kind == CRM_INT ? crm_hash(&v.i, sizeof(v.i))
	    : crm_hash(v.s, v.len);
}

/* In the order of hashes, so that any size will do. */
static size_t
place(uint64_t hash, size_t size)
{
	return (size_t)((hash >> 32) * size >> 32);
}

static size_t
next(size_t at, size_t size)
{
	return at + 1 < size ? at + 1 : 0;
}

/* What a slot has of a hash. */
static uint64_t
tag(uint64_t hash, unsigned bits)
{
	return hash & ((UINT64_C(1) << (SLOT_BITS - bits)) - 1);
}

static uint64_t
get(const struct table *t, size_t at)
{
	const unsigned char *p = t->slots + at * SLOT;
	uint32_t low;

	memcpy(&low, p, sizeof(low));
	return (uint64_t)p[4] << 32 | low;
}

static void
set(struct table *t, size_t at, uint64_t slot)
{
	unsigned char *p = t->slots + at * SLOT;
	uint32_t low = (uint32_t)slot;

	memcpy(p, &low, sizeof(low));
	p[4] = (unsigned char)(slot >> 32);
}

static struct table *
tables_of(const struct crm_keys *k, size_t *n)
{
	*n = k->tables.len / sizeof(struct table);
	return (void *)k->tables.s;
}

/* Whether record ID has V. */
static int
has_value(struct crm *crm, const struct crm_keys *k, int64_t id,
	  struct crm_value v)
{
	struct crm_rows *rows;
	int rc = k->rows ? crm_bulk_rows_flush(k->rows) : 0;

	if (!rc)
		rc = crm_db_query(&rows, crm->db, k->sql,
		    CRM_BIND(crm_int(id)));
	if (rc)
		return rc;
	rc = crm_rows_next(rows);
	if (rc > 0)
		rc = crm_same(crm_rows_cell(rows, 0), v);
	crm_rows_close(rows);
	return rc;
}

static int
find_in(int64_t *id, struct crm *crm, const struct crm_keys *k,
	const struct table *t, const struct crm_runs *runs, uint64_t hash,
	struct crm_value v)
{
	uint64_t mask = (UINT64_C(1) << t->bits) - 1, slot;

	for (size_t at = place(hash, t->size);; at = next(at, t->size)) {
		int rc;

		slot = get(t, at);
		if (!slot)
			return CRM_ENOTFOUND;
		if (slot >> t->bits != tag(hash, t->bits))
			continue;
		*id = crm_runs_id(runs, (int64_t)(slot & mask) - 1);
		rc = has_value(crm, k, *id, v);
		if (rc)
			return rc < 0 ? rc : 0;
	}
}

int
crm_keys_find(int64_t *id, struct crm *crm, const struct crm_keys *k,
	      const struct crm_runs *runs, struct crm_value v)
{
	size_t n;
	const struct table *t = tables_of(k, &n);
	uint64_t hash;
	int rc = CRM_ENOTFOUND;

	if (!n || v.kind == CRM_NULL)
		return CRM_ENOTFOUND;
	hash = hash_of(v);
	while (rc == CRM_ENOTFOUND && n)
		rc = find_in(id, crm, k, &t[--n], runs, hash, v);
	return rc;
}

/* As large as all before it. */
static struct table *
add_table(struct crm_keys *k, uint64_t nth)
{
	size_t n, size = 0;
	const struct table *old = tables_of(k, &n);
	struct table t = { .bits = 1 }, *last;

	for (size_t i = 0; i < n; i++)
		size += old[i].size;
	if (!n)
		size = (size_t)(k->expected < SIZE_EXPECTED / 4 * 3
		    ? k->expected / 3 * 4 : SIZE_EXPECTED);
	t.size = size < SIZE_FIRST ? SIZE_FIRST : size;
	while (nth + t.size >= UINT64_C(1) << t.bits)
		t.bits++;
	t.slots = crm_memory(t.size * SLOT);
	memset(t.slots, 0, t.size * SLOT);
	crm_buf_add(&k->tables, &t, sizeof(t));
	last = tables_of(k, &n);
	return last + n - 1;
}

void
crm_keys_add(struct crm_keys *k, struct crm_value v, int64_t nth)
{
	uint64_t hash, mine = (uint64_t)nth + 1;
	struct table *t;
	size_t at;

	if (v.kind == CRM_NULL)
		return;
	if (nth >= UINT32_MAX)
		crm_out_of_memory();
	t = tables_of(k, &at);
	t = at ? t + at - 1 : NULL;
	if (!t || t->n >= t->size / 4 * 3 || mine >> t->bits)
		t = add_table(k, mine);
	hash = hash_of(v);
	at = place(hash, t->size);
	while (get(t, at))
		at = next(at, t->size);
	set(t, at, tag(hash, t->bits) << t->bits | mine);
	t->n++;
}

void
crm_keys_free(struct crm_keys *k)
{
	size_t n;
	struct table *t = tables_of(k, &n);

	while (n)
		free(t[--n].slots);
	crm_buf_free(&k->tables);
}
