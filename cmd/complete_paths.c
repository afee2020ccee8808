/* Fields and paths through references: account.owner.name. */
#include <string.h>

#include "complete.h"

const struct crm_field *
complete_field_at(const struct crm_entity *e, size_t i)
{
	size_t own = e->nfields - CRM_F_OWN;

	if (i >= e->nfields)
		return NULL;
	return &e->fields[i < own ? i + CRM_F_OWN : i - own];
}

void
complete_fields(struct complete *t, const char *after)
{
	const struct crm_entity *e = complete_entity(t);
	const struct crm_field *f;

	for (size_t i = 0; (f = complete_field_at(e, i)); i++)
		if (!(f->flags & CRM_DERIVED))
			complete_offer_with(t, f->name, after, f->help);
}

static const struct crm_entity *
step(const struct crm *crm, const struct crm_entity *e, const char *s,
     size_t len, bool filter)
{
	const struct crm_field *f = crm_field_find(e, s, len);

	if (f || !filter)
		return f ? crm_field_ref(crm, f) : NULL;
	return crm_inverse_find(crm, &f, e, s, len);
}

const struct crm_entity *
complete_follow(struct complete *t, const struct crm_entity *e, bool filter)
{
	const char *dot;

	while (e && (dot = strchr(t->typed, '.')) != NULL) {
		size_t n = (size_t)(dot - t->typed);

		e = step(&t->c->crm, e, t->typed, n, filter);
		complete_skip(t, n + 1);
	}
	return e;
}

/* What stands behind segment=: the name of one. */
static const struct crm_field segment = {
	.name = "segment", .type = CRM_T_REF, .ref = "segment",
	.help = "the saved filters that it is in"
};

const struct crm_field *
complete_path(const struct crm *crm, const struct crm_entity *e,
	      const char *s, size_t len)
{
	const char *dot;

	while (e && (dot = memchr(s, '.', len)) != NULL) {
		size_t n = (size_t)(dot - s);

		e = step(crm, e, s, n, true);
		s += n + 1;
		len -= n + 1;
	}
	return !e ? NULL : len == 7 && !memcmp(s, "segment", 7) ? &segment
	    : crm_field_find(e, s, len);
}

/* Whether the column NAME stands in the list before N bytes of S. */
static bool
is_listed(const char *s, size_t n, const char *name)
{
	size_t len = strlen(name);
	const char *end = s + n, *stop;

	for (; s < end; s = stop + 1) {
		stop = memchr(s, ',', (size_t)(end - s));
		if (!stop)
			stop = end;
		if (*s == '+' || *s == '-')
			s++;
		if ((size_t)(stop - s) == len && !memcmp(s, name, len))
			return true;
	}
	return false;
}

/* 'a,b.c', '+x,-y', '*'; sorted by '-a,b.c'. */
void
complete_columns(struct complete *t, bool sort)
{
	const char *all = t->typed, *item;
	const struct crm_entity *e;
	const struct crm_field *f;
	size_t before;

	complete_skip_past(t, ",");
	before = (size_t)(t->typed - all);
	if (!sort && !*t->typed && !before)
		complete_put(t, "*", "every field that is stored");
	if (*t->typed == '-' || *t->typed == '+')
		complete_skip(t, 1);
	item = t->typed;
	e = complete_follow(t, complete_entity(t), false);
	for (size_t i = 0; e && (f = complete_field_at(e, i)); i++) {
		const char *path = crm_arena_printf(&t->c->crm.arena,
		    "%.*s%s", (int)(t->typed - item), item, f->name);

		if (is_listed(all, before, path) ||
		    (sort && crm_type_is_set(f->type)))
			continue;
		complete_offer(t, f->name, f->help);
		if (f->type == CRM_T_REF && !strcmp(t->typed, f->name))
			complete_offer_with(t, f->name, ".",
			    "a field of what it refers to");
	}
}
