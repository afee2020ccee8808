/*
 * Lists: which records of an entity, which columns, in which order; from the
 * words of the user to one SQL statement.
 *
 * Names come only from the catalogue, values are always bound.  All text that
 * comes out lives in the arena given to crm_query_new.
 *
 *	static int
 *	count_dormant(struct crm *crm, int64_t *n)
 *	{
 *		struct crm_query *q =
 *		    crm_query_new(crm, &crm_contact, &crm->arena);
 *		int rc = crm_query_where(q, "updated_at < today-90d");
 *
 *		return rc ? rc : crm_query_count(n, q);
 *	}
 */
#ifndef CRM_QUERY_H
#define CRM_QUERY_H

#include <stddef.h>
#include <stdint.h>

#include "crm/arena.h"
#include "crm/buf.h"
#include "crm/column.h"
#include "crm/crm.h"
#include "crm/entity.h"

struct crm_query;

enum crm_shape {
	CRM_SHAPE_LIST,		/* brief fields; references by name */
	CRM_SHAPE_SHOW,		/* all but sensitive; references by name */
	CRM_SHAPE_EXPORT	/* all but sensitive and derived; as ids */
};

struct crm_query *crm_query_new(struct crm *crm, const struct crm_entity *e,
				struct crm_arena *a);

/* ":NAME" in filters; before the first crm_query_where. */
void crm_query_param(struct crm_query *q, const char *name,
		     const char *value);

/*
 * And EXPR, a filter of crm-filter(7).  CRM_EUSAGE with a sentence of three
 * lines: what is wrong, the filter, a caret under the place; a hint names
 * the nearest field, choice or record.
 */
int crm_query_where(struct crm_query *q, const char *expr);

/*
 * After the filters: CRM_EUSAGE for a parameter that was given twice, or that
 * none of them uses.
 */
int crm_query_params_check(struct crm_query *q);

/* Whether FILTER is one of E: see crm->check_filter. */
int crm_query_check(struct crm *crm, const struct crm_entity *e,
		    const char *filter, int64_t segment);

/* Whether FILTER asks for a segment by a name that is SEGMENT's. */
bool crm_query_names(struct crm *crm, const char *filter, int64_t segment);

/*
 * Only those that hold the words of TEXT (search.h); with no sort given the
 * best first.  CRM_EUSAGE when it has none.
 */
int crm_query_search(struct crm_query *q, const char *text);

/* Only record ID. */
void crm_query_id(struct crm_query *q, int64_t id);

/* Deleted records: not at all (the default), those alone, or both; before
 * crm_query_where. */
enum crm_deleted { CRM_DELETED_NO, CRM_DELETED_ONLY, CRM_DELETED_ALSO };
void crm_query_deleted(struct crm_query *q, enum crm_deleted which);

/*
 * The columns: NULL for those of SHAPE, "a,b.c" for these, "+x,-y" for
 * SHAPE's with changes, "*" for all stored fields (sensitive ones too).
 * CRM_EUSAGE for an unknown path, with the nearest.
 */
int crm_query_columns(struct crm_query *q, const char *spec,
		      enum crm_shape shape);

/* "-amount,name": CRM_EUSAGE.  NULL: the entity's own order. */
int crm_query_sort(struct crm_query *q, const char *spec);
/*
 * Amounts in X's currency, in columns and in the sort, which are asked for
 * afterwards; filters mean what they say.  An amount that has no rate is
 * CRM_ENOTFOUND, before the first row.
 */
struct crm_exchange;
void crm_query_in(struct crm_query *q, struct crm_exchange *x);
/*
 * Find the rates of what will be listed, for a caller that begins its output
 * before it calls crm_query_each, within the same crm_db_begin_read.
 */
int crm_query_rates(struct crm_query *q);
/* LIMIT < 0: all. */
void crm_query_limit(struct crm_query *q, int64_t limit, int64_t offset);

/* The columns chosen, for a writer. */
const struct crm_column *crm_query_columns_of(const struct crm_query *q,
					      size_t *n);

/* Call ROW for each row, as crm_db_each. */
int crm_query_each(struct crm_query *q,
		   int (*row)(void *ctx, const struct crm_value *cells),
		   void *ctx);
int crm_query_count(int64_t *n, struct crm_query *q);
/* Call EACH with the ids alone, in order. */
int crm_query_ids(struct crm_query *q, int (*each)(void *ctx, int64_t id),
		  void *ctx);

/*
 * For reports: the SQL of PATH (joins are added to the query), and its field.
 * CRM_EUSAGE when there is no such path or it is to many.
 */
int crm_query_path(struct crm_query *q, const char **sql,
		   const struct crm_field **f, const char *path);
/* Append SELECT <SELECT> FROM ... WHERE ... <TAIL>; the record is "t0". */
void crm_query_sql(struct crm_query *q, struct crm_buf *out,
		   const char *select, const char *tail);
/*
 * Bind V: the number of its $n.  A statement must name every value that was
 * bound, so columns and paths that it doesn't use are not asked for before.
 */
int crm_query_bind(struct crm_query *q, struct crm_value v);
const struct crm_value *crm_query_binds(const struct crm_query *q, size_t *n);

#endif
