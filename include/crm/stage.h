/*
 * Pipelines and their stages.  They are few, so a command reads them once.
 *
 *	static int
 *	is_closed(struct crm *crm, int64_t stage)
 *	{
 *		const struct crm_stage_row *s;
 *
 *		return !crm_stage_get(&s, crm, stage) &&
 *		    s->category != CRM_STAGE_OPEN;
 *	}
 */
#ifndef CRM_STAGE_H
#define CRM_STAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crm/crm.h"
#include "crm/entity.h"

enum { PIPELINE_NAME = CRM_F_OWN };

enum {
	STAGE_PIPELINE = CRM_F_OWN, STAGE_NAME, STAGE_POSITION,
	STAGE_PROBABILITY, STAGE_CATEGORY, STAGE_FORECAST, STAGE_ROTTING_DAYS
};

enum crm_stage_category { CRM_STAGE_OPEN, CRM_STAGE_WON, CRM_STAGE_LOST };

struct crm_stage_row {
	int64_t id, pipeline, position;
	enum crm_stage_category category;
	bool deleted;			/* it, or its pipeline */
	const char *name;
};

/* CRM_ENOTFOUND when there is no such stage. */
int crm_stage_get(const struct crm_stage_row **out, struct crm *crm,
		  int64_t id);
/*
 * The first stage by position of PIPELINE in CATEGORY that is not deleted:
 * CRM_ENOTFOUND.
 */
int crm_stage_first(const struct crm_stage_row **out, struct crm *crm,
		    int64_t pipeline, enum crm_stage_category category);
/* The oldest pipeline not deleted: CRM_ENOTFOUND. */
int crm_pipeline_default(int64_t *out, struct crm *crm);
/* Forget what was read: stages were written. */
void crm_stages_forget(struct crm *crm);

#endif
