/* Moving opportunities along their pipeline. */
#include "crm/opp.h"

#include <string.h>

#include "crm/date.h"
#include "crm/ref.h"

/* The day of the move, null for today: what is to come has not moved. */
static int
read_day(struct crm_value *out, struct crm *crm, const char *on,
	 struct crm_arena *a)
{
	const struct crm_field *f = &crm_stage_change.fields[CHANGE_ON];
	struct crm_read how = { .arena = a };
	int64_t day = 0;
	int rc;

	*out = crm_null();
	rc = on ? crm_value_read(out, crm, f, on, strlen(on), &how) : 0;
	if (rc || out->kind != CRM_TEXT ||
	    crm_day_parse(&day, out->s, out->len) || day <= crm->clock.today)
		return rc;
	crm_failed(crm, CRM_EINVAL, "%.*s is yet to come", (int)out->len,
	    out->s);
	return crm_fail_field(&crm->err, f->name);
}

static int
too_early(struct crm *crm, struct crm_value day, const char *what,
	  struct crm_value since)
{
	crm_failed(crm, CRM_EINVAL, "%.*s is too early: the opp %s on %.*s",
	    (int)day.len, day.s, what, (int)since.len, since.s);
	return crm_fail_field(&crm->err, crm_stage_change.fields[CHANGE_ON]
	    .name);
}

/* Only a given day: people of one team may be in different todays. */
static int
check_order(struct crm *crm, const struct crm_record *r, struct crm_value day)
{
	struct crm_value opened = r->v[OPP_OPENED];
	struct crm_value since = r->v[OPP_STAGE_SINCE];

	if (day.kind != CRM_TEXT)
		return 0;
	if (opened.kind == CRM_TEXT && memcmp(day.s, opened.s, day.len) < 0)
		return too_early(crm, day, "was opened", opened);
	if (since.kind == CRM_TEXT && memcmp(day.s, since.s, day.len) < 0)
		return too_early(crm, day, "came to its stage", since);
	return 0;
}

static int
move_to(struct crm *crm, struct crm_record *r, int64_t stage, const char *on,
	const char *reason, bool *done)
{
	struct crm_value day;
	const struct crm_stage_row *s;
	int rc = crm_stage_get(&s, crm, stage);

	if (!rc)
		rc = read_day(&day, crm, on, r->arena);
	if (rc)
		return rc;
	if (reason && s->category != CRM_STAGE_LOST) {
		crm_failed(crm, CRM_EUSAGE, "stage '%s' is not one of lost"
		    " deals: it needs no reason", s->name);
		return CRM_EUSAGE;
	}
	if (reason)
		crm_record_set(r, OPP_LOST_REASON, crm_text(reason));
	if (r->v[OPP_STAGE].kind != CRM_INT || r->v[OPP_STAGE].i != stage) {
		rc = check_order(crm, r, day);
		if (rc)
			return rc;
		crm_record_set(r, OPP_STAGE, crm_int(stage));
		if (day.kind == CRM_TEXT)
			crm_record_set(r, OPP_STAGE_SINCE, day);
	}
	rc = crm_save(crm, r);
	if (done)
		*done = !rc && r->outcome == CRM_UPDATED;
	return rc;
}

static int
load(struct crm_record **r, struct crm *crm, int64_t id, struct crm_arena *a)
{
	int rc = crm_record_load(r, crm, &crm_opp, id, a);

	if (!rc && (*r)->v[CRM_F_DELETED_AT].kind != CRM_NULL) {
		crm_failed(crm, CRM_ENOTFOUND, "opp %lld is deleted",
		    (long long)id);
		rc = crm_hinted(crm, "crm opp restore %lld", (long long)id);
	}
	return rc;
}

int
crm_opp_move(struct crm *crm, int64_t id, const char *stage, const char *on,
	     const char *reason, bool *done)
{
	struct crm_arena a = { 0 };
	struct crm_record *r;
	int64_t to;
	int rc = load(&r, crm, id, &a);

	if (!rc)
		rc = crm_ref_stage(&to, crm, r->v[OPP_PIPELINE].i, stage,
		    strlen(stage));
	if (!rc)
		rc = move_to(crm, r, to, on, reason, done);
	crm_arena_free(&a);
	return rc;
}

int
crm_opp_close(struct crm *crm, int64_t id, enum crm_stage_category category,
	      const char *on, const char *reason, bool *done)
{
	const struct crm_stage_row *s;
	struct crm_arena a = { 0 };
	struct crm_record *r;
	int rc = load(&r, crm, id, &a);

	if (!rc)
		rc = crm_stage_first(&s, crm, r->v[OPP_PIPELINE].i, category);
	if (!rc)
		rc = move_to(crm, r, s->id, on, reason, done);
	crm_arena_free(&a);
	return rc;
}
