/*
 * A filter as a tree: what was written, before anything is looked up.
 *
 * Nothing here knows of entities or of SQL, so that a filter can also be
 * evaluated on a record in memory.  Every node knows its place in the text,
 * for carets.  Nodes and text live in the arena of the source.
 */
#ifndef QUERY_AST_H
#define QUERY_AST_H

#include <stdbool.h>
#include <stddef.h>

enum node_kind {
	NODE_AND, NODE_OR, NODE_NOT, NODE_QUANTIFIED, NODE_TEST,
	NODE_CHANGED		/* changed(path) */
};
enum quantifier { QUANT_ANY, QUANT_ALL, QUANT_NONE };
enum aggregate { AGG_PLAIN, AGG_COUNT, AGG_SUM, AGG_MIN, AGG_MAX, AGG_AVG };

/* What differs from another by a "not" is the same, and negated. */
enum cmp {
	CMP_EQ, CMP_SAME, CMP_LT, CMP_LE, CMP_GT, CMP_GE,
	CMP_CONTAINS, CMP_PREFIX, CMP_SUFFIX, CMP_HAS,
	CMP_IN, CMP_RANGE, CMP_NULL
};

struct crm_path {
	const char *s;		/* "account.name" */
	size_t len, at;
};

enum literal_kind {
	LITERAL_WORD, LITERAL_STRING, LITERAL_PARAM, LITERAL_FIELD,
	LITERAL_OPEN		/* the missing end of a range */
};

struct crm_literal {
	enum literal_kind kind;
	const char *s;		/* of a parameter or field: its name */
	size_t len, at;
};

struct crm_node {
	enum node_kind kind;
	size_t at;
	struct crm_node *child, *next;	/* AND, OR, NOT: children, siblings */
	struct crm_path path;		/* QUANTIFIED, TEST, CHANGED */
	struct crm_node *inner;		/* the filter within ( , ), or NULL */
	enum quantifier quantifier;	/* QUANTIFIED */
	enum aggregate aggregate;	/* TEST */
	enum cmp cmp;
	bool negated;
	size_t cmp_at;
	struct crm_literal *values;	/* RANGE: two; NULL: none */
	size_t nvalues;
};

#endif
