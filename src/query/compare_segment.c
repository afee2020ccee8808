/* Saved filters: segment = NAME stands for the filter of that name. */
#include "crm/segment.h"

#include <stdio.h>
#include <string.h>

#include "crm/ref.h"
#include "query/compile.h"
#include "query/parse.h"

#define NESTING_SEGMENT 3

const struct crm_field crm_segment_field = {
	.name = "segment", .type = CRM_T_SEGMENT,
	.help = "the saved filters that it is in"
};

static int
no_such(struct crm_query *q, const struct crm_literal *v,
	struct crm_value text, const struct crm_entity *e)
{
	char hint[sizeof(q->src->err->hint)];
	int64_t id;
	int rc = crm_ref_find(&id, q->crm, &crm_segment, text.s, text.len,
	    0);

	if (rc && rc != CRM_ENOTFOUND && rc != CRM_ECONFLICT)
		return rc;
	snprintf(hint, sizeof(hint), "%s", q->crm->err.hint);
	crm_source_fail(q->src, v->at, "there is no segment %s of %s",
	    crm_source_quote(q->src, text.s, text.len), e->plural);
	if (rc == CRM_ENOTFOUND && hint[0])
		return crm_hint(q->src->err, "%s", hint);
	return crm_hint(q->src->err, "crm segment list shows those there"
	    " are");
}

/* The segment of E that TEXT names. */
static int
find(struct crm_record **out, struct crm_query *q,
     const struct crm_literal *v, struct crm_value text,
     const struct crm_entity *e)
{
	int64_t ids[32];
	size_t n;
	int rc = crm_ref_all(ids, 32, &n, q->crm, &crm_segment, text.s,
	    text.len, 0);

	for (size_t i = 0; !rc && i < n; i++) {
		rc = crm_record_load(out, q->crm, &crm_segment, ids[i],
		    q->arena);
		if (!rc && crm_same((*out)->v[SEGMENT_ENTITY],
		    crm_text(e->name)))
			return 0;
	}
	return rc && rc != CRM_ENOTFOUND ? rc : no_such(q, v, text, e);
}

static int
check_cycle(struct crm_query *q, const struct crm_literal *v,
	    const struct crm_record *s)
{
	int64_t id = crm_record_id(s);

	for (int i = 0; i < q->nsegments; i++)
		if (q->segments[i] == id)
			return crm_source_fail(q->src, v->at, "the segment"
			    " asks for itself");
	if (q->nsegments == (int)CRM_COUNT(q->segments))
		return crm_source_fail(q->src, v->at,
		    "segments ask for each other too deeply");
	q->segments[q->nsegments++] = id;
	return 0;
}

/* Put the filter of S there, of the records at BASE. */
static int
expand(struct crm_query *q, struct crm_base base, const struct crm_record *s)
{
	const struct crm_source *outer = q->src;
	struct crm_value filter = s->v[SEGMENT_FILTER];
	struct crm_value name = s->v[SEGMENT_NAME];
	struct crm_source src = { filter.s, filter.len, q->arena,
	    outer->err };
	struct crm_node *node;
	int rc;

	src.text = crm_arena_copy(q->arena, filter.s, filter.len);
	rc = crm_filter_parse(&node, &src);
	q->src = &src;
	if (!rc && node)
		rc = crm_compile(q, base, node);
	q->src = outer;
	if (rc)
		crm_fail_in(outer->err, "segment '%.*s'",
		    (int)(name.len < 60 ? name.len : 60), name.s);
	return rc;
}

int
crm_read_segment(struct crm_record **out, struct crm_query *q,
		 const struct crm_left *l, const struct crm_literal *v)
{
	struct crm_value text;
	int rc = crm_literal_text(&text, q, l, v);

	return rc ? rc : find(out, q, v, text,
	    l->place.at.table->entity);
}

static int
one(struct crm_query *q, const struct crm_left *l,
    const struct crm_literal *v)
{
	struct crm_base base = l->place.at;
	struct crm_record *s = NULL;
	int rc = crm_read_segment(&s, q, l, v);

	if (!rc && s)
		rc = check_cycle(q, v, s);
	if (rc || !s)
		return rc;
	if (l->place.many)
		base.scope = l->place.many;
	rc = crm_query_deeper(q, v->at, NESTING_SEGMENT);
	crm_emit_str(q, "(");
	if (!rc)
		rc = expand(q, base, s);
	crm_emit_str(q, ")");
	q->nesting -= NESTING_SEGMENT;
	q->segments[--q->nsegments] = 0;
	return rc;
}

static int
segment_equal(struct crm_query *q, const struct crm_left *l,
	      const struct crm_literal *v, size_t n)
{
	return crm_emit_any(q, l, v, n, one);
}

const struct crm_comparison crm_compare_segment = {
	"a segment", segment_equal, NULL, NULL
};
