/*
 * JSON has no header: each object has members of its own, and what a name
 * means is looked up when it is first met.
 */
#include <string.h>

#include "crm/suggest.h"
#include "service/import.h"

/* A file may have ids for names; they aren't all remembered. */
enum { KNOWN_MAX = 20000, PASSED = -1 };

static void
keep_header(struct import *im, const struct crm_row *row)
{
	struct crm_value *names = crm_arena_alloc(&im->arena,
	    row->n * sizeof(*names));

	im->filled = crm_arena_alloc(&im->arena, row->n);
	for (size_t i = 0; i < row->n; i++) {
		struct crm_value name = row->names[i];

		names[i] = crm_text_n(crm_arena_copy(&im->arena, name.s,
		    name.len), name.len);
		im->filled[i] = row->v[i].kind == CRM_TEXT;
	}
	im->header = (struct crm_row){
		.line = row->line, .n = row->n, .v = names
	};
}

int
import_members_first(struct import *im)
{
	struct crm_row row;
	int rc;

	do
		rc = crm_reader_next(im->reader, &row);
	while (rc > 0 && row.bad);
	if (rc > 0)
		keep_header(im, &row);
	return rc < 0 ? rc : import_reader_open(im);
}

/* NAME, or an object that it is in, is passed over by the map. */
static bool
passes(struct import *im, struct crm_value name, const struct import_pair *p)
{
	if (p)
		return import_pair_passes(p);
	if (name.len && name.s[0] == '_')
		return true;
	while (name.len) {
		if (name.s[--name.len] != '.')
			continue;
		p = import_pair_of(im, name);
		if (p)
			return import_pair_passes(p);
	}
	return false;
}

static int
unknown(struct import *im, struct crm_value name)
{
	const char *near = import_nearest(im->e, name);
	const char *dot = memrchr(name.s, '.', name.len);
	int n = name.len < 100 ? (int)name.len : 100;

	if (!near && dot)
		near = import_nearest(im->e, crm_text_n(dot + 1, name.len -
		    (size_t)(dot + 1 - name.s)));
	crm_failed(im->crm, CRM_EINVAL, "is no field of %s", im->e->name);
	if (near)
		crm_hinted(im->crm, "did you mean '%s'? --set '%.*s=%s' says"
		    " so, --ignore-unknown passes it over", near, n, name.s,
		    near);
	else
		crm_hinted(im->crm, "--set '%.*s=FIELD' says which it is,"
		    " --ignore-unknown passes it over", n, name.s);
	return crm_fail_field(&im->crm->err, crm_arena_copy(&im->row, name.s,
	    (size_t)n));
}

/* 1 and what NAME is; 0 to pass it over. */
static int
resolve(struct import_target *t, struct import *im, struct crm_value name)
{
	const struct import_pair *p = import_pair_of(im, name);
	const struct crm_value word = p ? crm_text(p->to) : name;

	if (passes(im, name, p))
		return 0;
	*t = import_match(im, word);
	if (!t->field)
		return im->o.ignore_unknown ? 0 : unknown(im, name);
	return import_takes(im->e, t->field);
}

static void
remember(struct import *im, struct crm_value name, int64_t what)
{
	if (im->members.n >= KNOWN_MAX)
		crm_map_free(&im->members);
	*crm_map_put(&im->members, name.s, name.len) = what;
}

int
import_member(struct import_column **out, struct import *im,
	      struct crm_value name)
{
	const int64_t *known = crm_map_get(&im->members, name.s, name.len);
	struct import_target t;
	int rc;

	*out = NULL;
	if (known && *known) {
		if (*known != PASSED)
			*out = &im->columns[*known - 1];
		return 0;
	}
	rc = resolve(&t, im, name);
	if (rc < 0)
		return rc;
	if (rc) {
		*out = import_column_find(im, t);
		if (!*out)
			*out = import_column_add(im, t, 0);
		(*out)->cell = 0;
	}
	remember(im, name, rc ? *out - im->columns + 1 : PASSED);
	return 0;
}
