/* FIELD=VALUE words of a command line. */
#ifndef CMD_ASSIGN_H
#define CMD_ASSIGN_H

#include "cmd.h"
#include "crm/record.h"

struct assigns {
	struct assign { const char *name; int op; struct crm_value text; } *v;
	size_t n;
};

/*
 * Split the words; "notes=@file" and "notes=@-" are read, "@@x" is "@x".
 * CRM_EUSAGE for a field given twice (tags aside).
 */
int assigns_read(struct assigns *out, struct cmd *c,
		 const struct crm_rest *words);

/* Assign them to R; currency and pipeline before what depends on them. */
int assigns_apply(const struct assigns *a, struct cmd *c,
		  struct crm_record *r);

/* add.c: add one record of c->entity that FILL fills; prints its id. */
int cmd_add_record(struct cmd *c,
		   int (*fill)(struct cmd *c, struct crm_record *r, void *ctx),
		   void *ctx);

#endif
