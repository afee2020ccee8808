/* crm edit REF, crm NOUN edit: records as text in an editor. */
#include <string.h>
#include <unistd.h>

#include "crm/edit.h"
#include "crm/link.h"
#include "editor.h"
#include "targets.h"
#include "verbs.h"

/* One text on its way: from the records to the editor and back. */
struct edit {
	struct cmd *c;
	struct crm_edit_what what;
	struct targets on;
	struct editor editor;
	const char *name;		/* of the text, in sentences */
	struct crm_value given;		/* to the editor; null: nothing was */
	struct crm_edit_text was, now;
	struct crm_edit_wrong wrong;
	struct targets changed;
};

static void
print_wrong(void *ctx, long line, const char *field, const char *sentence,
	    const char *hint)
{
	const struct edit *e = ctx;

	cmd_print_reject(e->c, e->name, line, field, sentence, hint);
}

static void
take_done(void *ctx, int64_t id, bool changed, const char *warning)
{
	struct edit *e = ctx;

	if (!changed)
		return;
	targets_add(&e->changed, &e->c->crm.arena, id);
	crm_batch_print(&e->c->crm, id);
	if (warning)
		cmd_say(e->c, "%s %lld: %s", e->what.entity->name,
		    (long long)id, warning);
}

static int
save(struct cmd *c, void *ctx)
{
	struct edit *e = ctx;

	e->changed.n = 0;
	return crm_edit_save(&c->crm, e->what.entity, &e->now,
	    e->given.kind == CRM_TEXT ? &e->was : NULL, &e->wrong, take_done,
	    e);
}

static int
write_text(struct edit *e, struct crm_value text)
{
	struct cmd *c = e->c;
	int rc;

	e->wrong = (struct crm_edit_wrong){ print_wrong, e, 0 };
	rc = crm_edit_parse(&e->now, text.s, text.len, &c->crm.arena,
	    &e->wrong);
	if (rc)
		return crm_failed(&c->crm, rc, "the text can't be read");
	if (!e->what.entity)
		e->what.entity = c->entity = crm_edit_entity(&c->crm,
		    &e->now);
	if (!e->what.entity)
		return e->now.n ? crm_failed(&c->crm, CRM_EINVAL, "there is"
		    " no entity '%s'", e->now.blocks[0].ref) : 0;
	return cmd_write(c, NULL, save, e);
}

static void
say_done(struct edit *e)
{
	struct cmd *c = e->c;
	size_t n = e->changed.n;
	int64_t batch = crm_batch_id(&c->crm);

	if (!isatty(STDERR_FILENO) && !c->opt.verbose && !c->opt.dry_run)
		return;
	if (!n) {
		cmd_say(c, "nothing was changed");
		return;
	}
	cmd_say(c, "%s%zu %s changed", c->opt.dry_run ? "would be: " : "", n,
	    n == 1 ? c->entity->name : c->entity->plural);
	if (batch)
		cmd_say(c, "undo with: crm undo %lld", (long long)batch);
}

/* RC is what saving came to: what is wrong has been shown or is recorded. */
static int
kept(struct edit *e, int rc)
{
	struct cmd *c = e->c;

	if (!e->editor.file)
		return e->wrong.n ? crm_failed(&c->crm, (enum crm_code)rc,
		    "nothing was changed") : rc;
	if (!e->wrong.n)
		cmd_print_error(c);
	crm_failed(&c->crm, (enum crm_code)rc, "nothing was changed; the"
	    " text is kept in %s", e->editor.file);
	return crm_hinted(&c->crm, "mend it, then: crm edit --from %s",
	    e->editor.file);
}

static int
finish(struct edit *e, int rc)
{
	if (rc > 0)
		return cmd_print_replayed(e->c, false);
	if (!rc && e->changed.n)
		rc = cmd_print_written(e->c, e->changed.ids, e->changed.n,
		    false);
	if (!rc)
		say_done(e);
	return rc;
}

/* Until it can be saved, or nobody wants to mend it. */
static int
edit_until_saved(struct edit *e)
{
	struct crm_value text;
	int rc;

	do {
		rc = editor_run(&e->editor, e->c, &text);
		e->wrong.n = 0;
		if (rc && e->editor.file && text.kind == CRM_TEXT &&
		    crm_same(text, e->given)) {
			editor_end(&e->editor);
			return rc;
		}
		if (rc)
			return kept(e, rc);
		if (!crm_same(text, e->given))
			rc = write_text(e, text);
	} while (rc < 0 && e->wrong.n && editor_again(e->c));
	if (rc < 0)
		return kept(e, rc);
	editor_end(&e->editor);
	return finish(e, rc);
}

static int
nothing(struct cmd *c, void *ctx)
{
	(void)c;
	(void)ctx;
	return 0;
}

/* Whether the batch of --batch-key is there: 1. */
static int
find_batch(struct cmd *c)
{
	bool dry = c->opt.dry_run;
	int rc;

	c->opt.dry_run = true;
	rc = cmd_write(c, NULL, nothing, NULL);
	c->opt.dry_run = dry;
	return rc;
}

/* Before anybody takes the trouble. */
static int
check_first(struct edit *e)
{
	struct cmd *c = e->c;
	int rc = crm_may_write(&c->crm);

	if (!rc && c->opt.batch_key)
		rc = find_batch(c);
	return rc ? rc : editor_find(&e->editor, c);
}

static int
edit_records(struct edit *e)
{
	struct cmd *c = e->c;
	struct crm_edit_wrong nobody = { 0 };
	struct crm_buf text = { 0 };
	int rc = check_first(e);

	if (rc)
		return rc > 0 ? cmd_print_replayed(c, false) : rc;
	if (!e->on.n)
		return c->opt.exit_status ? CRM_ENOTFOUND : 0;
	rc = crm_edit_write(&text, &c->crm, &e->what, e->on.ids, e->on.n);
	if (!rc) {
		e->given = crm_text_n(crm_arena_copy(&c->crm.arena, text.s,
		    text.len), text.len);
		rc = crm_edit_parse(&e->was, e->given.s, e->given.len,
		    &c->crm.arena, &nobody);
	}
	if (!rc)
		rc = editor_begin(&e->editor, c, e->on.n == 1
		    ? crm_arena_printf(&c->crm.arena, "%s-%lld",
		    c->entity->name, (long long)e->on.ids[0])
		    : c->entity->plural, &text);
	crm_buf_free(&text);
	e->name = e->editor.file;
	if (!rc)
		return edit_until_saved(e);
	editor_end(&e->editor);
	return rc;
}

struct edit_args {
	struct targets_args on;
	const char *only;
};

#define ONLY_OPT(S) \
	OPT_VALUE(0, "only", "fields", S, only, \
		  "show these fields alone, sensitive ones too")

static const struct crm_opt edit_opts[] = {
	TARGETS_OPTS(struct edit_args, on),
	ONLY_OPT(struct edit_args),
	{ 0 }
};

static int
edit(struct cmd *c, const void *args)
{
	struct edit_args a = *(const struct edit_args *)args;
	struct edit e = { .c = c, .what = { c->entity, a.only } };
	int rc = targets_read(c, &a.on);

	if (!rc)
		rc = targets_find(&e.on, c, &a.on, 0);
	targets_once(&e.on);
	return rc ? rc : edit_records(&e);
}

const struct cmd_verb cmd_edit = {
	"edit", "change records in an editor", CMD_WRITES, edit_opts,
	sizeof(struct edit_args), edit
};

struct any_args {
	const char *ref, *from, *only;
};

static const struct crm_opt any_opts[] = {
	OPT_MAYBE("ref", "link", struct any_args, ref,
		  "contact:42, account:'Acme Ltd'"),
	OPT_VALUE(0, "from", "file", struct any_args, from,
		  "no editor: save this text; - is stdin"),
	ONLY_OPT(struct any_args),
	{ 0 }
};

/* A text that somebody has edited before. */
static int
edit_from(struct cmd *c, const char *name)
{
	bool in = !strcmp(name, "-");
	struct edit e = { .c = c, .name = in ? "stdin" : name };
	struct crm_value text;
	int rc = in ? cmd_stdin(c, "the text") : 0;

	if (!rc)
		rc = cmd_slurp(c, in ? NULL : name, &text);
	if (rc)
		return rc;
	cmd_hash_add(c, text.s, text.len);
	rc = write_text(&e, text);
	if (rc < 0)
		return kept(&e, rc);
	if (!in && !c->opt.dry_run)
		editor_forget(c, name);
	return finish(&e, rc);
}

static int
edit_any(struct cmd *c, const void *args)
{
	const struct any_args *a = args;
	struct edit e = { .c = c };
	int64_t link = 0;
	int rc;

	if (!a->ref == !a->from) {
		crm_failed(&c->crm, CRM_EUSAGE, a->ref ? "a record and --from"
		    " exclude each other" : "which record?");
		return crm_hinted(&c->crm, a->ref ? "the text of --from says"
		    " which records it is about"
		    : "write it as contact:42");
	}
	if (a->from)
		return edit_from(c, a->from);
	rc = targets_link(&link, c, a->ref, strlen(a->ref), 0);
	if (rc)
		return rc;
	c->entity = crm_entity_number(&c->crm, crm_link_entity(link));
	e.what = (struct crm_edit_what){ c->entity, a->only };
	targets_add(&e.on, &c->crm.arena, crm_link_id(link));
	return edit_records(&e);
}

const struct cmd_verb cmd_edit_any = {
	"edit", "change a record in an editor", CMD_WRITES, any_opts,
	sizeof(struct any_args), edit_any
};
