/*
 * What hooks answer: a line each for the records that they have something to
 * say to, {"n":1,"set":{"title":"Dr."}} or {"n":1,"reject":"why"}.
 */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crm/reader.h"
#include "service/hooks.h"

struct answers {
	struct crm_hooks *h;
	enum hook hook;
	long line;
	int64_t refused;		/* records */
};

static int
wrong(struct answers *a, const char *what)
{
	crm_failed(a->h->crm, CRM_EREFUSED, "the hook %s: line %ld of its"
	    " answer: %s", hook_names[a->hook], a->line, what);
	return crm_hinted(a->h->crm, "an answer is {\"n\":1,\"set\":{...}} or"
	    " {\"n\":1,\"reject\":\"why\"}");
}

static bool
is(struct crm_value name, const char *word)
{
	return name.len == strlen(word) && !memcmp(name.s, word, name.len);
}

static struct crm_value
kept(struct crm_hooks *h, struct crm_value v)
{
	return v.kind == CRM_TEXT ? crm_text_n(crm_arena_copy(&h->arena, v.s,
	    v.len), v.len) : v;
}

static int
read_number(struct answers *a, const struct crm_row *row, int64_t *n)
{
	*n = 0;
	for (size_t i = 0; i < row->n; i++) {
		struct crm_value v = row->v[i];

		if (!is(row->names[i], "n") || v.kind != CRM_TEXT ||
		    row->kinds[i] != CRM_CELL_NUMBER)
			continue;
		for (size_t j = 0; j < v.len && j < 18; j++)
			if (v.s[j] >= '0' && v.s[j] <= '9')
				*n = *n * 10 + (v.s[j] - '0');
			else
				return wrong(a, "n is not a whole number");
	}
	return *n ? 0 : wrong(a, "n is missing: which record is meant?");
}

/* Whether the hook was asked about N. */
static bool
was_asked(const struct answers *a, int64_t n)
{
	const struct hook_event *v = (const void *)a->h->events.s;
	size_t low = 0, high = a->h->events.len / sizeof(*v);

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (v[mid].n == n)
			return v[mid].hook == a->hook;
		if (v[mid].n < n)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

static void
add_set(struct crm_hooks *h, struct hook_answer *to, struct crm_value name,
	struct crm_value text)
{
	struct hook_set *set = crm_arena_alloc(&h->arena, sizeof(*set));

	set->field = kept(h, crm_text_n(name.s, name.len)).s;
	set->text = kept(h, text);
	*to->last = set;
	to->last = &set->next;
}

static int
read_member(struct answers *a, struct hook_answer *to,
	    const struct crm_row *row, size_t i)
{
	struct crm_value name = row->names[i], v = row->v[i];
	enum crm_cell_kind kind = row->kinds[i];

	if (is(name, "n"))
		return 0;
	if (is(name, "reject")) {
		if (v.kind != CRM_TEXT || kind != CRM_CELL_TEXT)
			return wrong(a, "reject is not a text");
		to->reject = kept(a->h, v).s;
		return 0;
	}
	if (is(name, "set"))
		return v.kind == CRM_NULL || kind == CRM_CELL_OTHER ? 0
		    : wrong(a, "set is not an object");
	if (name.len < 5 || memcmp(name.s, "set.", 4) != 0)
		return wrong(a, crm_arena_printf(&a->h->arena,
		    "'%.*s' is neither n, set nor reject",
		    name.len < 60 ? (int)name.len : 60, name.s));
	if (v.kind == CRM_TEXT && kind == CRM_CELL_OTHER)
		return wrong(a, "a value is a text, a number, true, false, a"
		    " list of them or null");
	add_set(a->h, to, crm_text_n(name.s + 4, name.len - 4), v);
	return 0;
}

/* Why, record by record; an import tells its rows itself. */
static void
say_refused(struct answers *a, int64_t n, const char *why)
{
	const struct hook_event *v = (const void *)a->h->events.s;
	const struct crm_entity *e;
	struct crm *crm = a->h->crm;

	while (v->n != n)
		v++;
	e = crm_entity_number(crm, v->entity);
	if (!a->refused++) {
		if (v->id)
			crm_failed(crm, CRM_EREFUSED, "refused by the hook"
			    " %s: %s %lld: %.400s", hook_names[a->hook],
			    e->name, (long long)v->id, why);
		else
			crm_failed(crm, CRM_EREFUSED, "refused by the hook"
			    " %s: %.400s", hook_names[a->hook], why);
	}
}

static int
read_row(struct answers *a, const struct crm_row *row)
{
	struct crm_hooks *h = a->h;
	struct hook_answer *to;
	int64_t n = 0, *at;
	int rc = row->bad ? wrong(a, row->bad) : read_number(a, row, &n);

	if (rc)
		return rc;
	if (!was_asked(a, n))
		return wrong(a, "n is none of the records that it was asked"
		    " about");
	at = crm_map_put(&h->answers, &n, sizeof(n));
	if (*at)
		return wrong(a, "n was answered before");
	to = crm_arena_alloc(&h->arena, sizeof(*to));
	to->last = &to->sets;
	*at = (int64_t)(intptr_t)to;
	for (size_t i = 0; !rc && i < row->n; i++)
		rc = read_member(a, to, row, i);
	if (!rc && to->reject && to->sets)
		rc = wrong(a, "a record is changed or refused, not both");
	if (!rc && to->sets && a->hook == HOOK_PRE_DELETE)
		rc = wrong(a, "what is deleted can't be changed");
	if (!rc && to->reject && !h->import)
		say_refused(a, n, to->reject);
	return rc;
}

static int
read_all(struct answers *a, struct crm_reader *reader)
{
	struct crm_error *err = &a->h->crm->err;
	struct crm_row row;
	int rc;

	if (!crm_reader_is_json(reader)) {
		a->line = 1;
		return wrong(a, "it is not JSON");
	}
	while ((rc = crm_reader_next(reader, &row)) > 0) {
		a->line = row.line;
		rc = read_row(a, &row);
		if (rc)
			return rc;
	}
	if (rc) {
		err->code = CRM_EREFUSED;
		return rc;
	}
	if (a->refused > 1)
		crm_hinted(a->h->crm, "it refused %lld records",
		    (long long)a->refused);
	return a->refused ? CRM_EREFUSED : 0;
}

/* Nothing but blanks accepts everything. */
static bool
is_empty(int fd)
{
	char s[4096];
	ssize_t n;

	lseek(fd, 0, SEEK_SET);
	while ((n = read(fd, s, sizeof(s))) > 0)
		for (ssize_t i = 0; i < n; i++)
			if (!strchr(" \t\r\n", s[i]) || !s[i]) {
				lseek(fd, 0, SEEK_SET);
				return false;
			}
	return true;
}

int
hook_answers(struct crm_hooks *h, enum hook hook, int fd)
{
	static const struct crm_reader_how how = { 0 };
	struct answers a = { .h = h, .hook = hook };
	struct crm_reader *reader = NULL;
	const char *name = crm_arena_printf(&h->arena, "answer of the hook"
	    " %s", hook_names[hook]);
	int rc;

	if (is_empty(fd))
		return 0;
	rc = crm_reader_open(&reader, fd, name, &how, &h->crm->err);
	if (rc)
		h->crm->err.code = CRM_EREFUSED;
	else
		rc = read_all(&a, reader);
	crm_reader_close(reader);
	return rc ? (int)h->crm->err.code : 0;
}
