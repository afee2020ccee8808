/*
 * The nearest of several words to a mistyped one.
 *
 *	static const char *
 *	fix(const char *typed)
 *	{
 *		struct crm_suggest s;
 *
 *		crm_suggest_init(&s, typed, strlen(typed));
 *		crm_suggest_try(&s, "contact");
 *		crm_suggest_try(&s, "account");
 *		return s.best;
 *	}
 */
#ifndef CRM_SUGGEST_H
#define CRM_SUGGEST_H

#include <stddef.h>
#include <string.h>

struct crm_suggest {
	const char *typed;
	size_t len;
	int distance;
	const char *best;	/* the nearest so far, or NULL: none is near */
};

void crm_suggest_init(struct crm_suggest *s, const char *typed, size_t len);
/*
 * Case aside, by optimal string alignment (a swap of neighbours is one
 * step); near is at most a third of the longer word's letters, at least 1 step;
 * a candidate that begins with what was typed (3 letters or more) is near too.
 */
void crm_suggest_try(struct crm_suggest *s, const char *candidate);

#endif
