/* Unicode: on valid text the promises hold, on any other nothing breaks. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "crm/suggest.h"
#include "crm/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_fold(const char *s, size_t len)
{
	struct crm_buf once = { 0 }, twice = { 0 };

	crm_fold(&once, s, len);
	if (crm_utf8_bad(once.s, once.len) >= 0)
		abort();
	crm_fold(&twice, once.s, once.len);
	if (once.len != twice.len || memcmp(once.s, twice.s, once.len))
		abort();
	crm_buf_free(&once);
	crm_buf_free(&twice);
}

/* The first byte is the columns to show the rest in. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *s = (const char *)data + 1;
	struct crm_buf b = { 0 };
	struct crm_suggest near;
	size_t width;

	if (!size--)
		return 0;
	width = crm_show(&b, s, size, *data);
	if (*data && width > *data)
		abort();
	if (crm_width(b.s, b.len) != width)
		abort();
	crm_buf_cut(&b, 0);
	if (crm_utf8_bad(s, size) < 0)
		check_fold(s, size);
	crm_fold(&b, s, size);
	crm_name_key(&b, s, size);
	crm_suggest_init(&near, s, size);
	crm_suggest_try(&near, b.s);
	crm_buf_free(&b);
	return 0;
}
