/* crm version. */
#include "verbs.h"

#ifndef CRM_VERSION
#define CRM_VERSION "0.1.0"
#endif

static int
run(struct cmd *c, const void *args)
{
	(void)c;
	(void)args;
	puts("crm " CRM_VERSION);
	return 0;
}

const struct cmd_verb cmd_version = {
	"version", "show the version", CMD_NO_DB, NULL, 0, run
};
