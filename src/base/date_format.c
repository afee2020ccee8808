/* Dates of other programs' files, read by a format. */
#include "crm/date.h"

#include <string.h>

#include "base/date.h"

struct parts {
	int year, month, mday, hour, minute, second;
	bool has_time;
};

static char
small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool
scan_name(struct scan *p, const char *name, size_t len)
{
	if ((size_t)(p->end - p->s) < len)
		return false;
	for (size_t i = 0; i < len; i++)
		if (small(p->s[i]) != name[i])
			return false;
	p->s += len;
	return true;
}

/* A month's English name, whole or its first three letters, any case. */
static bool
scan_month(int *out, struct scan *p)
{
	static const char *const names[] = {
		"january", "february", "march", "april", "may", "june",
		"july", "august", "september", "october", "november",
		"december"
	};

	for (int i = 0; i < 12; i++) {
		if (scan_name(p, names[i], strlen(names[i])) ||
		    scan_name(p, names[i], 3)) {
			*out = i + 1;
			return true;
		}
	}
	return false;
}

/* What one conversion stands for: CRM_EUSAGE when there is no such one. */
static int
scan_part(struct parts *t, struct scan *p, char conversion)
{
	bool ok = false;

	switch (conversion) {
	case 'Y':
		ok = scan_number(&t->year, p, 4, 4);
		break;
	case 'y':
		ok = scan_number(&t->year, p, 2, 2);
		t->year += t->year < 69 ? 2000 : 1900;
		break;
	case 'm':
		ok = scan_number(&t->month, p, 1, 2);
		break;
	case 'd':
		ok = scan_number(&t->mday, p, 1, 2);
		break;
	case 'b':
	case 'B':
		ok = scan_month(&t->month, p);
		break;
	case 'H':
		t->has_time = true;
		ok = scan_number(&t->hour, p, 1, 2) && t->hour < 24;
		break;
	case 'M':
		t->has_time = true;
		ok = scan_number(&t->minute, p, 2, 2) && t->minute < 60;
		break;
	case 'S':
		t->has_time = true;
		ok = scan_number(&t->second, p, 2, 2) && t->second < 60;
		break;
	case '%':
		ok = scan_char(p, '%');
		break;
	default:
		return CRM_EUSAGE;
	}
	return ok ? 0 : CRM_EINVAL;
}

/* A format that can't give a day is wrong whatever the text is. */
static int
check_format(const char *format)
{
	int year = 0, month = 0, mday = 0;

	for (const char *f = format; *f; f++) {
		if (*f != '%')
			continue;
		f++;
		if (!*f || !strchr("YymdbBHMS%", *f))
			return CRM_EUSAGE;
		year += *f == 'Y' || *f == 'y';
		month += *f == 'm' || *f == 'b' || *f == 'B';
		mday += *f == 'd';
	}
	return year == 1 && month == 1 && mday == 1 ? 0 : CRM_EUSAGE;
}

static int
scan_format(struct parts *t, struct scan *p, const char *format)
{
	for (const char *f = format; *f; f++) {
		int rc = 0;

		if (*f == '%')
			rc = scan_part(t, p, *++f);
		else if (!scan_char(p, *f))
			rc = CRM_EINVAL;
		else if (*f == ' ')
			while (scan_char(p, ' '))
				;
		if (rc)
			return rc;
	}
	return scan_done(p) ? 0 : CRM_EINVAL;
}

/* Day, month and year in the order of three letters, evenly set apart. */
static int
scan_order(struct parts *t, struct scan *p, const char *order)
{
	char between = 0;

	for (int i = 0; i < 3; i++) {
		int rc = scan_part(t, p, order[i] == 'y' ? 'Y' : order[i]);

		if (rc || i == 2)
			return rc || scan_done(p) ? rc : CRM_EINVAL;
		if (!i)
			between = scan_peek(p);
		if (!between || !strchr("-/. ", between) ||
		    !scan_char(p, between))
			return CRM_EINVAL;
	}
	return 0;
}

int
crm_date_by_format(int64_t *day, int *seconds, const char *s, size_t len,
		   const char *format)
{
	struct scan p = scan_of(s, len);
	struct parts t = { 0 };
	int rc;

	if (!strcmp(format, "ymd") || !strcmp(format, "mdy") ||
	    !strcmp(format, "dmy")) {
		rc = scan_order(&t, &p, format);
	} else {
		rc = check_format(format);
		if (!rc)
			rc = scan_format(&t, &p, format);
	}
	if (!rc)
		rc = crm_day_check(day, t.year, t.month, t.mday);
	if (!rc && seconds)
		*seconds = t.has_time ?
		    t.hour * 3600 + t.minute * 60 + t.second : -1;
	return rc;
}
