/* The cells of a row, by column. */
#include <string.h>

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

/* V without blanks, where they don't count, and as --value has it. */
static struct crm_value
cell_of(struct import *im, const struct import_column *c, struct crm_value v)
{
	struct crm_value bare;

	if (v.kind != CRM_TEXT)
		return v;
	bare = trimmed(v);
	if (bare.kind == CRM_NULL ||
	    im->e->fields[c->field].type != CRM_T_TEXT)
		v = bare;
	return v.kind == CRM_TEXT && c->values.n ? mapped(im, c, v, bare) : v;
}

static void
read_cells(struct import *im, const struct crm_row *row)
{
	for (size_t i = 0; i < im->ncolumns; i++) {
		const struct import_column *c = &im->columns[i];
		struct crm_value v = c->cell < 0 ? crm_null()
		    : row->v[c->cell];

		if (v.kind == CRM_TEXT && im->o.excel_safe)
			v = unmarked(v);
		im->cells[i] = cell_of(im, c, v);
		im->present[i] = c->cell >= 0;
	}
}

static int
given_twice(struct import *im, const struct import_column *c,
	    struct crm_value name)
{
	crm_failed(im->crm, CRM_EINVAL, "'%.*s' is another value of the same"
	    " field", name.len < 100 ? (int)name.len : 100, name.s);
	return crm_fail_field(&im->crm->err, import_column_name(im, c));
}

/* Objects and arrays where none can be are refused when they are assigned. */
static int
read_members(struct import *im, const struct crm_row *row)
{
	struct import_column *c;
	int rc;

	for (size_t i = 0; i < im->ncolumns; i++) {
		im->cells[i] = crm_null();
		im->present[i] = false;
	}
	for (size_t i = 0; i < row->n; i++) {
		enum crm_cell_kind kind = row->kinds[i];
		struct crm_value v = row->v[i];
		size_t at;

		rc = import_member(&c, im, row->names[i]);
		if (rc)
			return rc;
		if (!c)
			continue;
		at = (size_t)(c - im->columns);
		if (kind != CRM_CELL_OTHER)
			v = cell_of(im, c, v);
		if (v.kind == CRM_TEXT && v.s != row->v[i].s)
			kind = CRM_CELL_TEXT;
		if (im->present[at] && !crm_same(v, im->cells[at]))
			return given_twice(im, c, row->names[i]);
		im->cells[at] = v;
		im->kinds[at] = kind;
		im->present[at] = true;
	}
	return 0;
}

int
import_cells(struct import *im, const struct crm_row *row)
{
	if (im->json)
		return read_members(im, row);
	read_cells(im, row);
	return 0;
}
