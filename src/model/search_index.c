/* The index as a whole: made anew, and compared with the records. */
#include "crm/search.h"

#include <stdlib.h>
#include <string.h>

#include "crm/driver.h"
#include "crm/link.h"
#include "crm/map.h"
#include "model/batch.h"
#include "model/row.h"
#include "model/search.h"

/* A walk over every record that is to be found. */
struct walk {
	struct crm *crm;
	const struct crm_entity *e;
	struct crm_search_plan plan;
	int fields[CRM_ROW_MAX];	/* of the cells */
	struct crm_value v[CRM_ROW_MAX];
	int (*each)(struct walk *w);
	struct crm_search_queue queue;
	struct crm_buf words, hashes;
	uint64_t sum, count;
};

static int
take_row(void *ctx, const struct crm_value *cells)
{
	struct walk *w = ctx;

	memset(w->v, 0, w->e->nfields * sizeof(*w->v));
	w->v[CRM_F_ID] = cells[0];
	for (int i = 0; w->fields[i]; i++)
		w->v[w->fields[i]] = cells[i + 1];
	return w->each(w);
}

static int
walk_entity(struct walk *w, const struct crm_entity *e)
{
	struct crm_buf sql = { 0 };
	int n = 0, rc;

	w->e = e;
	crm_buf_str(&sql, "SELECT \"t0\".\"id\"");
	for (size_t i = CRM_F_EXT_ID; i < e->nfields; i++) {
		const struct crm_field *f = &e->fields[i];

		if (crm_search_part(e, f) < 0)
			continue;
		w->fields[n++] = (int)i;
		if (f->type == CRM_T_TAGS)
			crm_buf_printf(&sql, ", (SELECT %s(\"tag\", ';') FROM"
			    " \"tag\" WHERE \"entity\" = %d AND \"record\" ="
			    " \"t0\".\"id\")", crm_db_dialect(w->crm->db)->
			    join_text, e->number);
		else
			crm_buf_printf(&sql, ", \"t0\".\"%s\"",
			    crm_field_column(f));
	}
	w->fields[n] = 0;
	crm_buf_printf(&sql, " FROM \"%s\" AS \"t0\" WHERE"
	    " \"t0\".\"deleted_at\" IS NULL ORDER BY \"t0\".\"id\"", e->name);
	rc = crm_db_each(w->crm->db, sql.s, CRM_NONE, n + 1, take_row, w);
	crm_buf_free(&sql);
	return rc;
}

static int
walk_all(struct walk *w)
{
	const struct crm_entity *const *all = crm_entities(w->crm);
	int rc = 0;

	for (size_t i = 0; !rc && all[i]; i++)
		if (!(all[i]->flags & CRM_E_PLAIN))
			rc = walk_entity(w, all[i]);
	return rc;
}

static int
put(struct walk *w)
{
	crm_search_queue_add(&w->queue, w->e, w->v, true);
	return crm_search_queue_full(&w->queue) ?
	    crm_search_queue_flush(&w->queue, w->crm->db) : 0;
}

int
crm_search_rebuild(struct crm *crm)
{
	struct walk w = { .crm = crm, .each = put };
	int rc = crm_db_begin(crm->db);

	if (rc)
		return rc;
	rc = crm_db_search_clear(crm->db);
	if (!rc)
		rc = crm_db_search_load(crm->db, INT64_MAX);
	if (!rc)
		rc = walk_all(&w);
	if (!rc)
		rc = crm_search_queue_flush(&w.queue, crm->db);
	if (!rc)
		rc = crm_db_search_load(crm->db, 0);
	crm_search_queue_free(&w.queue);
	return crm_db_end(crm->db, rc);
}

/* One place of one word; all of them are summed up in any order. */
static uint64_t
place(uint64_t word, int64_t link, int part)
{
	const uint64_t what[3] = { word, (uint64_t)link, (uint64_t)part };

	return crm_hash(what, sizeof(what));
}

static int
by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* The index has a word of a part once, however often the text has it. */
static void
sum_part(struct walk *w, int part)
{
	int64_t link = crm_link(w->e, w->v[CRM_F_ID].i);
	const char *s;
	uint64_t *h, before = 0;
	size_t n;

	crm_buf_cut(&w->words, 0);
	crm_buf_cut(&w->hashes, 0);
	crm_search_plan(&w->plan, w->e);
	crm_search_words(&w->words, &w->plan, w->v, part);
	for (s = w->words.s; s && *s; s += *s == ' ') {
		size_t len = strcspn(s, " ");
		uint64_t hash = crm_hash(s, len);

		crm_buf_add(&w->hashes, &hash, sizeof(hash));
		s += len;
	}
	h = (void *)w->hashes.s;
	n = w->hashes.len / sizeof(*h);
	if (n)
		qsort(h, n, sizeof(*h), by_value);
	for (size_t i = 0; i < n; before = h[i++]) {
		if (i && h[i] == before)
			continue;
		w->sum += place(h[i], link, part);
		w->count++;
	}
}

static int
sum_up(struct walk *w)
{
	for (int i = 0; i < CRM_SEARCH_PARTS; i++)
		sum_part(w, i);
	return 0;
}

static int
take_away(void *ctx, int64_t link, int part, const char *word, size_t len)
{
	struct walk *w = ctx;

	w->sum -= place(crm_hash(word, len), link, part);
	w->count--;
	return 0;
}

int
crm_search_check(bool *fits, struct crm *crm)
{
	struct walk w = { .crm = crm, .each = sum_up };
	int rc = crm_db_begin_read(crm->db);

	*fits = false;
	if (rc)
		return rc;
	rc = walk_all(&w);
	if (!rc && crm_db_search_each(crm->db, take_away, &w) == 0)
		*fits = !w.sum && !w.count;
	crm_buf_free(&w.words);
	crm_buf_free(&w.hashes);
	return crm_db_end(crm->db, rc);
}

/* Whether records of E have values of F. */
static int
has_values(bool *any, struct crm *crm, const struct crm_entity *e,
	   const struct crm_field *f)
{
	struct crm_buf sql = { 0 };
	int64_t id;
	int rc;

	crm_buf_printf(&sql, "SELECT \"id\" FROM \"%s\" WHERE \"%s\" IS NOT"
	    " NULL LIMIT 1", e->name, crm_field_column(f));
	rc = crm_db_int(&id, crm->db, sql.s, CRM_NONE);
	crm_buf_free(&sql);
	*any = *any || !rc;
	return rc == CRM_ENOTFOUND ? 0 : rc;
}

/* Fields of A that are found by, and in B are not. */
static int
compare(bool *differs, struct crm *crm, const struct crm_entity *a,
	const struct crm_entity *b)
{
	int rc = 0;

	for (size_t i = CRM_F_OWN; !rc && i < a->nfields; i++) {
		const struct crm_field *f = &a->fields[i], *g;

		if (!(f->flags & CRM_CUSTOM) || crm_search_part(a, f) < 0)
			continue;
		g = crm_column_find(b, f->column, strlen(f->column));
		if (!g || crm_search_part(b, g) != crm_search_part(a, f))
			rc = has_values(differs, crm, a, f);
	}
	return rc;
}

int
crm_search_fields(struct crm *crm, const struct crm_entity *const *before)
{
	const struct crm_entity *const *now = crm_entities(crm);
	bool differs = false;
	int rc = 0;

	if (!crm->batch || !crm->batch->running)
		return 0;
	for (size_t i = 0; !rc && now[i]; i++) {
		if (before[i] == now[i])
			continue;
		rc = compare(&differs, crm, before[i], now[i]);
		if (!rc)
			rc = compare(&differs, crm, now[i], before[i]);
	}
	crm->batch->reindex = crm->batch->reindex || differs;
	return rc;
}

int
crm_search_end(struct crm *crm)
{
	return crm->batch->reindex ? crm_search_rebuild(crm) :
	    crm_search_queue_flush(&crm->batch->search, crm->db);
}
