/* Settings of the company, as opening and undo see them. */
#ifndef MODEL_SETTING_H
#define MODEL_SETTING_H

#include "crm/setting.h"

enum { SETTING_NAME = CRM_F_OWN, SETTING_VALUE };

/* What holds when nothing is set. */
void crm_settings_preset(struct crm *crm);

/*
 * Take them from the database into crm->company and the clock; *CUSTOM when
 * there are custom fields.
 */
int crm_settings_read(struct crm *crm, bool *custom);

/* Note something about the database itself, which no undo takes away. */
int crm_setting_mark(struct crm *crm, const char *name);

/* The same after they changed: what follows from them is made anew. */
int crm_settings_changed(struct crm *crm);

/* Make the keys of all phones again that depend on the company's country. */
int crm_phones_key(struct crm *crm);

#endif
