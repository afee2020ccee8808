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

/* Fill R, the I-th of the records that are added. */
typedef int cmd_fill(struct cmd *c, struct crm_record *r, size_t i, void *ctx);

/* add.c: add N records of c->entity that FILL fills; prints their ids. */
int cmd_add_records(struct cmd *c, size_t n, cmd_fill *fill, void *ctx);

#endif
