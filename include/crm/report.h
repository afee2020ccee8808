/*
 * Reports: rows of computed columns, handed to whoever prints them.
 *
 * Amounts of different currencies are never added up: there is a row for each
 * group and currency.  A deal without a currency counts in the company's.  IN
 * one currency, each amount is turned into it before anything is summed: at
 * the rate of the day on which the deal was won or lost, else of today.
 *
 *	static int
 *	by_owner(struct crm *crm, const struct crm_sink *to)
 *	{
 *		struct crm_report_how how = { .by = "owner" };
 *
 *		return crm_report_pipeline(crm, &how, to);
 *	}
 */
#ifndef CRM_REPORT_H
#define CRM_REPORT_H

#include <stddef.h>

#include "crm/column.h"
#include "crm/crm.h"

/*
 * Where the rows go: begin once, then row for each.  The columns live until
 * begin returns, their names and fields until the report does.  A code other
 * than 0 ends the report and is returned.
 */
struct crm_sink {
	int (*begin)(void *ctx, const struct crm_column *cols, size_t n);
	int (*row)(void *ctx, const struct crm_value *cells);
	void *ctx;
};

struct crm_report_how {
	const char *by;			/* NULL: the report's own */
	const char *const *where;	/* filters, NULL-ended; or NULL */
	const char *const *params;	/* NAME=VALUE, NULL-ended; or NULL */
	const char *from, *to;		/* forecast: as typed, or NULL */
	const char *in;			/* currency, as of crm_exchange_new */
};

/*
 * The pipeline BY stage (the default), month, total, or any path of opp to
 * one that isn't an amount ("owner", "owner.manager", "account.industry"):
 * of each group and currency the open deals, their amount and weighted
 * amount, the won, their amount, the lost, and the share won of the closed.
 *
 * The month is that of close_date, for closed deals of the day they were won
 * or lost.  Stages stand in the order of their pipeline, months, days and
 * numbers ascend, what has a name is sorted by it, deals without a group come
 * last; the company's currency comes before the others.  A total has no
 * column for its group and is there even without deals.
 */
int crm_report_pipeline(struct crm *crm, const struct crm_report_how *how,
			const struct crm_sink *to);

/*
 * The forecast BY month (the default), owner or team, of what closes FROM one
 * day TO another.  Closed is what was won then; the categories are cumulative
 * as managers read them: commit has closed in it, best_case commit, pipeline
 * best_case.  Weighted is closed and the open deals' amounts times their
 * chance.  The category is the deal's own, else its stage's; what is omitted
 * counts nowhere, what isn't won but called closed is commit.
 *
 * An open deal whose close_date has passed is expected today.  One without a
 * close_date can't be placed and is left out; crm_say tells how many.
 *
 * FROM and TO are days or periods (2026-11, thisquarter), of which they mean
 * the first and the last day.  Without FROM a forecast by month begins with
 * this month, any other with the running fiscal quarter; without TO it lasts
 * six months.  CRM_EUSAGE when they are none, or end before they begin.
 *
 * Every month of the period has a row, in the company's currency when it has
 * no deals.  A team's row has those of the teams below it in it, and they
 * stand below it.
 */
int crm_forecast(struct crm *crm, const struct crm_report_how *how,
		 const struct crm_sink *to);

#endif
