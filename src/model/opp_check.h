/* The rules of opportunities that a table can't say. */
#ifndef MODEL_OPP_CHECK_H
#define MODEL_OPP_CHECK_H

#include "crm/record.h"

/* Fills in pipeline, stage, currency, name and the days of stages. */
int crm_opp_check(struct crm *crm, struct crm_record *r);
/* Keeps a move in stage_change. */
int crm_opp_changed(struct crm *crm, struct crm_record *r);

#endif
