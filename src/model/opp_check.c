/*
 * The rules of opportunities.
 *
 * A deal's day of a stage is, in this order: what import or a move gives,
 * for a deal that is added closed its close_date, today.
 */
#include "model/opp_check.h"

#include "crm/date.h"
#include "crm/opp.h"
#include "crm/ref.h"

static struct crm_value
day_text(struct crm_record *r, int64_t day)
{
	char *s = crm_arena_alloc(r->arena, CRM_DAY_SIZE);

	crm_day_write(s, day);
	return crm_text_n(s, CRM_DAY_SIZE - 1);
}

static bool
same_field(const struct crm_record *r, int f)
{
	return r->old && crm_same(r->v[f], r->old[f]);
}

/* What comes to a stage, or back to it, finds it there. */
static int
check_deleted(struct crm *crm, const struct crm_record *r,
	      const struct crm_stage_row *stage)
{
	bool back = r->old && r->old[CRM_F_DELETED_AT].kind != CRM_NULL;

	if (!stage->deleted || r->import ||
	    r->v[CRM_F_DELETED_AT].kind != CRM_NULL ||
	    (same_field(r, OPP_STAGE) && !back))
		return 0;
	crm_failed(crm, CRM_ECONFLICT, "stage '%s' or its pipeline is"
	    " deleted", stage->name);
	crm_hinted(crm, "crm stage restore %lld", (long long)stage->id);
	return crm_fail_field(&crm->err, "stage");
}

/* A stage that was given: the pipeline is its own. */
static int
check_pipeline(struct crm *crm, struct crm_record *r,
	       const struct crm_stage_row **stage)
{
	struct crm_value *pipeline = &r->v[OPP_PIPELINE];
	int rc = crm_stage_get(stage, crm, r->v[OPP_STAGE].i);

	if (rc)
		return rc;
	if (pipeline->kind == CRM_NULL || !r->given[OPP_PIPELINE])
		*pipeline = crm_int((*stage)->pipeline);
	if (pipeline->i == (*stage)->pipeline)
		return check_deleted(crm, r, *stage);
	crm_failed(crm, CRM_EINVAL, "stage '%s' is not in pipeline %lld",
	    (*stage)->name, (long long)pipeline->i);
	crm_hinted(crm, "give a stage of that pipeline, too");
	return crm_fail_field(&crm->err, "stage");
}

/* The stage belongs to the pipeline; either one gives the other. */
static int
check_stage(struct crm *crm, struct crm_record *r,
	    const struct crm_stage_row **stage)
{
	struct crm_value *pipeline = &r->v[OPP_PIPELINE];
	int64_t id;
	int rc;

	if (r->v[OPP_STAGE].kind == CRM_INT)
		return check_pipeline(crm, r, stage);
	/* Only a new one begins at the beginning. */
	if (r->old) {
		crm_failed(crm, CRM_EINVAL, "opp needs a stage");
		return crm_fail_field(&crm->err, "stage");
	}
	if (pipeline->kind == CRM_NULL) {
		rc = crm_pipeline_default(&id, crm);
		if (rc)
			return rc;
		*pipeline = crm_int(id);
	}
	rc = crm_stage_first(stage, crm, pipeline->i, CRM_STAGE_OPEN);
	if (!rc)
		r->v[OPP_STAGE] = crm_int((*stage)->id);
	return rc;
}

/* "Cancity GTX Pro", or the key it has elsewhere. */
static int
derive_name(struct crm *crm, struct crm_record *r)
{
	const char *account = NULL, *product = NULL;
	struct crm_value *name = &r->v[OPP_NAME];
	int rc = 0;

	if (name->kind == CRM_TEXT)
		return 0;
	if (r->v[OPP_ACCOUNT].kind == CRM_INT)
		rc = crm_ref_name(&account, crm, &crm_account,
		    r->v[OPP_ACCOUNT].i, r->arena);
	if (!rc && r->v[OPP_PRODUCT].kind == CRM_INT)
		rc = crm_ref_name(&product, crm, &crm_product,
		    r->v[OPP_PRODUCT].i, r->arena);
	if (rc)
		return rc;
	if (account && product)
		*name = crm_text(crm_arena_printf(r->arena, "%s %s", account,
		    product));
	else if (r->v[CRM_F_EXT_ID].kind == CRM_TEXT)
		*name = r->v[CRM_F_EXT_ID];
	else if (account || product)
		*name = crm_text(account ? account : product);
	return 0;
}

static int
check_dates(struct crm *crm, struct crm_record *r)
{
	if (r->v[OPP_PROBABILITY].kind == CRM_INT &&
	    (r->v[OPP_PROBABILITY].i < 0 || r->v[OPP_PROBABILITY].i > 10000)) {
		crm_failed(crm, CRM_EINVAL, "a chance is from 0 to 100");
		return crm_fail_field(&crm->err, "probability");
	}
	return 0;
}

/*
 * The day on which it came to its stage.  Only an imported history has one
 * for an open stage that it was opened in.
 */
static struct crm_value
since(struct crm *crm, struct crm_record *r,
      enum crm_stage_category category)
{
	struct crm_value today = day_text(r, crm->clock.today);
	struct crm_value v = r->v[OPP_CLOSE_DATE];

	if (r->given[OPP_STAGE_SINCE] &&
	    r->v[OPP_STAGE_SINCE].kind == CRM_TEXT)
		return r->v[OPP_STAGE_SINCE];
	if (category == CRM_STAGE_WON && r->v[OPP_WON_ON].kind == CRM_TEXT)
		return r->v[OPP_WON_ON];
	if (category == CRM_STAGE_LOST && r->v[OPP_LOST_ON].kind == CRM_TEXT)
		return r->v[OPP_LOST_ON];
	if (category == CRM_STAGE_OPEN)
		v = r->old ? today : r->v[OPP_OPENED];
	else if (r->old && !r->import)
		v = today;
	if (v.kind != CRM_TEXT || memcmp(v.s, today.s, today.len) > 0)
		v = today;
	return v;
}

static int
wrong_stage(struct crm *crm, const char *what, const char *field,
	    const struct crm_stage_row *stage)
{
	crm_failed(crm, CRM_EINVAL, "stage '%s' is not one of %s deals",
	    stage->name, what);
	crm_hinted(crm, "leave %s empty, or give the stage it was %s in",
	    field, what);
	return crm_fail_field(&crm->err, field);
}

/* A day that is given (import, a move) is true of the stage, and past. */
static int
check_days(struct crm *crm, struct crm_record *r,
	   const struct crm_stage_row *stage)
{
	static const int days[] = {
		OPP_WON_ON, OPP_LOST_ON, OPP_STAGE_SINCE
	};
	const struct crm_value today = day_text(r, crm->clock.today);

	for (size_t i = 0; i < CRM_COUNT(days); i++) {
		const char *field = r->entity->fields[days[i]].name;
		struct crm_value v = r->v[days[i]];

		if (!r->given[days[i]] || v.kind != CRM_TEXT)
			continue;
		if (days[i] == OPP_WON_ON && stage->category != CRM_STAGE_WON)
			return wrong_stage(crm, "won", field, stage);
		if (days[i] == OPP_LOST_ON &&
		    stage->category != CRM_STAGE_LOST)
			return wrong_stage(crm, "lost", field, stage);
		if (memcmp(v.s, today.s, today.len) <= 0)
			continue;
		crm_failed(crm, CRM_EINVAL, "%.*s is yet to come", (int)v.len,
		    v.s);
		return crm_fail_field(&crm->err, field);
	}
	return 0;
}

static void
set_days(struct crm *crm, struct crm_record *r,
	 enum crm_stage_category category)
{
	struct crm_value day;

	/* Why an earlier deal was lost is history. */
	if (category != CRM_STAGE_LOST && r->old && !r->given[OPP_LOST_REASON])
		r->v[OPP_LOST_REASON] = crm_null();
	/* A day of the stage it was in is no longer true. */
	if (!r->given[OPP_WON_ON])
		r->v[OPP_WON_ON] = crm_null();
	if (!r->given[OPP_LOST_ON])
		r->v[OPP_LOST_ON] = crm_null();
	day = since(crm, r, category);
	r->v[OPP_STAGE_SINCE] = day;
	if (category == CRM_STAGE_WON && r->v[OPP_WON_ON].kind == CRM_NULL)
		r->v[OPP_WON_ON] = day;
	if (category == CRM_STAGE_LOST && r->v[OPP_LOST_ON].kind == CRM_NULL)
		r->v[OPP_LOST_ON] = day;
}

int
crm_opp_changed(struct crm *crm, struct crm_record *r)
{
	struct crm_record *c = crm_record_new(crm, &crm_stage_change,
	    r->arena);
	struct crm_value was = r->old[OPP_STAGE_SINCE];
	struct crm_value on = r->v[OPP_STAGE_SINCE];
	int64_t from, to;

	if (same_field(r, OPP_STAGE))
		return 0;
	crm_record_set(c, CHANGE_OPP, r->v[CRM_F_ID]);
	crm_record_set(c, CHANGE_FROM, r->old[OPP_STAGE]);
	crm_record_set(c, CHANGE_TO, r->v[OPP_STAGE]);
	crm_record_set(c, CHANGE_ON, on);
	crm_record_set(c, CHANGE_BY, crm_int(crm->actor.id));
	crm_record_set(c, CHANGE_AMOUNT, r->v[OPP_AMOUNT]);
	crm_record_set(c, CHANGE_CURRENCY, r->v[OPP_CURRENCY]);
	if (was.kind == CRM_TEXT && !crm_day_parse(&from, was.s, was.len) &&
	    !crm_day_parse(&to, on.s, on.len))
		crm_record_set(c, CHANGE_DAYS,
		    crm_int(to > from ? to - from : 0));
	crm_record_set(c, CRM_F_OWNER, r->v[CRM_F_OWNER]);
	return crm_save(crm, c);
}

int
crm_opp_check(struct crm *crm, struct crm_record *r)
{
	const struct crm_stage_row *stage = NULL;
	int rc = check_dates(crm, r);

	if (!rc)
		rc = check_stage(crm, r, &stage);
	if (rc)
		return rc;
	if (r->v[OPP_AMOUNT].kind == CRM_INT &&
	    r->v[OPP_CURRENCY].kind == CRM_NULL)
		r->v[OPP_CURRENCY] = crm_text(crm->company.currency);
	if (r->v[OPP_OPENED].kind == CRM_NULL)
		r->v[OPP_OPENED] = day_text(r, crm->clock.today);
	rc = derive_name(crm, r);
	if (rc)
		return rc;
	if (!stage)
		return 0;
	rc = check_days(crm, r, stage);
	if (rc)
		return rc;
	if (!same_field(r, OPP_STAGE) || r->given[OPP_WON_ON] ||
	    r->given[OPP_LOST_ON] || r->given[OPP_STAGE_SINCE])
		set_days(crm, r, stage->category);
	return 0;
}
