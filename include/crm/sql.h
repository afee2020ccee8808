/*
 * SQL that somebody wrote, on the views of view.h: one statement, which may
 * only read.
 *
 *	static int
 *	count_contacts(struct crm *crm, const struct crm_sink *to)
 *	{
 *		struct crm_sql_how how = {
 *			.text = "SELECT count(*) AS n FROM contacts",
 *			.limit = -1
 *		};
 *
 *		return crm_sql(crm, &how, to);
 *	}
 */
#ifndef CRM_SQL_H
#define CRM_SQL_H

#include <stdint.h>

#include "crm/crm.h"
#include "crm/report.h"

struct crm_sql_how {
	const char *text;
	/* NAME=VALUE, NULL-ended, or NULL; :today, :now, :me need none. */
	const char *const *params;
	int64_t limit;			/* rows; < 0: all */
};

/*
 * Its rows; the connection can do nothing but read afterwards.  CRM_EUSAGE
 * with the place for what is no SQL, CRM_EREFUSED for what would write.
 */
int crm_sql(struct crm *crm, const struct crm_sql_how *how,
	    const struct crm_sink *to);

/* One row a column of VIEW, or of all of them: view, column, type, help. */
int crm_sql_views(struct crm *crm, const char *view,
		  const struct crm_sink *to);

#endif
