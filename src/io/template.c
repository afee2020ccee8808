/*
 * A row as the user's own text: {field}, \t \n \\ \0, and {{ for a brace.
 * Nothing is added: a line ends where the template says so.
 */
#include "crm/suggest.h"
#include "io/writer.h"

/* Text, then the value of a column, or the end. */
struct piece {
	const char *text;
	size_t len;
	const struct crm_column *col;
};

struct template {
	size_t n;
	struct piece *pieces;
};

static int
add_backslash(struct crm_buf *text, char c, struct crm_error *err)
{
	switch (c) {
	case 't':
		crm_buf_char(text, '\t');
		return 0;
	case 'n':
		crm_buf_char(text, '\n');
		return 0;
	case '0':
		crm_buf_char(text, '\0');
		return 0;
	case '\\':
		crm_buf_char(text, '\\');
		return 0;
	}
	if (c)
		crm_fail(err, CRM_EUSAGE, "the template has an unknown escape");
	else
		crm_fail(err, CRM_EUSAGE, "the template ends in a backslash");
	return crm_hint(err, "there are \\t, \\n, \\0 and \\\\");
}

static int
find_column(const struct crm_column **out, const struct crm_writer *w,
	    const char *name, size_t len)
{
	struct crm_suggest near;

	crm_suggest_init(&near, name, len);
	for (size_t i = 0; i < w->ncols; i++) {
		const struct crm_column *c = &w->cols[i];

		if (strlen(c->name) == len && !memcmp(c->name, name, len)) {
			*out = c;
			return 0;
		}
		crm_suggest_try(&near, c->name);
	}
	crm_fail(w->err, CRM_EUSAGE, "the template's field \"%.*s\" is unknown",
	    len < 200 ? (int)len : 200, name);
	if (near.best)
		return crm_hint(w->err, "did you mean {%s}?", near.best);
	return crm_hint(w->err, "{{ is a brace, {id} the field id");
}

static void
end_piece(struct crm_writer *w, struct template *t,
	  const struct crm_column *col)
{
	struct piece *p = &t->pieces[t->n++];

	p->len = w->cell.len;
	p->text = crm_arena_copy(&w->arena, w->cell.s, w->cell.len);
	p->col = col;
	crm_buf_cut(&w->cell, 0);
}

/* Read the field at S, behind its brace; *S is then behind the other one. */
static int
read_field(struct crm_writer *w, struct template *t, const char **s)
{
	size_t len = strcspn(*s, "}");
	const struct crm_column *col = NULL;
	int rc;

	if (!(*s)[len]) {
		crm_fail(w->err, CRM_EUSAGE,
		    "a brace of the template is never closed");
		return crm_hint(w->err, "{{ is a brace, {id} the field id");
	}
	rc = find_column(&col, w, *s, len);
	if (!rc) {
		end_piece(w, t, col);
		*s += len + 1;
	}
	return rc;
}

static int
template_begin(struct crm_writer *w)
{
	const char *s = w->how->template;
	struct template *t = crm_arena_alloc(&w->arena, sizeof(*t));
	int rc = 0;

	t->pieces = crm_arena_alloc(&w->arena,
	    (strlen(s) + 1) * sizeof(*t->pieces));
	while (!rc && *s) {
		char c = *s++;

		if (c == '\\') {
			rc = add_backslash(&w->cell, *s, w->err);
			s++;
		} else if (c == '{' && *s == '{') {
			crm_buf_char(&w->cell, *s++);
		} else if (c == '{') {
			rc = read_field(w, t, &s);
		} else {
			crm_buf_char(&w->cell, c);
		}
	}
	end_piece(w, t, NULL);
	w->state = t;
	return rc;
}

static void
template_row(struct crm_writer *w, const struct crm_value *cells)
{
	const struct template *t = w->state;

	for (size_t i = 0; i < t->n; i++) {
		const struct piece *p = &t->pieces[i];

		crm_buf_add(&w->out, p->text, p->len);
		if (p->col)
			crm_cell_write(&w->out, w, p->col, cells);
	}
}

const struct crm_writer_ops crm_writer_template = {
	.begin = template_begin, .row = template_row
};
