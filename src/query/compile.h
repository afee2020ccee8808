/*
 * From the tree of a filter to SQL.
 *
 * Everything that is put out for a filter is true or false, never null, so
 * that NOT is exact: a comparison is put between crm_left_open and
 * crm_left_close, which say so.  Comparisons are put out as if there were no
 * "not"; that stands before them.
 */
#ifndef QUERY_COMPILE_H
#define QUERY_COMPILE_H

#include "query/path.h"

/* What stands left of a comparison. */
struct crm_left {
	const struct crm_node *node;
	struct crm_base base;		/* of the whole test */
	struct crm_place place;
	enum crm_type type;
	const char *sql;		/* NULL: a sum (or so) of money */
	bool column;			/* stored: an index may help */
	int decimals;			/* of a number but money */
};

/* "all of" or "one of" a number of conditions, in a tree that stays flat. */
struct crm_chain {
	const char *word;
	size_t n, total;
};

int crm_compile(struct crm_query *q, struct crm_base base,
		const struct crm_node *node);

void crm_chain_open(struct crm_query *q, struct crm_chain *c,
		    const char *word, size_t total);
void crm_chain_next(struct crm_query *q, struct crm_chain *c);
void crm_chain_close(struct crm_query *q, struct crm_chain *c);

/* That ONE holds for any of the N values. */
int crm_emit_any(struct crm_query *q, const struct crm_left *l,
		 const struct crm_literal *v, size_t n,
		 int (*one)(struct crm_query *q, const struct crm_left *l,
			    const struct crm_literal *v));

void crm_left_open(struct crm_query *q, const struct crm_left *l);
void crm_left_close(struct crm_query *q, const struct crm_left *l);
void crm_left_make(struct crm_left *l, struct crm_query *q,
		   const struct crm_node *node, struct crm_base base,
		   const struct crm_place *place);
/* The currency of money at L, as SQL. */
const char *crm_left_currency(struct crm_query *q, const struct crm_left *l);
/* "=", "<" ... */
const char *crm_cmp_sql(enum cmp cmp);

/* count(), sum() ... as the left of a comparison. */
int crm_aggregate_left(struct crm_left *l, struct crm_query *q,
		       struct crm_base base, const struct crm_node *node);
/* SQL of L, where an aggregate takes money in CURRENCY (SQL) alone. */
int crm_aggregate_money(const char **sql, struct crm_query *q,
			const struct crm_left *l, const char *currency);
int crm_compile_quantified(struct crm_query *q, struct crm_base base,
			   const struct crm_node *node);

/* The text of a value, whatever it was written as. */
int crm_literal_text(struct crm_value *out, struct crm_query *q,
		     const struct crm_left *l, const struct crm_literal *v);
/* A link, as sets keep it: "contact:5". */
int crm_literal_link(struct crm_value *out, struct crm_query *q,
		     const struct crm_left *l, const struct crm_literal *v);
/*
 * What is written right of a comparison, as a value of the type that stands
 * left of it: for SQL, and for records in memory.
 */
struct crm_amount {
	int64_t n;			/* of 10^-decimals */
	int decimals;
	struct crm_value code;		/* null: none was written */
};

struct crm_when {
	bool instant;			/* the time of day was given */
	int64_t at;
	int64_t first, last;		/* days */
};

struct crm_ids {
	struct crm_value *v;
	size_t n, size;
	bool none;			/* records that refer to nothing */
};

int crm_read_number(struct crm_value *out, struct crm_query *q,
		    const struct crm_left *l, const struct crm_literal *v);
int crm_read_amount(struct crm_amount *a, struct crm_query *q,
		    const struct crm_left *l, const struct crm_literal *v);
int crm_read_when(struct crm_when *w, struct crm_query *q,
		  const struct crm_left *l, const struct crm_literal *v);
/* A choice, a currency, yes or no. */
int crm_read_word(struct crm_value *out, struct crm_query *q,
		  const struct crm_left *l, const struct crm_literal *v);
int crm_read_tag(struct crm_value *out, struct crm_query *q,
		 const struct crm_left *l, const struct crm_literal *v);
int crm_read_link(int64_t *link, struct crm_query *q,
		  const struct crm_left *l, const struct crm_literal *v);
/* The segment that V names, of records at L. */
int crm_read_segment(struct crm_record **out, struct crm_query *q,
		     const struct crm_left *l, const struct crm_literal *v);
/* Adds the records that V names to IDS. */
int crm_read_reference(struct crm_ids *ids, struct crm_query *q,
		       const struct crm_left *l, const struct crm_literal *v);
/* The first instant after DAY. */
int64_t crm_day_end(int64_t day);

/* "'x' is not WHAT", at V. */
int crm_literal_wrong(struct crm_query *q, const struct crm_literal *v,
		      struct crm_value text, const char *what);
struct crm_value crm_folded(struct crm_query *q, struct crm_value text);
/* "= $1" or "IN ($1, ...)". */
void crm_emit_among(struct crm_query *q, const struct crm_value *v, size_t n);

/*
 * Round an equal comparison of L: who has one of the keys in ANY as a further
 * address is found, too, and one in ABROAD of whom the country is known.
 */
struct crm_keys_in {
	const struct crm_value *v;
	size_t n;
};

struct crm_further {
	struct crm_query *q;
	struct crm_value *ids;
	size_t n, size;
	bool live;
};
int crm_further_open(struct crm_further *f, struct crm_query *q,
		     const struct crm_left *l, struct crm_keys_in any,
		     struct crm_keys_in abroad);
void crm_further_close(const struct crm_further *f,
		       const struct crm_left *l);

/* Comparisons by type: one of the N values; in order; a part of a text. */
struct crm_comparison {
	const char *what;		/* "a choice" */
	int (*equal)(struct crm_query *q, const struct crm_left *l,
		     const struct crm_literal *v, size_t n);
	int (*order)(struct crm_query *q, const struct crm_left *l,
		     enum cmp cmp, const struct crm_literal *v);
	int (*match)(struct crm_query *q, const struct crm_left *l,
		     enum cmp cmp, const struct crm_literal *v);
};

extern const struct crm_comparison crm_compare_text, crm_compare_number,
	crm_compare_money, crm_compare_date, crm_compare_time,
	crm_compare_choice, crm_compare_code, crm_compare_flag,
	crm_compare_reference, crm_compare_tags, crm_compare_link,
	crm_compare_segment,
	crm_compare_phone;

/* L against the field that V names. */
int crm_compare_field(struct crm_query *q, const struct crm_left *l,
		      enum cmp cmp, const struct crm_literal *v);

#endif
