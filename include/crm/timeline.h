/*
 * All that happened with a record, newest first: one journey, whatever table
 * its steps are kept in.
 *
 *	static int
 *	of_contact(struct crm *crm, int64_t id, const struct crm_sink *to)
 *	{
 *		struct crm_timeline_how how = { .limit = -1 };
 *
 *		return crm_timeline(crm, crm_link(&crm_contact, id), &how,
 *		    to);
 *	}
 */
#ifndef CRM_TIMELINE_H
#define CRM_TIMELINE_H

#include "crm/link.h"
#include "crm/report.h"

struct crm_timeline_how {
	const char *from, *to;		/* days or periods, as typed; or NULL */
	const char *kinds;		/* "call,stage", or NULL: all */
	int64_t limit;			/* < 0: all */
};

/* What there is besides kinds of activities and the status of members. */
extern const char *const crm_timeline_kinds[];

/*
 * Activities on the record and with it; moves of opportunities; cases;
 * memberships; relations; and when records came to be.  Of an account also
 * what happened with its contacts, opportunities and cases, of a contact with
 * the opportunities and cases that name it, of a campaign with the leads and
 * opportunities that came of it.  Columns: at (an instant, or a day where no
 * more is known), kind, subject, open (yes: still to be done), on and its
 * name, by, record.
 */
int crm_timeline(struct crm *crm, int64_t link,
		 const struct crm_timeline_how *how,
		 const struct crm_sink *to);

#endif
