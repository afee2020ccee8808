/* FIELD=VALUE words of a command line. */
#include "assign.h"

#include <string.h>

static int
read_value(struct cmd *c, const char *name, const char *text,
	   struct crm_value *out)
{
	int rc;

	if (text[0] != '@' || text[1] == '@') {
		*out = crm_text(text + (text[0] == '@'));
		return 0;
	}
	if (!text[1]) {
		crm_failed(&c->crm, CRM_EUSAGE, "%s: a file name must follow"
		    " @", name);
		return crm_hinted(&c->crm, "write %s=@FILE, or %s=@@ for the"
		    " sign itself", name, name);
	}
	if (!strcmp(text, "@-")) {
		rc = cmd_stdin(c, "a field");
		if (!rc)
			rc = cmd_slurp(c, NULL, out);
	} else {
		rc = cmd_slurp(c, text + 1, out);
	}
	/* A file's last newline is not part of the value. */
	if (!rc && out->len && out->s[out->len - 1] == '\n')
		out->len--;
	if (!rc)
		cmd_hash_add(c, out->s, out->len);
	return rc;
}

/* Labels and links are added to and taken away one by one. */
static bool
is_set(const struct crm_entity *e, const char *name)
{
	const struct crm_field *f = crm_field_find(e, name, strlen(name));

	return f && crm_type_is_set(f->type);
}

static int
check_twice(struct cmd *c, const struct assigns *a)
{
	for (size_t i = 0; i + 1 < a->n; i++) {
		if (strcmp(a->v[i].name, a->v[a->n - 1].name) != 0 ||
		    is_set(c->entity, a->v[i].name))
			continue;
		return crm_failed(&c->crm, CRM_EUSAGE,
		    "'%s' is given twice", a->v[i].name);
	}
	return 0;
}

int
assigns_read(struct assigns *out, struct cmd *c, const struct crm_rest *words)
{
	int rc = 0;

	out->n = 0;
	out->v = crm_arena_alloc(&c->crm.arena, ((size_t)words->n + 1) *
	    sizeof(*out->v));
	for (int i = 0; !rc && i < words->n; i++) {
		const char *w = words->v[i], *eq = strchr(w, '=');
		bool op = eq[-1] == '+' || eq[-1] == '-';
		struct assign *a = &out->v[out->n++];

		a->op = op ? eq[-1] : '=';
		a->name = crm_arena_copy(&c->crm.arena, w,
		    (size_t)(eq - op - w));
		rc = read_value(c, a->name, eq + 1, &a->text);
		if (!rc)
			rc = check_twice(c, out);
	}
	return rc;
}

int
assigns_apply(const struct assigns *a, struct cmd *c, struct crm_record *r)
{
	int rc = 0;

	for (int round = 0; round < 2; round++)
		for (size_t i = 0; !rc && i < a->n; i++) {
			const struct assign *v = &a->v[i];
			const struct crm_field *f = crm_field_find(r->entity,
			    v->name, strlen(v->name));

			if ((f && crm_field_leads(f)) != (round == 0))
				continue;
			rc = crm_record_assign(&c->crm, r, v->name, v->op,
			    v->text.s, v->text.len, NULL);
		}
	return rc;
}
