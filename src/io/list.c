/*
 * One field a line, for reading a record as a whole; long text keeps its
 * lines, indented below each other.
 */
#include "crm/utf8.h"
#include "io/writer.h"

static void
add_blanks(struct crm_buf *out, size_t n)
{
	for (; n; n--)
		crm_buf_char(out, ' ');
}

static void
add_lines(struct crm_buf *out, const char *s, size_t len, size_t indent)
{
	const char *end = s + len;

	for (;;) {
		const char *nl = memchr(s, '\n', (size_t)(end - s));
		const char *stop = nl ? nl : end;

		if (nl && stop > s && stop[-1] == '\r')
			stop--;
		crm_show(out, s, (size_t)(stop - s), 0);
		if (!nl || nl + 1 == end)
			return;
		crm_buf_char(out, '\n');
		s = nl + 1;
		if (*s != '\n' && *s != '\r')
			add_blanks(out, indent);
	}
}

static int
list_begin(struct crm_writer *w)
{
	size_t *label = crm_arena_alloc(&w->arena, sizeof(*label));

	for (size_t i = 0; i < w->ncols; i++) {
		size_t width = crm_width(w->cols[i].name,
		    strlen(w->cols[i].name));

		if (width > *label)
			*label = width;
	}
	w->state = label;
	return 0;
}

static void
add_label(struct crm_writer *w, const char *name, bool alone)
{
	const size_t *label = w->state;
	size_t width;

	if (w->how->color)
		crm_buf_str(&w->out, "\033[1m");
	width = crm_show(&w->out, name, strlen(name), 0);
	crm_buf_char(&w->out, ':');
	if (w->how->color)
		crm_buf_str(&w->out, "\033[0m");
	if (!alone)
		add_blanks(&w->out, *label - width + 1);
}

static void
list_row(struct crm_writer *w, const struct crm_value *cells)
{
	const size_t *label = w->state;

	if (w->rows)
		crm_buf_char(&w->out, '\n');
	for (size_t i = 0; i < w->ncols; i++) {
		const struct crm_column *c = &w->cols[i];

		crm_buf_cut(&w->cell, 0);
		crm_cell_read(&w->cell, w, c, cells);
		add_label(w, c->name, w->cell.len == 0);
		if (w->cell.len && (c->field->flags & CRM_LONG))
			add_lines(&w->out, w->cell.s, w->cell.len,
			    *label + 2);
		else if (w->cell.len)
			crm_show(&w->out, w->cell.s, w->cell.len, 0);
		crm_buf_char(&w->out, '\n');
	}
}

const struct crm_writer_ops crm_writer_list = {
	.begin = list_begin, .row = list_row
};
