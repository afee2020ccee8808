/* Days and instants, as people and files write them. */
#include <string.h>

#include "crm/date.h"
#include "model/convert.h"

static struct crm_value
kept(const struct crm_input *in, const char *s, size_t len)
{
	return crm_text_n(crm_arena_copy(in->arena, s, len), len);
}

static int
by_format(int64_t *day, int *seconds, const struct crm_input *in)
{
	const char *format = in->how ? in->how->date_format : NULL;

	return format ? crm_date_by_format(day, seconds, in->s, in->len,
	    format) : CRM_EINVAL;
}

/* Which --date-format would do: the first two that fit. */
static void
add_formats(struct crm_buf *out, const struct crm_input *in)
{
	static const char *const formats[] = {
		"dmy", "mdy", "ymd", "%d.%m.%y", "%d/%m/%y", "%m/%d/%y",
		"%Y%m%d", "%d %b %Y", "%d. %b %Y", "%d-%b-%Y", "%d-%b-%y",
		"%b %d %Y", "%b %d, %Y", "%d.%m.%Y %H:%M",
		"%d.%m.%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S",
		"%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%Y/%m/%d %H:%M",
		"%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"
	};
	int64_t day;
	int found = 0;

	for (size_t i = 0; i < CRM_COUNT(formats) && found < 2; i++) {
		const char *q = strchr(formats[i], ' ') ? "'" : "";

		if (crm_date_by_format(&day, NULL, in->s, in->len,
		    formats[i]))
			continue;
		if (!found++)
			crm_buf_printf(out, "for %.*s: --date-format ",
			    SHOWN(in));
		else
			crm_buf_str(out, " or ");
		crm_buf_printf(out, "%s%s%s", q, formats[i], q);
	}
}

/* A day in a file: what it is written by, what would read it. */
static int
wrong_in_file(const struct crm_input *in, const char *what, const char *plain)
{
	const char *format = in->how->date_format;
	struct crm_buf b = { 0 };
	int rc = crm_input_wrong(in, what, NULL);
	size_t begin;

	if (format)
		crm_buf_printf(&b, "it is read by --date-format %s; ",
		    format);
	begin = b.len;
	add_formats(&b, in);
	if (b.len == begin)
		crm_buf_printf(&b, format ? "%s is understood, too"
		    : "write %s, or say how days are written:"
		    " --date-format dmy", plain);
	crm_hinted(in->crm, "%s", b.s);
	crm_buf_free(&b);
	return rc;
}

int
crm_input_date(struct crm_value *out, const struct crm_input *in)
{
	char day[CRM_DAY_SIZE];
	const char *hint;
	int64_t n;
	int seconds;
	bool exact = in->how && in->how->exact;

	if (by_format(&n, &seconds, in) && crm_day_parse(&n, in->s, in->len) &&
	    (exact || crm_day_read(&n, in->s, in->len, &in->crm->clock))) {
		if (exact)
			return wrong_in_file(in, "a day", "2026-11-22");
		hint = crm_date_hint(in->s, in->len);
		return crm_input_wrong(in, "a day", hint ? hint
		    : "write 2026-11-22 or today+7d");
	}
	crm_day_write(day, n);
	*out = kept(in, day, CRM_DAY_SIZE - 1);
	return 0;
}

int
crm_input_time(struct crm_value *out, const struct crm_input *in)
{
	char time[CRM_TIME_SIZE];
	int64_t n;
	int seconds = 0;
	bool exact = in->how && in->how->exact;

	if (!by_format(&n, &seconds, in))
		n = crm_instant_of(n, seconds < 0 ? 0 : seconds);
	else if (crm_time_parse(&n, in->s, in->len)) {
		if (exact && !crm_day_parse(&n, in->s, in->len))
			n = crm_day_start(n);
		else if (exact)
			return wrong_in_file(in, "an instant",
			    "2026-11-22T14:30:00Z");
		else if (crm_time_read(&n, in->s, in->len,
		    &in->crm->clock))
			return crm_input_wrong(in, "an instant",
			    "write 2026-11-22T14:30:00Z");
	}
	crm_time_write(time, n);
	*out = kept(in, time, CRM_TIME_SIZE - 1);
	return 0;
}
