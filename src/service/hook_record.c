/* A record as JSON, as --json shows it: references with their names. */
#include "crm/ref.h"
#include "service/hooks.h"

/* Columns of all that is stored of E. */
static int
begin(struct hook_record *j, struct crm_hooks *h, const struct crm_entity *e)
{
	struct crm_column *cols = crm_arena_alloc(&h->arena,
	    e->nfields * sizeof(*cols));
	int currency = crm_entity_currency(e);

	*j = (struct hook_record){
		.entity = e, .how = { .format = CRM_FORMAT_JSONL, .fd = -1,
		.currency = h->crm->company.currency }
	};
	j->cells = crm_arena_alloc(&h->arena, 2 * e->nfields *
	    sizeof(*j->cells));
	for (size_t i = 0; i < e->nfields; i++) {
		const struct crm_field *f = &e->fields[i];

		if (f->flags & CRM_DERIVED)
			continue;
		cols[j->n++] = (struct crm_column){
			f->name, f, (int)i, f->type == CRM_T_REF
			? (int)(e->nfields + i) : -1, currency, false
		};
	}
	return crm_writer_begin(&j->writer, &j->how, cols, j->n,
	    &h->crm->err);
}

int
hook_record_add(struct crm_buf *out, struct crm_hooks *h,
		const struct crm_entity *e, const struct crm_value *v)
{
	struct hook_record *j = &h->records[e->number];
	struct crm_buf *text;
	int rc = 0;

	if (!v) {
		crm_buf_str(out, "null");
		return 0;
	}
	/* Custom fields make another entity of it. */
	if (j->entity != e && j->writer)
		crm_writer_end(j->writer, CRM_EFAIL);
	if (j->entity != e)
		rc = begin(j, h, e);
	for (size_t i = 0; !rc && i < e->nfields; i++) {
		const char *name = NULL;

		j->cells[i] = v[i];
		if (e->fields[i].type == CRM_T_REF && v[i].kind == CRM_INT)
			rc = crm_ref_name(&name, h->crm, crm_field_ref(h->crm,
			    &e->fields[i]), v[i].i, &h->row);
		j->cells[e->nfields + i] = crm_text(name);
	}
	if (rc)
		return rc;
	rc = crm_writer_row(j->writer, j->cells);
	text = crm_writer_text(j->writer);
	crm_buf_add(out, text->s, text->len - 1);
	crm_buf_cut(text, 0);
	return rc;
}
