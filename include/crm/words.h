/*
 * The words of a line, cut as a shell does: blanks count in quotes, or behind
 * a backslash.  Nothing else has a meaning.
 *
 *	static int
 *	count(void *ctx, const char *word, size_t len)
 *	{
 *		(void)word;
 *		(void)len;
 *		++*(int *)ctx;
 *		return 0;
 *	}
 *
 *	static int
 *	is_command(const char *line)
 *	{
 *		int n = 0;
 *
 *		return !crm_words(line, strlen(line), count, &n) && n > 1;
 *	}
 */
#ifndef CRM_WORDS_H
#define CRM_WORDS_H

#include <stddef.h>
#include <string.h>

#include "crm/error.h"

/*
 * Call EACH for every word, which lasts for the call; it stops at a code other
 * than 0.  CRM_EINVAL for a quote that isn't closed, or a backslash at the
 * end: the words before were handed over.
 */
int crm_words(const char *line, size_t len,
	      int (*each)(void *ctx, const char *word, size_t len),
	      void *ctx);

#endif
