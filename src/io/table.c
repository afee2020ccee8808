/*
 * Aligned columns.  The first rows are gathered to see how wide they must be;
 * then the widths are fixed and further rows go straight through, so that
 * memory is bounded however long the list is.
 *
 * On a terminal a line is never wider than the screen.  Columns of text are
 * narrowed, the brief ones (id, name) after the others, then headings towards
 * what stands under them, then text again, and numbers, days and codes at the
 * very end; what is left over is dropped with an ellipsis.  Elsewhere nothing
 * is cut.
 */
#include <string.h>

#include "crm/utf8.h"
#include "io/writer.h"

enum {
	GATHER_ROWS = 1000, GATHER_BYTES = 1 << 20,
	GAP = 2			/* blanks between two columns */
};

struct cell {
	size_t at, len, width;		/* of table.text */
};

struct column {
	size_t width, content;		/* with and without the heading */
	bool number;
	bool exact;			/* half of it would be misread */
	bool cut;			/* a wider cell ends in an ellipsis */
	struct cell heading;
};

struct table {
	struct crm_buf text;		/* cells as they are shown */
	struct crm_buf cells;		/* struct cell, row after row */
	struct column *columns;
	size_t visible;			/* columns that fit */
	bool fixed;
};

static bool
is_number(const struct crm_column *c)
{
	switch (c->field->type) {
	case CRM_T_INT:
	case CRM_T_DECIMAL:
	case CRM_T_RATE:
	case CRM_T_PERCENT:
	case CRM_T_MONEY:
		return true;
	case CRM_T_REF:
		return c->name_cell < 0;
	default:
		return false;
	}
}

/* A day, an instant, a code, a link: worth nothing when it is cut. */
static bool
is_exact(const struct crm_column *c)
{
	switch (c->field->type) {
	case CRM_T_DATE:
	case CRM_T_TIME:
	case CRM_T_BOOL:
	case CRM_T_CURRENCY:
	case CRM_T_LINK:
		return true;
	default:
		return is_number(c);
	}
}

static struct cell
add_text(struct crm_writer *w, const char *s, size_t len)
{
	struct table *t = w->state;
	struct cell cell = { .at = t->text.len };

	/* No more of it will be seen. */
	cell.width = crm_show(&t->text, s, len,
	    w->how->width > 0 ? (size_t)w->how->width : 0);
	cell.len = t->text.len - cell.at;
	return cell;
}

static int
table_begin(struct crm_writer *w)
{
	struct table *t = crm_arena_alloc(&w->arena, sizeof(*t));

	w->state = t;
	t->columns = crm_arena_alloc(&w->arena,
	    w->ncols * sizeof(*t->columns));
	for (size_t i = 0; i < w->ncols; i++) {
		struct column *col = &t->columns[i];

		crm_buf_cut(&w->cell, 0);
		crm_buf_str(&w->cell, w->cols[i].name);
		for (size_t k = 0; k < w->cell.len; k++)
			if (w->cell.s[k] >= 'a' && w->cell.s[k] <= 'z')
				w->cell.s[k] = (char)(w->cell.s[k] - 32);
		col->heading = add_text(w, w->cell.s, w->cell.len);
		col->number = is_number(&w->cols[i]);
		col->exact = is_exact(&w->cols[i]);
		col->width = w->how->no_header ? 0 : col->heading.width;
	}
	return 0;
}

enum {
	TEXT_A_LITTLE, TEXT_MORE, NAMES, HEADINGS, HEADINGS_MORE, TEXT, BRIEF,
	ALL, ROUNDS
};

/* How narrow a column may become in this round. */
static size_t
least_width(const struct crm_writer *w, size_t i, int round)
{
	static const size_t least[ROUNDS] = { 14, 12, 10, 6, 4, 8, 5, 2 };
	const struct column *col =
	    &((const struct table *)w->state)->columns[i];

	if (round == HEADINGS || round == HEADINGS_MORE)
		return col->content > least[round] ? col->content
		    : least[round];
	if (round < ALL && col->exact)
		return col->width;
	if (round < NAMES && w->cols[i].brief)
		return col->width;
	if (round == TEXT && w->cols[i].brief)
		return least[NAMES];
	return least[round];
}

/* Narrow the widest column that may be; false when there is none. */
static bool
narrow(struct crm_writer *w, int round)
{
	const struct table *t = w->state;
	struct column *widest = NULL;

	for (size_t i = 0; i < w->ncols; i++) {
		struct column *col = &t->columns[i];

		if (col->width > least_width(w, i, round) &&
		    (!widest || col->width > widest->width))
			widest = col;
	}
	if (!widest)
		return false;
	widest->width--;
	widest->cut = true;
	return true;
}

/* Codes are three letters: their heading need not take the room of eight. */
static size_t
shorten_currency(struct crm_writer *w)
{
	const struct table *t = w->state;
	size_t saved = 0;

	for (size_t i = 0; i < w->ncols; i++) {
		struct column *col = &t->columns[i];
		size_t width = col->content > 3 ? col->content : 3;

		if (strcmp(w->cols[i].name, "currency") != 0 ||
		    col->width <= width)
			continue;
		col->heading.len = col->heading.width = 3;
		saved += col->width - width;
		col->width = width;
	}
	return saved;
}

static void
fit(struct crm_writer *w)
{
	struct table *t = w->state;
	size_t total = 0, width = (size_t)w->how->width;
	int round = 0;

	for (size_t i = 0; i < w->ncols; i++) {
		total += t->columns[i].width + (i ? GAP : 0);
		t->columns[i].cut = !t->columns[i].number;
	}
	if (total > width)
		total -= shorten_currency(w);
	while (total > width && round < ROUNDS) {
		if (narrow(w, round))
			total--;
		else
			round++;
	}
	/* Room for the ellipsis in place of those that go. */
	while (t->visible > 1 && total > width) {
		t->visible--;
		if (t->visible == w->ncols - 1)
			total += GAP + 1;
		total -= t->columns[t->visible].width + GAP;
	}
}

static void
add_blanks(struct crm_buf *out, size_t n)
{
	for (; n; n--)
		crm_buf_char(out, ' ');
}

static void
print_cell(struct crm_writer *w, const struct column *col, struct cell cell)
{
	const struct table *t = w->state;
	const char *s = t->text.s + cell.at;

	if (col->cut && cell.width > col->width) {
		crm_buf_cut(&w->cell, 0);
		cell.width = crm_show(&w->cell, s, cell.len, col->width);
		cell.len = w->cell.len;
		s = w->cell.s;
	}
	if (col->number && cell.width < col->width)
		add_blanks(&w->out, col->width - cell.width);
	crm_buf_add(&w->out, s, cell.len);
	if (!col->number && cell.width < col->width)
		add_blanks(&w->out, col->width - cell.width);
}

/* CELLS is a row of them, or NULL for the headings. */
static void
print_line(struct crm_writer *w, const struct cell *cells)
{
	const struct table *t = w->state;
	const bool bold = !cells && w->how->color;
	size_t start;

	if (bold)
		crm_buf_str(&w->out, "\033[1m");
	start = w->out.len;
	for (size_t i = 0; i < t->visible; i++) {
		const struct column *col = &t->columns[i];

		if (i)
			add_blanks(&w->out, GAP);
		print_cell(w, col, cells ? cells[i] : col->heading);
	}
	if (t->visible < w->ncols)
		crm_buf_str(&w->out, "  \xe2\x80\xa6");
	while (w->out.len > start && w->out.s[w->out.len - 1] == ' ')
		crm_buf_cut(&w->out, w->out.len - 1);
	crm_buf_str(&w->out, bold ? "\033[0m\n" : "\n");
}

/* The widths are known: print what was gathered. */
static void
settle(struct crm_writer *w)
{
	struct table *t = w->state;
	const struct cell *cells = (const void *)t->cells.s;
	size_t n = t->cells.len / sizeof(*cells);

	t->fixed = true;
	t->visible = w->ncols;
	if (w->how->width > 0)
		fit(w);
	if (!w->how->no_header)
		print_line(w, NULL);
	for (size_t i = 0; i < n; i += w->ncols) {
		print_line(w, cells + i);
		crm_writer_flush(w, 64 * 1024);
	}
	crm_buf_cut(&t->text, 0);
	crm_buf_cut(&t->cells, 0);
}

static void
table_row(struct crm_writer *w, const struct crm_value *cells)
{
	struct table *t = w->state;

	for (size_t i = 0; i < w->ncols; i++) {
		struct cell cell;

		crm_buf_cut(&w->cell, 0);
		crm_cell_read(&w->cell, w, &w->cols[i], cells);
		cell = add_text(w, w->cell.s, w->cell.len);
		if (!t->fixed && cell.width > t->columns[i].width)
			t->columns[i].width = cell.width;
		if (!t->fixed && cell.width > t->columns[i].content)
			t->columns[i].content = cell.width;
		crm_buf_add(&t->cells, &cell, sizeof(cell));
	}
	if (t->fixed) {
		print_line(w, (const void *)t->cells.s);
		crm_buf_cut(&t->text, 0);
		crm_buf_cut(&t->cells, 0);
	} else if (w->rows + 1 >= GATHER_ROWS ||
	    t->text.len >= GATHER_BYTES) {
		settle(w);
	}
}

static void
table_end(struct crm_writer *w)
{
	const struct table *t = w->state;

	if (!t->fixed)
		settle(w);
}

static void
table_free(struct crm_writer *w)
{
	struct table *t = w->state;

	crm_buf_free(&t->text);
	crm_buf_free(&t->cells);
}

const struct crm_writer_ops crm_writer_table = {
	.begin = table_begin, .row = table_row, .end = table_end,
	.free = table_free
};
