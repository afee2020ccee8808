/*
 * The tables of verbs: those of every entity, in the order of help, and the
 * commands that have no noun.
 */
#include "verbs.h"

const struct cmd_verb *const cmd_generic[] = {
	&cmd_add, &cmd_list, &cmd_show, &cmd_set, &cmd_edit, &cmd_delete,
	&cmd_restore, &cmd_merge,
	&cmd_count, &cmd_tag, &cmd_untag, &cmd_history, &cmd_import,
	&cmd_export, NULL
};

const struct cmd_verb *const cmd_commands[] = {
	&cmd_init, &cmd_search, &cmd_show_any, &cmd_edit_any, &cmd_log,
	&cmd_timeline,
	&cmd_forecast, &cmd_undo, &cmd_history_any, &cmd_schema, &cmd_sql,
	&cmd_dump, &cmd_load,
	&cmd_doctor, &cmd_help,
	&cmd_complete, &cmd_version, NULL
};
