/* The list of entities, and finding one's way in it by names. */
#include <stdio.h>
#include <string.h>

#include "crm/crm.h"
#include "crm/entity.h"
#include "crm/link.h"

const struct crm_entity *const crm_catalogue[] = {
	&crm_custom, &crm_team, &crm_user, &crm_territory, &crm_segment,
	&crm_product,
	&crm_pipeline, &crm_stage, &crm_rate, &crm_audience, &crm_campaign,
	&crm_account, &crm_contact, &crm_lead, &crm_opp, &crm_stage_change,
	&crm_target, &crm_case, &crm_article, &crm_activity, &crm_relation,
	&crm_occasion, &crm_address, &crm_member, &crm_tag, &crm_setting,
	NULL
};

static int
same(const char *name, const char *s, size_t len)
{
	return strlen(name) == len && memcmp(name, s, len) == 0;
}

const struct crm_entity *const *
crm_entities(const struct crm *crm)
{
	return crm && crm->catalogue ? crm->catalogue : crm_catalogue;
}

const struct crm_entity *
crm_entity_of(const struct crm *crm, const struct crm_entity *e)
{
	return e && crm && crm->catalogue ? crm_entity_number(crm, e->number)
	    : e;
}

const struct crm_entity *
crm_entity_find(const struct crm *crm, const char *name, size_t len)
{
	const struct crm_entity *const *all = crm_entities(crm);

	for (size_t i = 0; all[i]; i++) {
		const struct crm_entity *e = all[i];

		if (e->flags & CRM_E_PLAIN)
			continue;
		if (same(e->name, name, len) || same(e->plural, name, len))
			return e;
	}
	return NULL;
}

const struct crm_entity *
crm_entity_number(const struct crm *crm, int number)
{
	const struct crm_entity *const *all = crm_entities(crm);

	for (size_t i = 0; all[i]; i++)
		if (all[i]->number == number)
			return all[i];
	return NULL;
}

const struct crm_field *
crm_field_find(const struct crm_entity *e, const char *name, size_t len)
{
	for (size_t i = 0; i < e->nfields; i++)
		if (same(e->fields[i].name, name, len))
			return &e->fields[i];
	return NULL;
}

const struct crm_field *
crm_column_find(const struct crm_entity *e, const char *column, size_t len)
{
	for (size_t i = 0; i < e->nfields; i++)
		if (same(crm_field_column(&e->fields[i]), column, len))
			return &e->fields[i];
	return NULL;
}

int
crm_field_stored(const struct crm_entity *e, const struct crm_field *f)
{
	if (crm_type_is_set(f->type) || (f->flags & CRM_DERIVED))
		return 0;
	return !(e->flags & CRM_E_PLAIN) || f == e->fields + CRM_F_ID ||
	    f >= e->fields + CRM_F_OWN;
}

int
crm_field_set(const struct crm_entity *e, const struct crm_field *f)
{
	int n = e->number;

	for (size_t i = CRM_F_OWN; i < e->nfields && e->fields + i <= f; i++)
		if (crm_type_is_set(e->fields[i].type))
			n += CRM_LINK_BASE;
	return n;
}

const struct crm_field *
crm_field_title_of(const struct crm_entity *e)
{
	for (size_t i = CRM_F_OWN; i < e->nfields; i++)
		if (e->fields[i].flags & (CRM_NAME | CRM_TITLE))
			return &e->fields[i];
	return NULL;
}

const struct crm_field *
crm_field_name(const struct crm_entity *e)
{
	for (size_t i = CRM_F_OWN; i < e->nfields; i++)
		if (e->fields[i].flags & CRM_NAME)
			return &e->fields[i];
	return NULL;
}

const struct crm_entity *
crm_field_ref(const struct crm *crm, const struct crm_field *f)
{
	return f->ref ? crm_entity_find(crm, f->ref, strlen(f->ref)) : NULL;
}

int
crm_entity_currency(const struct crm_entity *e)
{
	for (size_t i = CRM_F_OWN; i < e->nfields; i++)
		if (e->fields[i].type == CRM_T_CURRENCY)
			return (int)i;
	return -1;
}

int
crm_entity_has_money(const struct crm_entity *e)
{
	for (size_t i = CRM_F_OWN; i < e->nfields; i++)
		if (e->fields[i].type == CRM_T_MONEY)
			return 1;
	return 0;
}

int
crm_field_has_key(const struct crm_field *f)
{
	return f->type == CRM_T_EMAIL || f->type == CRM_T_PHONE ||
	    (f->flags & (CRM_NAME | CRM_KEYED));
}

const char *
crm_field_key(char out[64], const struct crm_field *f)
{
	snprintf(out, 64, crm_field_has_key(f) ? "%s_key" : "%s",
	    crm_field_column(f));
	return out;
}

static int
leads_to(const struct crm_field *f, const struct crm_entity *e)
{
	if (f->type == CRM_T_LINK || f->type == CRM_T_LINKS)
		return crm_link_allows(f, e);
	return f->ref && strcmp(f->ref, e->name) == 0;
}

/* How many own fields of FROM refer to E, sets aside. */
static int
referring(const struct crm_entity *from, const struct crm_entity *e)
{
	int n = 0;

	for (size_t i = CRM_F_OWN; i < from->nfields; i++)
		n += from->fields[i].type != CRM_T_LINKS &&
		    leads_to(&from->fields[i], e);
	return n;
}

/*
 * The inverse of FIELD: "opps"; where two refer, "opps_by_competitor" of the
 * one that isn't named like what it refers to.
 */
static void
inverse_name(char out[96], const struct crm_entity *from,
	     const struct crm_field *field, int n)
{
	if (field->type == CRM_T_LINKS || (n > 1 &&
	    (!field->ref || strcmp(field->name, field->ref) != 0)))
		snprintf(out, 96, "%s_by_%s", from->plural, field->name);
	else
		snprintf(out, 96, "%s", from->plural);
}

void
crm_inverse_each(const struct crm *crm, const struct crm_entity *e,
		 void (*each)(void *ctx, const char *name,
			      const struct crm_entity *from,
			      const struct crm_field *field), void *ctx)
{
	const struct crm_entity *const *all = crm_entities(crm);

	for (size_t i = 0; all[i]; i++) {
		const struct crm_entity *from = all[i];
		int n = referring(from, e);

		for (size_t j = CRM_F_OWN; j < from->nfields; j++) {
			const struct crm_field *f = &from->fields[j];
			char name[96];

			if (!leads_to(f, e))
				continue;
			inverse_name(name, from, f, n);
			each(ctx, name, from, f);
		}
	}
}

struct inverse {
	const char *name;
	size_t len;
	const struct crm_entity *from;
	const struct crm_field *field;
};

static void
match(void *ctx, const char *name, const struct crm_entity *from,
      const struct crm_field *field)
{
	struct inverse *i = ctx;
	char by[96];

	snprintf(by, sizeof(by), "%s_by_%s", from->plural, field->name);
	if (!i->from && (same(name, i->name, i->len) ||
	    same(by, i->name, i->len))) {
		i->from = from;
		i->field = field;
	}
}

const struct crm_entity *
crm_inverse_find(const struct crm *crm, const struct crm_field **field,
		 const struct crm_entity *e, const char *name, size_t len)
{
	struct inverse i = { .name = name, .len = len };

	crm_inverse_each(crm, e, match, &i);
	*field = i.field;
	return i.from;
}
