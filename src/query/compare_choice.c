/* Words of which there are only so many: choices, currencies, yes and no. */
#include <string.h>
#include <strings.h>

#include "crm/number.h"
#include "crm/suggest.h"
#include "query/compile.h"

static bool
same_word(const char *word, struct crm_value text)
{
	return strlen(word) == text.len &&
	    strncasecmp(word, text.s, text.len) == 0;
}

static int
read_choice(struct crm_value *out, struct crm_query *q,
	    const struct crm_left *l, const struct crm_literal *v)
{
	const char *const *choices = l->place.field->choices;
	struct crm_buf all = { 0 };
	struct crm_suggest near;
	struct crm_value text;
	int rc = crm_literal_text(&text, q, l, v);

	if (rc)
		return rc;
	crm_suggest_init(&near, text.s, text.len);
	for (size_t i = 0; choices[i]; i++) {
		if (same_word(choices[i], text)) {
			*out = crm_text(choices[i]);
			crm_buf_free(&all);
			return 0;
		}
		crm_suggest_try(&near, choices[i]);
		crm_buf_printf(&all, "%s%s", i ? ", " : "", choices[i]);
	}
	crm_literal_wrong(q, v, text, crm_arena_printf(q->arena,
	    "one of the choices of %s", l->place.field->name));
	if (near.best)
		crm_hint(q->src->err, "did you mean '%s'?", near.best);
	else
		crm_hint(q->src->err, "there are %s", all.s);
	crm_buf_free(&all);
	return CRM_EUSAGE;
}

static int
read_code(struct crm_value *out, struct crm_query *q,
	  const struct crm_left *l, const struct crm_literal *v)
{
	struct crm_value text;
	char *s;
	int rc = crm_literal_text(&text, q, l, v);

	if (rc)
		return rc;
	s = crm_arena_copy(q->arena, text.s, text.len);
	for (size_t i = 0; i < text.len; i++)
		if (s[i] >= 'a' && s[i] <= 'z')
			s[i] = (char)(s[i] - 'a' + 'A');
	*out = crm_text_n(s, text.len);
	if (crm_currency_decimals(s, text.len) >= 0)
		return 0;
	crm_literal_wrong(q, v, text, "a currency");
	return crm_hint(q->src->err, "write a code of ISO 4217, such as EUR");
}

static int
read_flag(struct crm_value *out, struct crm_query *q,
	  const struct crm_left *l, const struct crm_literal *v)
{
	static const char *const words[] = { "no", "yes", "false", "true" };
	struct crm_value text;
	int rc = crm_literal_text(&text, q, l, v);

	if (rc)
		return rc;
	for (size_t i = 0; i < CRM_COUNT(words); i++)
		if (same_word(words[i], text)) {
			*out = crm_int(i & 1);
			return 0;
		}
	return crm_literal_wrong(q, v, text, "yes or no");
}

int
crm_read_word(struct crm_value *out, struct crm_query *q,
	      const struct crm_left *l, const struct crm_literal *v)
{
	if (l->type == CRM_T_ENUM)
		return read_choice(out, q, l, v);
	return l->type == CRM_T_CURRENCY ? read_code(out, q, l, v)
	    : read_flag(out, q, l, v);
}

static int
word_equal(struct crm_query *q, const struct crm_left *l,
	   const struct crm_literal *v, size_t n)
{
	struct crm_value *values;
	int rc;

	values = crm_arena_alloc(q->arena, n * sizeof(*values));
	for (size_t i = 0; i < n; i++) {
		rc = crm_read_word(&values[i], q, l, &v[i]);
		if (rc)
			return rc;
	}
	crm_left_open(q, l);
	crm_emit_str(q, l->sql);
	crm_emit_among(q, values, n);
	crm_left_close(q, l);
	return 0;
}

static int
word_match(struct crm_query *q, const struct crm_left *l, enum cmp cmp,
	   const struct crm_literal *v)
{
	return crm_compare_text.match(q, l, cmp, v);
}

const struct crm_comparison crm_compare_choice = {
	"a choice", word_equal, NULL, word_match
};
const struct crm_comparison crm_compare_code = {
	"a currency", word_equal, NULL, word_match
};
const struct crm_comparison crm_compare_flag = {
	"yes or no", word_equal, NULL, NULL
};
