/*
 * A forecast while it is made: its period, and the groups of its deals by
 * owner put together by team.
 */
#ifndef SERVICE_FORECAST_H
#define SERVICE_FORECAST_H

#include "crm/date.h"
#include "service/report.h"

struct crm_forecast_period {
	int64_t first, last;
	char from[CRM_DAY_SIZE], to[CRM_DAY_SIZE], today[CRM_DAY_SIZE];
};

/* The period that HOW names; BY_MONTH: without a FROM it is this month on. */
int crm_forecast_period(struct crm_forecast_period *out, struct crm *crm,
			const struct crm_report_how *how, bool by_month);

/*
 * Groups by owner become groups by team, each with its own and those of the
 * teams below it, with name, rank and key set.
 */
int crm_forecast_teams(struct crm_report *r);

#endif
