/* Telling the listener, if there is one. */
#include "model/event.h"

#include <string.h>

#include "model/row.h"
#include "model/save.h"

static enum crm_event
event_of(const struct crm_record *r)
{
	if (!r->old)
		return CRM_EVENT_ADD;
	return r->v[CRM_F_DELETED_AT].kind != CRM_NULL &&
	    r->old[CRM_F_DELETED_AT].kind == CRM_NULL ? CRM_EVENT_DELETE
	    : CRM_EVENT_MODIFY;
}

static bool
differs(const struct crm_record *r)
{
	if (!r->old)
		return true;
	for (size_t i = 0; i < r->entity->nfields; i++)
		if (!crm_same(r->v[i], r->old[i]))
			return true;
	return false;
}

/* As it was given, with what the listener sets. */
static int
set(struct crm *crm, struct crm_record *r, const struct crm_value *v,
    const bool *given)
{
	struct crm_listener *l = crm->listener;
	int rc;

	memcpy(r->v, v, r->entity->nfields * sizeof(*v));
	memcpy(r->given, given, r->entity->nfields * sizeof(*given));
	rc = l->set(l->ctx, crm, r);
	return rc ? rc : crm_record_check(crm, r);
}

int
crm_record_ready(struct crm *crm, struct crm_record *r)
{
	struct crm_listener *l = crm->listener;
	struct crm_value v[CRM_ROW_MAX];
	bool given[CRM_ROW_MAX];
	int rc;

	if (!l || !l->before || l->depth ||
	    (r->entity->flags & CRM_E_PLAIN))
		return crm_record_check(crm, r);
	memcpy(v, r->v, r->entity->nfields * sizeof(*v));
	memcpy(given, r->given, r->entity->nfields * sizeof(*given));
	rc = crm_record_check(crm, r);
	if (rc || !differs(r))
		return rc;
	rc = l->before(l->ctx, crm, r, event_of(r));
	return rc > 0 ? set(crm, r, v, given) : rc;
}

int
crm_record_told(struct crm *crm, const struct crm_record *r)
{
	struct crm_listener *l = crm->listener;

	if (!l || !l->after || (r->entity->flags & CRM_E_PLAIN))
		return 0;
	return l->after(l->ctx, crm, r, event_of(r));
}

int
crm_record_follow(struct crm *crm, struct crm_record *r,
		  int (*call)(struct crm *crm, struct crm_record *r))
{
	struct crm_listener *l = crm->listener;
	int rc;

	if (!call)
		return 0;
	if (l)
		l->depth++;
	rc = call(crm, r);
	if (l)
		l->depth--;
	return rc;
}
