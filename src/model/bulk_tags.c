/*
 * The labels of a load.
 *
 * The engine gives the first one's id.  From then on nobody else adds any, so
 * if the batch does, whichever part of it, the last one of all is its own, and
 * ids are counted on from there.
 */
#include "model/bulk_tags.h"

#include "model/log.h"
#include "model/tag.h"

static struct crm_value
text_of(const struct crm_bulk_tags *t, size_t i)
{
	return crm_text_n(t->text.s + t->v[i].at, t->v[i].len);
}

static int
insert_first(int64_t *id, struct crm_bulk_tags *t)
{
	int rc = crm_db_int(id, t->crm->db, "INSERT INTO \"tag\"(\"entity\","
	    " \"record\", \"tag\") VALUES($1, $2, $3) RETURNING \"id\"",
	    CRM_BIND(crm_int(t->v[0].set), crm_int(t->v[0].record),
	    text_of(t, 0)));

	return rc ? rc : crm_log_added(t->crm, &crm_tag, *id);
}

int
crm_bulk_tags_flush(struct crm_bulk_tags *t)
{
	struct crm_value v[3 * CRM_TAGS_AT_ONCE], *next = v;
	int64_t id = crm_log_last(t->crm, &crm_tag), first;
	size_t from = 0, i;
	int rc = 0;

	if (t->n && (!id || !t->claimed)) {
		rc = crm_db_claim(t->crm->db, "tag");
		if (!rc)
			rc = insert_first(&id, t);
		t->claimed = true;
		from = 1;
	}
	first = id + 1;
	for (i = from; !rc && i < t->n; i++) {
		*next++ = crm_int(t->v[i].set);
		*next++ = crm_int(t->v[i].record);
		*next++ = text_of(t, i);
		rc = crm_log_added(t->crm, &crm_tag, ++id);
	}
	if (!rc && next > v)
		rc = crm_db_insert(t->crm->db, "\"tag\"(\"entity\",\"record\","
		    "\"tag\")", 3, first, t->n - from, v);
	t->n = 0;
	crm_buf_cut(&t->text, 0);
	return rc;
}

struct adding {
	struct crm_bulk_tags *t;
	int64_t id;
	int set;
};

static int
add(void *ctx, const char *tag, size_t len)
{
	struct adding *a = ctx;
	struct crm_bulk_tags *t = a->t;

	t->v[t->n].record = a->id;
	t->v[t->n].set = a->set;
	t->v[t->n].at = t->text.len;
	t->v[t->n].len = len;
	crm_buf_add(&t->text, tag, len);
	return ++t->n < t->most ? 0 : crm_bulk_tags_flush(t);
}

int
crm_bulk_tags_add(struct crm_bulk_tags *t, int64_t id, int set,
		  struct crm_value tags)
{
	struct adding a = { t, id, set };

	return crm_tags_each(tags, add, &a);
}
