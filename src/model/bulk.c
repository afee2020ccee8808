/*
 * Adding many records.
 *
 * The first new id comes from the engine, the others are counted on from it:
 * the table is claimed, so nobody else takes one.
 *
 * Into an empty table, of the entity that is loaded, rows go without indexes.
 * Unique values, and the field that the caller looks by, are then watched in
 * memory, for nothing can be looked up in the table but an id; or they are
 * trusted to be different, until the indexes are made: see bulk_trust.c.
 */
#include "crm/bulk.h"

#include <stdio.h>

#include "crm/driver.h"
#include "crm/schema.h"
#include "model/ahead.h"
#include "model/batch.h"
#include "model/bulk_refs.h"
#include "model/bulk_trust.h"
#include "model/event.h"
#include "model/lifecycle.h"
#include "model/log.h"
#include "model/row.h"
#include "model/search.h"
#include "model/save.h"

/* Fewer values than these take little memory. */
enum { DEFER_LEAST = 1000, TRUST_LEAST = 1 << 18 };

static void
watch(struct crm_bulk *b, int f, int64_t expected)
{
	struct crm_keys *k;
	char column[64];

	for (size_t i = 0; i < b->nkeys; i++)
		if (b->keys[i].field == f)
			return;
	k = &b->keys[b->nkeys++];
	k->field = f;
	k->expected = expected;
	k->rows = b->rows;
	k->sql = crm_arena_printf(&b->arena,
	    "SELECT \"%s\" FROM \"%s\" WHERE \"id\" = $1",
	    crm_field_key(column, &b->e->fields[f]), b->e->name);
}

static void
gather(struct crm_bulk *b)
{
	b->tags.most = CRM_TAGS_AT_ONCE;
	b->found = crm_arena_alloc(&b->arena, b->e->nfields *
	    sizeof(*b->found));
	if (b->e->added)
		return;
	b->rows = crm_arena_alloc(&b->arena, sizeof(*b->rows));
	crm_bulk_rows_begin(b->rows, b->crm, b->e, &b->arena);
}

/*
 * Rows come to others.  A far engine's driver gathers them by itself, and has
 * written all that it was given before it is asked for anything.
 */
static void
append(struct crm_bulk *b)
{
	gather(b);
	b->tags.most = 1;
	if (!b->rows)
		return;
	b->rows->most = 1;
	b->rows->guarded = true;
}

/*
 * Do without indexes when there is nothing yet and much to come.  The index
 * of a field that nothing is put into costs nothing; to make it again would.
 */
static int
defer(struct crm_bulk *b, const struct crm_bulk_how *how)
{
	const struct crm_entity *e = b->e;
	const char *sql = crm_arena_printf(&b->arena,
	    "SELECT \"id\" FROM \"%s\" LIMIT 1", e->name);
	int64_t id;
	int rc = how->expected < DEFER_LEAST || (e->flags & CRM_E_ALONE) ? 0
	    : crm_db_int(&id, b->crm->db, sql, CRM_NONE);

	if (!rc && how->expected >= DEFER_LEAST && !how->dumped &&
	    crm_db_dialect(b->crm->db)->far)
		append(b);
	if (rc != CRM_ENOTFOUND)
		return rc;
	b->deferred = true;
	gather(b);
	b->dropped = crm_arena_alloc(&b->arena, e->nfields);
	b->keys = crm_arena_alloc(&b->arena, e->nfields * sizeof(*b->keys));
	for (size_t i = 0; i < e->nfields; i++) {
		b->dropped[i] = !how->fields || how->fields[i] ||
		    (e->fields[i].flags & (CRM_REQUIRED | CRM_NAME)) ||
		    e->fields[i].preset;
		if (b->dropped[i] && (e->fields[i].flags & CRM_UNIQUE))
			watch(b, (int)i, how->expected);
	}
	if (how->key)
		watch(b, (int)(how->key - e->fields), how->expected);
	rc = crm_db_owns(b->crm->db);
	b->indexless = rc > 0;
	b->doubled = how->doubled;
	b->trusting = rc > 0 && how->doubled &&
	    how->expected >= TRUST_LEAST && crm_db_dialect(b->crm->db)->far;
	if (rc > 0)
		rc = crm_schema_drop_indexes(b->crm, e, b->dropped);
	return rc ? rc : crm_db_search_load(b->crm->db, how->expected);
}

int
crm_bulk_begin(struct crm_bulk **out, struct crm *crm,
	       const struct crm_entity *e, const struct crm_bulk_how *how)
{
	struct crm_arena arena = { 0 };
	struct crm_bulk *b = crm_arena_alloc(&arena, sizeof(*b));
	int rc;

	*out = NULL;
	b->crm = crm;
	b->e = e;
	b->arena = arena;
	b->dumped = how->dumped;
	b->unlogged = how->unlogged;
	b->tags = (struct crm_bulk_tags){
		.crm = crm, .most = 1
	};
	rc = defer(b, how);
	if (rc)
		return crm_bulk_end(b, rc);
	*out = b;
	return 0;
}

bool
crm_bulk_alone(const struct crm_bulk *b)
{
	return b->deferred;
}

static const struct crm_keys *
watched(const struct crm_bulk *b, int f)
{
	for (size_t i = 0; i < b->nkeys; i++)
		if (b->keys[i].field == f)
			return &b->keys[i];
	return NULL;
}

static int
find_in_table(int64_t ids[2], struct crm_bulk *b, int f, struct crm_value v)
{
	struct crm_rows *rows;
	char sql[256], column[64];
	int n = 0, rc;

	snprintf(sql, sizeof(sql), "SELECT \"id\" FROM \"%s\" WHERE \"%s\" ="
	    " $1 AND \"deleted_at\" IS NULL LIMIT 2",
	    b->e->name, crm_field_key(column, &b->e->fields[f]));
	rc = crm_db_query(&rows, b->crm->db, sql, CRM_BIND(v));
	if (rc)
		return rc;
	while ((rc = crm_rows_next(rows)) > 0 && n < 2)
		ids[n++] = crm_rows_int(rows, 0);
	crm_rows_close(rows);
	return rc < 0 ? rc : n;
}

int
crm_bulk_find(int64_t ids[2], struct crm_bulk *b, const struct crm_record *r,
	      int key)
{
	const struct crm_keys *k = b->deferred ? watched(b, key) : NULL;
	struct crm_value v = crm_key_of(r, key);
	int rc;

	if (v.kind == CRM_NULL)
		return 0;
	if (!k && crm_ahead_find(ids, &rc, b->crm, b->e, key, v))
		return rc;
	if (!k)
		return find_in_table(ids, b, key, v);
	if (b->trusting)
		return 0;
	rc = crm_keys_find(&ids[0], b->crm, k, &b->runs, v);
	return rc == CRM_ENOTFOUND ? 0 : rc ? rc : 1;
}

static int
refuse(struct crm_bulk *b, const struct crm_record *r, int f, int64_t id)
{
	int rc = b->rows ? crm_bulk_rows_flush(b->rows) : 0;

	b->clash = id;
	return rc ? rc : crm_unique_fail(b->crm, r, f, id);
}

/* Nobody has its unique values; what is watched is kept in b->found. */
static int
check_unique(struct crm_bulk *b, const struct crm_record *r)
{
	int64_t id;
	int rc;

	for (size_t i = 0; i < b->nkeys && !b->trusting; i++) {
		int f = b->keys[i].field;

		b->found[f] = crm_key_of(r, f);
		if (!(b->e->fields[f].flags & CRM_UNIQUE))
			continue;
		rc = crm_keys_find(&id, b->crm, &b->keys[i], &b->runs,
		    b->found[f]);
		if (rc != CRM_ENOTFOUND)
			return rc ? rc : refuse(b, r, f, id);
	}
	for (size_t f = 0; f < b->e->nfields; f++) {
		if (!(b->e->fields[f].flags & CRM_UNIQUE) ||
		    (b->deferred && b->dropped[f]))
			continue;
		rc = crm_unique_find(&id, b->crm, r, (int)f);
		if (rc != CRM_ENOTFOUND)
			return rc ? rc : refuse(b, r, (int)f, id);
	}
	return 0;
}

/* An id that was given must be free. */
static int
check_id(struct crm_bulk *b, const struct crm_record *r)
{
	struct crm *crm = b->crm;
	int64_t id = crm_record_id(r), n, ids[2];
	char sql[128];
	int rc, known;

	/* Above all that came into what was empty. */
	if (!id || (b->dumped && b->deferred && id >= b->next))
		return 0;
	if (crm_ahead_find(ids, &known, crm, b->e, CRM_F_ID,
	    r->v[CRM_F_ID]) && !known)
		return 0;
	rc = b->rows ? crm_bulk_rows_flush(b->rows) : 0;
	if (rc)
		return rc;
	snprintf(sql, sizeof(sql), "SELECT \"id\" FROM \"%s\" WHERE \"id\" ="
	    " $1", b->e->name);
	rc = crm_db_int(&n, crm->db, sql, CRM_BIND(crm_int(id)));
	if (rc)
		return rc == CRM_ENOTFOUND ? 0 : rc;
	b->clash = id;
	crm_failed(crm, CRM_ECONFLICT, "there is a %s %lld already",
	    b->e->name, (long long)id);
	return crm_fail_field(&crm->err, "id");
}

static int
add_sets(struct crm_bulk *b, const struct crm_record *r)
{
	const struct crm_field *f = b->e->fields;
	int rc = crm_bulk_tags_add(&b->tags, crm_record_id(r), b->e->number,
	    r->v[CRM_F_TAGS]);

	for (size_t i = CRM_F_OWN; !rc && i < b->e->nfields; i++)
		if (crm_type_is_set(f[i].type) && r->v[i].kind == CRM_TEXT)
			rc = crm_bulk_tags_add(&b->tags, crm_record_id(r),
			    crm_field_set(b->e, &f[i]), r->v[i]);
	return rc;
}

/*
 * Records of a dump had their checks, and what follows from them is dumped as
 * well: but for custom fields, which make columns.
 */
static bool
is_kept(const struct crm_bulk *b)
{
	return b->dumped && !crm_is(b->e, &crm_custom);
}

static int
insert(struct crm_bulk *b, struct crm_record *r, int64_t mark)
{
	struct crm *crm = b->crm;
	bool given = r->v[CRM_F_ID].kind == CRM_INT;
	int64_t id = b->next;
	int rc = b->runs.n ? 0 : crm_db_claim(crm->db, b->e->name);

	if (rc)
		return rc;
	if (!given && id)
		r->v[CRM_F_ID] = crm_int(id);
	if (b->rows && id && crm_record_id(r) == id) {
		rc = crm_bulk_rows_add(b->rows, r, b->found);
	} else {
		if (b->rows)
			rc = crm_bulk_rows_flush(b->rows);
		if (!rc)
			rc = crm_row_insert(crm, r, &id);
	}
	if (rc) {
		if (!given)
			r->v[CRM_F_ID] = crm_null();
		return rc;
	}
	r->v[CRM_F_ID] = crm_int(id);
	if (given ? (b->next || b->dumped) && id >= b->next : true)
		b->next = id + 1;
	if (r->v[CRM_F_DELETED_AT].kind == CRM_NULL && !b->trusting)
		for (size_t i = 0; i < b->nkeys; i++)
			crm_keys_add(&b->keys[i],
			    b->found[b->keys[i].field], b->runs.n);
	crm_runs_add(&b->runs, id, mark);
	r->outcome = CRM_ADDED;
	rc = b->unlogged ? 0 : crm_log_added(crm, b->e, id);
	if (!rc)
		rc = add_sets(b, r);
	if (is_kept(b))
		return rc;
	crm_lifecycle_added(crm, r);
	if (!rc)
		rc = crm_search_changed(crm, r);
	if (!rc)
		rc = crm_record_told(crm, r);
	return rc ? rc : crm_record_follow(crm, r, b->e->added);
}

int
crm_bulk_add(struct crm_bulk *b, struct crm_record *r, int64_t mark)
{
	int rc = 0;

	/* Nobody looks where it is among the others. */
	if (b->trusting && r->v[CRM_F_ID].kind == CRM_INT)
		rc = crm_bulk_watch(b);
	if (rc)
		return rc;
	if (is_kept(b))
		crm_record_join(r);
	rc = is_kept(b) ? crm_record_required(b->crm, r)
	    : crm_record_ready(b->crm, r);

	b->clash = 0;
	for (size_t i = 0; i < b->nkeys; i++)
		b->found[b->keys[i].field] = crm_null();
	if (!rc && r->v[CRM_F_DELETED_AT].kind == CRM_NULL)
		rc = check_unique(b, r);
	if (!rc)
		rc = check_id(b, r);
	if (rc)
		return rc;
	if (!b->dumped || r->v[CRM_F_REV].kind == CRM_NULL)
		crm_record_stamp(b->crm, r);
	return insert(b, r, mark);
}

int64_t
crm_bulk_clash(const struct crm_bulk *b)
{
	return b->clash;
}

int64_t
crm_bulk_mark(const struct crm_bulk *b, int64_t id)
{
	return crm_runs_mark(&b->runs, id);
}

/* From here on the engine looks at references again, and now at all. */
static int
guard(struct crm_bulk *b)
{
	int rc = crm_refs_guard(b->crm);

	/* Of a dump, what is referred to may come later. */
	if (!rc && b->rows && b->rows->unguarded && !b->dumped) {
		rc = crm_refs_check(b->crm, b->e, b->rows->fields);
		b->rows->unguarded = false;
	}
	return rc;
}

static void
forget_keys(struct crm_bulk *b)
{
	for (size_t i = 0; i < b->nkeys; i++) {
		crm_keys_free(&b->keys[i]);
		b->found[b->keys[i].field] = crm_null();
	}
	b->nkeys = 0;
}

int
crm_bulk_index(struct crm_bulk *b)
{
	int rc = crm_bulk_tags_flush(&b->tags);

	if (!rc && b->rows)
		rc = crm_bulk_rows_flush(b->rows);
	if (!rc && b->deferred)
		rc = crm_search_queue_flush(&b->crm->batch->search,
		    b->crm->db);
	if (!rc && b->deferred)
		rc = crm_db_search_given(b->crm->db);
	/* Sorting takes as much memory again. */
	if (!rc)
		rc = crm_bulk_trusted(b);
	forget_keys(b);
	if (!rc && b->indexless)
		rc = crm_schema_make_indexes(b->crm, b->e, b->dropped);
	if (rc == CRM_ECONFLICT && b->trusting)
		*b->doubled = true;
	b->trusting = false;
	if (!rc && b->deferred)
		rc = crm_db_search_load(b->crm->db, 0);
	if (!rc)
		rc = guard(b);
	b->deferred = b->indexless = false;
	b->tags.most = 1;
	return rc;
}

int
crm_bulk_refer(struct crm_bulk *b, int64_t id, int f, int64_t to)
{
	char sql[192];
	int rc = crm_refs_guard(b->crm);

	if (rc)
		return rc;
	snprintf(sql, sizeof(sql), "UPDATE \"%s\" SET \"%s\" = $1 WHERE"
	    " \"id\" = $2", b->e->name, crm_field_column(&b->e->fields[f]));
	return crm_db_exec(b->crm->db, sql, CRM_BIND(crm_int(to),
	    crm_int(id)));
}

int
crm_bulk_end(struct crm_bulk *b, int code)
{
	struct crm_arena arena;

	if (!b)
		return code;
	if (!code)
		code = crm_bulk_index(b);
	forget_keys(b);
	if (code)
		crm_refs_guard(b->crm);
	crm_buf_free(&b->runs.runs);
	crm_buf_free(&b->tags.text);
	if (b->rows)
		crm_bulk_rows_end(b->rows);
	arena = b->arena;
	crm_arena_free(&arena);
	return code;
}
