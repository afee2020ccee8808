/* A text in an editor: in a folder that only its user may look into. */
#ifndef CMD_EDITOR_H
#define CMD_EDITOR_H

#include "cmd.h"

struct editor {
	const char *program;		/* "vi", "emacs -nw" */
	const char *folder, *file;	/* NULL until editor_begin */
};

/* CRM_EREFUSED when there is none, or nobody may be asked. */
int editor_find(struct editor *e, struct cmd *c);
/* Put TEXT into a new file called NAME. */
int editor_begin(struct editor *e, struct cmd *c, const char *name,
		 const struct crm_buf *text);
/* Let a person change it; *OUT is what it has become. */
int editor_run(struct editor *e, struct cmd *c, struct crm_value *out);
/* Remove the file, its folder, and what the editor left in it. */
void editor_end(struct editor *e);
/* The same of the text FILE when it is one that was kept by editor_begin. */
void editor_forget(struct cmd *c, const char *file);

/* Whether a person at a terminal wants to edit it again. */
bool editor_again(struct cmd *c);

#endif
