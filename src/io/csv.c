/*
 * CSV as RFC 4180 has it, but with lines ended by LF; and TSV, which is the
 * same with tabs, so that either can be read again to the byte.
 */
#include "io/scan.h"
#include "io/writer.h"

/* What a spreadsheet takes for a formula, and the mark itself. */
static bool
needs_mark(const char *s, size_t len)
{
	return len && s[0] && strchr("=+-@\t\r'", s[0]);
}

static void
add_quoted(struct crm_buf *out, const char *s, size_t len, bool mark)
{
	crm_buf_add(out, "\"'", mark ? 2 : 1);
	while (len) {
		const char *quote = memchr(s, '"', len);
		size_t n = quote ? (size_t)(quote - s) + 1 : len;

		crm_buf_add(out, s, n);
		if (quote)
			crm_buf_char(out, '"');
		s += n;
		len -= n;
	}
	crm_buf_char(out, '"');
}

void
crm_csv_field(struct crm_buf *out, const char *s, size_t len, char delim,
	      bool excel_safe)
{
	const struct scan_set set = { { delim, '"', '\n', '\r' }, false };
	const bool mark = excel_safe && needs_mark(s, len);
	const size_t before = out->len;
	const char *copy;

	if (mark)
		crm_buf_char(out, '\'');
	copy = scan_add(out, s, len);
	if (scan_first(copy, len, set) == len)
		return;
	crm_buf_cut(out, before);
	add_quoted(out, s, len, mark);
}

static char
delimiter(const struct crm_writer *w)
{
	return w->how->format == CRM_FORMAT_TSV ? '\t' : ',';
}

/* Only text can be taken for a formula: a number stays one. */
static void
csv_row(struct crm_writer *w, const struct crm_value *cells)
{
	const size_t before = w->out.len;
	const char delim = delimiter(w);

	for (size_t i = 0; i < w->ncols; i++) {
		const struct crm_column *c = &w->cols[i];
		struct crm_value v = crm_cell_value(c, cells);

		if (i)
			crm_buf_char(&w->out, delim);
		if (v.kind == CRM_TEXT)
			crm_csv_field(&w->out, v.s, v.len, delim,
			    w->how->excel_safe);
		else if (v.kind != CRM_NULL)
			crm_cell_write(&w->out, w, c, cells);
	}
	/* An empty line would be no row. */
	if (w->out.len == before)
		crm_buf_str(&w->out, "\"\"");
	crm_buf_char(&w->out, '\n');
}

static int
csv_begin(struct crm_writer *w)
{
	if (w->how->no_header)
		return 0;
	for (size_t i = 0; i < w->ncols; i++) {
		const char *name = w->cols[i].name;

		if (i)
			crm_buf_char(&w->out, delimiter(w));
		crm_csv_field(&w->out, name, strlen(name), delimiter(w),
		    w->how->excel_safe);
	}
	crm_buf_char(&w->out, '\n');
	return 0;
}

const struct crm_writer_ops crm_writer_csv = {
	.begin = csv_begin, .row = csv_row
};

const struct crm_writer_ops crm_writer_tsv = {
	.begin = csv_begin, .row = csv_row
};
