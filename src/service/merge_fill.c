/*
 * What the winner of a merge lacks, from the losers in their order.
 *
 * An amount comes along with its currency or not at all; sets are united.
 */
#include <string.h>

#include "crm/buf.h"
#include "crm/link.h"
#include "crm/opp.h"
#include "service/merge.h"

static bool
has_money(const struct crm_record *r)
{
	for (size_t i = CRM_F_OWN; i < r->entity->nfields; i++)
		if (r->entity->fields[i].type == CRM_T_MONEY &&
		    r->v[i].kind != CRM_NULL)
			return true;
	return false;
}

static struct crm_value
currency_of(const struct merge *m, const struct crm_record *r, int field)
{
	return field < 0 || r->v[field].kind == CRM_NULL
	    ? crm_text(m->crm->company.currency) : r->v[field];
}

/* Whether V, a loser's F, is one of those that are merged. */
static bool
is_of_us(const struct merge *m, const struct crm_field *f,
	 struct crm_value v)
{
	int64_t id = v.i;

	if (f->type == CRM_T_LINK) {
		if (crm_link_entity(v.i) != m->e->number)
			return false;
		id = crm_link_id(v.i);
	} else if (f->type != CRM_T_REF ||
	    !crm_is(crm_field_ref(m->crm, f), m->e)) {
		return false;
	}
	return id == crm_record_id(m->winner) || merge_is_gone(m, id);
}

/*
 * A deal without a chance or a category of its own has its stage's, and why
 * another was lost says nothing of one that is not.
 */
static bool
fits_deal(const struct crm_record *w, size_t i)
{
	return i != OPP_PROBABILITY && i != OPP_FORECAST &&
	    (i != OPP_LOST_REASON || w->v[OPP_LOST_ON].kind != CRM_NULL);
}

/* Whether the loser L's F can be the winner's. */
static bool
fits(const struct merge *m, const struct crm_record *l, size_t i, bool money)
{
	const struct crm_field *f = &l->entity->fields[i];
	const struct crm_record *w = m->winner;
	int currency = crm_entity_currency(m->e);

	if (is_of_us(m, f, l->v[i]))
		return false;
	if ((int)i == currency)
		return !money;
	if (f->type == CRM_T_MONEY)
		return crm_same(currency_of(m, w, currency),
		    currency_of(m, l, currency));
	return !crm_is(m->e, &crm_opp) || fits_deal(w, i);
}

static int
unite(struct merge *m, const struct crm_record *l, size_t i)
{
	struct crm_record *w = m->winner;
	struct crm_value was = w->v[i];
	struct crm_buf all = { 0 };
	int rc;

	if (l->v[i].kind != CRM_TEXT)
		return 0;
	if (was.kind == CRM_TEXT)
		crm_buf_add(&all, was.s, was.len);
	crm_buf_char(&all, ';');
	crm_buf_add(&all, l->v[i].s, l->v[i].len);
	rc = crm_tags_normal(&w->v[i], m->crm, &m->a, all.s, all.len);
	crm_buf_free(&all);
	w->given[i] = true;
	m->done->filled += !crm_same(was, w->v[i]);
	return rc;
}

static void
take(struct merge *m, const struct crm_record *l, size_t i)
{
	struct crm_record *w = m->winner;
	struct crm_value v = l->v[i];

	if (m->e->fields[i].type == CRM_T_PHONE && w->country)
		v = merge_number(&m->a, l, (int)i, w->v[w->country]);
	crm_record_set(w, (int)i, v);
	m->done->filled++;
}

static int
fill_from(struct merge *m, const struct crm_record *l)
{
	struct crm_record *w = m->winner;
	int currency = crm_entity_currency(m->e), rc = 0;
	bool money = has_money(w);

	/* Amounts and numbers are read by the currency and the country. */
	if (currency >= 0 && w->v[currency].kind == CRM_NULL &&
	    l->v[currency].kind != CRM_NULL && fits(m, l, (size_t)currency,
	    money))
		take(m, l, (size_t)currency);
	if (w->country && w->v[w->country].kind == CRM_NULL &&
	    l->v[w->country].kind != CRM_NULL)
		take(m, l, (size_t)w->country);
	for (size_t i = 0; !rc && i < m->e->nfields; i++) {
		const struct crm_field *f = &m->e->fields[i];

		if (!merge_is_own(f) || (f->flags & CRM_TREE))
			continue;
		if (crm_type_is_set(f->type))
			rc = unite(m, l, i);
		else if (w->v[i].kind == CRM_NULL &&
		    l->v[i].kind != CRM_NULL && fits(m, l, i, money))
			take(m, l, i);
	}
	return rc;
}

int
merge_fill(struct merge *m)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < m->n; i++)
		rc = fill_from(m, m->losers[i]);
	/* The sets may hold losers again. */
	return rc ? rc : merge_point(m, m->winner);
}

static int
fill_tree(struct merge *m, const struct crm_record *l, size_t i)
{
	const struct crm_field *f = &m->e->fields[i];
	bool below = false;
	int rc;

	if (m->winner->v[i].kind != CRM_NULL || l->v[i].kind != CRM_INT ||
	    is_of_us(m, f, l->v[i]))
		return 0;
	rc = merge_is_above(&below, m, f, l->v[i].i,
	    crm_record_id(m->winner));
	if (!rc && !below)
		take(m, l, i);
	return rc;
}

int
merge_fill_trees(struct merge *m)
{
	int rc = 0;

	for (size_t i = 0; i < m->e->nfields; i++)
		for (size_t j = 0; !rc && j < m->n &&
		    (m->e->fields[i].flags & CRM_TREE); j++)
			rc = fill_tree(m, m->losers[j], i);
	return rc;
}
