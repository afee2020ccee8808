/* Contacts, as data; the name that follows its parts. */
#include "crm/contact.h"
#include "model/check.h"
#include "model/further_country.h"
#include "model/lifecycle.h"

static const char *const channels[] = {
	"email", "phone", "sms", "post", "social", "none", NULL
};

static const struct crm_field fields[] = {
	CRM_SYSTEM_FIELDS,
	[CONTACT_FIRST_NAME] = { "first_name", CRM_T_TEXT, 0,
	  .help = "given name" },
	[CONTACT_LAST_NAME] = { "last_name", CRM_T_TEXT, 0,
	  .help = "family name: lists sort by it" },
	[CONTACT_NAME] = { "name", CRM_T_TEXT,
	  CRM_REQUIRED | CRM_NAME | CRM_BRIEF,
	  .help = "whole name; made from its parts when not given" },
	[CONTACT_EMAIL] = { "email", CRM_T_EMAIL, CRM_UNIQUE | CRM_BRIEF,
	  .help = "main e-mail address" },
	[CONTACT_PHONE] = { "phone", CRM_T_PHONE, CRM_BRIEF,
	  .help = "main number" },
	[CONTACT_MOBILE] = { "mobile", CRM_T_PHONE, 0,
	  .help = "mobile number" },
	[CONTACT_ACCOUNT] = { "account", CRM_T_REF, CRM_INDEXED | CRM_BRIEF,
	  .ref = "account", .help = "the company they work for" },
	[CONTACT_TITLE] = { "title", CRM_T_TEXT, CRM_BRIEF,
	  .help = "what they are there" },
	[CONTACT_DEPARTMENT] = { "department", CRM_T_TEXT, 0,
	  .help = "where in the company" },
	[CONTACT_STREET] = { "street", CRM_T_TEXT, 0,
	  .help = "street and number" },
	[CONTACT_CITY] = { "city", CRM_T_TEXT, 0, .help = "city" },
	[CONTACT_REGION] = { "region", CRM_T_TEXT, 0,
	  .help = "state or province" },
	[CONTACT_POSTCODE] = { "postcode", CRM_T_TEXT, 0,
	  .help = "postal code" },
	[CONTACT_COUNTRY] = { "country", CRM_T_TEXT, 0,
	  .help = "ISO 3166 code when it is known" },
	[CONTACT_BIRTHDAY] = { "birthday", CRM_T_DATE, 0,
	  .help = "day of birth" },
	[CONTACT_LANGUAGE] = { "language", CRM_T_TEXT, 0,
	  .help = "the one to write in, as en or de" },
	[CONTACT_GENDER] = { "gender", CRM_T_TEXT, 0, .help = "gender" },
	[CONTACT_INTERESTS] = { "interests", CRM_T_TEXT, 0,
	  .help = "what they care about" },
	[CONTACT_PREFERRED_CHANNEL] = { "preferred_channel", CRM_T_ENUM, 0,
	  .choices = channels, .help = "how they want to be reached" },
	[CONTACT_SOURCE] = { "source", CRM_T_TEXT, 0,
	  .help = "how we came to know them" },
	[CONTACT_REFERRED_BY] = { "referred_by", CRM_T_REF, CRM_INDEXED,
	  .ref = "contact", .help = "who brought them" },
	[CONTACT_REPORTS_TO] = { "reports_to", CRM_T_REF,
	  CRM_INDEXED | CRM_TREE, .ref = "contact", .help = "their superior" },
	[CONTACT_NOTES] = { "notes", CRM_T_TEXT, CRM_LONG,
	  .help = "anything else" },
	CRM_LIFECYCLE_FIELDS(CONTACT),
};

/* "first last" of V, or null. */
static struct crm_value
joined(struct crm_arena *a, const struct crm_value *v)
{
	struct crm_value first = v[CONTACT_FIRST_NAME];
	struct crm_value last = v[CONTACT_LAST_NAME];
	char *s;

	if (first.kind != CRM_TEXT)
		return last;
	if (last.kind != CRM_TEXT)
		return first;
	s = crm_arena_alloc(a, first.len + last.len + 2);
	memcpy(s, first.s, first.len);
	s[first.len] = ' ';
	memcpy(s + first.len + 1, last.s, last.len);
	return crm_text_n(s, first.len + last.len + 1);
}

/* A name that was made from the old parts is made from the new ones. */
static void
derive_name(struct crm_record *r)
{
	struct crm_value *name = &r->v[CONTACT_NAME];

	if (r->given[CONTACT_NAME] && name->kind == CRM_TEXT)
		return;
	if (r->old && name->kind == CRM_TEXT) {
		if (!r->given[CONTACT_FIRST_NAME] &&
		    !r->given[CONTACT_LAST_NAME])
			return;
		if (!crm_same(*name, joined(r->arena, r->old)))
			return;
	}
	*name = joined(r->arena, r->v);
}

static int
check(struct crm *crm, struct crm_record *r)
{
	int rc;

	derive_name(r);
	rc = crm_check_country(crm, r, CONTACT_COUNTRY);
	return rc ? rc : crm_check_tree(crm, r, CONTACT_REPORTS_TO);
}

const struct crm_entity crm_contact = {
	.name = "contact", .plural = "contacts", .title = "Contact",
	.help = "people, at an account or on their own", .number = 2,
	.flags = CRM_E_OWNED,
	.fields = fields, .nfields = CRM_COUNT(fields), .order = "name",
	.check = check, .changed = crm_further_follow
};
