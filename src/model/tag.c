/* Labels on records: their text form, and the rows that keep them. */
#include "model/tag.h"

#include <stdlib.h>
#include <string.h>

#include "crm/utf8.h"
#include "model/log.h"

static int
by_bytes(const void *a, const void *b)
{
	const struct crm_value *x = a, *y = b;
	size_t n = x->len < y->len ? x->len : y->len;
	int d = memcmp(x->s, y->s, n);

	return d ? d : (x->len > y->len) - (x->len < y->len);
}

static struct crm_value
joined(struct crm_arena *a, const struct crm_value *v, size_t n)
{
	struct crm_value out = crm_null();
	size_t len = n;
	char *s;

	for (size_t i = 0; i < n; i++)
		len += v[i].len;
	if (!n)
		return out;
	s = crm_arena_alloc(a, len);
	out = crm_text_n(s, 0);
	for (size_t i = 0; i < n; i++) {
		if (i && crm_same(v[i], v[i - 1]))
			continue;
		if (out.len)
			s[out.len++] = ';';
		memcpy(s + out.len, v[i].s, v[i].len);
		out.len += v[i].len;
	}
	return out;
}

struct gather {
	struct crm_value *v;
	size_t n, longest;
};

static int
gather(void *ctx, const char *tag, size_t len)
{
	struct gather *g = ctx;

	g->v[g->n++] = crm_text_n(tag, len);
	if (len > g->longest)
		g->longest = len;
	return 0;
}

int
crm_tags_normal(struct crm_value *out, struct crm *crm, struct crm_arena *a,
		const char *s, size_t len)
{
	struct crm_buf folded = { 0 };
	struct gather g = { .n = 0 };
	size_t parts = 1;
	char *kept;

	if (crm_utf8_bad(s, len) >= 0) {
		crm_failed(crm, CRM_EINVAL, "a tag is not valid UTF-8 text");
		return crm_fail_field(&crm->err, "tags");
	}
	crm_fold(&folded, s, len);
	kept = crm_arena_copy(a, folded.s ? folded.s : "", folded.len);
	for (size_t i = 0; i < folded.len; i++) {
		if (kept[i] == ',' || kept[i] == ';')
			parts++, kept[i] = ';';
		else if ((unsigned char)kept[i] < ' ')
			kept[i] = ' ';
	}
	g.v = crm_arena_alloc(a, parts * sizeof(*g.v));
	crm_tags_each(crm_text_n(kept, folded.len), gather, &g);
	crm_buf_free(&folded);
	if (g.longest > CRM_KEY_MAX) {
		crm_failed(crm, CRM_EINVAL, "a tag is too long: %zu bytes,"
		    " and there may be %d", g.longest, CRM_KEY_MAX);
		return crm_fail_field(&crm->err, "tags");
	}
	qsort(g.v, g.n, sizeof(*g.v), by_bytes);
	*out = joined(a, g.v, g.n);
	return 0;
}

int
crm_tags_each(struct crm_value tags,
	      int (*each)(void *ctx, const char *tag, size_t len), void *ctx)
{
	const char *s, *end;
	int rc = 0;

	if (tags.kind != CRM_TEXT)
		return 0;
	s = tags.s;
	end = s + tags.len;
	while (!rc && s < end) {
		const char *stop = memchr(s, ';', (size_t)(end - s));
		const char *last = stop ? stop : end;

		while (s < last && *s == ' ')
			s++;
		while (last > s && last[-1] == ' ')
			last--;
		if (last > s)
			rc = each(ctx, s, (size_t)(last - s));
		s = stop ? stop + 1 : end;
	}
	return rc;
}

static int
load_set(struct crm_value *out, struct crm *crm, int set, int64_t id,
	 struct crm_arena *a)
{
	struct crm_rows *rows;
	struct crm_buf all = { 0 };
	int rc = crm_db_query(&rows, crm->db,
	    "SELECT \"tag\" FROM \"tag\" WHERE \"entity\" = $1 AND"
	    " \"record\" = $2 ORDER BY \"tag\"",
	    CRM_BIND(crm_int(set), crm_int(id)));

	*out = crm_null();
	if (rc)
		return rc;
	while ((rc = crm_rows_next(rows)) > 0) {
		struct crm_value v = crm_rows_cell(rows, 0);

		if (all.len)
			crm_buf_char(&all, ';');
		crm_buf_add(&all, v.s, v.len);
	}
	crm_rows_close(rows);
	if (all.len)
		*out = crm_text_n(crm_arena_copy(a, all.s, all.len), all.len);
	crm_buf_free(&all);
	return rc;
}

int
crm_sets_load(struct crm *crm, struct crm_record *r, int64_t id)
{
	const struct crm_entity *e = r->entity;
	int rc = 0;

	for (size_t i = 0; !rc && i < e->nfields; i++)
		if (crm_type_is_set(e->fields[i].type))
			rc = load_set(&r->v[i], crm,
			    crm_field_set(e, &e->fields[i]), id, r->arena);
	return rc;
}

struct change {
	struct crm *crm;
	int set;
	int64_t id;
	struct crm_value other;
};

static int
is_other(void *ctx, const char *tag, size_t len)
{
	const struct crm_value *t = ctx;

	return t->len == len && memcmp(t->s, tag, len) == 0;
}

struct rest {
	struct crm_buf left;
	struct crm_value gone;
};

static int
keep(void *ctx, const char *tag, size_t len)
{
	struct rest *r = ctx;
	struct crm_value t = crm_text_n(tag, len);

	if (crm_tags_each(r->gone, is_other, &t))
		return 0;
	if (r->left.len)
		crm_buf_char(&r->left, ';');
	crm_buf_add(&r->left, tag, len);
	return 0;
}

int
crm_tags_without(struct crm_value *out, struct crm_arena *a,
		 struct crm_value tags, struct crm_value gone)
{
	struct rest r = { .gone = gone };

	crm_tags_each(tags, keep, &r);
	*out = r.left.len ? crm_text_n(crm_arena_copy(a, r.left.s,
	    r.left.len), r.left.len) : crm_null();
	crm_buf_free(&r.left);
	return 0;
}

static int
add(void *ctx, const char *tag, size_t len)
{
	struct change *c = ctx;
	struct crm_value t = crm_text_n(tag, len);
	int64_t row;
	int rc;

	if (crm_tags_each(c->other, is_other, &t))
		return 0;
	rc = crm_db_int(&row, c->crm->db,
	    "INSERT INTO \"tag\"(\"entity\", \"record\", \"tag\")"
	    " VALUES($1, $2, $3) RETURNING \"id\"",
	    CRM_BIND(crm_int(c->set), crm_int(c->id), t));
	return rc ? rc : crm_log_added(c->crm, &crm_tag, row);
}

static int
take_away(void *ctx, const char *tag, size_t len)
{
	struct change *c = ctx;
	struct crm_value t = crm_text_n(tag, len);
	struct crm_buf old = { 0 };
	int64_t row = 0;
	int rc;

	if (crm_tags_each(c->other, is_other, &t))
		return 0;
	rc = crm_db_int(&row, c->crm->db,
	    "DELETE FROM \"tag\" WHERE \"entity\" = $1 AND \"record\" = $2"
	    " AND \"tag\" = $3 RETURNING \"id\"",
	    CRM_BIND(crm_int(c->set), crm_int(c->id), t));
	if (rc)
		return rc == CRM_ENOTFOUND ? 0 : rc;
	crm_old_add(&old, "entity", crm_int(c->set));
	crm_old_add(&old, "record", crm_int(c->id));
	crm_old_add(&old, "tag", t);
	rc = crm_log_removed(c->crm, &crm_tag, row, crm_null(), &old);
	crm_buf_free(&old);
	return rc;
}

static int
write_set(struct crm *crm, int set, int64_t id, struct crm_value old,
	  struct crm_value now)
{
	struct change c = { crm, set, id, now };
	int rc = crm_tags_each(old, take_away, &c);

	c.other = old;
	return rc ? rc : crm_tags_each(now, add, &c);
}

int
crm_sets_write(struct crm *crm, const struct crm_record *r)
{
	const struct crm_entity *e = r->entity;
	int rc = 0;

	for (size_t i = 0; !rc && i < e->nfields; i++) {
		struct crm_value old = r->old ? r->old[i] : crm_null();

		if (crm_type_is_set(e->fields[i].type) &&
		    !crm_same(old, r->v[i]))
			rc = write_set(crm, crm_field_set(e, &e->fields[i]),
			    crm_record_id(r), old, r->v[i]);
	}
	return rc;
}
