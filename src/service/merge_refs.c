/*
 * What refers to the losers of a merge refers to the winner.
 *
 * A record that ties others together would then be there twice, when the
 * winner has the same: it is deleted instead.  So is a relation of the two.
 * The log of stages stays what it was.
 */
#include <stdio.h>
#include <string.h>

#include "crm/buf.h"
#include "crm/db.h"
#include "crm/further_address.h"
#include "crm/link.h"
#include "crm/relation.h"
#include "model/row.h"
#include "model/tag.h"
#include "service/merge.h"

/* By what a record is the same as another. */
static const struct {
	const struct crm_entity *e;
	const char *fields[5];
} naturals[] = {
	{ &crm_member, { "of", "on" } },
	{ &crm_relation, { "from", "to", "kind" } },
	{ &crm_occasion, { "on", "kind", "date", "label" } },
	{ &crm_address, { "on", "kind", "value" } },
	{ &crm_stage, { "pipeline", "name" } },
};

static bool
is_winner(const struct merge *m, const struct crm_record *r)
{
	return crm_is(r->entity, m->e) &&
	    crm_record_id(r) == crm_record_id(m->winner);
}

/* Of R: the reference F to a loser. */
static int
point_ref(struct merge *m, struct crm_record *r, size_t f)
{
	const struct crm_field *field = &r->entity->fields[f];
	int64_t to = crm_record_id(m->winner);
	bool self = is_winner(m, r);
	int rc = 0;

	if (r->v[f].kind != CRM_INT || !merge_is_gone(m, r->v[f].i))
		return 0;
	if (!self && (field->flags & CRM_TREE))
		rc = merge_is_above(&self, m, field, to, crm_record_id(r));
	m->done->cleared += self;
	crm_record_set(r, (int)f, self ? crm_null() : crm_int(to));
	return rc;
}

static bool
is_gone_link(const struct merge *m, int64_t link)
{
	return crm_link_entity(link) == m->e->number &&
	    merge_is_gone(m, crm_link_id(link));
}

static void
point_link(struct merge *m, struct crm_record *r, size_t f)
{
	bool self = is_winner(m, r);

	if (r->v[f].kind != CRM_INT || !is_gone_link(m, r->v[f].i))
		return;
	m->done->cleared += self;
	crm_record_set(r, (int)f, self ? crm_null() : crm_int(crm_link(m->e,
	    crm_record_id(m->winner))));
}

struct links {
	const struct merge *m;
	const struct crm_record *r;
	struct crm_buf out;
	bool differs;
};

/* "contact:42" of a set. */
static int
point_one(void *ctx, const char *s, size_t len)
{
	struct links *l = ctx;
	const struct merge *m = l->m;
	size_t n = strlen(m->e->name);
	int64_t id = 0;

	if (len > n && s[n] == ':' && !memcmp(s, m->e->name, n))
		for (size_t i = n + 1; i < len; i++)
			id = id * 10 + s[i] - '0';
	if (!id || !merge_is_gone(m, id)) {
		crm_buf_add(&l->out, s, len);
	} else {
		l->differs = true;
		if (!is_winner(m, l->r))
			crm_link_write(&l->out, crm_link(m->e,
			    crm_record_id(m->winner)));
	}
	crm_buf_char(&l->out, ';');
	return 0;
}

static int
point_links(struct merge *m, struct crm_record *r, size_t f)
{
	struct links l = { .m = m, .r = r };
	int rc;

	crm_tags_each(r->v[f], point_one, &l);
	rc = l.differs ? crm_tags_normal(&r->v[f], m->crm, r->arena, l.out.s,
	    l.out.len) : 0;
	r->given[f] |= l.differs;
	crm_buf_free(&l.out);
	return rc;
}

int
merge_point(struct merge *m, struct crm_record *r)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < r->entity->nfields; i++) {
		const struct crm_field *f = &r->entity->fields[i];

		if (!merge_is_own(f))
			continue;
		if (f->type == CRM_T_REF &&
		    crm_is(crm_field_ref(m->crm, f), m->e))
			rc = point_ref(m, r, i);
		else if (f->type == CRM_T_LINK)
			point_link(m, r, i);
		else if (f->type == CRM_T_LINKS)
			rc = point_links(m, r, i);
	}
	return rc;
}

/* Append " AND field = $n" for the field NAME of R. */
static void
add_same(struct crm_buf *sql, const struct crm_record *r, const char *name,
	 struct crm_value *bind, size_t *n)
{
	const struct crm_field *f = crm_field_find(r->entity, name,
	    strlen(name));
	int at = (int)(f - r->entity->fields);
	char column[64];

	bind[*n] = crm_field_has_key(f) ? crm_row_key(r, at) : r->v[at];
	crm_buf_printf(sql, " AND \"%s\"", crm_field_key(column, f));
	if (bind[*n].kind == CRM_NULL)
		crm_buf_str(sql, " IS NULL");
	else
		crm_buf_printf(sql, " = $%zu", ++*n);
}

/* Whether there is a record that is the same as R: *TWICE. */
static int
is_twice(bool *twice, struct merge *m, const struct crm_record *r)
{
	struct crm_value bind[6] = { r->v[CRM_F_ID] };
	struct crm_buf sql = { 0 };
	size_t i = 0, n = 1;
	int64_t other;
	int rc;

	*twice = false;
	while (i < CRM_COUNT(naturals) && !crm_is(naturals[i].e, r->entity))
		i++;
	if (i == CRM_COUNT(naturals))
		return 0;
	crm_buf_printf(&sql, "SELECT \"id\" FROM \"%s\" WHERE \"id\" <> $1 AND"
	    " \"deleted_at\" IS NULL", r->entity->name);
	for (const char *const *f = naturals[i].fields; *f; f++)
		add_same(&sql, r, *f, bind, &n);
	crm_buf_str(&sql, " LIMIT 1");
	rc = crm_db_int(&other, m->crm->db, sql.s, n, bind);
	crm_buf_free(&sql);
	*twice = !rc;
	return rc == CRM_ENOTFOUND ? 0 : rc;
}

/* The record ID of E, which has a reference to a loser. */
static int
point_record(struct merge *m, const struct crm_entity *e, int64_t id)
{
	struct crm_record *r;
	bool drop = false, done, gone;
	int rc = crm_record_load(&r, m->crm, e, id, &m->row);

	if (!rc)
		rc = merge_point(m, r);
	if (rc)
		return rc;
	gone = r->v[CRM_F_DELETED_AT].kind != CRM_NULL;
	if (crm_is(e, &crm_relation))
		drop = crm_same(r->v[RELATION_FROM], r->v[RELATION_TO]);
	if (!drop && !gone)
		rc = is_twice(&drop, m, r);
	if (rc)
		return rc;
	if (drop) {
		rc = crm_delete(m->crm, e, id, &done);
		m->done->dropped += done;
		return rc;
	}
	if (crm_is(e, &crm_address))
		merge_number_moves(m, r);
	merge_hold(r);
	rc = crm_save(m->crm, r);
	m->done->moved += !gone;
	return rc;
}

struct found {
	struct crm_map seen;
	struct crm_buf ids;		/* of int64_t */
};

static int
find(struct found *to, struct merge *m, const struct crm_entity *e,
     const char *sql, size_t n, const struct crm_value *bind)
{
	struct crm_rows *rows;
	int rc = crm_db_query(&rows, m->crm->db, sql, n, bind);

	if (rc)
		return rc;
	while ((rc = crm_rows_next(rows)) > 0) {
		int64_t id = crm_rows_int(rows, 0);

		if (crm_is(e, m->e) && (merge_is_gone(m, id) ||
		    id == crm_record_id(m->winner)))
			continue;
		if (!(*crm_map_put(&to->seen, &id, sizeof(id)))++)
			crm_buf_add(&to->ids, (const char *)&id, sizeof(id));
	}
	crm_rows_close(rows);
	return rc;
}

/* Those of E whose field F refers to the record ID. */
static int
find_by(struct found *to, struct merge *m, const struct crm_entity *e,
	const struct crm_field *f, int64_t id)
{
	int64_t link = crm_link(m->e, id);
	struct crm_buf text = { 0 };
	char sql[192];
	int rc;

	snprintf(sql, sizeof(sql), "SELECT \"id\" FROM \"%s\" WHERE \"%s\" ="
	    " $1 ORDER BY \"id\"", e->name, crm_field_column(f));
	if (f->type == CRM_T_REF)
		return crm_is(crm_field_ref(m->crm, f), m->e) ? find(to, m,
		    e, sql, CRM_BIND(crm_int(id))) : 0;
	if ((f->type != CRM_T_LINK && f->type != CRM_T_LINKS) ||
	    !crm_link_allows(f, m->e))
		return 0;
	if (f->type == CRM_T_LINK)
		return find(to, m, e, sql, CRM_BIND(crm_int(link)));
	crm_link_write(&text, link);
	rc = find(to, m, e, "SELECT \"record\" FROM \"tag\" WHERE \"entity\""
	    " = $1 AND \"tag\" = $2 ORDER BY \"record\"",
	    CRM_BIND(crm_int(crm_field_set(e, f)), crm_text(text.s)));
	crm_buf_free(&text);
	return rc;
}

static int
point_entity(struct merge *m, const struct crm_entity *e)
{
	struct found to = { 0 };
	const int64_t *ids;
	int rc = 0;

	for (size_t i = 0; !rc && i < e->nfields; i++)
		for (size_t j = 0; !rc && j < m->n &&
		    merge_is_own(&e->fields[i]); j++)
			rc = find_by(&to, m, e, &e->fields[i],
			    crm_record_id(m->losers[j]));
	ids = (const void *)to.ids.s;
	for (size_t i = 0; !rc && i < to.ids.len / sizeof(*ids); i++) {
		rc = point_record(m, e, ids[i]);
		crm_arena_reset(&m->row);
	}
	crm_buf_free(&to.ids);
	crm_map_free(&to.seen);
	return rc;
}

int
merge_point_all(struct merge *m)
{
	const struct crm_entity *e;
	int rc = 0;

	for (size_t i = 0; !rc && (e = crm_entities(m->crm)[i]); i++)
		if (!(e->flags & CRM_E_PLAIN) && !crm_is(e,
		    &crm_stage_change))
			rc = point_entity(m, e);
	return rc;
}
