/* Links to records of any entity: = names one record, deleted ones too. */
#include "crm/link.h"

#include <stdio.h>

#include "crm/ref.h"
#include "query/compile.h"

/* The link that V names; what is wrong is said at its place. */
int
crm_read_link(int64_t *link, struct crm_query *q, const struct crm_left *l,
	  const struct crm_literal *v)
{
	struct crm_error was;
	struct crm_value text;
	int rc = crm_literal_text(&text, q, l, v);

	if (!rc)
		rc = crm_link_find(link, q->crm, l->place.field, text.s,
		    text.len, CRM_REF_DELETED);
	if (rc != CRM_EINVAL && rc != CRM_ENOTFOUND && rc != CRM_ECONFLICT)
		return rc;
	was = *q->src->err;
	crm_source_fail(q->src, v->at, "%.300s", was.text);
	return was.hint[0] ? crm_hint(q->src->err, "%s", was.hint)
	    : CRM_EUSAGE;
}

static int
link_equal(struct crm_query *q, const struct crm_left *l,
	   const struct crm_literal *v, size_t n)
{
	struct crm_value *values;
	int64_t link = 0;
	int rc;

	values = crm_arena_alloc(q->arena, n * sizeof(*values));
	for (size_t i = 0; i < n; i++) {
		rc = crm_read_link(&link, q, l, &v[i]);
		if (rc)
			return rc;
		values[i] = crm_int(link);
	}
	crm_left_open(q, l);
	crm_emit_str(q, l->sql);
	crm_emit_among(q, values, n);
	crm_left_close(q, l);
	return 0;
}

int
crm_literal_link(struct crm_value *out, struct crm_query *q,
		 const struct crm_left *l, const struct crm_literal *v)
{
	struct crm_buf text = { 0 };
	int64_t link = 0;
	int rc = crm_read_link(&link, q, l, v);

	if (rc)
		return rc;
	crm_link_write(&text, link);
	*out = crm_text_n(crm_arena_copy(q->arena, text.s, text.len),
	    text.len);
	crm_buf_free(&text);
	return 0;
}

const struct crm_comparison crm_compare_link = {
	"a link", link_equal, NULL, NULL
};
