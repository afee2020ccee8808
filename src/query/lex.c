/* Cutting a filter into tokens. */
#include "query/lex.h"

#include <string.h>

#include "crm/buf.h"

struct sign {
	const char *text;
	enum cmp cmp;
	bool negated;
};

/* The longer before those that they begin with. */
static const struct sign signs[] = {
	{ "!=", CMP_EQ, true }, { "<>", CMP_EQ, true },
	{ "==", CMP_SAME, false }, { "<=", CMP_LE, false },
	{ ">=", CMP_GE, false }, { "!~", CMP_CONTAINS, true },
	{ "^=", CMP_PREFIX, false }, { "$=", CMP_SUFFIX, false },
	{ "=", CMP_EQ, false }, { "<", CMP_LT, false },
	{ ">", CMP_GT, false }, { "~", CMP_CONTAINS, false },
};

static const struct sign words[] = {
	{ "eq", CMP_EQ, false }, { "ne", CMP_EQ, true },
	{ "lt", CMP_LT, false }, { "le", CMP_LE, false },
	{ "gt", CMP_GT, false }, { "ge", CMP_GE, false },
	{ "has", CMP_HAS, false },
};

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool
is_name(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9');
}

static bool
is_word(char c)
{
	return c && !is_blank(c) && !strchr("(),'\"[]", c);
}

char
crm_lex_peek(struct crm_lexer *lx)
{
	while (is_blank(lx->src->text[lx->at]))
		lx->at++;
	return lx->src->text[lx->at];
}

bool
crm_lex_char(struct crm_lexer *lx, char c)
{
	if (crm_lex_peek(lx) != c)
		return false;
	lx->at++;
	return true;
}

bool
crm_lex_dots(struct crm_lexer *lx)
{
	if (crm_lex_peek(lx) != '.' || lx->src->text[lx->at + 1] != '.')
		return false;
	lx->at += 2;
	return true;
}

bool
crm_lex_sees(struct crm_lexer *lx, const char *word)
{
	size_t len = strlen(word);
	const char *s;

	crm_lex_peek(lx);
	s = lx->src->text + lx->at;
	return strncmp(s, word, len) == 0 && !is_name(s[len]) && s[len] != '.';
}

bool
crm_lex_keyword(struct crm_lexer *lx, const char *word)
{
	if (!crm_lex_sees(lx, word))
		return false;
	lx->at += strlen(word);
	return true;
}

bool
crm_lex_path(struct crm_lexer *lx, struct crm_path *out)
{
	const char *s;
	size_t n = 0;

	if (!is_letter(crm_lex_peek(lx)))
		return false;
	s = lx->src->text + lx->at;
	while (is_name(s[n]) || (s[n] == '.' && is_letter(s[n + 1])))
		n++;
	*out = (struct crm_path){ s, n, lx->at };
	lx->at += n;
	return true;
}

bool
crm_lex_cmp(struct crm_lexer *lx, enum cmp *cmp, bool *negated)
{
	const struct sign *found = NULL;

	crm_lex_peek(lx);
	for (size_t i = 0; !found && i < sizeof(signs) / sizeof(*signs); i++)
		if (strncmp(lx->src->text + lx->at, signs[i].text,
		    strlen(signs[i].text)) == 0)
			found = &signs[i];
	for (size_t i = 0; !found && i < sizeof(words) / sizeof(*words); i++)
		if (crm_lex_sees(lx, words[i].text))
			found = &words[i];
	if (!found)
		return false;
	lx->at += strlen(found->text);
	*cmp = found->cmp;
	*negated = found->negated;
	return true;
}

bool
crm_lex_has_value(struct crm_lexer *lx)
{
	char c = crm_lex_peek(lx);
	size_t n = 0;

	if (c == '\'' || c == '"' || c == '[')
		return true;
	while (is_word(lx->src->text[lx->at + n]))
		n++;
	c = lx->src->text[lx->at];
	return n && !(n == 3 && !strncmp(lx->src->text + lx->at, "and", 3)) &&
	    !(n == 2 && c == 'o' && lx->src->text[lx->at + 1] == 'r');
}

static int
lex_string(struct crm_lexer *lx, struct crm_literal *out)
{
	const char *text = lx->src->text;
	char quote = text[lx->at++], c;
	struct crm_buf b = { 0 };

	for (;;) {
		c = text[lx->at];
		if (c == '\0') {
			crm_buf_free(&b);
			crm_source_fail(lx->src, out->at,
			    "the quote that opens here is never closed");
			return crm_hint(lx->src->err, quote == '\'' ?
			    "a quote within '...' is written twice: ''" :
			    "a quote within \"...\" is written \\\"");
		}
		lx->at++;
		if (c == quote && !(quote == '\'' && text[lx->at] == '\''))
			break;
		if (c == quote || (c == '\\' && quote == '"' && text[lx->at]))
			c = text[lx->at++];
		crm_buf_char(&b, c);
	}
	out->kind = LITERAL_STRING;
	out->len = b.len;
	out->s = crm_arena_copy(lx->src->arena, b.s, b.len);
	crm_buf_free(&b);
	return 0;
}

static int
lex_field(struct crm_lexer *lx, struct crm_literal *out)
{
	struct crm_path path;

	lx->at++;
	if (!crm_lex_path(lx, &path))
		return crm_source_fail(lx->src, lx->at,
		    "a field must follow '['");
	if (!crm_lex_char(lx, ']'))
		return crm_source_fail(lx->src, lx->at,
		    "a ']' must follow the field");
	*out = (struct crm_literal){ LITERAL_FIELD, path.s, path.len,
	    path.at };
	return 0;
}

static int
lex_param(struct crm_lexer *lx, struct crm_literal *out)
{
	for (size_t i = 1; i < out->len; i++) {
		if (is_name(out->s[i]))
			continue;
		crm_source_fail(lx->src, out->at,
		    "%s is not the name of a parameter",
		    crm_source_quote(lx->src, out->s, out->len));
		return crm_hint(lx->src->err,
		    "put text that begins with : in quotes");
	}
	out->kind = LITERAL_PARAM;
	out->s++;
	out->len--;
	return 0;
}

int
crm_lex_value(struct crm_lexer *lx, struct crm_literal *out, bool split)
{
	char c = crm_lex_peek(lx);
	const char *s = lx->src->text + lx->at;
	size_t n = 0;

	*out = (struct crm_literal){ LITERAL_WORD, s, 0, lx->at };
	if (c == '\'' || c == '"')
		return lex_string(lx, out);
	if (c == '[')
		return lex_field(lx, out);
	while (is_word(s[n]) && !(split && s[n] == '.' && s[n + 1] == '.'))
		n++;
	out->len = n;
	lx->at += n;
	return s[0] == ':' && is_letter(s[1]) ? lex_param(lx, out) : 0;
}

const char *
crm_lex_next(struct crm_lexer *lx)
{
	const char *s;
	size_t n = 0;

	crm_lex_peek(lx);
	s = lx->src->text + lx->at;
	while (is_word(s[n]))
		n++;
	if (!*s)
		return "the end";
	return crm_source_quote(lx->src, s, n ? n : 1);
}
