/* Phones: a key is a key of itself. */
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

	if (!crm_phone_key(&key, s, size)) {
		if (crm_phone_key(&again, key.s, key.len) ||
		    key.len != again.len || memcmp(key.s, again.s, key.len))
			abort();
	} else if (key.len) {
		abort();
	}
	crm_buf_free(&key);
	crm_buf_free(&again);
	return 0;
}
