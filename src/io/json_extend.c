/*
 * Objects with further members, as text: what was written is kept to the
 * byte, numbers above all.
 */
#include "crm/reader.h"
#include "crm/writer.h"
#include "io/json_load.h"
#include "io/json_scan.h"

struct text {
	const char *s, *end;
};

static void
pass_blanks(struct text *t)
{
	while (t->s < t->end && json_is_blank(*t->s))
		t->s++;
}

static bool
take(struct text *t, char c)
{
	pass_blanks(t);
	if (t->s == t->end || *t->s != c)
		return false;
	t->s++;
	return true;
}

/* A whole value from here on. */
static bool
value(struct text *t, struct crm_value *out)
{
	struct json_scan sc = { 0 };
	bool whole;
	size_t n;

	pass_blanks(t);
	n = json_scan(&sc, t->s, (size_t)(t->end - t->s));
	whole = json_scan_end(&sc);
	crm_buf_free(&sc.numbers);
	*out = crm_text_n(t->s, n);
	t->s += n;
	return whole;
}

/* Text that spans lines on one; within quotes there are no line ends. */
static void
add_line(struct crm_buf *out, const char *s, size_t len)
{
	size_t at = out->len;

	crm_buf_add(out, s, len);
	for (; at < out->len; at++)
		if (out->s[at] == '\n' || out->s[at] == '\r')
			out->s[at] = ' ';
}

/* Whether the key, as it was written, is one of NAMES. */
static bool
is_one(struct crm_value key, const char *const *names, size_t n)
{
	json_t *read = json_load_text(key.s, key.len, JSON_DECODE_ANY, NULL);
	const char *s = json_string_value(read);
	bool found = false;

	for (size_t i = 0; s && i < n; i++)
		found = found || !strcmp(s, names[i]);
	json_decref(read);
	return found;
}

/* The members but NAMES; false when it isn't an object after all. */
static bool
add_members(struct crm_buf *out, struct text t, const char *const *names,
	    size_t n)
{
	const size_t first = out->len;

	if (!take(&t, '{'))
		return false;
	if (take(&t, '}'))
		return t.s == t.end;
	do {
		struct crm_value key, v;
		const char *from;

		pass_blanks(&t);
		from = t.s;
		if (t.s == t.end || *t.s != '"' || !value(&t, &key) ||
		    !take(&t, ':') || !value(&t, &v))
			return false;
		if (is_one(key, names, n))
			continue;
		if (out->len > first)
			crm_buf_char(out, ',');
		add_line(out, from, (size_t)(t.s - from));
	} while (take(&t, ','));
	return take(&t, '}') && t.s == t.end;
}

void
crm_json_extend(struct crm_buf *out, struct crm_value object,
		const char *const *names, const char *const *values, size_t n)
{
	struct text t = { object.s, object.s + object.len };
	size_t from;

	crm_buf_char(out, '{');
	from = out->len;
	if (!add_members(out, t, names, n)) {
		crm_buf_cut(out, from);
		if (object.len > 1 && *t.s == '{' && t.end[-1] == '}') {
			add_line(out, t.s + 1, object.len - 2);
		} else {
			crm_buf_str(out, "\"_text\":");
			crm_json_string(out, object.s, object.len);
		}
	}
	for (size_t i = 0; i < n; i++) {
		crm_buf_str(out, out->len > from ? ",\"" : "\"");
		crm_buf_str(out, names[i]);
		crm_buf_str(out, "\":");
		crm_buf_str(out, values[i]);
	}
	crm_buf_str(out, "}\n");
}
