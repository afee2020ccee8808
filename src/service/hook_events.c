/*
 * What hooks are told about.
 *
 * A plan writes a line for each record; the write itself comes to the same
 * records in the same order, and each must be as it was shown.
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "io/spool.h"
#include "service/hooks.h"

enum { API = 1, ENOUGH = 64 * 1024 };

void
hook_lines_clear(struct hook_lines *l)
{
	crm_buf_cut(&l->buf, 0);
	l->n = 0;
	if (l->fd > 0) {
		close(l->fd);
		l->fd = 0;
	}
}

int
hook_lines_flush(struct crm_hooks *h, struct hook_lines *l, size_t enough)
{
	int rc = 0;

	if (l->buf.len < enough)
		return 0;
	if (!l->fd) {
		int fd = crm_spool_open(&h->crm->err);

		if (fd < 0)
			return fd;
		/* 0 is none, and what was closed may be opened again. */
		l->fd = fd > 2 ? fd : fcntl(fd, F_DUPFD_CLOEXEC, 3);
		if (l->fd != fd)
			close(fd);
	}
	if (l->buf.len)
		rc = crm_write_all(l->fd, l->buf.s, l->buf.len,
		    &h->crm->err);
	crm_buf_cut(&l->buf, 0);
	return rc;
}

static void
add_number(struct crm_buf *out, const char *name, int64_t n)
{
	crm_buf_printf(out, ",\"%s\":", name);
	if (n)
		crm_buf_int(out, n);
	else
		crm_buf_str(out, "null");
}

int
hook_line(struct crm_hooks *h, enum hook hook, const struct crm_entity *e,
	  int64_t n, int64_t id, const struct crm_buf *old,
	  const struct crm_buf *new)
{
	struct hook_lines *l = &h->lines[hook];
	const char *login = h->crm->actor.login;

	crm_buf_printf(&l->buf, "{\"api\":%d,\"n\":%lld,\"event\":\"%s\","
	    "\"entity\":\"%s\"", API, (long long)n, hook_names[hook],
	    e->name);
	add_number(&l->buf, "id", id);
	add_number(&l->buf, "batch", h->phase == HOOKS_PLAN ? 0
	    : crm_batch_id(h->crm));
	crm_buf_str(&l->buf, ",\"actor\":");
	crm_json_string(&l->buf, login, strlen(login));
	crm_buf_str(&l->buf, ",\"old\":");
	crm_buf_add(&l->buf, old->s, old->len);
	crm_buf_str(&l->buf, ",\"new\":");
	crm_buf_add(&l->buf, new->s, new->len);
	crm_buf_str(&l->buf, "}\n");
	l->n++;
	return hook_lines_flush(h, l, ENOUGH);
}

static int
read_record(struct crm_buf *old, struct crm_buf *new, struct crm_hooks *h,
	    const struct crm_record *r, enum crm_event event)
{
	int rc = hook_record_add(old, h, r->entity, r->old);

	if (!rc)
		rc = hook_record_add(new, h, r->entity,
		    event == CRM_EVENT_DELETE ? NULL : r->v);
	crm_arena_reset(&h->row);
	return rc;
}

static uint64_t
hash(uint64_t from, const struct crm_buf *b)
{
	for (size_t i = 0; i < b->len; i++)
		from = (from ^ (unsigned char)b->s[i]) * 0x100000001b3;
	return from;
}

static struct hook_event
event_of(const struct crm_hooks *h, const struct crm_record *r,
	 enum crm_event event, const struct crm_buf *old,
	 const struct crm_buf *new)
{
	return (struct hook_event){
		.n = h->import ? h->line : h->n,
		.id = r->old ? crm_record_id(r) : 0,
		.hash = hash(hash(0xcbf29ce484222325, old), new),
		.hook = h->import ? HOOK_PRE_IMPORT :
		    (enum hook)(HOOK_PRE_ADD + (int)event),
		.entity = r->entity->number
	};
}

static int
changed(struct crm_hooks *h, const struct hook_event *e,
	const struct crm_record *r)
{
	if (e->id)
		crm_failed(h->crm, CRM_ECONFLICT, "%s %lld was changed while"
		    " hooks looked at it", r->entity->name, (long long)e->id);
	else
		crm_failed(h->crm, CRM_ECONFLICT, "what a new %s depends on"
		    " was changed while hooks looked at it", r->entity->name);
	return crm_hinted(h->crm, "run the command again");
}

static bool
same(const struct hook_event *a, const struct hook_event *b)
{
	return a->n == b->n && a->id == b->id && a->hash == b->hash &&
	    a->hook == b->hook && a->entity == b->entity;
}

static int
expect(struct crm_hooks *h, const struct hook_event *e,
       const struct crm_record *r)
{
	const struct hook_event *v = (const void *)h->events.s;
	size_t n = h->events.len / sizeof(*v);
	const int64_t *at;

	while (h->next < n && v[h->next].n < e->n)
		h->next++;
	if (h->next == n || !same(&v[h->next], e))
		return changed(h, e, r);
	at = crm_map_get(&h->answers, &e->n, sizeof(e->n));
	h->answer = at ? (void *)(intptr_t)*at : NULL;
	if (!h->answer)
		return 0;
	if (!h->answer->reject)
		return 1;
	return crm_failed(h->crm, CRM_EINVAL, "refused by the hook %s: %s",
	    hook_names[e->hook], h->answer->reject);
}

int
hook_before(void *ctx, struct crm *crm, const struct crm_record *r,
	    enum crm_event event)
{
	struct crm_hooks *h = ctx;
	struct crm_buf old = { 0 }, new = { 0 };
	struct hook_event e;
	int rc;

	(void)crm;
	/* What an import makes for its rows is no row. */
	if (h->import && !r->import)
		return 0;
	h->n++;
	if (!h->import && !h->paths[HOOK_PRE_ADD + (int)event])
		return 0;
	rc = read_record(&old, &new, h, r, event);
	e = event_of(h, r, event, &old, &new);
	if (!rc && h->phase == HOOKS_PLAN) {
		crm_buf_add(&h->events, &e, sizeof(e));
		rc = hook_line(h, e.hook, r->entity, e.n, e.id, &old, &new);
	} else if (!rc) {
		rc = expect(h, &e, r);
	}
	crm_buf_free(&old);
	crm_buf_free(&new);
	return rc;
}

int
hook_after(void *ctx, struct crm *crm, const struct crm_record *r,
	   enum crm_event event)
{
	struct crm_hooks *h = ctx;
	struct crm_buf old = { 0 }, new = { 0 };
	int rc = read_record(&old, &new, h, r, event);
	enum hook hook = h->import ? HOOK_POST_IMPORT : HOOK_POST_CHANGE;

	(void)crm;
	if (!rc)
		rc = hook_line(h, hook, r->entity, h->lines[hook].n + 1,
		    crm_record_id(r), &old, &new);
	crm_buf_free(&old);
	crm_buf_free(&new);
	return rc;
}
