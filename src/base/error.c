#include "crm/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "crm/utf8.h"

/* The length of TEXT without the beginning of a character at its end. */
static size_t
whole_characters(const char *text, size_t len)
{
	size_t last = len;

	while (last && len - last < 4 && (text[last - 1] & 0xc0) == 0x80)
		last--;
	last -= last > 0;
	return crm_utf8_bad(text + last, len - last) < 0 ? len : last;
}

/*
 * Formats by way of a local copy, because an argument may well be the text
 * that is being replaced; a sentence that is too long ends between two
 * characters, never within one.
 */
static void
write_text(char out[512], const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));

static void
write_text(char out[512], const char *fmt, va_list ap)
{
	char text[512];
	int n = vsnprintf(text, sizeof(text), fmt, ap);
	size_t len;

	if (n < 0)
		text[0] = '\0';
	len = strlen(text);
	if (n >= (int)sizeof(text))
		len = whole_characters(text, len);
	memcpy(out, text, len);
	out[len] = '\0';
}

int
crm_fail(struct crm_error *err, enum crm_code code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	write_text(err->text, fmt, ap);
	va_end(ap);
	err->code = code;
	err->line = 0;
	err->field[0] = '\0';
	err->hint[0] = '\0';
	return code;
}

int
crm_hint(struct crm_error *err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	write_text(err->hint, fmt, ap);
	va_end(ap);
	return err->code;
}

int
crm_fail_field(struct crm_error *err, const char *field)
{
	snprintf(err->field, sizeof(err->field), "%s", field);
	return err->code;
}

static void
join(struct crm_error *err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static void
join(struct crm_error *err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	write_text(err->text, fmt, ap);
	va_end(ap);
}

int
crm_fail_in(struct crm_error *err, const char *fmt, ...)
{
	char prefix[512];
	va_list ap;

	va_start(ap, fmt);
	write_text(prefix, fmt, ap);
	va_end(ap);
	join(err, "%s: %s", prefix, err->text);
	return err->code;
}

const char *
crm_code_name(enum crm_code code)
{
	switch (code) {
	case CRM_OK:
		return "ok";
	case CRM_EFAIL:
		return "failed";
	case CRM_EUSAGE:
		return "usage";
	case CRM_ENOTFOUND:
		return "not_found";
	case CRM_EINVAL:
		return "invalid";
	case CRM_ECONFLICT:
		return "conflict";
	case CRM_EPARTIAL:
		return "partial";
	case CRM_EREFUSED:
		return "refused";
	case CRM_ENODB:
		return "no_database";
	case CRM_EBUSY:
		return "busy";
	}
	return "failed";
}
