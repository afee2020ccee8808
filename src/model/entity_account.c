/* Accounts, as data. */
#include "crm/account.h"
#include "model/check.h"
#include "model/further_country.h"
#include "model/lifecycle.h"

static const char *const kinds[] = {
	"customer", "partner", "supplier", "competitor", "other", NULL
};
static const char *const priorities[] = { "A", "B", "C", NULL };

static const struct crm_field fields[] = {
	CRM_SYSTEM_FIELDS,
	[ACCOUNT_NAME] = { "name", CRM_T_TEXT,
	  CRM_REQUIRED | CRM_NAME | CRM_BRIEF, .help = "what it is called" },
	[ACCOUNT_KIND] = { "kind", CRM_T_ENUM, 0, .choices = kinds,
	  .preset = "customer", .help = "what it is to us" },
	[ACCOUNT_INDUSTRY] = { "industry", CRM_T_TEXT, CRM_BRIEF,
	  .help = "line of business" },
	[ACCOUNT_WEBSITE] = { "website", CRM_T_URL, 0,
	  .help = "address of its site" },
	[ACCOUNT_DOMAIN] = { "domain", CRM_T_TEXT, 0,
	  .help = "what its e-mail addresses end in" },
	[ACCOUNT_PHONE] = { "phone", CRM_T_PHONE, 0,
	  .help = "main number" },
	[ACCOUNT_EMAIL] = { "email", CRM_T_EMAIL, 0,
	  .help = "main e-mail address" },
	[ACCOUNT_EMPLOYEES] = { "employees", CRM_T_INT, 0,
	  .help = "how many work there" },
	[ACCOUNT_ANNUAL_REVENUE] = { "annual_revenue", CRM_T_MONEY, 0,
	  .help = "what it earns in a year" },
	[ACCOUNT_CURRENCY] = { "currency", CRM_T_CURRENCY, 0,
	  .help = "of its revenue; else the company's" },
	[ACCOUNT_STREET] = { "street", CRM_T_TEXT, 0,
	  .help = "street and number" },
	[ACCOUNT_CITY] = { "city", CRM_T_TEXT, CRM_BRIEF, .help = "city" },
	[ACCOUNT_REGION] = { "region", CRM_T_TEXT, 0,
	  .help = "state or province" },
	[ACCOUNT_POSTCODE] = { "postcode", CRM_T_TEXT, 0,
	  .help = "postal code" },
	[ACCOUNT_COUNTRY] = { "country", CRM_T_TEXT, CRM_BRIEF,
	  .help = "ISO 3166 code when it is known" },
	[ACCOUNT_PARENT] = { "parent", CRM_T_REF, CRM_INDEXED | CRM_TREE,
	  .ref = "account", .help = "the company it belongs to" },
	[ACCOUNT_TERRITORY] = { "territory", CRM_T_REF, CRM_INDEXED,
	  .ref = "territory", .help = "who looks after it" },
	[ACCOUNT_PRIORITY] = { "priority", CRM_T_ENUM, 0,
	  .choices = priorities, .help = "A, B or C" },
	[ACCOUNT_SOURCE] = { "source", CRM_T_TEXT, 0,
	  .help = "how we came to know it" },
	[ACCOUNT_NOTES] = { "notes", CRM_T_TEXT, CRM_LONG,
	  .help = "anything else" },
	CRM_LIFECYCLE_FIELDS(ACCOUNT),
};

static int
check(struct crm *crm, struct crm_record *r)
{
	int rc = crm_check_country(crm, r, ACCOUNT_COUNTRY);

	if (!rc)
		rc = crm_check_range(crm, r, ACCOUNT_EMPLOYEES, 0,
		    1000000000);
	return rc ? rc : crm_check_tree(crm, r, ACCOUNT_PARENT);
}

const struct crm_entity crm_account = {
	.name = "account", .plural = "accounts", .title = "Account",
	.help = "companies that buy, supply, compete", .number = 1,
	.flags = CRM_E_OWNED,
	.fields = fields, .nfields = CRM_COUNT(fields), .order = "name",
	.check = check, .changed = crm_further_follow
};
