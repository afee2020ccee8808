/*
 * JSON written directly: one object a line, in an array or each for itself.
 * Money is two members, the number and NAME_minor, the integer it is kept as;
 * a reference whose name is known is an object of id and name.
 */
#include "crm/link.h"
#include "io/scan.h"
#include "io/writer.h"

/* A member's name with the punctuation around it: ,"name": */
struct key {
	const char *s, *minor;
	size_t len, minor_len;
};

static void
add_escape(struct crm_buf *out, char c)
{
	static const char named[] = "\"\"\\\\\bb\ff\nn\rr\tt";

	for (const char *p = named; *p; p += 2) {
		if (*p == c) {
			crm_buf_add(out, (char[]){ '\\', p[1] }, 2);
			return;
		}
	}
	crm_buf_printf(out, "\\u%04x", (unsigned)(unsigned char)c);
}

void
crm_json_string(struct crm_buf *out, const char *s, size_t len)
{
	const struct scan_set set = { { '"', '\\', '"', '\\' }, true };

	crm_buf_char(out, '"');
	while (len) {
		/* Bounded, so that many hits don't copy the rest each time. */
		size_t n = len < 256 ? len : 256;
		size_t hit = scan_first(scan_add(out, s, n), n, set);

		crm_buf_cut(out, out->len - n + hit);
		s += hit;
		len -= hit;
		if (hit == n)
			continue;
		add_escape(out, *s++);
		len--;
	}
	crm_buf_char(out, '"');
}

static void
add_key(struct crm_buf *out, bool first, const char *name,
	const char *ending)
{
	crm_buf_str(out, first ? "{" : ",");
	crm_json_string(out, name, strlen(name));
	crm_buf_cut(out, out->len - 1);
	crm_buf_str(out, ending);
}

static int
json_begin(struct crm_writer *w)
{
	struct key *keys = crm_arena_alloc(&w->arena,
	    (w->ncols + 1) * sizeof(*keys));

	for (size_t i = 0; i < w->ncols; i++) {
		crm_buf_cut(&w->cell, 0);
		add_key(&w->cell, i == 0, w->cols[i].name, "\":");
		keys[i].len = w->cell.len;
		keys[i].s = crm_arena_copy(&w->arena, w->cell.s, w->cell.len);
		crm_buf_cut(&w->cell, 0);
		add_key(&w->cell, false, w->cols[i].name, "_minor\":");
		keys[i].minor_len = w->cell.len;
		keys[i].minor = crm_arena_copy(&w->arena, w->cell.s,
		    w->cell.len);
	}
	w->state = keys;
	return 0;
}

static void
add_tags(struct crm_buf *out, struct crm_value v)
{
	const char *s = v.s, *end;

	crm_buf_char(out, '[');
	for (end = v.kind == CRM_TEXT ? s + v.len : s; s < end;) {
		const char *stop = memchr(s, ';', (size_t)(end - s));

		if (!stop)
			stop = end;
		crm_json_string(out, s, (size_t)(stop - s));
		if (stop < end)
			crm_buf_char(out, ',');
		s = stop + 1;
	}
	crm_buf_char(out, ']');
}

static void
add_link(struct crm_buf *out, int64_t link)
{
	crm_buf_char(out, '"');
	crm_link_write(out, link);
	crm_buf_char(out, '"');
}

/* Not what an engine calls an infinite one. */
static bool
is_finite(struct crm_value v)
{
	size_t sign = v.len && v.s[0] == '-';

	return v.len > sign && v.s[sign] >= '0' && v.s[sign] <= '9';
}

static void
add_value(struct crm_buf *out, struct crm_value v)
{
	if (v.kind == CRM_NULL)
		crm_buf_str(out, "null");
	else if (v.kind == CRM_NUMBER && is_finite(v))
		crm_buf_add(out, v.s, v.len);
	else if (v.kind == CRM_INT)
		crm_buf_int(out, v.i);
	else
		crm_json_string(out, v.s, v.len);
}

static void
add_reference(struct crm_buf *out, const struct crm_column *c,
	      const struct crm_value *cells)
{
	if (cells[c->cell].kind == CRM_NULL) {
		crm_buf_str(out, "null");
		return;
	}
	crm_buf_str(out, "{\"id\":");
	add_value(out, cells[c->cell]);
	crm_buf_str(out, ",\"name\":");
	add_value(out, cells[c->name_cell]);
	crm_buf_char(out, '}');
}

static void
add_member(struct crm_writer *w, size_t i, const struct crm_value *cells)
{
	const struct crm_column *c = &w->cols[i];
	const struct key *key = (const struct key *)w->state + i;
	struct crm_value v = cells[c->cell];
	struct crm_buf *out = &w->out;

	crm_buf_add(out, key->s, key->len);
	if (c->name_cell >= 0)
		add_reference(out, c, cells);
	else if (crm_type_is_set(c->field->type))
		add_tags(out, v);
	else if (c->field->type == CRM_T_LINK && v.kind == CRM_INT)
		add_link(out, v.i);
	else if (c->field->type == CRM_T_BOOL && v.kind == CRM_INT)
		crm_buf_str(out, v.i ? "true" : "false");
	else if (v.kind == CRM_INT)
		crm_cell_write(out, w, c, cells);
	else
		add_value(out, v);
	if (c->field->type == CRM_T_MONEY) {
		crm_buf_add(out, key->minor, key->minor_len);
		add_value(out, v);
	}
}

static void
add_object(struct crm_writer *w, const struct crm_value *cells)
{
	if (!w->ncols)
		crm_buf_char(&w->out, '{');
	for (size_t i = 0; i < w->ncols; i++)
		add_member(w, i, cells);
	crm_buf_char(&w->out, '}');
}

static void
json_row(struct crm_writer *w, const struct crm_value *cells)
{
	crm_buf_str(&w->out, w->rows ? ",\n" : "[\n");
	add_object(w, cells);
}

static void
json_end(struct crm_writer *w)
{
	crm_buf_str(&w->out, w->rows ? "\n]\n" : "[]\n");
}

static void
jsonl_row(struct crm_writer *w, const struct crm_value *cells)
{
	add_object(w, cells);
	crm_buf_char(&w->out, '\n');
}

const struct crm_writer_ops crm_writer_json = {
	.begin = json_begin, .row = json_row, .end = json_end
};
const struct crm_writer_ops crm_writer_jsonl = {
	.begin = json_begin, .row = jsonl_row
};
