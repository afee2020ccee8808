/*
 * The text of records for an editor.
 *
 * All mistakes are told, not the first alone: somebody is about to mend them.
 */
#include "crm/edit_text.h"

#include "crm/map.h"
#include "crm/number.h"
#include "crm/utf8.h"

#define REVISION	"revision "

struct parser {
	struct crm_edit_text *out;
	struct crm_arena *arena;
	struct crm_edit_wrong *wrong;
	struct crm_map seen;		/* headings */
	long line;
	struct crm_edit_line *last;	/* that a bar goes on with */
	struct crm_buf text;		/* of last, when it has bars */
	bool bars, heading_wrong;
};

void
crm_edit_tell(struct crm_edit_wrong *w, long line, const char *field,
	      const char *sentence, const char *hint)
{
	w->n++;
	if (w->call)
		w->call(w->ctx, line, field, sentence, hint);
}

static void
tell(struct parser *p, const char *field, const char *sentence,
     const char *hint)
{
	crm_edit_tell(p->wrong, p->line, field, sentence, hint);
}

const struct crm_edit_line *
crm_edit_find(const struct crm_edit_block *b, const char *field)
{
	for (size_t i = 0; i < b->n; i++)
		if (!strcmp(b->lines[i].field, field))
			return &b->lines[i];
	return NULL;
}

/* N items moved to where twice as many fit. */
static void *
grow(struct crm_arena *a, void *items, size_t n, size_t *size, size_t item)
{
	void *more;

	if (n < *size)
		return items;
	*size = *size ? *size * 2 : 16;
	more = crm_arena_alloc(a, *size * item);
	if (n)
		memcpy(more, items, n * item);
	return more;
}

/* The text of the bars that have come to their end. */
static void
end_bars(struct parser *p)
{
	if (p->last && p->bars)
		p->last->text = crm_text_n(crm_arena_copy(p->arena,
		    p->text.s ? p->text.s : "", p->text.len), p->text.len);
	crm_buf_cut(&p->text, 0);
	p->bars = false;
	p->last = NULL;
}

static struct crm_value
trimmed(const char *s, size_t len)
{
	while (len && (*s == ' ' || *s == '\t')) {
		s++;
		len--;
	}
	while (len && (s[len - 1] == ' ' || s[len - 1] == '\t'))
		len--;
	return crm_text_n(s, len);
}

/* "revision 3" or nothing. */
static bool
read_revision(int64_t *rev, struct crm_value v)
{
	size_t skip = sizeof(REVISION) - 1;

	*rev = 0;
	if (!v.len)
		return true;
	return v.len > skip && !memcmp(v.s, REVISION, skip) &&
	    !crm_number_parse(rev, v.s + skip, v.len - skip, 0, '.') &&
	    *rev > 0;
}

static void
take_heading(struct parser *p, const char *s, size_t len)
{
	struct crm_edit_text *out = p->out;
	const char *end = memchr(s, ']', len);
	struct crm_edit_block *b;
	struct crm_value ref;
	int64_t rev;

	p->heading_wrong = true;
	ref = end ? trimmed(s + 1, (size_t)(end - s) - 1) : crm_null();
	if (!end || !ref.len || !read_revision(&rev, trimmed(end + 1,
	    len - (size_t)(end + 1 - s)))) {
		tell(p, "", "this is no heading of a record",
		    "leave it as it was: [contact:42] revision 3");
		return;
	}
	if ((*crm_map_put(&p->seen, ref.s, ref.len))++) {
		tell(p, "", "this record was named before",
		    "put its fields under one heading");
		return;
	}
	p->heading_wrong = false;
	out->blocks = grow(p->arena, out->blocks, out->n, &out->size,
	    sizeof(*out->blocks));
	b = &out->blocks[out->n++];
	*b = (struct crm_edit_block){
		.ref = crm_arena_copy(p->arena, ref.s, ref.len),
		.rev = rev, .line = p->line
	};
}

static void
take_bar(struct parser *p, const char *s, size_t len)
{
	if (!p->last) {
		if (!p->heading_wrong)
			tell(p, "", "there is no field above that this line"
			    " goes on with", "write FIELD: before it");
		return;
	}
	if (p->bars)
		crm_buf_char(&p->text, '\n');
	else if (p->last->text.len) {
		crm_buf_add(&p->text, p->last->text.s, p->last->text.len);
		crm_buf_char(&p->text, '\n');
	}
	p->bars = true;
	s++;
	len--;
	if (len && *s == ' ')
		crm_buf_add(&p->text, s + 1, len - 1);
	else
		crm_buf_add(&p->text, s, len);
}

/* The bytes of the name at the start of S that a colon follows; 0: none. */
static size_t
name_length(const char *s, size_t len)
{
	size_t n = 0, end;

	while (n < len && ((s[n] >= 'a' && s[n] <= 'z') || s[n] == '_' ||
	    (s[n] >= '0' && s[n] <= '9')))
		n++;
	for (end = n; end < len && (s[end] == ' ' || s[end] == '\t'); end++)
		;
	return end < len && s[end] == ':' ? n : 0;
}

static void
take_field(struct parser *p, const char *s, size_t len)
{
	size_t n = name_length(s, len), colon;
	struct crm_edit_block *b;
	const char *name;

	if (!n) {
		tell(p, "", "this is no line FIELD: VALUE", "lines of a"
		    " longer text begin with |, remarks with #");
		return;
	}
	if (p->heading_wrong)
		return;
	name = crm_arena_copy(p->arena, s, n);
	if (!p->out->n) {
		tell(p, name, "there is no heading above that says of which"
		    " record", "write it as [contact:42]");
		return;
	}
	b = &p->out->blocks[p->out->n - 1];
	if (crm_edit_find(b, name)) {
		tell(p, name, "it is given twice", "take one of them out");
		return;
	}
	colon = (size_t)((const char *)memchr(s, ':', len) - s) + 1;
	b->lines = grow(p->arena, b->lines, b->n, &b->size,
	    sizeof(*b->lines));
	p->last = &b->lines[b->n++];
	*p->last = (struct crm_edit_line){ name,
	    trimmed(s + colon, len - colon), p->line };
	p->last->text.s = crm_arena_copy(p->arena, p->last->text.s,
	    p->last->text.len);
}

static void
take_line(struct parser *p, const char *s, size_t len)
{
	if (len && *s == '|') {
		take_bar(p, s, len);
		return;
	}
	if (!trimmed(s, len).len || *s == '#')
		return;
	end_bars(p);
	if (*s == '[')
		take_heading(p, s, len);
	else
		take_field(p, s, len);
}

int
crm_edit_parse(struct crm_edit_text *out, const char *s, size_t len,
	       struct crm_arena *a, struct crm_edit_wrong *w)
{
	struct parser p = { .out = out, .arena = a, .wrong = w };
	const char *end = s + len, *stop;
	/* An editor that ends lines in CR LF does so from the first on. */
	const char *first = memchr(s, '\n', len);
	size_t before = w->n;
	bool cr = first && first > s && first[-1] == '\r';

	*out = (struct crm_edit_text){ 0 };
	for (; s < end; s = stop + 1) {
		size_t n;

		p.line++;
		stop = memchr(s, '\n', (size_t)(end - s));
		if (!stop)
			stop = end;
		n = (size_t)(stop - s);
		if (cr && n && s[n - 1] == '\r')
			n--;
		if (crm_utf8_bad(s, n) >= 0 || memchr(s, '\0', n))
			tell(&p, "", "this line is not valid UTF-8",
			    "save the text as UTF-8");
		else
			take_line(&p, s, n);
	}
	end_bars(&p);
	crm_buf_free(&p.text);
	crm_map_free(&p.seen);
	return w->n > before ? CRM_EINVAL : 0;
}

void
crm_edit_put_block(struct crm_buf *out, const char *ref, int64_t rev)
{
	crm_buf_printf(out, "[%s]", ref);
	if (rev)
		crm_buf_printf(out, " " REVISION "%lld", (long long)rev);
	crm_buf_char(out, '\n');
}

/* Each line of S behind BEFORE; an empty one has no blank at its end. */
static void
put_lines(struct crm_buf *out, char before, const char *s, size_t len)
{
	const char *end = s + len, *stop;

	for (;; s = stop + 1) {
		stop = memchr(s, '\n', (size_t)(end - s));
		if (!stop)
			stop = end;
		crm_buf_char(out, before);
		if (stop > s)
			crm_buf_char(out, ' ');
		crm_buf_add(out, s, (size_t)(stop - s));
		crm_buf_char(out, '\n');
		if (stop == end)
			return;
	}
}

void
crm_edit_put_field(struct crm_buf *out, const char *field, const char *text,
		   size_t len)
{
	bool plain = trimmed(text, len).len == len &&
	    !memchr(text, '\n', len) && (!len || text[len - 1] != '\r');

	crm_buf_printf(out, "%s:", field);
	if (plain) {
		if (len)
			crm_buf_char(out, ' ');
		crm_buf_add(out, text, len);
		crm_buf_char(out, '\n');
		return;
	}
	crm_buf_char(out, '\n');
	put_lines(out, '|', text, len);
}

void
crm_edit_put_comment(struct crm_buf *out, const char *text)
{
	put_lines(out, '#', text, strlen(text));
}
