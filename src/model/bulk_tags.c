/*
 * The labels of a load.
 *
 * If the batch added any label before, whoever did it, the last one of all is
 * its own, and ids are counted on from there; the engine gives the first.
 */
#include "model/bulk_tags.h"

#include "crm/driver.h"
#include "model/log.h"
#include "model/tag.h"

#define INTO \
	" INTO \"tag\"(\"id\", \"entity\", \"record\", \"tag\")" \
	" VALUES($1, $2, $3, $4)"

static const char insert_one[] = "INSERT" INTO;

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

static const char *
insert_many(struct crm_bulk_tags *t)
{
	struct crm_buf sql = { 0 };

	if (t->sql)
		return t->sql;
	crm_buf_printf(&sql, "%s" INTO,
	    crm_db_dialect(t->crm->db)->insert_many);
	for (int i = 4; i < 4 * CRM_TAGS_AT_ONCE; i += 4)
		crm_buf_printf(&sql, ",($%d,$%d,$%d,$%d)", i + 1, i + 2,
		    i + 3, i + 4);
	t->sql = crm_arena_copy(&t->crm->arena, sql.s, sql.len);
	crm_buf_free(&sql);
	return t->sql;
}

int
crm_bulk_tags_flush(struct crm_bulk_tags *t)
{
	struct crm_value v[4 * CRM_TAGS_AT_ONCE], *next = v;
	int64_t id = crm_log_last(t->crm, &crm_tag);
	size_t from = 0, i;
	int rc = 0;

	if (t->n && !id) {
		rc = insert_first(&id, t);
		from = 1;
	}
	for (i = from; !rc && i < t->n; i++) {
		*next++ = crm_int(++id);
		*next++ = crm_int(t->v[i].set);
		*next++ = crm_int(t->v[i].record);
		*next++ = text_of(t, i);
		rc = crm_log_added(t->crm, &crm_tag, id);
	}
	if (!rc && next - v == 4 * CRM_TAGS_AT_ONCE)
		rc = crm_db_exec(t->crm->db, insert_many(t),
		    4 * CRM_TAGS_AT_ONCE, v);
	else
		for (const struct crm_value *p = v; !rc && p < next; p += 4)
			rc = crm_db_exec(t->crm->db, insert_one, 4, p);
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
