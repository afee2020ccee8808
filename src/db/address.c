/* Addresses of servers, as people may see them. */
#include "db/address.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "crm/db.h"

static const char *
behind_scheme(const char *uri)
{
	static const char *const schemes[] = {
		"postgresql://", "postgres://"
	};

	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
		if (!strncmp(uri, schemes[i], strlen(schemes[i])))
			return uri + strlen(schemes[i]);
	return NULL;
}

bool
crm_db_is_address(const char *uri)
{
	return behind_scheme(uri) || address_has_words(uri);
}

/* The byte that begins S: %77 is a w to whoever connects. */
static char
decoded(const char *s, size_t *len)
{
	char hex[3] = "";

	*len = 1;
	if (*s != '%' || !isxdigit((unsigned char)s[1]) ||
	    !isxdigit((unsigned char)s[2]))
		return *s;
	*len = 3;
	memcpy(hex, s + 1, 2);
	return (char)strtol(hex, NULL, 16);
}

bool
address_is_secret(const char *s, size_t len)
{
	struct crm_buf plain = { 0 };
	bool found;

	for (size_t at = 0, n; at < len; at += n) {
		char c = decoded(s + at, &n);

		/* %00 ends no text here. */
		crm_buf_char(&plain, c ? c : '%');
	}
	found = plain.s && (strcasestr(plain.s, "passw") ||
	    strcasestr(plain.s, "secret") || strcasestr(plain.s, "_key"));
	crm_buf_free(&plain);
	return found;
}

/*
 * Which parameter is a secret tells all of it, as "a=b" and "?password=c" may
 * stand there without the & between them.
 */
static void
add_parameters(struct crm_buf *out, const char *s)
{
	while (*s) {
		size_t len = strcspn(s + 1, "&") + 1;
		const char *value = memchr(s, '=', len);

		if (value && address_is_secret(s, len)) {
			crm_buf_add(out, s, (size_t)(value + 1 - s));
			crm_buf_str(out, "***");
		} else {
			crm_buf_add(out, s, len);
		}
		s += len;
	}
}

/*
 * The last @ ends the user's part: a password may hold some by mistake.  But
 * it may stand among the parameters, too, so that all of them are looked at.
 */
const char *
crm_db_shown(const char *uri)
{
	static _Thread_local struct crm_buf buf;
	const char *host = behind_scheme(uri), *colon, *at, *end;
	struct crm_buf user = { 0 };

	crm_buf_cut(&buf, 0);
	if (!host && address_has_words(uri)) {
		address_show_words(&buf, uri);
		return buf.s;
	}
	if (!host)
		return uri;
	at = strrchr(host, '@');
	colon = at ? memchr(host, ':', (size_t)(at - host)) : NULL;
	if (colon) {
		crm_buf_add(&user, uri, (size_t)(colon + 1 - uri));
		crm_buf_str(&user, "***");
	}
	crm_buf_str(&user, colon ? at : uri);
	end = user.s + strcspn(user.s, "?");
	crm_buf_add(&buf, user.s, (size_t)(end - user.s));
	add_parameters(&buf, end);
	crm_buf_free(&user);
	return buf.s;
}
