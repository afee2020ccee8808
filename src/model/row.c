/* A record as a row of its table. */
#include "model/row.h"

#include <stdio.h>
#include <string.h>

#include "crm/address.h"
#include "crm/contact.h"
#include "crm/driver.h"
#include "crm/further_address.h"
#include "crm/utf8.h"
#include "model/ahead.h"
#include "model/batch.h"
#include "model/bulk_refs.h"
#include "model/log.h"

/* Where the words PART last begin among those of ALL; -1. */
static ptrdiff_t
last_words(const struct crm_buf *all, const struct crm_buf *part)
{
	for (size_t i = all->len; part->len && i-- > 0;) {
		size_t end = i + part->len;

		if (end <= all->len && (!i || all->s[i - 1] == ' ') &&
		    (end == all->len || all->s[end] == ' ') &&
		    memcmp(all->s + i, part->s, part->len) == 0)
			return (ptrdiff_t)i;
	}
	return -1;
}

bool
crm_contact_joined(const struct crm_value *v)
{
	struct crm_value name = v[CONTACT_NAME];
	struct crm_value first = v[CONTACT_FIRST_NAME];
	struct crm_value last = v[CONTACT_LAST_NAME];

	return first.kind == CRM_TEXT && last.kind == CRM_TEXT &&
	    name.len == first.len + 1 + last.len &&
	    name.s[first.len] == ' ' &&
	    !memcmp(name.s, first.s, first.len) &&
	    !memcmp(name.s + first.len + 1, last.s, last.len);
}

/*
 * The words of the name, turned so that the last name is in front: "lovelace
 * ada".  It must hold every word, or the name could not be looked up.
 */
static void
add_contact_key(struct crm_buf *key, const struct crm_value *v)
{
	struct crm_buf all = { 0 }, last = { 0 };
	ptrdiff_t at;

	crm_name_key(&last, v[CONTACT_LAST_NAME].s,
	    v[CONTACT_LAST_NAME].len);
	crm_name_key(&all, v[CONTACT_NAME].s, v[CONTACT_NAME].len);
	at = last_words(&all, &last);
	if (at > 0) {
		crm_buf_add(key, all.s + at, all.len - (size_t)at);
		crm_buf_char(key, ' ');
		crm_buf_add(key, all.s, (size_t)at - 1);
	} else {
		crm_buf_add(key, all.s, all.len);
	}
	crm_buf_free(&all);
	crm_buf_free(&last);
}

/* The record's own country, else the company's; "" when none is known. */
static const char *
country_of(char out[3], const struct crm_record *r)
{
	struct crm_value v = r->country ? r->v[r->country] : crm_null();

	if (v.kind != CRM_TEXT)
		return r->company->country;
	if (v.len != 2)
		return "";
	memcpy(out, v.s, 2);
	out[2] = '\0';
	return out;
}

/* The same of a name that is joined, as nearly every one is. */
static void
add_joined_key(struct crm_buf *key, const struct crm_value *v)
{
	size_t from = key->len, upto;

	crm_name_key(key, v[CONTACT_LAST_NAME].s, v[CONTACT_LAST_NAME].len);
	if (key->len > from)
		crm_buf_char(key, ' ');
	upto = key->len;
	crm_name_key(key, v[CONTACT_FIRST_NAME].s, v[CONTACT_FIRST_NAME].len);
	if (key->len == upto && upto > from)
		crm_buf_cut(key, upto - 1);
}

/* As the field of a contact would have it; what is written, of others. */
static void
add_address_key(struct crm_buf *out, const struct crm_record *r)
{
	struct crm_value kind = r->v[ADDRESS_KIND], v = r->v[ADDRESS_VALUE];
	char country[3];

	if (crm_same(kind, crm_text("email")))
		crm_email_key(out, v.s, v.len);
	else if (crm_same(kind, crm_text("phone")) ||
	    crm_same(kind, crm_text("mobile")))
		crm_phone_key(out, v.s, v.len, country_of(country, r));
	else
		crm_fold(out, v.s, v.len);
}

void
crm_row_key_add(struct crm_buf *out, const struct crm_record *r, int f)
{
	struct crm_value v = r->v[f];
	const size_t from = out->len;
	char country[3];

	if (v.kind != CRM_TEXT)
		return;
	switch (r->entity->fields[f].type) {
	case CRM_T_EMAIL:
		crm_email_key(out, v.s, v.len);
		break;
	case CRM_T_PHONE:
		crm_phone_key(out, v.s, v.len, country_of(country, r));
		break;
	default:
		if (r->entity->fields[f].flags & CRM_KEYED)
			add_address_key(out, r);
		else if (!crm_is(r->entity, &crm_contact) ||
		    r->v[CONTACT_LAST_NAME].kind != CRM_TEXT)
			crm_name_key(out, v.s, v.len);
		else if (crm_contact_joined(r->v))
			add_joined_key(out, r->v);
		else
			add_contact_key(out, r->v);
	}
	if (out->len - from > CRM_KEY_MAX)
		crm_buf_cut(out, from + crm_key_length(out->s + from,
		    out->len - from));
}

struct crm_value
crm_row_key(const struct crm_record *r, int f)
{
	struct crm_buf key = { 0 };
	struct crm_value v = crm_null();

	crm_row_key_add(&key, r, f);
	if (key.len)
		v = crm_text_n(crm_arena_copy(r->arena, key.s, key.len),
		    key.len);
	crm_buf_free(&key);
	return v;
}

/*
 * The fields of E that a row of the batch had a value of: others stay null
 * without being named.  A load has the widest row before long.
 */
static const bool *
inserted(struct crm *crm, const struct crm_record *r)
{
	const struct crm_entity *e = r->entity;
	struct crm_batch *b = crm->batch;
	bool **seen = &b->inserts[e->number];

	if (!*seen)
		*seen = crm_arena_alloc(&crm->arena, e->nfields);
	for (size_t i = CRM_F_ID + 1; i < e->nfields; i++) {
		if (r->v[i].kind == CRM_NULL || (*seen)[i] ||
		    !crm_field_stored(e, &e->fields[i]))
			continue;
		(*seen)[i] = true;
		b->insert_sql[0][e->number] = NULL;
		b->insert_sql[1][e->number] = NULL;
	}
	return *seen;
}

static const char *
insert_sql(struct crm *crm, const struct crm_entity *e, bool with_id,
	   const bool *fields)
{
	const char **kept = &crm->batch->insert_sql[with_id][e->number];
	struct crm_buf sql = { 0 };
	char key[64];
	size_t n = with_id;

	if (*kept)
		return *kept;
	crm_buf_printf(&sql, "INSERT INTO \"%s\"(%s", e->name,
	    with_id ? "\"id\"" : "");
	for (size_t i = CRM_F_ID + 1; i < e->nfields; i++) {
		const struct crm_field *f = &e->fields[i];

		if (!fields[i])
			continue;
		crm_buf_printf(&sql, "%s\"%s\"", n++ ? "," : "",
		    crm_field_column(f));
		if (crm_field_has_key(f))
			n++, crm_buf_printf(&sql, ",\"%s\"",
			    crm_field_key(key, f));
	}
	crm_buf_str(&sql, ") VALUES(");
	for (size_t i = 0; i < n; i++)
		crm_buf_printf(&sql, "%s$%zu", i ? "," : "", i + 1);
	crm_buf_str(&sql, with_id ? ")" : ") RETURNING \"id\"");
	*kept = crm_arena_copy(&crm->arena, sql.s, sql.len);
	crm_buf_free(&sql);
	return *kept;
}

int
crm_row_insert(struct crm *crm, const struct crm_record *r, int64_t *id)
{
	const struct crm_entity *e = r->entity;
	bool with_id = r->v[CRM_F_ID].kind == CRM_INT;
	const bool *fields = inserted(crm, r);
	const char *sql = insert_sql(crm, e, with_id, fields);
	struct crm_value bind[CRM_ROW_MAX];
	size_t n = 0;
	int rc = crm_refs_guard(crm);

	if (!rc && with_id)
		rc = crm_db_claim(crm->db, e->name);
	if (rc)
		return rc;
	crm_ahead_wrote(crm, r);
	if (with_id)
		bind[n++] = r->v[CRM_F_ID];
	for (size_t i = CRM_F_ID + 1; i < e->nfields; i++) {
		if (!fields[i])
			continue;
		bind[n++] = r->v[i];
		if (crm_field_has_key(&e->fields[i]))
			bind[n++] = crm_row_key(r, (int)i);
	}
	if (!with_id)
		return crm_db_int(id, crm->db, sql, n, bind);
	*id = r->v[CRM_F_ID].i;
	return crm_db_later(crm->db, sql, n, bind);
}

/* A contact's key changes with its last name, a phone's with the country. */
static bool
key_changed(const struct crm_record *r, const bool *changed, size_t i)
{
	const struct crm_field *f = &r->entity->fields[i];

	if (!crm_field_has_key(f))
		return false;
	if ((f->type == CRM_T_PHONE || (f->flags & CRM_KEYED)) &&
	    r->country && changed[r->country])
		return true;
	if (f->flags & CRM_KEYED)
		return changed[i] || changed[ADDRESS_KIND];
	return changed[i] || (crm_is(r->entity, &crm_contact) &&
	    (f->flags & CRM_NAME) && (changed[CONTACT_FIRST_NAME] ||
	    changed[CONTACT_LAST_NAME]));
}

int
crm_row_update(struct crm *crm, const struct crm_record *r,
	       const bool *changed)
{
	const struct crm_entity *e = r->entity;
	struct crm_value bind[CRM_ROW_MAX];
	struct crm_buf sql = { 0 };
	char key[64];
	size_t n = 0;
	int64_t id;
	int rc = crm_refs_guard(crm);

	if (rc)
		return rc;
	crm_ahead_wrote(crm, r);
	crm_buf_printf(&sql, "UPDATE \"%s\" SET ", e->name);
	for (size_t i = 0; i < e->nfields; i++) {
		const struct crm_field *f = &e->fields[i];

		if (!crm_field_stored(e, f))
			continue;
		if (changed[i]) {
			bind[n++] = r->v[i];
			crm_buf_printf(&sql, "\"%s\"=$%zu,",
			    crm_field_column(f), n);
		}
		if (key_changed(r, changed, i)) {
			bind[n++] = crm_row_key(r, (int)i);
			crm_buf_printf(&sql, "\"%s\"=$%zu,",
			    crm_field_key(key, f), n);
		}
	}
	bind[n] = crm_text(crm->batch->at);
	bind[n + 1] = crm_int(crm->actor.id);
	bind[n + 2] = r->v[CRM_F_ID];
	bind[n + 3] = r->v[CRM_F_REV];
	crm_buf_printf(&sql, "\"rev\"=\"rev\"+1,\"updated_at\"=$%zu,"
	    "\"updated_by\"=$%zu WHERE \"id\"=$%zu AND \"rev\"=$%zu"
	    " RETURNING \"id\"", n + 1, n + 2, n + 3, n + 4);
	/* What an import has just read there, no other can have changed. */
	if (r->import && crm_db_dialect(crm->db)->far)
		rc = crm_db_later(crm->db, sql.s, n + 4, bind);
	else
		rc = crm_db_int(&id, crm->db, sql.s, n + 4, bind);
	crm_buf_free(&sql);
	if (rc != CRM_ENOTFOUND)
		return rc;
	crm_failed(crm, CRM_ECONFLICT, "%s %lld was changed meanwhile",
	    e->name, (long long)r->v[CRM_F_ID].i);
	return crm_hinted(crm, "look at it and run the command again");
}

int
crm_row_delete(struct crm *crm, const struct crm_entity *e, int64_t id)
{
	struct crm_buf sql = { 0 };
	int rc = crm_refs_guard(crm);

	if (rc)
		return rc;
	crm_ahead_gone(crm, e);
	crm_buf_printf(&sql, "DELETE FROM \"%s\" WHERE \"id\" = $1", e->name);
	rc = crm_db_exec(crm->db, sql.s, CRM_BIND(crm_int(id)));
	crm_buf_free(&sql);
	return rc;
}

void
crm_row_old(struct crm_buf *old, const struct crm_entity *e,
	    const struct crm_value *v, const bool *changed)
{
	for (size_t i = CRM_F_ID + 1; i < e->nfields; i++) {
		if (!crm_field_stored(e, &e->fields[i]) ||
		    (e->fields[i].flags & CRM_KEPT))
			continue;
		if (changed ? changed[i] : v[i].kind != CRM_NULL)
			crm_old_add(old, crm_field_column(&e->fields[i]),
			    v[i]);
	}
}
