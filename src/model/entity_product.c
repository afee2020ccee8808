/* Products, as data; a code made from the name. */
#include <ctype.h>

#include "crm/product.h"
#include "crm/utf8.h"

static const struct crm_field fields[] = {
	CRM_SYSTEM_FIELDS,
	[PRODUCT_CODE] = { "code", CRM_T_TEXT,
	  CRM_REQUIRED | CRM_UNIQUE | CRM_BRIEF,
	  .help = "short name; made from the name when not given" },
	[PRODUCT_NAME] = { "name", CRM_T_TEXT,
	  CRM_REQUIRED | CRM_NAME | CRM_BRIEF, .help = "what it is called" },
	[PRODUCT_FAMILY] = { "family", CRM_T_TEXT, CRM_BRIEF,
	  .help = "what it belongs to" },
	[PRODUCT_UNIT] = { "unit", CRM_T_TEXT, 0,
	  .help = "what one of it is: piece, hour, kg" },
	[PRODUCT_PRICE] = { "price", CRM_T_DECIMAL, CRM_BRIEF,
	  .help = "of a unit, in the company's currency" },
	[PRODUCT_COST] = { "cost", CRM_T_DECIMAL, 0,
	  .help = "what a unit costs us" },
	[PRODUCT_ACTIVE] = { "active", CRM_T_BOOL, CRM_BRIEF,
	  .preset = "yes", .help = "no: not sold any more" },
};

/* "GTX Plus Pro" as "GTX-PLUS-PRO". */
static struct crm_value
code_from(struct crm_arena *a, struct crm_value name)
{
	struct crm_buf key = { 0 };
	char *s;
	size_t n = 0;

	crm_name_key(&key, name.s, name.len);
	crm_buf_cut(&key, crm_key_length(key.s, key.len));
	s = crm_arena_alloc(a, key.len + 1);
	for (size_t i = 0; i < key.len; i++) {
		unsigned char c = (unsigned char)key.s[i];

		if (isalnum(c) || c >= 0x80)
			s[n++] = (char)toupper(c);
		else if (n && s[n - 1] != '-')
			s[n++] = '-';
	}
	while (n && s[n - 1] == '-')
		n--;
	crm_buf_free(&key);
	return n ? crm_text_n(s, n) : name;
}

static int
check(struct crm *crm, struct crm_record *r)
{
	struct crm_value name = r->v[PRODUCT_NAME];

	(void)crm;
	if (r->v[PRODUCT_CODE].kind == CRM_NULL && name.kind == CRM_TEXT)
		r->v[PRODUCT_CODE] = code_from(r->arena, name);
	return 0;
}

const struct crm_entity crm_product = {
	.name = "product", .plural = "products", .title = "Product",
	.help = "what is sold", .number = 5,
	.fields = fields, .nfields = CRM_COUNT(fields), .order = "name",
	.check = check
};
