/* What is in the pipeline, and what came of it. */
#include <string.h>

#include "crm/number.h"
#include "service/report.h"

enum {
	OPEN, OPEN_AMOUNT, WEIGHTED, WON, WON_AMOUNT, LOST,	/* sums */
	WIN_RATE, CURRENCY, FIELDS
};

static const struct crm_field fields[FIELDS] = {
	[OPEN] = { "open", CRM_T_INT, .help = "open deals" },
	[OPEN_AMOUNT] = { "open_amount", CRM_T_MONEY,
	  .help = "amount of the open deals" },
	[WEIGHTED] = { "weighted", CRM_T_MONEY,
	  .help = "amount of the open deals times their chance" },
	[WON] = { "won", CRM_T_INT, .help = "deals won" },
	[WON_AMOUNT] = { "won_amount", CRM_T_MONEY,
	  .help = "amount of the deals won" },
	[LOST] = { "lost", CRM_T_INT, .help = "deals lost" },
	[WIN_RATE] = { "win_rate", CRM_T_PERCENT,
	  .help = "share won of the closed deals" },
	[CURRENCY] = { "currency", CRM_T_CURRENCY,
	  .help = "of the amounts" },
};

static const struct crm_field month_field = {
	"month", CRM_T_TEXT, .help = "of closing, expected or done"
};

enum by { BY_CELL, BY_MONTH, BY_TOTAL };

struct pipeline {
	struct crm_report r;
	enum by by;
	int cell;			/* BY_CELL: of the group */
	const char *name;		/* of the group's column, or NULL */
	const struct crm_field *field;
	const char *columns;		/* beyond those of every deal */
	int ncolumns;
};

/* The days of a deal BY_MONTH, by the category of its stage. */
static const int day_cells[] = {
	[CRM_STAGE_OPEN] = CRM_DEAL_OWN, [CRM_STAGE_WON] = CRM_DEAL_OWN + 1,
	[CRM_STAGE_LOST] = CRM_DEAL_OWN + 2
};

static int
take_deal(void *ctx, const struct crm_value *cells)
{
	struct pipeline *p = ctx;
	const struct crm_report_stage *s;
	struct crm_value value = crm_null();
	struct crm_group *g;
	int rc = crm_report_stage(&s, &p->r, cells);

	if (rc)
		return rc;
	if (p->by == BY_CELL)
		value = cells[p->cell];
	else if (p->by == BY_MONTH)
		value = crm_month_of(cells[day_cells[s->category]]);
	g = crm_group_of(&p->r, value, cells[CRM_DEAL_CURRENCY]);
	switch (s->category) {
	case CRM_STAGE_WON:
		g->sum[WON]++;
		return crm_group_add(&p->r, &g->sum[WON_AMOUNT],
		    crm_deal_amount(cells));
	case CRM_STAGE_LOST:
		g->sum[LOST]++;
		return 0;
	default:
		g->sum[OPEN]++;
		rc = crm_group_add(&p->r, &g->sum[OPEN_AMOUNT],
		    crm_deal_amount(cells));
		return rc ? rc : crm_group_add(&p->r, &g->sum[WEIGHTED],
		    crm_deal_weighted(cells, s));
	}
}

static int
group_by_path(struct pipeline *p, const char *path)
{
	const char *sql;
	int rc = crm_query_path(p->r.query, &sql, &p->field, path);

	if (rc)
		return rc;
	if (p->field->type == CRM_T_MONEY || crm_type_is_set(p->field->type)) {
		crm_failed(p->r.crm, CRM_EUSAGE,
		    "deals can't be grouped by '%s'", path);
		return crm_hinted(p->r.crm, "a field with one value works:"
		    " stage, owner, account.industry");
	}
	p->name = path;
	p->by = BY_CELL;
	p->cell = CRM_DEAL_STAGE;
	p->columns = "";
	if (strcmp(path, "stage") != 0) {
		p->cell = CRM_DEAL_OWN;
		p->ncolumns = 1;
		p->columns = crm_arena_printf(&p->r.arena, ", %s", sql);
	}
	return 0;
}

static int
group_by(struct pipeline *p, const char *by)
{
	if (by && !strcmp(by, "total")) {
		p->by = BY_TOTAL;
		p->columns = "";
		return 0;
	}
	if (!by || strcmp(by, "month") != 0)
		return group_by_path(p, by ? by : "stage");
	p->by = BY_MONTH;
	p->name = "month";
	p->field = &month_field;
	p->columns = ", \"t0\".\"close_date\", \"t0\".\"won_on\","
	    " \"t0\".\"lost_on\"";
	p->ncolumns = 3;
	return 0;
}

static int
put_group(const struct crm_group *g, const struct crm_sink *to)
{
	struct crm_value cells[2 + FIELDS];
	int64_t closed = g->sum[WON] + g->sum[LOST];

	crm_group_cells(cells, g, FIELDS);
	for (int i = 0; i < WIN_RATE; i++)
		cells[2 + i] = crm_int(g->sum[i]);
	cells[2 + WIN_RATE] = closed ?
	    crm_int(crm_share(g->sum[WON], 10000, closed)) : crm_null();
	return to->row(to->ctx, cells);
}

static int
put_all(struct pipeline *p, const struct crm_sink *to)
{
	struct crm_column columns[1 + FIELDS];
	struct crm_group **groups;
	size_t n = crm_report_columns(columns, p->name, p->field, fields,
	    FIELDS);
	int rc = crm_groups_sort(&groups, &p->r, p->field);

	if (!rc)
		rc = to->begin(to->ctx, columns, n);
	for (size_t i = 0; !rc && i < p->r.n; i++)
		rc = put_group(groups[i], to);
	return rc;
}

int
crm_report_pipeline(struct crm *crm, const struct crm_report_how *how,
		    const struct crm_sink *to)
{
	struct pipeline p = { .by = BY_TOTAL };
	int rc;

	if (how->from || how->to) {
		crm_failed(crm, CRM_EUSAGE,
		    "the pipeline is that of today and has no period");
		return crm_hinted(crm, "filter by a day instead: -w"
		    " 'close_date in thisquarter'");
	}
	rc = crm_report_begin(&p.r, crm, how);
	if (!rc)
		rc = group_by(&p, how->by);
	if (!rc)
		rc = crm_report_scan(&p.r, p.columns, p.ncolumns, "",
		    take_deal, &p);
	if (!rc && p.by == BY_TOTAL && !p.r.n)
		crm_group_of(&p.r, crm_null(), crm_null());
	if (!rc)
		rc = put_all(&p, to);
	return crm_report_end(&p.r, rc);
}
