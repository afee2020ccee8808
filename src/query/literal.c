/* Values as they were written: as text, as parameters. */
#include <string.h>

#include "crm/address.h"
#include "crm/suggest.h"
#include "crm/utf8.h"
#include "query/compile.h"

static int
unknown_param(struct crm_query *q, const struct crm_literal *v)
{
	struct crm_suggest near;

	crm_source_fail(q->src, v->at, "unknown parameter %s",
	    crm_source_quote(q->src, v->s, v->len));
	crm_suggest_init(&near, v->s, v->len);
	for (struct crm_param *p = q->params; p; p = p->next)
		crm_suggest_try(&near, p->name);
	if (near.best)
		return crm_hint(q->src->err, "did you mean '%s'?", near.best);
	return crm_hint(q->src->err, "give it with --param NAME=VALUE, or"
	    " put text that begins with : in quotes");
}

static int
no_text(struct crm_query *q, const struct crm_left *l,
	const struct crm_literal *v)
{
	crm_source_fail(q->src, v->at, "an empty text is no value");
	return crm_hint(q->src->err, "for records without a value write: "
	    "%.*s is null",
	    (int)(l->node->path.len < 80 ? l->node->path.len : 80),
	    l->node->path.s);
}

/* Countries are kept by their codes, and are asked for by names too. */
static struct crm_value
as_kept(const struct crm_left *l, struct crm_value text)
{
	const struct crm_field *f = l->place.field;
	enum cmp cmp = l->node->cmp;
	const char *code;

	if ((cmp != CMP_EQ && cmp != CMP_IN) || l->type != CRM_T_TEXT || !f ||
	    strcmp(f->name, "country") != 0)
		return text;
	code = crm_country_code(text.s, text.len);
	return code ? crm_text(code) : text;
}

int
crm_literal_text(struct crm_value *out, struct crm_query *q,
		 const struct crm_left *l, const struct crm_literal *v)
{
	struct crm_param *p;

	*out = crm_text_n(v->s, v->len);
	if (v->kind == LITERAL_WORD && v->len == 4 &&
	    memcmp(v->s, "null", 4) == 0) {
		crm_source_fail(q->src, v->at, "null is no value");
		return crm_hint(q->src->err,
		    "write: is null, or put the word in quotes");
	}
	if (v->kind == LITERAL_PARAM) {
		for (p = q->params; p; p = p->next)
			if (strlen(p->name) == v->len &&
			    memcmp(p->name, v->s, v->len) == 0)
				break;
		if (!p)
			return unknown_param(q, v);
		p->used = true;
		*out = crm_text(p->value);
		if (crm_utf8_bad(out->s, out->len) >= 0)
			return crm_source_fail(q->src, v->at,
			    "the parameter is not valid UTF-8");
	}
	if (!out->len)
		return no_text(q, l, v);
	*out = as_kept(l, *out);
	return 0;
}

int
crm_literal_wrong(struct crm_query *q, const struct crm_literal *v,
		  struct crm_value text, const char *what)
{
	return crm_source_fail(q->src, v->at, "%s is not %s",
	    crm_source_quote(q->src, text.s, text.len), what);
}

int
crm_query_params_check(struct crm_query *q)
{
	struct crm_error *err = &q->crm->err;

	for (struct crm_param *p = q->params; p; p = p->next)
		for (struct crm_param *o = p->next; o; o = o->next)
			if (strcmp(p->name, o->name) == 0)
				return crm_fail(err, CRM_EUSAGE,
				    "parameter '%s' is given twice", p->name);
	for (struct crm_param *p = q->params; p; p = p->next) {
		if (p->used)
			continue;
		crm_fail(err, CRM_EUSAGE, "no filter uses parameter '%s'",
		    p->name);
		return crm_hint(err, "write :%s in the filter", p->name);
	}
	return 0;
}

struct crm_value
crm_folded(struct crm_query *q, struct crm_value text)
{
	struct crm_buf b = { 0 };
	struct crm_value v;

	crm_fold(&b, text.s, text.len);
	v = crm_text_n(crm_arena_copy(q->arena, b.s, b.len), b.len);
	crm_buf_free(&b);
	return v;
}

void
crm_emit_among(struct crm_query *q, const struct crm_value *v, size_t n)
{
	if (n == 1) {
		crm_emit_str(q, " = ");
		crm_emit_bind(q, v[0]);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		crm_emit_str(q, i ? ", " : " IN (");
		crm_emit_bind(q, v[i]);
	}
	crm_emit_str(q, ")");
}
