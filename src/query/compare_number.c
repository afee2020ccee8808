/* Whole numbers, decimals and percentages: integers of some decimals. */
#include "crm/number.h"
#include "query/compile.h"

int
crm_read_number(struct crm_value *out, struct crm_query *q,
		const struct crm_left *l, const struct crm_literal *v)
{
	struct crm_value text;
	int64_t n;
	size_t len;
	int rc = crm_literal_text(&text, q, l, v);

	if (rc)
		return rc;
	len = text.len;
	if (l->type == CRM_T_PERCENT && len > 1 && text.s[len - 1] == '%')
		len--;
	if (!crm_number_read(&n, text.s, len, l->decimals)) {
		*out = crm_int(n);
		return 0;
	}
	if (!l->decimals)
		return crm_literal_wrong(q, v, text, "a whole number");
	crm_literal_wrong(q, v, text, "a number");
	return crm_hint(q->src->err,
	    "write it as 12.5, with at most %d decimals; k and M may follow",
	    l->decimals);
}

static int
number_equal(struct crm_query *q, const struct crm_left *l,
	     const struct crm_literal *v, size_t n)
{
	struct crm_value *values;
	int rc;

	values = crm_arena_alloc(q->arena, n * sizeof(*values));
	for (size_t i = 0; i < n; i++) {
		rc = crm_read_number(&values[i], q, l, &v[i]);
		if (rc)
			return rc;
	}
	crm_left_open(q, l);
	crm_emit_str(q, l->sql);
	crm_emit_among(q, values, n);
	crm_left_close(q, l);
	return 0;
}

static int
number_order(struct crm_query *q, const struct crm_left *l, enum cmp cmp,
	     const struct crm_literal *v)
{
	struct crm_value value = crm_null();
	int rc = crm_read_number(&value, q, l, v);

	if (rc)
		return rc;
	crm_left_open(q, l);
	crm_emit(q, "%s %s ", l->sql, crm_cmp_sql(cmp));
	crm_emit_bind(q, value);
	crm_left_close(q, l);
	return 0;
}

const struct crm_comparison crm_compare_number = {
	"a number", number_equal, number_order, NULL
};
