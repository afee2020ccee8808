/* Reading what a report is made from. */
#include "service/report.h"

#include <string.h>

#include "crm/db.h"
#include "crm/exchange.h"

enum { CELLS_MAX = 16 };

/* When a deal was closed. */
static const char closed_on[] = ", COALESCE(\"t0\".\"won_on\","
    " \"t0\".\"lost_on\")";

static bool
is_word(struct crm_value v, const char *word)
{
	return v.kind == CRM_TEXT && v.len == strlen(word) &&
	    !memcmp(v.s, word, v.len);
}

enum crm_outlook
crm_outlook_of(struct crm_value word)
{
	if (is_word(word, "omitted"))
		return CRM_OUTLOOK_OMITTED;
	if (is_word(word, "best_case"))
		return CRM_OUTLOOK_BEST_CASE;
	if (is_word(word, "commit"))
		return CRM_OUTLOOK_COMMIT;
	return is_word(word, "closed") ? CRM_OUTLOOK_CLOSED
	    : CRM_OUTLOOK_PIPELINE;
}

static void
take_stage(struct crm_report *r, struct crm_rows *rows)
{
	struct crm_report_stage *s = &r->stages[r->nstages++];
	struct crm_value category = crm_rows_cell(rows, 2);

	s->id = crm_rows_int(rows, 0);
	s->probability = crm_rows_int(rows, 1);
	s->category = is_word(category, "won") ? CRM_STAGE_WON
	    : is_word(category, "lost") ? CRM_STAGE_LOST : CRM_STAGE_OPEN;
	s->outlook = crm_outlook_of(crm_rows_cell(rows, 3));
	s->rank = crm_rows_int(rows, 4);
}

/* Deleted ones too: deals may still be in them. */
static int
load_stages(struct crm_report *r)
{
	struct crm_rows *rows;
	int64_t n = 0;
	int rc = crm_db_int(&n, r->crm->db, "SELECT COUNT(*) FROM \"stage\"",
	    CRM_NONE);

	if (!rc)
		rc = crm_db_query(&rows, r->crm->db,
		    "SELECT \"id\", \"probability\", \"category\","
		    " \"forecast\", ROW_NUMBER() OVER (ORDER BY"
		    " \"pipeline\", \"position\", \"id\") FROM \"stage\""
		    " ORDER BY \"id\"", CRM_NONE);
	if (rc)
		return rc;
	r->stages = crm_arena_alloc(&r->arena,
	    ((size_t)n + 1) * sizeof(*r->stages));
	while ((rc = crm_rows_next(rows)) > 0 && r->nstages < (size_t)n)
		take_stage(r, rows);
	crm_rows_close(rows);
	return rc < 0 ? rc : 0;
}

static int
take_params(struct crm_report *r, const char *const *params)
{
	for (; params && *params; params++) {
		const char *is = strchr(*params, '=');

		if (!is || is == *params) {
			crm_failed(r->crm, CRM_EUSAGE,
			    "'%s' is no parameter of a filter", *params);
			return crm_hinted(r->crm,
			    "write it as name=value, and :name in the filter");
		}
		crm_query_param(r->query, crm_arena_copy(&r->arena, *params,
		    (size_t)(is - *params)), is + 1);
	}
	return 0;
}

int
crm_report_begin(struct crm_report *r, struct crm *crm,
		 const struct crm_report_how *how)
{
	int rc;

	*r = (struct crm_report){
		.crm = crm, .currency = crm->company.currency
	};
	r->end = &r->first;
	rc = how->in ? crm_exchange_new(&r->exchange, crm, how->in,
	    &r->arena) : 0;
	if (!rc)
		rc = crm_db_begin_read(crm->db);
	if (rc)
		return rc;
	if (r->exchange)
		r->currency = crm_exchange_currency(r->exchange);
	r->query = crm_query_new(crm, &crm_opp, &r->arena);
	rc = load_stages(r);
	if (!rc)
		rc = take_params(r, how->params);
	for (const char *const *w = how->where; !rc && w && *w; w++)
		rc = crm_query_where(r->query, *w);
	return rc ? rc : crm_query_params_check(r->query);
}

int
crm_report_end(struct crm_report *r, int code)
{
	/* Without a query the snapshot was never begun. */
	if (r->query)
		code = crm_db_end(r->crm->db, code);
	crm_exchange_free(r->exchange);
	crm_map_free(&r->by_key);
	crm_buf_free(&r->key);
	crm_arena_free(&r->arena);
	return code;
}

struct exchanged {
	struct crm_report *r;
	struct crm_value cells[CELLS_MAX];
	int n;				/* the day comes behind them */
	int (*row)(void *ctx, const struct crm_value *cells);
	void *ctx;
};

/* The deal as it is in the report's currency. */
static int
take_exchanged(void *ctx, const struct crm_value *cells)
{
	struct exchanged *e = ctx;
	int rc = 0;

	memcpy(e->cells, cells, (size_t)e->n * sizeof(*cells));
	if (cells[CRM_DEAL_AMOUNT].kind == CRM_INT)
		rc = crm_exchange(&e->cells[CRM_DEAL_AMOUNT].i,
		    e->r->exchange, cells[CRM_DEAL_CURRENCY], cells[e->n]);
	e->cells[CRM_DEAL_CURRENCY] = crm_null();
	return rc ? rc : e->row(e->ctx, e->cells);
}

int
crm_report_scan(struct crm_report *r, const char *columns, int n,
		const char *tail,
		int (*row)(void *ctx, const struct crm_value *cells),
		void *ctx)
{
	struct exchanged e = { r, { { 0 } }, CRM_DEAL_OWN + n, row, ctx };
	struct crm_buf select = { 0 }, sql = { 0 };
	const struct crm_value *binds;
	size_t nbinds;
	int rc;

	crm_buf_printf(&select, "\"t0\".\"stage\", \"t0\".\"amount\","
	    " \"t0\".\"currency\", \"t0\".\"probability\"%s%s", columns,
	    r->exchange ? closed_on : "");
	crm_query_sql(r->query, &sql, select.s, tail);
	binds = crm_query_binds(r->query, &nbinds);
	rc = r->exchange ? crm_db_each(r->crm->db, sql.s, nbinds, binds,
	    e.n + 1, take_exchanged, &e)
	    : crm_db_each(r->crm->db, sql.s, nbinds, binds, e.n, row, ctx);
	crm_buf_free(&select);
	crm_buf_free(&sql);
	return rc;
}

int
crm_report_stage(const struct crm_report_stage **out, struct crm_report *r,
		 const struct crm_value *cells)
{
	int64_t id = cells[CRM_DEAL_STAGE].i;
	size_t low = 0, high = r->nstages;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		*out = &r->stages[middle];
		if ((*out)->id == id)
			return 0;
		if ((*out)->id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return crm_failed(r->crm, CRM_EFAIL, "a deal is in stage %lld, which"
	    " isn't there", (long long)id);
}

/*
 * No amount is beyond CRM_NUMBER_MAX, and no chance beyond 100 %, so that the
 * product fits.
 */
int64_t
crm_deal_weighted(const struct crm_value *cells,
		  const struct crm_report_stage *stage)
{
	int64_t amount = crm_deal_amount(cells), n;
	int64_t chance = cells[CRM_DEAL_PROBABILITY].kind == CRM_INT ?
	    cells[CRM_DEAL_PROBABILITY].i : stage->probability;

	n = ((amount < 0 ? -amount : amount) * chance + 5000) / 10000;
	return amount < 0 ? -n : n;
}

struct crm_value
crm_month_of(struct crm_value day)
{
	return day.kind == CRM_TEXT && day.len >= 7 ? crm_text_n(day.s, 7)
	    : crm_null();
}
