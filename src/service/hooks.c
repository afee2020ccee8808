/* Hooks: which there are, which can be trusted; and writing with them. */
#include "service/hooks.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crm/stage.h"
#include "io/spool.h"

const char *const hook_names[] = {
	"pre-add", "pre-modify", "pre-delete", "post-change", "pre-import",
	"post-import", NULL
};

/* Whoever can write it can do what the user can. */
static int
check_owner(struct crm *crm, const char *path, const struct stat *st)
{
	if (st->st_uid != geteuid() && st->st_uid != 0)
		crm_failed(crm, CRM_EREFUSED, "%s belongs to somebody else",
		    path);
	else if (st->st_mode & (S_IWGRP | S_IWOTH))
		crm_failed(crm, CRM_EREFUSED, "others can write %s", path);
	else
		return 0;
	return crm_hinted(crm, "a hook and its folder are for you or root"
	    " alone to write: chmod go-w; --no-hooks goes without");
}

/* A link may lead to a folder that is not so well kept. */
static int
check_file(struct crm *crm, const char *path)
{
	char real[PATH_MAX], *slash;
	struct stat st;
	int rc;

	if (!realpath(path, real) || stat(real, &st) != 0)
		return crm_failed(crm, CRM_EREFUSED, "the hook %s is not to"
		    " be found", path);
	rc = check_owner(crm, real, &st);
	slash = strrchr(real, '/');
	slash[slash == real] = '\0';
	if (!rc && stat(real, &st) == 0)
		rc = check_owner(crm, real, &st);
	return rc;
}

static int
find(struct crm_hooks *h, const char *folder)
{
	struct crm *crm = h->crm;
	bool any = false;
	struct stat st;
	int rc = 0;

	for (int i = 0; !rc && i < HOOKS; i++) {
		const char *path = crm_arena_printf(&h->arena, "%s/%s",
		    folder, hook_names[i]);

		if (access(path, F_OK) != 0)
			continue;
		if (access(path, X_OK) != 0) {
			crm_say(crm, "the hook %s can't be run and is passed"
			    " over", path);
			continue;
		}
		any = true;
		h->paths[i] = path;
		rc = check_file(crm, path);
	}
	if (!rc && any && stat(folder, &st) == 0)
		rc = check_owner(crm, folder, &st);
	if (rc || !any || h->depth < CRM_HOOKS_DEPTH)
		return rc ? rc : any;
	crm_failed(crm, CRM_EREFUSED, "hooks call each other %d deep",
	    h->depth);
	return crm_hinted(crm, "a hook's own crm can go without:"
	    " --no-hooks");
}

int
crm_hooks_open(struct crm_hooks **out, struct crm *crm,
	       const struct crm_hooks_how *how)
{
	struct crm_hooks *h;
	int rc;

	*out = NULL;
	if (access(how->folder, F_OK) != 0)
		return 0;
	h = crm_arena_alloc(&crm->arena, sizeof(*h));
	h->crm = crm;
	h->seconds = how->seconds;
	h->depth = how->depth;
	h->environment = how->environment;
	rc = find(h, how->folder);
	if (rc > 0)
		*out = h;
	else
		crm_hooks_close(h);
	return rc < 0 ? rc : 0;
}

void
crm_hooks_close(struct crm_hooks *h)
{
	if (!h)
		return;
	for (int i = 0; i < HOOKS; i++) {
		crm_buf_free(&h->lines[i].buf);
		if (h->lines[i].fd > 0)
			close(h->lines[i].fd);
	}
	for (int i = 0; i < HOOK_ENTITIES; i++)
		if (h->records[i].writer)
			crm_writer_end(h->records[i].writer, CRM_EFAIL);
	crm_buf_free(&h->events);
	crm_buf_free(&h->undone);
	crm_map_free(&h->answers);
	crm_arena_free(&h->row);
	crm_arena_free(&h->arena);
}

bool
hooks_ask_any(const struct crm_hooks *h)
{
	return h->import ? h->paths[HOOK_PRE_IMPORT] != NULL :
	    h->paths[HOOK_PRE_ADD] || h->paths[HOOK_PRE_MODIFY] ||
	    h->paths[HOOK_PRE_DELETE];
}

static bool
tells_any(const struct crm_hooks *h)
{
	return h->paths[h->import ? HOOK_POST_IMPORT : HOOK_POST_CHANGE];
}

static void
listen(struct crm_hooks *h, bool before, bool after)
{
	h->listener = (struct crm_listener){
		.before = before ? hook_before : NULL, .set = hook_set,
		.after = after ? hook_after : NULL,
		.undo = after ? hook_undo : NULL, .ctx = h
	};
	h->crm->listener = before || after ? &h->listener : NULL;
	h->n = 0;
	h->next = 0;
	for (int i = 0; i < HOOKS; i++)
		hook_lines_clear(&h->lines[i]);
}

/* Nothing is said twice: what a plan has to say, the write says, too. */
void
hooks_plan(struct crm_hooks *h)
{
	if (h->phase != HOOKS_PLAN) {
		h->say = h->crm->say;
		h->crm->say = NULL;
	}
	h->phase = HOOKS_PLAN;
	crm_buf_cut(&h->events, 0);
	crm_map_free(&h->answers);
	listen(h, true, false);
}

void
hooks_begin(struct crm_hooks *h)
{
	if (h->phase == HOOKS_PLAN)
		h->crm->say = h->say;
	h->phase = HOOKS_WRITE;
	listen(h, hooks_ask_any(h), tells_any(h));
}

void
hooks_end(struct crm_hooks *h)
{
	if (h->phase == HOOKS_PLAN)
		h->crm->say = h->say;
	h->phase = HOOKS_IDLE;
	h->crm->listener = NULL;
}

bool
crm_hooks_planning(const struct crm_hooks *h)
{
	return h && h->phase == HOOKS_PLAN;
}

int
hooks_ask(struct crm_hooks *h)
{
	static const enum hook hooks[] = {
		HOOK_PRE_ADD, HOOK_PRE_MODIFY, HOOK_PRE_DELETE,
		HOOK_PRE_IMPORT
	};
	int rc = 0;

	for (size_t i = 0; !rc && i < CRM_COUNT(hooks); i++) {
		int out;

		if (!h->lines[hooks[i]].n)
			continue;
		out = crm_spool_open(&h->crm->err);
		if (out < 0)
			return out;
		rc = hook_run(h, hooks[i], out);
		if (!rc)
			rc = hook_answers(h, hooks[i], out);
		close(out);
	}
	return rc;
}

/* What was done stays, whatever the hook makes of it. */
void
hooks_tell(struct crm_hooks *h)
{
	enum hook hook = h->import ? HOOK_POST_IMPORT : HOOK_POST_CHANGE;
	struct crm_error none = { 0 };

	if (h->lines[hook].n && hook_run(h, hook, -1))
		crm_say(h->crm, "%s; what was done stays", h->crm->err.text);
	h->crm->err = none;
}

/* Where others' writes are in the way, it is all done again. */
static int
batch(struct crm_hooks *h, void (*begin)(struct crm_hooks *h),
      struct crm *crm, const char *noun, const char *verb,
      const struct crm_batch_how *how, int (*work)(void *ctx), void *ctx)
{
	int tries = 0, rc;

	do {
		if (h)
			begin(h);
		rc = crm_batch_begin(crm, noun, verb, how);
		if (!rc)
			rc = crm_batch_end(crm, work(ctx));
	} while (crm_batch_again(crm, rc, &tries));
	return rc;
}

int
crm_hooks_write(struct crm_hooks *h, struct crm *crm, const char *noun,
		const char *verb, const struct crm_batch_how *how,
		int (*work)(void *ctx), void *ctx)
{
	struct crm_batch_how plan = how ? *how : (struct crm_batch_how){ 0 };
	int rc = 0;

	if (!h)
		return batch(h, NULL, crm, noun, verb, how, work, ctx);
	if (hooks_ask_any(h)) {
		plan.dry_run = true;
		rc = batch(h, hooks_plan, crm, noun, verb, &plan, work, ctx);
		crm_stages_forget(crm);
		if (!rc)
			rc = hooks_ask(h);
	}
	if (!rc)
		rc = batch(h, hooks_begin, crm, noun, verb, how, work, ctx);
	hooks_end(h);
	if (!rc && !(how && how->dry_run))
		hooks_tell(h);
	return rc;
}

int
crm_hooks_undo(struct crm_hooks *h, struct crm *crm, int64_t batch_id,
	       const struct crm_undo_how *how, struct crm_undo_result *result)
{
	int rc;

	if (!h)
		return crm_undo(crm, batch_id, how, result);
	h->phase = HOOKS_WRITE;
	listen(h, false, tells_any(h));
	rc = crm_undo(crm, batch_id, how, result);
	hooks_end(h);
	if (!rc && !(how && how->dry_run))
		hooks_tell(h);
	return rc;
}
