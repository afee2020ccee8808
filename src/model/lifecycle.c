/*
 * Qualified is who was spoken to and has an opportunity; bought has who won
 * one: the contact it names, else every contact of its account, and the
 * account itself.  An account's activities are its own and those with its
 * contacts.
 */
#include "model/lifecycle.h"

#include <string.h>

#include "crm/activity.h"
#include "crm/contact.h"
#include "crm/link.h"
#include "crm/map.h"
#include "crm/opp.h"
#include "model/batch.h"
#include "model/tag.h"

const char *const crm_lifecycles[] = {
	"prospect", "potential", "active", "inactive", NULL
};

/* More are brought up to date all at once, with everybody else. */
enum { MOST = 2000, AT_ONCE = 200 };

/* How an account is touched: it alone, or with all its contacts. */
enum { ALONE = 1, WITH_CONTACTS = 2 };

struct crm_touched {
	struct crm_map links;
	struct crm_buf list;		/* of int64_t: their keys */
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

static void
touch(struct crm *crm, int64_t link, int how)
{
	struct crm_touched *t = touched_of(crm);
	int64_t *bits;

	if (t->all)
		return;
	bits = crm_map_put(&t->links, &link, sizeof(link));
	if (!*bits)
		crm_buf_add(&t->list, &link, sizeof(link));
	*bits |= how;
	t->all = t->links.n > MOST;
}

static void
touch_ref(struct crm *crm, const struct crm_entity *e, struct crm_value v,
	  int how)
{
	if (v.kind == CRM_INT)
		touch(crm, crm_link(e, v.i), how);
}

static void
touch_link(struct crm *crm, int64_t link)
{
	int n = crm_link_entity(link);

	if (n == crm_account.number || n == crm_contact.number ||
	    n == crm_opp.number || n == crm_lead.number)
		touch(crm, link, ALONE);
}

/* A kept link of a set: "contact:5". */
static int
touch_text(void *ctx, const char *s, size_t len)
{
	const char *name = crm_contact.name;
	size_t n = strlen(name);
	int64_t id = 0;

	if (len <= n + 1 || memcmp(s, name, n) != 0 || s[n] != ':')
		return 0;
	for (size_t i = n + 1; i < len; i++)
		id = id * 10 + (s[i] - '0');
	touch(ctx, crm_link(&crm_contact, id), ALONE);
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

void
crm_lifecycle_touch(struct crm *crm, const struct crm_record *r)
{
	const struct crm_entity *e = r->entity;

	/* Who comes alone, or stays where they are, touches nobody. */
	if (crm_is(e, &crm_contact) && (r->old
	    ? crm_same(r->v[CONTACT_ACCOUNT], r->old[CONTACT_ACCOUNT])
	    : r->v[CONTACT_ACCOUNT].kind == CRM_NULL))
		return;
	touch_values(crm, r, r->v);
	if (r->old)
		touch_values(crm, r, r->old);
}

/* What is asked of everybody, or (SOME) of those in the table "t". */
struct part {
	const char *all, *some;
};

/* id, won, opened, done: one row for each thing that happened. */
static const struct part of_contact[] = {
	{ "SELECT \"contact\", \"won_on\", \"opened\", NULL FROM \"opp\" WHERE"
	  " \"deleted_at\" IS NULL AND \"contact\" IS NOT NULL",
	  " AND \"contact\" IN (SELECT \"id\" FROM \"t\")" },
	{ "SELECT \"c\".\"id\", \"o\".\"won_on\", \"o\".\"opened\", NULL FROM"
	  " \"contact\" \"c\" JOIN \"opp\" \"o\" ON \"o\".\"account\" ="
	  " \"c\".\"account\" WHERE \"o\".\"contact\" IS NULL AND"
	  " \"o\".\"deleted_at\" IS NULL",
	  " AND \"c\".\"id\" IN (SELECT \"id\" FROM \"t\")" },
	{ "SELECT \"on\" / 64, NULL, NULL, \"done_on\" FROM \"activity\""
	  " WHERE \"done_on\" IS NOT NULL AND \"deleted_at\" IS NULL AND"
	  " \"on\" % 64 = 2",
	  " AND \"on\" IN (SELECT \"id\" * 64 + 2 FROM \"t\")" },
	{ "SELECT CAST(substr(\"g\".\"tag\", 9) AS BIGINT), NULL, NULL,"
	  " \"a\".\"done_on\" FROM \"tag\" \"g\" JOIN \"activity\" \"a\" ON"
	  " \"a\".\"id\" = \"g\".\"record\" WHERE \"g\".\"entity\" = 75 AND"
	  " substr(\"g\".\"tag\", 1, 8) = 'contact:' AND \"a\".\"done_on\" IS"
	  " NOT NULL AND \"a\".\"deleted_at\" IS NULL",
	  " AND \"g\".\"tag\" IN (SELECT 'contact:' || CAST(\"id\" AS TEXT)"
	  " FROM \"t\")" },
	{ NULL, NULL }
};

static const struct part of_account[] = {
	{ "SELECT \"account\", \"won_on\", \"opened\", NULL FROM \"opp\" WHERE"
	  " \"deleted_at\" IS NULL AND \"account\" IS NOT NULL",
	  " AND \"account\" IN (SELECT \"id\" FROM \"t\")" },
	{ "SELECT \"on\" / 64, NULL, NULL, \"done_on\" FROM \"activity\""
	  " WHERE \"done_on\" IS NOT NULL AND \"deleted_at\" IS NULL AND"
	  " \"on\" % 64 = 1",
	  " AND \"on\" IN (SELECT \"id\" * 64 + 1 FROM \"t\")" },
	{ "SELECT \"c\".\"account\", NULL, NULL, \"a\".\"done_on\" FROM"
	  " \"contact\" \"c\" JOIN \"activity\" \"a\" ON \"a\".\"on\" ="
	  " \"c\".\"id\" * 64 + 2 WHERE \"c\".\"account\" IS NOT NULL AND"
	  " \"a\".\"done_on\" IS NOT NULL AND \"a\".\"deleted_at\" IS NULL",
	  " AND \"c\".\"account\" IN (SELECT \"id\" FROM \"t\")" },
	{ "SELECT \"c\".\"account\", NULL, NULL, \"a\".\"done_on\" FROM"
	  " \"contact\" \"c\" JOIN \"tag\" \"g\" ON \"g\".\"entity\" = 75 AND"
	  " \"g\".\"entity\" > 63 AND \"g\".\"tag\" = 'contact:' ||"
	  " CAST(\"c\".\"id\" AS TEXT) JOIN \"activity\" \"a\" ON \"a\".\"id\""
	  " = \"g\".\"record\" WHERE \"c\".\"account\" IS NOT NULL AND"
	  " \"a\".\"done_on\" IS NOT NULL AND \"a\".\"deleted_at\" IS NULL",
	  " AND \"c\".\"account\" IN (SELECT \"id\" FROM \"t\")" },
	{ NULL, NULL }
};

static const struct part of_opp[] = {
	{ "SELECT \"on\" / 64, NULL, NULL, \"done_on\" FROM \"activity\""
	  " WHERE \"done_on\" IS NOT NULL AND \"deleted_at\" IS NULL AND"
	  " \"on\" % 64 = 8",
	  " AND \"on\" IN (SELECT \"id\" * 64 + 8 FROM \"t\")" },
	{ NULL, NULL }
};

static const struct part of_lead[] = {
	{ "SELECT \"on\" / 64, NULL, NULL, \"done_on\" FROM \"activity\""
	  " WHERE \"done_on\" IS NOT NULL AND \"deleted_at\" IS NULL AND"
	  " \"on\" % 64 = 12",
	  " AND \"on\" IN (SELECT \"id\" * 64 + 12 FROM \"t\")" },
	{ NULL, NULL }
};

static const struct kept {
	const struct crm_entity *e;
	const struct part *parts;
	bool buys;
} kept[] = {
	{ &crm_contact, of_contact, true }, { &crm_account, of_account, true },
	{ &crm_opp, of_opp, false }, { &crm_lead, of_lead, false }
};

/* Those that have days, so that they lose them when nothing is left. */
static void
add_present(struct crm_buf *sql, const struct kept *k, bool some)
{
	crm_buf_str(sql, "SELECT \"id\", CAST(NULL AS TEXT),"
	    " CAST(NULL AS TEXT), CAST(NULL AS TEXT) FROM ");
	if (some) {
		crm_buf_str(sql, "\"t\"");
		return;
	}
	crm_buf_printf(sql, "\"%s\" WHERE \"last_activity\" IS NOT NULL",
	    k->e->name);
	if (k->buys)
		crm_buf_str(sql, " OR \"last_bought\" IS NOT NULL");
}

/* Change the days that differ; or (CHECK) count them. */
static void
add_update(struct crm_buf *sql, const struct kept *k, bool check)
{
	static const char *const columns[] = {
		"last_activity", "qualified_on", "first_bought", "last_bought"
	};
	size_t n = k->buys ? CRM_COUNT(columns) : 1;

	if (check)
		crm_buf_printf(sql, " SELECT COUNT(*) FROM \"%s\",",
		    k->e->name);
	else
		crm_buf_printf(sql, " UPDATE \"%s\" SET ", k->e->name);
	for (size_t i = 0; !check && i < n; i++)
		crm_buf_printf(sql, "%s\"%s\" = \"d\".\"%s\"", i ? ", " : "",
		    columns[i], columns[i]);
	crm_buf_printf(sql, "%s \"d\" WHERE \"%s\".\"id\" = \"d\".\"id\" AND (",
	    check ? "" : " FROM", k->e->name);
	for (size_t i = 0; i < n; i++)
		crm_buf_printf(sql, "%s\"%s\".\"%s\" IS DISTINCT FROM"
		    " \"d\".\"%s\"", i ? " OR " : "", k->e->name, columns[i],
		    columns[i]);
	crm_buf_char(sql, ')');
}

/* One statement for K: of everybody, or of the N ids that are bound. */
static void
make_sql(struct crm_buf *sql, const struct kept *k, size_t n,
	 bool check)
{
	crm_buf_str(sql, "WITH ");
	for (size_t i = 0; i < n; i++)
		crm_buf_printf(sql, "%s(CAST($%zu AS BIGINT))", i ? ", "
		    : "\"t\"(\"id\") AS (VALUES ", i + 1);
	crm_buf_printf(sql, "%s\"r\"(\"id\", \"won\", \"opened\", \"done\") AS"
	    " (", n ? "), " : "");
	add_present(sql, k, n > 0);
	for (const struct part *p = k->parts; p->all; p++)
		crm_buf_printf(sql, " UNION ALL %s%s", p->all,
		    n ? p->some : "");
	crm_buf_str(sql, "), \"d\"(\"id\", \"first_bought\","
	    " \"last_bought\", \"last_activity\", \"qualified_on\") AS (SELECT"
	    " \"id\", MIN(\"won\"), MAX(\"won\"), MAX(\"done\"), CASE WHEN"
	    " MIN(\"opened\") > MIN(\"done\") THEN MIN(\"opened\") WHEN"
	    " MIN(\"opened\") IS NOT NULL THEN MIN(\"done\") END FROM \"r\""
	    " GROUP BY \"id\")");
	add_update(sql, k, check);
}

static int
keep(struct crm *crm, const struct kept *k, const struct crm_value *ids,
     size_t n)
{
	struct crm_buf sql = { 0 };
	int rc;

	make_sql(&sql, k, n, false);
	rc = crm_db_exec(crm->db, sql.s, n, ids);
	crm_buf_free(&sql);
	return rc;
}

/* Call keep for the ids of LIST, so many at a time. */
static int
keep_list(struct crm *crm, const struct kept *k, const struct crm_buf *list)
{
	const int64_t *v = (void *)list->s;
	size_t n = list->len / sizeof(*v), m;
	struct crm_value ids[AT_ONCE];
	int rc = 0;

	for (; !rc && n; v += m, n -= m) {
		for (m = 0; m < n && m < AT_ONCE; m++)
			ids[m] = crm_int(v[m]);
		rc = keep(crm, k, ids, m);
	}
	return rc;
}

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

/* The touched records of K, and those that they bring with them. */
static int
gather(struct crm_buf *list, struct crm *crm, const struct kept *k,
       const struct crm_touched *t)
{
	const int64_t *v = (void *)t->list.s;
	size_t n = t->list.len / sizeof(*v);
	int rc = 0;

	for (size_t i = 0; !rc && i < n; i++) {
		int number = crm_link_entity(v[i]);
		int64_t id = crm_link_id(v[i]);

		if (number == k->e->number)
			crm_buf_add(list, &id, sizeof(id));
		else if (number == crm_contact.number &&
		    crm_is(k->e, &crm_account))
			rc = add_ids(list, crm, "SELECT \"account\" FROM"
			    " \"contact\" WHERE \"id\" = $1 AND \"account\""
			    " IS NOT NULL", id);
		else if (number == crm_account.number &&
		    crm_is(k->e, &crm_contact) && (*crm_map_get(&t->links,
		    &v[i], sizeof(v[i])) & WITH_CONTACTS))
			rc = add_ids(list, crm, "SELECT \"id\" FROM"
			    " \"contact\" WHERE \"account\" = $1", id);
	}
	return rc;
}

int
crm_lifecycle_rebuild(struct crm *crm)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < CRM_COUNT(kept); i++)
		rc = keep(crm, &kept[i], NULL, 0);
	return rc;
}

int
crm_lifecycle_check(int64_t *wrong, struct crm *crm)
{
	int rc = 0;

	*wrong = 0;
	for (size_t i = 0; !rc && i < CRM_COUNT(kept); i++) {
		struct crm_buf sql = { 0 };
		int64_t n = 0;

		make_sql(&sql, &kept[i], 0, true);
		rc = crm_db_int(&n, crm->db, sql.s, CRM_NONE);
		*wrong += n;
		crm_buf_free(&sql);
	}
	return rc;
}

/* Without opportunities and activities there is nothing to be kept. */
static int
nothing_happened(struct crm *crm)
{
	int64_t n = 0;
	int rc = crm_db_int(&n, crm->db, "SELECT 1 WHERE EXISTS (SELECT 1 FROM"
	    " \"opp\") OR EXISTS (SELECT 1 FROM \"activity\") OR EXISTS"
	    " (SELECT 1 FROM \"log\" WHERE \"entity\" IN (8, 11))", CRM_NONE);

	return rc == CRM_ENOTFOUND ? 1 : rc;
}

int
crm_lifecycle_keep(struct crm *crm)
{
	struct crm_touched *t = crm->batch->touched;
	int rc = t && t->links.n ? nothing_happened(crm) : 1;

	if (!rc && t->all)
		rc = crm_lifecycle_rebuild(crm);
	for (size_t i = 0; !rc && !t->all && i < CRM_COUNT(kept); i++) {
		struct crm_buf list = { 0 };

		rc = gather(&list, crm, &kept[i], t);
		if (!rc)
			rc = keep_list(crm, &kept[i], &list);
		crm_buf_free(&list);
	}
	crm_lifecycle_forget(crm);
	return rc > 0 ? 0 : rc;
}

void
crm_lifecycle_forget(struct crm *crm)
{
	struct crm_touched *t = crm->batch->touched;

	if (!t)
		return;
	crm_map_free(&t->links);
	crm_buf_free(&t->list);
	crm->batch->touched = NULL;
}
