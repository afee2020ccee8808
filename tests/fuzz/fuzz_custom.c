/*
 * Custom fields as anyone may define them: NAME, TYPE, CHOICES, REF, DEFAULT
 * and ENTITY, each on a line of its own.  One that is saved has a column at
 * once, and everything that reads the catalogue goes on; then it is taken
 * back.
 */
#include "fuzz.h"

#include "crm/batch.h"
#include "crm/contact.h"
#include "crm/custom.h"
#include "crm/query.h"
#include "crm/record.h"

static int
none(void *ctx, int64_t id)
{
	(void)ctx;
	return id > 0 ? 0 : CRM_EFAIL;
}

/* All its columns can be read, and one more record be written. */
static int
use(struct crm *crm, struct crm_arena *a)
{
	const struct crm_entity *e = crm_entity_of(crm, &crm_contact);
	struct crm_query *q = crm_query_new(crm, e, a);
	struct crm_record *r;
	int rc = crm_query_columns(q, "*", CRM_SHAPE_SHOW);

	if (!rc)
		rc = crm_query_ids(q, none, NULL);
	if (rc)
		abort();
	r = crm_record_new(crm, e, a);
	rc = crm_record_assign(crm, r, "name", '=', "x", 1, NULL);
	return rc ? rc : crm_save(crm, r);
}

static int
define(struct crm *crm, struct crm_arena *a, const char *s)
{
	static const char *const names[] = {
		"name", "type", "choices", "ref", "default", "entity"
	};
	struct crm_record *r = crm_record_new(crm, &crm_custom, a);
	int rc = 0;

	crm_record_assign(crm, r, "entity", '=', "contact", 7, NULL);
	for (size_t i = 0; !rc && i < 6; i++) {
		size_t len = strcspn(s, "\n");

		if (len)
			rc = crm_record_assign(crm, r, names[i], '=', s, len,
			    NULL);
		s += len + (s[len] == '\n');
	}
	return rc ? rc : crm_save(crm, r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct crm_batch_how how = { .dry_run = true };
	struct crm_arena arena = { 0 };
	struct crm crm;
	int rc;

	if (!fuzz_path[0])
		fuzz_database(true);
	fuzz_open(&crm);
	if (crm_batch_begin(&crm, "field", "add", &how))
		abort();
	rc = define(&crm, &arena, crm_arena_copy(&arena, data, size));
	fuzz_check(&crm, rc);
	if (!rc)
		fuzz_check(&crm, use(&crm, &arena));
	crm_batch_end(&crm, rc);
	crm_arena_free(&arena);
	crm_close(&crm);
	return 0;
}
