/*
 * What is shown of the records that were found: some hundred at a time, each
 * entity's by one query.
 */
#include <string.h>

#include "crm/convert.h"
#include "crm/db.h"
#include "crm/link.h"
#include "service/search.h"

enum { COLUMNS = 4, DETAILS = 4 };

static const struct crm_field fields[] = {
	CRM_COMPUTED("entity", CRM_T_TEXT), CRM_COMPUTED("id", CRM_T_INT),
	CRM_COMPUTED("name", CRM_T_TEXT), CRM_COMPUTED("detail", CRM_T_TEXT),
	CRM_COMPUTED("id", CRM_T_LINK),
};

static const struct crm_column columns[COLUMNS] = {
	{ "entity", &fields[0], 0, -1, -1, false },
	{ "id", &fields[1], 1, -1, -1, true },
	{ "name", &fields[2], 2, -1, -1, true },
	{ "detail", &fields[3], 3, -1, -1, false },
};

static const struct crm_column links[COLUMNS] = {
	{ "entity", &fields[0], 0, -1, -1, false },
	{ "id", &fields[4], 1, -1, -1, true },
	{ "name", &fields[2], 2, -1, -1, true },
	{ "detail", &fields[3], 3, -1, -1, false },
};

/* What tells records of E apart: the first of these that it has. */
struct details {
	const struct crm_field *f[DETAILS];
	int n;
};

static void
add_detail(struct details *d, const struct crm_entity *e, enum crm_type type,
	   const char *ref)
{
	for (size_t i = CRM_F_OWN; i < e->nfields && d->n < DETAILS; i++) {
		const struct crm_field *f = &e->fields[i];

		if (f->type != type || (f->flags & (CRM_NAME | CRM_TITLE |
		    CRM_SENSITIVE | CRM_DERIVED | CRM_CUSTOM)) ||
		    (ref && strcmp(f->ref, ref) != 0))
			continue;
		d->f[d->n++] = f;
		return;
	}
}

static struct details
details_of(const struct crm_entity *e)
{
	struct details d = { .n = 0 };

	add_detail(&d, e, CRM_T_EMAIL, NULL);
	add_detail(&d, e, CRM_T_REF, "account");
	add_detail(&d, e, CRM_T_LINK, NULL);
	add_detail(&d, e, CRM_T_REF, "contact");
	add_detail(&d, e, CRM_T_URL, NULL);
	add_detail(&d, e, CRM_T_ENUM, NULL);
	add_detail(&d, e, CRM_T_TEXT, NULL);
	return d;
}

int
search_rows_begin(struct search_rows *r)
{
	return r->to->begin(r->to->ctx, r->links ? links : columns, COLUMNS);
}

/* The rows to come, by where they are among those that wait. */
struct fetch {
	struct search_rows *r;
	const struct crm_entity *e;
	struct details details;
	struct crm_value (*cells)[COLUMNS];
};

static struct crm_value
kept(struct crm_arena *a, struct crm_value v)
{
	if (v.kind == CRM_TEXT)
		v.s = crm_arena_copy(a, v.s, v.len);
	return v;
}

static struct crm_value
detail_of(struct fetch *f, const struct crm_value *cells)
{
	struct crm_buf b = { 0 };
	struct crm_value v = crm_null();

	for (int i = 0; i < f->details.n && v.kind == CRM_NULL; i++) {
		if (cells[i].kind == CRM_TEXT) {
			v = kept(&f->r->arena, cells[i]);
		} else if (cells[i].kind == CRM_INT) {
			crm_link_write(&b, cells[i].i);
			v = kept(&f->r->arena, crm_text_n(b.s, b.len));
		}
	}
	crm_buf_free(&b);
	return v;
}

static int
take(void *ctx, const struct crm_value *c)
{
	struct fetch *f = ctx;
	struct search_rows *r = f->r;
	int64_t link = crm_link(f->e, c[0].i);

	for (size_t i = 0; i < r->n; i++) {
		struct crm_value *to = f->cells[i];

		if (r->found[i] != link)
			continue;
		to[0] = crm_text(f->e->name);
		to[1] = r->links ? crm_int(link) : c[0];
		to[2] = kept(&r->arena, c[1]);
		to[3] = detail_of(f, c + 2);
	}
	return 0;
}

/* A column of the record, or the name of what it refers to. */
static void
add_cell(struct crm_buf *sql, struct crm *crm, const struct crm_field *f)
{
	const struct crm_field *name = f->type == CRM_T_REF ?
	    crm_field_title_of(crm_field_ref(crm, f)) : NULL;

	if (name)
		crm_buf_printf(sql, ", (SELECT \"%s\" FROM \"%s\" WHERE"
		    " \"id\" = \"t0\".\"%s\")", crm_field_column(name), f->ref,
		    crm_field_column(f));
	else
		crm_buf_printf(sql, ", \"t0\".\"%s\"", crm_field_column(f));
}

/* What E is called by; else what stands in its lists, as an address. */
static const struct crm_field *
name_of(const struct crm_entity *e)
{
	const struct crm_field *title = crm_field_title_of(e);

	for (size_t i = CRM_F_OWN; !title && i < e->nfields; i++)
		if (e->fields[i].type == CRM_T_TEXT && (e->fields[i].flags &
		    (CRM_BRIEF | CRM_SENSITIVE | CRM_DERIVED | CRM_CUSTOM)) ==
		    CRM_BRIEF)
			title = &e->fields[i];
	return title;
}

static int
fetch_entity(struct fetch *f)
{
	const struct crm_field *title = name_of(f->e);
	struct crm_value bind[SEARCH_AT_ONCE];
	struct crm_buf sql = { 0 };
	size_t n = 0;
	int rc;

	f->details = details_of(f->e);
	crm_buf_printf(&sql, "SELECT \"t0\".\"id\"%s", title ? "" : ", NULL");
	if (title)
		add_cell(&sql, f->r->crm, title);
	for (int i = 0; i < f->details.n; i++)
		add_cell(&sql, f->r->crm, f->details.f[i]);
	crm_buf_printf(&sql, " FROM \"%s\" AS \"t0\" WHERE \"t0\".\"id\" IN",
	    f->e->name);
	for (size_t i = 0; i < f->r->n; i++) {
		if (crm_link_entity(f->r->found[i]) != f->e->number)
			continue;
		bind[n++] = crm_int(crm_link_id(f->r->found[i]));
		crm_buf_printf(&sql, "%s$%zu", n == 1 ? " (" : ", ", n);
	}
	crm_buf_char(&sql, ')');
	rc = crm_db_each(f->r->crm->db, sql.s, n, bind, 2 + f->details.n,
	    take, f);
	crm_buf_free(&sql);
	return rc;
}

int
search_rows_flush(struct search_rows *r)
{
	struct crm_value cells[SEARCH_AT_ONCE][COLUMNS] = { 0 };
	bool done[CRM_LINK_BASE] = { false };
	struct fetch f = { .r = r, .cells = cells };
	int rc = 0;

	for (size_t i = 0; !rc && i < r->n; i++) {
		int number = crm_link_entity(r->found[i]);

		if (done[number])
			continue;
		done[number] = true;
		f.e = crm_entity_number(r->crm, number);
		rc = f.e ? fetch_entity(&f) : 0;
	}
	for (size_t i = 0; !rc && i < r->n; i++)
		if (cells[i][0].kind == CRM_TEXT)
			rc = r->to->row(r->to->ctx, cells[i]);
	r->n = 0;
	crm_arena_reset(&r->arena);
	return rc;
}

int
search_rows_add(struct search_rows *r, int64_t link)
{
	r->found[r->n++] = link;
	return r->n < SEARCH_AT_ONCE ? 0 : search_rows_flush(r);
}
