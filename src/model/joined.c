/* Fields that are made of others, so that one key tells a record. */
#include <string.h>

#include "crm/link.h"
#include "model/save.h"

static void
add(struct crm_buf *out, const struct crm_field *f, struct crm_value v)
{
	if (f->type == CRM_T_LINK)
		crm_link_write(out, v.i);
	else if (v.kind == CRM_INT)
		crm_buf_printf(out, "%lld", (long long)v.i);
	else
		crm_buf_add(out, v.s, v.len);
}

/* Nothing when a part of it isn't there. */
static struct crm_value
join(const struct crm_record *r, const struct crm_field *f)
{
	struct crm_buf b = { 0 };
	struct crm_value all = crm_null();
	size_t n;

	for (n = 0; f->choices[n]; n++) {
		const struct crm_field *part = crm_field_find(r->entity,
		    f->choices[n], strlen(f->choices[n]));
		struct crm_value v = r->v[part - r->entity->fields];

		if (v.kind == CRM_NULL)
			break;
		crm_buf_str(&b, n ? "@" : "");
		add(&b, part, v);
	}
	if (!f->choices[n])
		all = crm_text_n(crm_arena_copy(r->arena, b.s, b.len), b.len);
	crm_buf_free(&b);
	return all;
}

void
crm_record_join(struct crm_record *r)
{
	for (size_t i = CRM_F_OWN; i < r->entity->nfields; i++)
		if (r->entity->fields[i].flags & CRM_JOINED)
			r->v[i] = join(r, &r->entity->fields[i]);
}
