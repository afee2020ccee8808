/*
 * The tokens of a filter.  What a character means depends on the place: in a
 * value "stage=closed-won" it is part of the word, so the parser asks for
 * what it expects.  Every function passes over blanks first.
 */
#ifndef QUERY_LEX_H
#define QUERY_LEX_H

#include <stdbool.h>
#include <stddef.h>

#include "query/ast.h"
#include "query/source.h"

struct crm_lexer {
	const struct crm_source *src;
	size_t at;
};

/* The next character, 0 at the end. */
char crm_lex_peek(struct crm_lexer *lx);
/* Take C, or ".." , if it is next. */
bool crm_lex_char(struct crm_lexer *lx, char c);
bool crm_lex_dots(struct crm_lexer *lx);
/* Take the keyword WORD if it is next; or only look. */
bool crm_lex_keyword(struct crm_lexer *lx, const char *word);
bool crm_lex_sees(struct crm_lexer *lx, const char *word);
/* A path; false when there is none. */
bool crm_lex_path(struct crm_lexer *lx, struct crm_path *out);
/* A comparison, by sign or word; false when there is none. */
bool crm_lex_cmp(struct crm_lexer *lx, enum cmp *cmp, bool *negated);
/* True when a value is next: not a sign, nor "and" or "or". */
bool crm_lex_has_value(struct crm_lexer *lx);
/* A value; SPLIT: a word ends before "..". */
int crm_lex_value(struct crm_lexer *lx, struct crm_literal *out, bool split);
/* What is next, in quotes, for a message. */
const char *crm_lex_next(struct crm_lexer *lx);

#endif
