/*
 * The records that a command is about: references, "-" for stdin, -w, --all.
 */
#ifndef CMD_TARGETS_H
#define CMD_TARGETS_H

#include "cmd.h"

struct targets_args {
	struct crm_rest refs, where, params;
	bool all;
};

#define TARGETS_OPTS(S, M)						\
	OPT_LIST('w', "where", "filter", S, M.where,			\
		 "the records that it holds for (again: and)"),		\
	OPT_LIST(0, "param", "NAME=VALUE", S, M.params,			\
		 ":NAME in the filter"),				\
	OPT_FLAG(0, "all", S, M.all, "every record"),			\
	OPT_REST("ref", "ref", S, M.refs,				\
		 "id, e-mail, ext:KEY or name; - reads them from stdin")

/*
 * The record that REF names, of whatever entity; with CRM_REF_GONE in FLAGS
 * a deleted one when no other has the name.
 */
int targets_link(int64_t *link, struct cmd *c, const char *ref, size_t len,
		 unsigned flags);

struct targets {
	int64_t *ids;
	size_t n, size;
};

/*
 * Read what stdin has to say, before a transaction begins; then find the
 * ids, each once, within it.  REF_FLAGS as of crm_ref_find.
 */
int targets_read(struct cmd *c, struct targets_args *a);
/* In place of "-" among REFS, those that stdin has. */
int targets_expand(struct cmd *c, struct crm_rest *refs);
int targets_find(struct targets *t, struct cmd *c,
		 const struct targets_args *a, unsigned ref_flags);
/* The same record may have been named twice, by id and by name. */
void targets_once(struct targets *t);
void targets_add(struct targets *t, struct crm_arena *a, int64_t id);

/* What is done to each target: EACH sets *DONE when it changed something. */
struct targets_work {
	const char *ask, *past;		/* "Delete", "deleted" */
	unsigned ref_flags;
	int (*each)(struct cmd *c, int64_t id, const void *args, bool *done);
};

/*
 * One write over all targets, each of them once, in one batch; --all needs a
 * yes before.
 */
int targets_write(struct cmd *c, struct targets_args *a,
		  const struct targets_work *work, const void *args);

#endif
