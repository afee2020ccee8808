/* Numbers: what is read is written and read again alike. */
#include <stdint.h>
#include <stdlib.h>

#include "crm/number.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(int64_t n, int decimals, char point)
{
	struct crm_buf b = { 0 };
	int64_t back;

	if (n > CRM_NUMBER_MAX || n < -CRM_NUMBER_MAX)
		abort();
	for (int trim = 0; trim < 2; trim++) {
		char *dot;

		crm_buf_cut(&b, 0);
		crm_number_write(&b, n, decimals, trim);
		dot = memchr(b.s, '.', b.len);
		if (dot)
			*dot = point;
		if (crm_number_parse(&back, b.s, b.len, decimals, point) ||
		    back != n)
			abort();
	}
	crm_buf_free(&b);
}

/* The first byte chooses the decimals and the decimal point. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *s = (const char *)data + 1;
	char point;
	int decimals;
	int64_t n;

	if (!size--)
		return 0;
	decimals = *data % 10;
	point = *data & 0x80 ? ',' : '.';
	if (!crm_number_parse(&n, s, size, decimals, point))
		check(n, decimals, point);
	if (!crm_number_read(&n, s, size, decimals))
		check(n, decimals, '.');
	crm_currency_decimals(s, size);
	return 0;
}
