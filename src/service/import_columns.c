/* Which column is which field: by the map, or by the header's own words. */
#include <stdlib.h>
#include <string.h>

#include "crm/suggest.h"
#include "service/import.h"

struct import_pair *
import_pair_of(struct import *im, struct crm_value name)
{
	const struct import_pairs *p = &im->o.columns;
	struct import_pair *best = NULL;
	int rank, best_rank = 0;

	for (size_t i = 0; i < p->n; i++) {
		struct import_pair *pair = &p->v[i];
		size_t len = strlen(pair->field);

		if (len == name.len && !memcmp(pair->field, name.s, len))
			rank = 2;
		else if (import_same_name(pair->field, len, name.s, name.len))
			rank = 1;
		else
			continue;
		pair->met = true;
		rank += pair->said ? 2 : 0;
		if (rank >= best_rank) {
			best = pair;
			best_rank = rank;
		}
	}
	return best;
}

static int
no_field(struct import *im, struct crm_value name, const char *word)
{
	const char *near = import_nearest(im->e, crm_text(word));

	crm_failed(im->crm, CRM_EUSAGE, "the column '%.*s' can't be '%s': %s"
	    " has no such field to import", (int)name.len, name.s, word,
	    im->e->name);
	return near ? crm_hinted(im->crm, "did you mean '%s'?", near)
	    : CRM_EUSAGE;
}

static int
not_known(struct import *im, struct crm_value name)
{
	const char *near = import_nearest(im->e, name);
	int n = name.len < 100 ? (int)name.len : 100;

	crm_failed(im->crm, CRM_EUSAGE, "%s: the column '%.*s' is no field of"
	    " %s", im->how->name, n, name.s, im->e->name);
	if (near)
		return crm_hinted(im->crm, "did you mean '%s'? --set"
		    " '%.*s=%s' says so, --ignore-unknown passes it over",
		    near, n, name.s, near);
	return crm_hinted(im->crm, "--set '%.*s=FIELD' says which it is,"
	    " --ignore-unknown passes it over", n, name.s);
}

static int
taken_twice(struct import *im, const struct crm_field *f, int cell)
{
	const struct crm_row *h = crm_reader_header(im->reader);

	for (size_t i = 0; i < im->ncolumns; i++) {
		const struct import_column *c = &im->columns[i];

		if (c->field != f - im->e->fields)
			continue;
		crm_failed(im->crm, CRM_EUSAGE, "%s: the columns '%.*s' and"
		    " '%.*s' are both the field %s", im->how->name,
		    (int)h->v[c->cell].len, h->v[c->cell].s,
		    (int)h->v[cell].len, h->v[cell].s, f->name);
		return crm_hinted(im->crm, "pass one over: --set '%.*s='",
		    (int)h->v[cell].len, h->v[cell].s);
	}
	return 0;
}

/* Money needs its currency, a stage its pipeline, before it is read. */
static int
rank(const struct crm_field *f)
{
	if (f->type == CRM_T_CURRENCY)
		return 0;
	if (f->type != CRM_T_REF)
		return 1;
	return strcmp(f->name, "pipeline") == 0 ? 2 : 3;
}

/* Behind those of its field, else behind those of its rank. */
static void
put_in_order(struct import *im, size_t column)
{
	const int field = im->columns[column].field;
	const int r = rank(&im->e->fields[field]);
	size_t n = im->ncolumns - 1, at = n;

	for (size_t i = 0; i < n && at == n; i++)
		if (im->columns[im->order[n - 1 - i]].field == field)
			at = n - i;
	if (at == n)
		while (at && rank(&im->e->fields[im->columns[
		    im->order[at - 1]].field]) > r)
			at--;
	memmove(im->order + at + 1, im->order + at,
	    (n - at) * sizeof(*im->order));
	im->order[at] = column;
}

static void *
larger(struct import *im, const void *old, size_t size)
{
	void *p = crm_arena_alloc(&im->arena, im->room * size);

	if (im->ncolumns)
		memcpy(p, old, im->ncolumns * size);
	return p;
}

static void
make_room(struct import *im)
{
	if (im->ncolumns < im->room)
		return;
	im->room = im->room ? 2 * im->room : 32;
	im->columns = larger(im, im->columns, sizeof(*im->columns));
	im->order = larger(im, im->order, sizeof(*im->order));
	im->cells = larger(im, im->cells, sizeof(*im->cells));
	im->kinds = larger(im, im->kinds, sizeof(*im->kinds));
	im->present = larger(im, im->present, sizeof(*im->present));
}

/* What --value says of the field of C. */
static void
take_values(struct import *im, struct import_column *c)
{
	for (size_t i = 0; i < im->o.values.n; i++) {
		const struct import_pair *p = &im->o.values.v[i];

		if (import_field_like(im->e, p->field, strlen(p->field)) ==
		    &im->e->fields[c->field])
			*crm_map_put(&c->values, p->from, strlen(p->from)) =
			    (int64_t)i + 1;
	}
}

struct import_column *
import_column_add(struct import *im, struct import_target t, int cell)
{
	struct import_column *c;

	make_room(im);
	c = &im->columns[im->ncolumns++];
	*c = (struct import_column){
		.field = (int)(t.field - im->e->fields), .cell = cell,
		.as = t.as, .theirs = t.theirs,
		.ref = crm_field_ref(im->crm, t.field),
		.self = t.field->type == CRM_T_REF &&
		    !strcmp(t.field->ref, im->e->name)
	};
	put_in_order(im, im->ncolumns - 1);
	take_values(im, c);
	return c;
}

struct import_column *
import_column_find(const struct import *im, struct import_target t)
{
	for (size_t i = 0; i < im->ncolumns; i++)
		if (im->columns[i].field == t.field - im->e->fields &&
		    im->columns[i].as == t.as &&
		    im->columns[i].theirs == t.theirs)
			return &im->columns[i];
	return NULL;
}

const char *
import_column_name(struct import *im, const struct import_column *c)
{
	const char *name = im->e->fields[c->field].name;

	if (c->as == IMPORT_AS_MINOR)
		return crm_arena_printf(&im->row, "%s_minor", name);
	if (!c->theirs)
		return name;
	return crm_arena_printf(&im->row, "%s.%s", name,
	    c->as == IMPORT_AS_NAME ? "name" : c->theirs->name);
}

static int
add_cell(struct import *im, struct crm_value name, int cell)
{
	const struct import_pair *pair = import_pair_of(im, name);
	struct import_target t;
	int rc;

	if (pair ? import_pair_passes(pair) : name.s[0] == '_')
		return 0;
	t = import_match(im, pair ? crm_text(pair->to) : name);
	if (!t.field)
		return im->o.ignore_unknown ? 0 : not_known(im, name);
	if (!import_takes(im->e, t.field))
		return 0;
	rc = taken_twice(im, t.field, cell);
	if (!rc)
		import_column_add(im, t, cell);
	return rc;
}

static int
no_column(struct import *im, const struct import_pair *p)
{
	const struct crm_row *h = &im->header;
	struct crm_suggest near;

	crm_suggest_init(&near, p->field, strlen(p->field));
	for (size_t i = 0; i < h->n; i++)
		crm_suggest_try(&near, h->v[i].s);
	crm_failed(im->crm, CRM_EUSAGE, im->json ? "%s: no object has '%s'"
	    : "%s has no column '%s'", im->how->name, p->field);
	return near.best ? crm_hinted(im->crm, "did you mean '%s'?",
	    near.best) : CRM_EUSAGE;
}

int
import_columns_met(struct import *im)
{
	for (size_t i = 0; i < im->o.columns.n; i++)
		if (im->o.columns.v[i].said && !im->o.columns.v[i].met)
			return no_column(im, &im->o.columns.v[i]);
	return 0;
}

/* A map may be made for other files too, but its fields are the entity's. */
static int
check_fields(struct import *im)
{
	for (size_t i = 0; i < im->o.columns.n; i++) {
		const struct import_pair *p = &im->o.columns.v[i];
		struct import_target t;

		if (import_pair_passes(p))
			continue;
		t = import_match(im, crm_text(p->to));
		if (!t.field || !import_takes(im->e, t.field))
			return no_field(im, crm_text(p->field), p->to);
	}
	return 0;
}

/* The field of a default or of a value that is mapped. */
static int
field_named(const struct crm_field **f, struct import *im, const char *what,
	    const char *name)
{
	const char *near;

	*f = import_field_like(im->e, name, strlen(name));
	if (*f && import_takes(im->e, *f))
		return 0;
	near = import_nearest(im->e, crm_text(name));
	crm_failed(im->crm, CRM_EUSAGE, "%s: %s has no field '%s' to import",
	    what, im->e->name, name);
	if (near)
		crm_hinted(im->crm, "did you mean '%s'?", near);
	return CRM_EUSAGE;
}

static struct import_column *
column_of(const struct import *im, const struct crm_field *f)
{
	for (size_t i = 0; i < im->ncolumns; i++)
		if (im->columns[i].field == f - im->e->fields)
			return &im->columns[i];
	return NULL;
}

static int
add_defaults(struct import *im)
{
	for (size_t i = 0; i < im->o.defaults.n; i++) {
		const struct import_pair *p = &im->o.defaults.v[i];
		const struct crm_field *f;
		struct import_column *c;
		int rc = field_named(&f, im, "default", p->field);

		if (rc)
			return rc;
		c = column_of(im, f);
		if (!c)
			c = import_column_add(im, (struct import_target){
			    f, NULL, IMPORT_AS_REF }, -1);
		c->preset = p->to;
	}
	return 0;
}

/* Which fields --value names; CSV must have them. */
static int
check_values(struct import *im)
{
	for (size_t i = 0; i < im->o.values.n; i++) {
		const struct import_pair *p = &im->o.values.v[i];
		const struct import_column *c;
		const struct crm_field *f;
		int rc = field_named(&f, im, "value", p->field);

		if (rc)
			return rc;
		c = column_of(im, f);
		if ((!c || c->cell < 0) && p->said && !im->json)
			return crm_failed(im->crm, CRM_EUSAGE, "value: no"
			    " column of %s is the field %s", im->how->name,
			    f->name);
	}
	return 0;
}

int
import_columns(struct import *im)
{
	struct import_column *c;
	int rc;

	im->json = crm_reader_is_json(im->reader);
	rc = check_fields(im);
	if (rc)
		return rc;
	if (im->json) {
		rc = import_members_first(im);
	} else {
		im->header = *crm_reader_header(im->reader);
		for (size_t i = 0; i < im->header.n; i++)
			import_pair_of(im, im->header.v[i]);
		rc = import_columns_met(im);
	}
	for (size_t i = 0; !rc && i < im->header.n; i++) {
		/* What is wrong with a member is told at its line. */
		if (im->json)
			import_member(&c, im, im->header.v[i]);
		else
			rc = add_cell(im, im->header.v[i], (int)i);
	}
	if (!rc)
		rc = add_defaults(im);
	return rc ? rc : check_values(im);
}

void
import_columns_free(struct import *im)
{
	for (size_t i = 0; i < im->ncolumns; i++)
		crm_map_free(&im->columns[i].values);
	crm_map_free(&im->members);
	im->ncolumns = 0;
}
