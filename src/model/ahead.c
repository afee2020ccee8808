/* Questions of a load, many at once. */
#include "model/ahead.h"

#include "model/batch.h"
#include "model/bulk_keys.h"
#include "model/row.h"
#include "model/save.h"

/* Values of one statement: so many that few texts are prepared. */
enum { FEW = 8, SOME = 64, MANY = 512 };

struct crm_ahead_hit {
	int field, n;
	struct crm_value v;
	int64_t ids[2];
	bool known;
};

void
crm_ahead_begin(struct crm_ahead *a, struct crm *crm,
		const struct crm_entity *e, int key)
{
	*a = (struct crm_ahead){ .crm = crm, .e = e, .key = key };
	crm->batch->ahead = a;
}

void
crm_ahead_clear(struct crm_ahead *a)
{
	crm_map_free(&a->hits);
	crm_map_free(&a->records);
	crm_buf_cut(&a->v, 0);
	crm_arena_reset(&a->arena);
	a->fields = crm_arena_alloc(&a->arena, a->e->nfields);
}

void
crm_ahead_end(struct crm_ahead *a)
{
	if (!a->crm)
		return;
	a->crm->batch->ahead = NULL;
	crm_map_free(&a->hits);
	crm_map_free(&a->records);
	crm_buf_free(&a->v);
	crm_arena_free(&a->arena);
}

static struct crm_ahead_hit *
all_hits(const struct crm_ahead *a, size_t *n)
{
	*n = a->v.len / sizeof(struct crm_ahead_hit);
	return (void *)a->v.s;
}

/* Where F and V are remembered: V as bytes behind its field and kind. */
static int64_t *
slot(struct crm_ahead *a, int f, struct crm_value v, bool make)
{
	const bool is_int = v.kind == CRM_INT;
	const size_t len = is_int ? sizeof(v.i) : v.len;
	const int32_t head[2] = { f, v.kind };
	char small[256], *key = sizeof(head) + len <= sizeof(small) ? small
	    : crm_arena_alloc(&a->arena, sizeof(head) + len);

	memcpy(key, head, sizeof(head));
	if (len)
		memcpy(key + sizeof(head), is_int ? (const void *)&v.i : v.s,
		    len);
	return make ? crm_map_put(&a->hits, key, sizeof(head) + len)
	    : crm_map_get(&a->hits, key, sizeof(head) + len);
}

static struct crm_ahead_hit *
hit_of(struct crm_ahead *a, int f, struct crm_value v)
{
	const int64_t *at = v.kind == CRM_NULL || !a->fields ||
	    !a->fields[f] ? NULL : slot(a, f, v, false);
	size_t n;

	return at ? all_hits(a, &n) + *at - 1 : NULL;
}

void
crm_ahead_want(struct crm_ahead *a, int f, struct crm_value v)
{
	struct crm_ahead_hit hit = { .field = f, .v = v };
	int64_t *at;

	if (v.kind == CRM_NULL)
		return;
	at = slot(a, f, v, true);
	if (*at)
		return;
	if (v.kind == CRM_TEXT)
		hit.v.s = crm_arena_copy(&a->arena, v.s, v.len);
	crm_buf_add(&a->v, &hit, sizeof(hit));
	*at = (int64_t)(a->v.len / sizeof(hit));
	a->fields[f] = true;
}

static void
add_list(struct crm_buf *sql, size_t n)
{
	for (size_t i = 0; i < n; i++)
		crm_buf_printf(sql, "%s$%zu", i ? "," : " IN (", i + 1);
	crm_buf_char(sql, ')');
}

/* One statement for all of V: the last one fills up the list. */
static int
ask_some(struct crm_ahead *a, const char *start, const char *end,
	 struct crm_value *v, size_t n,
	 int (*take)(struct crm_ahead *a, int f, struct crm_rows *rows), int f)
{
	const size_t size = n <= FEW ? FEW : n <= SOME ? SOME : MANY;
	struct crm_buf sql = { 0 };
	struct crm_rows *rows;
	int rc;

	for (size_t i = n; i < size; i++)
		v[i] = v[n - 1];
	crm_buf_str(&sql, start);
	add_list(&sql, size);
	crm_buf_str(&sql, end);
	rc = crm_db_query(&rows, a->crm->db, sql.s, size, v);
	if (!rc) {
		while ((rc = crm_rows_next(rows)) > 0 &&
		    (rc = take(a, f, rows)) == 0)
			;
		crm_rows_close(rows);
	}
	crm_buf_free(&sql);
	return rc;
}

static struct crm_value
kept(struct crm_ahead *a, struct crm_value v)
{
	if (v.kind == CRM_TEXT)
		v.s = crm_arena_copy(&a->arena, v.s, v.len);
	return v;
}

/* The lowest two of those that have it. */
static void
add_hit(struct crm_ahead_hit *hit, int64_t id)
{
	if (hit->n && id < hit->ids[0]) {
		hit->ids[1] = hit->ids[0];
		hit->ids[0] = id;
	} else if (hit->n < 2 || id < hit->ids[1]) {
		hit->ids[hit->n ? 1 : 0] = id;
	}
	hit->n += hit->n < 2;
}

/* The value looked by, the id, and of the key the whole record. */
static int
take_hit(struct crm_ahead *a, int f, struct crm_rows *rows)
{
	int64_t id = crm_rows_int(rows, 1);
	struct crm_ahead_hit *hit = hit_of(a, f, crm_rows_cell(rows, 0));
	struct crm_value *v;
	int col = 2;

	if (hit)
		add_hit(hit, id);
	if (f != a->key)
		return 0;
	v = crm_arena_alloc(&a->arena, a->e->nfields * sizeof(*v));
	v[CRM_F_ID] = crm_int(id);
	for (size_t i = CRM_F_ID + 1; i < a->e->nfields; i++)
		if (crm_field_stored(a->e, &a->e->fields[i]))
			v[i] = kept(a, crm_rows_cell(rows, col++));
	*crm_map_put(&a->records, &id, sizeof(id)) = (int64_t)v;
	return 0;
}

/* In the order of records, then of labels, which are joined. */
static int
take_label(struct crm_ahead *a, int f, struct crm_rows *rows)
{
	int64_t id = crm_rows_int(rows, 0);
	const int64_t *at = crm_map_get(&a->records, &id, sizeof(id));
	struct crm_value label = crm_rows_cell(rows, 1), *v, was;
	char *s;

	if (!at)
		return 0;
	v = (struct crm_value *)*at + f;
	was = *v;
	if (was.kind == CRM_NULL) {
		*v = kept(a, label);
		return 0;
	}
	s = crm_arena_alloc(&a->arena, was.len + 1 + label.len + 1);
	memcpy(s, was.s, was.len);
	s[was.len] = ';';
	memcpy(s + was.len + 1, label.s, label.len);
	*v = crm_text_n(s, was.len + 1 + label.len);
	return 0;
}

static const char *
hits_sql(struct crm_ahead *a, int f)
{
	struct crm_buf sql = { 0 };
	char column[64], *out;

	crm_field_key(column, &a->e->fields[f]);
	crm_buf_printf(&sql, "SELECT \"%s\",\"id\"", column);
	for (size_t i = CRM_F_ID + 1; f == a->key && i < a->e->nfields; i++)
		if (crm_field_stored(a->e, &a->e->fields[i]))
			crm_buf_printf(&sql, ",\"%s\"",
			    crm_field_column(&a->e->fields[i]));
	crm_buf_printf(&sql, " FROM \"%s\" WHERE \"%s\"", a->e->name, column);
	out = crm_arena_copy(&a->arena, sql.s, sql.len);
	crm_buf_free(&sql);
	return out;
}

/* Those who have what is wanted of the field F. */
static int
ask_field(struct crm_ahead *a, int f)
{
	const char *sql = hits_sql(a, f);
	const char *end = f == CRM_F_ID ? "" : " AND \"deleted_at\" IS NULL";
	struct crm_value v[MANY];
	size_t all, n = 0;
	const struct crm_ahead_hit *hits = all_hits(a, &all);
	int rc = 0;

	for (size_t i = 0; !rc && i < all; i++) {
		if (hits[i].field == f)
			v[n++] = hits[i].v;
		if (n < MANY && i + 1 < all)
			continue;
		rc = n ? ask_some(a, sql, end, v, n, take_hit, f) : 0;
		n = 0;
	}
	return rc;
}

/* The labels F of the records that are known. */
static int
ask_labels(struct crm_ahead *a, int f)
{
	const char *sql = crm_arena_printf(&a->arena, "SELECT \"record\","
	    " \"tag\" FROM \"tag\" WHERE \"entity\" = %d AND \"record\"",
	    crm_field_set(a->e, &a->e->fields[f]));
	struct crm_value v[MANY];
	size_t all, n = 0;
	const struct crm_ahead_hit *hits = all_hits(a, &all);
	int rc = 0;

	for (size_t i = 0; !rc && i < all; i++) {
		for (int k = 0; hits[i].field == a->key && k < hits[i].n; k++)
			v[n++] = crm_int(hits[i].ids[k]);
		if (n + 2 <= MANY && i + 1 < all)
			continue;
		rc = n ? ask_some(a, sql, " ORDER BY \"record\", \"tag\"", v,
		    n, take_label, f) : 0;
		n = 0;
	}
	return rc;
}

int
crm_ahead_ask(struct crm_ahead *a)
{
	const struct crm_entity *e = a->e;
	struct crm_ahead_hit *hits;
	size_t n;
	int rc = 0;

	for (size_t f = 0; !rc && f < e->nfields; f++)
		if (a->fields[f])
			rc = ask_field(a, (int)f);
	for (size_t f = 0; !rc && f < e->nfields; f++)
		if (a->records.n && crm_type_is_set(e->fields[f].type))
			rc = ask_labels(a, (int)f);
	hits = all_hits(a, &n);
	for (size_t i = 0; !rc && i < n; i++)
		hits[i].known = true;
	return rc;
}

/* What is asked ahead of E, or NULL. */
static struct crm_ahead *
of(const struct crm *crm, const struct crm_entity *e)
{
	struct crm_ahead *a = crm->batch ? crm->batch->ahead : NULL;

	return a && a->fields && crm_is(a->e, e) ? a : NULL;
}

bool
crm_ahead_find(int64_t ids[2], int *n, struct crm *crm,
	       const struct crm_entity *e, int f, struct crm_value v)
{
	struct crm_ahead *a = of(crm, e);
	const struct crm_ahead_hit *hit = a ? hit_of(a, f, v) : NULL;

	if (!hit || !hit->known)
		return false;
	*n = hit->n;
	memcpy(ids, hit->ids, sizeof(hit->ids));
	return true;
}

const struct crm_value *
crm_ahead_record(struct crm *crm, const struct crm_entity *e, int64_t id)
{
	const struct crm_ahead *a = of(crm, e);
	const int64_t *at = a ? crm_map_get(&a->records, &id, sizeof(id))
	    : NULL;

	return at ? (const struct crm_value *)*at : NULL;
}

static void
forget(struct crm_ahead *a, const struct crm_record *r)
{
	for (size_t f = 0; f < a->e->nfields; f++) {
		struct crm_ahead_hit *hit = a->fields[f] ? hit_of(a, (int)f,
		    crm_key_of(r, (int)f)) : NULL;

		if (hit)
			hit->known = false;
	}
}

void
crm_ahead_wrote(struct crm *crm, const struct crm_record *r)
{
	struct crm_ahead *a = of(crm, r->entity);
	struct crm_record was;
	int64_t id, *at;

	if (!a)
		return;
	forget(a, r);
	if (!r->old)
		return;
	id = crm_record_id(r);
	was = *r;
	was.v = (struct crm_value *)r->old;
	forget(a, &was);
	at = crm_map_get(&a->records, &id, sizeof(id));
	if (at)
		*at = 0;
}

void
crm_ahead_gone(struct crm *crm, const struct crm_entity *e)
{
	struct crm_ahead *a = of(crm, e);

	if (a)
		crm_ahead_clear(a);
}
