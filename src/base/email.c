#include <stdbool.h>

#include "base/code_point.h"
#include "base/host.h"
#include "crm/address.h"
#include "crm/utf8.h"

enum { ADDRESS_MAX = 254, LOCAL_MAX = 64, LABEL_MAX = 63 };

/* What RFC 5322 calls atext, and of Unicode what can be seen. */
static bool
is_atom_char(int32_t cp)
{
	if (cp >= 'a' && cp <= 'z')
		return true;
	if (cp < 0x80)
		return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') ||
		    (cp && strchr("!#$%&'*+-/=?^_`{|}~", cp));
	return is_graphic(cp);
}

static bool
is_dot_atom(const char *s, size_t len)
{
	bool dot = true;
	int32_t cp;

	if (!len || len > LOCAL_MAX)
		return false;
	for (size_t at = 0; at < len;) {
		at += code_point_at(&cp, s + at, len - at);
		if (cp == '.' ? dot : !is_atom_char(cp))
			return false;
		dot = cp == '.';
	}
	return !dot;
}

static bool
is_address(const char *s, size_t len)
{
	const char *at = len <= ADDRESS_MAX ? memchr(s, '@', len) : NULL;
	size_t local = at ? (size_t)(at - s) : 0;

	return at && is_dot_atom(s, local) &&
	    crm_host_labels(at + 1, len - local - 1);
}

static bool
is_sign(char c, bool host)
{
	return c == '.' || c == '-' ||
	    (!host && (c == '@' || c == '_' || c == '+'));
}

/*
 * Nearly every address is ASCII letters and digits with single signs between
 * them: its key in one pass; false for one that must be looked at closely.
 */
static bool
plain_key(struct crm_buf *key, const char *s, size_t len)
{
	bool word = false, host = false;
	char *to;

	crm_buf_grow(key, len);
	to = key->s + key->len;
	for (size_t i = 0; i < len; i++) {
		char c = s[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c + 32);
		to[i] = c;
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
			word = true;
			continue;
		}
		if (!word || !is_sign(c, host))
			return false;
		host = host || c == '@';
		word = false;
	}
	if (!word || !host)
		return false;
	crm_buf_cut(key, key->len + len);
	return true;
}

/* The key is what is checked: some signs of Unicode fold to ";". */
int
crm_email_key(struct crm_buf *key, const char *s, size_t len)
{
	size_t from = key->len;

	if (len > ADDRESS_MAX)
		return CRM_EINVAL;
	if (len <= LABEL_MAX && plain_key(key, s, len))
		return 0;
	crm_fold(key, s, len);
	if (is_address(key->s + from, key->len - from))
		return 0;
	crm_buf_cut(key, from);
	return CRM_EINVAL;
}
