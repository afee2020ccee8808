/* What the losers of a merge were reached by, besides the winner's own. */
#include <string.h>

#include "crm/buf.h"
#include "crm/db.h"
#include "crm/further_address.h"
#include "crm/link.h"
#include "model/row.h"
#include "service/merge.h"

/* "+4930123;ext=12" as people write it. */
static struct crm_value
written(struct crm_arena *a, struct crm_value key)
{
	const char *ext = memchr(key.s, ';', key.len);
	int n = ext ? (int)(ext - key.s) : (int)key.len;

	if (!ext)
		return key;
	return crm_text(crm_arena_printf(a, "%.*s ext %.*s", n, key.s,
	    (int)key.len - n - 5, ext + 5));
}

/* V of the country FROM, whose key is KEY, in another country. */
static struct crm_value
abroad(struct crm_arena *a, struct crm_value v, struct crm_value key,
       struct crm_value from, struct crm_value country)
{
	if (v.kind != CRM_TEXT || v.s[0] == '+' || crm_same(from, country) ||
	    key.kind != CRM_TEXT || !key.len || key.s[0] != '+')
		return v;
	return written(a, key);
}

struct crm_value
merge_number(struct crm_arena *a, const struct crm_record *r, int f,
	     struct crm_value country)
{
	return abroad(a, r->v[f], crm_row_key(r, f), r->v[r->country],
	    country);
}

static bool
is_number(struct crm_value kind)
{
	return crm_same(kind, crm_text("phone")) ||
	    crm_same(kind, crm_text("mobile"));
}

void
merge_number_moves(const struct merge *m, struct crm_record *r)
{
	const struct crm_record *w = m->winner;
	int64_t on = crm_link(m->e, crm_record_id(w));

	if (!w->country || r->v[ADDRESS_ON].kind != CRM_INT ||
	    r->v[ADDRESS_ON].i != on || !is_number(r->v[ADDRESS_KIND]))
		return;
	r->v[ADDRESS_VALUE] = abroad(r->arena, r->v[ADDRESS_VALUE],
	    crm_row_key(r, ADDRESS_VALUE), r->v[ADDRESS_COUNTRY],
	    w->v[w->country]);
}

/* Whether the winner is reached by KEY in a field of its own. */
static bool
has_itself(const struct merge *m, enum crm_type type, struct crm_value key)
{
	for (size_t i = CRM_F_OWN; i < m->e->nfields; i++)
		if (m->e->fields[i].type == type &&
		    crm_further_has(m->e, &m->e->fields[i]) &&
		    crm_same(crm_row_key(m->winner, (int)i), key))
			return true;
	return false;
}

static int
add(struct merge *m, const struct crm_field *f, struct crm_value v)
{
	struct crm_record *r = crm_record_new(m->crm, &crm_address, &m->a);
	int64_t on = crm_link(m->e, crm_record_id(m->winner)), other;
	struct crm_value key;
	int rc;

	crm_record_set(r, ADDRESS_ON, crm_int(on));
	crm_record_set(r, ADDRESS_KIND, crm_text(f->name));
	crm_record_set(r, ADDRESS_VALUE, v);
	if (m->winner->country)
		r->v[ADDRESS_COUNTRY] = m->winner->v[m->winner->country];
	key = crm_row_key(r, ADDRESS_VALUE);
	if (has_itself(m, f->type, key))
		return 0;
	rc = crm_db_int(&other, m->crm->db, "SELECT \"id\" FROM \"address\""
	    " WHERE \"on\" = $1 AND \"value_key\" = $2 AND \"deleted_at\" IS"
	    " NULL LIMIT 1", CRM_BIND(crm_int(on), key));
	if (rc != CRM_ENOTFOUND)
		return rc;
	rc = crm_save(m->crm, r);
	m->done->addresses += !rc;
	return rc;
}

int
merge_reach(struct merge *m)
{
	struct crm_record *w = m->winner;
	int rc = 0;

	for (size_t j = 0; j < m->n; j++)
		for (size_t i = CRM_F_OWN; !rc && i < m->e->nfields; i++) {
			const struct crm_record *l = m->losers[j];
			const struct crm_field *f = &m->e->fields[i];
			struct crm_value v = l->v[i];

			if (v.kind != CRM_TEXT || !crm_further_has(m->e, f))
				continue;
			if (f->type == CRM_T_PHONE && w->country)
				v = merge_number(&m->a, l, (int)i,
				    w->v[w->country]);
			rc = add(m, f, v);
		}
	return rc;
}
