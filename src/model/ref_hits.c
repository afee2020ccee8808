/*
 * The records that a word may mean.
 *
 * A name is looked up by its stored key, so that an index serves, and then
 * compared folded.  A contact's key has the last name first: it is a rotation
 * of the words of the whole name, so every rotation is looked up.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "crm/address.h"
#include "crm/contact.h"
#include "crm/further_address.h"
#include "crm/number.h"
#include "crm/utf8.h"
#include "model/ref.h"

/* In order of id: sorting here costs less than ORDER BY in every query. */
static void
hit(struct crm_hits *h, int64_t id)
{
	size_t i = h->n;

	for (size_t k = 0; k < h->n; k++)
		if (h->ids[k] == id)
			return;
	if (h->n == h->max)
		return;
	for (; i && h->ids[i - 1] > id; i--)
		h->ids[i] = h->ids[i - 1];
	h->ids[i] = id;
	h->n++;
}

static const char *
not_deleted(unsigned flags)
{
	if (flags & CRM_REF_GONE)
		return " AND \"deleted_at\" IS NOT NULL";
	return flags & CRM_REF_DELETED ? "" : " AND \"deleted_at\" IS NULL";
}

/* Add the ids of the records whose COLUMN is V. */
static int
by_column(struct crm_hits *h, struct crm *crm, const struct crm_entity *e,
	  const char *column, struct crm_value v, unsigned flags)
{
	struct crm_rows *rows;
	char sql[256];
	int rc;

	snprintf(sql, sizeof(sql), "SELECT \"id\" FROM \"%s\" WHERE \"%s\" ="
	    " $1%s", e->name, column, not_deleted(flags));
	rc = crm_db_query(&rows, crm->db, sql, CRM_BIND(v));
	if (rc)
		return rc;
	while ((rc = crm_rows_next(rows)) > 0)
		hit(h, crm_rows_int(rows, 0));
	crm_rows_close(rows);
	return rc;
}

size_t
crm_ref_keys(struct crm_value out[CRM_REF_KEYS], struct crm_buf *keys,
	     const struct crm_entity *e, const char *s, size_t len)
{
	size_t n = 1, end;

	crm_name_key(keys, s, len);
	end = keys->len;
	if (!end)
		return 0;
	crm_buf_grow(keys, end * CRM_REF_KEYS);
	out[0] = crm_text_n(keys->s, crm_key_length(keys->s, end));
	if (!crm_is(e, &crm_contact))
		return 1;
	for (size_t i = 0; i < end && n < CRM_REF_KEYS; i++) {
		if (keys->s[i] != ' ')
			continue;
		size_t start = keys->len;

		crm_buf_add(keys, keys->s + i + 1, end - i - 1);
		crm_buf_char(keys, ' ');
		crm_buf_add(keys, keys->s, i);
		out[n++] = crm_text_n(keys->s + start,
		    crm_key_length(keys->s + start, end));
	}
	return n;
}

/* S folded, with single blanks between words: files bring others. */
static void
fold_words(struct crm_buf *out, const char *s, size_t len)
{
	size_t n = 0;

	crm_fold(out, s, len);
	for (size_t i = 0; i < out->len; i++)
		if (out->s[i] != ' ' || (n && out->s[n - 1] != ' '))
			out->s[n++] = out->s[i];
	crm_buf_cut(out, n && out->s[n - 1] == ' ' ? n - 1 : n);
}

static bool
same_folded(struct crm_value a, const char *s, size_t len)
{
	struct crm_buf x = { 0 }, y = { 0 };
	bool same;

	fold_words(&x, a.s, a.len);
	fold_words(&y, s, len);
	same = x.len == y.len && (!x.len || !memcmp(x.s, y.s, x.len));
	crm_buf_free(&x);
	crm_buf_free(&y);
	return same;
}

/* Folded hits go to H, those that are the same to the letter to EXACT too. */
static int
by_name(struct crm_hits *h, struct crm_hits *exact, struct crm *crm,
	const struct crm_entity *e, const char *s, size_t len, unsigned flags)
{
	const struct crm_field *f = crm_field_name(e);
	struct crm_value keys[CRM_REF_KEYS];
	struct crm_buf memory = { 0 };
	struct crm_rows *rows;
	char sql[320], column[64];
	size_t n;
	int rc = 0, at;

	n = f ? crm_ref_keys(keys, &memory, e, s, len) : 0;
	if (!n)
		goto out;
	at = snprintf(sql, sizeof(sql), "SELECT \"id\", \"%s\" FROM \"%s\""
	    " WHERE \"%s\" IN ($1", f->name, e->name,
	    crm_field_key(column, f));
	for (size_t i = 1; i < n; i++)
		at += snprintf(sql + at, sizeof(sql) - (size_t)at, ",$%zu",
		    i + 1);
	snprintf(sql + at, sizeof(sql) - (size_t)at, ")%s",
	    not_deleted(flags));
	rc = crm_db_query(&rows, crm->db, sql, n, keys);
	if (rc)
		goto out;
	while ((rc = crm_rows_next(rows)) > 0) {
		struct crm_value name = crm_rows_cell(rows, 1);

		if (name.kind != CRM_TEXT || !same_folded(name, s, len))
			continue;
		hit(h, crm_rows_int(rows, 0));
		if (crm_same(name, crm_text_n(s, len)))
			hit(exact, crm_rows_int(rows, 0));
	}
	crm_rows_close(rows);
out:
	crm_buf_free(&memory);
	return rc;
}

struct further {
	struct crm_hits *hits;
	struct crm *crm;
	const struct crm_entity *e;
	unsigned flags;
	int rc;
};

static void
take_further(void *ctx, int64_t id)
{
	struct further *f = ctx;

	if (!f->rc)
		f->rc = by_column(f->hits, f->crm, f->e, "id", crm_int(id),
		    f->flags);
}

/* Whose further e-mail address it is. */
static int
by_further(struct crm_hits *h, struct crm *crm, const struct crm_entity *e,
	   const struct crm_field *f, struct crm_value key, unsigned flags)
{
	struct further further = { h, crm, e, flags, 0 };
	int rc = crm_further_each(crm, e, f, &key, 1, CRM_FURTHER_ALL,
	    take_further, &further);

	return rc ? rc : further.rc;
}

static int
by_email(struct crm_hits *h, struct crm *crm, const struct crm_entity *e,
	 const char *s, size_t len, unsigned flags)
{
	struct crm_buf key = { 0 };
	char column[64];
	struct crm_value v;
	int rc = 0;

	if (!memchr(s, '@', len) || crm_email_key(&key, s, len))
		goto out;
	v = crm_text_n(key.s, key.len);
	for (size_t i = CRM_F_OWN; !rc && i < e->nfields; i++)
		if (e->fields[i].type == CRM_T_EMAIL)
			rc = by_column(h, crm, e,
			    crm_field_key(column, &e->fields[i]), v, flags);
	for (size_t i = CRM_F_OWN; !rc && !h->n && i < e->nfields; i++)
		if (e->fields[i].type == CRM_T_EMAIL)
			rc = by_further(h, crm, e, &e->fields[i], v, flags);
out:
	crm_buf_free(&key);
	return rc;
}

/* login, code: what an entity's records are known by besides the name. */
static int
by_unique(struct crm_hits *h, struct crm *crm, const struct crm_entity *e,
	  const char *s, size_t len, unsigned flags)
{
	int rc = 0;

	for (size_t i = CRM_F_OWN; !rc && i < e->nfields; i++)
		if (e->fields[i].type == CRM_T_TEXT &&
		    (e->fields[i].flags & CRM_UNIQUE))
			rc = by_column(h, crm, e,
			    crm_field_column(&e->fields[i]),
			    crm_text_n(s, len), flags);
	return rc;
}

int
crm_hits_find(struct crm_hits *h, struct crm_hits *exact, struct crm *crm,
	      const struct crm_entity *e, const char *s, size_t len,
	      unsigned flags)
{
	size_t link = strlen(e->name);
	int64_t id;
	int rc;

	/* contact:42 is a link, which names the entity too. */
	if (len > link + 1 && s[link] == ':' && !memcmp(s, e->name, link)) {
		s += link + 1;
		len -= link + 1;
	}
	if (e->prefix && len > strlen(e->prefix) &&
	    !strncasecmp(s, e->prefix, strlen(e->prefix))) {
		s += strlen(e->prefix);
		len -= strlen(e->prefix);
		flags &= ~(unsigned)CRM_REF_NO_ID;
	}
	if (!(flags & CRM_REF_NO_ID) && len && s[0] != '+' && s[0] != '-' &&
	    strspn(s, "0123456789") >= len && !crm_number_parse(&id, s, len,
	    0, '.'))
		return by_column(h, crm, e, "id", crm_int(id), flags);
	if (len > 4 && !memcmp(s, "ext:", 4))
		return by_column(h, crm, e, "ext_id",
		    crm_text_n(s + 4, len - 4), flags);
	rc = by_email(h, crm, e, s, len, flags);
	if (!rc && !h->n)
		rc = by_unique(h, crm, e, s, len, flags);
	if (!rc && !h->n)
		rc = by_name(h, exact, crm, e, s, len, flags);
	return rc;
}
