/*
 * What waits to be written to the index.
 *
 * The engine gathers in memory what comes in the order of its rows, and would
 * write a piece of its own for each step back; so what waits is put in that
 * order.  Of a record that was changed several times the first words leave
 * and the last ones come.
 */
#include <stdlib.h>
#include <string.h>

#include "crm/driver.h"
#include "crm/link.h"
#include "model/batch.h"
#include "model/search.h"

enum { TEXT_MAX = 1 << 18 };

struct entry {
	int64_t link;
	size_t nth;		/* the order in which they came */
	size_t at;		/* in text; its parts are side by side */
	size_t len[CRM_SEARCH_PARTS];
	bool comes;
};

static size_t
length(const struct entry *e)
{
	size_t len = 0;

	for (int i = 0; i < CRM_SEARCH_PARTS; i++)
		len += e->len[i];
	return len;
}

void
crm_search_queue_add(struct crm_search_queue *q, const struct crm_entity *e,
		     const struct crm_value *v, bool comes)
{
	struct entry new = {
		.link = crm_link(e, v[CRM_F_ID].i),
		.nth = q->entries.len / sizeof(new), .at = q->text.len,
		.comes = comes
	};

	crm_search_plan(&q->plan, e);
	for (int i = 0; i < CRM_SEARCH_PARTS; i++) {
		size_t from = q->text.len;

		crm_search_words(&q->text, &q->plan, v, i);
		new.len[i] = q->text.len - from;
	}
	if (length(&new))
		crm_buf_add(&q->entries, &new, sizeof(new));
}

void
crm_search_queue_free(struct crm_search_queue *q)
{
	crm_buf_free(&q->entries);
	crm_buf_free(&q->text);
}

static int
by_link(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->link != y->link)
		return x->link < y->link ? -1 : 1;
	return x->nth < y->nth ? -1 : 1;
}

/* A load comes in order. */
static void
put_in_order(struct entry *v, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (v[i].link < v[i - 1].link) {
			qsort(v, n, sizeof(*v), by_link);
			return;
		}
}

static int
write_entry(const struct crm_search_queue *q, struct crm_db *db,
	    const struct entry *e)
{
	struct crm_value words[CRM_SEARCH_PARTS];
	const char *s = q->text.s + e->at;

	for (int i = 0; i < CRM_SEARCH_PARTS; i++) {
		/* Behind other words the first one has a blank before it. */
		size_t blank = e->len[i] && *s == ' ';

		words[i] = e->len[i] > blank ? crm_text_n(s + blank,
		    e->len[i] - blank) : crm_null();
		s += e->len[i];
	}
	return e->comes ? crm_db_search_add(db, e->link, words) :
	    crm_db_search_remove(db, e->link, words);
}

static bool
same_words(const struct crm_search_queue *q, const struct entry *a,
	   const struct entry *b)
{
	return !memcmp(a->len, b->len, sizeof(a->len)) &&
	    !memcmp(q->text.s + a->at, q->text.s + b->at, length(a));
}

/* Of all entries of one record, FIRST to LAST, what LEAVES or COMES. */
static int
write_record(const struct crm_search_queue *q, struct crm_db *db,
	     const struct entry *first, const struct entry *last,
	     bool leaves, bool comes)
{
	int rc = 0;

	if (!first->comes && last->comes && same_words(q, first, last))
		return 0;
	if (leaves && !first->comes)
		rc = write_entry(q, db, first);
	if (!rc && comes && last->comes)
		rc = write_entry(q, db, last);
	return rc;
}

static int
write_all(const struct crm_search_queue *q, struct crm_db *db, bool leaves,
	  bool comes)
{
	const struct entry *v = (void *)q->entries.s;
	size_t n = q->entries.len / sizeof(*v), end;
	int rc = 0;

	for (size_t i = 0; !rc && i < n; i = end) {
		for (end = i + 1; end < n && v[end].link == v[i].link; end++)
			;
		rc = write_record(q, db, &v[i], &v[end - 1], leaves, comes);
	}
	return rc;
}

/* To a server all that leaves goes at once, then what comes. */
int
crm_search_queue_flush(struct crm_search_queue *q, struct crm_db *db)
{
	bool far = crm_db_dialect(db)->far;
	int rc;

	put_in_order((void *)q->entries.s, q->entries.len /
	    sizeof(struct entry));
	rc = write_all(q, db, true, !far);
	if (!rc && far)
		rc = write_all(q, db, false, true);
	crm_buf_cut(&q->entries, 0);
	crm_buf_cut(&q->text, 0);
	return rc;
}

bool
crm_search_queue_full(const struct crm_search_queue *q)
{
	return q->text.len >= TEXT_MAX;
}

/* Whether what R is found by was changed. */
static bool
differs(const struct crm_record *r)
{
	const struct crm_entity *e = r->entity;

	for (size_t i = CRM_F_EXT_ID; r->old && i < e->nfields; i++)
		if (!crm_same(r->v[i], r->old[i]) &&
		    (i == CRM_F_DELETED_AT ||
		    crm_search_part(e, &e->fields[i]) >= 0))
			return true;
	return !r->old;
}

int
crm_search_changed(struct crm *crm, const struct crm_record *r)
{
	struct crm_search_queue *q = &crm->batch->search;

	if ((r->entity->flags & CRM_E_PLAIN) || crm->batch->reindex ||
	    !differs(r))
		return 0;
	if (r->old)
		crm_search_queue_add(q, r->entity, r->old, false);
	crm_search_queue_add(q, r->entity, r->v, true);
	return crm_search_queue_full(q) ?
	    crm_search_queue_flush(q, crm->db) : 0;
}
