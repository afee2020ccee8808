/* The newest batches. */
#include <stdio.h>
#include <string.h>

#include "crm/candidates.h"
#include "crm/date.h"

enum { BATCHES = 20 };

static void
put_batch(struct crm_rows *rows, const struct crm_candidates *to)
{
	const char *at = crm_rows_text(rows, 1), *by = crm_rows_text(rows, 2);
	long long n = crm_rows_int(rows, 5) + crm_rows_int(rows, 6) +
	    crm_rows_int(rows, 7);
	char id[24], about[256], local[CRM_LOCAL_SIZE] = "";
	int64_t t;

	if (at && !crm_time_parse(&t, at, strlen(at)))
		crm_local_write(local, t);
	snprintf(id, sizeof(id), "%lld", (long long)crm_rows_int(rows, 0));
	snprintf(about, sizeof(about), "%s%s%s, %lld records, %s, %.10s"
	    " %.5s", crm_rows_text(rows, 3), crm_rows_text(rows, 3)[0] ? " "
	    : "", crm_rows_text(rows, 4), n, by ? by : "?", local,
	    local[0] ? local + 11 : "");
	to->put(to->ctx, id, about);
}

int
crm_candidate_batches(struct crm *crm, bool undoable,
		      const struct crm_candidates *to)
{
	struct crm_rows *rows;
	int rc = crm_db_query(&rows, crm->db,
	    "SELECT \"b\".\"id\", \"b\".\"at\", \"u\".\"login\","
	    " \"b\".\"noun\", \"b\".\"verb\", \"b\".\"added\","
	    " \"b\".\"updated\", \"b\".\"removed\" FROM \"batch\" \"b\""
	    " LEFT JOIN \"user\" \"u\" ON \"u\".\"id\" = \"b\".\"by\" WHERE"
	    " $1 = 0 OR (\"b\".\"undone\" IS NULL AND \"b\".\"verb\" <>"
	    " 'init') ORDER BY \"b\".\"id\" DESC LIMIT $2",
	    CRM_BIND(crm_int(undoable), crm_int(BATCHES)));

	if (rc)
		return rc;
	while ((rc = crm_rows_next(rows)) > 0)
		put_batch(rows, to);
	crm_rows_close(rows);
	return rc;
}
