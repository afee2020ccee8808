/*
 * A stored value: nothing, a 64-bit integer or UTF-8 text.  What it means
 * (money, a date, a reference) belongs to its field, not to the value.
 *
 * Text is a pointer and a length, so that a reader's bytes can be bound
 * where they lie; it is not ended by a NUL unless its maker says so.
 *
 *	static size_t
 *	text_length(struct crm_value v)
 *	{
 *		return v.kind == CRM_TEXT ? v.len : 0;
 *	}
 */
#ifndef CRM_VALUE_H
#define CRM_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum crm_kind {
	CRM_NULL, CRM_INT, CRM_TEXT,
	/*
	 * One that isn't whole, as its digits: no field has such; SQL that
	 * somebody wrote may (see crm_db_read).
	 */
	CRM_NUMBER
};

struct crm_value {
	enum crm_kind kind;
	union {
		int64_t i;
		const char *s;
	};
	size_t len;		/* of s, in bytes */
};

static inline struct crm_value
crm_null(void)
{
	return (struct crm_value){ .kind = CRM_NULL };
}

static inline struct crm_value
crm_int(int64_t i)
{
	return (struct crm_value){ .kind = CRM_INT, .i = i };
}

static inline struct crm_value
crm_text_n(const char *s, size_t len)
{
	return (struct crm_value){ .kind = CRM_TEXT, .s = s, .len = len };
}

/* NULL text is the null value. */
static inline struct crm_value
crm_text(const char *s)
{
	return s ? crm_text_n(s, strlen(s)) : crm_null();
}

static inline bool
crm_same(struct crm_value a, struct crm_value b)
{
	if (a.kind != b.kind)
		return false;
	if (a.kind == CRM_INT)
		return a.i == b.i;
	return a.kind == CRM_NULL ||
	    (a.len == b.len && memcmp(a.s, b.s, a.len) == 0);
}

#endif
