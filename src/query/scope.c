/* One FROM and what is joined to it. */
#include <string.h>

#include "crm/link.h"
#include "query/path.h"

/*
 * SQLite's parser has a stack of 100 entries before 3.46; what the statement
 * round the filter takes is kept free.
 */
#define NESTING_MAX 80

struct crm_scope *
crm_scope_new(struct crm_query *q, const struct crm_entity *e,
	      const struct crm_field *link, const struct crm_table *on)
{
	struct crm_scope *s = crm_arena_alloc(q->arena, sizeof(*s));

	s->first.entity = e;
	s->first.number = ++q->tables;
	s->link = link;
	s->on = on;
	return s;
}

void
crm_scope_joins(const struct crm_scope *scope, struct crm_buf *out)
{
	for (const struct crm_table *t = scope->first.next; t; t = t->next)
		if (t->currency)
			crm_buf_printf(out, " LEFT JOIN \"exchange\" AS"
			    " \"t%d\" ON \"t%d\".\"currency\" = %s AND"
			    " \"t%d\".\"day\" = %s", t->number, t->number,
			    t->currency, t->number, t->day);
		else
			crm_buf_printf(out, " LEFT JOIN \"%s\" AS \"t%d\""
			    " ON \"t%d\".\"id\" = %s", t->entity->name,
			    t->number, t->number, t->key);
}

/* How S's link names the record that the subquery hangs on. */
static const char *
linked(struct crm_query *q, const struct crm_scope *s)
{
	const struct crm_entity *e = s->on->entity;
	const char *id = crm_path_column(q, s->on, "id");

	if (s->link->type == CRM_T_LINK)
		return crm_arena_printf(q->arena, "%s * %d + %d", id,
		    CRM_LINK_BASE, e->number);
	if (s->link->type == CRM_T_LINKS)
		return crm_arena_printf(q->arena, "'%s:' || CAST(%s AS"
		    " TEXT)", e->name, id);
	return id;
}

size_t
crm_scope_open(struct crm_query *q, const struct crm_scope *s,
	       const char *what)
{
	int n = s->first.number;
	size_t mark;

	crm_emit(q, "SELECT %s FROM \"%s\" AS \"t%d\"", what,
	    s->first.entity->name, n);
	mark = q->out->len;
	if (s->link->type == CRM_T_LINKS)
		crm_emit(q, " WHERE \"t%d\".\"id\" IN (SELECT \"record\" FROM"
		    " \"tag\" WHERE \"entity\" = %d AND \"tag\" ", n,
		    crm_field_set(s->first.entity, s->link));
	else
		crm_emit(q, " WHERE \"t%d\".\"%s\" ", n,
		    crm_field_column(s->link));
	if (s->within) {
		size_t inner;

		crm_emit_str(q, "IN (");
		inner = crm_scope_open(q, s->within, linked(q, s));
		crm_scope_close(q, s->within, inner);
		crm_emit_str(q, ")");
	} else {
		crm_emit(q, "= %s", linked(q, s));
	}
	crm_emit(q, "%s AND \"t%d\".\"deleted_at\" IS NULL",
	    s->link->type == CRM_T_LINKS ? ")" : "", n);
	return mark;
}

void
crm_scope_close(struct crm_query *q, const struct crm_scope *scope,
		size_t mark)
{
	struct crm_buf joins = { 0 };
	size_t rest = q->out->len - mark;

	crm_scope_joins(scope, &joins);
	if (joins.len) {
		crm_buf_grow(q->out, joins.len);
		memmove(q->out->s + mark + joins.len, q->out->s + mark,
		    rest + 1);
		memcpy(q->out->s + mark, joins.s, joins.len);
		q->out->len += joins.len;
	}
	crm_buf_free(&joins);
}

int
crm_query_deeper(struct crm_query *q, size_t at, int n)
{
	q->nesting += n;
	if (q->nesting <= NESTING_MAX)
		return 0;
	crm_source_fail(q->src, at, "the filter is nested too deeply");
	return crm_hint(q->src->err, "write it with fewer brackets, or as"
	    " several filters, which are joined by and");
}
