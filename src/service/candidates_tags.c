/* The tags that begin with what is typed. */
#include <string.h>

#include "crm/candidates.h"
#include "crm/utf8.h"
#include "service/candidates.h"

/* Read through: an index by tag would cost every import more than this. */
int
crm_candidate_tags(struct crm *crm, const struct crm_entity *e,
		   const char *prefix, const struct crm_candidates *to)
{
	struct crm_buf from = { 0 };
	struct crm_rows *rows;
	const char *end;
	int rc;

	crm_fold(&from, prefix, strlen(prefix));
	end = crm_arena_printf(&crm->arena, "%s" CRM_LAST,
	    from.s ? from.s : "");
	rc = crm_db_query(&rows, crm->db,
	    "SELECT DISTINCT \"tag\" FROM \"tag\" WHERE \"entity\" = $1"
	    " AND \"tag\" >= $2 AND \"tag\" < $3 ORDER BY \"tag\""
	    " LIMIT $4", CRM_BIND(crm_int(e->number),
	    crm_text_n(from.s ? from.s : "", from.len), crm_text(end),
	    crm_int(CRM_CANDIDATES)));
	if (!rc) {
		while ((rc = crm_rows_next(rows)) > 0)
			to->put(to->ctx, crm_rows_text(rows, 0), "");
		crm_rows_close(rows);
	}
	crm_buf_free(&from);
	return rc;
}
