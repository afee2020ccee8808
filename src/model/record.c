/* Records in memory: made, loaded, assigned to by name. */
#include "crm/record.h"

#include <string.h>

#include "crm/opp.h"
#include "crm/ref.h"
#include "crm/suggest.h"
#include "model/ahead.h"
#include "model/batch.h"
#include "model/tag.h"

/* Where E's records are, which says how their phones are called. */
static int
country_field(const struct crm_entity *e)
{
	for (size_t i = CRM_F_OWN; i < e->nfields; i++)
		if (e->fields[i].name[0] == 'c' &&
		    !strcmp(e->fields[i].name, "country"))
			return (int)i;
	return 0;
}

struct crm_record *
crm_record_new(struct crm *crm, const struct crm_entity *e,
	       struct crm_arena *a)
{
	struct crm_record *r = crm_arena_alloc(a, sizeof(*r));

	e = crm_entity_of(crm, e);
	r->entity = e;
	r->company = &crm->company;
	r->country = country_field(e);
	r->arena = a;
	r->v = crm_arena_alloc(a, e->nfields * sizeof(*r->v));
	r->given = crm_arena_alloc(a, e->nfields * sizeof(*r->given));
	return r;
}

void
crm_record_clear(struct crm_record *r)
{
	memset(r->v, 0, r->entity->nfields * sizeof(*r->v));
	memset(r->given, 0, r->entity->nfields * sizeof(*r->given));
	r->old = NULL;
	r->warning = NULL;
	r->outcome = CRM_NOT_SAVED;
}

/* Kept for the batch, which may load a million records. */
static const char *
select_sql(struct crm *crm, struct crm_arena *a, const struct crm_entity *e)
{
	bool keeps = crm->batch && crm->batch->running;
	const char **kept = keeps ? &crm->batch->select_sql[e->number] : NULL;
	struct crm_buf sql = { 0 };
	const char *out;

	if (kept && *kept)
		return *kept;
	crm_buf_str(&sql, "SELECT \"id\"");
	for (size_t i = CRM_F_ID + 1; i < e->nfields; i++)
		if (crm_field_stored(e, &e->fields[i]))
			crm_buf_printf(&sql, ",\"%s\"",
			    crm_field_column(&e->fields[i]));
	crm_buf_printf(&sql, " FROM \"%s\" WHERE \"id\" = $1", e->name);
	out = crm_arena_copy(keeps ? &crm->arena : a, sql.s, sql.len);
	crm_buf_free(&sql);
	if (kept)
		*kept = out;
	return out;
}

static void
take_row(struct crm_record *r, struct crm_rows *rows)
{
	int col = 0;

	for (size_t i = 0; i < r->entity->nfields; i++) {
		if (!crm_field_stored(r->entity, &r->entity->fields[i]))
			continue;
		struct crm_value v = crm_rows_cell(rows, col++);

		if (v.kind == CRM_TEXT)
			v.s = crm_arena_copy(r->arena, v.s, v.len);
		r->v[i] = v;
	}
}

static void
take_known(struct crm_record *r, const struct crm_value *v)
{
	for (size_t i = 0; i < r->entity->nfields; i++) {
		r->v[i] = v[i];
		if (v[i].kind == CRM_TEXT)
			r->v[i].s = crm_arena_copy(r->arena, v[i].s,
			    v[i].len);
	}
}

int
crm_record_load(struct crm_record **out, struct crm *crm,
		const struct crm_entity *e, int64_t id, struct crm_arena *a)
{
	struct crm_record *r = crm_record_new(crm, e, a);
	const struct crm_value *known;
	struct crm_value *old;
	struct crm_rows *rows;
	int rc = 0;

	e = r->entity;
	known = crm_ahead_record(crm, e, id);
	if (known) {
		take_known(r, known);
		goto out;
	}
	rc = crm_db_query(&rows, crm->db, select_sql(crm, a, e),
	    CRM_BIND(crm_int(id)));
	if (rc)
		return rc;
	rc = crm_rows_next(rows);
	if (rc > 0)
		take_row(r, rows);
	crm_rows_close(rows);
	if (!rc)
		return crm_failed(crm, CRM_ENOTFOUND, "no %s %lld", e->name,
		    (long long)id);
	if (rc > 0)
		rc = 0;
	if (!rc && !(e->flags & CRM_E_PLAIN))
		rc = crm_sets_load(crm, r, id);
out:
	old = crm_arena_alloc(a, e->nfields * sizeof(*old));
	memcpy(old, r->v, e->nfields * sizeof(*old));
	r->old = old;
	*out = r;
	return rc;
}

/* The field NAME, which may be set by a user (or by import). */
static int
writable(const struct crm_field **out, struct crm *crm,
	 const struct crm_record *r, const char *name)
{
	const struct crm_entity *e = r->entity;
	const struct crm_field *f = crm_field_find(e, name, strlen(name));
	struct crm_suggest near;

	*out = f;
	if (f && (!(f->flags & CRM_READONLY) ||
	    (r->import && (f->flags & CRM_IMPORT))))
		return 0;
	if (f) {
		crm_failed(crm, CRM_EREFUSED, "%s of %s can't be set", name,
		    e->name);
		return crm_fail_field(&crm->err, name);
	}
	crm_suggest_init(&near, name, strlen(name));
	for (size_t i = 0; i < e->nfields; i++)
		if (!(e->fields[i].flags & CRM_READONLY))
			crm_suggest_try(&near, e->fields[i].name);
	crm_failed(crm, CRM_EUSAGE, "%s has no field '%s'", e->name, name);
	if (near.best)
		crm_hinted(crm, "did you mean '%s'?", near.best);
	return crm->err.code;
}

static int
assign_set(struct crm *crm, struct crm_record *r, struct crm_value *tags,
	   int op, struct crm_value v)
{
	struct crm_buf all = { 0 };
	int rc = 0;

	if (op == '=') {
		*tags = v;
	} else if (op == '+') {
		if (tags->kind == CRM_TEXT)
			crm_buf_add(&all, tags->s, tags->len);
		crm_buf_char(&all, ';');
		crm_buf_add(&all, v.s, v.len);
		rc = crm_tags_normal(tags, crm, r->arena, all.s, all.len);
	} else {
		rc = crm_tags_without(tags, r->arena, *tags, v);
	}
	crm_buf_free(&all);
	return rc;
}

/* A stage of the opportunity's pipeline; of the first one; of any. */
static int
resolve_stage(int64_t *id, struct crm *crm, const struct crm_record *r,
	      const char *s, size_t len)
{
	const struct crm_value *p = &r->v[OPP_PIPELINE];
	struct crm_error first;
	int rc;

	if (p->kind == CRM_INT)
		return crm_ref_stage(id, crm, p->i, s, len);
	rc = crm_pipeline_default(id, crm);
	if (!rc)
		rc = crm_ref_stage(id, crm, *id, s, len);
	if (rc != CRM_ENOTFOUND)
		return rc;
	first = crm->err;
	rc = crm_ref_find(id, crm, &crm_stage, s, len, 0);
	if (rc == CRM_ENOTFOUND)
		crm->err = first;
	return rc;
}

static int
resolve(struct crm *crm, struct crm_record *r, const struct crm_field *f,
	const char *s, size_t len, struct crm_value *out)
{
	int64_t id = 0;
	int rc;

	if (!strcmp(f->ref, "user") && len == 2 && !memcmp(s, "me", 2)) {
		*out = crm_int(crm->actor.id);
		return 0;
	}
	if (!strcmp(f->ref, "user") && len == 4 && !memcmp(s, "none", 4))
		return 0;
	if (crm_is(r->entity, &crm_opp) && f == &r->entity->fields[OPP_STAGE])
		rc = resolve_stage(&id, crm, r, s, len);
	else
		rc = crm_ref_find(&id, crm, crm_field_ref(crm, f), s, len, 0);
	*out = crm_int(id);
	return rc ? crm_fail_field(&crm->err, f->name) : 0;
}

bool
crm_field_leads(const struct crm_field *f)
{
	return f->type == CRM_T_CURRENCY ||
	    (f->type == CRM_T_REF && !strcmp(f->ref, "pipeline"));
}

int
crm_record_assign(struct crm *crm, struct crm_record *r, const char *name,
		  int op, const char *text, size_t len,
		  const struct crm_read *how)
{
	struct crm_read mine = how ? *how : (struct crm_read){ 0 };
	const struct crm_field *f;
	struct crm_value v = crm_null();
	int c = crm_entity_currency(r->entity);
	int rc = writable(&f, crm, r, name);

	if (rc)
		return rc;
	if (op != '=' && !crm_type_is_set(f->type)) {
		crm_failed(crm, CRM_EUSAGE, "%s%c= is for tags alone", name,
		    op);
		return crm_hinted(crm, "write %s=...", name);
	}
	if (!mine.arena)
		mine.arena = r->arena;
	if (f->type == CRM_T_MONEY && c >= 0 && r->v[c].kind == CRM_TEXT)
		mine.currency = crm_arena_copy(r->arena, r->v[c].s,
		    r->v[c].len);
	if (f->type == CRM_T_REF && len)
		rc = resolve(crm, r, f, text, len, &v);
	else
		rc = crm_value_read(&v, crm, f, text, len, &mine);
	if (rc)
		return rc;
	if (crm_type_is_set(f->type))
		rc = assign_set(crm, r, &r->v[f - r->entity->fields], op, v);
	else
		r->v[f - r->entity->fields] = v;
	r->given[f - r->entity->fields] = true;
	return rc;
}
