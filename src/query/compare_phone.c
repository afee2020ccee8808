/*
 * Phones: by their keys.  A number without its country is one of the record's
 * own country, else of the company's; of a record that names its country, the
 * number may be one of any.
 */
#include <string.h>

#include "crm/address.h"
#include "query/compile.h"

struct keys {
	struct crm_query *q;
	struct list { struct crm_value *v; size_t n, size; } home, abroad;
};

static void
add(struct keys *k, struct list *to, const char *key, size_t len)
{
	if (to->n == to->size) {
		struct crm_value *v;

		to->size = to->size ? to->size * 2 : 4;
		v = crm_arena_alloc(k->q->arena, to->size * sizeof(*v));
		if (to->n)
			memcpy(v, to->v, to->n * sizeof(*v));
		to->v = v;
	}
	to->v[to->n++] = crm_text_n(crm_arena_copy(k->q->arena, key, len),
	    len);
}

static void
take(void *ctx, const char *key, size_t len, const char *country)
{
	struct keys *k = ctx;

	if (!country || !strcmp(country, k->q->crm->company.country))
		add(k, &k->home, key, len);
	if (country)
		add(k, &k->abroad, key, len);
}

static int
read_keys(struct keys *k, struct crm_query *q, const struct crm_left *l,
	  const struct crm_literal *v, size_t n)
{
	*k = (struct keys){ .q = q };
	for (size_t i = 0; i < n; i++) {
		struct crm_value text;
		int rc = crm_literal_text(&text, q, l, &v[i]);

		if (rc)
			return rc;
		if (!crm_phone_keys(text.s, text.len, take, k))
			continue;
		crm_literal_wrong(q, &v[i], text, "a phone number");
		return crm_hint(q->src->err, "write ~ for a part of it");
	}
	return 0;
}

static int
equal(struct crm_query *q, const struct crm_left *l,
      const struct crm_literal *v, size_t n)
{
	const struct crm_table *table = l->place.at.table;
	const char *key, *country;
	struct crm_further further;
	char name[64];
	struct keys k;
	int rc;

	if (!l->column || l->node->cmp == CMP_SAME)
		return crm_compare_text.equal(q, l, v, n);
	rc = read_keys(&k, q, l, v, n);
	if (!rc)
		rc = crm_further_open(&further, q, l,
		    (struct crm_keys_in){ k.home.v, k.home.n },
		    (struct crm_keys_in){ k.abroad.v, k.abroad.n });
	if (rc)
		return rc;
	key = crm_path_column(q, table, crm_field_key(name, l->place.field));
	crm_emit(q, "(%s IS NOT NULL AND (%s", key, key);
	crm_emit_among(q, k.home.v, k.home.n);
	if (k.abroad.n && crm_field_find(table->entity, "country", 7)) {
		country = crm_path_column(q, table, "country");
		crm_emit(q, " OR (%s IS NOT NULL AND %s", country, key);
		crm_emit_among(q, k.abroad.v, k.abroad.n);
		crm_emit_str(q, ")");
	}
	crm_emit_str(q, ")");
	crm_left_close(q, l);
	crm_further_close(&further, l);
	return 0;
}

static int
order(struct crm_query *q, const struct crm_left *l, enum cmp cmp,
      const struct crm_literal *v)
{
	return crm_compare_text.order(q, l, cmp, v);
}

static int
match(struct crm_query *q, const struct crm_left *l, enum cmp cmp,
      const struct crm_literal *v)
{
	return crm_compare_text.match(q, l, cmp, v);
}

const struct crm_comparison crm_compare_phone = {
	"text", equal, order, match
};
