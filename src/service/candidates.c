/*
 * The records that could stand where somebody is typing.
 *
 * A contact's name_key has the last name first, but people type the first
 * name first: the words behind each blank are looked up too, and then some of
 * the names in order, so that in a small database first names are found.
 */
#include "crm/candidates.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "crm/contact.h"
#include "crm/ref.h"
#include "crm/stage.h"
#include "crm/utf8.h"
#include "service/candidates.h"

/* So many names are looked at where no index leads to the right ones. */
enum { LOOK = 250 };

struct found {
	int64_t id;
	const char *text, *about;
};

struct find {
	struct crm *crm;
	const struct crm_entity *e;
	unsigned flags;
	const char *key;		/* of the prefix, as a name */
	struct found v[CRM_CANDIDATES];
	size_t n;
};

/* What is read of each record. */
struct what {
	const char *by;			/* the column that is looked up */
	const char *text, *about;	/* SQL */
	bool check;			/* the name must begin with the key */
};

static bool
begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

static bool
has_id(const struct find *f, int64_t id)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].id == id)
			return true;
	return false;
}

static bool
name_begins(const char *name, const char *key)
{
	struct crm_buf b = { 0 };
	bool yes;

	crm_name_key(&b, name, strlen(name));
	yes = begins(b.s ? b.s : "", key);
	crm_buf_free(&b);
	return yes;
}

static void
take(struct find *f, struct crm_rows *rows)
{
	struct crm_arena *a = &f->crm->arena;
	const char *text = crm_rows_text(rows, 1);
	const char *about = crm_rows_text(rows, 2);

	f->v[f->n++] = (struct found){
		.id = crm_rows_int(rows, 0),
		.text = text ? crm_arena_str(a, text) : NULL,
		.about = about ? crm_arena_str(a, about) : ""
	};
}

/* Add the records whose W->by lies in a range, looking at most at CAP. */
static int
scan(struct find *f, const struct what *w, struct crm_value from,
     struct crm_value to, int64_t cap)
{
	struct crm_rows *rows;
	char sql[512];
	int rc;

	snprintf(sql, sizeof(sql), "SELECT \"id\", %s, %s FROM \"%s\" WHERE"
	    " \"%s\" >= $1 AND \"%s\" < $2 AND \"deleted_at\" IS %sNULL"
	    " ORDER BY \"%s\", \"id\" LIMIT $3", w->text, w->about,
	    f->e->name, w->by, w->by, f->flags & CRM_REF_GONE ? "NOT " : "",
	    w->by);
	rc = crm_db_query(&rows, f->crm->db, sql,
	    CRM_BIND(from, to, crm_int(cap)));
	if (rc)
		return rc;
	while (f->n < CRM_CANDIDATES && (rc = crm_rows_next(rows)) > 0) {
		const char *text = crm_rows_text(rows, 1);

		if (has_id(f, crm_rows_int(rows, 0)) ||
		    (w->check && !name_begins(text ? text : "", f->key)))
			continue;
		take(f, rows);
	}
	crm_rows_close(rows);
	return rc < 0 ? rc : 0;
}

static int
scan_text(struct find *f, const struct what *w, const char *prefix,
	  int64_t cap)
{
	const char *end = crm_arena_printf(&f->crm->arena, "%s" CRM_LAST,
	    prefix);

	return scan(f, w, crm_text(prefix), crm_text(end), cap);
}

/* What the records are called, as SQL. */
static const char *
called(struct find *f)
{
	const struct crm_field *name = crm_field_title_of(f->e);

	return name ? crm_arena_printf(&f->crm->arena, "\"%s\"", name->name)
	    : "NULL";
}

/* The digits PREFIX and what they may become with more of them. */
static int
scan_ids(struct find *f, const char *prefix)
{
	struct what w = { "id", "NULL", called(f), false };
	int64_t first = 0, last = 0, n = 1;
	char sql[96];
	int rc;

	if (strlen(prefix) > 15 || prefix[0] == '0' ||
	    prefix[strspn(prefix, "0123456789")])
		return 0;
	for (const char *s = prefix; *s; s++)
		first = first * 10 + (*s - '0');
	snprintf(sql, sizeof(sql), "SELECT COALESCE(MAX(\"id\"), 0) FROM"
	    " \"%s\"", f->e->name);
	rc = crm_db_int(&last, f->crm->db, sql, CRM_NONE);
	for (; !rc && first <= last && f->n < CRM_CANDIDATES; n *= 10) {
		rc = scan(f, &w, crm_int(first), crm_int(first + n),
		    CRM_CANDIDATES);
		first *= 10;
	}
	return rc;
}

/* login or code: the field by which such records are called, or NULL. */
static const struct crm_field *
short_name(const struct crm_entity *e)
{
	for (size_t i = CRM_F_OWN; i < e->nfields; i++)
		if (e->fields[i].type == CRM_T_TEXT &&
		    (e->fields[i].flags & CRM_UNIQUE))
			return &e->fields[i];
	return NULL;
}

/* What tells records of the same name apart, as SQL. */
static const char *
about_sql(struct find *f)
{
	for (size_t i = CRM_F_OWN; i < f->e->nfields; i++) {
		const struct crm_field *d = &f->e->fields[i];

		if ((d->type == CRM_T_EMAIL || d->type == CRM_T_TEXT) &&
		    (d->flags & CRM_BRIEF) && !(d->flags & CRM_NAME))
			return crm_arena_printf(&f->crm->arena, "\"%s\"",
			    d->name);
	}
	return "NULL";
}

static int
scan_names(struct find *f)
{
	const struct crm_field *s = short_name(f->e);
	struct what w = { .text = called(f) };
	char key[64];
	int rc;

	w.by = crm_field_key(key, crm_field_name(f->e));

	if (s) {
		w.text = crm_arena_printf(&f->crm->arena, "\"%s\"", s->name);
		w.about = called(f);
	} else {
		w.about = about_sql(f);
	}
	rc = scan_text(f, &w, f->key, CRM_CANDIDATES);
	if (!crm_is(f->e, &crm_contact) || !f->key[0])
		return rc;
	w.check = true;
	for (const char *p = f->key; !rc && (p = strchr(p, ' ')); p++)
		rc = scan_text(f, &w, p + 1, LOOK);
	return rc ? rc : scan_text(f, &w, "", LOOK);
}

/* By address, unless the name did it already. */
static int
scan_emails(struct find *f, const char *prefix)
{
	struct crm_buf key = { 0 };
	char column[64];
	int rc = 0;

	crm_fold(&key, prefix, strlen(prefix));
	for (size_t i = CRM_F_OWN; !rc && i < f->e->nfields; i++) {
		const struct crm_field *d = &f->e->fields[i];
		struct what w = { .about = called(f) };

		if (d->type != CRM_T_EMAIL ||
		    !(d->flags & (CRM_UNIQUE | CRM_INDEXED)))
			continue;
		w.by = crm_field_key(column, d);
		w.text = crm_arena_printf(&f->crm->arena, "\"%s\"", d->name);
		rc = scan_text(f, &w, key.s, CRM_CANDIDATES);
	}
	crm_buf_free(&key);
	return rc;
}

/* Whether TEXT names no other of them and would be read as a name. */
static bool
is_clear(const struct find *f, size_t at)
{
	const char *text = f->v[at].text;

	if (!text || !*text || *text == '-' || *text == '@' ||
	    begins(text, "ext:") || strchr(text, '=') ||
	    !text[strspn(text, "0123456789")])
		return false;
	for (const char *s = text; *s; s++)
		if (iscntrl((unsigned char)*s))
			return false;
	for (size_t i = 0; i < f->n; i++)
		if (i != at && f->v[i].text && !strcmp(f->v[i].text, text))
			return false;
	return true;
}

static void
put_all(const struct find *f, const struct crm_candidates *to)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct found *v = &f->v[i];
		char id[24];

		if (is_clear(f, i)) {
			to->put(to->ctx, v->text, v->about);
			continue;
		}
		/* About a contact it is the address that tells more. */
		if (crm_is(f->e, &crm_contact) && v->text && *v->about) {
			to->put(to->ctx, v->about, v->text);
			continue;
		}
		snprintf(id, sizeof(id), "%lld", (long long)v->id);
		to->put(to->ctx, id, v->text ? v->text : v->about);
	}
}

/* Few, each name once: pipelines may share them. */
static int
put_stages(struct find *f, const struct crm_candidates *to)
{
	struct crm_rows *rows;
	int rc = crm_db_query(&rows, f->crm->db,
	    "SELECT \"s\".\"id\", \"s\".\"name\", \"p\".\"name\" FROM"
	    " \"stage\" \"s\" JOIN \"pipeline\" \"p\" ON \"p\".\"id\" ="
	    " \"s\".\"pipeline\" WHERE \"s\".\"deleted_at\" IS NULL ORDER BY"
	    " \"s\".\"pipeline\", \"s\".\"position\", \"s\".\"id\"",
	    CRM_NONE);

	if (rc)
		return rc;
	while (f->n < CRM_CANDIDATES && (rc = crm_rows_next(rows)) > 0) {
		const char *name = crm_rows_text(rows, 1);
		size_t i = 0;

		if (!name)
			continue;
		while (i < f->n && (!f->v[i].text ||
		    strcmp(f->v[i].text, name) != 0))
			i++;
		if (i < f->n || !name_begins(name, f->key))
			continue;
		take(f, rows);
		to->put(to->ctx, f->v[f->n - 1].text, f->v[f->n - 1].about);
	}
	crm_rows_close(rows);
	return rc < 0 ? rc : 0;
}

int
crm_candidate_refs(struct crm *crm, const struct crm_entity *e,
		   const char *prefix, unsigned flags,
		   const struct crm_candidates *to)
{
	struct find f = { .crm = crm, .e = e, .flags = flags };
	const struct crm_field *s = short_name(e);
	struct crm_buf key = { 0 };
	int rc = 0;

	crm_name_key(&key, prefix, strlen(prefix));
	f.key = crm_arena_str(&crm->arena, key.s ? key.s : "");
	crm_buf_free(&key);
	if (*prefix)
		rc = scan_ids(&f, prefix);
	if (!rc && crm_is(e, &crm_stage) && !(flags & CRM_REF_GONE) && !f.n)
		return put_stages(&f, to);
	if (!rc && s) {
		const char *text = crm_arena_printf(&crm->arena, "\"%s\"",
		    s->name);
		struct what w = { s->name, text, called(&f), false };

		rc = scan_text(&f, &w, prefix, CRM_CANDIDATES);
	}
	if (!rc && crm_field_name(e) && (f.key[0] || !*prefix))
		rc = scan_names(&f);
	/* Addresses of the deleted are in no index. */
	if (!rc && *prefix && !(flags & CRM_REF_GONE))
		rc = scan_emails(&f, prefix);
	if (!rc)
		put_all(&f, to);
	return rc;
}
