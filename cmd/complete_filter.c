/*
 * The end of a filter: a field, an operator, a value.
 *
 * What stands before is passed over word by word; where it is more than
 * comparisons joined by and, or and not, nothing is offered.
 */
#include <string.h>

#include "complete.h"

struct tail {
	const char *start;	/* of the comparison that is being written */
	const char *item;	/* of the value in "in (a, b"; or NULL */
	const char *open;	/* the quote that isn't closed, or NULL */
};

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_';
}

/* Behind the quote that opens at S; NULL when it never closes. */
static const char *
quoted(const char *s)
{
	char quote = *s++;

	for (; *s; s++) {
		if ((*s == '\\' && quote == '"' && s[1]) ||
		    (*s == quote && quote == '\'' && s[1] == quote))
			s++;
		else if (*s == quote)
			return s + 1;
	}
	return NULL;
}

/* Whether the word that ends at S, at START at the earliest, is WORD. */
static bool
ends_in(const char *start, const char *s, const char *word)
{
	size_t n = strlen(word);

	while (s > start && is_blank(s[-1]))
		s--;
	return (size_t)(s - start) >= n && !memcmp(s - n, word, n) &&
	    (s - n == start || !is_name(s[-(ptrdiff_t)n - 1]));
}

/* At a parenthesis: a group, or the values of "in"; not a function. */
static bool
enter(struct tail *tail, const char *s)
{
	if (ends_in(tail->start, s, "in")) {
		tail->item = s + 1;
		return true;
	}
	for (const char *p = tail->start; p < s; p++)
		if (!is_blank(*p))
			return false;
	tail->start = s + 1;
	return true;
}

static bool
find_tail(struct tail *tail, const char *s)
{
	*tail = (struct tail){ .start = s };
	while (*s) {
		const char *word = s;

		if (*s == '\'' || *s == '"') {
			tail->open = s;
			s = quoted(s);
			if (!s)
				return true;
			tail->open = NULL;
		} else if (*s == '(') {
			if (!enter(tail, s++))
				return false;
		} else if (*s == ')') {
			tail->item = NULL;
			s++;
		} else if (*s == ',') {
			if (!tail->item)
				return false;
			tail->item = ++s;
		} else if (is_blank(*s)) {
			s++;
		} else {
			while (*s && !is_blank(*s) && !strchr("(),'\"", *s))
				s++;
			if (is_blank(*s) && !tail->item &&
			    (ends_in(word, s, "and") || ends_in(word, s, "or")
			    || ends_in(word, s, "not")))
				tail->start = s + 1;
		}
	}
	return true;
}

static void
offer_inverse(void *ctx, const char *name, const struct crm_entity *from,
	      const struct crm_field *field)
{
	(void)field;
	complete_offer_with(ctx, name, ".", from->help);
}

/* The operators that F knows. */
static void
offer_operators(struct complete *t, const struct crm_field *f)
{
	static const struct { const char *sign, *help; } signs[] = {
		{ "!=", "is not" }, { "~", "contains" },
		{ "!~", "does not contain" }, { "^=", "begins with" },
		{ "$=", "ends in" }, { "<", "less, before" },
		{ "<=", "at most" }, { ">", "more, after" },
		{ ">=", "at least" },
	};
	enum { NOT_EQUAL = 1, TEXT = 5 };
	size_t n = NOT_EQUAL;

	switch (f->type) {
	case CRM_T_TEXT: case CRM_T_EMAIL: case CRM_T_PHONE: case CRM_T_URL:
	case CRM_T_REF:
		n = TEXT;
		break;
	case CRM_T_INT: case CRM_T_DECIMAL: case CRM_T_PERCENT:
	case CRM_T_RATE:
	case CRM_T_MONEY: case CRM_T_DATE: case CRM_T_TIME:
		n = CRM_COUNT(signs);
		break;
	default:
		break;
	}
	for (size_t i = 0; i < n; i++)
		if (i < NOT_EQUAL || n == TEXT || i >= TEXT)
			complete_offer_with(t, f->name, signs[i].sign,
			    signs[i].help);
}

/* field= and, when all of its name is there, what else may follow. */
static void
complete_left(struct complete *t)
{
	const struct crm_entity *e = complete_follow(t, complete_entity(t),
	    true);
	const struct crm_field *f;

	for (size_t i = 0; e && (f = complete_field_at(e, i)); i++) {
		complete_offer_with(t, f->name, "=", f->help);
		if (strcmp(f->name, t->typed) != 0)
			continue;
		offer_operators(t, f);
		if (f->type == CRM_T_REF)
			complete_offer_with(t, f->name, ".",
			    "a field of what it refers to");
	}
	if (e && *t->typed)
		complete_offer_with(t, "segment", "=", "a saved filter");
	if (e && *t->typed)
		crm_inverse_each(&t->c->crm, e, offer_inverse, t);
}

/* Behind an operator, or in the parentheses of "in". */
static void
complete_right(struct complete *t, const struct tail *tail,
	       const struct crm_field *f, const char *value)
{
	while (is_blank(*value))
		value++;
	if (tail->open ? tail->open != value : value[strcspn(value, " ")]
	    || *value == '\'' || *value == '"')
		return;
	complete_skip(t, (size_t)(value - t->typed));
	t->quote = true;
	if (tail->open)
		t->open = *t->typed++;
	complete_field_value(t, f, true);
}

void
complete_filter(struct complete *t)
{
	const struct crm_field *f;
	const char *path, *s, *op;
	struct tail tail;

	if (!find_tail(&tail, t->typed))
		return;
	for (path = tail.start; is_blank(*path); path++)
		;
	for (s = path; is_name(*s) || *s == '.'; s++)
		;
	if (!*s) {
		complete_skip(t, (size_t)(path - t->typed));
		complete_left(t);
		return;
	}
	f = complete_path(&t->c->crm, complete_entity(t), path,
	    (size_t)(s - path));
	while (is_blank(*s))
		s++;
	op = s + strspn(s, "=!<>~^$");
	if (f && tail.item)
		complete_right(t, &tail, f, tail.item);
	else if (f && op > s)
		complete_right(t, &tail, f, op);
}
