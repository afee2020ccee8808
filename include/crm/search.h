/*
 * Search: what people type, found in the text of every record.
 *
 * A word is looked for in all text fields that are not sensitive, in tags and
 * in ext_id; case and marks don't matter.  A record must hold all words.  The
 * last word may be the beginning of one, when it has two letters at least and
 * no blank follows; so may any word that ends in "*".  A phone number is
 * found however it is written.
 *
 * Best first: a record called exactly so, then those with all words in what
 * they are called, then in that or in e-mail addresses, phones, web
 * addresses, keys and tags, then in any text; in each of these by entity, in
 * the order of their numbers, and the newest first.
 *
 *	static int
 *	is_sound(struct crm *crm)
 *	{
 *		bool fits;
 *
 *		return crm_search_check(&fits, crm) == 0 && fits;
 *	}
 */
#ifndef CRM_SEARCH_H
#define CRM_SEARCH_H

#include <stdbool.h>

#include "crm/arena.h"
#include "crm/crm.h"
#include "crm/entity.h"

enum { CRM_SEARCH_WORDS = 64 };		/* at most, in what is typed */

/*
 * The words of TEXT as crm_db_search_match takes them, in A.  CRM_EUSAGE when
 * there are none or too many.
 */
int crm_search_read(const char **words, struct crm *crm, struct crm_arena *a,
		    const char *text);

/*
 * Whether the index holds the words of all records, of those alone; it reads
 * everything.  A damaged index doesn't fit.
 */
int crm_search_check(bool *fits, struct crm *crm);

/* Make the index anew, in a transaction of its own or the running one. */
int crm_search_rebuild(struct crm *crm);

#endif
