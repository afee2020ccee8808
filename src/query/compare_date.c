/*
 * Days and instants.  After = either takes a period, which is a day at least;
 * an instant is on a day when it is between its first second in the zone in
 * use and that of the next.
 */
#include <string.h>

#include "crm/date.h"
#include "query/compile.h"

/* now, 2026-11-22T10:00, today+2h */
static bool
names_instant(const char *s, size_t len)
{
	if (len >= 3 && memcmp(s, "now", 3) == 0)
		return true;
	if (len > 10 && s[0] >= '0' && s[0] <= '9' &&
	    (s[10] == 'T' || s[10] == ' '))
		return true;
	for (size_t i = 1; i < len; i++) {
		if (s[i - 1] < '0' || s[i - 1] > '9')
			continue;
		if (s[i] == 'h' || (len - i >= 3 && !memcmp(s + i, "min", 3)))
			return true;
	}
	return false;
}

int
crm_read_when(struct crm_when *w, struct crm_query *q,
	      const struct crm_left *l, const struct crm_literal *v)
{
	const struct crm_clock *clock = &q->crm->clock;
	struct crm_value text;
	const char *hint;
	int rc = crm_literal_text(&text, q, l, v);

	if (rc)
		return rc;
	w->instant = l->type == CRM_T_TIME && names_instant(text.s, text.len);
	if (w->instant ? !crm_time_read(&w->at, text.s, text.len, clock) :
	    !crm_period_read(&w->first, &w->last, text.s, text.len, clock))
		return 0;
	hint = crm_date_hint(text.s, text.len);
	crm_literal_wrong(q, v, text, l->type == CRM_T_TIME ?
	    "a day, a period or an instant" : "a day or a period");
	return crm_hint(q->src->err, "%s", hint ? hint :
	    "write 2026-11-22, today-30d, thismonth or 2026-Q4");
}

static int
no_period(struct crm_query *q, const struct crm_left *l,
	  const struct crm_literal *v, const struct crm_when *w)
{
	char first[CRM_DAY_SIZE], last[CRM_DAY_SIZE];
	struct crm_value text;
	int rc;

	if (w->instant || w->first == w->last || l->node->cmp == CMP_RANGE)
		return 0;
	rc = crm_literal_text(&text, q, l, v);
	if (rc)
		return rc;
	crm_literal_wrong(q, v, text, "one day but a period");
	crm_day_write(first, w->first);
	crm_day_write(last, w->last);
	return crm_hint(q->src->err,
	    "write eom or a day such as %s or %s, or = for all of it",
	    first, last);
}

static void
emit_day(struct crm_query *q, int64_t day)
{
	char s[CRM_DAY_SIZE];

	crm_day_write(s, day);
	crm_emit_bind(q, crm_text(crm_arena_str(q->arena, s)));
}

static int
date_order(struct crm_query *q, const struct crm_left *l, enum cmp cmp,
	   const struct crm_literal *v)
{
	struct crm_when w;
	int rc = crm_read_when(&w, q, l, v);

	if (!rc)
		rc = no_period(q, l, v, &w);
	if (rc)
		return rc;
	crm_left_open(q, l);
	crm_emit(q, "%s %s ", l->sql, crm_cmp_sql(cmp));
	emit_day(q, cmp == CMP_LE ? w.last : w.first);
	crm_left_close(q, l);
	return 0;
}

static int
date_is(struct crm_query *q, const struct crm_left *l,
	const struct crm_literal *v)
{
	struct crm_when w;
	int rc = crm_read_when(&w, q, l, v);

	if (rc)
		return rc;
	crm_left_open(q, l);
	crm_emit(q, "%s %s ", l->sql, w.first == w.last ? "=" : ">=");
	emit_day(q, w.first);
	if (w.first != w.last) {
		crm_emit(q, " AND %s <= ", l->sql);
		emit_day(q, w.last);
	}
	crm_left_close(q, l);
	return 0;
}

/* Instants are kept within the years 1 to 9999. */
static void
emit_instant(struct crm_query *q, int64_t at)
{
	int64_t least = crm_day_make(1, 1, 1) * 86400;
	int64_t most = (crm_day_make(9999, 12, 31) + 1) * 86400 - 1;
	char s[CRM_TIME_SIZE];

	crm_time_write(s, at < least ? least : at > most ? most : at);
	crm_emit_bind(q, crm_text(crm_arena_str(q->arena, s)));
}

/* The first instant after DAY. */
int64_t
crm_day_end(int64_t day)
{
	return day < crm_day_make(9999, 12, 31) ? crm_day_start(day + 1) :
	    crm_day_start(day) + 86400;
}

/* Before or from the day's first second on, up to or after its last one. */
static int
time_order(struct crm_query *q, const struct crm_left *l, enum cmp cmp,
	   const struct crm_literal *v)
{
	bool ends = cmp == CMP_GT || cmp == CMP_LE;
	struct crm_when w;
	int rc = crm_read_when(&w, q, l, v);

	if (!rc)
		rc = no_period(q, l, v, &w);
	if (rc)
		return rc;
	crm_left_open(q, l);
	if (w.instant) {
		crm_emit(q, "%s %s ", l->sql, crm_cmp_sql(cmp));
		emit_instant(q, w.at);
	} else {
		crm_emit(q, "%s %s ", l->sql,
		    cmp == CMP_GT || cmp == CMP_GE ? ">=" : "<");
		emit_instant(q, ends ? crm_day_end(w.last) :
		    crm_day_start(w.first));
	}
	crm_left_close(q, l);
	return 0;
}

static int
time_is(struct crm_query *q, const struct crm_left *l,
	const struct crm_literal *v)
{
	struct crm_when w;
	int rc = crm_read_when(&w, q, l, v);

	if (rc)
		return rc;
	crm_left_open(q, l);
	crm_emit(q, "%s %s ", l->sql, w.instant ? "=" : ">=");
	emit_instant(q, w.instant ? w.at : crm_day_start(w.first));
	if (!w.instant) {
		crm_emit(q, " AND %s < ", l->sql);
		emit_instant(q, crm_day_end(w.last));
	}
	crm_left_close(q, l);
	return 0;
}

static int
any_of(struct crm_query *q, const struct crm_left *l,
       const struct crm_literal *v, size_t n)
{
	return crm_emit_any(q, l, v, n, l->type == CRM_T_DATE ? date_is
	    : time_is);
}

const struct crm_comparison crm_compare_date = {
	"a day", any_of, date_order, NULL
};
const struct crm_comparison crm_compare_time = {
	"an instant", any_of, time_order, NULL
};
