/*
 * A line of a dump as a record.  Values are read by the types of their fields
 * as anywhere, but what they refer to is not looked up in the database: it may
 * come later.
 */
#include <string.h>

#include "crm/convert.h"
#include "crm/link.h"
#include "crm/number.h"
#include "crm/suggest.h"
#include "service/load.h"

struct crm_value
load_member(const struct crm_row *row, const char *name)
{
	for (size_t i = 0; i < row->n; i++)
		if (crm_same(row->names[i], crm_text(name)))
			return row->v[i];
	return crm_null();
}

static int
wrong(struct load *l, const struct crm_row *row, size_t i, const char *what)
{
	struct crm_value v = row->v[i];

	if (row->kinds[i] == CRM_CELL_OTHER)
		crm_failed(l->crm, CRM_EINVAL, "is not %s", what);
	else
		crm_failed(l->crm, CRM_EINVAL, "'%.*s' is not %s",
		    v.len < 60 ? (int)v.len : 60, v.s, what);
	return crm_fail_field(&l->crm->err, row->names[i].s);
}

int
load_number(int64_t *out, struct load *l, const struct crm_row *row, size_t i,
	    int64_t least)
{
	struct crm_value v = row->v[i];

	if (v.kind != CRM_TEXT || row->kinds[i] != CRM_CELL_NUMBER ||
	    crm_number_parse(out, v.s, v.len, 0, '.') || *out < least)
		return wrong(l, row, i, "a number that can stand here");
	return 0;
}

/* "contact:42" */
static int
read_link(int64_t *link, struct load *l, const struct crm_field *f,
	  const char *s, size_t len)
{
	const char *colon = memchr(s, ':', len);
	const struct crm_entity *e = colon ? crm_entity_find(l->crm, s,
	    (size_t)(colon - s)) : NULL;
	int64_t id;

	if (!e || !crm_link_allows(f, e) || crm_number_parse(&id, colon + 1,
	    (size_t)(s + len - colon - 1), 0, '.') || id <= 0)
		return CRM_EINVAL;
	*link = crm_link(e, id);
	return 0;
}

static bool
are_links(struct load *l, const struct crm_field *f, struct crm_value v)
{
	const char *s = v.s, *end = v.s + v.len;
	int64_t link;

	while (s < end) {
		const char *stop = memchr(s, ';', (size_t)(end - s));

		if (!stop)
			stop = end;
		if (read_link(&link, l, f, s, (size_t)(stop - s)))
			return false;
		s = stop + 1;
	}
	return true;
}

/* What JSON had, of the field F. */
static bool
fits(const struct crm_field *f, enum crm_cell_kind kind)
{
	switch (f->type) {
	case CRM_T_TEXT: case CRM_T_EMAIL: case CRM_T_PHONE: case CRM_T_URL:
	case CRM_T_CURRENCY: case CRM_T_DATE: case CRM_T_TIME:
	case CRM_T_ENUM: case CRM_T_LINK:
		return kind == CRM_CELL_TEXT;
	case CRM_T_BOOL:
		return kind == CRM_CELL_BOOL;
	case CRM_T_TAGS: case CRM_T_LINKS:
		return kind == CRM_CELL_LIST;
	default:
		return kind == CRM_CELL_NUMBER;
	}
}

static int
read_value(struct crm_value *out, struct load *l, const struct crm_row *row,
	   size_t i, const struct crm_field *f)
{
	const struct crm_read how = {
		.exact = true, .checked = true, .point = '.',
		.arena = &l->row
	};
	struct crm_value v = row->v[i];
	int64_t link = 0;

	if (!fits(f, row->kinds[i]))
		return wrong(l, row, i, "what this field holds");
	switch (f->type) {
	case CRM_T_LINK:
		if (read_link(&link, l, f, v.s, v.len))
			return wrong(l, row, i, "a link, as contact:42");
		*out = crm_int(link);
		return 0;
	case CRM_T_LINKS:
		*out = v;
		return are_links(l, f, v) ? 0
		    : wrong(l, row, i, "a list of links, as contact:42");
	default:
		return crm_value_read(out, l->crm, f, v.s, v.len, &how);
	}
}

static int
unknown(struct load *l, const struct crm_row *row, size_t i)
{
	struct crm_suggest near;

	crm_suggest_init(&near, row->names[i].s, row->names[i].len);
	for (size_t k = 0; k < l->e->nfields; k++)
		if (dump_has(l->e, &l->e->fields[k], l->history))
			crm_suggest_try(&near, l->e->fields[k].name);
	crm_failed(l->crm, CRM_EINVAL, "is no field of %s in a dump",
	    l->e->name);
	if (near.best)
		crm_hinted(l->crm, "did you mean '%s'?", near.best);
	return crm_fail_field(&l->crm->err, row->names[i].s);
}

/* "amount_minor": the number that is kept, which amount must be, too. */
static const struct crm_field *
minor_of(const struct crm_entity *e, struct crm_value name)
{
	const struct crm_field *f = name.len > 6 &&
	    !memcmp(name.s + name.len - 6, "_minor", 6)
	    ? crm_field_find(e, name.s, name.len - 6) : NULL;

	return f && f->type == CRM_T_MONEY ? f : NULL;
}

/* Money is read last, when the currency is known. */
static int
check_money(struct load *l, const struct crm_row *row)
{
	const struct crm_entity *e = l->e;
	int c = crm_entity_currency(e), rc;
	struct crm_read how = { .exact = true, .point = '.',
	    .arena = &l->row };

	if (c >= 0 && l->r->v[c].kind == CRM_TEXT)
		how.currency = crm_arena_copy(&l->row, l->r->v[c].s,
		    l->r->v[c].len);
	for (size_t i = 0; i < row->n; i++) {
		const struct crm_field *f = crm_field_find(e,
		    row->names[i].s, row->names[i].len);
		struct crm_value v = row->v[i];

		if (!f || f->type != CRM_T_MONEY || v.kind != CRM_TEXT)
			continue;
		rc = crm_value_read(&v, l->crm, f, v.s, v.len, &how);
		if (rc)
			return rc;
		if (!crm_same(v, l->r->v[f - e->fields]))
			return wrong(l, row, i, "the same as its smallest"
			    " units say");
	}
	return 0;
}

/* Where the member I goes: fields come in the order of the last line. */
static const struct crm_field *
field_of(const struct crm_entity *e, struct crm_value name, size_t *next)
{
	const struct crm_field *f = e->fields + *next;

	if (*next >= e->nfields || strlen(f->name) != name.len ||
	    memcmp(f->name, name.s, name.len) != 0)
		f = crm_field_find(e, name.s, name.len);
	if (f)
		*next = (size_t)(f - e->fields) + 1;
	return f;
}

static int
take_members(struct load *l, const struct crm_row *row, bool *money)
{
	const struct crm_entity *e = l->e;
	size_t next = 0;
	int rc = 0;

	for (size_t i = 1; !rc && i < row->n; i++) {
		const struct crm_field *f = field_of(e, row->names[i],
		    &next), *minor = f ? NULL : minor_of(e, row->names[i]);
		int64_t n = 0;

		if (minor && dump_has(e, minor, l->history)) {
			rc = load_number(&n, l, row, i, -CRM_NUMBER_MAX);
			l->r->v[minor - e->fields] = crm_int(n);
		} else if (!f || !dump_has(e, f, l->history)) {
			rc = unknown(l, row, i);
		} else if (f->type == CRM_T_MONEY) {
			*money = true;
		} else if (row->v[i].kind != CRM_NULL) {
			rc = read_value(&l->r->v[f - e->fields], l, row, i,
			    f);
		}
	}
	return rc;
}

/* Who added and who changed it may be gone. */
static bool
must_be_there(const struct crm_field *f, size_t i)
{
	return f->type == CRM_T_REF && i != CRM_F_CREATED_BY &&
	    i != CRM_F_UPDATED_BY;
}

/* What isn't there yet is looked for at the end. */
static void
look_ahead(struct load *l, const struct crm_row *row)
{
	const struct crm_entity *e = l->e;

	for (size_t i = CRM_F_ID + 1; i < e->nfields; i++) {
		const struct crm_value *v = &l->r->v[i];
		const struct crm_entity *to;
		struct load_forward f = {
			.e = e, .to = v->i, .line = row->line,
			.field = (int)i
		};

		if (v->kind != CRM_INT || !must_be_there(&e->fields[i], i))
			continue;
		to = crm_field_ref(l->crm, &e->fields[i]);
		if (!load_runs_line(&l->runs[to->number], v->i))
			crm_buf_add(&l->forward, &f, sizeof(f));
	}
}

int
load_record(struct load *l, const struct crm_row *row)
{
	bool money = false;
	int rc;

	crm_record_clear(l->r);
	rc = take_members(l, row, &money);
	if (!rc && money)
		rc = check_money(l, row);
	if (rc)
		return rc;
	if (crm_record_id(l->r) <= 0) {
		crm_failed(l->crm, CRM_EINVAL, "the record has no number");
		return crm_fail_field(&l->crm->err, "id");
	}
	look_ahead(l, row);
	rc = crm_bulk_add(l->bulk, l->r, row->line);
	if (!rc)
		load_runs_add(&l->runs[l->e->number], crm_record_id(l->r),
		    row->line);
	return rc;
}

int
load_log(struct load *l, const struct crm_row *row,
	 const struct crm_log_table *t)
{
	struct crm_value v[CRM_LOG_COLUMNS] = { { 0 } };

	for (size_t i = 1; i < row->n; i++) {
		size_t c = 0;
		int64_t n = 0;

		while (t->columns[c] && !crm_same(row->names[i],
		    crm_text(t->columns[c])))
			c++;
		if (!t->columns[c]) {
			crm_failed(l->crm, CRM_EINVAL, "is no column of the"
			    " log");
			return crm_fail_field(&l->crm->err,
			    row->names[i].s);
		}
		v[c] = row->v[i];
		if (row->kinds[i] == CRM_CELL_NUMBER) {
			if (load_number(&n, l, row, i, -CRM_NUMBER_MAX))
				return l->crm->err.code;
			v[c] = crm_int(n);
		} else if (row->kinds[i] != CRM_CELL_TEXT) {
			return wrong(l, row, i, "a number or a text");
		}
	}
	return crm_log_put(l->crm, t, v);
}
