/*
 * Between text as people write it and values as they are stored, by the type
 * of the field.
 *
 * A reference is not resolved here: see ref.h.  A link is: see link.h.
 *
 *	static int
 *	read_amount(struct crm *crm, struct crm_value *out, const char *s)
 *	{
 *		struct crm_read how = { .currency = "EUR" };
 *		const struct crm_field *f =
 *		    crm_field_find(&crm_opp, "amount", 6);
 *
 *		return crm_value_read(out, crm, f, s, strlen(s), &how);
 *	}
 */
#ifndef CRM_CONVERT_H
#define CRM_CONVERT_H

#include <stddef.h>

#include "crm/buf.h"
#include "crm/crm.h"
#include "crm/entity.h"
#include "crm/value.h"

struct crm_read {
	const char *currency;	/* of money: NULL for the company's */
	const char *date_format;/* NULL: ISO days and date words */
	char point;		/* of decimals: 0 for '.' */
	bool exact;		/* no date words, no k and M: import */
	bool checked;		/* known to be valid UTF-8 without NUL */
	struct crm_arena *arena;/* NULL: the command's */
};

/*
 * Read S as a value of F: white space around anything but text is passed
 * over, empty text is null.  Text values point into S where they can, else
 * into the arena.  CRM_EINVAL with a sentence and the field's name; an
 * unknown choice names the nearest.
 */
int crm_value_read(struct crm_value *out, struct crm *crm,
		   const struct crm_field *f, const char *s, size_t len,
		   const struct crm_read *how);

/*
 * Append V as text that crm_value_read takes: money with its decimals and no
 * code, percent without a sign, booleans yes and no, a reference as its id.
 */
void crm_value_write(struct crm_buf *out, const struct crm_field *f,
		     struct crm_value v, const char *currency);

/* "first_name" as "First name", into OUT. */
const char *crm_field_title(char out[64], const struct crm_field *f);

#endif
