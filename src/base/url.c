#include <stdbool.h>

#include "base/code_point.h"
#include "base/host.h"
#include "base/scan.h"
#include "crm/address.h"

static bool
is_all_graphic(const char *s, size_t len)
{
	int32_t cp;

	for (size_t at = 0; at < len;) {
		at += code_point_at(&cp, s + at, len - at);
		if (!is_graphic(cp))
			return false;
	}
	return true;
}

/* Whether "http://" or "https://", in any case, is next and then passed. */
static bool
scan_scheme(struct scan *p)
{
	static const char *const schemes[] = { "http://", "https://" };

	for (size_t i = 0; i < 2; i++) {
		size_t n = strlen(schemes[i]), at = 0;

		while (at < n && p->s + at < p->end &&
		       (p->s[at] == schemes[i][at] ||
			(schemes[i][at] >= 'a' &&
			 (p->s[at] | 0x20) == schemes[i][at])))
			at++;
		if (at == n) {
			p->s += n;
			return true;
		}
	}
	return false;
}

/* A bare name has a dot in it: "n/a" is no web address. */
int
crm_url_check(const char *s, size_t len)
{
	struct scan p = scan_of(s, len);
	int least = scan_scheme(&p) ? 1 : 2, port;
	const char *host = p.s;

	while (!scan_done(&p) && !strchr(":/?#", *p.s))
		p.s++;
	if (crm_host_labels(host, (size_t)(p.s - host)) < least)
		return CRM_EINVAL;
	if (scan_char(&p, ':') &&
	    (!scan_number(&port, &p, 1, 5) || port < 1 || port > 65535))
		return CRM_EINVAL;
	if (!scan_done(&p) && !strchr("/?#", *p.s))
		return CRM_EINVAL;
	return is_all_graphic(p.s, (size_t)(p.end - p.s)) ? 0 : CRM_EINVAL;
}
