/* Numbers, amounts and currencies, as people and files write them. */
#include <ctype.h>
#include <string.h>

#include "crm/number.h"
#include "model/convert.h"

static int
too_large(const struct crm_input *in, int decimals)
{
	struct crm_buf most = { 0 };
	int rc = crm_input_refuse(in, "is too large");

	crm_number_write(&most, CRM_NUMBER_MAX, decimals, 0);
	crm_hinted(in->crm, "it may be %s at most", most.s);
	crm_buf_free(&most);
	return rc;
}

/* CURRENCY is NULL unless the number is money. */
static int
too_fine(const struct crm_input *in, int decimals, const char *currency)
{
	if (!decimals && currency)
		return crm_input_refuse(in, "is not a whole number: %s has no"
		    " decimals", currency);
	if (!decimals)
		return crm_input_wrong(in, "a whole number", NULL);
	if (currency)
		return crm_input_refuse(in, "has more than %d decimals: %s has"
		    " %d", decimals, currency, decimals);
	return crm_input_refuse(in, "has more than %d decimals", decimals);
}

static int
no_number(const struct crm_input *in, int decimals)
{
	if (!decimals)
		return crm_input_wrong(in, "a whole number", NULL);
	return crm_input_wrong(in, "a number", in->how && in->how->exact
	    ? "write it as 12500.50, or say which sign is the decimal point"
	    " with --decimal" : "write it as 12500.50 or 12.5k");
}

static int
ambiguous(const struct crm_input *in)
{
	const char *comma = memchr(in->s, ',', in->len);
	int n = (int)(comma - in->s), rc;

	rc = crm_input_refuse(in, "may be %.*s%.3s or %.*s.%.3s", n, in->s,
	    comma + 1, n, in->s, comma + 1);
	crm_hinted(in->crm, "say which sign is the decimal point: --decimal ."
	    " or --decimal ,");
	return rc;
}

int
crm_input_number(struct crm_value *out, const struct crm_input *in,
		 int decimals, const char *currency)
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

/* The currency that stands before or behind a number: "EUR 12", "12 EUR". */
static const char *
currency_in(const struct crm_input *in)
{
	char code[4] = "";
	const char *at[] = { in->s, in->s + in->len - 3 };

	for (size_t i = 0; in->len > 3 && i < CRM_COUNT(at); i++) {
		for (int k = 0; k < 3; k++)
			code[k] = (char)toupper((unsigned char)at[i][k]);
		if (crm_currency_decimals(code, 3) >= 0)
			return crm_arena_str(in->arena, code);
	}
	return NULL;
}

/* Of an entity with a currency, that is a field of its own. */
int
crm_input_money(struct crm_value *out, const struct crm_input *in)
{
	const char *c = in->how && in->how->currency ? in->how->currency
	    : in->crm->company.currency, *code;
	int decimals = crm_currency_decimals(c, strlen(c));
	int rc = crm_input_number(out, in, decimals < 0 ? 2 : decimals, c);

	if (rc && (code = currency_in(in)))
		crm_hinted(in->crm, "the currency is a field of its own, as"
		    " in %s=12500.50 currency=%s", in->f->name, code);
	return rc;
}

int
crm_input_currency(struct crm_value *out, const struct crm_input *in)
{
	struct crm_input up = *in;
	char *s = crm_arena_copy(in->arena, in->s, in->len);

	for (size_t i = 0; i < in->len; i++)
		s[i] = (char)toupper((unsigned char)s[i]);
	up.s = s;
	if (crm_currency_decimals(s, in->len) < 0)
		return crm_input_wrong(&up, "a currency of ISO 4217",
		    "write its code, such as EUR");
	*out = crm_text_n(s, in->len);
	return 0;
}
