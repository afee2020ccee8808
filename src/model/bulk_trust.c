/* A load that trusts values to be different. */
#include "model/bulk_trust.h"

static int
fail(struct crm_bulk *b, int f)
{
	*b->doubled = true;
	return crm_failed(b->crm, CRM_ECONFLICT, "several rows have the same"
	    " %s", b->e->fields[f].name);
}

/* No two records have one value of F. */
static int
check(struct crm_bulk *b, int f)
{
	char column[64];
	const char *sql;
	int64_t n;
	int rc = b->rows ? crm_bulk_rows_flush(b->rows) : 0;

	crm_field_key(column, &b->e->fields[f]);
	sql = crm_arena_printf(&b->arena, "SELECT COUNT(*) FROM \"%s\" WHERE"
	    " \"deleted_at\" IS NULL AND \"%s\" IS NOT NULL GROUP BY \"%s\""
	    " HAVING COUNT(*) > 1 LIMIT 1", b->e->name, column, column);
	if (!rc)
		rc = crm_db_int(&n, b->crm->db, sql, CRM_NONE);
	return rc == CRM_ENOTFOUND ? 0 : rc ? rc : fail(b, f);
}

int
crm_bulk_trusted(struct crm_bulk *b)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < b->nkeys && b->trusting; i++)
		if (!(b->e->fields[b->keys[i].field].flags & CRM_UNIQUE))
			rc = check(b, b->keys[i].field);
	return rc;
}

struct learning {
	struct crm_keys *keys;
	int64_t first;
};

/* Ids were counted, so an id says the how many-th record it is. */
static int
take(void *ctx, const struct crm_value *v)
{
	const struct learning *l = ctx;

	crm_keys_add(l->keys, v[1], v[0].i - l->first);
	return 0;
}

static int
learn(struct crm_bulk *b, struct crm_keys *k)
{
	struct learning l = { k, b->runs.n ? crm_runs_id(&b->runs, 0) : 0 };
	char column[64];
	const char *sql;

	crm_field_key(column, &b->e->fields[k->field]);
	sql = crm_arena_printf(&b->arena, "SELECT \"id\", \"%s\" FROM \"%s\""
	    " WHERE \"deleted_at\" IS NULL AND \"%s\" IS NOT NULL", column,
	    b->e->name, column);
	return crm_db_each(b->crm->db, sql, CRM_NONE, 2, take, &l);
}

bool
crm_bulk_trusts(const struct crm_bulk *b)
{
	return b->trusting;
}

int
crm_bulk_watch(struct crm_bulk *b)
{
	int rc = 0;

	if (!b->trusting)
		return 0;
	for (size_t i = 0; !rc && i < b->nkeys; i++)
		rc = check(b, b->keys[i].field);
	for (size_t i = 0; !rc && i < b->nkeys; i++)
		rc = learn(b, &b->keys[i]);
	b->trusting = false;
	return rc;
}
