/*
 * Any bytes as rows of contacts, opportunities, activities or custom fields:
 * each row is accounted for, or there is a sentence, and nothing is kept of a
 * dry run.  The first byte chooses the entity, the second the options.
 */
#include "fuzz.h"

#include "crm/activity.h"
#include "crm/contact.h"
#include "crm/custom.h"
#include "crm/import.h"
#include "crm/opp.h"

static void
rejected(void *ctx, long line, const char *field, const char *sentence,
	 const char *hint)
{
	int64_t *n = ctx;

	if (line < 1 || !field || !*sentence || !hint)
		abort();
	++*n;
}

static int64_t
contacts(struct crm *crm)
{
	int64_t n;

	if (crm_db_int(&n, crm->db, "SELECT COUNT(*) FROM \"contact\"",
	    CRM_NONE))
		abort();
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct crm_entity *const entities[] = {
		&crm_contact, &crm_opp, &crm_activity, &crm_custom
	};
	struct crm *crm = fuzz_crm(true);
	struct crm_import_how how = {
		.name = "rows", .dry_run = true, .reject = rejected
	};
	struct crm_import_result r = { 0 };
	int64_t told = 0, before;
	int rc;

	if (size < 2)
		return 0;
	how.entity = entities[data[0] % 4];
	how.partial = data[1] & 1;
	how.ignore_unknown = data[1] & 2;
	how.lax_quotes = data[1] & 4;
	how.mode = data[1] >> 3 & 3;
	how.create = data[1] & 32 ? "account,user" : NULL;
	how.empty = data[1] & 64 ? CRM_IMPORT_EMPTY_CLEAR : 0;
	how.source = data[1] & 128 ? "erp" : NULL;
	how.rejects_fd = fuzz_file("", 0);
	how.ctx = &told;
	how.fd = fuzz_file(data + 2, size - 2);
	before = contacts(crm);
	rc = crm_import(&r, crm, &how);
	fuzz_check(crm, rc);
	if (!rc && r.rows != r.added + r.updated + r.unchanged)
		abort();
	if ((!rc || rc == CRM_EPARTIAL) && r.rows != r.added + r.updated +
	    r.unchanged + r.rejected)
		abort();
	if (contacts(crm) != before)
		abort();
	close(how.fd);
	close(how.rejects_fd);
	return 0;
}
