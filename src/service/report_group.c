/* Groups of deals: found by value and currency, named, put in order. */
#include <stdlib.h>
#include <string.h>

#include "crm/db.h"
#include "crm/utf8.h"
#include "service/report.h"

static struct crm_group *
add_group(struct crm_report *r, struct crm_value value, const char *currency)
{
	struct crm_group *g = crm_arena_alloc(&r->arena, sizeof(*g));

	g->value = value;
	if (value.kind == CRM_TEXT)
		g->value.s = crm_arena_copy(&r->arena, value.s, value.len);
	memcpy(g->currency, currency, 3);
	g->home = !strcmp(g->currency, r->currency);
	*r->end = g;
	r->end = &g->next;
	r->n++;
	return g;
}

struct crm_group *
crm_group_of(struct crm_report *r, struct crm_value value,
	     struct crm_value currency)
{
	const char *code = currency.kind == CRM_TEXT && currency.len == 3 ?
	    currency.s : r->currency;
	char head[4] = { (char)value.kind, code[0], code[1], code[2] };
	int64_t *slot;

	crm_buf_cut(&r->key, 0);
	crm_buf_add(&r->key, head, sizeof(head));
	if (value.kind == CRM_INT)
		crm_buf_add(&r->key, &value.i, sizeof(value.i));
	else if (value.kind == CRM_TEXT)
		crm_buf_add(&r->key, value.s, value.len);
	slot = crm_map_put(&r->by_key, r->key.s, r->key.len);
	if (!*slot)
		*slot = (intptr_t)add_group(r, value, code);
	return (struct crm_group *)(intptr_t)*slot;
}

int
crm_group_add(struct crm_report *r, int64_t *sum, int64_t n)
{
	if (!__builtin_add_overflow(*sum, n, sum))
		return 0;
	return crm_failed(r->crm, CRM_EFAIL,
	    "the sum of the amounts is too large");
}

/* A reference sorts by the key of the name that it shows. */
static int
find_name(struct crm_group *g, struct crm_report *r, const char *sql)
{
	struct crm_rows *rows;
	int rc = crm_db_query(&rows, r->crm->db, sql, CRM_BIND(g->value));

	if (rc)
		return rc;
	rc = crm_rows_next(rows);
	if (rc > 0) {
		struct crm_value name = crm_rows_cell(rows, 0);
		struct crm_value key = crm_rows_cell(rows, 1);

		if (name.kind == CRM_TEXT)
			g->name = crm_text_n(crm_arena_copy(&r->arena, name.s,
			    name.len), name.len);
		if (key.kind == CRM_TEXT)
			g->key = crm_text_n(crm_arena_copy(&r->arena, key.s,
			    key.len), key.len);
	}
	crm_rows_close(rows);
	return rc < 0 ? rc : 0;
}

static int
find_names(struct crm_report *r, const struct crm_entity *e)
{
	const struct crm_field *f = crm_field_title_of(e);
	struct crm_buf sql = { 0 };
	char key[64];
	int rc = 0;

	if (!f)
		return 0;
	crm_buf_printf(&sql, "SELECT \"%s\", \"%s\" FROM \"%s\""
	    " WHERE \"id\" = $1", f->name, crm_field_key(key, f), e->name);
	for (struct crm_group *g = r->first; !rc && g; g = g->next)
		if (g->value.kind == CRM_INT)
			rc = find_name(g, r, sql.s);
	crm_buf_free(&sql);
	return rc;
}

static void
rank_stages(struct crm_report *r)
{
	for (struct crm_group *g = r->first; g; g = g->next)
		for (size_t i = 0; i < r->nstages; i++)
			if (g->value.kind == CRM_INT &&
			    r->stages[i].id == g->value.i)
				g->rank = r->stages[i].rank;
}

static void
key_values(struct crm_report *r)
{
	struct crm_buf key = { 0 };

	for (struct crm_group *g = r->first; g; g = g->next) {
		if (g->value.kind == CRM_INT)
			g->rank = g->value.i;
		if (g->value.kind != CRM_TEXT)
			continue;
		crm_buf_cut(&key, 0);
		crm_name_key(&key, g->value.s, g->value.len);
		g->key = crm_text_n(crm_arena_copy(&r->arena,
		    key.len ? key.s : "", key.len), key.len);
	}
	crm_buf_free(&key);
}

static int
compare(struct crm_value a, struct crm_value b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int d;

	if (a.kind != b.kind)
		return a.kind == CRM_NULL ? 1 : b.kind == CRM_NULL ? -1 :
		    a.kind < b.kind ? -1 : 1;
	if (a.kind == CRM_INT)
		return (a.i > b.i) - (a.i < b.i);
	if (a.kind == CRM_NULL)
		return 0;
	d = n ? memcmp(a.s, b.s, n) : 0;
	return d ? d : (a.len > b.len) - (a.len < b.len);
}

static int
in_order(const void *left, const void *right)
{
	const struct crm_group *a = *(struct crm_group *const *)left;
	const struct crm_group *b = *(struct crm_group *const *)right;
	bool none = a->value.kind == CRM_NULL;
	int d = none - (b->value.kind == CRM_NULL);

	if (!d)
		d = (a->rank > b->rank) - (a->rank < b->rank);
	if (!d)
		d = compare(a->key, b->key);
	if (!d)
		d = compare(a->value, b->value);
	if (!d)
		d = b->home - a->home;
	return d ? d : strcmp(a->currency, b->currency);
}

int
crm_groups_sort(struct crm_group ***out, struct crm_report *r,
		const struct crm_field *by)
{
	struct crm_group **v = crm_arena_alloc(&r->arena,
	    (r->n + 1) * sizeof(struct crm_group *));
	size_t n = 0;
	int rc = 0;

	if (by && by->type == CRM_T_REF) {
		const struct crm_entity *e = crm_field_ref(r->crm, by);

		rc = find_names(r, e);
		if (crm_is(e, &crm_stage))
			rank_stages(r);
	} else if (by) {
		key_values(r);
	}
	for (struct crm_group *g = r->first; g; g = g->next)
		v[n++] = g;
	qsort(v, n, sizeof(struct crm_group *), in_order);
	*out = v;
	return rc;
}

size_t
crm_report_columns(struct crm_column *out, const char *name,
		   const struct crm_field *by, const struct crm_field *fields,
		   size_t n)
{
	size_t cols = 0;

	if (name)
		out[cols++] = (struct crm_column){ .name = name, .field = by,
		    .cell = 0, .name_cell = by->type == CRM_T_REF ? 1 : -1,
		    .currency_cell = -1, .brief = true };
	for (size_t i = 0; i < n; i++)
		out[cols++] = (struct crm_column){ .name = fields[i].name,
		    .field = &fields[i], .cell = (int)i + 2, .name_cell = -1,
		    .currency_cell = fields[i].type == CRM_T_MONEY ?
		    (int)n + 1 : -1 };
	return cols;
}

void
crm_group_cells(struct crm_value *cells, const struct crm_group *g, size_t n)
{
	cells[0] = g->value;
	cells[1] = g->name;
	cells[n + 1] = crm_text(g->currency);
}
