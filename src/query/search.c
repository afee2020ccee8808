/* Records of a list that hold words, and their order. */
#include "crm/db.h"
#include "crm/ref.h"
#include "crm/search.h"
#include "query/path.h"

/* It is called TEXT, exactly. */
static void
add_named(struct crm_buf *out, struct crm_query *q, const char *text)
{
	const struct crm_entity *e = q->root.first.entity;
	const struct crm_field *f = crm_field_name(e);
	struct crm_value keys[CRM_REF_KEYS];
	struct crm_buf memory = { 0 };
	char column[64];
	size_t n = f ? crm_ref_keys(keys, &memory, e, text, strlen(text)) : 0;

	for (size_t i = 0; i < n; i++) {
		keys[i].s = crm_arena_copy(q->arena, keys[i].s, keys[i].len);
		if (!i)
			crm_buf_printf(out, " WHEN \"t0\".\"%s\" IN (",
			    crm_field_key(column, f));
		crm_buf_printf(out, i ? ", $%d" : "$%d",
		    crm_query_bind(q, keys[i]));
	}
	if (n)
		crm_buf_str(out, ") THEN 0");
	crm_buf_free(&memory);
}

static int
bind(void *ctx, struct crm_value v)
{
	return crm_query_bind(ctx, v);
}

int
crm_query_search(struct crm_query *q, const char *text)
{
	struct crm_buf sql = { 0 };
	const char *words;
	int rc = crm_search_read(&words, q->crm, q->arena, text);

	if (rc)
		return rc;
	crm_buf_str(&sql, " JOIN (SELECT \"link\" / 64 AS \"id\", \"part\""
	    " FROM ");
	rc = crm_db_search(q->crm->db, &sql, q->arena, words, bind, q);
	crm_buf_printf(&sql, " AS \"f\" WHERE \"link\" %% 64 = %d) AS"
	    " \"found\" ON \"found\".\"id\" = \"t0\".\"id\"",
	    q->root.first.entity->number);
	q->found = crm_arena_copy(q->arena, sql.s, sql.len);
	crm_buf_cut(&sql, 0);
	crm_buf_str(&sql, "CASE");
	add_named(&sql, q, text);
	crm_buf_str(&sql, sql.len > 4 ? " ELSE 1 END, " : "");
	if (sql.len == 4)
		crm_buf_cut(&sql, 0);
	crm_buf_str(&sql, "\"found\".\"part\", \"t0\".\"id\" DESC");
	q->best = crm_arena_copy(q->arena, sql.s, sql.len);
	crm_buf_free(&sql);
	return rc;
}
