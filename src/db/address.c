/* Addresses of servers, as people may see them. */
#include <string.h>

#include "crm/buf.h"
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
	return behind_scheme(uri);
}

/* The value of each parameter whose name ends in "password". */
static void
add_parameters(struct crm_buf *out, const char *s)
{
	static const char secret[] = "password=";

	while (*s) {
		size_t len = strcspn(s + 1, "&") + 1;
		const char *value = memmem(s, len, secret,
		    sizeof(secret) - 1);

		if (value) {
			value += sizeof(secret) - 1;
			crm_buf_add(out, s, (size_t)(value - s));
			crm_buf_str(out, "***");
		} else {
			crm_buf_add(out, s, len);
		}
		s += len;
	}
}

/* The last @ ends the user's part: a password may hold some by mistake. */
const char *
crm_db_shown(const char *uri)
{
	static _Thread_local struct crm_buf buf;
	const char *host = behind_scheme(uri), *user = host, *colon;
	const char *end;

	if (!host)
		return uri;
	crm_buf_cut(&buf, 0);
	end = strrchr(host, '@');
	colon = end ? memchr(user, ':', (size_t)(end - user)) : NULL;
	if (colon) {
		crm_buf_add(&buf, uri, (size_t)(colon + 1 - uri));
		crm_buf_str(&buf, "***");
		uri = end;
	}
	end = strchr(uri, '?');
	if (!end)
		end = uri + strlen(uri);
	crm_buf_add(&buf, uri, (size_t)(end - uri));
	add_parameters(&buf, end);
	return buf.s ? buf.s : "";
}
