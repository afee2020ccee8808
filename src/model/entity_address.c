/* Addresses, as data. */
#include "crm/further_address.h"

#include "crm/address.h"
#include "model/further_country.h"

static const char *const on_what[] = {
	"contact", "account", "lead", NULL
};

static const char *const kinds[] = {
	"email", "phone", "mobile", "social", "post", NULL
};

static const struct crm_field fields[] = {
	CRM_SYSTEM_FIELDS,
	[ADDRESS_ON] = { "on", CRM_T_LINK, CRM_REQUIRED | CRM_INDEXED |
	  CRM_BRIEF, .choices = on_what, .help = "whose it is, as contact:5" },
	[ADDRESS_KIND] = { "kind", CRM_T_ENUM, CRM_BRIEF, .choices = kinds,
	  .preset = "email", .help = "what it is" },
	[ADDRESS_VALUE] = { "value", CRM_T_TEXT, CRM_REQUIRED | CRM_INDEXED |
	  CRM_KEYED | CRM_BRIEF, .help = "the address or number" },
	[ADDRESS_LABEL] = { "label", CRM_T_TEXT, CRM_BRIEF,
	  .help = "what for: home, office" },
	[ADDRESS_VALID] = { "valid", CRM_T_BOOL, CRM_BRIEF, .preset = "yes",
	  .help = "no: it does not reach them" },
	[ADDRESS_BOUNCED_AT] = { "bounced_at", CRM_T_TIME, 0,
	  .help = "when a message came back" },
	[ADDRESS_COUNTRY] = { "country", CRM_T_TEXT,
	  CRM_READONLY | CRM_KEPT, .help = "that of whose it is" },
};

static int
wrong(struct crm *crm, const char *what, const char *hint)
{
	crm_failed(crm, CRM_EINVAL, "this is not %s", what);
	crm_hinted(crm, "write it as %s", hint);
	return crm_fail_field(&crm->err, "value");
}

static int
check(struct crm *crm, struct crm_record *r)
{
	struct crm_value kind = r->v[ADDRESS_KIND], v = r->v[ADDRESS_VALUE];
	struct crm_buf key = { 0 };
	int rc = 0;

	if (v.kind != CRM_TEXT)
		return 0;
	if (crm_same(kind, crm_text("email")) &&
	    crm_email_key(&key, v.s, v.len))
		rc = wrong(crm, "an e-mail address", "ada@acme.test");
	else if ((crm_same(kind, crm_text("phone")) ||
	    crm_same(kind, crm_text("mobile"))) &&
	    crm_phone_key(&key, v.s, v.len, NULL))
		rc = wrong(crm, "a phone number", "+49 30 123456");
	crm_buf_free(&key);
	return rc ? rc : crm_further_country(crm, r);
}

const struct crm_entity crm_address = {
	.name = "address", .plural = "addresses", .title = "Address",
	.help = "further ways to reach somebody", .number = 20,
	.fields = fields, .nfields = CRM_COUNT(fields), .order = "id",
	.check = check
};
