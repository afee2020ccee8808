/* The reader of configuration files, as their writer needs it. */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include "crm/buf.h"
#include "crm/conf.h"

struct conf_calls {
	int (*entry)(void *ctx, const struct crm_conf_entry *e);
	/* A [section], which ends before the byte END; or NULL. */
	void (*header)(void *ctx, const char *section, const char *sub,
		       size_t end);
};

int conf_parse(const char *text, size_t len, const char *path,
	       const struct conf_calls *calls, void *ctx,
	       struct crm_error *err);

/*
 * All of a file: CRM_ENOTFOUND, CRM_EFAIL, CRM_EINVAL when it is too long;
 * CRM_EREFUSED when it is OWN and others can write it.
 */
int conf_read_file(struct crm_buf *text, const char *path, bool own,
		   struct crm_error *err);

#endif
