/*
 * The text of the log's "old": column=n; column=i-12; column=t5:Hello; one
 * after the other.  Column names hold no "=", text has its length in front.
 */
#include <string.h>

#include "model/log.h"

void
crm_old_add(struct crm_buf *old, const char *column, struct crm_value v)
{
	crm_buf_str(old, column);
	switch (v.kind) {
	case CRM_NULL:
		crm_buf_str(old, "=n;");
		return;
	case CRM_INT:
		crm_buf_str(old, "=i");
		crm_buf_int(old, v.i);
		break;
	case CRM_TEXT: case CRM_NUMBER:
		crm_buf_str(old, "=t");
		crm_buf_int(old, (int64_t)v.len);
		crm_buf_char(old, ':');
		crm_buf_add(old, v.s, v.len);
		break;
	}
	crm_buf_char(old, ';');
}

/* Decimal digits with a sign, up to END (or CRM_EFAIL). */
static int
number(const char **p, const char *limit, char end, int64_t *out)
{
	bool minus = *p < limit && **p == '-';
	uint64_t n = 0;

	for (*p += minus; *p < limit && **p >= '0' && **p <= '9'; ++*p)
		n = n * 10 + (uint64_t)(**p - '0');
	if (*p >= limit || **p != end)
		return CRM_EFAIL;
	++*p;
	*out = minus ? (int64_t)(0 - n) : (int64_t)n;
	return 0;
}

int
crm_old_next(const char **text, size_t *len, const char **column,
	     size_t *column_len, struct crm_value *v)
{
	const char *p = *text, *limit = p + *len;
	const char *eq = *len ? memchr(p, '=', *len) : NULL;
	int64_t n = 0;

	if (!*len)
		return 0;
	if (!eq || eq + 2 >= limit)
		return CRM_EFAIL;
	*column = p;
	*column_len = (size_t)(eq - p);
	p = eq + 2;
	if (eq[1] == 'n') {
		*v = crm_null();
		p++;
	} else if (eq[1] == 'i') {
		if (number(&p, limit, ';', &n))
			return CRM_EFAIL;
		*v = crm_int(n);
	} else {
		if (eq[1] != 't' || number(&p, limit, ':', &n) || n < 0 ||
		    n >= limit - p || p[n] != ';')
			return CRM_EFAIL;
		*v = crm_text_n(p, (size_t)n);
		p += n + 1;
	}
	*len = (size_t)(limit - p);
	*text = p;
	return 1;
}
