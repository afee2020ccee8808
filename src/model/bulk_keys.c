/* Ids and values of the records of a load, kept small. */
#include "model/bulk_keys.h"

#include <string.h>

#include "crm/map.h"
#include "model/bulk_rows.h"

struct slot {
	uint32_t hash;
	uint32_t nth;		/* 1 more than the record's; 0: free */
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

static uint32_t
hash_of(struct crm_value v)
{
	return (uint32_t)(v.kind == CRM_INT ? crm_hash(&v.i, sizeof(v.i))
	    : crm_hash(v.s, v.len));
}

/* In the order of hashes, so that any size will do. */
static size_t
place(uint32_t hash, size_t size)
{
	return (size_t)((uint64_t)hash * size >> 32);
}

static size_t
next(size_t at, size_t size)
{
	return at + 1 < size ? at + 1 : 0;
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

int
crm_keys_find(int64_t *id, struct crm *crm, const struct crm_keys *k,
	      const struct crm_runs *runs, struct crm_value v)
{
	const struct slot *slots = (void *)k->slots.s;
	int64_t candidate;
	uint32_t hash;
	int rc;

	if (!k->n || v.kind == CRM_NULL)
		return CRM_ENOTFOUND;
	hash = hash_of(v);
	for (size_t at = place(hash, k->size);; at = next(at, k->size)) {
		const struct slot *s = &slots[at];

		if (!s->nth)
			return CRM_ENOTFOUND;
		if (s->hash != hash)
			continue;
		candidate = crm_runs_id(runs, (int64_t)s->nth - 1);
		rc = has_value(crm, k, candidate, v);
		if (rc < 0)
			return rc;
		if (rc) {
			*id = candidate;
			return 0;
		}
	}
}

static void
put(struct slot *slots, size_t size, struct slot s)
{
	size_t at = place(s.hash, size);

	while (slots[at].nth)
		at = next(at, size);
	slots[at] = s;
}

static void
grow(struct crm_keys *k)
{
	size_t size = k->size ? k->size / 2 * 3 : 1024;
	struct crm_buf memory = { 0 };
	const struct slot *old = (void *)k->slots.s;

	crm_buf_grow(&memory, size * sizeof(*old) - 1);
	memset(memory.s, 0, size * sizeof(*old));
	for (size_t i = 0; i < k->size; i++)
		if (old[i].nth)
			put((void *)memory.s, size, old[i]);
	crm_buf_free(&k->slots);
	k->slots = memory;
	k->size = size;
}

void
crm_keys_add(struct crm_keys *k, struct crm_value v, int64_t nth)
{
	if (v.kind == CRM_NULL)
		return;
	if (nth >= UINT32_MAX)
		crm_out_of_memory();
	if (k->n >= k->size / 4 * 3)
		grow(k);
	put((void *)k->slots.s, k->size,
	    (struct slot){ hash_of(v), (uint32_t)nth + 1 });
	k->n++;
}
