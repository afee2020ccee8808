/*
 * A query while it is built, and where the tables of its parts stand.
 *
 * The record listed is "t0"; every other table gets the next number.  A scope
 * is one FROM: the query's own, or that of a subquery for a path to many.
 * References are joined once for each path within their scope, so that
 * filters, columns and sorts share them.
 */
#ifndef QUERY_QUERY_H
#define QUERY_QUERY_H

#include <stdbool.h>
#include <stdint.h>

#include "crm/query.h"
#include "query/ast.h"
#include "query/source.h"

#define CRM_JOINS_MAX	60	/* SQLite takes 64 tables in a FROM */
#define CRM_BINDS_MAX	16000	/* SQLite's time grows with their square */

struct crm_table {
	const struct crm_entity *entity;
	int number;			/* "t3" */
	const char *key;		/* SQL of its id in the parent */
	const struct crm_table *parent;	/* joined by its reference field */
	const struct crm_field *field;
	/* Of the table "exchange": what joins it; whether there's money. */
	const char *currency, *day, *used;
	struct crm_table *next;
};

struct crm_scope {
	struct crm_table first;
	struct crm_table *last;		/* of the joins behind first.next */
	int joins;
	/* A subquery: first."link" is the id of the table it hangs on. */
	const struct crm_field *link;
	const struct crm_table *on;
	struct crm_scope *within;	/* that stands in this FROM, or NULL */
};

struct crm_base {			/* the record that a path is from */
	struct crm_scope *scope;
	struct crm_table *table;
};

/* The references that steps behind a link are: see path_link.c. */
struct crm_link_step {
	const struct crm_field *link;
	const struct crm_entity *to;
	const struct crm_field *field;
	struct crm_link_step *next;
};

struct crm_param {
	const char *name, *value;
	bool used;
	struct crm_param *next;
};

struct crm_query {
	struct crm *crm;
	struct crm_arena *arena;
	struct crm_scope root;
	int tables;			/* numbers given */
	struct crm_param *params;
	struct crm_link_step *link_steps;
	struct crm_value *binds;
	size_t nbinds, binds_size;
	int today, currency;		/* their $n, 0: not bound yet */
	struct crm_buf *out;		/* what is being compiled goes here */
	const struct crm_source *src;	/* and this is what it is made from */
	/* What the record was: of rules alone, and "old." leads there. */
	struct crm_table *old;
	int nesting;			/* entries on the engine's stack */
	int derived;			/* derived fields being expanded */
	int64_t segments[8];		/* being expanded */
	int nsegments;
	const char *from;		/* in place of the table: match_sql.c */
	const char *where;		/* " AND ...", or NULL */
	bool one;			/* record at most: in no order */
	const char *found, *best;	/* a search: its join, its order */
	enum crm_deleted deleted;
	struct crm_column *columns;
	size_t ncolumns, columns_size;
	const char **cells;		/* SQL of each cell */
	size_t ncells, cells_size;
	struct crm_exchange *exchange;
	bool converting;		/* what is asked for now */
	bool rated;			/* the table "exchange" has all */
	int code;			/* the $n of its currency */
	const char *order;
	int64_t limit, offset;
};

/* Only those for which the condition SQL holds. */
void crm_query_and(struct crm_query *q, const char *sql);

/* Append to what is being compiled. */
#define crm_emit(q, ...) crm_buf_printf((q)->out, __VA_ARGS__)
static inline void
crm_emit_str(struct crm_query *q, const char *s)
{
	crm_buf_str(q->out, s);
}
/* V as $n. */
void crm_emit_bind(struct crm_query *q, struct crm_value v);

/* The $n of today, and of the company's currency. */
int crm_query_today(struct crm_query *q);
int crm_query_currency(struct crm_query *q);

/* SELECT <SELECT> ... <TAIL> with the values that it names. */
int crm_query_run(struct crm_query *q, const char *select, const char *tail,
		  int cells, int (*row)(void *ctx,
					const struct crm_value *cells),
		  void *ctx);

/* Of exchange: the currency that all is in, as SQL. */
const char *crm_query_code(struct crm_query *q);
/* *SQL is money of BASE: make it what it is in that currency. */
int crm_query_exchanged(const char **sql, struct crm_query *q,
			struct crm_base base);
/* Whether some of it is asked for. */
bool crm_query_has_money(const struct crm_query *q);

/* N items, each of at most SIZE bytes, moved to where twice fit. */
void *crm_query_grow(struct crm_query *q, void *items, size_t n, size_t *size,
		     size_t item);

#endif
