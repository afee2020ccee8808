/*
 * Writing the change log.
 *
 * New records are logged as ranges: an import of a million rows is one row
 * of the log.  What a batch changes in a record it added itself needs no row:
 * undo removes the record.
 */
#include "model/log.h"

#include "model/batch.h"

/*
 * A second row of the same record and batch is appended to the first:
 * whoever reads takes the first value of each column.
 */
static int
write_row(struct crm *crm, const struct crm_entity *e, int64_t id,
	  int64_t upto, const char *op, struct crm_value owner,
	  const struct crm_buf *old)
{
	int rc = crm_batch_need(crm);

	return rc ? rc : crm_db_later(crm->db,
	    "INSERT INTO \"log\"(\"batch\", \"entity\", \"record\", \"upto\","
	    " \"op\", \"owner\", \"old\") VALUES($1, $2, $3, $4, $5, $6, $7)"
	    " ON CONFLICT(\"entity\", \"record\", \"batch\") DO UPDATE SET"
	    " \"old\" = \"log\".\"old\" || excluded.\"old\"",
	    CRM_BIND(crm_int(crm->batch->id), crm_int(e->number),
	    crm_int(id), crm_int(upto), crm_text(op), owner,
	    old ? crm_text_n(old->s ? old->s : "", old->len) : crm_null()));
}

static int
flush_one(struct crm *crm, const struct crm_entity *e)
{
	struct crm_batch *b = crm->batch;
	int64_t from = b->fresh[e->number].from;

	if (!from)
		return 0;
	b->fresh[e->number].from = 0;
	b->fresh[e->number].split = true;
	return write_row(crm, e, from, b->fresh[e->number].upto, "I",
	    crm_null(), NULL);
}

int
crm_log_flush(struct crm *crm)
{
	int rc = 0;

	for (size_t i = 0; !rc && crm_entities(crm)[i]; i++)
		rc = flush_one(crm, crm_entities(crm)[i]);
	return rc;
}

int
crm_log_added(struct crm *crm, const struct crm_entity *e, int64_t id)
{
	struct crm_batch *b = crm->batch;
	int rc = crm_batch_need(crm);

	if (rc)
		return rc;
	if (!(e->flags & CRM_E_PLAIN))
		b->added++;
	if (b->fresh[e->number].from && id == b->fresh[e->number].upto + 1) {
		b->fresh[e->number].upto = id;
		return 0;
	}
	rc = flush_one(crm, e);
	b->fresh[e->number].from = b->fresh[e->number].upto = id;
	return rc;
}

int64_t
crm_log_last(const struct crm *crm, const struct crm_entity *e)
{
	const struct crm_batch *b = crm->batch;

	return b->fresh[e->number].from ? b->fresh[e->number].upto : 0;
}

/* 1 when this batch added the record itself. */
static int
is_fresh(struct crm *crm, const struct crm_entity *e, int64_t id)
{
	const struct crm_batch *b = crm->batch;
	int64_t n = 0;
	int rc;

	if (b->fresh[e->number].from && id >= b->fresh[e->number].from &&
	    id <= b->fresh[e->number].upto)
		return 1;
	if (!b->fresh[e->number].split)
		return 0;
	rc = crm_db_int(&n, crm->db,
	    "SELECT COUNT(*) FROM \"log\" WHERE \"entity\" = $1 AND"
	    " \"batch\" = $2 AND \"op\" = 'I' AND \"record\" <= $3 AND"
	    " \"upto\" >= $3", CRM_BIND(crm_int(e->number), crm_int(b->id),
	    crm_int(id)));
	return rc ? rc : n > 0;
}

static int
write_old(struct crm *crm, const struct crm_entity *e, int64_t id,
	  const char *op, struct crm_value owner, const struct crm_buf *old)
{
	int fresh = is_fresh(crm, e, id);

	if (fresh)
		return fresh < 0 ? fresh : 0;
	return write_row(crm, e, id, id, op, owner, old);
}

int
crm_log_changed(struct crm *crm, const struct crm_entity *e, int64_t id,
		struct crm_value owner, const struct crm_buf *old)
{
	crm->batch->updated++;
	return write_old(crm, e, id, "U", owner, old);
}

int
crm_log_removed(struct crm *crm, const struct crm_entity *e, int64_t id,
		struct crm_value owner, const struct crm_buf *old)
{
	if (!(e->flags & CRM_E_PLAIN))
		crm->batch->removed++;
	return write_old(crm, e, id, "D", owner, old);
}
