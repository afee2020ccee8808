/*
 * Any bytes as a dump: whatever comes of it, a failure has its sentence, and
 * a blank database stays one (a dry run).  Behind a first NUL stands what has
 * a head put before it that is understood.
 */
#include "fuzz.h"

#include "crm/blank.h"
#include "crm/dump.h"

static const char head[] = "{\"_dump\":1,\"schema\":1,\"settings\":{}}\n";

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct crm *crm = fuzz_crm(false);
	struct crm_load_how how = { .name = "fuzz", .dry_run = true };
	struct crm_load_result r;
	struct crm_buf text = { 0 };

	if (size && !data[0]) {
		crm_buf_str(&text, head);
		data++;
		size--;
	}
	crm_buf_add(&text, data, size);
	how.fd = fuzz_file(text.s, text.len);
	fuzz_check(crm, crm_load(&r, crm, &how));
	crm->err = (struct crm_error){ 0 };
	if (crm_blank_check(crm))
		abort();
	close(how.fd);
	crm_buf_free(&text);
	return 0;
}
