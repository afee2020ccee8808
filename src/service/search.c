/*
 * Which records a search finds.
 *
 * Those that are called exactly so are looked up by their names and come
 * first; the others by one query over the index, part by part.
 */
#include "service/search.h"

#include <string.h>

#include "crm/db.h"
#include "crm/link.h"
#include "crm/ref.h"
#include "crm/search.h"
#include "crm/suggest.h"

enum { NAMED_MAX = 100, ENTITIES = 64 };

struct search {
	struct crm *crm;
	const struct crm_search_how *how;
	const struct crm_entity *in[ENTITIES];
	size_t nin;
	int64_t named[NAMED_MAX];	/* links, in order */
	size_t nnamed;
	struct crm_value bind[CRM_SEARCH_PARTS + NAMED_MAX + 2];
	size_t nbind;
	struct search_rows rows;
};

static int
unknown(struct crm *crm, const char *s, size_t len)
{
	const struct crm_entity *const *all = crm_entities(crm);
	struct crm_suggest near;

	crm_suggest_init(&near, s, len);
	for (size_t i = 0; all[i]; i++)
		if (!(all[i]->flags & CRM_E_PLAIN))
			crm_suggest_try(&near, all[i]->name);
	crm_failed(crm, CRM_EUSAGE, "--in: there is no '%.*s'",
	    (int)(len < 60 ? len : 60), s);
	return near.best ? crm_hinted(crm, "did you mean '%s'?", near.best) :
	    crm_hinted(crm, "crm help lists them");
}

/* The entities of the list, or all, by their numbers. */
static int
read_in(struct search *s)
{
	bool in[ENTITIES] = { false };
	const char *list = s->how->in;

	for (size_t len; list && *list; list += len + (list[len] == ',')) {
		const struct crm_entity *e;

		len = strcspn(list, ",");
		e = crm_entity_find(s->crm, list, len);
		if (!e)
			return unknown(s->crm, list, len);
		in[e->number] = true;
	}
	for (int i = 0; i < ENTITIES; i++) {
		const struct crm_entity *e = crm_entity_number(s->crm, i);

		if (e && !(e->flags & CRM_E_PLAIN) &&
		    (in[i] || !s->how->in || !*s->how->in))
			s->in[s->nin++] = e;
	}
	return 0;
}

/* Records of E that are called exactly so, the newest first. */
static int
find_named(struct search *s, const struct crm_entity *e)
{
	const struct crm_field *f = crm_field_name(e);
	struct crm_value keys[CRM_REF_KEYS];
	struct crm_buf memory = { 0 }, sql = { 0 };
	const char *text = s->how->text;
	struct crm_rows *rows;
	char column[64];
	size_t n = f ? crm_ref_keys(keys, &memory, e, text, strlen(text)) : 0;
	int rc = 0;

	if (!n)
		goto out;
	crm_buf_printf(&sql, "SELECT \"id\" FROM \"%s\" WHERE"
	    " \"deleted_at\" IS NULL AND \"%s\" IN ($1", e->name,
	    crm_field_key(column, f));
	for (size_t i = 1; i < n; i++)
		crm_buf_printf(&sql, ", $%zu", i + 1);
	crm_buf_printf(&sql, ") ORDER BY \"id\" DESC LIMIT %d",
	    NAMED_MAX - (int)s->nnamed);
	rc = crm_db_query(&rows, s->crm->db, sql.s, n, keys);
	if (rc)
		goto out;
	while ((rc = crm_rows_next(rows)) > 0)
		s->named[s->nnamed++] = crm_link(e, crm_rows_int(rows, 0));
	crm_rows_close(rows);
out:
	crm_buf_free(&memory);
	crm_buf_free(&sql);
	return rc;
}

static int
bind(void *ctx, struct crm_value v)
{
	struct search *s = ctx;

	s->bind[s->nbind++] = v;
	return (int)s->nbind;
}

/* By part, by entity, the newest first. */
static int
add_query(struct search *s, struct crm_buf *sql, const char *words,
	  int64_t limit, int64_t offset)
{
	const char *between = " WHERE ";
	int rc;

	crm_buf_str(sql, "SELECT \"link\" FROM ");
	rc = crm_db_search(s->crm->db, sql, &s->crm->arena, words, bind, s);
	crm_buf_str(sql, " AS \"s\"");
	if (s->how->in && *s->how->in) {
		for (size_t i = 0; i < s->nin; i++)
			crm_buf_printf(sql, "%s%d", i ? ", " :
			    " WHERE \"link\" % 64 IN (", s->in[i]->number);
		crm_buf_char(sql, ')');
		between = " AND ";
	}
	for (size_t i = 0; i < s->nnamed; i++)
		crm_buf_printf(sql, "%s%s$%d", i ? "" : between, i ? ", " :
		    "\"link\" NOT IN (", bind(s, crm_int(s->named[i])));
	crm_buf_str(sql, s->nnamed ? ")" : "");
	crm_buf_printf(sql, " ORDER BY \"part\", \"link\" %% 64, \"link\""
	    " DESC LIMIT $%d", bind(s, crm_int(limit)));
	crm_buf_printf(sql, " OFFSET $%d", bind(s, crm_int(offset)));
	return rc;
}

static int
take_link(void *ctx, const struct crm_value *cells)
{
	return search_rows_add(ctx, cells[0].i);
}

/* What has the words, behind what is called so. */
static int
list(struct search *s, const char *words)
{
	int64_t limit = s->how->limit < 0 ? INT64_MAX : s->how->limit;
	int64_t offset = s->how->offset, n = (int64_t)s->nnamed;
	struct crm_buf sql = { 0 };
	int rc = 0;

	for (; !rc && offset < n && limit; offset++, limit--)
		rc = search_rows_add(&s->rows, s->named[offset]);
	if (!rc && limit) {
		rc = add_query(s, &sql, words, limit, offset - n);
		if (!rc)
			rc = crm_db_each(s->crm->db, sql.s, s->nbind, s->bind,
			    1, take_link, &s->rows);
	}
	crm_buf_free(&sql);
	return rc ? rc : search_rows_flush(&s->rows);
}

int
crm_search_list(struct crm *crm, const struct crm_search_how *how,
		const struct crm_sink *to)
{
	struct search s = { .crm = crm, .how = how, .rows = {
	    .crm = crm, .to = to, .links = how->links } };
	const char *words;
	int rc = read_in(&s);

	if (!rc)
		rc = crm_search_read(&words, crm, &crm->arena, how->text);
	if (!rc)
		rc = crm_db_begin_read(crm->db);
	if (rc)
		return rc;
	for (size_t i = 0; !rc && i < s.nin && s.nnamed < NAMED_MAX; i++)
		rc = find_named(&s, s.in[i]);
	if (!rc)
		rc = search_rows_begin(&s.rows);
	if (!rc)
		rc = list(&s, words);
	crm_arena_free(&s.rows.arena);
	return crm_db_end(crm->db, rc);
}
