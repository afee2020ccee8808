#include "io/sniff.h"

#include <string.h>

const char crm_delimiters[] = ",;\t|";

static bool
is_delimiter(char c)
{
	return c && strchr(crm_delimiters, c);
}

/*
 * The end of the quoted text that begins at S[AT], or LEN.  Only a quote that
 * begins a column is one.
 */
static size_t
pass_quoted(const char *s, size_t at, size_t len)
{
	while (++at < len) {
		if (s[at] != '"')
			continue;
		if (at + 1 < len && s[at + 1] == '"')
			at++;
		else
			return at + 1;
	}
	return len;
}

bool
crm_sniff_header(const char **s, size_t *len, size_t *header)
{
	bool begins = true;

	while (*len && (**s == '\n' || **s == '\r')) {
		++*s;
		--*len;
	}
	for (size_t at = 0; at < *len; at++) {
		if (begins && (*s)[at] == '"') {
			at = pass_quoted(*s, at, *len);
			if (at == *len)
				break;
		}
		if ((*s)[at] == '\n' || (*s)[at] == '\r') {
			*header = at;
			return true;
		}
		begins = is_delimiter((*s)[at]);
	}
	*header = *len;
	return false;
}

static const char *
name_of(char delim)
{
	return delim == '\t' ? "TAB" : delim == ';' ? "';'" :
	    delim == '|' ? "'|'" : "','";
}

int
crm_sniff_delimiter(char *out, const char *s, size_t len,
		    struct crm_error *err)
{
	char seen[2] = { 0 };
	bool begins = true;

	for (size_t at = 0; at < len; at++) {
		if (begins && s[at] == '"') {
			at = pass_quoted(s, at, len);
			if (at == len)
				break;
		}
		begins = is_delimiter(s[at]);
		if (!begins || s[at] == seen[0])
			continue;
		seen[seen[0] != '\0'] = s[at];
		if (seen[1])
			break;
	}
	*out = seen[0] ? seen[0] : ',';
	if (!seen[1])
		return 0;
	crm_fail(err, CRM_EINVAL, "columns may be set apart by %s or by %s",
	    name_of(seen[0]), name_of(seen[1]));
	return crm_hint(err, "say which with --delimiter");
}

bool
crm_sniff_column(const char *s, size_t len, char delim, const char *name)
{
	const size_t n = strlen(name);

	for (size_t at = 0; at <= len; at++) {
		bool quoted = at < len && s[at] == '"';
		size_t end;
		const char *stop;

		if (quoted) {
			end = pass_quoted(s, at, len);
			if (end - at == n + 2 &&
			    !memcmp(s + at + 1, name, n) &&
			    (end == len || s[end] == delim))
				return true;
			at = end;
		}
		stop = memchr(s + at, delim, len - at);
		end = stop ? (size_t)(stop - s) : len;
		if (!quoted && end - at == n && !memcmp(s + at, name, n))
			return true;
		at = end;
	}
	return false;
}
