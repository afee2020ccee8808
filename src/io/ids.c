/* The ids alone, for the next command of a pipeline. */
#include "io/writer.h"

static int
ids_begin(struct crm_writer *w)
{
	for (size_t i = 0; i < w->ncols; i++) {
		if (!strcmp(w->cols[i].name, "id")) {
			w->state = crm_arena_copy(&w->arena, &w->cols[i],
			    sizeof(w->cols[i]));
			return 0;
		}
	}
	return crm_fail(w->err, CRM_EUSAGE,
	    "there is no column \"id\" to print");
}

static void
ids_row(struct crm_writer *w, const struct crm_value *cells)
{
	crm_cell_write(&w->out, w, w->state, cells);
	crm_buf_char(&w->out, w->how->null ? '\0' : '\n');
}

const struct crm_writer_ops crm_writer_ids = {
	.begin = ids_begin, .row = ids_row
};
