/*
 * What an undo changes: it goes past records, row by row of the log, so the
 * records are looked at before and afterwards.
 */
#include "service/hooks.h"

#include <string.h>
#include <sys/types.h>
#include <unistd.h>

/* One record of the batch; what it was is LEN bytes in the file. */
struct undone {
	int entity;
	int64_t id, len;
};

/* Record ID as it is now; NULL when there is none. */
static int
load(const struct crm_record **out, struct crm_hooks *h,
     const struct crm_entity *e, int64_t id)
{
	struct crm_record *r = NULL;
	int rc = crm_record_load(&r, h->crm, e, id, &h->row);

	*out = rc ? NULL : r;
	if (rc != CRM_ENOTFOUND)
		return rc;
	h->crm->err = (struct crm_error){ 0 };
	return 0;
}

/* Whoever is deleted is gone, as for every hook. */
static int
add_record(struct crm_buf *out, struct crm_hooks *h,
	   const struct crm_entity *e, int64_t id)
{
	const struct crm_record *r;
	int rc = load(&r, h, e, id);

	if (!rc)
		rc = hook_record_add(out, h, e, r && r->v[CRM_F_DELETED_AT]
		    .kind == CRM_NULL ? r->v : NULL);
	crm_arena_reset(&h->row);
	return rc;
}

/* The file of what was is that of a hook that no undo asks. */
static struct hook_lines *
file(struct crm_hooks *h)
{
	return &h->lines[HOOK_PRE_MODIFY];
}

static int
keep(struct crm_hooks *h, const struct crm_entity *e, int64_t id)
{
	struct hook_lines *l = file(h);
	size_t from = l->buf.len;
	struct undone u = { .entity = e->number, .id = id };
	int rc = add_record(&l->buf, h, e, id);

	u.len = (int64_t)(l->buf.len - from);
	crm_buf_add(&h->undone, &u, sizeof(u));
	return rc ? rc : hook_lines_flush(h, l, 64 * 1024);
}

static int
before(struct crm_hooks *h, int64_t batch)
{
	struct crm_rows *rows;
	int rc = crm_db_query(&rows, h->crm->db, "SELECT \"entity\","
	    " \"record\", \"upto\" FROM \"log\" WHERE \"batch\" = $1"
	    " ORDER BY \"id\"", CRM_BIND(crm_int(batch))), more = 0;

	if (rc)
		return rc;
	while (!rc && (more = crm_rows_next(rows)) > 0) {
		const struct crm_entity *e = crm_entity_number(h->crm,
		    (int)crm_rows_int(rows, 0));
		int64_t id = crm_rows_int(rows, 1);

		if (!e || (e->flags & CRM_E_PLAIN))
			continue;
		for (; !rc && id <= crm_rows_int(rows, 2); id++)
			rc = keep(h, e, id);
	}
	crm_rows_close(rows);
	return rc ? rc : more;
}

static int
read_old(struct crm_buf *old, struct crm_hooks *h, off_t from, int64_t len)
{
	crm_buf_cut(old, 0);
	crm_buf_grow(old, (size_t)len);
	while ((int64_t)old->len < len) {
		ssize_t n = pread(file(h)->fd, old->s + old->len,
		    (size_t)len - old->len, from + (off_t)old->len);

		if (n <= 0)
			return crm_failed(h->crm, CRM_EFAIL,
			    "cannot read a temporary file");
		crm_buf_cut(old, old->len + (size_t)n);
	}
	return 0;
}

static int
after(struct crm_hooks *h)
{
	const struct undone *v = (const void *)h->undone.s;
	size_t n = h->undone.len / sizeof(*v);
	struct crm_buf old = { 0 }, new = { 0 };
	off_t at = 0;
	int rc = hook_lines_flush(h, file(h), 0);

	for (size_t i = 0; !rc && i < n; at += v[i++].len) {
		const struct crm_entity *e = crm_entity_number(h->crm,
		    v[i].entity);

		crm_buf_cut(&new, 0);
		rc = read_old(&old, h, at, v[i].len);
		if (!rc)
			rc = add_record(&new, h, e, v[i].id);
		/* What was deleted before and after is as gone as ever. */
		if (!rc && (old.len != new.len ||
		    memcmp(old.s, new.s, old.len) != 0))
			rc = hook_line(h, HOOK_POST_CHANGE, e,
			    h->lines[HOOK_POST_CHANGE].n + 1, v[i].id, &old,
			    &new);
	}
	crm_buf_free(&old);
	crm_buf_free(&new);
	return rc;
}

int
hook_undo(void *ctx, struct crm *crm, int64_t batch, bool done)
{
	struct crm_hooks *h = ctx;

	(void)crm;
	crm_buf_cut(&h->undone, done ? h->undone.len : 0);
	return done ? after(h) : before(h, batch);
}
