/*
 * What people are reached by: e-mail addresses, phones, web addresses and
 * countries; each as a check and as the key that equal ones share.
 *
 *	static int
 *	same_mailbox(const char *a, const char *b)
 *	{
 *		struct crm_buf x = { 0 }, y = { 0 };
 *		int same = !crm_email_key(&x, a, strlen(a)) &&
 *		    !crm_email_key(&y, b, strlen(b)) && !strcmp(x.s, y.s);
 *
 *		crm_buf_free(&x);
 *		crm_buf_free(&y);
 *		return same;
 *	}
 */
#ifndef CRM_ADDRESS_H
#define CRM_ADDRESS_H

#include <stddef.h>

#include "crm/buf.h"
#include "crm/error.h"

/*
 * dot-atom@labels, UTF-8 allowed, at most 254 bytes, no comments or quoted
 * parts: CRM_EINVAL otherwise, with nothing appended.  The key is the folded
 * address.
 */
int crm_email_key(struct crm_buf *key, const char *s, size_t len);

/*
 * The key of a phone as typed: E.164 ("+4930123456") when it begins with + or
 * 00 or is one of the COUNTRY, an ISO 3166 code or NULL; the digits alone
 * otherwise.  Blanks and -./() are passed over, what follows "x" or "ext" is
 * kept as ";ext=12", the (0) of "+49 (0)30" is left out, as is the 0 of "030"
 * where the country dials it.  CRM_EINVAL for anything else or fewer than 3 or
 * more than 17 digits, with nothing appended.
 */
int crm_phone_key(struct crm_buf *key, const char *s, size_t len,
		  const char *country);

/*
 * Every key that a phone typed so may have: of one without its country, the
 * digits alone (COUNTRY is NULL) and what it is in each country.
 */
int crm_phone_keys(const char *s, size_t len,
		   void (*each)(void *ctx, const char *key, size_t len,
				const char *country), void *ctx);

/*
 * http:// or https:// or a bare host name with a dot, then a path, no blanks:
 * CRM_EINVAL otherwise.
 */
int crm_url_check(const char *s, size_t len);

/*
 * The ISO 3166 code of a country given as a code (of two or three letters,
 * any case) or by its English name ("United States", "Germany", "Russia"), or
 * NULL when it isn't known.
 */
const char *crm_country_code(const char *s, size_t len);

#endif
