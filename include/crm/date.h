/*
 * Days, instants and periods: as they are stored, typed and computed.
 *
 * Stored are YYYY-MM-DD and YYYY-MM-DDTHH:MM:SSZ alone.  Typed may be
 * today-30d, eoq, thismonth, 2026-Q4: see crm-filter(7).  Month arithmetic
 * clamps: 2026-01-31+1mo is 2026-02-28.
 *
 *	static int
 *	in_thirty_days(char out[CRM_DAY_SIZE], const struct crm_clock *c)
 *	{
 *		int64_t day;
 *		int rc = crm_day_read(&day, "today+30d", 9, c);
 *
 *		if (!rc)
 *			crm_day_write(out, day);
 *		return rc;
 *	}
 */
#ifndef CRM_DATE_H
#define CRM_DATE_H

#include <stddef.h>
#include <stdint.h>

#include "crm/clock.h"
#include "crm/error.h"

#define CRM_DAY_SIZE 11		/* "2026-11-22" and a NUL */
#define CRM_TIME_SIZE 21	/* "2026-11-22T13:46:55Z" and a NUL */
#define CRM_LOCAL_SIZE 26	/* "2026-11-22T14:46:55+01:00" and a NUL */

/* Day may lie beyond the month: 2026, 2, 29 is 2026-03-01. */
int64_t crm_day_make(int64_t year, int month, int day);
void crm_day_split(int64_t day, int64_t *year, int *month, int *mday);
int64_t crm_day_add_months(int64_t day, int64_t months);

void crm_day_write(char out[CRM_DAY_SIZE], int64_t day);
void crm_time_write(char out[CRM_TIME_SIZE], int64_t instant);
/* With the offset of the zone in use. */
void crm_local_write(char out[CRM_LOCAL_SIZE], int64_t instant);

/* Exactly YYYY-MM-DD, a day there is: else CRM_EINVAL. */
int crm_day_parse(int64_t *out, const char *s, size_t len);
/*
 * YYYY-MM-DDTHH:MM[:SS[.f]][Z|+HH:MM] (or a blank for the T): without an
 * offset in the zone in use; a fraction is cut off.
 */
int crm_time_parse(int64_t *out, const char *s, size_t len);

/*
 * A date word of crm-filter(7), as a day or as an instant: now, today,
 * yesterday, tomorrow, sod..soy, eod..eoy, a day, an instant, each with
 * offsets (+3d -1mo +2h).  As an instant, a day is its first second in the
 * zone, "eo" anchors the last second of theirs.  Offsets apply from left to
 * right.  CRM_EINVAL; CRM_EUSAGE for a lone offset (30d) or the unit m, for
 * which crm_date_hint says what to write.
 */
int crm_day_read(int64_t *out, const char *s, size_t len,
		 const struct crm_clock *c);
int crm_time_read(int64_t *out, const char *s, size_t len,
		  const struct crm_clock *c);
/* What to write instead of S, which was refused, or NULL. */
const char *crm_date_hint(const char *s, size_t len);

/*
 * A period (thismonth, lastquarter, 2026, 2026-11, 2026-Q4, 2026-W47, or
 * any day word) as its first and last day.  Quarters and years are the fiscal
 * ones: the fiscal year 2026 is the one that begins in 2026.
 */
int crm_period_read(int64_t *first, int64_t *last, const char *s, size_t len,
		    const struct crm_clock *c);

/*
 * Read S by FORMAT (%Y %y %m %d %b %B %H %M %S %%, English month names; %m
 * and %d need no leading zero; or the words ymd, mdy, dmy, which take any of
 * "-/. " between and a year of four digits) into a day and, unless SECONDS is
 * NULL, the seconds of that day, -1 when the format has no time.  %y is 1969
 * to 2068.  CRM_EUSAGE when FORMAT doesn't give a day, whatever S is.
 */
int crm_date_by_format(int64_t *day, int *seconds, const char *s, size_t len,
		       const char *format);

#endif
