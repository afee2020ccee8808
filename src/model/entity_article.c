/* Articles, as data. */
#include "crm/article.h"

static const char *const states[] = {
	"draft", "published", "archived", NULL
};

static const struct crm_field fields[] = {
	CRM_SYSTEM_FIELDS,
	[ARTICLE_TITLE] = { "title", CRM_T_TEXT, CRM_REQUIRED | CRM_NAME |
	  CRM_BRIEF, .help = "what it answers" },
	[ARTICLE_BODY] = { "body", CRM_T_TEXT, CRM_LONG,
	  .help = "the answer" },
	[ARTICLE_PRODUCT] = { "product", CRM_T_REF, CRM_BRIEF,
	  .ref = "product", .help = "what it is about" },
	[ARTICLE_STATE] = { "state", CRM_T_ENUM, CRM_BRIEF, .choices = states,
	  .preset = "draft", .help = "who may see it" },
};

const struct crm_entity crm_article = {
	.name = "article", .plural = "articles", .title = "Article",
	.help = "what we know, to be found again", .number = 17,
	.flags = CRM_E_OWNED,
	.fields = fields, .nfields = CRM_COUNT(fields), .order = "title"
};
