/* Text as people write it, as values, and back: by the type of the field. */
#include "crm/convert.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "crm/address.h"
#include "crm/date.h"
#include "crm/link.h"
#include "crm/number.h"
#include "crm/record.h"
#include "crm/ref.h"
#include "crm/suggest.h"
#include "crm/utf8.h"

struct input {
	struct crm *crm;
	const struct crm_field *f;
	const char *s;
	size_t len;
	const struct crm_read *how;
	struct crm_arena *arena;
};

/* The value in a sentence, shortened. */
#define SHOWN(in) (int)((in)->len < 60 ? (in)->len : 60), (in)->s

static int
wrong(const struct input *in, const char *what, const char *hint)
{
	struct crm_buf shown = { 0 };

	crm_show(&shown, in->s, in->len, 60);
	crm_failed(in->crm, CRM_EINVAL, "'%s' is not %s",
	    shown.s ? shown.s : "", what);
	crm_buf_free(&shown);
	if (hint)
		crm_hinted(in->crm, "%s", hint);
	return crm_fail_field(&in->crm->err, in->f->name);
}

static struct crm_value
kept(const struct input *in, const char *s, size_t len)
{
	return crm_text_n(crm_arena_copy(in->arena, s, len), len);
}

static int
read_text(struct crm_value *out, const struct input *in)
{
	ptrdiff_t bad = in->how && in->how->checked ? -1
	    : crm_utf8_bad(in->s, in->len);

	if (bad >= 0 && !in->s[bad]) {
		crm_failed(in->crm, CRM_EINVAL, "holds a NUL byte, byte %td",
		    bad + 1);
		return crm_fail_field(&in->crm->err, in->f->name);
	}
	if (bad >= 0) {
		crm_failed(in->crm, CRM_EINVAL,
		    "byte %td is not valid UTF-8 text", bad + 1);
		return crm_fail_field(&in->crm->err, in->f->name);
	}
	*out = crm_text_n(in->s, in->len);
	return 0;
}

/* The value and what is wrong with it, as a sentence. */
__attribute__((format(printf, 2, 3)))
static int
refuse(const struct input *in, const char *format, ...)
{
	struct crm_buf b = { 0 };
	va_list ap;

	crm_buf_char(&b, '\'');
	crm_show(&b, in->s, in->len, 60);
	crm_buf_str(&b, "' ");
	va_start(ap, format);
	crm_buf_vprintf(&b, format, ap);
	va_end(ap);
	crm_failed(in->crm, CRM_EINVAL, "%s", b.s);
	crm_buf_free(&b);
	return crm_fail_field(&in->crm->err, in->f->name);
}

static int
too_large(const struct input *in, int decimals)
{
	struct crm_buf most = { 0 };
	int rc = refuse(in, "is too large");

	crm_number_write(&most, CRM_NUMBER_MAX, decimals, 0);
	crm_hinted(in->crm, "it may be %s at most", most.s);
	crm_buf_free(&most);
	return rc;
}

/* CURRENCY is NULL unless the number is money. */
static int
too_fine(const struct input *in, int decimals, const char *currency)
{
	if (!decimals && currency)
		return refuse(in, "is not a whole number: %s has no decimals",
		    currency);
	if (!decimals)
		return wrong(in, "a whole number", NULL);
	if (currency)
		return refuse(in, "has more than %d decimals: %s has %d",
		    decimals, currency, decimals);
	return refuse(in, "has more than %d decimals", decimals);
}

static int
no_number(const struct input *in, int decimals)
{
	if (!decimals)
		return wrong(in, "a whole number", NULL);
	return wrong(in, "a number", in->how && in->how->exact
	    ? "write it as 12500.50, or say which sign is the decimal point"
	    " with --decimal" : "write it as 12500.50 or 12.5k");
}

static int
ambiguous(const struct input *in)
{
	const char *comma = memchr(in->s, ',', in->len);
	int n = (int)(comma - in->s), rc;

	rc = refuse(in, "may be %.*s%.3s or %.*s.%.3s", n, in->s, comma + 1,
	    n, in->s, comma + 1);
	crm_hinted(in->crm, "say which sign is the decimal point: --decimal ."
	    " or --decimal ,");
	return rc;
}

static int
read_number(struct crm_value *out, const struct input *in, int decimals,
	    const char *currency)
{
	bool exact = in->how && in->how->exact;
	char point = !exact ? 0 : in->how->point ? in->how->point : '.';
	int64_t n;

	if (exact && !in->how->point && crm_number_ambiguous(in->s, in->len))
		return ambiguous(in);
	if (!(exact ? crm_number_parse(&n, in->s, in->len, decimals, point)
	    : crm_number_read(&n, in->s, in->len, decimals))) {
		*out = crm_int(n);
		return 0;
	}
	switch (crm_number_why(in->s, in->len, decimals, point)) {
	case CRM_NUMBER_LARGE:
		return too_large(in, decimals);
	case CRM_NUMBER_DECIMALS:
		return too_fine(in, decimals, currency);
	default:
		return no_number(in, decimals);
	}
}

/* "12500.50 EUR" is split by whoever knows two fields; here the number. */
static int
read_money(struct crm_value *out, const struct input *in)
{
	const char *c = in->how && in->how->currency ? in->how->currency
	    : in->crm->company.currency;
	int decimals = crm_currency_decimals(c, strlen(c));

	return read_number(out, in, decimals < 0 ? 2 : decimals, c);
}

static int
read_currency(struct crm_value *out, const struct input *in)
{
	struct input up = *in;
	char *s = crm_arena_copy(in->arena, in->s, in->len);

	for (size_t i = 0; i < in->len; i++)
		s[i] = (char)toupper((unsigned char)s[i]);
	up.s = s;
	if (crm_currency_decimals(s, in->len) < 0)
		return wrong(&up, "a currency of ISO 4217",
		    "write its code, such as EUR");
	*out = crm_text_n(s, in->len);
	return 0;
}

static int
read_bool(struct crm_value *out, const struct input *in)
{
	static const char *const words[] = {
		"no", "yes", "false", "true", "0", "1"
	};

	for (size_t i = 0; i < CRM_COUNT(words); i++)
		if (strlen(words[i]) == in->len &&
		    strncasecmp(words[i], in->s, in->len) == 0) {
			*out = crm_int((int64_t)(i & 1));
			return 0;
		}
	return wrong(in, "yes or no", NULL);
}

static int
by_format(int64_t *day, int *seconds, const struct input *in)
{
	const char *format = in->how ? in->how->date_format : NULL;

	return format ? crm_date_by_format(day, seconds, in->s, in->len,
	    format) : CRM_EINVAL;
}

/* Which --date-format would do: the first two that fit. */
static void
add_formats(struct crm_buf *out, const struct input *in)
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
wrong_in_file(const struct input *in, const char *what, const char *plain)
{
	const char *format = in->how->date_format;
	struct crm_buf b = { 0 };
	int rc = wrong(in, what, NULL);
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

static int
read_date(struct crm_value *out, const struct input *in)
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
		return wrong(in, "a day", hint ? hint
		    : "write 2026-11-22 or today+7d");
	}
	crm_day_write(day, n);
	*out = kept(in, day, CRM_DAY_SIZE - 1);
	return 0;
}

static int
read_time(struct crm_value *out, const struct input *in)
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
			return wrong(in, "an instant",
			    "write 2026-11-22T14:30:00Z");
	}
	crm_time_write(time, n);
	*out = kept(in, time, CRM_TIME_SIZE - 1);
	return 0;
}

static int
read_enum(struct crm_value *out, const struct input *in)
{
	const char *const *c = in->f->choices;
	struct crm_buf all = { 0 };
	struct crm_suggest near;

	crm_suggest_init(&near, in->s, in->len);
	for (size_t i = 0; c[i]; i++) {
		if (strlen(c[i]) == in->len &&
		    strncasecmp(c[i], in->s, in->len) == 0) {
			*out = crm_text(c[i]);
			crm_buf_free(&all);
			return 0;
		}
		crm_suggest_try(&near, c[i]);
		crm_buf_printf(&all, "%s%s", i ? ", " : "", c[i]);
	}
	crm_failed(in->crm, CRM_EINVAL, "'%.*s' is not one of %s", SHOWN(in),
	    all.s);
	if (near.best)
		crm_hinted(in->crm, "did you mean '%s'?", near.best);
	crm_buf_free(&all);
	return crm_fail_field(&in->crm->err, in->f->name);
}

static int
read_checked(struct crm_value *out, const struct input *in)
{
	struct crm_buf key = { 0 };
	int rc = read_text(out, in);

	if (rc)
		return rc;
	switch (in->f->type) {
	case CRM_T_EMAIL:
		rc = crm_email_key(&key, in->s, in->len) ? wrong(in,
		    "an e-mail address", "write it as ada@acme.test") : 0;
		break;
	case CRM_T_PHONE:
		rc = crm_phone_key(&key, in->s, in->len, NULL) ? wrong(in,
		    "a phone number", "write it as +49 30 123456") : 0;
		break;
	default:
		rc = crm_url_check(in->s, in->len) ? wrong(in,
		    "a web address", "write it as https://acme.test/") : 0;
	}
	crm_buf_free(&key);
	return rc;
}

static int
read_link(struct crm_value *out, const struct input *in)
{
	int64_t link = 0;
	int rc = crm_link_find(&link, in->crm, in->f, in->s, in->len,
	    CRM_REF_DELETED);

	*out = crm_int(link);
	return rc ? crm_fail_field(&in->crm->err, in->f->name) : 0;
}

static void
trim(struct input *in)
{
	while (in->len && isspace((unsigned char)in->s[0])) {
		in->s++;
		in->len--;
	}
	while (in->len && isspace((unsigned char)in->s[in->len - 1]))
		in->len--;
}

static bool
blank(const char *s, size_t len)
{
	while (len && isspace((unsigned char)s[len - 1]))
		len--;
	return !len;
}

int
crm_value_read(struct crm_value *out, struct crm *crm,
	       const struct crm_field *f, const char *s, size_t len,
	       const struct crm_read *how)
{
	struct input in = { crm, f, s, len, how,
	    how && how->arena ? how->arena : &crm->arena };

	*out = crm_null();
	if (blank(s, len))
		return 0;
	if (f->type != CRM_T_TEXT)
		trim(&in);
	switch (f->type) {
	case CRM_T_EMAIL: case CRM_T_PHONE: case CRM_T_URL:
		return read_checked(out, &in);
	case CRM_T_TAGS:
		return crm_tags_normal(out, crm, in.arena, in.s, in.len);
	case CRM_T_LINKS:
		return crm_links_read(out, crm, f, in.arena, in.s, in.len);
	case CRM_T_LINK:
		return read_link(out, &in);
	case CRM_T_INT: case CRM_T_REF:
		return read_number(out, &in, 0, NULL);
	case CRM_T_DECIMAL:
		return read_number(out, &in, 4, NULL);
	case CRM_T_RATE:
		return read_number(out, &in, 9, NULL);
	case CRM_T_PERCENT:
		if (in.len > 1 && in.s[in.len - 1] == '%')
			in.len--;
		return read_number(out, &in, 2, NULL);
	case CRM_T_MONEY:
		return read_money(out, &in);
	case CRM_T_CURRENCY:
		return read_currency(out, &in);
	case CRM_T_BOOL:
		return read_bool(out, &in);
	case CRM_T_DATE:
		return read_date(out, &in);
	case CRM_T_TIME:
		return read_time(out, &in);
	case CRM_T_ENUM:
		return read_enum(out, &in);
	default:
		return read_text(out, &in);
	}
}

void
crm_value_write(struct crm_buf *out, const struct crm_field *f,
		struct crm_value v, const char *currency)
{
	int decimals;

	if (v.kind == CRM_TEXT) {
		crm_buf_add(out, v.s, v.len);
		return;
	}
	if (v.kind != CRM_INT)
		return;
	switch (f->type) {
	case CRM_T_DECIMAL:
		crm_number_write(out, v.i, 4, 1);
		break;
	case CRM_T_RATE:
		crm_number_write(out, v.i, 9, 1);
		break;
	case CRM_T_PERCENT:
		crm_number_write(out, v.i, 2, 1);
		break;
	case CRM_T_MONEY:
		decimals = currency ? crm_currency_decimals(currency,
		    strlen(currency)) : 2;
		crm_number_write(out, v.i, decimals < 0 ? 2 : decimals, 0);
		break;
	case CRM_T_BOOL:
		crm_buf_str(out, v.i ? "yes" : "no");
		break;
	case CRM_T_LINK:
		crm_link_write(out, v.i);
		break;
	default:
		crm_buf_int(out, v.i);
	}
}

const char *
crm_field_title(char out[64], const struct crm_field *f)
{
	size_t i;

	for (i = 0; f->name[i] && i < 63; i++)
		out[i] = f->name[i] == '_' ? ' ' : f->name[i];
	out[i] = '\0';
	out[0] = (char)toupper((unsigned char)out[0]);
	return out;
}
