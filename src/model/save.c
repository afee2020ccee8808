/* The one way by which a record is written: check, write, log. */
#include "model/save.h"

#include <stdio.h>
#include <string.h>

#include "crm/number.h"
#include "crm/ref.h"
#include "crm/utf8.h"
#include "model/ahead.h"
#include "model/batch.h"
#include "model/event.h"
#include "model/lifecycle.h"
#include "model/log.h"
#include "model/row.h"
#include "model/search.h"
#include "model/tag.h"

static int
set_presets(struct crm *crm, struct crm_record *r)
{
	struct crm_read how = { .arena = r->arena };
	int rc = 0;

	for (size_t i = CRM_F_OWN; !rc && i < r->entity->nfields; i++) {
		const struct crm_field *f = &r->entity->fields[i];

		if (f->preset && !r->given[i] && r->v[i].kind == CRM_NULL)
			rc = crm_value_read(&r->v[i], crm, f, f->preset,
			    strlen(f->preset), &how);
	}
	return rc;
}

static int
fail_long(struct crm *crm, const struct crm_field *f, size_t len)
{
	crm_failed(crm, CRM_EINVAL, "is too long: %zu bytes, and there may be"
	    " %d", len, CRM_KEY_MAX);
	crm_hinted(crm, "records are found by it; notes take long text");
	return crm_fail_field(&crm->err, f->name);
}

int
crm_record_required(struct crm *crm, const struct crm_record *r)
{
	for (size_t i = 0; i < r->entity->nfields; i++) {
		const struct crm_field *f = &r->entity->fields[i];

		if (r->v[i].kind == CRM_TEXT && r->v[i].len > CRM_KEY_MAX &&
		    f->flags & (CRM_UNIQUE | CRM_INDEXED) &&
		    !crm_field_has_key(f))
			return fail_long(crm, f, r->v[i].len);
		if (!(f->flags & CRM_REQUIRED) || r->v[i].kind != CRM_NULL)
			continue;
		crm_failed(crm, CRM_EINVAL, "%s needs a %s", r->entity->name,
		    f->name);
		crm_hinted(crm, "give it as %s=...: %s", f->name, f->help);
		return crm_fail_field(&crm->err, f->name);
	}
	return 0;
}

static int
decimals_of(const struct crm *crm, struct crm_value currency)
{
	int n = currency.kind == CRM_TEXT
	    ? crm_currency_decimals(currency.s, currency.len)
	    : crm_currency_decimals(crm->company.currency,
	    strlen(crm->company.currency));

	return n < 0 ? 2 : n;
}

/* N with other decimals: false when it can't be written so. */
static bool
rescale(int64_t *n, int from, int to)
{
	for (; from < to; from++)
		if (__builtin_mul_overflow(*n, 10, n))
			return false;
	for (; from > to; from--) {
		if (*n % 10)
			return false;
		*n /= 10;
	}
	return true;
}

/* Another currency alone leaves the number as it is: 1200.00 EUR, 1200 JPY. */
static int
keep_numbers(struct crm *crm, struct crm_record *r)
{
	int c = crm_entity_currency(r->entity), was, now;

	if (c < 0 || !r->old || crm_same(r->v[c], r->old[c]))
		return 0;
	was = decimals_of(crm, r->old[c]);
	now = decimals_of(crm, r->v[c]);
	for (size_t i = CRM_F_OWN; i < r->entity->nfields; i++) {
		const struct crm_field *f = &r->entity->fields[i];

		if (f->type != CRM_T_MONEY || r->given[i] ||
		    r->v[i].kind != CRM_INT || rescale(&r->v[i].i, was, now))
			continue;
		crm_failed(crm, CRM_EINVAL, "the %s can't be kept in another"
		    " currency", f->name);
		crm_hinted(crm, "give it as well: %s=...", f->name);
		return crm_fail_field(&crm->err, f->name);
	}
	return 0;
}

int
crm_record_check(struct crm *crm, struct crm_record *r)
{
	int rc = r->old ? 0 : set_presets(crm, r);

	if (!rc && r->entity->check)
		rc = r->entity->check(crm, r);
	if (!rc)
		rc = keep_numbers(crm, r);
	if (!rc)
		crm_record_join(r);
	return rc ? rc : crm_record_required(crm, r);
}

int
crm_unique_find(int64_t *id, struct crm *crm, const struct crm_record *r,
		int f)
{
	const struct crm_field *field = &r->entity->fields[f];
	struct crm_value key = crm_field_has_key(field) ? crm_row_key(r, f)
	    : r->v[f];
	char sql[256], column[64];
	int64_t ids[2];
	int n;

	if (key.kind == CRM_NULL)
		return CRM_ENOTFOUND;
	if (crm_ahead_find(ids, &n, crm, r->entity, f, key)) {
		*id = ids[0];
		return n ? 0 : CRM_ENOTFOUND;
	}
	snprintf(sql, sizeof(sql), "SELECT \"id\" FROM \"%s\" WHERE \"%s\" ="
	    " $1%s", r->entity->name, crm_field_key(column, field),
	    r->entity->flags & CRM_E_PLAIN ? ""
	    : " AND \"deleted_at\" IS NULL");
	return crm_db_int(id, crm->db, sql, CRM_BIND(key));
}

int
crm_unique_fail(struct crm *crm, const struct crm_record *r, int f,
		int64_t other)
{
	const struct crm_field *field = &r->entity->fields[f];
	const char *name = NULL;

	crm_ref_name(&name, crm, r->entity, other, r->arena);
	crm_failed(crm, CRM_ECONFLICT, "'%.*s' is taken by %s %lld%s%s%s",
	    (int)(r->v[f].len < 100 ? r->v[f].len : 100), r->v[f].s,
	    r->entity->name, (long long)other, name ? " (" : "",
	    name ? name : "", name ? ")" : "");
	return crm_fail_field(&crm->err, field->name);
}

/* Its unique values must be nobody else's, now that it is not deleted. */
static int
check_unique(struct crm *crm, const struct crm_record *r)
{
	bool back = r->old && r->old[CRM_F_DELETED_AT].kind != CRM_NULL;
	int64_t other;
	int rc;

	if (r->v[CRM_F_DELETED_AT].kind != CRM_NULL)
		return 0;
	for (size_t i = 0; i < r->entity->nfields; i++) {
		if (!(r->entity->fields[i].flags & CRM_UNIQUE) ||
		    (r->old && !back && crm_same(r->v[i], r->old[i])))
			continue;
		rc = crm_unique_find(&other, crm, r, (int)i);
		if (!rc && other != crm_record_id(r))
			return crm_unique_fail(crm, r, (int)i, other);
		if (rc && rc != CRM_ENOTFOUND)
			return rc;
	}
	return 0;
}

void
crm_record_stamp(struct crm *crm, struct crm_record *r)
{
	if (r->entity->flags & CRM_E_PLAIN)
		return;
	if (r->v[CRM_F_CREATED_AT].kind == CRM_NULL)
		r->v[CRM_F_CREATED_AT] = crm_text(crm->batch->at);
	if (r->v[CRM_F_CREATED_BY].kind == CRM_NULL)
		r->v[CRM_F_CREATED_BY] = crm_int(crm->actor.id);
	r->v[CRM_F_UPDATED_AT] = crm_text(crm->batch->at);
	r->v[CRM_F_UPDATED_BY] = crm_int(crm->actor.id);
	r->v[CRM_F_REV] = crm_int(1);
}

static int
insert(struct crm *crm, struct crm_record *r)
{
	int64_t id;
	int rc;

	crm_record_stamp(crm, r);
	rc = crm_row_insert(crm, r, &id);
	if (rc)
		return rc;
	r->v[CRM_F_ID] = crm_int(id);
	rc = crm_log_added(crm, r->entity, id);
	if (!rc)
		rc = crm_sets_write(crm, r);
	if (!rc)
		rc = crm_search_changed(crm, r);
	crm_lifecycle_added(crm, r);
	r->outcome = CRM_ADDED;
	if (!rc)
		rc = crm_record_told(crm, r);
	return rc ? rc : crm_record_follow(crm, r, r->entity->added);
}

/* Mark what differs; true when a column or a tag does. */
static bool
compare(const struct crm_record *r, bool *changed, bool *columns)
{
	bool any = false;

	*columns = false;
	for (size_t i = 0; i < r->entity->nfields; i++) {
		const struct crm_field *f = &r->entity->fields[i];

		if (crm_same(r->v[i], r->old[i]))
			continue;
		any = true;
		if (crm_field_stored(r->entity, f))
			*columns = changed[i] = true;
	}
	return any;
}

static int
update(struct crm *crm, struct crm_record *r)
{
	const struct crm_entity *e = r->entity;
	int64_t id = crm_record_id(r);
	struct crm_buf old = { 0 };
	bool changed[CRM_ROW_MAX] = { false }, columns;
	int rc;

	r->outcome = CRM_UNCHANGED;
	if (!compare(r, changed, &columns))
		return 0;
	/* Tags alone count as a change of the record, too: rev moves. */
	rc = crm_batch_need(crm);
	if (!rc)
		rc = crm_row_update(crm, r, changed);
	if (!rc) {
		crm_row_old(&old, e, r->old, changed);
		rc = crm_log_changed(crm, e, id, r->old[CRM_F_OWNER], &old);
		crm_buf_free(&old);
	}
	if (!rc)
		rc = crm_sets_write(crm, r);
	if (!rc)
		rc = crm_search_changed(crm, r);
	crm_lifecycle_touch(crm, r);
	r->v[CRM_F_REV].i++;
	r->v[CRM_F_UPDATED_AT] = crm_text(crm->batch->at);
	r->v[CRM_F_UPDATED_BY] = crm_int(crm->actor.id);
	r->outcome = CRM_UPDATED;
	if (!rc)
		rc = crm_record_told(crm, r);
	return rc ? rc : crm_record_follow(crm, r, e->changed);
}

int
crm_save(struct crm *crm, struct crm_record *r)
{
	int rc = crm_record_ready(crm, r);

	if (!rc)
		rc = check_unique(crm, r);
	if (rc)
		return rc;
	return r->old ? update(crm, r) : insert(crm, r);
}

static int
mark_deleted(struct crm *crm, const struct crm_entity *e, int64_t id,
	     struct crm_value at, bool *done)
{
	struct crm_arena a = { 0 };
	struct crm_record *r;
	int rc = crm_record_load(&r, crm, e, id, &a);

	*done = false;
	if (!rc && r->v[CRM_F_DELETED_AT].kind != at.kind) {
		crm_record_set(r, CRM_F_DELETED_AT, at);
		rc = crm_save(crm, r);
		*done = !rc;
	}
	crm_arena_free(&a);
	return rc;
}

int
crm_delete(struct crm *crm, const struct crm_entity *e, int64_t id,
	   bool *done)
{
	return mark_deleted(crm, e, id, crm_text(crm->batch->at), done);
}

int
crm_restore(struct crm *crm, const struct crm_entity *e, int64_t id,
	    bool *done)
{
	return mark_deleted(crm, e, id, crm_null(), done);
}

int
crm_tag_change(struct crm *crm, const struct crm_entity *e, int64_t id,
	       int op, const char *tags, bool *done)
{
	struct crm_arena a = { 0 };
	struct crm_record *r;
	int rc = crm_record_load(&r, crm, e, id, &a);

	if (!rc)
		rc = crm_record_assign(crm, r, "tags", op, tags,
		    strlen(tags), NULL);
	if (!rc)
		rc = crm_save(crm, r);
	*done = !rc && r->outcome == CRM_UPDATED;
	crm_arena_free(&a);
	return rc;
}
