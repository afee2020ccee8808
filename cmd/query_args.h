/* Options that say which records and in which order: of lists, of targets. */
#ifndef CMD_QUERY_ARGS_H
#define CMD_QUERY_ARGS_H

#include "cmd.h"
#include "crm/query.h"

struct list_args {
	struct crm_rest where, params;
	const char *search, *sort, *limit, *offset, *in;
	bool deleted;
};

#define WHERE_OPTS(S, M)						\
	OPT_LIST('w', "where", "filter", S, M.where,			\
		 "only those it holds for (again: and)"),		\
	OPT_LIST(0, "param", "NAME=VALUE", S, M.params,			\
		 ":NAME in the filter")
#define SEARCH_OPT(S, M)						\
	OPT_VALUE(0, "search", "text", S, M.search,			\
		  "only those that hold these words; best first")
#define DELETED_OPT(S, M)						\
	OPT_FLAG(0, "deleted", S, M.deleted,				\
		 "the deleted ones instead")
#define LIST_OPTS(S, M)							\
	WHERE_OPTS(S, M),						\
	SEARCH_OPT(S, M),						\
	OPT_VALUE('s', "sort", "fields", S, M.sort,			\
		  "the order: -amount,name"),				\
	OPT_VALUE('L', "limit", "number", S, M.limit,			\
		  "at most so many"),					\
	OPT_VALUE(0, "offset", "number", S, M.offset,			\
		  "pass over so many first"),				\
	DELETED_OPT(S, M)

#define IN_OPT(S, M)							\
	OPT_VALUE(0, "in", "currency", S, M,				\
		  "all amounts in it: EUR, EUR@2026-11-01")

/* Amounts are shown in IN, unless it is NULL: before the first query. */
int query_in(struct cmd *c, const char *in);

/* Put filters and parameters into Q. */
int query_where(struct cmd *c, struct crm_query *q,
		const struct crm_rest *where, const struct crm_rest *params);

/* A query as A says. */
int query_of(struct crm_query **out, struct cmd *c,
	     const struct list_args *a);

/* Run Q with its columns to the output; TTY as of cmd_output_begin. */
int query_print(struct cmd *c, struct crm_query *q, enum crm_shape shape,
		enum crm_format tty);

/* The records IDS, all of them, with every field: a list by itself. */
int query_print_ids(struct cmd *c, const int64_t *ids, size_t n);

/* Before a write: CRM_EUSAGE when its records could not be printed. */
int query_check_output(struct cmd *c);

#endif
