/*
 * Paths through links: "on.contact.email".  The step behind a link names an
 * entity and is a derived reference: null where the link leads elsewhere.
 */
#include <string.h>

#include "crm/link.h"
#include "crm/suggest.h"
#include "query/path.h"

static int
unknown(struct crm_query *q, const struct crm_field *link, const char *s,
	size_t len, size_t at)
{
	const struct crm_entity *const *all = crm_entities(q->crm);
	struct crm_suggest near;

	crm_suggest_init(&near, s, len);
	for (size_t i = 0; all[i]; i++)
		if (crm_link_allows(link, all[i]))
			crm_suggest_try(&near, all[i]->name);
	crm_source_fail(q->src, at, "'%s' leads to no %s", link->name,
	    crm_source_quote(q->src, s, len));
	if (near.best)
		return crm_hint(q->src->err, "did you mean '%s'?", near.best);
	return crm_hint(q->src->err, "behind a link stands an entity, as"
	    " %s.contact.name", link->name);
}

static struct crm_field *
derived(struct crm_query *q, const struct crm_field *link,
	const struct crm_entity *e)
{
	struct crm_field *f = crm_arena_alloc(q->arena, sizeof(*f));

	*f = (struct crm_field){
		.name = e->name, .type = CRM_T_REF, .ref = e->name,
		.flags = CRM_DERIVED, .help = e->help,
		.expr = crm_arena_printf(q->arena, "CASE WHEN {%s} %% %d = %d"
		    " THEN {%s} / %d END", link->name, CRM_LINK_BASE,
		    e->number, link->name, CRM_LINK_BASE)
	};
	return f;
}

int
crm_path_link(const struct crm_field **out, struct crm_query *q,
	      const struct crm_field *link, const char *s, size_t len,
	      size_t at)
{
	const struct crm_entity *e = crm_entity_find(q->crm, s, len);
	struct crm_link_step *step;

	if (!e || strlen(e->name) != len || !crm_link_allows(link, e))
		return unknown(q, link, s, len, at);
	for (step = q->link_steps; step; step = step->next)
		if (step->link == link && crm_is(step->to, e))
			break;
	if (!step) {
		step = crm_arena_alloc(q->arena, sizeof(*step));
		*step = (struct crm_link_step){
			link, e, derived(q, link, e), q->link_steps
		};
		q->link_steps = step;
	}
	*out = step->field;
	return 0;
}
