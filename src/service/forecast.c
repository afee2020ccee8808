/* What will be sold, by when and by whom. */
#include "service/forecast.h"

#include <string.h>

#include "crm/suggest.h"
#include "crm/user.h"

enum {
	CLOSED, COMMIT, BEST_CASE, PIPELINE, WEIGHTED,		/* sums */
	CURRENCY, FIELDS
};

static const struct crm_field fields[FIELDS] = {
	[CLOSED] = { "closed", CRM_T_MONEY, .help = "won in the period" },
	[COMMIT] = { "commit", CRM_T_MONEY,
	  .help = "closed, and open deals that are as good as won" },
	[BEST_CASE] = { "best_case", CRM_T_MONEY,
	  .help = "commit, and open deals that may be won" },
	[PIPELINE] = { "pipeline", CRM_T_MONEY,
	  .help = "best case, and all other open deals" },
	[WEIGHTED] = { "weighted", CRM_T_MONEY,
	  .help = "closed, and open deals times their chance" },
	[CURRENCY] = { "currency", CRM_T_CURRENCY,
	  .help = "of the amounts" },
};

static const struct crm_field month_field = {
	"month", CRM_T_TEXT, .help = "in which deals close"
};

/* The cells of a deal beyond those of every report. */
enum { OUTLOOK = CRM_DEAL_OWN, CLOSE_DATE, WON_ON, OWNER };

enum by { BY_MONTH, BY_OWNER, BY_TEAM };
static const char *const words[] = { "month", "owner", "team", NULL };

struct forecast {
	struct crm_report r;
	struct crm_forecast_period period;
	enum by by;
	int64_t undated;		/* open deals without close_date */
};

static bool
before(struct crm_value day, const char *other)
{
	return memcmp(day.s, other, CRM_DAY_SIZE - 1) < 0;
}

/* The day that an open deal is expected on; null when nobody knows. */
static struct crm_value
expected(struct forecast *f, const struct crm_value *cells)
{
	struct crm_value day = cells[CLOSE_DATE];

	if (day.kind != CRM_TEXT)
		f->undated++;
	else if (before(day, f->period.today))
		day = crm_text(f->period.today);
	return day;
}

static int
add_deal(struct forecast *f, const struct crm_value *cells,
	 struct crm_value day, int sum, int64_t weighted)
{
	struct crm_value value = crm_month_of(day);
	struct crm_group *g;
	int rc;

	if (day.kind != CRM_TEXT || before(day, f->period.from) ||
	    memcmp(day.s, f->period.to, CRM_DAY_SIZE - 1) > 0)
		return 0;
	if (f->by != BY_MONTH)
		value = cells[OWNER];
	g = crm_group_of(&f->r, value, cells[CRM_DEAL_CURRENCY]);
	rc = crm_group_add(&f->r, &g->sum[sum], crm_deal_amount(cells));
	return rc ? rc : crm_group_add(&f->r, &g->sum[WEIGHTED], weighted);
}

static int
take_deal(void *ctx, const struct crm_value *cells)
{
	static const int sums[] = {
		[CRM_OUTLOOK_PIPELINE] = PIPELINE,
		[CRM_OUTLOOK_BEST_CASE] = BEST_CASE,
		[CRM_OUTLOOK_COMMIT] = COMMIT, [CRM_OUTLOOK_CLOSED] = COMMIT
	};
	struct forecast *f = ctx;
	const struct crm_report_stage *s;
	enum crm_outlook outlook;
	int rc = crm_report_stage(&s, &f->r, cells);

	if (rc || s->category == CRM_STAGE_LOST)
		return rc;
	if (s->category == CRM_STAGE_WON)
		return add_deal(f, cells, cells[WON_ON], CLOSED,
		    crm_deal_amount(cells));
	outlook = cells[OUTLOOK].kind == CRM_TEXT ?
	    crm_outlook_of(cells[OUTLOOK]) : s->outlook;
	if (outlook == CRM_OUTLOOK_OMITTED)
		return 0;
	return add_deal(f, cells, expected(f, cells), sums[outlook],
	    crm_deal_weighted(cells, s));
}

/* What was won at another time is passed over by the engine. */
static int
scan(struct forecast *f)
{
	struct crm_query *q = f->r.query;
	const char *tail = crm_arena_printf(&f->r.arena,
	    "AND (\"t0\".\"won_on\" IS NULL OR"
	    " \"t0\".\"won_on\" BETWEEN $%d AND $%d)",
	    crm_query_bind(q, crm_text(f->period.from)),
	    crm_query_bind(q, crm_text(f->period.to)));

	return crm_report_scan(&f->r, f->by == BY_MONTH ?
	    ", \"t0\".\"forecast\", \"t0\".\"close_date\", \"t0\".\"won_on\""
	    : ", \"t0\".\"forecast\", \"t0\".\"close_date\","
	    " \"t0\".\"won_on\", \"t0\".\"owner\"",
	    f->by == BY_MONTH ? 3 : 4, tail, take_deal, f);
}

/* A row for each month of the period, whether it has deals or not. */
static void
add_months(struct forecast *f)
{
	struct crm_map seen = { 0 };
	char day[CRM_DAY_SIZE];
	int64_t first, year;
	int month, mday;

	for (struct crm_group *g = f->r.first; g; g = g->next)
		crm_map_put(&seen, g->value.s, g->value.len);
	crm_day_split(f->period.first, &year, &month, &mday);
	for (first = crm_day_make(year, month, 1); first <= f->period.last;
	     first = crm_day_add_months(first, 1)) {
		crm_day_write(day, first);
		if (!crm_map_get(&seen, day, 7))
			crm_group_of(&f->r, crm_text_n(day, 7), crm_null());
	}
	crm_map_free(&seen);
}

static int
put_group(struct forecast *f, struct crm_group *g, const struct crm_sink *to)
{
	struct crm_value cells[2 + FIELDS];
	int rc = 0;

	for (int i = COMMIT; !rc && i <= PIPELINE; i++)
		rc = crm_group_add(&f->r, &g->sum[i], g->sum[i - 1]);
	if (rc)
		return rc;
	crm_group_cells(cells, g, FIELDS);
	for (int i = 0; i < CURRENCY; i++)
		cells[2 + i] = crm_int(g->sum[i]);
	return to->row(to->ctx, cells);
}

static int
put_all(struct forecast *f, const struct crm_sink *to)
{
	const struct crm_field *field = f->by == BY_MONTH ? &month_field
	    : f->by == BY_OWNER ? &crm_opp.fields[CRM_F_OWNER]
	    : &crm_user.fields[USER_TEAM];
	struct crm_column columns[1 + FIELDS];
	struct crm_group **groups;
	size_t n = crm_report_columns(columns, words[f->by], field, fields,
	    FIELDS);
	int rc = crm_groups_sort(&groups, &f->r,
	    f->by == BY_TEAM ? NULL : field);

	if (!rc)
		rc = to->begin(to->ctx, columns, n);
	for (size_t i = 0; !rc && i < f->r.n; i++)
		rc = put_group(f, groups[i], to);
	return rc;
}

static int
read_by(enum by *out, struct crm *crm, const char *by)
{
	struct crm_suggest near;

	*out = BY_MONTH;
	if (!by)
		return 0;
	crm_suggest_init(&near, by, strlen(by));
	for (size_t i = 0; words[i]; i++) {
		*out = (enum by)i;
		if (!strcmp(by, words[i]))
			return 0;
		crm_suggest_try(&near, words[i]);
	}
	crm_failed(crm, CRM_EUSAGE, "no forecast by '%.40s'", by);
	if (near.best)
		return crm_hinted(crm, "did you mean '%s'?", near.best);
	return crm_hinted(crm, "there is one by month, owner and team");
}

static int
make(struct forecast *f, const struct crm_sink *to)
{
	int rc = scan(f);

	if (!rc && f->by == BY_TEAM)
		rc = crm_forecast_teams(&f->r);
	if (!rc && f->by == BY_MONTH)
		add_months(f);
	return rc ? rc : put_all(f, to);
}

int
crm_forecast(struct crm *crm, const struct crm_report_how *how,
	     const struct crm_sink *to)
{
	struct forecast f = { .undated = 0 };
	int rc = read_by(&f.by, crm, how->by);

	if (!rc)
		rc = crm_forecast_period(&f.period, crm, how,
		    f.by == BY_MONTH);
	if (rc)
		return rc;
	rc = crm_report_begin(&f.r, crm, how);
	if (!rc)
		rc = make(&f, to);
	rc = crm_report_end(&f.r, rc);
	if (!rc && f.undated)
		crm_say(crm, f.undated == 1 ? "%lld open deal has no"
		    " close_date and is left out" : "%lld open deals have no"
		    " close_date and are left out", (long long)f.undated);
	return rc;
}
