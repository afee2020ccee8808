/*
 * Addresses in words, as libpq reads them: NAME = VALUE, where a value with
 * blanks is in quotes and a backslash takes the next byte as it is.
 *
 * Which texts are such, and not the name of a file, is known without libpq:
 * its words are here.
 */
#include "db/address.h"

#include <string.h>

#define BLANKS " \t\n\v\f\r"

static const char *const words[] = {
	"application_name", "channel_binding", "client_encoding",
	"connect_timeout", "dbname", "fallback_application_name",
	"gssdelegation", "gssencmode", "gsslib", "host", "hostaddr",
	"keepalives", "keepalives_count", "keepalives_idle",
	"keepalives_interval", "krbsrvname", "load_balance_hosts",
	"max_protocol_version", "min_protocol_version", "options", "passfile",
	"password", "port", "replication", "require_auth", "requirepeer",
	"service", "servicefile", "ssl_max_protocol_version",
	"ssl_min_protocol_version", "sslcert", "sslcertmode",
	"sslcompression", "sslcrl", "sslcrldir", "sslkey", "sslmode",
	"sslnegotiation", "sslpassword", "sslrootcert", "sslsni",
	"target_session_attrs", "tcp_user_timeout", "user"
};

/* HOST is refused by libpq, which is better than a file of this name. */
static bool
is_word(const char *s, size_t len)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strlen(words[i]) == len && !strncasecmp(words[i], s, len))
			return true;
	return false;
}

bool
address_has_words(const char *s)
{
	size_t len;

	s += strspn(s, BLANKS);
	len = strcspn(s, "=/." BLANKS);
	return s[len + strspn(s + len, BLANKS)] == '=' && is_word(s, len);
}

static size_t
value_length(const char *s)
{
	bool quoted = *s == '\'';
	size_t i = quoted;

	while (s[i] && !(quoted ? s[i] == '\'' : !!strchr(BLANKS, s[i])))
		i += s[i] == '\\' && s[i + 1] ? 2 : 1;
	return i + (quoted && s[i]);
}

/*
 * By its name, or by one that a forgotten quote or blank has put into the
 * value; or like the ada:secret@host of the other form.
 */
static bool
is_secret(const char *pair, const char *value, size_t len)
{
	const char *last = memrchr(pair, '=', (size_t)(value + len - pair));
	const char *colon = memchr(value, ':', len);

	return address_is_secret(pair, (size_t)(last - pair)) ||
	    (colon && memchr(colon, '@', (size_t)(value + len - colon)));
}

/* What can't be read may be the end of a secret that wants quotes. */
static void
show_rest(struct crm_buf *out, const char *s, bool hidden)
{
	if (hidden || strchr(s, '=') || address_is_secret(s, strlen(s)))
		crm_buf_str(out, "***");
	else
		crm_buf_str(out, s);
}

void
address_show_words(struct crm_buf *out, const char *s)
{
	bool hidden = false;

	for (;;) {
		size_t blanks = strspn(s, BLANKS), len;
		const char *name = s + blanks, *value;

		crm_buf_add(out, s, blanks);
		if (!*name)
			return;
		len = strcspn(name, "=" BLANKS);
		value = name + len + strspn(name + len, BLANKS);
		if (*value != '=' || !len ||
		    (hidden && !is_word(name, len))) {
			show_rest(out, name, hidden);
			return;
		}
		value += 1 + strspn(value + 1, BLANKS);
		len = value_length(value);
		crm_buf_add(out, name, (size_t)(value - name));
		if (is_secret(name, value, len)) {
			hidden = true;
			crm_buf_str(out, "***");
		} else {
			crm_buf_add(out, value, len);
		}
		s = value + len;
	}
}
