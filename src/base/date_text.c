/* Days and instants as they are stored and exchanged. */
#include "crm/date.h"

#include "base/date.h"

static char *
put(char *to, int64_t n, int digits)
{
	for (int i = digits - 1; i >= 0; i--) {
		to[i] = (char)('0' + n % 10);
		n /= 10;
	}
	return to + digits;
}

static char *
put_day(char *to, int64_t day)
{
	int64_t year;
	int month, mday;

	crm_day_split(day, &year, &month, &mday);
	to = put(to, year, 4);
	*to++ = '-';
	to = put(to, month, 2);
	*to++ = '-';
	return put(to, mday, 2);
}

static char *
put_time(char *to, int64_t instant)
{
	int64_t day = floor_div(instant, DAY_SECONDS);
	int64_t seconds = instant - day * DAY_SECONDS;

	to = put_day(to, day);
	*to++ = 'T';
	to = put(to, seconds / 3600, 2);
	*to++ = ':';
	to = put(to, seconds / 60 % 60, 2);
	*to++ = ':';
	return put(to, seconds % 60, 2);
}

void
crm_day_write(char out[CRM_DAY_SIZE], int64_t day)
{
	*put_day(out, day) = '\0';
}

void
crm_time_write(char out[CRM_TIME_SIZE], int64_t instant)
{
	char *to = put_time(out, instant);

	*to++ = 'Z';
	*to = '\0';
}

/*
 * An offset that has seconds, as local mean time has, is shown rounded to the
 * minute, and the time with it: what is written is that very instant.
 */
void
crm_local_write(char out[CRM_LOCAL_SIZE], int64_t instant)
{
	int64_t minutes = floor_div(crm_zone_offset(instant) + 30, 60);
	char *to;

	if (!instant_is_known(instant + minutes * 60))
		minutes = 0;
	to = put_time(out, instant + minutes * 60);
	*to++ = minutes < 0 ? '-' : '+';
	if (minutes < 0)
		minutes = -minutes;
	to = put(to, minutes / 60, 2);
	*to++ = ':';
	*put(to, minutes % 60, 2) = '\0';
}

int
crm_day_scan(int64_t *out, struct scan *p)
{
	int year, month, mday;

	if (!scan_number(&year, p, 4, 4) || !scan_char(p, '-') ||
	    !scan_number(&month, p, 2, 2) || !scan_char(p, '-') ||
	    !scan_number(&mday, p, 2, 2))
		return CRM_EINVAL;
	return crm_day_check(out, year, month, mday);
}

int
crm_day_parse(int64_t *out, const char *s, size_t len)
{
	struct scan p = scan_of(s, len);
	int64_t day;

	if (crm_day_scan(&day, &p) || !scan_done(&p))
		return CRM_EINVAL;
	*out = day;
	return 0;
}

/* HH:MM[:SS[.f]] as seconds. */
static int
scan_clock(int *out, struct scan *p)
{
	int hour, minute, second = 0;

	if (!scan_number(&hour, p, 2, 2) || !scan_char(p, ':') ||
	    !scan_number(&minute, p, 2, 2))
		return CRM_EINVAL;
	if (scan_char(p, ':')) {
		if (!scan_number(&second, p, 2, 2))
			return CRM_EINVAL;
		if (scan_char(p, '.')) {
			if (!scan_is_digit(scan_peek(p)))
				return CRM_EINVAL;
			while (scan_is_digit(scan_peek(p)))
				p->s++;
		}
	}
	if (hour > 23 || minute > 59 || second > 59)
		return CRM_EINVAL;
	*out = hour * 3600 + minute * 60 + second;
	return 0;
}

/* Z or +HH:MM as seconds: 1 when there is one, 0 when something else is. */
static int
scan_offset(int *out, struct scan *p)
{
	char sign = scan_peek(p);
	struct scan ahead = *p;
	int hour, minute;

	*out = 0;
	if (scan_char(p, 'Z'))
		return 1;
	if (sign != '+' && sign != '-')
		return 0;
	ahead.s++;
	if (!scan_number(&hour, &ahead, 2, 2) || !scan_char(&ahead, ':'))
		return 0;
	if (!scan_number(&minute, &ahead, 2, 2) || hour > 23 || minute > 59)
		return CRM_EINVAL;
	*p = ahead;
	*out = hour * 3600 + minute * 60;
	if (sign == '-')
		*out = -*out;
	return 1;
}

int
crm_time_scan(int64_t *out, struct scan *p)
{
	int64_t day, instant;
	int seconds, offset, zoned;

	if (crm_day_scan(&day, p) ||
	    (!scan_char(p, 'T') && !scan_char(p, ' ')) ||
	    scan_clock(&seconds, p))
		return CRM_EINVAL;
	zoned = scan_offset(&offset, p);
	if (zoned < 0)
		return zoned;
	instant = zoned ? day * DAY_SECONDS + seconds - offset :
	    crm_instant_of(day, seconds);
	if (!instant_is_known(instant))
		return CRM_EINVAL;
	*out = instant;
	return 0;
}

int
crm_time_parse(int64_t *out, const char *s, size_t len)
{
	struct scan p = scan_of(s, len);
	int64_t instant;

	if (crm_time_scan(&instant, &p) || !scan_done(&p))
		return CRM_EINVAL;
	*out = instant;
	return 0;
}
