/*
 * Any bytes as a mapping file: an import with it is refused with a sentence,
 * or accounts for each row.
 */
#include "fuzz.h"

#include "crm/account.h"
#include "crm/import.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char rows[] = "No.,Firma,Typ,Umsatz,name,website\n"
	    "1,Acme,K,\"1.250,50\",Acme,acme.test\n"
	    "2,Beta,L,7,Beta,\n";
	struct crm *crm = fuzz_crm(false);
	struct crm_import_how how = {
		.entity = &crm_account, .name = "rows.csv", .dry_run = true
	};
	struct crm_import_result r = { 0 };
	char path[32];
	int map = fuzz_file(data, size), rc;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", map);
	how.map = path;
	how.fd = fuzz_file(rows, sizeof(rows) - 1);
	rc = crm_import(&r, crm, &how);
	fuzz_check(crm, rc);
	if (!rc && r.rows != r.added + r.updated + r.unchanged + r.rejected)
		abort();
	close(how.fd);
	close(map);
	return 0;
}
