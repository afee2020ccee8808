/* Tags: rows, kept folded; a record has one of them or none. */
#include <string.h>

#include "query/compile.h"

int
crm_read_tag(struct crm_value *out, struct crm_query *q,
	     const struct crm_left *l, const struct crm_literal *v)
{
	struct crm_value text;
	int rc = l->type == CRM_T_LINKS ? crm_literal_link(out, q, l, v)
	    : crm_literal_text(&text, q, l, v);

	if (rc || l->type == CRM_T_LINKS)
		return rc;
	*out = crm_folded(q, text);
	if (!memchr(text.s, ';', text.len) && !memchr(text.s, ',', text.len))
		return 0;
	crm_literal_wrong(q, v, text, "one tag");
	return crm_hint(q->src->err,
	    "write tags=a and tags=b, or: tags in (a, b)");
}

static const char *
open_tags(struct crm_query *q, const struct crm_left *l)
{
	int n = ++q->tables;

	crm_emit(q, "EXISTS (SELECT 1 FROM \"tag\" AS \"t%d\" WHERE"
	    " \"t%d\".\"entity\" = %d AND \"t%d\".\"record\" = %s AND ", n, n,
	    crm_path_set(&l->place), n, l->sql);
	return crm_arena_printf(q->arena, "\"t%d\".\"tag\"", n);
}

static int
tags_equal(struct crm_query *q, const struct crm_left *l,
	   const struct crm_literal *v, size_t n)
{
	struct crm_value *values;
	int rc;

	values = crm_arena_alloc(q->arena, n * sizeof(*values));
	for (size_t i = 0; i < n; i++) {
		rc = crm_read_tag(&values[i], q, l, &v[i]);
		if (rc)
			return rc;
	}
	crm_emit_str(q, open_tags(q, l));
	crm_emit_among(q, values, n);
	crm_emit_str(q, ")");
	return 0;
}

static int
tags_match(struct crm_query *q, const struct crm_left *l, enum cmp cmp,
	   const struct crm_literal *v)
{
	static const struct crm_field tag = { .name = "tag",
	    .type = CRM_T_TEXT };
	struct crm_place place = l->place;
	struct crm_left one;
	int rc;

	place.field = &tag;
	place.sql = open_tags(q, l);
	crm_left_make(&one, q, l->node, l->base, &place);
	rc = crm_compare_text.match(q, &one, cmp, v);
	crm_emit_str(q, ")");
	return rc;
}

const struct crm_comparison crm_compare_tags = {
	"tags", tags_equal, NULL, tags_match
};
