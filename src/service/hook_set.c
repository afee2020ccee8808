/* What a hook sets, in the record. */
#include <string.h>

#include "service/hooks.h"

/* "account.id" and "account.name" are of the field account. */
static size_t
field_len(const char *field)
{
	return strcspn(field, ".");
}

/* Whether the reference that SET is about is given by its id, too. */
static bool
has_id(const struct hook_answer *a, const struct hook_set *set)
{
	size_t len = field_len(set->field);

	for (const struct hook_set *s = a->sets; s; s = s->next)
		if (field_len(s->field) == len &&
		    !memcmp(s->field, set->field, len) &&
		    !strcmp(s->field + len, ".id"))
			return true;
	return false;
}

/* Others are read by these: money by its currency, a stage by its pipeline. */
static bool
is_first(const struct crm_field *f)
{
	return f && (f->type == CRM_T_CURRENCY ||
	    (f->ref && !strcmp(f->ref, "pipeline")));
}

static int
assign(struct crm_hooks *h, struct crm_record *r, const struct hook_set *s,
       const char *name)
{
	const char *sub = s->field + strlen(name);
	struct crm_value text = s->text;

	if (text.kind != CRM_TEXT)
		text = crm_text("");
	if (!strcmp(sub, ".ext_id"))
		text = crm_text(crm_arena_printf(r->arena, "ext:%.*s",
		    (int)text.len, text.s));
	else if (*sub && strcmp(sub, ".id") != 0 && has_id(h->answer, s))
		return 0;
	return crm_record_assign(h->crm, r, name, '=', text.s, text.len,
	    NULL);
}

int
hook_set(void *ctx, struct crm *crm, struct crm_record *r)
{
	struct crm_hooks *h = ctx;
	int rc = 0;

	for (int round = 0; round < 2; round++)
		for (const struct hook_set *s = h->answer->sets; !rc && s;
		    s = s->next) {
			size_t len = field_len(s->field);
			const struct crm_field *f = crm_field_find(r->entity,
			    s->field, len);

			/* A member of what is no reference is no field. */
			if (f && s->field[len] && f->type != CRM_T_REF)
				f = NULL;
			if (is_first(f) == (round == 0))
				rc = assign(h, r, s, f ? f->name : s->field);
		}
	if (!rc)
		return 0;
	crm->err.code = h->import ? CRM_EINVAL : CRM_EREFUSED;
	return crm_fail_in(&crm->err, "set by a hook");
}
