/* Which column is which field: by the map, or by the header's own words. */
#include <stdlib.h>
#include <string.h>

#include "crm/suggest.h"
#include "crm/utf8.h"
#include "service/import.h"

bool
import_takes(const struct crm_entity *e, const struct crm_field *f)
{
	ptrdiff_t i = f - e->fields;

	if (f->flags & CRM_DERIVED)
		return false;
	return !(f->flags & CRM_READONLY) || (f->flags & CRM_IMPORT) ||
	    i == CRM_F_ID || i == CRM_F_DELETED_AT;
}

/* "E-Mail", "e_mail" and "email" as "email". */
static void
plain(struct crm_buf *out, const char *s, size_t len)
{
	size_t n = 0;

	crm_buf_cut(out, 0);
	crm_fold(out, s, len);
	for (size_t i = 0; i < out->len; i++) {
		unsigned char c = (unsigned char)out->s[i];

		if (c >= 0x80 || (c >= 'a' && c <= 'z') ||
		    (c >= '0' && c <= '9'))
			out->s[n++] = (char)c;
	}
	crm_buf_cut(out, n);
}

static bool
same_plain(const char *a, size_t alen, const char *b, size_t blen)
{
	struct crm_buf x = { 0 }, y = { 0 };
	bool same;

	plain(&x, a, alen);
	plain(&y, b, blen);
	same = x.len && x.len == y.len && !memcmp(x.s, y.s, x.len);
	crm_buf_free(&x);
	crm_buf_free(&y);
	return same;
}

static const struct crm_field *
field_like(const struct crm_entity *e, const char *s, size_t len)
{
	for (size_t i = 0; i < e->nfields; i++)
		if (same_plain(e->fields[i].name, strlen(e->fields[i].name),
		    s, len))
			return &e->fields[i];
	return NULL;
}

/* What the field F of an entity tells of its record; false: not enough. */
static bool
names_record(enum import_as *as, const struct crm_entity *e,
	     const struct crm_field *f)
{
	if (!f)
		return false;
	*as = IMPORT_AS_NAME;
	if (f == &e->fields[CRM_F_ID])
		*as = IMPORT_AS_ID;
	else if (f == &e->fields[CRM_F_EXT_ID])
		*as = IMPORT_AS_EXT;
	else
		return f->flags & (CRM_NAME | CRM_UNIQUE) ||
		    f->type == CRM_T_EMAIL;
	return true;
}

const struct crm_field *
import_match(enum import_as *as, const struct crm *crm,
	     const struct crm_entity *e, struct crm_value name)
{
	const char *dot = memrchr(name.s, '.', name.len);
	const struct crm_field *f, *theirs;

	*as = IMPORT_AS_REF;
	if (dot) {
		size_t n = (size_t)(dot - name.s);

		f = field_like(e, name.s, n);
		if (f && f->type == CRM_T_REF) {
			const struct crm_entity *to = crm_field_ref(crm, f);

			theirs = field_like(to, dot + 1, name.len - n - 1);
			return names_record(as, to, theirs) ? f : NULL;
		}
	}
	return field_like(e, name.s, name.len);
}

const char *
import_nearest(const struct crm_entity *e, struct crm_value name)
{
	struct crm_suggest near;

	crm_suggest_init(&near, name.s, name.len);
	for (size_t i = 0; i < e->nfields; i++)
		if (import_takes(e, &e->fields[i]))
			crm_suggest_try(&near, e->fields[i].name);
	return near.best;
}

/* The map's word on the column NAME, the last and most exact; or NULL. */
static const struct import_pair *
mapped(const struct import_pairs *p, struct crm_value name)
{
	const struct import_pair *best = NULL;
	int rank, best_rank = 0;

	for (size_t i = 0; i < p->n; i++) {
		const struct import_pair *pair = &p->v[i];
		size_t len = strlen(pair->field);

		if (len == name.len && !memcmp(pair->field, name.s, len))
			rank = 2;
		else if (same_plain(pair->field, len, name.s, name.len))
			rank = 1;
		else
			continue;
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

static struct import_column *
add(struct import *im, const struct crm_field *f, int cell)
{
	struct import_column *c = &im->columns[im->ncolumns++];

	c->field = (int)(f - im->e->fields);
	c->cell = cell;
	c->self = f->type == CRM_T_REF && !strcmp(f->ref, im->e->name);
	return c;
}

static bool
passed_over(const struct import_pair *p)
{
	return !*p->to || !strcmp(p->to, "-");
}

static int
add_cell(struct import *im, struct crm_value name, int cell)
{
	const struct import_pair *pair = mapped(&im->o.columns, name);
	const struct crm_field *f;
	enum import_as as;
	int rc;

	if (pair ? passed_over(pair) : name.s[0] == '_')
		return 0;
	f = import_match(&as, im->crm, im->e,
	    pair ? crm_text(pair->to) : name);
	if (!f)
		return im->o.ignore_unknown ? 0 : not_known(im, name);
	if (!import_takes(im->e, f))
		return 0;
	rc = taken_twice(im, f, cell);
	if (!rc)
		add(im, f, cell)->as = as;
	return rc;
}

/*
 * What --set names must be there: a map may be made for other files too, but
 * the fields that it names are those of the entity.
 */
static int
check_pairs(struct import *im, const struct crm_row *h)
{
	for (size_t i = 0; i < im->o.columns.n; i++) {
		const struct import_pair *p = &im->o.columns.v[i];
		struct crm_suggest near;
		const struct crm_field *f;
		enum import_as as;
		bool found = !p->said;

		f = passed_over(p) ? NULL
		    : import_match(&as, im->crm, im->e, crm_text(p->to));
		if (!passed_over(p) && (!f || !import_takes(im->e, f)))
			return no_field(im, crm_text(p->field), p->to);
		crm_suggest_init(&near, p->field, strlen(p->field));
		for (size_t j = 0; !found && j < h->n; j++) {
			found = mapped(&im->o.columns, h->v[j]) == p ||
			    same_plain(p->field, strlen(p->field),
			    h->v[j].s, h->v[j].len);
			crm_suggest_try(&near, h->v[j].s);
		}
		if (found)
			continue;
		crm_failed(im->crm, CRM_EUSAGE, "%s has no column '%s'",
		    im->how->name, p->field);
		if (near.best)
			crm_hinted(im->crm, "did you mean '%s'?", near.best);
		return CRM_EUSAGE;
	}
	return 0;
}

/* The field of a default or of a value that is mapped. */
static int
field_named(const struct crm_field **f, struct import *im, const char *what,
	    const char *name)
{
	const char *near;

	*f = field_like(im->e, name, strlen(name));
	if (*f && import_takes(im->e, *f))
		return 0;
	near = import_nearest(im->e, crm_text(name));
	crm_failed(im->crm, CRM_EUSAGE, "%s: %s has no field '%s' to import",
	    what, im->e->name, name);
	return near ? crm_hinted(im->crm, "did you mean '%s'?", near)
	    : CRM_EUSAGE;
}

static struct import_column *
column_of(struct import *im, const struct crm_field *f)
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
			c = add(im, f, -1);
		c->preset = p->to;
	}
	return 0;
}

static int
add_values(struct import *im)
{
	for (size_t i = 0; i < im->o.values.n; i++) {
		const struct import_pair *p = &im->o.values.v[i];
		const struct crm_field *f;
		struct import_column *c;
		int rc = field_named(&f, im, "value", p->field);

		if (rc)
			return rc;
		c = column_of(im, f);
		if (c && c->cell >= 0)
			*crm_map_put(&c->values, p->from, strlen(p->from)) =
			    (int64_t)i + 1;
		else if (p->said)
			return crm_failed(im->crm, CRM_EUSAGE, "value: no"
			    " column of %s is the field %s", im->how->name,
			    f->name);
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

static void
sort(struct import *im)
{
	for (size_t i = 1; i < im->ncolumns; i++) {
		struct import_column c = im->columns[i];
		int r = rank(&im->e->fields[c.field]);
		size_t j = i;

		for (; j && rank(&im->e->fields[im->columns[j - 1].field])
		    > r; j--)
			im->columns[j] = im->columns[j - 1];
		im->columns[j] = c;
	}
}

int
import_columns(struct import *im)
{
	const struct crm_row *h = crm_reader_header(im->reader);
	int rc;

	im->columns = crm_arena_alloc(&im->arena,
	    (h->n + im->o.defaults.n) * sizeof(*im->columns));
	im->cells = crm_arena_alloc(&im->arena,
	    (h->n + im->o.defaults.n) * sizeof(*im->cells));
	rc = check_pairs(im, h);
	for (size_t i = 0; !rc && i < h->n; i++)
		rc = add_cell(im, h->v[i], (int)i);
	if (!rc)
		rc = add_defaults(im);
	if (!rc)
		rc = add_values(im);
	sort(im);
	return rc;
}

void
import_columns_free(struct import *im)
{
	for (size_t i = 0; i < im->ncolumns; i++)
		crm_map_free(&im->columns[i].values);
	im->ncolumns = 0;
}
