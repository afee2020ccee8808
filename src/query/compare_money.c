/*
 * Money.  A number without a currency is meant in that of each row, whose
 * minor units differ: 50 is 5000 cents and 50 yen.  With a code, rows in that
 * currency alone compare.  A sum takes only rows in one currency, that of the
 * value or the company's: amounts of several are never mixed.
 */
#include <string.h>

#include "crm/number.h"
#include "query/compile.h"

/* The three letters at S as capitals; false when they are something else. */
static bool
to_code(char *code, const char *s)
{
	for (int i = 0; i < 3; i++) {
		code[i] = s[i] >= 'a' && s[i] <= 'z' ? (char)(s[i] - 32)
		    : s[i];
		if (code[i] < 'A' || code[i] > 'Z')
			return false;
	}
	return true;
}

/* Take a code off the end of TEXT. */
static int
split_code(struct crm_amount *a, struct crm_query *q,
	   const struct crm_literal *v, struct crm_value *text)
{
	size_t len = text->len;
	char code[3];

	a->code = crm_null();
	if (len < 4 || !to_code(code, text->s + len - 3))
		return 0;
	if (crm_currency_decimals(code, 3) < 0) {
		/* Small letters may be part of a number. */
		if (memcmp(code, text->s + len - 3, 3) != 0)
			return 0;
		crm_literal_wrong(q, v, crm_text_n(code, 3), "a currency");
		return crm_hint(q->src->err,
		    "write a code of ISO 4217, as in 50kEUR");
	}
	a->code = crm_text_n(crm_arena_copy(q->arena, code, 3), 3);
	text->len -= 3;
	while (text->len && text->s[text->len - 1] == ' ')
		text->len--;
	return 0;
}

int
crm_read_amount(struct crm_amount *a, struct crm_query *q,
		const struct crm_left *l, const struct crm_literal *v)
{
	struct crm_value text, whole;
	int rc = crm_literal_text(&text, q, l, v);

	whole = text;
	if (!rc)
		rc = split_code(a, q, v, &text);
	if (rc)
		return rc;
	/* Four decimals are the most a currency has; two reach further. */
	for (a->decimals = 4; a->decimals > 0; a->decimals -= 2)
		if (!crm_number_read(&a->n, text.s, text.len, a->decimals))
			return 0;
	crm_literal_wrong(q, v, whole, "an amount");
	return crm_hint(q->src->err,
	    "write it as 12500.50, 50k or 50kEUR");
}

/*
 * The amount in minor units of DECIMALS that CMP compares with, as $n: what
 * lies between two units is rounded so that the outcome stays, and equals
 * nothing.
 */
static void
emit_units(struct crm_query *q, const struct crm_amount *a, int decimals,
	   enum cmp cmp)
{
	int64_t unit = 1, n = a->n, rest;

	for (int i = decimals; i < a->decimals; i++)
		unit *= 10;
	for (int i = a->decimals; i < decimals; i++)
		n *= 10;
	rest = n % unit;
	n /= unit;
	if (rest && cmp == CMP_EQ) {
		crm_emit_str(q, "CAST(NULL AS BIGINT)");
		return;
	}
	if (rest > 0 && (cmp == CMP_GE || cmp == CMP_LT))
		n++;
	if (rest < 0 && (cmp == CMP_GT || cmp == CMP_LE))
		n--;
	crm_emit_str(q, "CAST(");
	crm_emit_bind(q, crm_int(n));
	crm_emit_str(q, " AS BIGINT)");
}

static int
company_decimals(const struct crm_query *q)
{
	const char *code = q->crm->company.currency;
	int decimals = crm_currency_decimals(code, strlen(code));

	return decimals < 0 ? 2 : decimals;
}

/* The amount in the units of each row's currency. */
static void
emit_by_row(struct crm_query *q, const struct crm_amount *a,
	    const char *currency, enum cmp cmp)
{
	static const int odd[] = { 0, 3, 4 };

	crm_emit(q, "CASE WHEN %s = $%d THEN ", currency,
	    crm_query_currency(q));
	emit_units(q, a, company_decimals(q), cmp);
	for (size_t i = 0; i < CRM_COUNT(odd); i++) {
		const char *const *c = crm_currencies_with(odd[i]);

		if (!*c)
			continue;
		crm_emit(q, " WHEN %s IN (", currency);
		for (size_t j = 0; c[j]; j++)
			crm_emit(q, j ? ",'%s'" : "'%s'", c[j]);
		crm_emit_str(q, ") THEN ");
		emit_units(q, a, odd[i], cmp);
	}
	crm_emit_str(q, " ELSE ");
	emit_units(q, a, 2, cmp);
	crm_emit_str(q, " END");
}

static const char *
code_bind(struct crm_query *q, const struct crm_amount *a)
{
	return crm_arena_printf(q->arena, "$%d", a->code.kind == CRM_TEXT ?
	    crm_query_bind(q, a->code) : crm_query_currency(q));
}

/* The value of L in one currency: an aggregate, or without a field for it. */
static int
emit_in_one(struct crm_query *q, const struct crm_left *l, enum cmp cmp,
	    const struct crm_amount *a)
{
	const char *sql = l->sql;
	int rc = 0;

	if (!sql)
		rc = crm_aggregate_money(&sql, q, l, code_bind(q, a));
	if (rc)
		return rc;
	crm_emit(q, "((%s %s ", sql, crm_cmp_sql(cmp));
	emit_units(q, a, a->code.kind == CRM_TEXT ?
	    crm_currency_decimals(a->code.s, 3) : company_decimals(q), cmp);
	if (l->sql && a->code.kind == CRM_TEXT)
		crm_emit(q, " AND %s = %s", crm_left_currency(q, l),
		    code_bind(q, a));
	crm_emit_str(q, ") IS TRUE)");
	return 0;
}

static int
money_order(struct crm_query *q, const struct crm_left *l, enum cmp cmp,
	    const struct crm_literal *v)
{
	struct crm_amount a;
	int rc = crm_read_amount(&a, q, l, v);

	if (rc)
		return rc;
	if (!l->sql || a.code.kind == CRM_TEXT ||
	    crm_entity_currency(l->place.at.table->entity) < 0)
		return emit_in_one(q, l, cmp, &a);
	crm_emit(q, "((%s %s ", l->sql, crm_cmp_sql(cmp));
	emit_by_row(q, &a, crm_left_currency(q, l), cmp);
	crm_emit_str(q, ") IS TRUE)");
	return 0;
}

static int
money_is(struct crm_query *q, const struct crm_left *l,
	 const struct crm_literal *v)
{
	return money_order(q, l, CMP_EQ, v);
}

static int
money_equal(struct crm_query *q, const struct crm_left *l,
	    const struct crm_literal *v, size_t n)
{
	return crm_emit_any(q, l, v, n, money_is);
}

const struct crm_comparison crm_compare_money = {
	"money", money_equal, money_order, NULL
};
