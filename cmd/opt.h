/*
 * Options and operands as constant tables: they hold offsets into the verb's
 * own struct, never pointers, so that help, completion and the check of the
 * manuals read them without running the verb.
 */
#ifndef CMD_OPT_H
#define CMD_OPT_H

#include <stdbool.h>
#include <stddef.h>

#include "crm/crm.h"

enum crm_opt_kind {
	CRM_OPT_END,
	CRM_OPT_FLAG,		/* bool */
	CRM_OPT_COUNT,		/* int: how often it was given */
	CRM_OPT_VALUE,		/* const char *: the last one given */
	CRM_OPT_LIST,		/* struct crm_rest: all that were given */
	CRM_OPT_OPERAND,	/* const char *: a word without dashes */
	CRM_OPT_MAYBE,		/* the same, but it may be left out */
	CRM_OPT_REST,		/* struct crm_rest: the words that are left */
	CRM_OPT_ASSIGN		/* struct crm_rest: FIELD=VALUE words */
};

struct crm_opt {
	enum crm_opt_kind kind;
	char letter;		/* 0 when there is no short form */
	const char *name;
	const char *value;	/* what it takes: "date", "text", an entity */
	size_t offset;
	const char *help;
};

/* Words, ended by NULL. */
struct crm_rest {
	int n;
	const char **v;
};

/* The offset of M in S, after checking at compile time that it has TYPE. */
#define CRM_AT(S, M, TYPE) \
	(offsetof(S, M) * _Generic(((S *)0)->M, TYPE: 1))

#define OPT_FLAG(L, N, S, M, H) \
	{ CRM_OPT_FLAG, L, N, NULL, CRM_AT(S, M, bool), H }
#define OPT_COUNT(L, N, S, M, H) \
	{ CRM_OPT_COUNT, L, N, NULL, CRM_AT(S, M, int), H }
#define OPT_VALUE(L, N, V, S, M, H) \
	{ CRM_OPT_VALUE, L, N, V, CRM_AT(S, M, const char *), H }
#define OPT_LIST(L, N, V, S, M, H) \
	{ CRM_OPT_LIST, L, N, V, CRM_AT(S, M, struct crm_rest), H }
#define OPT_OPERAND(N, V, S, M, H) \
	{ CRM_OPT_OPERAND, 0, N, V, CRM_AT(S, M, const char *), H }
#define OPT_MAYBE(N, V, S, M, H) \
	{ CRM_OPT_MAYBE, 0, N, V, CRM_AT(S, M, const char *), H }
#define OPT_REST(N, V, S, M, H) \
	{ CRM_OPT_REST, 0, N, V, CRM_AT(S, M, struct crm_rest), H }
#define OPT_ASSIGN(S, M, H) \
	{ CRM_OPT_ASSIGN, 0, "field=value", "assign", \
	  CRM_AT(S, M, struct crm_rest), H }

/* True for FIELD=VALUE, FIELD+=VALUE and FIELD-=VALUE. */
bool opt_is_assign(const char *word);

/* The option in the table O, by name of LEN bytes or by letter; NULL. */
const struct crm_opt *opt_find(const struct crm_opt *o, const char *name,
			       size_t len, char letter);

/*
 * What a command line is read into.  TABLE may be NULL until the verb is
 * known: then only GLOBAL options are, and the first words are handed to
 * WORD, which may set TABLE and INTO.  WORD returns 1 when it has taken the
 * word, 0 when it is an operand of the verb.
 */
struct opt_parse {
	struct crm_arena *arena;
	struct crm_error *err;
	const struct crm_opt *global, *table;
	void *global_into, *into;
	int (*word)(struct opt_parse *p, const char *word);
	int at;			/* which argument WORD is given */
	void *ctx;
};

/* CRM_EUSAGE with the nearest option, or what is missing. */
int opt_parse(struct opt_parse *p, int argc, char **argv);

/* Afterwards: CRM_EUSAGE when an operand is missing. */
int opt_check(struct opt_parse *p);

/* Append W to R. */
void opt_add(struct crm_arena *a, struct crm_rest *r, const char *w);

/* A whole number at least MIN: CRM_EUSAGE naming the option. */
int opt_number(int64_t *out, struct crm_error *err, const char *option,
	       const char *text, int64_t min);

#endif
