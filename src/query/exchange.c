/*
 * Amounts of a list in one currency.
 *
 * Each is multiplied by the fraction that the temporary table "exchange" has
 * for its currency and day, so that a list is sorted by what it shows.  Which
 * rows that table needs is asked before the list runs: a rate that isn't
 * there is an error before anything is printed.
 */
#include "crm/exchange.h"

#include <string.h>

#include "query/path.h"

void
crm_query_in(struct crm_query *q, struct crm_exchange *x)
{
	q->exchange = x;
}

const char *
crm_query_code(struct crm_query *q)
{
	if (!q->code)
		q->code = crm_query_bind(q, crm_text(
		    crm_exchange_currency(q->exchange)));
	return crm_arena_printf(q->arena, "CAST($%d AS TEXT)", q->code);
}

const char *
crm_table_currency(struct crm_query *q, const struct crm_table *t)
{
	int f = crm_entity_currency(t->entity);

	if (f < 0)
		return crm_arena_printf(q->arena, "$%d",
		    crm_query_currency(q));
	return crm_arena_printf(q->arena, "COALESCE(%s, $%d)",
	    crm_path_column(q, t, t->entity->fields[f].name),
	    crm_query_currency(q));
}

/* The day whose rates hold for the money of BASE. */
static int
worth_on(const char **sql, struct crm_query *q, struct crm_base base)
{
	struct crm_value day = crm_exchange_day(q->exchange);
	const char *expr = base.table->entity->worth_on;
	int n;

	if (day.kind == CRM_NULL && expr)
		return crm_path_expand(sql, q, base, expr);
	n = day.kind == CRM_NULL ? crm_query_today(q)
	    : crm_query_bind(q, day);
	*sql = crm_arena_printf(q->arena, "CAST($%d AS TEXT)", n);
	return 0;
}

/* The join that has the fraction for the money of BASE. */
static int
find_table(struct crm_table **out, struct crm_query *q, struct crm_base base)
{
	struct crm_scope *s = base.scope;
	struct crm_table *t;
	int rc;

	for (t = s->first.next; t; t = t->next)
		if (t->parent == base.table && t->currency) {
			*out = t;
			return 0;
		}
	*out = t = crm_arena_alloc(q->arena, sizeof(*t));
	t->currency = crm_table_currency(q, base.table);
	rc = worth_on(&t->day, q, base);
	if (rc)
		return rc;
	if (++s->joins > CRM_JOINS_MAX)
		return crm_source_fail(q->src, 0,
		    "more than %d references are followed", CRM_JOINS_MAX);
	t->number = ++q->tables;
	t->parent = base.table;
	*(s->last ? &s->last->next : &s->first.next) = t;
	s->last = t;
	return 0;
}

int
crm_query_exchanged(const char **sql, struct crm_query *q,
		    struct crm_base base)
{
	const char *is = crm_arena_printf(q->arena, "%s IS NOT NULL", *sql);
	struct crm_table *t;
	int rc = find_table(&t, q, base);

	if (rc)
		return rc;
	if (!t->used)
		t->used = is;
	else if (!strstr(t->used, is))
		t->used = crm_arena_printf(q->arena, "%s OR %s", t->used, is);
	*sql = crm_arena_printf(q->arena, "share(%s, \"t%d\".\"num\","
	    " \"t%d\".\"den\")", *sql, t->number, t->number);
	return 0;
}

bool
crm_query_has_money(const struct crm_query *q)
{
	const struct crm_table *t = q->root.first.next;

	while (t && !t->currency)
		t = t->next;
	return t != NULL;
}

struct pair {
	struct crm_value currency, day;
	struct pair *next;
};

struct pairs {
	struct crm_arena arena;
	struct pair *first;
};

static int
take_pair(void *ctx, const struct crm_value *cells)
{
	struct pairs *pairs = ctx;
	struct pair *p;

	/* There is no amount. */
	if (cells[0].kind != CRM_TEXT)
		return 0;
	p = crm_arena_alloc(&pairs->arena, sizeof(*p));
	*p = (struct pair){ cells[0], cells[1], pairs->first };
	p->currency.s = crm_arena_copy(&pairs->arena, cells[0].s,
	    cells[0].len);
	if (cells[1].kind == CRM_TEXT)
		p->day.s = crm_arena_copy(&pairs->arena, cells[1].s,
		    cells[1].len);
	pairs->first = p;
	return 0;
}

int
crm_query_rates(struct crm_query *q)
{
	struct pairs pairs = { .first = NULL };
	int rc = 0;

	for (struct crm_table *t = q->root.first.next; !rc && t; t = t->next)
		if (t->currency)
			rc = crm_query_run(q, crm_arena_printf(q->arena,
			    "DISTINCT CASE WHEN %s THEN %s END, %s", t->used,
			    t->currency, t->day), "", 2, take_pair, &pairs);
	for (struct pair *p = pairs.first; !rc && p; p = p->next)
		rc = crm_exchange_need(q->exchange, p->currency, p->day);
	crm_arena_free(&pairs.arena);
	q->rated = !rc;
	return rc;
}
