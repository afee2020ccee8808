/*
 * Whom it touches what is written, and at the end of the batch their days.
 *
 * Links are listed as they come, and looked at once each at the end.  Nothing
 * happened yet with a contact that is new, but its account may have bought:
 * a load's new contacts are ranges of ids.
 */
#include "model/lifecycle.h"

#include <stdlib.h>
#include <string.h>

#include "crm/activity.h"
#include "crm/case.h"
#include "crm/contact.h"
#include "crm/link.h"
#include "crm/opp.h"
#include "model/batch.h"
#include "model/tag.h"

/*
 * Everybody is brought up to date at once where more than one in EVERY was
 * touched of all that there is, or more than MOST.
 */
enum { EVERY = 8, LEAST = 500, MOST = 1 << 18, RANGES_MOST = 1000 };

/* How an account is touched: it alone, or with all its contacts. */
enum how { ALONE, WITH_CONTACTS };

struct range {
	int64_t from, upto;
};

struct crm_touched {
	struct crm_buf links;		/* of int64_t: link * 2 + how */
	struct crm_buf fresh;		/* of struct range: new contacts */
	bool all;
};

static struct crm_touched *
touched_of(struct crm *crm)
{
	struct crm_batch *b = crm->batch;

	if (!b->touched)
		b->touched = crm_arena_alloc(&crm->arena,
		    sizeof(*b->touched));
	return b->touched;
}

static int
by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* Sort a list of int64_t, each once; how many there are. */
static size_t
once(struct crm_buf *list)
{
	int64_t *v = (void *)list->s;
	size_t n = list->len / sizeof(*v), kept = 0;

	if (!n)
		return 0;
	qsort(v, n, sizeof(*v), by_number);
	for (size_t i = 0; i < n; i++)
		if (!kept || v[kept - 1] != v[i])
			v[kept++] = v[i];
	crm_buf_cut(list, kept * sizeof(*v));
	return kept;
}

static void
touch(struct crm *crm, int64_t link, enum how how)
{
	struct crm_touched *t = touched_of(crm);
	int64_t key = link * 2 + how;

	if (t->all)
		return;
	crm_buf_add(&t->links, &key, sizeof(key));
	if (t->links.len >= 2 * MOST * sizeof(key))
		t->all = once(&t->links) > MOST;
}

static void
touch_ref(struct crm *crm, const struct crm_entity *e, struct crm_value v,
	  enum how how)
{
	if (v.kind == CRM_INT)
		touch(crm, crm_link(e, v.i), how);
}

static void
touch_link(struct crm *crm, int64_t link)
{
	int n = crm_link_entity(link);

	if (n == crm_account.number || n == crm_contact.number ||
	    n == crm_opp.number || n == crm_lead.number ||
	    n == crm_case.number)
		touch(crm, link, ALONE);
}

/* A kept link of a set: "contact:5". */
static int
touch_text(void *ctx, const char *s, size_t len)
{
	const char *colon = memchr(s, ':', len);
	const struct crm_entity *e = colon ? crm_entity_find(NULL, s,
	    (size_t)(colon - s)) : NULL;
	int64_t id = 0;

	if (!e)
		return 0;
	for (const char *p = colon + 1; p < s + len; p++)
		id = id * 10 + (*p - '0');
	touch_link(ctx, crm_link(e, id));
	return 0;
}

static void
touch_values(struct crm *crm, const struct crm_record *r,
	     const struct crm_value *v)
{
	int n = r->entity->number;

	if (n == crm_opp.number) {
		touch_ref(crm, &crm_contact, v[OPP_CONTACT], ALONE);
		touch_ref(crm, &crm_account, v[OPP_ACCOUNT],
		    v[OPP_CONTACT].kind == CRM_INT ? ALONE : WITH_CONTACTS);
	} else if (n == crm_case.number) {
		touch_ref(crm, &crm_contact, v[CASE_CONTACT], ALONE);
		touch_ref(crm, &crm_account, v[CASE_ACCOUNT], ALONE);
	} else if (n == crm_activity.number) {
		if (v[ACTIVITY_ON].kind == CRM_INT)
			touch_link(crm, v[ACTIVITY_ON].i);
		crm_tags_each(v[ACTIVITY_WITH], touch_text, crm);
	} else if (n == crm_contact.number) {
		touch_ref(crm, &crm_account, v[CONTACT_ACCOUNT], ALONE);
		touch_ref(crm, &crm_contact, v[CRM_F_ID], ALONE);
	} else if (n == crm_tag.number && v[TAG_ENTITY].kind == CRM_INT &&
	    v[TAG_ENTITY].i == crm_field_set(&crm_activity,
	    &crm_activity.fields[ACTIVITY_WITH])) {
		crm_tags_each(v[TAG_TAG], touch_text, crm);
	}
}

/* What days depend on, of each entity; up to an id. */
static const struct {
	const struct crm_entity *of;
	int fields[6];
} matters[] = {
	{ &crm_contact, { CONTACT_ACCOUNT } },
	{ &crm_opp, { OPP_CONTACT, OPP_ACCOUNT, OPP_WON_ON, OPP_OPENED,
	  CRM_F_DELETED_AT } },
	{ &crm_activity, { ACTIVITY_ON, ACTIVITY_WITH, ACTIVITY_DONE_ON,
	  CRM_F_DELETED_AT } },
	{ &crm_case, { CASE_CONTACT, CASE_ACCOUNT, CRM_F_DELETED_AT } },
};

static bool
any_matters(const struct crm_record *r)
{
	for (size_t i = 0; i < CRM_COUNT(matters); i++) {
		if (!crm_is(r->entity, matters[i].of))
			continue;
		for (const int *f = matters[i].fields; *f; f++)
			if (!crm_same(r->v[*f], r->old[*f]))
				return true;
		return false;
	}
	return true;
}

void
crm_lifecycle_touch(struct crm *crm, const struct crm_record *r)
{
	if (!any_matters(r))
		return;
	touch_values(crm, r, r->v);
	touch_values(crm, r, r->old);
}

void
crm_lifecycle_gone(struct crm *crm, const struct crm_record *r)
{
	touch_values(crm, r, r->v);
}

static void
add_fresh(struct crm_touched *t, int64_t id)
{
	struct range *last = (void *)t->fresh.s;
	const size_t n = t->fresh.len / sizeof(*last);

	if (n && last[n - 1].upto + 1 == id) {
		last[n - 1].upto = id;
		return;
	}
	crm_buf_add(&t->fresh, &(struct range){ id, id }, sizeof(*last));
	t->all |= n >= RANGES_MOST;
}

void
crm_lifecycle_added(struct crm *crm, const struct crm_record *r)
{
	const struct crm_entity *e = r->entity;

	if (!crm_is(e, &crm_contact)) {
		if (!crm_is(e, &crm_case))
			touch_values(crm, r, r->v);
	} else if (r->v[CONTACT_ACCOUNT].kind == CRM_INT) {
		add_fresh(touched_of(crm), crm_record_id(r));
	}
}

/* Who else is touched by what is: SQL that gives ids of E for one of OF. */
static const struct {
	const struct crm_entity *e, *of;
	enum how least;
	const char *sql;
} others[] = {
	{ &crm_account, &crm_contact, ALONE, "SELECT \"account\" FROM"
	  " \"contact\" WHERE \"id\" = $1 AND \"account\" IS NOT NULL" },
	{ &crm_account, &crm_opp, ALONE, "SELECT \"account\" FROM \"opp\""
	  " WHERE \"id\" = $1 AND \"account\" IS NOT NULL" },
	{ &crm_account, &crm_case, ALONE, "SELECT \"account\" FROM \"case\""
	  " WHERE \"id\" = $1 AND \"account\" IS NOT NULL" },
	{ &crm_contact, &crm_opp, ALONE, "SELECT \"contact\" FROM \"opp\""
	  " WHERE \"id\" = $1 AND \"contact\" IS NOT NULL" },
	{ &crm_contact, &crm_case, ALONE, "SELECT \"contact\" FROM \"case\""
	  " WHERE \"id\" = $1 AND \"contact\" IS NOT NULL" },
	{ &crm_contact, &crm_account, WITH_CONTACTS, "SELECT \"id\" FROM"
	  " \"contact\" WHERE \"account\" = $1" },
};

/* Append what SQL gives for ID. */
static int
add_ids(struct crm_buf *list, struct crm *crm, const char *sql, int64_t id)
{
	struct crm_rows *rows;
	int rc = crm_db_query(&rows, crm->db, sql, CRM_BIND(crm_int(id)));

	if (rc)
		return rc;
	while ((rc = crm_rows_next(rows)) > 0) {
		int64_t other = crm_rows_int(rows, 0);

		crm_buf_add(list, &other, sizeof(other));
	}
	crm_rows_close(rows);
	return rc;
}

/* The touched records of E, and those that others bring with them. */
static int
gather(struct crm_buf *list, struct crm *crm, const struct crm_entity *e,
       const struct crm_touched *t)
{
	const int64_t *v = (void *)t->links.s;
	size_t n = t->links.len / sizeof(*v);
	int rc = 0;

	for (size_t i = 0; !rc && i < n; i++) {
		int number = crm_link_entity(v[i] / 2);
		int64_t id = crm_link_id(v[i] / 2);

		if (number == e->number)
			crm_buf_add(list, &id, sizeof(id));
		for (size_t k = 0; !rc && k < CRM_COUNT(others); k++)
			if (others[k].e == e && others[k].of->number == number
			    && (enum how)(v[i] % 2) >= others[k].least)
				rc = add_ids(list, crm, others[k].sql, id);
	}
	return rc;
}

static int
keep_touched(struct crm *crm, const struct crm_touched *t)
{
	const struct range *fresh = (void *)t->fresh.s;
	size_t n = t->fresh.len / sizeof(*fresh);
	const struct crm_entity *e;
	int rc = 0;

	/* Before the others: more may have happened with them by now. */
	for (size_t i = 0; !rc && i < n; i++)
		rc = crm_kept_new(crm, fresh[i].from, fresh[i].upto);
	for (size_t i = 0; !rc && (e = crm_kept_entity(i)); i++) {
		struct crm_buf list = { 0 };

		rc = gather(&list, crm, e, t);
		if (!rc)
			rc = crm_kept_some(crm, i, (void *)list.s,
			    once(&list));
		crm_buf_free(&list);
	}
	return rc;
}

/*
 * How much there is to look at for everybody; 0: nothing happened, and
 * nothing was taken back.
 */
static int
how_much(int64_t *n, struct crm *crm)
{
	int64_t one;
	int rc = crm_db_int(n, crm->db, "SELECT COALESCE((SELECT MAX(\"id\")"
	    " FROM \"opp\"), 0) + COALESCE((SELECT MAX(\"id\") FROM"
	    " \"activity\"), 0)", CRM_NONE);

	if (rc || *n)
		return rc;
	rc = crm_db_int(&one, crm->db, "SELECT 1 FROM \"log\" WHERE"
	    " \"entity\" IN (8, 11) LIMIT 1", CRM_NONE);
	*n = !rc;
	return rc == CRM_ENOTFOUND ? 0 : rc;
}

int
crm_lifecycle_keep(struct crm *crm)
{
	struct crm_touched *t = crm->batch->touched;
	int64_t much = 0;
	int rc = 0;

	if (t && (t->all || t->links.len || t->fresh.len))
		rc = how_much(&much, crm);
	if (!rc && much) {
		size_t n = once(&t->links);

		if (t->all || (n > LEAST && (int64_t)n > much / EVERY))
			rc = crm_lifecycle_rebuild(crm);
		else
			rc = keep_touched(crm, t);
	}
	crm_lifecycle_forget(crm);
	return rc;
}

void
crm_lifecycle_forget(struct crm *crm)
{
	struct crm_touched *t = crm->batch->touched;

	if (!t)
		return;
	crm_buf_free(&t->links);
	crm_buf_free(&t->fresh);
	crm->batch->touched = NULL;
}
