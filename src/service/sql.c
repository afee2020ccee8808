/*
 * SQL that somebody wrote: the views that it names are made, then nothing but
 * reading is left to the connection.
 */
#include "crm/sql.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "crm/buf.h"
#include "crm/date.h"
#include "crm/suggest.h"
#include "crm/utf8.h"
#include "crm/view.h"
#include "query/source.h"

struct sql {
	struct crm *crm;
	const struct crm_sql_how *how;
	const struct crm_sink *to;
	struct crm_rows *rows;
	size_t n;
	struct crm_value *cells;
	int64_t count;
};

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || (unsigned char)c >= 0x80;
}

/* Whether WORD stands somewhere in S, case aside. */
static bool
names(const char *s, const char *word)
{
	size_t len = strlen(word);

	for (size_t n; *s; s += n ? n : 1) {
		for (n = 0; is_letter(s[n]); n++)
			;
		if (n == len && !strncasecmp(s, word, len))
			return true;
	}
	return false;
}

/* A word in a text or a remark makes a view, too: it does no harm. */
static int
make_views(struct sql *q)
{
	const char *name;
	int rc = 0;

	for (size_t i = 0; !rc && (name = crm_view_name(q->crm, i)); i++)
		if (names(q->how->text, name))
			rc = crm_view_make(q->crm, name);
	return rc;
}

/* The nearest of the views, and of the columns of those that are used. */
static void
hint_nearest(struct sql *q, const char *typed)
{
	const struct crm_view_column *v;
	struct crm_error kept = q->crm->err;
	struct crm_suggest near;
	const char *name;
	size_t n;

	crm_suggest_init(&near, typed, strlen(typed));
	for (size_t i = 0; (name = crm_view_name(q->crm, i)); i++) {
		crm_suggest_try(&near, name);
		if (!names(q->how->text, name) ||
		    crm_view_columns(&v, &n, q->crm, name))
			continue;
		for (size_t k = 0; k < n; k++)
			crm_suggest_try(&near, v[k].name);
	}
	q->crm->err = kept;
	if (near.best)
		crm_hinted(q->crm, "did you mean '%s'?", near.best);
	else
		crm_hinted(q->crm, "crm sql --views shows what there is");
}

/* What is recorded, with the line that it is in and a caret. */
static int
show_fault(struct sql *q, const struct crm_db_fault *fault)
{
	struct crm_error *err = &q->crm->err;
	const char *text = q->how->text, *line = text, *stop;
	struct crm_source src = { .arena = &q->crm->arena, .err = err };
	struct crm_error was = *err;
	size_t at = fault->at < 0 ? 0 : (size_t)fault->at;
	int number = 1;

	if (fault->at >= 0 && at <= strlen(text)) {
		while ((stop = strchr(line, '\n')) != NULL &&
		    stop < text + at) {
			line = stop + 1;
			number++;
		}
		src.len = strcspn(line, "\n");
		src.text = crm_arena_copy(src.arena, line, src.len);
		at -= (size_t)(line - text);
		if (number > 1)
			crm_source_fail(&src, at, "line %d: %s", number,
			    was.text);
		else
			crm_source_fail(&src, at, "%s", was.text);
		err->code = was.code;
		crm_hint(err, "%s", was.hint);
	}
	if (fault->name[0])
		hint_nearest(q, fault->name);
	return err->code;
}

/* The value that was given for NAME; NULL: none was. */
static const char *
given(const struct sql *q, const char *name)
{
	size_t len = strlen(name);

	for (const char *const *p = q->how->params; p && *p; p++)
		if (!strncmp(*p, name, len) && (*p)[len] == '=')
			return *p + len + 1;
	return NULL;
}

/* 12, -3.5 and 0.25, but not 007 and +49: those are texts of digits. */
static struct crm_value
typed(const char *s)
{
	size_t sign = *s == '-', whole = strspn(s + sign, "0123456789"), more;
	const char *end = s + sign + whole;

	more = *end == '.' ? strspn(end + 1, "0123456789") : 0;
	if (!whole || (whole > 1 && s[sign] == '0') || whole + more > 15 ||
	    (*end && (*end != '.' || !more || end[1 + more])))
		return crm_text(s);
	if (*end)
		return (struct crm_value){ CRM_NUMBER, { .s = s },
		    strlen(s) };
	return crm_int(strtoll(s, NULL, 10));
}

/* What the program knows by itself. */
static bool
built_in(struct crm_value *out, struct crm *crm, const char *name)
{
	char *s = crm_arena_alloc(&crm->arena, CRM_TIME_SIZE);

	if (!strcmp(name, "today"))
		crm_day_write(s, crm->clock.today);
	else if (!strcmp(name, "now"))
		crm_time_write(s, crm->clock.now);
	else if (strcmp(name, "me") != 0)
		return false;
	*out = *s ? crm_text(s) : crm->actor.id ? crm_int(crm->actor.id)
	    : crm_null();
	return true;
}

static int
unknown_param(struct sql *q, const char *name)
{
	struct crm_suggest near;

	if (name[0] != ':') {
		crm_failed(q->crm, CRM_EUSAGE, "a parameter is written :NAME,"
		    " not '%s'", name);
		return CRM_EUSAGE;
	}
	crm_suggest_init(&near, name + 1, strlen(name + 1));
	for (const char *const *p = q->how->params; p && *p; p++)
		crm_suggest_try(&near, crm_arena_copy(&q->crm->arena, *p,
		    strcspn(*p, "=")));
	crm_failed(q->crm, CRM_EUSAGE, "unknown parameter '%s'", name);
	if (near.best)
		return crm_hinted(q->crm, "did you mean '%s'?", near.best);
	return crm_hinted(q->crm, "give it with --param %s=VALUE",
	    name + 1);
}

static int
bind_params(struct sql *q)
{
	int n = crm_rows_params(q->rows);
	struct crm_value *v = crm_arena_alloc(&q->crm->arena,
	    ((size_t)n + 1) * sizeof(*v));

	for (int i = 0; i < n; i++) {
		const char *name = crm_rows_param(q->rows, i);
		const char *text = *name == ':' ? given(q, name + 1) : NULL;

		if (text)
			v[i] = typed(text);
		else if (*name != ':' || !built_in(&v[i], q->crm, name + 1))
			return unknown_param(q, name);
	}
	return crm_rows_bind(q->rows, (size_t)n, v);
}

/* Every one that was given is used, and once. */
static int
check_params(struct sql *q)
{
	const char *const *p = q->how->params;

	for (; p && *p; p++) {
		size_t len = strcspn(*p, "=");
		bool used = false;

		if (!len || !(*p)[len]) {
			crm_failed(q->crm, CRM_EUSAGE, "--param: '%s' is not"
			    " NAME=VALUE", *p);
			return CRM_EUSAGE;
		}
		for (const char *const *o = p + 1; *o; o++)
			if (!strncmp(*p, *o, len + 1))
				return crm_failed(q->crm, CRM_EUSAGE,
				    "parameter '%.*s' is given twice",
				    (int)len, *p);
		for (int i = 0; i < crm_rows_params(q->rows); i++)
			if (strlen(crm_rows_param(q->rows, i)) == len + 1 &&
			    !strncmp(crm_rows_param(q->rows, i) + 1, *p, len))
				used = true;
		if (used)
			continue;
		crm_failed(q->crm, CRM_EUSAGE, "the SQL has no parameter"
		    " '%.*s'", (int)len, *p);
		return crm_hinted(q->crm, "write :%.*s in it", (int)len, *p);
	}
	return 0;
}

/* A name that stood before gets a number: id, id_2. */
static const char *
column_name(struct sql *q, const struct crm_column *before, size_t n)
{
	const char *name = crm_arena_str(&q->crm->arena,
	    crm_rows_name(q->rows, (int)n)), *made = name;

	for (size_t i = 0, number = 2; i < n; i++) {
		if (strcmp(before[i].name, made) != 0)
			continue;
		made = crm_arena_printf(&q->crm->arena, "%s_%zu", name,
		    number++);
		i = (size_t)-1;
	}
	return made;
}

/* A column is of numbers when its first row has one. */
static int
begin(struct sql *q, bool row)
{
	struct crm_arena *a = &q->crm->arena;
	struct crm_column *columns;
	struct crm_field *fields;

	q->n = (size_t)crm_rows_columns(q->rows);
	columns = crm_arena_alloc(a, q->n * sizeof(*columns));
	fields = crm_arena_alloc(a, q->n * sizeof(*fields));
	q->cells = crm_arena_alloc(a, q->n * sizeof(*q->cells));
	for (size_t i = 0; i < q->n; i++) {
		struct crm_value v = row ? crm_rows_cell(q->rows, (int)i)
		    : crm_null();

		fields[i].name = column_name(q, columns, i);
		fields[i].type = v.kind == CRM_INT || v.kind == CRM_NUMBER
		    ? CRM_T_INT : CRM_T_TEXT;
		columns[i] = (struct crm_column){ fields[i].name, &fields[i],
		    (int)i, -1, -1, i == 0 };
	}
	return q->to->begin(q->to->ctx, columns, q->n);
}

/* Bytes that are no text, as x'00ff'. */
static struct crm_value
hexadecimal(struct crm_arena *a, struct crm_value v)
{
	struct crm_buf b = { 0 };

	crm_buf_str(&b, "x'");
	for (size_t i = 0; i < v.len; i++)
		crm_buf_printf(&b, "%02x", (unsigned char)v.s[i]);
	crm_buf_char(&b, '\'');
	v = crm_text_n(crm_arena_copy(a, b.s, b.len), b.len);
	crm_buf_free(&b);
	return v;
}

static int
put_row(struct sql *q, struct crm_arena *a)
{
	crm_arena_reset(a);
	for (size_t i = 0; i < q->n; i++) {
		struct crm_value v = crm_rows_cell(q->rows, (int)i);

		if (v.kind == CRM_TEXT && (crm_utf8_bad(v.s, v.len) >= 0 ||
		    memchr(v.s, '\0', v.len)))
			v = hexadecimal(a, v);
		q->cells[i] = v;
	}
	q->count++;
	return q->to->row(q->to->ctx, q->cells);
}

static int
put_rows(struct sql *q)
{
	struct crm_arena a = { 0 };
	int more = crm_rows_next(q->rows);
	int rc = more < 0 ? more : begin(q, more > 0);

	while (!rc && more > 0 && q->count != q->how->limit) {
		rc = put_row(q, &a);
		more = rc ? 0 : crm_rows_next(q->rows);
		rc = more < 0 ? more : rc;
	}
	crm_arena_free(&a);
	return rc;
}

int
crm_sql(struct crm *crm, const struct crm_sql_how *how,
	const struct crm_sink *to)
{
	struct sql q = { .crm = crm, .how = how, .to = to };
	struct crm_db_fault fault;
	int rc = make_views(&q);

	if (!rc)
		rc = crm_db_guard(crm->db);
	if (rc)
		return rc;
	rc = crm_db_read(&q.rows, crm->db, how->text, strlen(how->text),
	    &fault);
	if (rc)
		return show_fault(&q, &fault);
	rc = bind_params(&q);
	if (!rc)
		rc = check_params(&q);
	if (!rc)
		rc = put_rows(&q);
	crm_rows_close(q.rows);
	return rc;
}

int
crm_sql_views(struct crm *crm, const char *view, const struct crm_sink *to)
{
	static const struct crm_field fields[] = {
		CRM_COMPUTED("view", CRM_T_TEXT),
		CRM_COMPUTED("column", CRM_T_TEXT),
		CRM_COMPUTED("type", CRM_T_TEXT),
		CRM_COMPUTED("help", CRM_T_TEXT)
	};
	struct crm_column columns[CRM_COUNT(fields)];
	const struct crm_view_column *v;
	const char *name;
	size_t n;
	int rc;

	if (view && crm_view_columns(&v, &n, crm, view)) {
		struct sql q = { .crm = crm,
		    .how = &(struct crm_sql_how){ .text = "" } };

		hint_nearest(&q, view);
		return crm->err.code;
	}
	for (size_t i = 0; i < CRM_COUNT(fields); i++)
		columns[i] = (struct crm_column){ fields[i].name, &fields[i],
		    (int)i, -1, -1, i < 2 };
	rc = to->begin(to->ctx, columns, CRM_COUNT(fields));
	for (size_t i = 0; !rc && (name = crm_view_name(crm, i)); i++) {
		if (view && strcmp(view, name) != 0)
			continue;
		rc = crm_view_columns(&v, &n, crm, name);
		for (size_t k = 0; !rc && k < n; k++)
			rc = to->row(to->ctx, (struct crm_value[]){
			    crm_text(name), crm_text(v[k].name),
			    crm_text(v[k].type), crm_text(v[k].help) });
	}
	return rc;
}
