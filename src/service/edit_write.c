/* Records as the text that somebody edits. */
#include <stdio.h>

#include "crm/convert.h"
#include "crm/ref.h"
#include "crm/suggest.h"
#include "service/edit.h"

/* Whether NAME leads to what R's field F refers to. */
static bool
leads_there(struct crm *crm, const struct crm_record *r,
	    const struct crm_field *f, const char *name)
{
	struct crm_value *v = &r->v[f - r->entity->fields], was = *v;
	bool *given = &r->given[f - r->entity->fields], had = *given, same;
	struct crm_error kept = crm->err;

	same = !crm_record_assign(crm, (struct crm_record *)(uintptr_t)r,
	    f->name, '=', name, strlen(name), NULL) && crm_same(*v, was);
	*v = was;
	*given = had;
	crm->err = kept;
	return same;
}

void
crm_edit_value(struct crm_buf *out, struct crm *crm,
	       const struct crm_record *r, const struct crm_field *f)
{
	struct crm_value v = r->v[f - r->entity->fields];
	int c = crm_entity_currency(r->entity);
	const char *name = NULL, *currency = NULL;

	if (v.kind == CRM_NULL)
		return;
	if (f->type == CRM_T_REF &&
	    !crm_ref_name(&name, crm, crm_field_ref(crm, f), v.i, r->arena) &&
	    name && *name && !strchr(name, '\n') &&
	    leads_there(crm, r, f, name)) {
		crm_buf_str(out, name);
		return;
	}
	if (c >= 0 && r->v[c].kind == CRM_TEXT)
		currency = crm_arena_copy(r->arena, r->v[c].s, r->v[c].len);
	crm_value_write(out, f, v, currency ? currency
	    : crm->company.currency);
}

static bool
settable(const struct crm_field *f)
{
	return !(f->flags & (CRM_READONLY | CRM_DERIVED));
}

static int
wrong_field(struct crm *crm, const struct crm_entity *e, const char *s,
	    size_t len, const struct crm_field *f)
{
	struct crm_suggest near;

	if (f) {
		crm_failed(crm, CRM_EREFUSED, "%s of %s can't be set",
		    f->name, e->name);
		return crm_fail_field(&crm->err, f->name);
	}
	crm_suggest_init(&near, s, len);
	for (size_t i = 0; i < e->nfields; i++)
		if (settable(&e->fields[i]))
			crm_suggest_try(&near, e->fields[i].name);
	crm_failed(crm, CRM_EUSAGE, "%s has no field '%.*s'", e->name,
	    (int)(len < 60 ? len : 60), s);
	if (near.best)
		crm_hinted(crm, "did you mean '%s'?", near.best);
	return CRM_EUSAGE;
}

static void
add_once(int *v, size_t *n, int field)
{
	for (size_t i = 0; i < *n; i++)
		if (v[i] == field)
			return;
	v[(*n)++] = field;
}

/* The indexes of the fields that are shown, in order, ended by -1. */
static int
choose(const int **out, struct crm *crm, const struct crm_edit_what *what)
{
	const struct crm_entity *e = what->entity;
	const char *s = what->only;
	size_t most = e->nfields + (s ? strlen(s) : 0), n = 0, len;
	int *v = crm_arena_alloc(&crm->arena, (most + 1) * sizeof(*v));

	*out = v;
	/* Its own fields first, then those that every record has. */
	for (size_t i = CRM_F_OWN; !s && i < e->nfields; i++)
		if (settable(&e->fields[i]) &&
		    !(e->fields[i].flags & CRM_SENSITIVE))
			v[n++] = (int)i;
	for (size_t i = 0; !s && i < CRM_F_OWN; i++)
		if (settable(&e->fields[i]))
			v[n++] = (int)i;
	for (; s && *s; s += len + (s[len] == ',')) {
		const struct crm_field *f;

		len = strcspn(s, ",");
		f = crm_field_find(e, s, len);
		if (!f || !settable(f))
			return wrong_field(crm, e, s, len, f);
		add_once(v, &n, (int)(f - e->fields));
	}
	v[n] = -1;
	return 0;
}

static int
write_record(struct crm_buf *out, struct crm *crm,
	     const struct crm_entity *e, const int *shown, int64_t id)
{
	struct crm_buf text = { 0 };
	struct crm_arena a = { 0 };
	struct crm_record *r;
	char ref[96];
	int rc = crm_record_load(&r, crm, e, id, &a);

	if (rc)
		return rc;
	snprintf(ref, sizeof(ref), "%s:%lld", e->name, (long long)id);
	crm_buf_char(out, '\n');
	crm_edit_put_block(out, ref, r->v[CRM_F_REV].i);
	crm_buf_str(&text, "");
	for (; *shown >= 0; shown++) {
		crm_buf_cut(&text, 0);
		crm_edit_value(&text, crm, r, &e->fields[*shown]);
		crm_edit_put_field(out, e->fields[*shown].name, text.s,
		    text.len);
	}
	crm_buf_free(&text);
	crm_arena_free(&a);
	return 0;
}

/* "#   priority    how important it is: A B C" */
static void
write_help(struct crm_buf *out, const struct crm_entity *e, const int *shown)
{
	struct crm_buf b = { 0 };
	int width = 0;

	for (size_t i = 0; shown[i] >= 0; i++) {
		int n = (int)strlen(e->fields[shown[i]].name);

		width = n > width ? n : width;
	}
	crm_buf_printf(&b, "Fields of %s:", e->name);
	for (; *shown >= 0; shown++) {
		const struct crm_field *f = &e->fields[*shown];

		crm_buf_printf(&b, "\n  %-*s  %s", width, f->name, f->help);
		for (size_t i = 0; f->type == CRM_T_ENUM && f->choices[i];
		    i++)
			crm_buf_printf(&b, "%s%s", i ? ", " : ": ",
			    f->choices[i]);
		if (f->flags & CRM_REQUIRED)
			crm_buf_str(&b, " (required)");
	}
	crm_buf_char(out, '\n');
	crm_edit_put_comment(out, b.s);
	crm_buf_free(&b);
}

int
crm_edit_write(struct crm_buf *out, struct crm *crm,
	       const struct crm_edit_what *what, const int64_t *ids, size_t n)
{
	const int *shown = NULL;
	int rc = choose(&shown, crm, what);

	if (rc)
		return rc;
	crm_edit_put_comment(out, "What you change here is saved when the"
	    " editor ends; what you take out stays\nas it is.  A line is"
	    " FIELD: VALUE; without a value the field is cleared.  A text of"
	    "\nseveral lines stands below, each behind a bar and a"
	    " blank:\n\nnotes:\n| first line\n| second line");
	for (size_t i = 0; !rc && i < n; i++)
		rc = write_record(out, crm, what->entity, shown, ids[i]);
	if (!rc)
		write_help(out, what->entity, shown);
	return rc;
}
