/*
 * Date words of filters: an anchor and its offsets, from left to right.
 *
 * A day stays a day under the offsets that count days, and becomes an instant
 * with the first that counts hours; an instant that is moved by days keeps
 * what the clock shows.
 */
#include "crm/date.h"

#include <string.h>

#include "base/date.h"

struct moment {
	enum { A_DAY, AN_END, AN_INSTANT } kind;	/* AN_END: eod .. eoy */
	int64_t day;		/* but of an instant */
	int64_t instant;
};

static bool
is_word(const char *s, size_t len, const char *word)
{
	return strlen(word) == len && !memcmp(s, word, len);
}

static int
read_word(struct moment *m, const char *s, size_t len,
	  const struct crm_clock *c)
{
	int64_t first, last;

	*m = (struct moment){ A_DAY, c->today, c->now };
	if (is_word(s, len, "now")) {
		m->kind = AN_INSTANT;
	} else if (is_word(s, len, "yesterday")) {
		m->day--;
	} else if (is_word(s, len, "tomorrow")) {
		m->day++;
	} else if (len == 3 && (s[0] == 's' || s[0] == 'e') && s[1] == 'o' &&
		   strchr("dwmqy", s[2])) {
		crm_span_of(&first, &last, c->today, s[2], 0, c);
		m->day = s[0] == 's' ? first : last;
		m->kind = s[0] == 's' ? A_DAY : AN_END;
	} else if (!is_word(s, len, "today")) {
		return CRM_EINVAL;
	}
	return 0;
}

static int
read_anchor(struct moment *m, struct scan *p, const struct crm_clock *c)
{
	size_t n = scan_letters(p);
	struct scan ahead = *p;

	if (n) {
		p->s += n;
		return read_word(m, p->s - n, n, c);
	}
	if (crm_day_scan(&m->day, p))
		return CRM_EINVAL;
	m->kind = A_DAY;
	if (scan_peek(p) != 'T' && scan_peek(p) != ' ')
		return 0;
	m->kind = AN_INSTANT;
	*p = ahead;
	return crm_time_scan(&m->instant, p);
}

static int64_t
instant_of(const struct moment *m)
{
	if (m->kind == A_DAY)
		return crm_day_start(m->day);
	if (m->kind == AN_END)
		return crm_day_start(m->day + 1) - 1;
	return m->instant;
}

static int
move_seconds(struct moment *m, int64_t seconds)
{
	m->instant = instant_of(m) + seconds;
	m->kind = AN_INSTANT;
	return instant_is_known(m->instant) ? 0 : CRM_EINVAL;
}

/* Move by DAYS and MONTHS, one of which is 0. */
static int
move_days(struct moment *m, int64_t days, int64_t months)
{
	int64_t shown = 0, day = m->day;

	if (m->kind == AN_INSTANT) {
		shown = m->instant + crm_zone_offset(m->instant);
		day = floor_div(shown, DAY_SECONDS);
		shown -= day * DAY_SECONDS;
	}
	day = months ? crm_day_add_months(day, months) : day + days;
	if (!day_is_known(day))
		return CRM_EINVAL;
	if (m->kind == AN_INSTANT)
		m->instant = crm_instant_of(day, (int)shown);
	m->day = day;
	return m->kind != AN_INSTANT || instant_is_known(m->instant) ?
	    0 : CRM_EINVAL;
}

static int
read_offset(struct moment *m, struct scan *p)
{
	bool minus = scan_peek(p) == '-';
	const char *unit;
	size_t len;
	int n;

	if (!scan_char(p, '+') && !scan_char(p, '-'))
		return CRM_EINVAL;
	if (!scan_number(&n, p, 1, 9))
		return CRM_EINVAL;
	if (minus)
		n = -n;
	unit = p->s;
	len = scan_letters(p);
	p->s += len;
	if (is_word(unit, len, "min"))
		return move_seconds(m, (int64_t)n * 60);
	if (is_word(unit, len, "h"))
		return move_seconds(m, (int64_t)n * 3600);
	if (is_word(unit, len, "d"))
		return move_days(m, n, 0);
	if (is_word(unit, len, "w"))
		return move_days(m, (int64_t)n * 7, 0);
	if (is_word(unit, len, "mo"))
		return move_days(m, 0, n);
	if (is_word(unit, len, "q"))
		return move_days(m, 0, (int64_t)n * 3);
	if (is_word(unit, len, "y"))
		return move_days(m, 0, (int64_t)n * 12);
	return is_word(unit, len, "m") ? CRM_EUSAGE : CRM_EINVAL;
}

/* Whether S is an offset without an anchor: 30d, -1mo. */
static bool
is_lone_offset(const char *s, size_t len)
{
	static const char *const units[] = {
		"min", "h", "d", "w", "mo", "q", "y", "m"
	};
	struct scan p = scan_of(s, len);
	int n;

	if (!scan_char(&p, '+'))
		scan_char(&p, '-');
	if (!scan_number(&n, &p, 1, 9))
		return false;
	len = scan_letters(&p);
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (is_word(p.s, len, units[i]))
			return p.s + len == p.end || p.s[len] == '+' ||
			    p.s[len] == '-';
	return false;
}

static int
read_moment(struct moment *m, const char *s, size_t len,
	    const struct crm_clock *c)
{
	struct scan p = scan_of(s, len);
	int rc;

	if (is_lone_offset(s, len))
		return CRM_EUSAGE;
	rc = read_anchor(m, &p, c);
	while (!rc && !scan_done(&p))
		rc = read_offset(m, &p);
	return rc;
}

int
crm_day_read(int64_t *out, const char *s, size_t len,
	     const struct crm_clock *c)
{
	struct moment m;
	int64_t day;
	int rc = read_moment(&m, s, len, c);

	if (rc)
		return rc;
	day = m.kind == AN_INSTANT ? crm_day_of(m.instant) : m.day;
	if (!day_is_known(day))
		return CRM_EINVAL;
	*out = day;
	return 0;
}

int
crm_time_read(int64_t *out, const char *s, size_t len,
	      const struct crm_clock *c)
{
	struct moment m;
	int64_t instant;
	int rc = read_moment(&m, s, len, c);

	if (rc)
		return rc;
	instant = instant_of(&m);
	if (!instant_is_known(instant))
		return CRM_EINVAL;
	*out = instant;
	return 0;
}

/* Whether S looks like a date as it is written elsewhere: 11/22/2026. */
static bool
is_foreign_date(const char *s, size_t len)
{
	struct scan p = scan_of(s, len);
	char between;
	int n;

	if (!scan_number(&n, &p, 1, 4))
		return false;
	between = scan_peek(&p);
	if ((between != '/' && between != '.' && between != '-') ||
	    !scan_char(&p, between) || !scan_number(&n, &p, 1, 2) ||
	    !scan_char(&p, between))
		return false;
	return scan_number(&n, &p, 1, 4) && scan_done(&p);
}

const char *
crm_date_hint(const char *s, size_t len)
{
	const struct crm_clock any = { 0 };
	struct moment m;
	int rc = read_moment(&m, s, len, &any);

	if (is_lone_offset(s, len))
		return "write today-30d or today+30d: "
		    "an offset follows a date";
	if (rc == CRM_EUSAGE)
		return "write mo for months or min for minutes: "
		    "today-3mo, now-30min";
	if (rc && is_foreign_date(s, len))
		return "write YYYY-MM-DD, a day of the calendar: 2026-11-22";
	return NULL;
}
