/* Text as people write it, as values, and back: by the type of the field. */
#include "crm/convert.h"

#include <ctype.h>
#include <stdarg.h>
#include <string.h>

#include "crm/address.h"
#include "crm/link.h"
#include "crm/number.h"
#include "crm/record.h"
#include "crm/ref.h"
#include "crm/suggest.h"
#include "crm/utf8.h"
#include "model/convert.h"

int
crm_input_wrong(const struct crm_input *in, const char *what, const char *hint)
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

/* The value and what is wrong with it, as a sentence. */
int
crm_input_refuse(const struct crm_input *in, const char *format, ...)
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
read_text(struct crm_value *out, const struct crm_input *in)
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

static int
read_bool(struct crm_value *out, const struct crm_input *in)
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
	return crm_input_wrong(in, "yes or no", NULL);
}

static int
read_enum(struct crm_value *out, const struct crm_input *in)
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
read_checked(struct crm_value *out, const struct crm_input *in)
{
	struct crm_buf key = { 0 };
	int rc = read_text(out, in);

	if (rc)
		return rc;
	switch (in->f->type) {
	case CRM_T_EMAIL:
		if (crm_email_key(&key, in->s, in->len))
			rc = crm_input_wrong(in, "an e-mail address",
			    "write it as ada@acme.test");
		break;
	case CRM_T_PHONE:
		if (crm_phone_key(&key, in->s, in->len, NULL))
			rc = crm_input_wrong(in, "a phone number",
			    "write it as +49 30 123456");
		break;
	default:
		if (crm_url_check(in->s, in->len))
			rc = crm_input_wrong(in, "a web address",
			    "write it as https://acme.test/");
	}
	crm_buf_free(&key);
	return rc;
}

static int
read_link(struct crm_value *out, const struct crm_input *in)
{
	int64_t link = 0;
	int rc = crm_link_find(&link, in->crm, in->f, in->s, in->len,
	    CRM_REF_DELETED);

	*out = crm_int(link);
	return rc ? crm_fail_field(&in->crm->err, in->f->name) : 0;
}

static void
trim(struct crm_input *in)
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
	struct crm_input in = { crm, f, s, len, how,
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
		return crm_input_number(out, &in, 0, NULL);
	case CRM_T_DECIMAL:
		return crm_input_number(out, &in, 4, NULL);
	case CRM_T_RATE:
		return crm_input_number(out, &in, 9, NULL);
	case CRM_T_PERCENT:
		if (in.len > 1 && in.s[in.len - 1] == '%')
			in.len--;
		return crm_input_number(out, &in, 2, NULL);
	case CRM_T_MONEY:
		return crm_input_money(out, &in);
	case CRM_T_CURRENCY:
		return crm_input_currency(out, &in);
	case CRM_T_BOOL:
		return read_bool(out, &in);
	case CRM_T_DATE:
		return crm_input_date(out, &in);
	case CRM_T_TIME:
		return crm_input_time(out, &in);
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
