/*
 * What a path such as account.owner.name leads to: through references by
 * joins, through inverse names (to many) into a subquery.
 */
#ifndef QUERY_PATH_H
#define QUERY_PATH_H

#include <string.h>

#include "query/query.h"

struct crm_place {
	struct crm_base at;		/* the record that has the field */
	const struct crm_field *field;
	bool records;			/* they themselves: SQL is their id */
	struct crm_scope *many;		/* the subquery; NULL: to one */
	const char *sql;		/* its value; of tags: the id */
};

/* What "segment" stands for where no field is called so. */
extern const struct crm_field crm_segment_field;

/* CRM_EUSAGE, with a caret, for a path that isn't there. */
int crm_path_find(struct crm_place *p, struct crm_query *q,
		  struct crm_base base, const struct crm_path *path);

/* Whether it begins with "old.". */
static inline bool
crm_path_is_old(const struct crm_path *path)
{
	return path->len > 4 && !memcmp(path->s, "old.", 4);
}

/* The table that reference FIELD of BASE leads to; NULL: too many joins. */
struct crm_table *crm_path_join(struct crm_query *q, struct crm_base base,
				const struct crm_field *field);

/*
 * The reference that the step of LEN bytes at S is behind the field LINK: the
 * name of an entity.  CRM_EUSAGE, with a caret, for another.
 */
int crm_path_link(const struct crm_field **out, struct crm_query *q,
		  const struct crm_field *link, const char *s, size_t len,
		  size_t at);

/* SQL of EXPR, in which {path} is one from BASE: see struct crm_field. */
int crm_path_expand(const char **sql, struct crm_query *q,
		    struct crm_base base, const char *expr);

/* The currency of TABLE's money, as SQL. */
const char *crm_table_currency(struct crm_query *q,
			       const struct crm_table *table);

/* The number of the set P leads to: see crm_field_set. */
int crm_path_set(const struct crm_place *p);

/* A column of TABLE, quoted. */
const char *crm_path_column(struct crm_query *q,
			    const struct crm_table *table, const char *name);

/* SQL of FIELD of BASE, its expression if it is derived. */
int crm_path_value(const char **sql, struct crm_query *q,
		   struct crm_base base, const struct crm_field *field);

/*
 * A subquery over SCOPE: SELECT <WHAT> FROM ... WHERE ..., up to where " AND"
 * and a filter may follow.  The joins that the filter asks for are put in by
 * crm_scope_close, which takes what crm_scope_open gave.
 */
size_t crm_scope_open(struct crm_query *q, const struct crm_scope *scope,
		      const char *what);
void crm_scope_close(struct crm_query *q, const struct crm_scope *scope,
		     size_t mark);
/* Append the joins of SCOPE. */
void crm_scope_joins(const struct crm_scope *scope, struct crm_buf *out);

/*
 * Count N entries of the engine's stack, until they are taken back:
 * CRM_EUSAGE, with a caret, when there are too many.
 */
int crm_query_deeper(struct crm_query *q, size_t at, int n);
#define CRM_NESTING_SUBQUERY 11

/* A new subquery over E whose LINK is the id of ON. */
struct crm_scope *crm_scope_new(struct crm_query *q,
				const struct crm_entity *e,
				const struct crm_field *link,
				const struct crm_table *on);

#endif
