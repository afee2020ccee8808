/*
 * The entity "field": what a company added to other entities.  A new one adds
 * its column; what it is can't be changed afterwards, for values are there.
 */
#include <stdio.h>
#include <string.h>

#include "crm/schema.h"
#include "model/custom.h"
#include "model/setting.h"
#include "model/tag.h"

static const struct crm_field fields[] = {
	CRM_SYSTEM_FIELDS,
	[CUSTOM_ENTITY] = { "entity", CRM_T_TEXT, CRM_REQUIRED | CRM_BRIEF,
	  .help = "what it is a field of, as contact" },
	[CUSTOM_NAME] = { "name", CRM_T_TEXT,
	  CRM_REQUIRED | CRM_NAME | CRM_BRIEF,
	  .help = "small letters, digits and _" },
	[CUSTOM_TYPE] = { "type", CRM_T_ENUM, CRM_BRIEF,
	  .choices = crm_custom_types, .preset = "text",
	  .help = "what it holds" },
	[CUSTOM_CHOICES] = { "choices", CRM_T_TEXT, CRM_BRIEF,
	  .help = "of the type choice: a;b;c" },
	[CUSTOM_REF] = { "ref", CRM_T_TEXT, CRM_BRIEF,
	  .help = "of the type ref: what it refers to, as account" },
	[CUSTOM_UNIQUE] = { "unique", CRM_T_BOOL, CRM_BRIEF,
	  .help = "no two records have the same value" },
	[CUSTOM_SENSITIVE] = { "sensitive", CRM_T_BOOL, CRM_BRIEF,
	  .help = "shown and exported only when named" },
	[CUSTOM_DEFAULT] = { "default", CRM_T_TEXT, CRM_BRIEF,
	  .help = "what a new record gets when none is given" },
	[CUSTOM_HELP] = { "help", CRM_T_TEXT, 0,
	  .help = "what is to be put there" },
};

static int
wrong(struct crm *crm, const char *field, enum crm_code code)
{
	crm->err.code = code;
	return crm_fail_field(&crm->err, field);
}

/* What it is a field of, by its own name. */
static int
check_entity(struct crm *crm, struct crm_record *r,
	     const struct crm_entity **e)
{
	struct crm_value *v = &r->v[CUSTOM_ENTITY];

	*e = v->kind == CRM_TEXT ? crm_entity_find(crm, v->s, v->len) : NULL;
	if (v->kind != CRM_TEXT)
		return 0;
	if (!*e || *e == crm_entity_of(crm, &crm_custom)) {
		crm_failed(crm, CRM_EINVAL, "'%.*s' has no custom fields",
		    (int)v->len, v->s);
		crm_hinted(crm, "name an entity, as contact or opp");
		return wrong(crm, "entity", CRM_EINVAL);
	}
	*v = crm_text((*e)->name);
	return 0;
}

static bool
is_word(struct crm_value v)
{
	if (v.len > 40 || v.s[0] < 'a' || v.s[0] > 'z')
		return false;
	for (size_t i = 0; i < v.len; i++)
		if ((v.s[i] < 'a' || v.s[i] > 'z') &&
		    (v.s[i] < '0' || v.s[i] > '9') && v.s[i] != '_')
			return false;
	return true;
}

/* Words that a filter means otherwise. */
static bool
is_reserved(struct crm_value v)
{
	static const char *const words[] = {
		"and", "or", "not", "old", "segment"
	};

	for (size_t i = 0; i < CRM_COUNT(words); i++)
		if (crm_same(v, crm_text(words[i])))
			return true;
	return false;
}

/* Nothing of E is called so yet. */
static int
check_name(struct crm *crm, const struct crm_record *r,
	   const struct crm_entity *e)
{
	struct crm_value v = r->v[CUSTOM_NAME];
	const struct crm_field *f;
	int64_t other = 0;
	int rc;

	if (!is_word(v)) {
		crm_failed(crm, CRM_EINVAL, "'%.*s' is no name of a field",
		    (int)(v.len < 60 ? v.len : 60), v.s);
		crm_hinted(crm, "write small letters, digits and _, as"
		    " shoe_size");
		return wrong(crm, "name", CRM_EINVAL);
	}
	rc = crm_db_int(&other, crm->db, "SELECT \"id\" FROM \"field\" WHERE"
	    " \"entity\" = $1 AND \"name\" = $2 AND \"id\" <> $3 ORDER BY"
	    " \"deleted_at\" IS NOT NULL LIMIT 1",
	    CRM_BIND(r->v[CUSTOM_ENTITY], v, crm_int(crm_record_id(r))));
	if (rc && rc != CRM_ENOTFOUND)
		return rc;
	if (!rc && !r->old) {
		crm_failed(crm, CRM_ECONFLICT, "%s has a custom field '%.*s'"
		    " already: %lld", e->name, (int)v.len, v.s,
		    (long long)other);
		crm_hinted(crm, "if it was deleted: crm field restore %lld",
		    (long long)other);
		return wrong(crm, "name", CRM_ECONFLICT);
	}
	f = crm_field_find(e, v.s, v.len);
	if (!r->old && (f || crm_inverse_find(crm, &f, e, v.s, v.len))) {
		crm_failed(crm, CRM_ECONFLICT, "%s has '%.*s' by itself",
		    e->name, (int)v.len, v.s);
		return wrong(crm, "name", CRM_ECONFLICT);
	}
	if (r->old || !is_reserved(v))
		return 0;
	crm_failed(crm, CRM_EINVAL, "'%.*s' has a meaning of its own in"
	    " filters", (int)v.len, v.s);
	crm_hinted(crm, "give it another name, such as our_%.*s", (int)v.len,
	    v.s);
	return wrong(crm, "name", CRM_EINVAL);
}

/* a,b as a;b */
static void
semicolons(struct crm_arena *a, struct crm_value *v)
{
	char *s = crm_arena_copy(a, v->s, v->len);

	for (size_t i = 0; i < v->len; i++)
		if (s[i] == ',')
			s[i] = ';';
	v->s = s;
}

/* What belongs to one type alone. */
static int
check_type(struct crm *crm, struct crm_record *r)
{
	struct crm_value type = r->v[CUSTOM_TYPE], *ref = &r->v[CUSTOM_REF];
	bool choice = crm_same(type, crm_text("choice"));
	bool refers = crm_same(type, crm_text("ref"));
	const struct crm_entity *to = ref->kind == CRM_TEXT
	    ? crm_entity_find(crm, ref->s, ref->len) : NULL;

	if (choice != (r->v[CUSTOM_CHOICES].kind == CRM_TEXT)) {
		crm_failed(crm, CRM_EINVAL, choice ? "the type choice needs"
		    " choices" : "only the type choice has choices");
		crm_hinted(crm, "write --choices 'a;b;c'");
		return wrong(crm, "choices", CRM_EINVAL);
	}
	if (refers != (ref->kind == CRM_TEXT) || (refers && !to)) {
		crm_failed(crm, CRM_EINVAL, refers ? "the type ref needs to"
		    " know what it refers to" : "only the type ref refers to"
		    " an entity");
		crm_hinted(crm, "write --ref account");
		return wrong(crm, "ref", CRM_EINVAL);
	}
	if (to)
		*ref = crm_text(to->name);
	if (choice)
		semicolons(r->arena, &r->v[CUSTOM_CHOICES]);
	return 0;
}

static int
check_default(struct crm *crm, const struct crm_record *r)
{
	struct crm_read how = { .arena = r->arena };
	struct crm_value v, preset = r->v[CUSTOM_DEFAULT];
	struct crm_field f;
	int rc;

	if (preset.kind != CRM_TEXT)
		return 0;
	crm_custom_field(&f, r->arena, 0, r->v);
	if (f.type == CRM_T_REF) {
		crm_failed(crm, CRM_EINVAL, "a reference has no default");
		return wrong(crm, "default", CRM_EINVAL);
	}
	rc = crm_value_read(&v, crm, &f, preset.s, preset.len, &how);
	return rc ? crm_fail_field(&crm->err, "default") : 0;
}

/* How many records of E have the choice S, which is to go. */
struct going {
	struct crm *crm;
	const struct crm_record *r;
	const char *sql;
};

static int
check_choice(void *ctx, const char *s, size_t len)
{
	const struct going *g = ctx;
	const char *const *c = crm_custom_choices(g->r->arena,
	    g->r->v[CUSTOM_CHOICES]);
	int64_t n = 0;
	int rc;

	for (size_t i = 0; c[i]; i++)
		if (strlen(c[i]) == len && !memcmp(c[i], s, len))
			return 0;
	rc = crm_db_int(&n, g->crm->db, g->sql, CRM_BIND(
	    crm_text_n(s, len)));
	if (rc || !n)
		return rc;
	crm_failed(g->crm, CRM_ECONFLICT, "%lld record%s '%.*s'",
	    (long long)n, n == 1 ? " has" : "s have", (int)len, s);
	crm_hinted(g->crm, "set them to another choice first");
	return wrong(g->crm, "choices", CRM_ECONFLICT);
}

/* What stays as it was made. */
static int
check_kept(struct crm *crm, const struct crm_record *r)
{
	static const int same[] = {
		CUSTOM_ENTITY, CUSTOM_NAME, CUSTOM_TYPE, CUSTOM_REF,
		CUSTOM_UNIQUE
	};

	for (size_t i = 0; r->old && i < CRM_COUNT(same); i++) {
		if (crm_same(r->v[same[i]], r->old[same[i]]))
			continue;
		crm_failed(crm, CRM_EREFUSED, "the %s of a field can't be"
		    " changed", fields[same[i]].name);
		crm_hinted(crm, "add another field, copy the values, then"
		    " delete this one");
		return crm_fail_field(&crm->err, fields[same[i]].name);
	}
	return 0;
}

/* No record has a choice that is to go. */
static int
check_choices(struct crm *crm, const struct crm_record *r,
	      const struct crm_entity *e)
{
	struct going g = { crm, r, NULL };
	struct crm_field f;

	if (!r->old)
		return 0;
	crm_custom_field(&f, r->arena, crm_record_id(r), r->v);
	g.sql = crm_arena_printf(r->arena, "SELECT COUNT(*) FROM \"%s\""
	    " WHERE \"%s\" = $1", e->name, f.column);
	return crm_tags_each(r->old[CUSTOM_CHOICES], check_choice, &g);
}

static int
check(struct crm *crm, struct crm_record *r)
{
	const struct crm_entity *e = NULL;
	int rc = crm_may_admin(crm, "add or change fields");
	size_t n = 0;

	if (!rc)
		rc = check_entity(crm, r, &e);
	if (rc || !e || r->v[CUSTOM_NAME].kind != CRM_TEXT)
		return rc;
	for (size_t i = CRM_F_OWN; i < e->nfields; i++)
		n += (e->fields[i].flags & CRM_CUSTOM) != 0;
	if (n >= CRM_CUSTOM_MAX && !r->old &&
	    r->v[CRM_F_DELETED_AT].kind == CRM_NULL)
		return crm_failed(crm, CRM_EREFUSED, "%s has %d custom fields"
		    " already, no more fit", e->name, CRM_CUSTOM_MAX);
	rc = check_kept(crm, r);
	if (!rc)
		rc = check_name(crm, r, e);
	if (!rc)
		rc = check_type(crm, r);
	if (!rc)
		rc = check_default(crm, r);
	return rc ? rc : check_choices(crm, r, e);
}

/* A new field's column, and its index. */
static int
added(struct crm *crm, struct crm_record *r)
{
	const struct crm_entity *e = crm_entity_find(NULL,
	    r->v[CUSTOM_ENTITY].s, r->v[CUSTOM_ENTITY].len);
	struct crm_field f;
	int rc;

	crm_custom_field(&f, r->arena, crm_record_id(r), r->v);
	rc = crm_schema_add_column(crm, e, &f);
	if (!rc)
		rc = crm_setting_mark(crm, CRM_CUSTOM_SETTING);
	return rc ? rc : crm_custom_load(crm);
}

static int
changed(struct crm *crm, struct crm_record *r)
{
	(void)r;
	return crm_custom_load(crm);
}

const struct crm_entity crm_custom = {
	.name = "field", .plural = "fields", .title = "Field",
	.help = "fields that you add to other records", .number = 25,
	.flags = CRM_E_FEW | CRM_E_APART,
	.fields = fields, .nfields = CRM_COUNT(fields),
	.order = "entity,id", .check = check, .added = added,
	.changed = changed
};
