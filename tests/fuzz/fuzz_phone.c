/* Phones: a key is a key of itself, and one of those that may be meant. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "crm/address.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct wanted {
	const struct crm_buf *key;
	int found;
};

static void
look(void *ctx, const char *key, size_t len, const char *country)
{
	struct wanted *w = ctx;

	(void)country;
	w->found |= len == w->key->len && !memcmp(key, w->key->s, len);
}

static void
try_country(const char *s, size_t size, const char *country)
{
	struct crm_buf key = { 0 }, again = { 0 };
	struct wanted w = { &key, 0 };

	if (crm_phone_key(&key, s, size, country)) {
		if (key.len)
			abort();
		crm_buf_free(&key);
		return;
	}
	if (crm_phone_key(&again, key.s, key.len, NULL) ||
	    key.len != again.len || memcmp(key.s, again.s, key.len))
		abort();
	if (crm_phone_keys(s, size, look, &w) || !w.found)
		abort();
	crm_buf_free(&key);
	crm_buf_free(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const countries[] = {
		NULL, "DE", "US", "RU", "IT", "HU", "BY", "XX", "Atlantis"
	};

	for (size_t i = 0; i < sizeof(countries) / sizeof(*countries); i++)
		try_country((const char *)data, size, countries[i]);
	return 0;
}
