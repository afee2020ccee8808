/* E-mail and web addresses, and country names: a key is a key of itself. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "crm/address.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct crm_buf key = { 0 }, again = { 0 };
	const char *s = (const char *)data;

	if (!crm_email_key(&key, s, size)) {
		if (crm_email_key(&again, key.s, key.len) ||
		    key.len != again.len || memcmp(key.s, again.s, key.len))
			abort();
	} else if (key.len) {
		abort();
	}
	crm_url_check(s, size);
	crm_country_code(s, size);
	crm_buf_free(&key);
	crm_buf_free(&again);
	return 0;
}
