/*
 * What stands in the way of taking back a batch.
 *
 * A batch can be taken back when the records that it wrote are as it left
 * them, when nobody took a unique value that it gave up, and when nothing
 * that stays refers to what it added, nor what comes back to what is gone.
 */
#include <stdio.h>
#include <string.h>

#include "crm/link.h"
#include "model/batch.h"
#include "model/log.h"
#include "model/save.h"
#include "model/undo.h"

/*
 * Later batches that are in effect.  One that was undone is not, nor is the
 * undo of a batch that is later too: the two cancel each other.
 */
#define LATER \
	"\"later\".\"id\" > $1 AND \"later\".\"undone\" IS NULL AND" \
	" (\"later\".\"undoes\" IS NULL OR \"later\".\"undoes\" <= $1)"

static int
refuse(struct crm *crm, int64_t batch, int64_t later,
       const struct crm_entity *e, int64_t id, const char *what)
{
	crm_failed(crm, CRM_ECONFLICT, "batch %lld can't be undone: the"
	    " later batch %lld %s %s %lld", (long long)batch,
	    (long long)later, what, e->name, (long long)id);
	return crm_hinted(crm, "undo that one first: crm undo %lld",
	    (long long)later);
}

/* A row of LATER whose range meets one of the batch's, by JOIN. */
static int
check_overlap(struct undo *u, const struct crm_entity *e, const char *join)
{
	struct crm_buf sql = { 0 };
	struct crm_rows *rows;
	int rc;

	crm_buf_printf(&sql, "SELECT \"b\".\"batch\", CASE WHEN \"a\".\"record"
	    "\" > \"b\".\"record\" THEN \"a\".\"record\" ELSE"
	    " \"b\".\"record\" END FROM \"log\" \"a\" JOIN \"log\" \"b\" ON"
	    " \"b\".\"entity\" = $2 AND %s JOIN \"batch\" \"later\" ON"
	    " \"later\".\"id\" = \"b\".\"batch\" WHERE \"a\".\"entity\" = $2"
	    " AND \"a\".\"batch\" = $1 AND " LATER
	    " ORDER BY \"b\".\"batch\" DESC LIMIT 1", join);
	rc = crm_db_query(&rows, u->crm->db, sql.s,
	    CRM_BIND(crm_int(u->batch), crm_int(e->number)));
	if (!rc) {
		rc = crm_rows_next(rows);
		if (rc > 0) {
			int64_t later = crm_rows_int(rows, 0);

			rc = refuse(u->crm, u->batch, later, e,
			    crm_rows_int(rows, 1), "changed");
		}
		crm_rows_close(rows);
	}
	crm_buf_free(&sql);
	return rc;
}

static int
check_entity(struct undo *u, const struct crm_entity *e)
{
	int rc = check_overlap(u, e, "\"b\".\"record\" >= \"a\".\"record\""
	    " AND \"b\".\"record\" <= \"a\".\"upto\"");

	return rc ? rc : check_overlap(u, e, "\"b\".\"upto\" >"
	    " \"b\".\"record\" AND \"b\".\"record\" <= \"a\".\"record\" AND"
	    " \"b\".\"upto\" >= \"a\".\"record\"");
}

int
undo_check_later(struct undo *u)
{
	int rc = 0;

	for (size_t i = 0; !rc && crm_entities(u->crm)[i]; i++)
		rc = check_entity(u, crm_entities(u->crm)[i]);
	return rc;
}

/* The last batch that wrote record ID of E, but for this one. */
static int
last_batch(int64_t *batch, struct undo *u, const struct crm_entity *e,
	   int64_t id)
{
	return crm_db_int(batch, u->crm->db,
	    "SELECT COALESCE(MAX(\"batch\"), 0) FROM \"log\" WHERE"
	    " \"entity\" = $1 AND \"record\" <= $2 AND \"upto\" >= $2 AND"
	    " \"batch\" <> $3", CRM_BIND(crm_int(e->number), crm_int(id),
	    crm_int(u->crm->batch->id)));
}

/* Refuse, naming the last batch that wrote record ID of E. */
static int
refuse_by(struct undo *u, const struct crm_entity *e, int64_t id,
	  const char *what)
{
	int64_t later = 0;
	int rc = last_batch(&later, u, e, id);

	return rc ? rc : refuse(u->crm, u->batch, later, e, id, what);
}

int
undo_check_unique(struct undo *u, const struct crm_record *r)
{
	const struct crm_entity *e = r->entity;
	char what[96];
	int64_t other;
	int rc;

	if (r->v[CRM_F_DELETED_AT].kind != CRM_NULL)
		return 0;
	for (size_t i = 0; i < e->nfields; i++) {
		if (!(e->fields[i].flags & CRM_UNIQUE))
			continue;
		rc = crm_unique_find(&other, u->crm, r, (int)i);
		if (rc && rc != CRM_ENOTFOUND)
			return rc;
		if (rc || other == crm_record_id(r))
			continue;
		snprintf(what, sizeof(what), "gave the %s it had to",
		    e->fields[i].name);
		return refuse_by(u, e, other, what);
	}
	return 0;
}

/* Walk up from R by F; on a way back to R the last change is in the way. */
static int
check_tree(struct undo *u, const struct crm_record *r, size_t f)
{
	const struct crm_entity *e = r->entity;
	int64_t up = r->v[f].i, id = crm_record_id(r);
	int64_t batch, later = 0, who = 0;
	char sql[160];
	int rc = 0;

	snprintf(sql, sizeof(sql), "SELECT COALESCE(\"%s\", 0) FROM \"%s\""
	    " WHERE \"id\" = $1", crm_field_column(&e->fields[f]), e->name);
	/* The bound is a guard: there is no other way round. */
	for (int n = 0; !rc && up && up != id && n < 1000; n++) {
		rc = last_batch(&batch, u, e, up);
		if (batch > later) {
			later = batch;
			who = up;
		}
		if (!rc)
			rc = crm_db_int(&up, u->crm->db, sql,
			    CRM_BIND(crm_int(up)));
	}
	/* One that isn't there has nobody above it. */
	if (rc || up != id)
		return rc == CRM_ENOTFOUND ? 0 : rc;
	return refuse(u->crm, u->batch, later, e, who, "put below it");
}

int
undo_check_trees(struct undo *u, const struct crm_record *r,
		 const bool *changed)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < r->entity->nfields; i++)
		if (changed[i] && (r->entity->fields[i].flags & CRM_TREE) &&
		    r->v[i].kind == CRM_INT)
			rc = check_tree(u, r, i);
	return rc;
}

/*
 * The first row of SQL, which has N of entity, batch, first and last record:
 * a record of E, that is in the way by WHAT.
 */
static int
refuse_found(struct undo *u, const char *sql, size_t n,
	     const struct crm_entity *from, const struct crm_entity *e,
	     const char *what)
{
	const struct crm_value bind[] = {
		crm_int(from->number), crm_int(u->batch), crm_int(u->first),
		crm_int(u->last)
	};
	int64_t id;
	int rc = crm_db_int(&id, u->crm->db, sql, n, bind);

	if (rc == CRM_ENOTFOUND)
		return 0;
	return rc ? rc : refuse_by(u, e, id, what);
}

/* A record of FROM that is there refers by F to one that was removed. */
static int
check_removed(struct undo *u, const struct crm_entity *from,
	      const struct crm_field *f, const struct crm_entity *to)
{
	const char *name = crm_field_column(f);
	const char *times = f->type == CRM_T_LINK ? " * 64" : "";
	struct crm_buf sql = { 0 };
	int rc;

	crm_buf_printf(&sql, "SELECT \"r\".\"id\" FROM \"log\" \"l\" JOIN"
	    " \"%s\" \"r\" ON ", from->name);
	if (f->type == CRM_T_LINK)
		crm_buf_printf(&sql, "\"r\".\"%s\" >= \"l\".\"record\" *"
		    " %d AND \"r\".\"%s\" < (\"l\".\"upto\" + 1) * %d AND"
		    " \"r\".\"%s\" %% %d = %d", name, CRM_LINK_BASE,
		    name, CRM_LINK_BASE, name, CRM_LINK_BASE,
		    to->number);
	else
		crm_buf_printf(&sql, "\"r\".\"%s\" >= \"l\".\"record\" AND"
		    " \"r\".\"%s\" <= \"l\".\"upto\"", name, name);
	/* Values say more of how many there are than columns do. */
	crm_buf_printf(&sql, " AND \"r\".\"%s\" >= $3%s AND \"r\".\"%s\" <"
	    " ($4 + 1)%s", name, times, name, times);
	crm_buf_str(&sql, " WHERE \"l\".\"entity\" = $1"
	    " AND \"l\".\"batch\" = $2 AND \"l\".\"op\" = 'I'");
	if (crm_is(from, &crm_tag))
		crm_buf_printf(&sql, " AND \"r\".\"entity\" %% %d = %d",
		    CRM_LINK_BASE, to->number);
	crm_buf_str(&sql, " LIMIT 1");
	rc = refuse_found(u, sql.s, 4, to, from, "refers to it by");
	crm_buf_free(&sql);
	return rc;
}

/* A set of links that is there has one to a record that was removed. */
static int
check_links(struct undo *u, const struct crm_entity *from,
	    const struct crm_field *f, const struct crm_entity *to)
{
	const char *name = crm_field_column(f);
	struct crm_buf sql = { 0 };
	size_t len = strlen(to->name) + 1;
	int rc;

	crm_buf_printf(&sql, "SELECT \"r\".\"id\" FROM \"log\" \"l\" JOIN"
	    " \"tag\" \"r\" ON \"r\".\"entity\" >= %d AND"
	    " substr(\"r\".\"%s\", 1, %zu) = '%s:' AND"
	    " CAST(substr(\"r\".\"%s\", %zu) AS BIGINT) BETWEEN"
	    " \"l\".\"record\" AND \"l\".\"upto\" WHERE \"l\".\"entity\" ="
	    " $1 AND \"l\".\"batch\" = $2 AND \"l\".\"op\" = 'I' LIMIT 1",
	    CRM_LINK_BASE, name, len, to->name, name, len + 1);
	rc = refuse_found(u, sql.s, 2, to, from, "refers to it by");
	crm_buf_free(&sql);
	return rc;
}

/* A record of FROM that came back refers by F to one that is not there. */
static int
check_brought(struct undo *u, const struct crm_entity *from,
	      const struct crm_field *f, const struct crm_entity *to)
{
	const char *name = crm_field_column(f);
	struct crm_buf sql = { 0 };
	int rc;
	const char *id = f->type == CRM_T_LINK
	    ? crm_arena_printf(&u->row, "\"r\".\"%s\" / %d", name,
	    CRM_LINK_BASE) : crm_arena_printf(&u->row, "\"r\".\"%s\"",
	    name);

	crm_buf_printf(&sql, "SELECT %s FROM \"log\" \"l\" JOIN"
	    " \"%s\" \"r\" ON \"r\".\"id\" = \"l\".\"record\" WHERE"
	    " \"l\".\"entity\" = $1 AND \"l\".\"batch\" = $2 AND"
	    " \"l\".\"op\" <> 'I' AND \"r\".\"%s\" IS NOT NULL AND NOT"
	    " EXISTS (SELECT 1 FROM \"%s\" \"t\" WHERE \"t\".\"id\" ="
	    " %s)", id, from->name, name, to->name, id);
	if (f->type == CRM_T_LINK)
		crm_buf_printf(&sql, " AND \"r\".\"%s\" %% %d = %d", name,
		    CRM_LINK_BASE, to->number);
	crm_buf_str(&sql, " LIMIT 1");
	rc = refuse_found(u, sql.s, 2, from, to, "removed");
	crm_buf_free(&sql);
	return rc;
}

/* Whether the batch has rows of E whose op is I, and which others. */
static int
wrote(bool *added, bool *others, struct undo *u, const struct crm_entity *e)
{
	struct crm_rows *rows;
	int rc = crm_db_query(&rows, u->crm->db, "SELECT MIN(CASE WHEN \"op\" ="
	    " 'I' THEN \"record\" END), MAX(CASE WHEN \"op\" = 'I' THEN"
	    " \"upto\" END), MAX(CASE WHEN \"op\" <> 'I' THEN 1 END) FROM"
	    " \"log\" WHERE \"entity\" = $1 AND \"batch\" = $2",
	    CRM_BIND(crm_int(e->number), crm_int(u->batch)));

	if (rc)
		return rc;
	rc = crm_rows_next(rows);
	if (rc > 0) {
		*added = !crm_rows_null(rows, 0);
		u->first = crm_rows_int(rows, 0);
		u->last = crm_rows_int(rows, 1);
		*others = !crm_rows_null(rows, 2);
	}
	crm_rows_close(rows);
	return rc < 0 ? rc : 0;
}

static int
each_reference(struct undo *u, const struct crm_entity *from,
	       const struct crm_entity *to,
	       int (*check)(struct undo *u, const struct crm_entity *from,
			    const struct crm_field *f,
			    const struct crm_entity *to))
{
	int rc = 0;

	for (size_t j = 0; !rc && j < from->nfields; j++) {
		const struct crm_field *f = &from->fields[j];
		bool tag = crm_is(from, &crm_tag) && !strcmp(f->name, "record");

		if (!crm_field_stored(from, f))
			continue;
		if (crm_is(from, &crm_tag) && !strcmp(f->name, "tag") &&
		    check == check_removed)
			rc = check_links(u, from, f, to);
		if (rc)
			break;
		if (f->type == CRM_T_LINK ? crm_link_allows(f, to)
		    : f->ref ? !strcmp(f->ref, to->name)
		    : tag && check == check_removed)
			rc = check(u, from, f, to);
	}
	return rc;
}

int
undo_check_references(struct undo *u)
{
	const struct crm_entity *const *all = crm_entities(u->crm);
	bool added = false, others = false;
	int rc = 0;

	for (size_t i = 0; !rc && all[i]; i++) {
		const struct crm_entity *e = all[i];

		rc = wrote(&added, &others, u, e);
		for (size_t k = 0; !rc && all[k]; k++) {
			if (added)
				rc = each_reference(u, all[k], e,
				    check_removed);
			if (!rc && others)
				rc = each_reference(u, e, all[k],
				    check_brought);
		}
	}
	return rc;
}
