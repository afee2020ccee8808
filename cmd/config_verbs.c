/* The verbs of crm config, and the file that they are about. */
#include "config.h"
#include "verbs.h"

int
config_named_file(const char **path, struct cmd *c,
		  const struct config_file_args *a)
{
	*path = NULL;
	if (a->system + a->user + (a->file != NULL) > 1)
		return crm_failed(&c->crm, CRM_EUSAGE, "--system, --user and"
		    " --file exclude each other");
	if (a->system)
		*path = config_system_file();
	else if (a->file)
		*path = a->file;
	else if (a->user)
		*path = config_user_file(c);
	if (*path || !a->user)
		return 0;
	crm_failed(&c->crm, CRM_EUSAGE, "there is no home folder");
	return crm_hinted(&c->crm, "set HOME, or name the file with --file");
}

#define ORIGIN_OPT(S)							\
	OPT_FLAG(0, "show-origin", S, origin,				\
		 "with where each value is from")

static const struct crm_opt list_opts[] = {
	CONFIG_FILE_OPTS(struct config_list_args, file),
	ORIGIN_OPT(struct config_list_args),
	{ 0 }
};

static const struct crm_opt get_opts[] = {
	OPT_OPERAND("key", "setting", struct config_get_args, key,
		    "as core.db or company.currency"),
	CONFIG_FILE_OPTS(struct config_get_args, file),
	ORIGIN_OPT(struct config_get_args),
	{ 0 }
};

static const struct crm_opt set_opts[] = {
	OPT_REST("setting", "KEY=VALUE", struct config_set_args, words,
		 "KEY=VALUE, as core.format=jsonl"),
	CONFIG_FILE_OPTS(struct config_set_args, file),
	{ 0 }
};

static const struct crm_opt unset_opts[] = {
	OPT_REST("key", "setting", struct config_set_args, words,
		 "as core.format"),
	CONFIG_FILE_OPTS(struct config_set_args, file),
	{ 0 }
};

enum { ALONE = CMD_NO_DB | CMD_NO_CONFIG };

const struct cmd_verb cmd_config_verbs[] = {
	{ "list", "list the settings that hold", ALONE | CMD_PAGED,
	  list_opts, sizeof(struct config_list_args), config_list },
	{ "get", "print a setting", ALONE, get_opts,
	  sizeof(struct config_get_args), config_get },
	{ "set", "change settings", ALONE | CMD_WRITES, set_opts,
	  sizeof(struct config_set_args), config_set },
	{ "unset", "take settings away", ALONE | CMD_WRITES, unset_opts,
	  sizeof(struct config_set_args), config_unset },
	{ 0 }
};
