/* The cells of a row, as values of the fields of its record. */
#include <string.h>

#include "crm/number.h"
#include "crm/opp.h"
#include "service/import.h"

struct crm_value
import_with_source(struct import *im, struct crm_value v)
{
	size_t n = im->o.source ? strlen(im->o.source) : 0;
	char *s;

	if (!n || (v.len > n && v.s[n] == ':' &&
	    !memcmp(v.s, im->o.source, n)))
		return v;
	s = crm_arena_alloc(&im->row, n + 1 + v.len);
	memcpy(s, im->o.source, n);
	s[n] = ':';
	memcpy(s + n + 1, v.s, v.len);
	return crm_text_n(s, n + 1 + v.len);
}

int
import_value(struct crm_value *out, struct import *im,
	     const struct import_column *c, struct crm_value text,
	     enum crm_cell_kind kind, const struct crm_record *r, bool typed)
{
	const struct crm_field *f = &im->e->fields[c->field];
	struct crm_read how = {
		.date_format = typed ? NULL : im->o.date_format,
		.point = typed ? 0 : im->o.point, .exact = !typed,
		/* The reader has looked at the cells, nobody at --value. */
		.checked = !typed && !im->o.values.n,
		.arena = &im->row
	};
	int at = f->type == CRM_T_MONEY ? crm_entity_currency(im->e) : -1;
	int rc;

	if (kind == CRM_CELL_NUMBER)
		how.point = '.';
	if (at >= 0 && r->v[at].kind == CRM_TEXT)
		how.currency = crm_arena_copy(&im->row, r->v[at].s,
		    r->v[at].len);
	rc = crm_value_read(out, im->crm, f, text.s, text.len, &how);
	if (!rc && c->field == CRM_F_EXT_ID && out->kind == CRM_TEXT)
		*out = import_with_source(im, *out);
	if (rc || c->field != CRM_F_ID || out->i > 0)
		return rc;
	crm_failed(im->crm, CRM_EINVAL, "an id is above 0");
	return crm_fail_field(&im->crm->err, f->name);
}

static int
pipeline_of(int64_t *out, struct import *im, const struct crm_record *r,
	    const struct import_column *c)
{
	*out = 0;
	if (!crm_is(r->entity, &crm_opp) || c->field != OPP_STAGE)
		return 0;
	if (r->v[OPP_PIPELINE].kind != CRM_INT)
		return crm_pipeline_default(out, im->crm);
	*out = r->v[OPP_PIPELINE].i;
	return 0;
}

/* The columns of one field in this row. */
struct group {
	struct import *im;
	struct crm_record *r;
	const size_t *columns;
	size_t n;
	size_t first;		/* the column that decides */
	struct crm_value text;	/* of it */
	bool typed;		/* a default, as people type */
};

static bool
is_empty(struct crm_value v)
{
	return v.kind == CRM_NULL || !v.len;
}

static const struct import_column *
column(const struct group *g)
{
	return &g->im->columns[g->first];
}

/* Every other word of the row on this field agrees that it is ID. */
static int
check_others(const struct group *g, int64_t id)
{
	const struct import *im = g->im;
	int rc = 0;

	for (size_t i = 0; !rc && i < g->n; i++) {
		size_t c = g->columns[i];

		if (c != g->first && !is_empty(im->cells[c]))
			rc = import_ref_agrees(g->im, &im->columns[c],
			    im->cells[c], id);
	}
	return rc;
}

/* A reference among the rows waits for the last of them. */
static int
assign_self(const struct group *g)
{
	struct import *im = g->im;
	const struct import_column *c = column(g);
	struct crm_value old = g->r->v[c->field], text = g->text;
	int64_t to = 0;

	if (import_ref_id(&to, c, text))
		text = crm_null();
	else if (g->r->old && old.kind == CRM_INT)
		import_ref_there(&to, im, c, text);
	if (g->r->old && crm_same(old, crm_int(to)) && !check_others(g, to))
		return 0;
	import_forward_add(im, g->first, text,
	    text.kind == CRM_NULL ? to : 0, false);
	for (size_t i = 0; i < g->n; i++)
		if (g->columns[i] != g->first &&
		    !is_empty(im->cells[g->columns[i]]))
			import_forward_add(im, g->columns[i],
			    im->cells[g->columns[i]], 0, true);
	return 0;
}

static int
assign_ref(const struct group *g)
{
	struct import *im = g->im;
	const struct import_column *c = column(g);
	int64_t id, pipeline;
	int rc;

	if (g->typed && g->text.len == 2 && !memcmp(g->text.s, "me", 2) &&
	    !strcmp(im->e->fields[c->field].ref, "user")) {
		crm_record_set(g->r, c->field, crm_int(im->crm->actor.id));
		return 0;
	}
	if (c->self)
		return assign_self(g);
	rc = pipeline_of(&id, im, g->r, c);
	pipeline = id;
	if (!rc)
		rc = import_ref(&id, im, c, g->text, pipeline);
	if (!rc)
		rc = check_others(g, id);
	if (!rc)
		crm_record_set(g->r, c->field, crm_int(id));
	return rc;
}

static int
read_minor(struct crm_value *out, struct import *im,
	   const struct import_column *c, struct crm_value text)
{
	int64_t n = 0;
	int rc = crm_number_parse(&n, text.s, text.len, 0, '.');

	*out = crm_int(n);
	if (!rc)
		return 0;
	crm_failed(im->crm, CRM_EINVAL, "'%.*s' is not a whole number of the"
	    " currency's smallest unit", text.len < 60 ? (int)text.len : 60,
	    text.s);
	return crm_fail_field(&im->crm->err, import_column_name(im, c));
}

/* Money in two words, 12500.50 and 1250050: V is one, C says the other. */
static int
agree(struct import *im, const struct import_column *c, struct crm_value text,
      struct crm_value v)
{
	const char *name = im->e->fields[c->field].name;
	struct crm_value minor;
	int rc;

	if (is_empty(text)) {
		crm_failed(im->crm, CRM_EINVAL, "is null, and %s%s is not",
		    name, c->as == IMPORT_AS_MINOR ? "" : "_minor");
		return crm_fail_field(&im->crm->err,
		    import_column_name(im, c));
	}
	rc = read_minor(&minor, im, c, text);
	if (rc || crm_same(minor, v))
		return rc;
	crm_failed(im->crm, CRM_EINVAL, "%lld is not what %s is: that is"
	    " %lld", (long long)minor.i, name, (long long)v.i);
	return crm_fail_field(&im->crm->err, import_column_name(im, c));
}

static int
check_minor(const struct group *g, struct crm_value v)
{
	const struct import *im = g->im;
	int rc = 0;

	for (size_t i = 0; !rc && i < g->n; i++) {
		size_t at = g->columns[i];

		if (at != g->first && im->present[at])
			rc = agree(g->im, &im->columns[at], im->cells[at], v);
	}
	return rc;
}

static int
assign_value(const struct group *g)
{
	struct import *im = g->im;
	struct crm_record *r = g->r;
	const struct import_column *c = column(g);
	struct crm_value v;
	int rc = c->as == IMPORT_AS_MINOR ? read_minor(&v, im, c, g->text)
	    : import_value(&v, im, c, g->text, g->typed ? CRM_CELL_TEXT
	    : im->kinds[g->first], r, g->typed);

	if (!rc && g->n > 1)
		rc = check_minor(g, v);
	if (rc)
		return rc;
	if (c->field == CRM_F_ID && r->old && !crm_same(v, r->v[CRM_F_ID])) {
		crm_failed(im->crm, CRM_ECONFLICT, "the record is number %lld"
		    " and can't become %lld",
		    (long long)crm_record_id(r), (long long)v.i);
		return crm_fail_field(&im->crm->err, "id");
	}
	crm_record_set(r, c->field, v);
	return 0;
}

/* The column that says what the field is: the first in order of enum as. */
static bool
choose(struct group *g)
{
	const struct import *im = g->im;
	const struct import_column *best = NULL;

	for (size_t i = 0; i < g->n; i++) {
		const struct import_column *c = &im->columns[g->columns[i]];

		if (is_empty(im->cells[g->columns[i]]) ||
		    (best && best->as < c->as))
			continue;
		best = c;
		g->first = g->columns[i];
		g->text = im->cells[g->first];
	}
	return best != NULL;
}

/* What a new record gets when the row says nothing. */
static bool
choose_preset(struct group *g)
{
	const struct import *im = g->im;

	for (size_t i = 0; i < g->n && !g->typed; i++) {
		if (!im->columns[g->columns[i]].preset)
			continue;
		g->first = g->columns[i];
		g->text = crm_text(im->columns[g->first].preset);
		g->typed = true;
	}
	return g->typed && g->text.len;
}

static void
assign_empty(const struct group *g, int field)
{
	bool present = false;

	for (size_t i = 0; i < g->n; i++)
		present |= g->im->present[g->columns[i]];
	if (g->r->old && present && g->im->o.empty == CRM_IMPORT_EMPTY_CLEAR)
		crm_record_set(g->r, field, crm_null());
}

/* What JSON had must be something that the field can be. */
static int
check_kinds(const struct group *g, const struct crm_field *f)
{
	struct import *im = g->im;

	for (size_t i = 0; i < g->n; i++) {
		size_t at = g->columns[i];
		const char *what = NULL;

		if (im->cells[at].kind == CRM_NULL)
			continue;
		if (im->kinds[at] == CRM_CELL_OTHER)
			what = "is an object or array that it can't be";
		else if (im->kinds[at] == CRM_CELL_LIST &&
		    !crm_type_is_set(f->type))
			what = "is an array, and it is one value";
		else if (im->kinds[at] == CRM_CELL_BOOL &&
		    f->type != CRM_T_BOOL)
			what = "is true or false, and it isn't a yes or no";
		if (!what)
			continue;
		crm_failed(im->crm, CRM_EINVAL, "%s", what);
		return crm_fail_field(&im->crm->err,
		    import_column_name(im, &im->columns[at]));
	}
	return 0;
}

/* The name that JSON has for it in place of the field's own. */
static int
name_column(const struct group *g, int rc)
{
	const struct import_column *c = column(g);

	if (rc && g->im->json && c->theirs && !strcmp(g->im->crm->err.field,
	    g->im->e->fields[c->field].name))
		crm_fail_field(&g->im->crm->err,
		    import_column_name(g->im, c));
	return rc;
}

int
import_assign(struct import *im, struct crm_record *r, const size_t *columns,
	      size_t n)
{
	const int field = im->columns[*columns].field;
	const struct crm_field *f = &im->e->fields[field];
	struct group g = { im, r, columns, n, *columns, crm_null(), false };
	int rc = im->json ? check_kinds(&g, f) : 0;

	if (rc)
		return rc;
	/* These two tell which record it is, of one that is there. */
	if (r->old && field == CRM_F_DELETED_AT)
		return 0;
	if (!choose(&g) && (r->old || !choose_preset(&g))) {
		if (field != CRM_F_ID)
			assign_empty(&g, field);
		return 0;
	}
	rc = f->type == CRM_T_REF ? assign_ref(&g) : assign_value(&g);
	return name_column(&g, rc);
}
