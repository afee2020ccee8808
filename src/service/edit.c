/* The text of an editor, saved. */
#include "crm/edit.h"

#include "crm/link.h"
#include "crm/map.h"
#include "crm/number.h"
#include "crm/record.h"
#include "service/edit.h"

struct save {
	struct crm *crm;
	const struct crm_entity *e;
	const struct crm_edit_text *was;
	struct crm_map blocks;		/* of WAS, by heading: 1 is the first */
	struct crm_edit_wrong *wrong;
	struct crm_error first;
};

const struct crm_entity *
crm_edit_entity(const struct crm *crm, const struct crm_edit_text *t)
{
	const char *ref = t->n ? t->blocks[0].ref : "";

	return crm_entity_find(crm, ref, strcspn(ref, ":"));
}

/* The failure that is recorded: in the line of its field, or in LINE. */
static int
tell(struct save *s, const struct crm_edit_block *b, long line)
{
	struct crm_error *err = &s->crm->err;
	const struct crm_edit_line *l = crm_edit_find(b, err->field);

	/* A field that isn't there is no matter of the command line here. */
	if (err->code == CRM_EUSAGE)
		err->code = CRM_EINVAL;
	crm_edit_tell(s->wrong, l ? l->line : line, err->field, err->text,
	    err->hint);
	if (!s->first.code)
		s->first = *err;
	/* Values and records are looked at on; what else fails is the end. */
	return err->code == CRM_EFAIL || err->code == CRM_EBUSY ? err->code
	    : 0;
}

/* The id in "contact:42". */
static int
find_id(int64_t *id, struct save *s, const struct crm_edit_block *b)
{
	size_t n = strlen(s->e->name);

	if (!strncmp(b->ref, s->e->name, n) && b->ref[n] == ':' &&
	    !crm_number_parse(id, b->ref + n + 1, strlen(b->ref) - n - 1, 0,
	    '.') && *id > 0)
		return 0;
	crm_failed(s->crm, CRM_EINVAL, "'%s' is no %s by its id", b->ref,
	    s->e->name);
	return crm_hinted(s->crm, "leave the heading as it was: [%s:42]",
	    s->e->name);
}

/* What was there of B's line L when it was given out. */
static bool
differs(const struct save *s, const struct crm_record *r,
	const struct crm_edit_block *b, const struct crm_edit_line *l)
{
	const int64_t *at = crm_map_get(&s->blocks, b->ref, strlen(b->ref));
	const struct crm_edit_line *was = at && s->was
	    ? crm_edit_find(&s->was->blocks[*at - 1], l->field) : NULL;
	const struct crm_field *f = crm_field_find(s->e, l->field,
	    strlen(l->field));
	struct crm_buf now = { 0 };
	bool same;

	if (was)
		return !crm_same(was->text, l->text);
	if (!f || (f->flags & CRM_DERIVED))
		return true;
	crm_edit_value(&now, s->crm, r, f);
	same = now.len == l->text.len && (!now.len ||
	    !memcmp(now.s, l->text.s, now.len));
	crm_buf_free(&now);
	return !same;
}

/* Assign B's lines that differ to R; *ANY: there are some. */
static int
assign(struct save *s, struct crm_record *r, const struct crm_record *was,
       const struct crm_edit_block *b, bool *any)
{
	int rc = 0;

	for (int round = 0; round < 2; round++)
		for (size_t i = 0; !rc && i < b->n; i++) {
			const struct crm_edit_line *l = &b->lines[i];
			const struct crm_field *f = crm_field_find(s->e,
			    l->field, strlen(l->field));

			if ((f && crm_field_leads(f)) != (round == 0) ||
			    !differs(s, was, b, l))
				continue;
			*any = true;
			if (crm_record_assign(s->crm, r, l->field, '=',
			    l->text.s, l->text.len, NULL))
				rc = tell(s, b, l->line);
		}
	return rc;
}

static int
check_revision(struct save *s, const struct crm_record *r,
	       const struct crm_edit_block *b)
{
	int64_t rev = r->v[CRM_F_REV].i;

	if (r->v[CRM_F_DELETED_AT].kind != CRM_NULL) {
		crm_failed(s->crm, CRM_ECONFLICT, "%s was deleted", b->ref);
		return crm_hinted(s->crm, "bring it back: crm %s restore"
		    " %lld", s->e->name, (long long)crm_record_id(r));
	}
	if (!b->rev || b->rev == rev)
		return 0;
	crm_failed(s->crm, CRM_ECONFLICT, "%s was changed meanwhile: its"
	    " revision is %lld", b->ref, (long long)rev);
	return crm_hinted(s->crm, "what was changed: crm %s history %lld",
	    s->e->name, (long long)crm_record_id(r));
}

/* One record; what is wrong in it is told, and the next one is looked at. */
static int
save_block(struct save *s, const struct crm_edit_block *b,
	   struct crm_arena *a, struct crm_record **out)
{
	size_t before = s->wrong->n;
	struct crm_record *r = NULL, *was;
	bool any = false;
	int64_t id = 0;
	int rc = find_id(&id, s, b);

	if (!rc)
		rc = crm_record_load(&r, s->crm, s->e, id, a);
	if (!rc)
		rc = crm_record_load(&was, s->crm, s->e, id, a);
	if (rc)
		return tell(s, b, b->line);
	rc = assign(s, r, was, b, &any);
	*out = r;
	if (rc || !any)
		return rc;
	if (check_revision(s, r, b))
		return tell(s, b, b->line);
	if (s->wrong->n > before)
		return 0;
	return crm_save(s->crm, r) ? tell(s, b, b->line) : 0;
}

int
crm_edit_save(struct crm *crm, const struct crm_entity *e,
	      const struct crm_edit_text *now,
	      const struct crm_edit_text *was, struct crm_edit_wrong *w,
	      void (*done)(void *ctx, int64_t id, bool changed,
			   const char *warning), void *ctx)
{
	struct save s = { .crm = crm, .e = crm_entity_of(crm, e),
	    .was = was, .wrong = w };
	int rc = 0;

	for (size_t i = 0; was && i < was->n; i++)
		*crm_map_put(&s.blocks, was->blocks[i].ref,
		    strlen(was->blocks[i].ref)) = (int64_t)i + 1;
	for (size_t i = 0; !rc && i < now->n; i++) {
		struct crm_arena a = { 0 };
		struct crm_record *r = NULL;

		rc = save_block(&s, &now->blocks[i], &a, &r);
		if (!rc && r)
			done(ctx, crm_record_id(r),
			    r->outcome == CRM_UPDATED, r->warning);
		crm_arena_free(&a);
	}
	crm_map_free(&s.blocks);
	if (!rc && s.first.code) {
		crm->err = s.first;
		rc = s.first.code;
	}
	return rc;
}
