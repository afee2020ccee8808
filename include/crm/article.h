/*
 * Articles of the knowledge base: what we know, to be found again.
 *
 *	static struct crm_value
 *	title_of(const struct crm_record *article)
 *	{
 *		return article->v[ARTICLE_TITLE];
 *	}
 */
#ifndef CRM_ARTICLE_H
#define CRM_ARTICLE_H

#include "crm/entity.h"
#include "crm/record.h"

enum {
	ARTICLE_TITLE = CRM_F_OWN, ARTICLE_BODY, ARTICLE_PRODUCT,
	ARTICLE_STATE
};

#endif
