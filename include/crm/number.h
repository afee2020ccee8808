/*
 * Numbers of a fixed number of decimals, kept as integers: money in minor
 * units, quantities and prices in 10^-4, percentages in basis points.
 *
 *	static int
 *	cents(int64_t *out, const char *s)
 *	{
 *		return crm_number_parse(out, s, strlen(s), 2, '.');
 *	}
 */
#ifndef CRM_NUMBER_H
#define CRM_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "crm/buf.h"
#include "crm/error.h"

/*
 * No stored number is beyond this, so that a number times a percentage (in
 * basis points) still fits: 9 trillion euros, in cents.
 */
#define CRM_NUMBER_MAX INT64_C(900000000000000)

/*
 * [+-]digits[.digits] with POINT ('.' or ',') as the decimal point, as an
 * integer of 10^-DECIMALS.  Groups of three may be set apart by the other of
 * "." and ",", by a blank, a no-break blank (U+00A0, U+202F) or an
 * apostrophe.  CRM_EINVAL when it is no number, has more decimals than
 * DECIMALS (trailing zeros aside) or is beyond CRM_NUMBER_MAX.  POINT decides
 * what a lone separator is: "1,234" with '.' is a group, 1234, and "1,23" an
 * error; see crm_number_ambiguous.
 */
int crm_number_parse(int64_t *out, const char *s, size_t len, int decimals,
		     char point);

/* As written in filters: plain digits, and k or M may follow. */
int crm_number_read(int64_t *out, const char *s, size_t len, int decimals);

/* True of "1,234" and its like: a group for some, a fraction for others. */
bool crm_number_ambiguous(const char *s, size_t len);

enum crm_number_fault {
	CRM_NUMBER_FINE,
	CRM_NUMBER_FORM,	/* it is no number */
	CRM_NUMBER_DECIMALS,	/* it has more than DECIMALS */
	CRM_NUMBER_LARGE	/* it is beyond CRM_NUMBER_MAX */
};

/*
 * Why crm_number_parse refuses S or, when POINT is 0, why crm_number_read
 * does.
 */
enum crm_number_fault crm_number_why(const char *s, size_t len, int decimals,
				     char point);

/*
 * Append N of 10^-DECIMALS: all decimals, or, when TRIM, without the trailing
 * zeros of the fraction ("12.5", "45").
 */
void crm_number_write(struct crm_buf *out, int64_t n, int decimals, int trim);

/* N * PART / WHOLE, rounded half away from zero; 0 when WHOLE is. */
int64_t crm_share(int64_t n, int64_t part, int64_t whole);

/*
 * ISO 4217: the decimals of a currency's minor unit (EUR 2, JPY 0, KWD 3), or
 * -1 when there is no such code (three capital letters).  Codes replaced since
 * 2020 are known too: a company's history holds them.
 */
int crm_currency_decimals(const char *code, size_t len);
/* The codes with DECIMALS (0, 3 or 4) decimals, ended by NULL. */
const char *const *crm_currencies_with(int decimals);
/* All codes, sorted, ended by NULL. */
const char *const *crm_currencies(void);

#endif
