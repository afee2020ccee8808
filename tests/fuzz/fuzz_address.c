/*
 * Addresses of servers: what is shown of one never has the password in it,
 * wherever that stands and whatever stands around it.  The first byte chooses
 * where; the rest, cut in two at its first NUL, surrounds it.
 */
#include "fuzz.h"

#include "crm/db.h"

static const char secret[] = "x7Sesame9";

static const char *const forms[][3] = {
	{ "://", ":", "@" }, { "://", "?password=", "&" },
	{ "://", "?a=b&password=", "" }, { "://", "?sslpassword=", "&x=y" },
	{ "://", "?pass%77ord=", "" }, { "://", "?PASSWORD=", "" },
	{ "://", "?x=1&%70assword=", "&" }, { "host=", " password=", " " },
	{ "host=a ", " password = '", "' " }, { " SSLMODE = ", ";password=", "" }
};

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct crm_buf before = { 0 }, uri = { 0 };
	const char *const *form, *behind, *shown;

	if (!size)
		return 0;
	form = forms[(data[0] & 127) % 10];
	crm_buf_add(&before, data + 1, size - 1);
	behind = before.s ? before.s + strlen(before.s) : "";
	behind += before.s && behind < before.s + before.len;
	if (*form[0] == ':')
		crm_buf_str(&uri, data[0] & 128 ? "postgres" : "postgresql");
	crm_buf_str(&uri, form[0]);
	crm_buf_str(&uri, before.s ? before.s : "");
	crm_buf_str(&uri, form[1]);
	crm_buf_str(&uri, secret);
	crm_buf_str(&uri, form[2]);
	crm_buf_str(&uri, behind);
	shown = crm_db_shown(uri.s);
	if (!crm_db_is_address(uri.s) || !crm_db_is_address(shown))
		abort();
	if (strstr(shown, secret) && !strstr(before.s ? before.s : "", secret)
	    && !strstr(behind, secret)) {
		fprintf(stderr, "%s: %s\n", uri.s, shown);
		abort();
	}
	crm_buf_free(&before);
	crm_buf_free(&uri);
	return 0;
}
