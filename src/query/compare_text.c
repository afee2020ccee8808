/*
 * Text: without regard to case, by fold() on both sides.  Where the model
 * keeps a folded key with an index, that is compared.
 */
#include "crm/address.h"
#include "crm/utf8.h"
#include "query/compile.h"

/* "t0"."email_key", or NULL when the field has none. */
static const char *
key_of(struct crm_query *q, const struct crm_left *l)
{
	char name[64];

	if (!l->column || !crm_field_has_key(l->place.field))
		return NULL;
	return crm_path_column(q, l->place.at.table,
	    crm_field_key(name, l->place.field));
}

/* A name's key is more than the folded name where it begins with the last. */
static bool
key_is_of_name(const struct crm_left *l)
{
	return (l->place.field->flags & CRM_NAME) &&
	    !crm_field_find(l->place.at.table->entity, "last_name", 9);
}

/* The value that the key column of L has for TEXT. */
static int
make_key(struct crm_value *key, struct crm_query *q, const struct crm_left *l,
	 const struct crm_literal *v, struct crm_value text)
{
	struct crm_buf b = { 0 };
	int rc = 0;

	if (l->type == CRM_T_EMAIL)
		rc = crm_email_key(&b, text.s, text.len);
	else
		crm_name_key(&b, text.s, text.len);
	if (!rc)
		*key = crm_text_n(crm_arena_copy(q->arena, b.s ? b.s : "",
		    b.len), crm_key_length(b.s, b.len));
	crm_buf_free(&b);
	if (!rc)
		return 0;
	crm_literal_wrong(q, v, text, "an e-mail address");
	return crm_hint(q->src->err, "write ~ for a part of it");
}

static int
text_equal(struct crm_query *q, const struct crm_left *l,
	   const struct crm_literal *v, size_t n)
{
	struct crm_value *values, *keys;
	const char *key = key_of(q, l);
	bool exact = l->node->cmp == CMP_SAME;
	bool by_key = key && !exact && l->type != CRM_T_TEXT;
	bool by_both = key && !exact && key_is_of_name(l);
	struct crm_further further = { .n = 0 };
	int rc = 0;

	values = crm_arena_alloc(q->arena, n * sizeof(*values));
	keys = crm_arena_alloc(q->arena, n * sizeof(*keys));
	for (size_t i = 0; i < n; i++) {
		rc = crm_literal_text(&values[i], q, l, &v[i]);
		if (!rc && (by_key || by_both))
			rc = make_key(&keys[i], q, l, &v[i], values[i]);
		if (rc)
			return rc;
		if (!exact)
			values[i] = crm_folded(q, values[i]);
	}
	if (by_key)
		rc = crm_further_open(&further, q, l,
		    (struct crm_keys_in){ keys, n },
		    (struct crm_keys_in){ 0 });
	if (rc)
		return rc;
	if (by_key)
		crm_emit(q, "(%s IS NOT NULL AND ", key);
	else
		crm_left_open(q, l);
	if (by_key || by_both) {
		crm_emit_str(q, key);
		crm_emit_among(q, keys, n);
	}
	if (by_both)
		crm_emit(q, " AND %s IS NOT NULL AND ", key);
	if (!by_key) {
		crm_emit(q, exact ? "%s" : "fold(%s)", l->sql);
		crm_emit_among(q, values, n);
	}
	crm_left_close(q, l);
	crm_further_close(&further, l);
	return 0;
}

static int
text_order(struct crm_query *q, const struct crm_left *l, enum cmp cmp,
	   const struct crm_literal *v)
{
	struct crm_value text;
	int rc = crm_literal_text(&text, q, l, v);

	if (rc)
		return rc;
	crm_left_open(q, l);
	crm_emit(q, "fold(%s) %s ", l->sql, crm_cmp_sql(cmp));
	crm_emit_bind(q, crm_folded(q, text));
	crm_left_close(q, l);
	return 0;
}

static size_t
code_points(struct crm_value v)
{
	size_t n = 0;

	for (size_t i = 0; i < v.len; i++)
		n += ((unsigned char)v.s[i] & 0xc0) != 0x80;
	return n;
}

/* What is behind all that begin with TEXT, perhaps more; null: nothing is. */
static struct crm_value
behind(struct crm_query *q, struct crm_value text)
{
	char *s = crm_arena_copy(q->arena, text.s, text.len);
	size_t len = text.len;

	/* The next byte may be another letter's first. */
	while (len && ((s[len - 1] & 0xff) == 0xbf || s[len - 1] == 0x7f))
		for (len--; len && ((unsigned char)s[len] & 0xc0) == 0x80;)
			len--;
	if (!len)
		return crm_null();
	s[len - 1]++;
	return crm_text_n(s, len);
}

static void
emit_between(struct crm_query *q, const char *sql, struct crm_value text)
{
	struct crm_value last = text.len ? behind(q, text) : crm_null();

	if (last.kind != CRM_TEXT)
		return;
	crm_emit(q, " AND %s >= ", sql);
	crm_emit_bind(q, text);
	crm_emit(q, " AND %s < ", sql);
	crm_emit_bind(q, last);
}

/*
 * And as a range, more widely, for which the index of the key serves.  Where
 * there is none, it tells a server that what begins so is rare; where there
 * is, "= $1" would do so, but contains() doesn't.
 */
static void
emit_prefix(struct crm_query *q, const struct crm_left *l,
	    struct crm_value text)
{
	const char *key = key_is_of_name(l) ? key_of(q, l) : NULL;
	struct crm_buf b = { 0 };

	crm_emit(q, key ? "contains(substr(fold(%s), 1, %zu), "
	    : "substr(fold(%s), 1, %zu) = ", l->sql, code_points(text));
	crm_emit_bind(q, text);
	if (!key) {
		emit_between(q, crm_arena_printf(q->arena, "fold(%s)",
		    l->sql), text);
		return;
	}
	crm_emit_str(q, ")");
	crm_name_key(&b, text.s, text.len);
	emit_between(q, key, crm_text_n(crm_arena_copy(q->arena,
	    b.s ? b.s : "", b.len), crm_key_length(b.s, b.len)));
	crm_buf_free(&b);
}

static int
text_match(struct crm_query *q, const struct crm_left *l, enum cmp cmp,
	   const struct crm_literal *v)
{
	struct crm_value text;
	int rc = crm_literal_text(&text, q, l, v);

	if (rc)
		return rc;
	text = crm_folded(q, text);
	crm_left_open(q, l);
	if (cmp == CMP_CONTAINS) {
		crm_emit(q, "contains(fold(%s), ", l->sql);
		crm_emit_bind(q, text);
		crm_emit_str(q, ")");
	} else if (cmp == CMP_PREFIX) {
		emit_prefix(q, l, text);
	} else {
		/* A start before the text would count from its end. */
		crm_emit(q, "length(fold(%s)) >= %zu AND substr(fold(%s),"
		    " length(fold(%s)) - %zu) = ", l->sql, code_points(text),
		    l->sql, l->sql, code_points(text) - 1);
		crm_emit_bind(q, text);
	}
	crm_left_close(q, l);
	return 0;
}

const struct crm_comparison crm_compare_text = {
	"text", text_equal, text_order, text_match
};
