#include "base/host.h"

#include <stdbool.h>

#include "base/code_point.h"

static bool
is_host_char(int32_t cp)
{
	if (cp < 0x80)
		return (cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9') ||
		    (cp >= 'A' && cp <= 'Z') || cp == '-';
	switch (utf8proc_category(cp)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ND:
		return true;
	default:
		return false;
	}
}

static bool
is_label(const char *s, size_t len)
{
	int32_t cp;

	if (!len || len > 63 || s[0] == '-' || s[len - 1] == '-')
		return false;
	for (size_t at = 0; at < len;) {
		at += code_point_at(&cp, s + at, len - at);
		if (!is_host_char(cp))
			return false;
	}
	return true;
}

int
crm_host_labels(const char *s, size_t len)
{
	size_t from = 0;
	int labels = 0;

	if (len > 253)
		return 0;
	for (size_t at = 0; at <= len; at++) {
		if (at < len && s[at] != '.')
			continue;
		if (!is_label(s + from, at - from))
			return 0;
		labels++;
		from = at + 1;
	}
	return labels;
}
