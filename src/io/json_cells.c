/*
 * Members of objects within the object are named by their path, "account.name".
 * jansson keeps members in order, so that the numbers it made doubles of are
 * met in the order in which they were found in the text.
 */
#include "io/json_cells.h"

#include <stdlib.h>

enum { MAX_PATH = 1000, MAX_EXPONENT = 5000 };

struct path {
	const char *s;
	size_t len;
};

static bool
refuse(struct json_cells *c, struct path name, const char *what)
{
	crm_buf_printf(c->why, "%.*s: %s", name.len < 200 ? (int)name.len
	    : 200, name.s, what);
	return false;
}

/* The digits of S before the exponent; *POINT: how many are whole ones. */
static long
digits_of(char *digits, long *point, const char *s, const char *exponent)
{
	long n = 0;

	*point = -1;
	for (; s < exponent; s++) {
		if (*s == '.')
			*point = n;
		else if (*s != '-')
			digits[n++] = *s;
	}
	if (*point < 0)
		*point = n;
	return n;
}

/* 1.25e1 as 12.5; what would be too long stays, and is no number then. */
static struct crm_value
expand(struct crm_arena *a, const char *s, size_t len, const char *exponent)
{
	char *digits = crm_arena_alloc(a, len);
	long point, n = digits_of(digits, &point, s, exponent);
	long power = strtol(exponent + 1, NULL, 10);
	struct crm_buf b = { 0 };
	struct crm_value v;

	if (power > MAX_EXPONENT || power < -MAX_EXPONENT)
		return crm_text_n(s, len);
	for (power += point; n > 1 && *digits == '0'; power--, n--)
		digits++;
	if (*digits == '0')
		power = n;
	if (*s == '-')
		crm_buf_char(&b, '-');
	if (power <= 0)
		crm_buf_str(&b, "0.");
	for (long i = power; i < 0; i++)
		crm_buf_char(&b, '0');
	for (long i = 0; i < n || i < power; i++) {
		if (i && i == power)
			crm_buf_char(&b, '.');
		crm_buf_char(&b, i < n ? digits[i] : '0');
	}
	v = crm_text_n(crm_arena_copy(a, b.s, b.len), b.len);
	crm_buf_free(&b);
	return v;
}

static struct crm_value
next_number(struct json_cells *c)
{
	const struct json_number *n = (void *)c->scan->numbers.s;
	const char *s, *exponent;

	n += c->numbers++;
	s = c->text + n->at;
	exponent = memchr(s, 'e', n->len);
	if (!exponent)
		exponent = memchr(s, 'E', n->len);
	return exponent ? expand(&c->arena, s, n->len, exponent)
	    : crm_text_n(s, n->len);
}

/* A value that is no object and no array. */
static struct crm_value
scalar(enum crm_cell_kind *kind, struct json_cells *c, const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_STRING:
		*kind = CRM_CELL_TEXT;
		return crm_text_n(json_string_value(value),
		    json_string_length(value));
	case JSON_INTEGER: case JSON_REAL:
		*kind = CRM_CELL_NUMBER;
		return next_number(c);
	case JSON_TRUE: case JSON_FALSE:
		*kind = CRM_CELL_BOOL;
		return crm_text(json_is_true(value) ? "true" : "false");
	default:
		return crm_null();
	}
}

/* Pass over what is in VALUE, but count its numbers. */
static void
pass(struct json_cells *c, json_t *value)
{
	const char *key;
	json_t *inner;
	size_t i;

	if (json_is_number(value))
		c->numbers++;
	json_array_foreach(value, i, inner)
		pass(c, inner);
	json_object_foreach(value, key, inner)
		pass(c, inner);
}

static struct crm_value
list(enum crm_cell_kind *kind, struct json_cells *c, const json_t *array)
{
	struct crm_buf b = { 0 };
	struct crm_value v;
	json_t *element;
	size_t i;

	*kind = CRM_CELL_LIST;
	json_array_foreach(array, i, element) {
		enum crm_cell_kind inner;

		if (json_is_object(element) || json_is_array(element)) {
			*kind = CRM_CELL_OTHER;
			pass(c, element);
			continue;
		}
		v = scalar(&inner, c, element);
		if (v.kind == CRM_NULL)
			continue;
		if (b.len)
			crm_buf_char(&b, ';');
		crm_buf_add(&b, v.s, v.len);
	}
	v = !b.len ? crm_null()
	    : crm_text_n(crm_arena_copy(&c->arena, b.s, b.len), b.len);
	crm_buf_free(&b);
	return v;
}

static bool
add(struct json_cells *c, struct path name, const json_t *value)
{
	size_t n = c->n++;
	enum crm_cell_kind kind = CRM_CELL_OTHER;
	struct crm_value v = crm_null();

	if (json_is_array(value))
		v = list(&kind, c, value);
	else if (!json_is_object(value))
		v = scalar(&kind, c, value);
	if (v.kind == CRM_TEXT && v.len > c->max_field)
		return refuse(c, name, "is too long");
	/* It is there, and it is nothing that can be kept. */
	if (kind == CRM_CELL_OTHER && v.kind == CRM_NULL &&
	    !json_is_null(value))
		v = crm_text_n("", 0);
	c->v[n] = v;
	c->names[n] = crm_text_n(name.s, name.len);
	c->kinds[n] = kind;
	return true;
}

static bool
name_of(struct path *out, struct json_cells *c, struct path prefix,
	const char *key)
{
	struct path name = { key, strlen(key) };

	if (prefix.len + 1 + name.len > MAX_PATH)
		return refuse(c, name, "this name is too long");
	if (prefix.len) {
		name.s = crm_arena_printf(&c->arena, "%.*s.%s",
		    (int)prefix.len, prefix.s, key);
		name.len += prefix.len + 1;
	}
	*out = name;
	return true;
}

/* As deep as json_scan lets it be. */
static bool
members(struct json_cells *c, struct path prefix, json_t *object)
{
	const char *key;
	json_t *value;

	json_object_foreach(object, key, value) {
		struct path name = { key, 0 };

		if (!name_of(&name, c, prefix, key))
			return false;
		if (json_object_size(value)) {
			if (!members(c, name, value))
				return false;
		} else if (!add(c, name, value)) {
			return false;
		}
	}
	return true;
}

bool
json_cells_read(struct json_cells *c, json_t *object)
{
	size_t most = c->scan->values + 1;

	crm_arena_reset(&c->arena);
	c->n = c->numbers = 0;
	c->v = crm_arena_alloc(&c->arena, most * sizeof(*c->v));
	c->names = crm_arena_alloc(&c->arena, most * sizeof(*c->names));
	c->kinds = crm_arena_alloc(&c->arena, most * sizeof(*c->kinds));
	return members(c, (struct path){ "", 0 }, object);
}
