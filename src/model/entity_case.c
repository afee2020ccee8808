/* Cases, as data. */
#include "crm/case.h"

#include "crm/contact.h"
#include "model/batch.h"
#include "model/check.h"

static const char *const channels[] = {
	"email", "phone", "web", "chat", "sms", "social", "post", "visit",
	"other", NULL
};

static const char *const priorities[] = {
	"low", "normal", "high", "urgent", NULL
};

static const char *const statuses[] = {
	"new", "open", "waiting", "resolved", "closed", NULL
};

static const struct crm_field fields[] = {
	CRM_SYSTEM_FIELDS,
	[CASE_NUMBER] = { "number", CRM_T_TEXT, CRM_DERIVED |
	  CRM_READONLY | CRM_BRIEF,
	  .expr = "'C-' || CAST({id} AS TEXT)",
	  .help = "what the customer is told, as C-42" },
	[CASE_SUBJECT] = { "subject", CRM_T_TEXT, CRM_REQUIRED | CRM_TITLE |
	  CRM_BRIEF, .help = "what it is about" },
	[CASE_BODY] = { "body", CRM_T_TEXT, CRM_LONG,
	  .help = "what was said" },
	[CASE_CONTACT] = { "contact", CRM_T_REF, CRM_INDEXED | CRM_BRIEF,
	  .ref = "contact", .help = "who needs help" },
	[CASE_ACCOUNT] = { "account", CRM_T_REF, CRM_INDEXED | CRM_BRIEF,
	  .ref = "account", .help = "their company; that of the contact" },
	[CASE_PRODUCT] = { "product", CRM_T_REF, 0, .ref = "product",
	  .help = "what it is about" },
	[CASE_CHANNEL] = { "channel", CRM_T_ENUM, 0, .choices = channels,
	  .help = "how it came" },
	[CASE_PRIORITY] = { "priority", CRM_T_ENUM, CRM_BRIEF,
	  .choices = priorities, .preset = "normal",
	  .help = "how much it hurries" },
	[CASE_STATUS] = { "status", CRM_T_ENUM, CRM_BRIEF, .choices = statuses,
	  .preset = "new", .help = "how far it is" },
	[CASE_DUE] = { "due", CRM_T_TIME, CRM_BRIEF,
	  .help = "when it must be resolved" },
	[CASE_FIRST_RESPONSE_AT] = { "first_response_at", CRM_T_TIME, 0,
	  .help = "when the customer heard from us first" },
	[CASE_RESOLVED_AT] = { "resolved_at", CRM_T_TIME, 0,
	  .help = "when it was resolved" },
	[CASE_RATING] = { "rating", CRM_T_INT, 0,
	  .help = "how content they were, 1 to 5" },
};

static bool
is_over(struct crm_value status)
{
	return crm_same(status, crm_text("resolved")) ||
	    crm_same(status, crm_text("closed"));
}

/* Its end is stamped; opened again, it has none. */
static void
stamp(struct crm *crm, struct crm_record *r)
{
	bool over = is_over(r->v[CASE_STATUS]);
	bool was = r->old && is_over(r->old[CASE_STATUS]);

	if (over == was || r->given[CASE_RESOLVED_AT])
		return;
	r->v[CASE_RESOLVED_AT] = over ? crm_text(crm->batch->at)
	    : crm_null();
}

/* A field of the record that the reference FROM leads to. */
static int
follow(struct crm_value *out, struct crm *crm, struct crm_record *r, int from,
       const struct crm_entity *e, int field)
{
	struct crm_record *to;
	int rc;

	if (out->kind != CRM_NULL || r->v[from].kind != CRM_INT)
		return 0;
	rc = crm_record_load(&to, crm, e, r->v[from].i, r->arena);
	if (!rc)
		*out = to->v[field];
	return rc;
}

/* The contact's company; the customer's own salesperson, else its maker. */
static int
fill(struct crm *crm, struct crm_record *r)
{
	struct crm_value *account = &r->v[CASE_ACCOUNT];
	struct crm_value *owner = &r->v[CRM_F_OWNER];
	int rc = 0;

	if (!r->given[CASE_ACCOUNT] && (!r->old ||
	    !crm_same(r->v[CASE_CONTACT], r->old[CASE_CONTACT]))) {
		*account = crm_null();
		rc = follow(account, crm, r, CASE_CONTACT, &crm_contact,
		    CONTACT_ACCOUNT);
	}
	if (rc || r->old || r->given[CRM_F_OWNER])
		return rc;
	rc = follow(owner, crm, r, CASE_CONTACT, &crm_contact, CRM_F_OWNER);
	if (!rc)
		rc = follow(owner, crm, r, CASE_ACCOUNT, &crm_account,
		    CRM_F_OWNER);
	if (owner->kind == CRM_NULL && !r->import)
		*owner = crm_int(crm->actor.id);
	return rc;
}

static int
check(struct crm *crm, struct crm_record *r)
{
	int rc = fill(crm, r);

	stamp(crm, r);
	return rc ? rc : crm_check_range(crm, r, CASE_RATING, 1, 5);
}

const struct crm_entity crm_case = {
	.name = "case", .plural = "cases", .title = "Case",
	.help = "what a customer needs help with", .number = 16,
	.prefix = "C-",
	.fields = fields, .nfields = CRM_COUNT(fields), .order = "-id",
	.check = check
};
