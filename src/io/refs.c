/* References in whatever form another command printed them. */
#include <stdio.h>
#include <string.h>

#include "crm/utf8.h"
#include "io/json_load.h"
#include "io/reader.h"
#include "io/sniff.h"
#include "io/spool.h"

static const char input[] = "standard input";

struct refs {
	const char *s, *end;		/* what is left */
	long line;			/* of s */
	int (*each)(void *ctx, const char *ref, size_t len);
	void *ctx;
	struct crm_error *err;
};

static int
fail_at(struct refs *in, long line, const char *what)
{
	crm_fail(in->err, CRM_EINVAL, "%s:%ld: %s", input, line, what);
	in->err->line = line;
	return CRM_EINVAL;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void
pass_blanks(struct refs *in)
{
	for (; in->s < in->end && is_blank(*in->s); in->s++)
		in->line += *in->s == '\n';
}

/* Texts that END ends each; a CR before it and blank texts are passed over. */
static int
each_text(struct refs *in, char end)
{
	int rc = 0;

	for (; !rc && in->s < in->end; in->line++) {
		size_t left = (size_t)(in->end - in->s);
		const char *s = in->s, *stop = memchr(s, end, left);
		size_t len = stop ? (size_t)(stop - s) : left, text = 0;

		in->s += stop ? len + 1 : left;
		if (end == '\n' && len && s[len - 1] == '\r')
			len--;
		while (text < len && is_blank(s[text]))
			text++;
		if (text == len)
			continue;
		rc = crm_utf8_bad(s, len) < 0 ? in->each(in->ctx, s, len) :
		    fail_at(in, in->line, "is not UTF-8");
	}
	return rc;
}

/* The column that names the records. */
static size_t
id_column(const struct crm_row *header)
{
	size_t i = 0;

	while (i < header->n &&
	    !crm_same(header->v[i], crm_text_n("id", 2)))
		i++;
	return i;
}

static int
each_row(struct refs *in, char delimiter)
{
	struct crm_reader *r = NULL;
	struct crm_row row;
	size_t id;
	int rc = crm_reader_memory(&r, in->s, (size_t)(in->end - in->s),
	    input, delimiter, in->err);

	if (rc)
		return rc;
	id = id_column(crm_reader_header(r));
	while ((rc = crm_reader_next(r, &row)) > 0) {
		if (row.bad)
			rc = fail_at(in, row.line, row.bad);
		else if (row.v[id].kind == CRM_NULL)
			rc = fail_at(in, row.line, "has no id");
		else
			rc = in->each(in->ctx, row.v[id].s, row.v[id].len);
		if (rc)
			break;
	}
	crm_reader_close(r);
	return rc;
}

/* The delimiter of a header with a column "id", or 0 when there is none. */
static char
find_header(const struct refs *in)
{
	const char *s = in->s;
	size_t len = (size_t)(in->end - s), header;

	crm_sniff_header(&s, &len, &header);
	for (const char *d = crm_delimiters; *d; d++)
		if (crm_sniff_column(s, header, *d, "id"))
			return *d;
	return '\0';
}

static int
one_json(struct refs *in, const json_t *value)
{
	char number[32];
	int len;

	/* An id may itself be a reference with its name. */
	for (int depth = 0; json_is_object(value) && depth < 2; depth++)
		value = json_object_get(value, "id");
	if (json_is_string(value) && !json_string_length(value))
		return fail_at(in, in->line, "the id is empty");
	if (json_is_string(value))
		return in->each(in->ctx, json_string_value(value),
		    json_string_length(value));
	if (!json_is_integer(value))
		return fail_at(in, in->line, value ?
		    "is neither an id nor an object with an id" :
		    "the object has no \"id\"");
	len = snprintf(number, sizeof(number), "%" JSON_INTEGER_FORMAT,
	    json_integer_value(value));
	return in->each(in->ctx, number, (size_t)len);
}

/* Read one value, wherever it ends; in->s is then behind it. */
static int
next_json(struct refs *in)
{
	json_error_t why;
	json_t *value = json_load_text(in->s, (size_t)(in->end - in->s),
	    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY |
	    JSON_DISABLE_EOF_CHECK, &why);
	int rc;

	if (!value)
		return fail_at(in, in->line +
		    (why.line > 1 ? why.line - 1 : 0), why.text);
	rc = one_json(in, value);
	json_decref(value);
	for (int i = 0; i < why.position; i++)
		in->line += *in->s++ == '\n';
	return rc;
}

/* An array is read value by value, so that a long one takes no memory. */
static int
each_element(struct refs *in)
{
	int rc = 0;

	in->s++;
	pass_blanks(in);
	if (in->s < in->end && *in->s == ']') {
		in->s++;
		return 0;
	}
	while (!rc) {
		pass_blanks(in);
		rc = next_json(in);
		pass_blanks(in);
		if (rc)
			break;
		if (in->s < in->end && *in->s == ']') {
			in->s++;
			break;
		}
		if (in->s == in->end || *in->s != ',')
			return fail_at(in, in->line,
			    "a comma or ] is missing in the JSON array");
		in->s++;
	}
	return rc;
}

static int
each_json(struct refs *in)
{
	int rc = 0;

	if (memchr(in->s, '\0', (size_t)(in->end - in->s)))
		return fail_at(in, in->line, "there is a NUL byte in JSON");
	while (!rc && in->s < in->end) {
		rc = *in->s == '[' ? each_element(in) : next_json(in);
		pass_blanks(in);
	}
	return rc;
}

/* Whether the first line is a JSON string, as jq prints them. */
static bool
is_json_string(const struct refs *in)
{
	const size_t left = (size_t)(in->end - in->s);
	const char *stop = memchr(in->s, '\n', left);
	size_t len = stop ? (size_t)(stop - in->s) : left;
	json_t *value;

	if (*in->s != '"')
		return false;
	value = json_load_text(in->s, len, JSON_DECODE_ANY, NULL);
	json_decref(value);
	return value != NULL;
}

static int
each_ref(struct refs *in, bool null)
{
	const char *begin = in->s;
	long line = in->line;
	size_t left = (size_t)(in->end - begin);
	char delimiter;

	if (null)
		return each_text(in, '\0');
	if (left >= 2 && (!memcmp(begin, "\xff\xfe", 2) ||
			  !memcmp(begin, "\xfe\xff", 2)))
		return fail_at(in, 1, "is UTF-16; references are UTF-8");
	pass_blanks(in);
	if (in->s < in->end && (*in->s == '[' || *in->s == '{'))
		return each_json(in);
	in->s = begin;
	in->line = line;
	if (memchr(begin, '\0', left))
		return each_text(in, '\0');
	delimiter = find_header(in);
	if (delimiter)
		return each_row(in, delimiter);
	return is_json_string(in) ? each_json(in) : each_text(in, '\n');
}

int
crm_read_refs(int fd, bool null,
	      int (*each)(void *ctx, const char *ref, size_t len),
	      void *ctx, struct crm_error *err)
{
	struct crm_spool sp;
	struct refs in = { .line = 1, .each = each, .ctx = ctx, .err = err };
	int rc = crm_spool_read(&sp, fd, err);

	if (!rc && sp.len) {
		in.s = sp.s;
		in.end = sp.s + sp.len;
		if (sp.len >= 3 && !memcmp(sp.s, "\xef\xbb\xbf", 3))
			in.s += 3;
		rc = each_ref(&in, null);
	}
	crm_spool_free(&sp);
	return rc;
}
