/* What the write path tells a listener, and what a listener may do. */
#include "import.h"

#include "crm/bulk.h"
#include "crm/contact.h"
#include "crm/event.h"
#include "crm/opp.h"
#include "crm/record.h"
#include "crm/undo.h"

struct told {
	struct crm_listener listener;
	struct crm_buf all;
	const char *title;		/* to set, or NULL */
	int refuse;			/* code of before */
};

static void
note(struct told *t, const char *what, const struct crm_record *r,
     enum crm_event event)
{
	static const char *const words[] = { "add", "modify", "delete" };

	crm_buf_printf(&t->all, "%s %s %s %lld|", what, words[event],
	    r->entity->name, (long long)crm_record_id(r));
}

static int
before(void *ctx, struct crm *crm, const struct crm_record *r,
       enum crm_event event)
{
	struct told *t = ctx;

	note(t, "before", r, event);
	if (t->refuse)
		return crm_failed(crm, CRM_EREFUSED, "no");
	return t->title != NULL;
}

static int
set(void *ctx, struct crm *crm, struct crm_record *r)
{
	struct told *t = ctx;

	return crm_record_assign(crm, r, "title", '=', t->title,
	    strlen(t->title), NULL);
}

static int
after(void *ctx, struct crm *crm, const struct crm_record *r,
      enum crm_event event)
{
	(void)crm;
	note(ctx, "after", r, event);
	return 0;
}

static int
undo(void *ctx, struct crm *crm, int64_t batch, bool done)
{
	struct told *t = ctx;

	(void)crm;
	crm_buf_printf(&t->all, "undo %lld %s|", (long long)batch,
	    done ? "done" : "begins");
	return 0;
}

static void
listen(struct told *t, struct world *w)
{
	t->listener = (struct crm_listener){ before, set, after, undo, t, 0 };
	w->crm.listener = &t->listener;
}

static void
expect(struct told *t, const char *all)
{
	assert_string_equal(t->all.s ? t->all.s : "", all);
	crm_buf_cut(&t->all, 0);
}

static int
save(struct world *w, struct crm_record *r)
{
	int rc = crm_batch_begin(&w->crm, "test", "save", NULL);

	return rc ? rc : crm_batch_end(&w->crm, crm_save(&w->crm, r));
}

static struct crm_record *
contact(struct world *w, const char *name)
{
	struct crm_record *r = crm_record_new(&w->crm, &crm_contact,
	    &w->crm.arena);

	crm_record_set(r, CONTACT_NAME, crm_text(name));
	return r;
}

static struct crm_record *
loaded(struct world *w, const struct crm_entity *e, int64_t id)
{
	struct crm_record *r;

	assert_int_equal(crm_record_load(&r, &w->crm, e, id, &w->crm.arena),
	    0);
	return r;
}

static void
test_told(void **state)
{
	struct world *w = *state;
	struct told t = { .title = NULL };
	struct crm_record *r = contact(w, "Ada");
	bool done;

	listen(&t, w);
	assert_int_equal(save(w, r), 0);
	expect(&t, "before add contact 0|after add contact 1|");
	r = loaded(w, &crm_contact, 1);
	assert_int_equal(save(w, r), 0);
	expect(&t, "");
	crm_record_set(r, CONTACT_TITLE, crm_text("Dr."));
	assert_int_equal(save(w, r), 0);
	expect(&t, "before modify contact 1|after modify contact 1|");
	assert_int_equal(crm_batch_begin(&w->crm, "x", "delete", NULL), 0);
	assert_int_equal(crm_batch_end(&w->crm, crm_delete(&w->crm,
	    &crm_contact, 1, &done)), 0);
	expect(&t, "before delete contact 1|after delete contact 1|");
	assert_int_equal(crm_undo(&w->crm, crm_batch_id(&w->crm), NULL, NULL),
	    0);
	expect(&t, "undo 4 begins|undo 4 done|");
	crm_buf_free(&t.all);
}

static void
test_set(void **state)
{
	struct world *w = *state;
	struct told t = { .title = "Prof." };
	struct crm_record *r = contact(w, "Ada");

	listen(&t, w);
	crm_record_set(r, CONTACT_LAST_NAME, crm_text("Lovelace"));
	assert_int_equal(save(w, r), 0);
	assert_string_equal(loaded(w, &crm_contact, 1)->v[CONTACT_TITLE].s,
	    "Prof.");
	expect(&t, "before add contact 0|after add contact 1|");
	crm_buf_free(&t.all);
}

static void
test_refused(void **state)
{
	struct world *w = *state;
	struct told t = { .refuse = 1 };
	struct crm_bulk *b;
	struct crm_bulk_how how = { .expected = 1 };

	listen(&t, w);
	assert_int_equal(save(w, contact(w, "Ada")), CRM_EREFUSED);
	expect(&t, "before add contact 0|");
	assert_int_equal(crm_batch_begin(&w->crm, "x", "import", NULL), 0);
	assert_int_equal(crm_bulk_begin(&b, &w->crm, &crm_contact, &how), 0);
	assert_int_equal(crm_bulk_add(b, contact(w, "Bob"), 1), CRM_EREFUSED);
	t.refuse = 0;
	assert_int_equal(crm_bulk_add(b, contact(w, "Cem"), 2), 0);
	assert_int_equal(crm_batch_end(&w->crm, crm_bulk_end(b, 0)), 0);
	expect(&t, "before add contact 0|before add contact 0|"
	    "after add contact 1|");
	assert_int_equal(ask(w, "SELECT COUNT(*) FROM contact"), 1);
	crm_buf_free(&t.all);
}

/* A move's stage_change is told about, and nobody is asked. */
static void
test_follows(void **state)
{
	struct world *w = *state;
	struct told t = { .title = NULL };
	struct crm_record *r = crm_record_new(&w->crm, &crm_opp,
	    &w->crm.arena);
	bool done;

	crm_record_set(r, OPP_NAME, crm_text("Deal"));
	assert_int_equal(save(w, r), 0);
	listen(&t, w);
	assert_int_equal(crm_batch_begin(&w->crm, "opp", "move", NULL), 0);
	assert_int_equal(crm_batch_end(&w->crm, crm_opp_move(&w->crm, 1,
	    "Proposal", NULL, NULL, &done)), 0);
	expect(&t, "before modify opp 1|after modify opp 1|"
	    "after add stage_change 1|");
	crm_buf_free(&t.all);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(test_told), T(test_set), T(test_refused), T(test_follows)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
