/* Which record a row is: by the key, which a row may have only once. */
#include <string.h>

#include "crm/address.h"
#include "service/import.h"

static int
use(struct import *im, size_t column)
{
	const struct crm_field *f =
	    &im->e->fields[im->columns[column].field];

	if (crm_type_is_set(f->type) || im->columns[column].self ||
	    im->columns[column].field == CRM_F_DELETED_AT)
		return crm_failed(im->crm, CRM_EUSAGE,
		    "%s can't be the key", f->name);
	im->key = im->columns[column].field;
	im->key_columns[0] = column;
	im->nkey = 1;
	return 0;
}

/* The column that is the field NAME itself, or one to come; -1. */
static int
column_of(struct import *im, const char *name, bool preset)
{
	const struct crm_field *f;

	for (size_t i = 0; i < im->ncolumns; i++)
		if ((im->columns[i].cell >= 0 ||
		    (preset && im->columns[i].preset)) && !strcmp(name,
		    im->e->fields[im->columns[i].field].name) &&
		    (!im->json || im->columns[i].as == IMPORT_AS_REF))
			return (int)i;
	f = im->json ? crm_field_find(im->e, name, strlen(name)) : NULL;
	/* Objects yet to come may have it. */
	if (f && import_takes(im->e, f))
		return (int)(import_column_add(im, (struct import_target){
		    f, NULL, IMPORT_AS_REF }, 0) - im->columns);
	return -1;
}

/* The field F is made of others: their columns; false when one is missing. */
static bool
use_parts(struct import *im, const struct crm_field *f)
{
	int c = 0;

	im->nkey = 0;
	for (size_t i = 0; f->choices[i] && c >= 0; i++) {
		c = column_of(im, f->choices[i], true);
		if (c >= 0)
			im->key_columns[im->nkey++] = (size_t)c;
	}
	im->key = c < 0 ? -1 : (int)(f - im->e->fields);
	return c >= 0;
}

static int
named(struct import *im, const char *key)
{
	const struct crm_field *f = crm_field_find(im->e, key, strlen(key));
	const char *near;
	int column = column_of(im, key, false);

	if (column >= 0)
		return use(im, (size_t)column);
	if (f && f->flags & CRM_JOINED && use_parts(im, f))
		return 0;
	if (f) {
		crm_failed(im->crm, CRM_EUSAGE, "%s: no column is the key"
		    " '%s'", im->how->name, key);
		if (f->flags & CRM_JOINED)
			return crm_hinted(im->crm, "it is made of %s and %s,"
			    " which must be columns", f->choices[0],
			    f->choices[1]);
		return crm_hinted(im->crm, "--set 'COLUMN=%s' says which is",
		    key);
	}
	near = import_nearest(im->e, crm_text(key));
	crm_failed(im->crm, CRM_EUSAGE, "key: %s has no field '%s'",
	    im->e->name, key);
	return near ? crm_hinted(im->crm, "did you mean '%s'?", near)
	    : CRM_EUSAGE;
}

/* The column has cells: of JSON one in the first object. */
static bool
has_cells(struct import *im, size_t column)
{
	struct import_column *c;

	if (!im->json)
		return im->columns[column].cell >= 0;
	for (size_t i = 0; i < im->header.n; i++)
		if (im->filled[i] &&
		    !import_member(&c, im, im->header.v[i]) &&
		    c == &im->columns[column])
			return true;
	return false;
}

int
import_key(struct import *im)
{
	static const int first[] = { CRM_F_EXT_ID, CRM_F_ID };

	im->key = -1;
	if (im->o.key)
		return named(im, im->o.key);
	if (im->o.mode == CRM_IMPORT_ADD)
		return 0;
	for (size_t k = 0; k < CRM_COUNT(first); k++)
		for (size_t i = 0; i < im->ncolumns; i++)
			if (im->columns[i].field == first[k] &&
			    has_cells(im, i))
				return use(im, i);
	for (size_t f = CRM_F_OWN; f < im->e->nfields; f++)
		for (size_t i = 0; i < im->ncolumns; i++)
			if (im->columns[i].field == (int)f &&
			    (im->e->fields[f].flags & CRM_UNIQUE) &&
			    has_cells(im, i))
				return use(im, i);
	for (size_t f = CRM_F_OWN; f < im->e->nfields; f++)
		if (im->e->fields[f].flags & CRM_JOINED &&
		    use_parts(im, &im->e->fields[f]))
			return 0;
	/* No object is good enough to be looked at. */
	if (im->json && !im->header.line)
		return 0;
	crm_failed(im->crm, CRM_EUSAGE, "%s: no column can tell which record"
	    " a row is", im->how->name);
	return crm_hinted(im->crm, "say which field does, as --key name, or"
	    " map a column to ext_id");
}

int64_t
import_mark_of(const struct import *im, int64_t id)
{
	const int64_t *seen = crm_map_get(&im->seen, &id, sizeof(id));
	int64_t mark = seen ? *seen : crm_bulk_mark(im->bulk, id);

	return mark > 0 ? mark : 0;
}

static int
refuse(struct import *im, const struct crm_field *f, struct crm_value text,
       const char *how, const char *which)
{
	crm_failed(im->crm, CRM_ECONFLICT, "'%.*s' %s %s",
	    (int)(text.len < 100 ? text.len : 100), text.s, how, which);
	return crm_fail_field(&im->crm->err, f->name);
}

/* Whether record ID is not deleted: CRM_ENOTFOUND. */
static int
is_alive(int64_t *alive, struct import *im, int64_t id)
{
	const struct crm_value *known = crm_ahead_record(im->crm, im->e, id);
	const char *sql;
	int64_t ids[2];
	int n;

	*alive = known && known[CRM_F_DELETED_AT].kind == CRM_NULL;
	if (known)
		return 0;
	if (crm_ahead_find(ids, &n, im->crm, im->e, CRM_F_ID, crm_int(id)) &&
	    !n)
		return CRM_ENOTFOUND;
	sql = crm_arena_printf(&im->row, "SELECT CASE WHEN \"deleted_at\" IS"
	    " NULL THEN 1 ELSE 0 END FROM \"%s\" WHERE \"id\" = $1",
	    im->e->name);
	return crm_db_int(alive, im->crm->db, sql, CRM_BIND(crm_int(id)));
}

/* The record ID, which may be a deleted one when the row says so. */
static int
find_id(int64_t ids[2], struct import *im, int64_t id)
{
	struct crm *crm = im->crm;
	int64_t alive;
	int rc = is_alive(&alive, im, id);

	if (rc)
		return rc == CRM_ENOTFOUND ? 0 : rc;
	ids[0] = id;
	for (size_t i = 0; i < im->ncolumns && !alive; i++)
		alive = im->columns[i].field == CRM_F_DELETED_AT &&
		    im->cells[i].kind == CRM_TEXT;
	if (alive)
		return 1;
	crm_failed(crm, CRM_ECONFLICT, "%s %lld is deleted", im->e->name,
	    (long long)id);
	crm_hinted(crm, "crm %s restore %lld", im->e->name, (long long)id);
	return crm_fail_field(&crm->err, "id");
}

/* How a phone is called depends on where the row is. */
static void
take_country(struct import *im, struct crm_record *r)
{
	for (size_t i = 0; r->country && i < im->ncolumns; i++) {
		struct crm_value text = im->cells[i];
		const char *code;

		if (im->columns[i].field != r->country ||
		    text.kind != CRM_TEXT || !text.len)
			continue;
		code = crm_country_code(text.s, text.len);
		r->v[r->country] = code ? crm_text(code) : text;
	}
}

static int
read_field(struct import *im)
{
	const struct import_column *c = &im->columns[im->key_columns[0]];
	struct crm_value text = im->cells[im->key_columns[0]];
	struct crm_record *r = im->fresh;
	int64_t to;
	int rc;

	if (im->e->fields[c->field].type == CRM_T_REF) {
		rc = import_ref(&to, im, c, text, 0);
		r->v[c->field] = crm_int(to);
		return rc;
	}
	rc = import_value(&r->v[c->field], im, c, text,
	    im->kinds[im->key_columns[0]], r, false);
	if (im->e->fields[c->field].type == CRM_T_PHONE)
		take_country(im, r);
	return rc;
}

/* The same of a field that is made of several. */
static int
read_parts(struct import *im)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < im->nkey; i++)
		rc = import_assign(im, im->fresh, &im->key_columns[i], 1);
	if (!rc)
		crm_record_join(im->fresh);
	return rc;
}

int
import_key_read(struct import *im)
{
	crm_record_clear(im->fresh);
	return im->columns[im->key_columns[0]].field == im->key
	    ? read_field(im) : read_parts(im);
}

/* Who has the key; *TEXT is what it is, if it is made of several. */
static int
look(int64_t ids[2], struct import *im, struct crm_value *text)
{
	struct crm_record *r = im->fresh;
	int rc = import_key_read(im);

	if (!rc && im->columns[im->key_columns[0]].field != im->key)
		*text = r->v[im->key];
	if (!rc)
		rc = im->key == CRM_F_ID ? find_id(ids, im,
		    r->v[CRM_F_ID].i)
		    : crm_bulk_find(ids, im->bulk, r, im->key);
	crm_record_clear(r);
	return rc;
}

static const char *
number(struct import *im, int64_t id)
{
	return crm_arena_printf(&im->row, "%lld", (long long)id);
}

/* 0, or why the record that was found can't be the row's. */
static int
judge(struct import *im, const struct crm_field *f, struct crm_value text,
      const int64_t ids[2], int n)
{
	const int64_t *seen = n ? crm_map_get(&im->seen, ids, sizeof(*ids))
	    : NULL;
	int64_t mark = seen ? *seen : 0;

	/* All that there is came with this import. */
	if (n && crm_bulk_alone(im->bulk))
		mark = import_mark_of(im, ids[0]);
	if (mark)
		return refuse(im, f, text, "is also on",
		    import_where(im, mark));
	if (n > 1) {
		refuse(im, f, text, "fits several records, as",
		    number(im, ids[0]));
		return crm_hinted(im->crm, "also %lld: use a key that only"
		    " one has", (long long)ids[1]);
	}
	if (n && im->o.mode == CRM_IMPORT_ADD) {
		refuse(im, f, text, "is there already: number",
		    number(im, ids[0]));
		return crm_hinted(im->crm, "--mode upsert changes it");
	}
	if (n || im->o.mode != CRM_IMPORT_UPDATE)
		return 0;
	crm_failed(im->crm, CRM_ENOTFOUND, "no %s has the %s '%.*s'",
	    im->e->name, f->name, (int)(text.len < 100 ? text.len : 100),
	    text.s);
	return crm_fail_field(&im->crm->err, f->name);
}

static int
no_key(struct import *im, size_t column)
{
	crm_failed(im->crm, CRM_EINVAL, "the key is empty");
	crm_hinted(im->crm, "--key names another field; --mode add adds rows"
	    " without one");
	return crm_fail_field(&im->crm->err,
	    im->e->fields[im->columns[column].field].name);
}

int
import_key_find(int64_t *id, struct import *im)
{
	const struct crm_field *f = &im->e->fields[im->key];
	struct crm_value text = im->cells[im->key_columns[0]];
	int64_t ids[2] = { 0, 0 };
	int n, rc;

	*id = 0;
	for (size_t i = 0; i < im->nkey; i++)
		if (im->cells[im->key_columns[i]].kind != CRM_TEXT &&
		    !(im->nkey > 1 && im->columns[im->key_columns[i]].preset))
			return no_key(im, im->key_columns[i]);
	n = look(ids, im, &text);
	if (n < 0)
		return n;
	rc = judge(im, f, text, ids, n);
	if (!rc)
		*id = n ? ids[0] : 0;
	return rc;
}
