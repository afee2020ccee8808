/*
 * What is kept of customers by what happens with them: the days on which they
 * were qualified and bought, and of the last activity.
 *
 * They are no part of a record's revision or log: whatever writes an
 * opportunity, an activity or a contact remembers whom it touches, and the end
 * of the batch brings their days up to date, a set at a time.
 */
#ifndef MODEL_LIFECYCLE_H
#define MODEL_LIFECYCLE_H

#include "crm/record.h"

/*
 * Remember whom R touches: as it was and as it is, as a new one, as one that
 * goes for good.
 */
void crm_lifecycle_touch(struct crm *crm, const struct crm_record *r);
void crm_lifecycle_added(struct crm *crm, const struct crm_record *r);
void crm_lifecycle_gone(struct crm *crm, const struct crm_record *r);

/* At the end of the batch: the days of all that were touched. */
int crm_lifecycle_keep(struct crm *crm);

/* The days of everybody, anew; or how many have wrong ones. */
int crm_lifecycle_rebuild(struct crm *crm);
int crm_lifecycle_check(int64_t *wrong, struct crm *crm);

/* Forget who was touched: nothing was kept. */
void crm_lifecycle_forget(struct crm *crm);

/* lifecycle_days.c: entities that have such days; NULL behind the last. */
const struct crm_entity *crm_kept_entity(size_t i);
/* The days of the N records of IDS, of the I-th of them. */
int crm_kept_some(struct crm *crm, size_t i, const int64_t *ids, size_t n);
/* Of contacts that are new: from one to another. */
int crm_kept_new(struct crm *crm, int64_t from, int64_t upto);

/* Of account, contact: what lifecycle is derived by. */
#define CRM_LIFECYCLE_EXPR \
	"CASE WHEN {last_bought} IS NOT NULL THEN CASE WHEN" \
	" days({last_bought}, {today}) <= {inactive_after} THEN 'active'" \
	" ELSE 'inactive' END WHEN {qualified_on} IS NOT NULL THEN" \
	" 'potential' ELSE 'prospect' END"

extern const char *const crm_lifecycles[];

/* The rows of the fields, in a table of fields. */
#define CRM_LIFECYCLE_FIELDS(P)						\
	[P##_LIFECYCLE] = { "lifecycle", CRM_T_ENUM,			\
	  CRM_DERIVED | CRM_READONLY, .choices = crm_lifecycles,	\
	  .expr = CRM_LIFECYCLE_EXPR,					\
	  .help = "how far they have come, by what happened" },		\
	[P##_QUALIFIED_ON] = { "qualified_on", CRM_T_DATE,		\
	  CRM_READONLY | CRM_KEPT,					\
	  .help = "the day from which there was contact and a need" },	\
	[P##_FIRST_BOUGHT] = { "first_bought", CRM_T_DATE,		\
	  CRM_READONLY | CRM_KEPT, .help = "when they first bought" },	\
	[P##_LAST_BOUGHT] = { "last_bought", CRM_T_DATE,		\
	  CRM_READONLY | CRM_KEPT, .help = "when they last bought" },	\
	CRM_LAST_ACTIVITY_FIELD(P)

#define CRM_LAST_ACTIVITY_FIELD(P)					\
	[P##_LAST_ACTIVITY] = { "last_activity", CRM_T_DATE,		\
	  CRM_READONLY | CRM_KEPT,					\
	  .help = "the day of the last activity with them" }

#endif
