/* Telling the listener, if there is one. */
#ifndef MODEL_EVENT_H
#define MODEL_EVENT_H

#include "crm/event.h"

/* crm_record_check, and what the listener has to say to R. */
int crm_record_ready(struct crm *crm, struct crm_record *r);

/* R was written. */
int crm_record_told(struct crm *crm, const struct crm_record *r);

/* What else is written because R was: CALL may be NULL. */
int crm_record_follow(struct crm *crm, struct crm_record *r,
		      int (*call)(struct crm *crm, struct crm_record *r));

#endif
