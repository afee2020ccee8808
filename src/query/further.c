/*
 * Further addresses: who has one that is asked for is looked up before the
 * filter runs, as references are, so that it costs nothing where nobody has.
 */
#include "crm/further_address.h"
#include "query/compile.h"

static void
take(void *ctx, int64_t id)
{
	struct crm_further *f = ctx;

	f->ids = crm_query_grow(f->q, f->ids, f->n, &f->size,
	    sizeof(*f->ids));
	f->ids[f->n++] = crm_int(id);
}

/* Whether all of L's records that the query lets through are live. */
static bool
is_live(const struct crm_query *q, const struct crm_left *l)
{
	const struct crm_scope *s = l->place.at.scope;

	return l->place.at.table == &s->first &&
	    (s != &q->root || q->deleted == CRM_DELETED_NO);
}

int
crm_further_open(struct crm_further *f, struct crm_query *q,
		 const struct crm_left *l, struct crm_keys_in any,
		 struct crm_keys_in abroad)
{
	const struct crm_entity *e = l->place.at.table->entity;
	const struct crm_field *field = l->place.field;
	int rc;

	*f = (struct crm_further){ .q = q };
	if (!crm_further_has(e, field))
		return 0;
	rc = crm_further_each(q->crm, e, field, any.v, any.n,
	    CRM_FURTHER_ALL, take, f);
	if (!rc)
		rc = crm_further_each(q->crm, e, field, abroad.v, abroad.n,
		    CRM_FURTHER_WITH_COUNTRY, take, f);
	if (!f->n)
		return rc;
	crm_emit_str(q, "(");
	/* SQLite looks within an OR for what the index of keys asks for. */
	f->live = is_live(q, l);
	if (f->live)
		crm_emit(q, "(%s IS NULL AND ", crm_path_column(q,
		    l->place.at.table, "deleted_at"));
	return rc;
}

void
crm_further_close(const struct crm_further *f, const struct crm_left *l)
{
	const char *id;

	if (!f->n)
		return;
	id = crm_path_column(f->q, l->place.at.table, "id");
	crm_emit(f->q, "%s OR (%s IS NOT NULL AND %s",
	    f->live ? ")" : "", id, id);
	crm_emit_among(f->q, f->ids, f->n);
	crm_emit_str(f->q, "))");
}
