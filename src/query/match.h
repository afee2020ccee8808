/* A filter that is evaluated on records in memory, as its parts see it. */
#ifndef QUERY_MATCH_H
#define QUERY_MATCH_H

#include "crm/match.h"
#include "query/compile.h"

/* One test of the filter, with its values read. */
struct crm_test {
	const struct crm_node *node;
	struct crm_left left;
	int field;			/* of the record; < 0: asked by SQL */
	bool old;			/* of what it was */
	bool count;			/* how many labels it has */
	struct crm_value *values;
	struct crm_amount *amounts;
	struct crm_when *whens;
	size_t n;
	struct crm_match **segments;	/* N of them; or NULL */
	bool none;			/* of references: null is meant, too */
	const char *sql;
	struct crm_query *query;	/* of SQL: its values */
	struct crm_test *next;
};

struct crm_match {
	struct crm *crm;
	const struct crm_entity *e;
	struct crm_arena *arena;
	struct crm_source src;
	struct crm_node *root;
	struct crm_query *query;
	const char *const *params;
	struct crm_test *tests;
	struct crm_value *nothing;	/* what a new record was */
	bool asks_old;			/* somewhere there may be "old." */
};

/* What R was. */
struct crm_record crm_match_old(const struct crm_match *m,
				const struct crm_record *r);

/* Whether T holds for R's own field, its "not" aside. */
bool crm_test_holds(const struct crm_match *m, const struct crm_test *t,
		    const struct crm_record *r);

/* Make T one that the database answers; and ask it. */
int crm_test_by_sql(struct crm_match *m, struct crm_test *t);
int crm_test_ask(bool *out, struct crm_match *m, const struct crm_test *t,
		 const struct crm_record *r);

/* A new query with the parameters of M. */
struct crm_query *crm_match_query(struct crm_match *m);

#endif
