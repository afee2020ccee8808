/*
 * References: = names records as everywhere, and means every record that it
 * may name, deleted ones too; ~ and the like look at the names.
 */
#include <stdio.h>
#include <string.h>

#include "crm/ref.h"
#include "query/compile.h"

static void
add_id(struct crm_ids *ids, struct crm_query *q, int64_t id)
{
	ids->v = crm_query_grow(q, ids->v, ids->n, &ids->size,
	    sizeof(*ids->v));
	ids->v[ids->n++] = crm_int(id);
}

/* No record is named so: say what is near. */
static int
no_such(struct crm_query *q, const struct crm_literal *v,
	struct crm_value text, const struct crm_entity *e)
{
	char hint[sizeof(q->src->err->hint)];
	int64_t id;
	int rc = crm_ref_find(&id, q->crm, e, text.s, text.len,
	    CRM_REF_DELETED);

	if (rc && rc != CRM_ENOTFOUND)
		return rc;
	snprintf(hint, sizeof(hint), "%s", rc ? q->crm->err.hint : "");
	crm_source_fail(q->src, v->at, "there is no %s %s", e->name,
	    crm_source_quote(q->src, text.s, text.len));
	return hint[0] ? crm_hint(q->src->err, "%s", hint) : CRM_EUSAGE;
}

static int
find_all(struct crm_ids *ids, struct crm_query *q, const struct crm_literal *v,
	 struct crm_value text, const struct crm_entity *e)
{
	size_t max = 64, n;
	int64_t *found;
	int rc;

	/* There may be more than fit. */
	do {
		max *= 4;
		found = crm_arena_alloc(q->arena, max * sizeof(*found));
		rc = crm_ref_all(found, max, &n, q->crm, e, text.s, text.len,
		    CRM_REF_DELETED);
	} while (!rc && n == max && max < CRM_BINDS_MAX);
	if (rc && rc != CRM_ENOTFOUND)
		return rc;
	if (rc || !n)
		return no_such(q, v, text, e);
	for (size_t i = 0; i < n; i++)
		add_id(ids, q, found[i]);
	return 0;
}

static bool
is_word(struct crm_value text, const char *word)
{
	return text.len == strlen(word) && !memcmp(text.s, word, text.len);
}

int
crm_read_reference(struct crm_ids *ids, struct crm_query *q,
		   const struct crm_left *l, const struct crm_literal *v)
{
	const struct crm_entity *e = crm_field_ref(q->crm, l->place.field);
	struct crm_value text;
	int rc = crm_literal_text(&text, q, l, v);

	if (rc)
		return rc;
	if (crm_is(e, &crm_user) && is_word(text, "none")) {
		ids->none = true;
		return 0;
	}
	if (crm_is(e, &crm_user) && is_word(text, "me")) {
		if (q->crm->actor.id) {
			add_id(ids, q, q->crm->actor.id);
			return 0;
		}
		crm_source_fail(q->src, v->at, "'me' is no user here");
		return crm_hint(q->src->err,
		    "say who you are: --as, CRM_USER");
	}
	return find_all(ids, q, v, text, e);
}

static int
reference_equal(struct crm_query *q, const struct crm_left *l,
		const struct crm_literal *v, size_t n)
{
	struct crm_ids ids = { 0 };
	int rc;

	for (size_t i = 0; i < n; i++) {
		rc = crm_read_reference(&ids, q, l, &v[i]);
		if (rc)
			return rc;
	}
	if (ids.none)
		crm_emit(q, "(%s IS NULL%s", l->sql, ids.n ? " OR " : ")");
	if (ids.n) {
		crm_left_open(q, l);
		crm_emit_str(q, l->sql);
		crm_emit_among(q, ids.v, ids.n);
		crm_left_close(q, l);
	}
	if (ids.none && ids.n)
		crm_emit_str(q, ")");
	return 0;
}

static int
reference_match(struct crm_query *q, const struct crm_left *l, enum cmp cmp,
		const struct crm_literal *v)
{
	const struct crm_entity *e = crm_field_ref(q->crm, l->place.field);
	const struct crm_field *name = crm_field_title_of(e);
	struct crm_place place = l->place;
	struct crm_left far;

	if (!name) {
		crm_source_fail(q->src, l->node->cmp_at, "a %s has no name",
		    e->name);
		return crm_hint(q->src->err, "compare one of its fields");
	}
	if (!place.records)
		place.at.table = crm_path_join(q, place.at, place.field);
	if (!place.at.table)
		return crm_source_fail(q->src, l->node->at,
		    "more than %d references are followed", CRM_JOINS_MAX);
	place.field = name;
	place.records = false;
	place.sql = crm_path_column(q, place.at.table, name->name);
	crm_left_make(&far, q, l->node, l->base, &place);
	return crm_compare_text.match(q, &far, cmp, v);
}

const struct crm_comparison crm_compare_reference = {
	"a reference", reference_equal, NULL, reference_match
};
