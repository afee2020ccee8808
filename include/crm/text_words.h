/*
 * The words of a text, for search: the same for every engine, which would
 * each cut it otherwise.
 *
 *	static int
 *	says_nothing(const char *s)
 *	{
 *		struct crm_buf b = { 0 };
 *		int nothing;
 *
 *		crm_text_words(&b, s, strlen(s));
 *		nothing = !b.len;
 *		crm_buf_free(&b);
 *		return nothing;
 *	}
 */
#ifndef CRM_TEXT_WORDS_H
#define CRM_TEXT_WORDS_H

#include <stddef.h>

#include "crm/buf.h"

enum { CRM_WORD_MAX = 64 };	/* bytes of a word; what follows is cut off */

/*
 * Append the words of S with a blank between them, and before them when OUT
 * doesn't end in a blank.  A word is letters and digits of any script, folded
 * and without marks as in crm_name_key; a Chinese character or a Hiragana is
 * a word of its own, for nothing stands between those.
 */
void crm_text_words(struct crm_buf *out, const char *s, size_t len);

#endif
