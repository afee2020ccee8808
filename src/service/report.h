/*
 * What reports on opportunities share: one scan of the deals that a filter
 * lets through, and groups of sums, one for each value and currency.
 *
 * Deals are grouped here and not by GROUP BY: SQLite would sort them, and a
 * deal's stage, of which there are few, would be looked up for each.
 */
#ifndef SERVICE_REPORT_H
#define SERVICE_REPORT_H

#include "crm/arena.h"
#include "crm/buf.h"
#include "crm/map.h"
#include "crm/query.h"
#include "crm/report.h"
#include "crm/stage.h"

/* In ascending order: each has those above it in it. */
enum crm_outlook {
	CRM_OUTLOOK_OMITTED, CRM_OUTLOOK_PIPELINE, CRM_OUTLOOK_BEST_CASE,
	CRM_OUTLOOK_COMMIT, CRM_OUTLOOK_CLOSED
};

struct crm_report_stage {
	int64_t id, probability;
	int64_t rank;			/* its place in its pipeline */
	enum crm_stage_category category;
	enum crm_outlook outlook;
};

enum { CRM_GROUP_SUMS = 6 };

struct crm_group {
	struct crm_value value;		/* null: deals without one */
	struct crm_value name;		/* of a reference, else null */
	char currency[4];
	int64_t sum[CRM_GROUP_SUMS];
	/* The order: those without a value last, rank, key, currency. */
	int64_t rank;
	struct crm_value key;
	bool home;			/* in the company's currency */
	struct crm_group *next;
};

struct crm_report {
	struct crm *crm;
	struct crm_arena arena;
	struct crm_query *query;
	struct crm_report_stage *stages;	/* by id */
	size_t nstages;
	struct crm_exchange *exchange;	/* or NULL */
	const char *currency;		/* of amounts that name none */
	struct crm_map by_key;
	struct crm_buf key;
	struct crm_group *first, **end;
	size_t n;
};

/* The first cells of each deal; a report's own follow. */
enum {
	CRM_DEAL_STAGE, CRM_DEAL_AMOUNT, CRM_DEAL_CURRENCY,
	CRM_DEAL_PROBABILITY, CRM_DEAL_OWN
};

/*
 * Read the stages and compile HOW's filters, in one snapshot that lasts until
 * crm_report_end, which is called whatever crm_report_begin returned and
 * returns CODE or its own failure.
 */
int crm_report_begin(struct crm_report *r, struct crm *crm,
		     const struct crm_report_how *how);
int crm_report_end(struct crm_report *r, int code);

/*
 * Call ROW for each deal, with N cells of its own: COLUMNS begins with a
 * comma.  TAIL may go on with the condition: " AND ...".
 */
int crm_report_scan(struct crm_report *r, const char *columns, int n,
		    const char *tail,
		    int (*row)(void *ctx, const struct crm_value *cells),
		    void *ctx);

/* The stage of a deal. */
int crm_report_stage(const struct crm_report_stage **out,
		     struct crm_report *r, const struct crm_value *cells);
/* Its amount, 0 without one. */
static inline int64_t
crm_deal_amount(const struct crm_value *cells)
{
	return cells[CRM_DEAL_AMOUNT].kind == CRM_INT ?
	    cells[CRM_DEAL_AMOUNT].i : 0;
}
/* Its amount times its chance, rounded as opp's weighted_amount. */
int64_t crm_deal_weighted(const struct crm_value *cells,
			  const struct crm_report_stage *stage);
/* The category that WORD is. */
enum crm_outlook crm_outlook_of(struct crm_value word);

/* The group of VALUE in CURRENCY (null: r->currency), new with zeros. */
struct crm_group *crm_group_of(struct crm_report *r, struct crm_value value,
			       struct crm_value currency);
/* Add N to *SUM, or say that it is too large. */
int crm_group_add(struct crm_report *r, int64_t *sum, int64_t n);
/* The first seven bytes of a day; null for none. */
struct crm_value crm_month_of(struct crm_value day);

/*
 * The groups in order, which are values of BY: their names and their order
 * are found unless BY is NULL and the caller has set name, rank and key.
 */
int crm_groups_sort(struct crm_group ***out, struct crm_report *r,
		    const struct crm_field *by);

/*
 * The columns of a report: the group, called NAME (NULL: no such column),
 * and FIELDS, whose last is the currency.  Cells are the group's value, its
 * name, and one for each of FIELDS.  Returns the number of columns.
 */
size_t crm_report_columns(struct crm_column *out, const char *name,
			  const struct crm_field *by,
			  const struct crm_field *fields, size_t n);
/* Set the cells that are not the report's own. */
void crm_group_cells(struct crm_value *cells, const struct crm_group *g,
		     size_t n);

#endif
