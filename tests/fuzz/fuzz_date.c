/* Dates as they are typed and stored, in every reader of them. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "crm/buf.h"
#include "crm/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_stored(const char *s, size_t len)
{
	char text[CRM_TIME_SIZE];
	int64_t n, back;

	if (!crm_day_parse(&n, s, len)) {
		crm_day_write(text, n);
		if (memcmp(text, s, len))
			abort();
	}
	if (!crm_time_parse(&n, s, len)) {
		crm_time_write(text, n);
		if (crm_time_parse(&back, text, strlen(text)) || back != n)
			abort();
	}
}

/* The first byte chooses zone, start of week and year; a bar ends a format. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const zones[] = {
		"UTC", "Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia"
	};
	struct crm_clock c = { 0 };
	struct crm_buf format = { 0 };
	const char *s = (const char *)data + 1, *bar;
	int64_t first, last;
	int seconds;

	if (!size--)
		return 0;
	c.week_start = *data % 7 + 1;
	c.year_start = *data % 12 + 1;
	crm_zone_use(zones[*data % 4]);
	crm_clock_set(&c, 1795355215);
	check_stored(s, size);
	if (!crm_period_read(&first, &last, s, size, &c) && first > last)
		abort();
	crm_day_read(&first, s, size, &c);
	crm_time_read(&first, s, size, &c);
	crm_date_hint(s, size);
	bar = memchr(s, '|', size);
	if (bar) {
		crm_buf_add(&format, s, (size_t)(bar - s));
		crm_date_by_format(&first, &seconds, bar + 1,
		    size - (size_t)(bar - s) - 1, format.s);
	}
	crm_buf_free(&format);
	return 0;
}
