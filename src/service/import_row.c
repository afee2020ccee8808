/* A row of the file, as a record: added, changed or left as it is. */
#include <string.h>

#include "crm/batch.h"
#include "crm/opp.h"
#include "service/import.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct crm_value
trimmed(struct crm_value v)
{
	while (v.len && is_blank(v.s[0])) {
		v.s++;
		v.len--;
	}
	while (v.len && is_blank(v.s[v.len - 1]))
		v.len--;
	return v.len ? v : crm_null();
}

/* What crm_csv_field put before a formula. */
static struct crm_value
unmarked(struct crm_value v)
{
	if (v.len > 1 && v.s[0] == '\'' && v.s[1] &&
	    strchr("=+-@\t\r'", v.s[1])) {
		v.s++;
		v.len--;
	}
	return v;
}

/*
 * What the map makes of a cell, exactly as it is or in small letters: a key
 * of a mapping file is in small letters unless it was quoted.
 */
static struct crm_value
mapped(struct import *im, const struct import_column *c, struct crm_value v,
       struct crm_value bare)
{
	const int64_t *at = crm_map_get(&c->values, bare.s, bare.len);
	char *low;

	if (!at) {
		low = crm_arena_copy(&im->row, bare.s, bare.len);
		for (size_t i = 0; i < bare.len; i++)
			if (low[i] >= 'A' && low[i] <= 'Z')
				low[i] = (char)(low[i] + 32);
		at = crm_map_get(&c->values, low, bare.len);
	}
	return at ? trimmed(crm_text(im->o.values.v[*at - 1].to)) : v;
}

static void
read_cells(struct import *im, const struct crm_row *row)
{
	for (size_t i = 0; i < im->ncolumns; i++) {
		const struct import_column *c = &im->columns[i];
		struct crm_value v = c->cell < 0 ? crm_null()
		    : row->v[c->cell], bare = v;

		if (v.kind == CRM_TEXT && im->o.excel_safe)
			v = unmarked(v);
		if (v.kind == CRM_TEXT)
			bare = trimmed(v);
		if (v.kind == CRM_TEXT && (bare.kind == CRM_NULL ||
		    im->e->fields[c->field].type != CRM_T_TEXT))
			v = bare;
		if (v.kind == CRM_TEXT && c->values.n)
			v = mapped(im, c, v, bare);
		im->cells[i] = v;
	}
}

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
	     const struct crm_record *r, bool typed)
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

/* A reference among the rows waits for the last of them. */
static int
assign_self(struct import *im, struct crm_record *r, size_t i,
	    struct crm_value text, long line)
{
	const struct import_column *c = &im->columns[i];
	struct crm_value old = r->v[c->field];
	int64_t to = 0;

	if (import_ref_id(&to, c, text))
		text = crm_null();
	else if (r->old && old.kind == CRM_INT)
		import_ref_there(&to, im, c, text);
	if (r->old && crm_same(old, crm_int(to)))
		return 0;
	import_forward_add(im, i, text, text.kind == CRM_NULL ? to : 0,
	    line);
	return 0;
}

static int
assign_ref(struct import *im, struct crm_record *r, size_t i,
	   struct crm_value text, bool typed, long line)
{
	const struct import_column *c = &im->columns[i];
	int64_t id, pipeline;
	int rc;

	if (typed && text.len == 2 && !memcmp(text.s, "me", 2) &&
	    !strcmp(im->e->fields[c->field].ref, "user")) {
		crm_record_set(r, c->field, crm_int(im->crm->actor.id));
		return 0;
	}
	if (c->self)
		return assign_self(im, r, i, text, line);
	rc = pipeline_of(&id, im, r, c);
	pipeline = id;
	if (!rc)
		rc = import_ref(&id, im, c, text, pipeline);
	if (!rc)
		crm_record_set(r, c->field, crm_int(id));
	return rc;
}

static int
assign(struct import *im, struct crm_record *r, size_t i, long line)
{
	const struct import_column *c = &im->columns[i];
	struct crm_value text = im->cells[i], v;
	bool typed = text.kind == CRM_NULL && !r->old && c->preset;
	int rc;

	if (typed)
		text = crm_text(c->preset);
	/* These two tell which record it is, of one that is there. */
	if (r->old && (c->field == CRM_F_DELETED_AT ||
	    (c->field == CRM_F_ID && text.kind == CRM_NULL)))
		return 0;
	if (text.kind == CRM_NULL || !text.len) {
		if (r->old && c->cell >= 0 &&
		    im->o.empty == CRM_IMPORT_EMPTY_CLEAR)
			crm_record_set(r, c->field, crm_null());
		return 0;
	}
	if (im->e->fields[c->field].type == CRM_T_REF)
		return assign_ref(im, r, i, text, typed, line);
	rc = import_value(&v, im, c, text, r, typed);
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

static void
warn(struct import *im, const struct crm_record *r, long line)
{
	enum { SAID = 10 };

	if (!r->warning || im->told)
		return;
	if (im->warnings++ < SAID)
		crm_say(im->crm, "%s:%ld: %s", im->how->name, line,
		    r->warning);
	if (im->warnings == SAID + 1)
		crm_say(im->crm, "%s: more such warnings are not shown",
		    im->how->name);
}

/* Where the record that holds the value came from, behind the sentence. */
static int
add_line(struct import *im, int rc)
{
	int64_t id = rc == CRM_ECONFLICT ? crm_bulk_clash(im->bulk) : 0;
	long line = id ? import_line_of(im, id) : 0;
	struct crm_error was = im->crm->err;

	if (!line)
		return rc;
	crm_failed(im->crm, CRM_ECONFLICT, "%.400s, of line %ld", was.text,
	    line);
	return crm_fail_field(&im->crm->err, was.field);
}

static int
write_row(struct import *im, struct crm_record *r, long line)
{
	int64_t id;
	int rc = r->old ? crm_save(im->crm, r)
	    : add_line(im, crm_bulk_add(im->bulk, r, line));

	if (rc)
		return rc;
	id = crm_record_id(r);
	if (im->key >= 0 && !crm_bulk_alone(im->bulk))
		*crm_map_put(&im->seen, &id, sizeof(id)) = line;
	switch (r->outcome) {
	case CRM_ADDED:
		im->out->added++;
		break;
	case CRM_UPDATED:
		im->out->updated++;
		break;
	default:
		im->out->unchanged++;
	}
	return 0;
}

static void
print_id(struct import *im, int64_t id)
{
	struct import_range range = { id, id }, *last = NULL;

	if (im->how->batch_key)
		crm_batch_print(im->crm, id);
	if (!im->how->printed)
		return;
	if (im->ranges.len)
		last = (void *)(im->ranges.s + im->ranges.len -
		    sizeof(*last));
	if (last && last->upto + 1 == id)
		last->upto = id;
	else
		crm_buf_add(&im->ranges, &range, sizeof(range));
}

int
import_row(struct import *im, const struct crm_row *row)
{
	size_t waiting = im->forward.len / sizeof(struct forward);
	struct crm_record *r = im->fresh;
	int64_t id = 0;
	int rc = 0;

	if (row->bad)
		return crm_failed(im->crm, CRM_EINVAL, "%s", row->bad);
	read_cells(im, row);
	if (im->key >= 0)
		rc = import_key_find(&id, im);
	if (rc)
		return rc;
	if (id)
		rc = crm_record_load(&r, im->crm, im->e, id, &im->row);
	else
		crm_record_clear(r);
	r->import = true;
	for (size_t i = 0; !rc && i < im->ncolumns; i++)
		rc = assign(im, r, i, row->line);
	if (!rc)
		rc = write_row(im, r, row->line);
	if (rc) {
		crm_buf_cut(&im->forward, waiting * sizeof(struct forward));
		return rc;
	}
	warn(im, r, row->line);
	id = crm_record_id(r);
	import_forward_owner(im, im->forward.len / sizeof(struct forward) -
	    waiting, id, r->outcome);
	print_id(im, id);
	return 0;
}
