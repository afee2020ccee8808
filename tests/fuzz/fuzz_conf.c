/* Configuration files: every entry is whole, every mistake has a line. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "crm/conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
look(void *ctx, const struct crm_conf_entry *e)
{
	size_t *n = ctx;

	if (!*e->section || !e->key || e->line < 1)
		abort();
	*n += strlen(e->key) + (e->sub ? strlen(e->sub) : 0) +
	    (e->value ? strlen(e->value) : 0);
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct crm_error err = { 0 };
	size_t n = 0;

	if (crm_conf_parse((const char *)data, size, look, &n, &err) &&
	    (err.line < 1 || err.code != CRM_EINVAL || !*err.text))
		abort();
	return 0;
}
