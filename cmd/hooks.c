/* The hooks of this command, as the configuration says. */
#include "crm/hooks.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config.h"
#include "other.h"

static const char *
folder(struct cmd *c)
{
	const char *s = cmd_config(c, "core.hooks"), *file, *slash;

	if (s)
		return *s ? s : NULL;
	file = config_user_file(c);
	slash = file ? strrchr(file, '/') : NULL;
	return slash ? crm_arena_printf(&c->crm.arena, "%.*s/hooks",
	    (int)(slash - file), file) : NULL;
}

/* A format that was asked for here is not for what the hooks run. */
static int
add_environment(struct cmd *c, struct crm_hooks_how *how)
{
	struct crm_rest all = { 0 };
	int rc = cmd_environment(c, &all);

	opt_add(&c->crm.arena, &all, "CRM_FORMAT=auto");
	opt_add(&c->crm.arena, &all, "CRM_NO_INPUT=1");
	how->environment = all.v;
	return rc;
}

int
cmd_hooks(struct cmd *c, struct crm_hooks **out)
{
	const char *seconds = cmd_config(c, "core.hook-timeout");
	const char *depth = getenv("CRM_HOOK_DEPTH");
	struct crm_hooks_how how = {
		.folder = folder(c),
		.depth = depth ? (int)strtol(depth, NULL, 10) : 0,
		.seconds = seconds ? cmd_config_duration(seconds) : 30
	};
	int rc;

	*out = c->hooks;
	if (c->hooks || c->opt.no_hooks || !how.folder ||
	    cmd_config_bool(c, "core.no-hooks"))
		return 0;
	if (access(how.folder, F_OK) != 0) {
		if (!cmd_config(c, "core.hooks"))
			return 0;
		crm_failed(&c->crm, CRM_EREFUSED, "%s: there is no folder %s",
		    cmd_config_from(c, "core.hooks", NULL, NULL),
		    how.folder);
		return crm_hinted(&c->crm, "--no-hooks goes without");
	}
	rc = add_environment(c, &how);
	if (!rc)
		rc = crm_hooks_open(&c->hooks, &c->crm, &how);
	*out = c->hooks;
	return rc;
}
