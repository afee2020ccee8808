/* Finding one's way through the catalogue. */
#include "query/path.h"

#include <string.h>

#include "crm/suggest.h"

#define DERIVED_DEPTH 8		/* derived fields made of derived fields */

const char *
crm_path_column(struct crm_query *q, const struct crm_table *table,
		const char *name)
{
	struct crm_buf sql = { 0 };
	const char *out;

	/* A record's own columns alone are fifty: printf takes its time. */
	crm_buf_str(&sql, "\"t");
	crm_buf_int(&sql, table->number);
	crm_buf_str(&sql, "\".\"");
	crm_buf_str(&sql, name);
	crm_buf_char(&sql, '"');
	out = crm_arena_copy(q->arena, sql.s, sql.len);
	crm_buf_free(&sql);
	return out;
}

struct crm_table *
crm_path_join(struct crm_query *q, struct crm_base base,
	      const struct crm_field *field)
{
	struct crm_scope *s = base.scope;
	const char *key = NULL;
	struct crm_table *t;

	for (t = s->first.next; t; t = t->next)
		if (t->parent == base.table && t->field == field)
			return t;
	if (++s->joins > CRM_JOINS_MAX ||
	    crm_path_value(&key, q, base, field))
		return NULL;
	t = crm_arena_alloc(q->arena, sizeof(*t));
	t->entity = crm_field_ref(q->crm, field);
	t->number = ++q->tables;
	t->key = key;
	t->parent = base.table;
	t->field = field;
	*(s->last ? &s->last->next : &s->first.next) = t;
	s->last = t;
	return t;
}

static int
too_many_joins(struct crm_query *q, size_t at)
{
	return crm_source_fail(q->src, at,
	    "more than %d references are followed", CRM_JOINS_MAX);
}

/* One component of a path. */
struct step {
	const char *s;
	size_t len, at;
	bool last;
};

struct suggestions {
	struct crm_suggest near;
	struct crm_arena *arena;
};

static void
try_inverse(void *ctx, const char *name, const struct crm_entity *from,
	    const struct crm_field *field)
{
	struct suggestions *s = ctx;

	(void)from;
	(void)field;
	crm_suggest_try(&s->near, crm_arena_str(s->arena, name));
}

static int
unknown(struct crm_query *q, const struct crm_entity *e,
	const struct step *step)
{
	struct suggestions s = { .arena = q->arena };

	if (step->len == 3 && memcmp(step->s, "old", 3) == 0 &&
	    !step->last) {
		if (!q->old)
			return crm_source_fail(q->src, step->at,
			    "old. belongs to automation rules");
		crm_source_fail(q->src, step->at, "old. is what the record"
		    " itself was");
		return crm_hint(q->src->err, "write it outside of any() and"
		    " the like");
	}
	crm_suggest_init(&s.near, step->s, step->len);
	for (size_t i = 0; i < e->nfields; i++)
		crm_suggest_try(&s.near, e->fields[i].name);
	crm_inverse_each(q->crm, e, try_inverse, &s);
	crm_source_fail(q->src, step->at, "unknown field %s of %s",
	    crm_source_quote(q->src, step->s, step->len), e->name);
	if (s.near.best)
		crm_hint(q->src->err, "did you mean '%s'?", s.near.best);
	else
		crm_hint(q->src->err, "all fields: crm help %s", e->name);
	return CRM_EUSAGE;
}

/*
 * From the records at P on to those of FROM that refer to them by FIELD.
 * After a reference the same record may have been reached twice, so that what
 * follows asks for records whose FIELD is among those reached.
 */
static int
step_to_many(struct crm_query *q, struct crm_place *p,
	     const struct crm_entity *from, const struct crm_field *field,
	     size_t at)
{
	struct crm_scope *s = crm_scope_new(q, from, field, p->at.table);
	struct crm_field *made = crm_arena_alloc(q->arena, sizeof(*made));
	int deep = 0, rc;

	for (const struct crm_scope *w = p->many; w; w = w->within)
		deep += CRM_NESTING_SUBQUERY;
	rc = crm_query_deeper(q, at, deep);
	if (rc)
		return rc;
	q->nesting -= deep;
	s->within = p->many;
	p->many = s;
	p->at = (struct crm_base){ s, &s->first };
	made->name = from->plural;
	made->type = CRM_T_REF;
	made->ref = from->name;
	p->field = made;
	p->records = true;
	p->sql = crm_path_column(q, &s->first, "id");
	return 0;
}

/* Go on by STEP from the records of entity E at P. */
static int
take_step(struct crm_query *q, struct crm_place *p, const struct step *step)
{
	const struct crm_entity *e = p->at.table->entity, *from;
	const struct crm_field *f = crm_field_find(e, step->s, step->len);
	const struct crm_field *by;

	if (f) {
		p->field = f;
		p->records = false;
		return 0;
	}
	if (step->last && step->len == 7 && !memcmp(step->s, "segment", 7)) {
		p->field = &crm_segment_field;
		p->records = false;
		return 0;
	}
	from = crm_inverse_find(q->crm, &by, e, step->s, step->len);
	if (!from)
		return unknown(q, e, step);
	return step_to_many(q, p, from, by, step->at);
}

static bool
is_link(const struct crm_place *p)
{
	return p->field && !p->records && p->field->type == CRM_T_LINK;
}

/* Follow the reference or link that P has come to. */
static int
follow(struct crm_query *q, struct crm_place *p, const struct step *step)
{
	struct crm_table *t;

	if (p->records || !p->field)
		return 0;
	if (is_link(p))
		return crm_path_link(&p->field, q, p->field, step->s,
		    step->len, step->at);
	if (p->field->type != CRM_T_REF) {
		crm_source_fail(q->src, step->at, "'%s' has no fields",
		    p->field->name);
		return crm_hint(q->src->err,
		    "a path goes through references, as account.name");
	}
	t = crm_path_join(q, p->at, p->field);
	if (!t)
		return too_many_joins(q, step->at);
	p->at.table = t;
	return 0;
}

/* The reference whose id STEP asks for: the id is the reference itself. */
static const struct crm_field *
reference_itself(const struct crm_place *p, const struct step *step)
{
	const struct crm_field *f = p->field;

	if (!f || p->records || f->type != CRM_T_REF || !step->last ||
	    step->len != 2 || memcmp(step->s, "id", 2) != 0)
		return NULL;
	return f;
}

int
crm_path_find(struct crm_place *p, struct crm_query *q, struct crm_base base,
	      const struct crm_path *path)
{
	const char *s = path->s, *end = path->s + path->len, *dot;
	const struct crm_field *ref;
	bool link;
	int rc = 0;

	*p = (struct crm_place){ .at = base };
	if (q->old && base.table == &q->root.first &&
	    crm_path_is_old(path)) {
		p->at.table = q->old;
		s += 4;
	}
	do {
		struct step step = { s, 0, path->at + (size_t)(s - path->s),
		    false };

		dot = memchr(s, '.', (size_t)(end - s));
		step.last = !dot;
		step.len = (size_t)((dot ? dot : end) - s);
		ref = reference_itself(p, &step);
		if (ref) {
			p->field = crm_field_ref(q->crm, ref)->fields +
			    CRM_F_ID;
			return crm_path_value(&p->sql, q, p->at, ref);
		}
		link = is_link(p);
		rc = follow(q, p, &step);
		if (!rc && !link)
			rc = take_step(q, p, &step);
		s = dot ? dot + 1 : end;
	} while (!rc && dot);
	if (rc || p->records)
		return rc;
	return crm_path_value(&p->sql, q, p->at, p->field);
}

/* NAME of a derived field's {NAME}. */
static int
expand_one(struct crm_query *q, struct crm_base base, const char *name,
	   size_t len, struct crm_buf *out)
{
	struct crm_path path = { name, len, 0 };
	struct crm_place p;
	int rc;

	if (len == 5 && memcmp(name, "today", 5) == 0) {
		crm_buf_printf(out, "$%d", crm_query_today(q));
		return 0;
	}
	if (len == 14 && memcmp(name, "inactive_after", 14) == 0) {
		crm_buf_printf(out, "%d", q->crm->company.inactive_after);
		return 0;
	}
	rc = crm_path_find(&p, q, base, &path);
	if (rc)
		return rc;
	if (p.many || crm_type_is_set(p.field->type))
		return crm_fail(q->src->err, CRM_EFAIL,
		    "a derived field can't use {%.*s}", (int)len, name);
	crm_buf_str(out, p.sql);
	return 0;
}

int
crm_path_expand(const char **sql, struct crm_query *q, struct crm_base base,
		const char *expr)
{
	const struct crm_source *outer = q->src;
	struct crm_source src = { expr, strlen(expr), q->arena, outer->err };
	const char *s = expr, *open, *shut;
	struct crm_buf out = { 0 };
	int rc = 0;

	q->src = &src;
	crm_buf_char(&out, '(');
	while (!rc && (open = strchr(s, '{')) != NULL &&
	    (shut = strchr(open, '}')) != NULL) {
		crm_buf_add(&out, s, (size_t)(open - s));
		rc = expand_one(q, base, open + 1,
		    (size_t)(shut - open - 1), &out);
		s = shut + 1;
	}
	crm_buf_str(&out, s);
	crm_buf_char(&out, ')');
	q->src = outer;
	if (!rc)
		*sql = crm_arena_copy(q->arena, out.s, out.len);
	crm_buf_free(&out);
	return rc;
}

/* A stored field, in the currency of the query if it has one. */
static int
column_value(const char **sql, struct crm_query *q, struct crm_base base,
	     const struct crm_field *field)
{
	const struct crm_entity *e = base.table->entity;
	bool has_id = field->type == CRM_T_SEGMENT ||
	    crm_type_is_set(field->type);

	*sql = crm_path_column(q, base.table, has_id ? "id" :
	    crm_field_column(field));
	if (!q->converting)
		return 0;
	if (field->type == CRM_T_MONEY)
		return crm_query_exchanged(sql, q, base);
	if (field - e->fields == crm_entity_currency(e) &&
	    crm_entity_has_money(e))
		*sql = crm_query_code(q);
	return 0;
}

int
crm_path_value(const char **sql, struct crm_query *q, struct crm_base base,
	       const struct crm_field *field)
{
	int rc;

	if (crm_type_is_set(field->type) || field->type == CRM_T_SEGMENT ||
	    !(field->flags & CRM_DERIVED))
		return column_value(sql, q, base, field);
	if (++q->derived > DERIVED_DEPTH)
		return crm_fail(q->src->err, CRM_EFAIL,
		    "the field %s is derived from itself", field->name);
	rc = crm_path_expand(sql, q, base, field->expr);
	q->derived--;
	return rc;
}

int
crm_path_set(const struct crm_place *p)
{
	return crm_field_set(p->at.table->entity, p->field);
}
