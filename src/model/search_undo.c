/* The index and what is taken back. */
#include "crm/undo.h"

#include "model/batch.h"
#include "model/search.h"

static int
touched(struct crm *crm, const struct crm_entity *e, int64_t from,
	int64_t upto, bool done)
{
	struct crm_search_queue *q = &crm->batch->search;
	struct crm_arena a = { 0 };
	struct crm_record *r;
	int rc = 0;

	for (; !rc && from <= upto; from++) {
		rc = crm_record_load(&r, crm, e, from, &a);
		if (rc == CRM_ENOTFOUND)
			rc = 0;
		else if (!rc)
			crm_search_queue_add(q, e, r->v, done);
		if (!rc && crm_search_queue_full(q))
			rc = crm_search_queue_flush(q, crm->db);
		crm_arena_reset(&a);
	}
	crm_arena_free(&a);
	return rc;
}

int
crm_search_undo(struct crm *crm, int64_t batch, bool done)
{
	struct crm_rows *rows;
	int rc = crm_db_query(&rows, crm->db,
	    "SELECT \"entity\", \"record\", \"upto\" FROM \"log\" WHERE"
	    " \"batch\" = $1 ORDER BY \"entity\", \"record\"",
	    CRM_BIND(crm_int(batch)));
	int more;

	if (rc)
		return rc;
	while ((more = crm_rows_next(rows)) > 0) {
		const struct crm_entity *e = crm_entity_number(crm,
		    (int)crm_rows_int(rows, 0));

		if (e && !(e->flags & CRM_E_PLAIN))
			rc = touched(crm, e, crm_rows_int(rows, 1),
			    crm_rows_int(rows, 2), done);
		if (rc)
			break;
	}
	crm_rows_close(rows);
	return more < 0 ? more : rc;
}
