/*
 * The catalogue with custom fields: copies of the entities that have some,
 * with the fields behind their own.  Everything that reads the catalogue then
 * knows them.
 */
#include "crm/custom.h"

#include <stdio.h>
#include <string.h>

#include "model/batch.h"
#include "model/custom.h"
#include "model/row.h"
#include "model/search.h"
#include "model/tag.h"

const char *const crm_custom_types[] = {
	"text", "long", "int", "decimal", "percent", "money", "bool", "date",
	"time", "choice", "email", "phone", "url", "ref", "link", NULL
};

static const struct { enum crm_type type; unsigned flags; } types[] = {
	{ CRM_T_TEXT, 0 }, { CRM_T_TEXT, CRM_LONG }, { CRM_T_INT, 0 },
	{ CRM_T_DECIMAL, 0 }, { CRM_T_PERCENT, 0 }, { CRM_T_MONEY, 0 },
	{ CRM_T_BOOL, 0 }, { CRM_T_DATE, 0 }, { CRM_T_TIME, 0 },
	{ CRM_T_ENUM, 0 }, { CRM_T_EMAIL, 0 }, { CRM_T_PHONE, 0 },
	{ CRM_T_URL, 0 }, { CRM_T_REF, 0 }, { CRM_T_LINK, 0 }
};

static const char *
kept(struct crm_arena *a, struct crm_value v)
{
	return v.kind == CRM_TEXT ? crm_arena_copy(a, v.s, v.len) : NULL;
}

struct words {
	struct crm_arena *a;
	const char **v;
	size_t n;
};

static int
add_word(void *ctx, const char *s, size_t len)
{
	struct words *w = ctx;

	if (w->v)
		w->v[w->n] = crm_arena_copy(w->a, s, len);
	w->n++;
	return 0;
}

const char *const *
crm_custom_choices(struct crm_arena *a, struct crm_value text)
{
	struct words w = { .a = a };

	crm_tags_each(text, add_word, &w);
	w.v = crm_arena_alloc(a, (w.n + 1) * sizeof(*w.v));
	w.n = 0;
	crm_tags_each(text, add_word, &w);
	return w.v;
}

/* The type of the word V: its place in crm_custom_types, or -1. */
static int
type_of(struct crm_value v)
{
	for (int i = 0; v.kind == CRM_TEXT && crm_custom_types[i]; i++)
		if (crm_same(v, crm_text(crm_custom_types[i])))
			return i;
	return -1;
}

void
crm_custom_field(struct crm_field *f, struct crm_arena *a, int64_t id,
		 const struct crm_value *v)
{
	int type = type_of(v[CUSTOM_TYPE]);
	bool unique = v[CUSTOM_UNIQUE].kind == CRM_INT && v[CUSTOM_UNIQUE].i;
	bool hidden = v[CUSTOM_SENSITIVE].kind == CRM_INT &&
	    v[CUSTOM_SENSITIVE].i;
	const char *help = kept(a, v[CUSTOM_HELP]);

	*f = (struct crm_field){
		.name = kept(a, v[CUSTOM_NAME]),
		.type = type < 0 ? CRM_T_TEXT : types[type].type,
		.flags = CRM_CUSTOM | (type < 0 ? 0 : types[type].flags) |
		    (unique ? CRM_UNIQUE : 0) |
		    (hidden ? CRM_SENSITIVE : 0),
		.preset = kept(a, v[CUSTOM_DEFAULT]),
		.help = help ? help : "a field of your own"
	};
	f->column = crm_arena_printf(a, "x_%s_%lld", f->name, (long long)id);
	if (f->type == CRM_T_ENUM)
		f->choices = crm_custom_choices(a, v[CUSTOM_CHOICES]);
	if (f->type == CRM_T_REF)
		f->ref = kept(a, v[CUSTOM_REF]);
}

/* The copy of the entity of NAME in ALL, with room for its custom fields. */
static struct crm_entity *
extended(struct crm *crm, const struct crm_entity **all,
	 struct crm_value name)
{
	struct crm_field *fields;
	struct crm_entity *e;

	for (size_t i = 0; all[i]; i++) {
		if (!crm_same(name, crm_text(all[i]->name)))
			continue;
		if (all[i] != crm_catalogue[i])
			return (struct crm_entity *)all[i];
		e = crm_arena_alloc(&crm->arena, sizeof(*e));
		*e = *all[i];
		fields = crm_arena_alloc(&crm->arena, (e->nfields +
		    CRM_CUSTOM_MAX) * sizeof(*fields));
		memcpy(fields, e->fields, e->nfields * sizeof(*fields));
		e->fields = fields;
		all[i] = e;
		return e;
	}
	return NULL;
}

/* Deleted ones come last: there may be too many of them. */
static bool
has_room(const struct crm_entity *e)
{
	return e->nfields < crm_entity_number(NULL, e->number)->nfields +
	    CRM_CUSTOM_MAX;
}

static int
read_fields(struct crm *crm, const struct crm_entity **all)
{
	struct crm_value v[CUSTOM_HELP + 1];
	struct crm_rows *rows;
	struct crm_entity *e;
	int rc = crm_db_query(&rows, crm->db, "SELECT \"id\", \"entity\","
	    " \"name\", \"type\", \"choices\", \"ref\", \"unique\","
	    " \"sensitive\", \"default\", \"help\" FROM \"field\" WHERE"
	    " \"deleted_at\" IS NULL OR $1 = 1 ORDER BY CASE WHEN"
	    " \"deleted_at\" IS NULL THEN 0 ELSE 1 END, \"id\"",
	    CRM_BIND(crm_int(crm->all_fields)));

	if (rc)
		return rc;
	while ((rc = crm_rows_next(rows)) > 0) {
		for (int i = CUSTOM_ENTITY; i <= CUSTOM_HELP; i++)
			v[i] = crm_rows_cell(rows, i - CUSTOM_ENTITY + 1);
		e = extended(crm, all, v[CUSTOM_ENTITY]);
		if (e && has_room(e))
			crm_custom_field((struct crm_field *)&e->fields[
			    e->nfields++], &crm->arena,
			    crm_rows_int(rows, 0), v);
	}
	crm_rows_close(rows);
	return rc;
}

int
crm_custom_load(struct crm *crm)
{
	const struct crm_entity *const *before = crm_entities(crm);
	const struct crm_entity **all;
	size_t n = 0;
	int rc;

	while (crm_catalogue[n])
		n++;
	all = crm_arena_alloc(&crm->arena, (n + 1) *
	    sizeof(const struct crm_entity *));
	memcpy(all, crm_catalogue, n * sizeof(const struct crm_entity *));
	rc = read_fields(crm, all);
	if (rc)
		return rc;
	crm->catalogue = all;
	if (crm->batch)
		crm->batch->fields = crm->batch->running;
	/* What the batch keeps of an entity has its old number of fields. */
	for (size_t i = 0; crm->batch && i < CRM_ENTITIES; i++) {
		crm->batch->insert_sql[0][i] = NULL;
		crm->batch->insert_sql[1][i] = NULL;
		crm->batch->select_sql[i] = NULL;
		crm->batch->inserts[i] = NULL;
	}
	return crm_search_fields(crm, before);
}
