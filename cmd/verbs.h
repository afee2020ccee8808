/* Every verb there is; the tables that hold them are in verbs.c, nouns.c. */
#ifndef CMD_VERBS_H
#define CMD_VERBS_H

#include "cmd.h"

extern const struct cmd_verb cmd_activity_verbs[], cmd_field_verbs[],
	cmd_opp_verbs[],
	cmd_batch_verbs[], cmd_config_verbs[], cmd_report_verbs[];

/* One row each, of cmd_generic or cmd_commands. */
extern const struct cmd_verb cmd_add, cmd_list, cmd_show, cmd_set,
	cmd_edit, cmd_delete, cmd_restore, cmd_merge, cmd_count, cmd_tag,
	cmd_untag, cmd_import, cmd_export, cmd_history;
extern const struct cmd_verb cmd_edit_any, cmd_doctor, cmd_log,
	cmd_search, cmd_sql, cmd_show_any, cmd_timeline;
extern const struct cmd_verb cmd_init, cmd_undo, cmd_forecast, cmd_help,
	cmd_complete, cmd_version, cmd_history_any, cmd_schema, cmd_dump,
	cmd_load;

/* Pages of the manual that are no noun or command, ended by NULL. */
extern const char *const cmd_help_pages[];

/* help.c: what --help prints; what crm alone prints; a noun's verbs. */
void cmd_help_print(struct cmd *c, FILE *to);
void cmd_overview(struct cmd *c);
void cmd_help_commands(FILE *to);
/* help_all.c: every command, those too that are not built in. */
int cmd_help_all(struct cmd *c);
void cmd_noun_help(const struct cmd_noun *noun, FILE *to);

#endif
