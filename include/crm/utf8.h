/*
 * Unicode text: valid or not, folded for lookup, sorted, shown in columns.
 *
 * Everything that enters the database is valid UTF-8 without NUL; functions
 * here but crm_utf8_bad take such text.
 *
 *	static int
 *	same_word(const char *a, const char *b)
 *	{
 *		struct crm_buf x = { 0 }, y = { 0 };
 *		int same;
 *
 *		crm_fold(&x, a, strlen(a));
 *		crm_fold(&y, b, strlen(b));
 *		same = x.len == y.len && !memcmp(x.s, y.s, x.len);
 *		crm_buf_free(&x);
 *		crm_buf_free(&y);
 *		return same;
 *	}
 */
#ifndef CRM_UTF8_H
#define CRM_UTF8_H

#include <stdbool.h>
#include <stddef.h>

#include "crm/buf.h"

/*
 * The offset of the first byte that is not part of valid UTF-8 (overlong,
 * surrogate, beyond U+10FFFF or NUL), or -1 when all of it is.
 */
ptrdiff_t crm_utf8_bad(const char *s, size_t len);

/*
 * Append NFC(S) with each code point lower-cased (simple mapping), in NFC
 * again: what is folded stays the same when it is folded once more.
 */
void crm_fold(struct crm_buf *out, const char *s, size_t len);

/*
 * Append the sorting key of a name: folded, marks (Mn) stripped by canonical
 * decomposition, runs of white space one blank, none at the ends.
 */
void crm_name_key(struct crm_buf *out, const char *s, size_t len);

/*
 * The bytes of the key S that are kept, whole characters: long keys make an
 * index slow, and no engine takes one of more than some thousand.  What has no
 * key of its own but an index, as ext_id and tags, may not be longer.
 */
enum { CRM_KEY_MAX = 800 };
size_t crm_key_length(const char *s, size_t len);

/* Columns that S takes on a terminal. */
size_t crm_width(const char *s, size_t len);

/*
 * Append S as it may be shown on a terminal: C0, DEL, C1, bidi controls and
 * zero-width characters (marks and the selectors of emoji aside) escaped as
 * \n, \t, \x1b, \u202e, \U000e0041; at most COLUMNS wide (0: any), the last
 * column then an ellipsis.  Returns the width added.
 */
size_t crm_show(struct crm_buf *out, const char *s, size_t len,
		size_t columns);

#endif
