/*
 * Hooks, as their parts see them.
 *
 * hooks.c		which there are, whether they can be trusted; writing
 * hook_events.c	what is told about, and that it stays so
 * hook_record.c	a record as JSON
 * hook_answers.c	what they answer
 * hook_set.c		what they set, in the record
 * hook_run.c		their process
 * hook_undo.c		what an undo changes
 */
#ifndef SERVICE_HOOKS_H
#define SERVICE_HOOKS_H

#include "crm/arena.h"
#include "crm/buf.h"
#include "crm/event.h"
#include "crm/hooks.h"
#include "crm/map.h"
#include "crm/writer.h"

enum hook {
	HOOK_PRE_ADD, HOOK_PRE_MODIFY, HOOK_PRE_DELETE, HOOK_POST_CHANGE,
	HOOK_PRE_IMPORT, HOOK_POST_IMPORT, HOOKS
};
extern const char *const hook_names[];

/* One record that a hook was asked about. */
struct hook_event {
	int64_t n, id;
	uint64_t hash;		/* of all that it was shown */
	enum hook hook;
	int entity;
};

/* What a hook answered to one of them. */
struct hook_answer {
	const char *reject;
	struct hook_set {
		const char *field;	/* "title", or "account.id" */
		struct crm_value text;	/* null: cleared */
		struct hook_set *next;
	} *sets, **last;
};

/* Lines for a hook, in a file that has no name. */
struct hook_lines {
	int fd;			/* 0: none yet */
	struct crm_buf buf;	/* what is not in it yet */
	int64_t n;
};

/* How records of an entity are written as JSON. */
struct hook_record {
	const struct crm_entity *entity;
	struct crm_writer *writer;
	struct crm_writer_how how;
	size_t n;
	struct crm_value *cells;
};

enum { HOOK_ENTITIES = 64 };

struct crm_hooks {
	struct crm *crm;
	struct crm_arena arena, row;
	const char *paths[HOOKS];	/* NULL: there is none */
	int64_t seconds;
	int depth;
	const char *const *environment;
	bool import;
	int64_t line;			/* import: the number of the row */
	enum { HOOKS_IDLE, HOOKS_PLAN, HOOKS_WRITE } phase;
	int64_t n;			/* records told about */
	struct hook_lines lines[HOOKS];
	struct crm_buf events;		/* of struct hook_event */
	size_t next;			/* of EVENTS */
	struct crm_map answers;		/* n to its place in the arena */
	struct hook_answer *answer;	/* of the record in hand */
	struct hook_record records[HOOK_ENTITIES];
	struct crm_buf undone;		/* of struct undone: hook_undo.c */
	struct crm_listener listener;
	void (*say)(void *ctx, const char *sentence);	/* meanwhile */
};

/* Whether anybody is to be asked, or told. */
bool hooks_ask_any(const struct crm_hooks *h);
/* Listen to what a write would do; then to the write itself. */
void hooks_plan(struct crm_hooks *h);
void hooks_begin(struct crm_hooks *h);
void hooks_end(struct crm_hooks *h);
/* Between the two: CRM_EREFUSED when a hook says no. */
int hooks_ask(struct crm_hooks *h);
/* After the commit. */
void hooks_tell(struct crm_hooks *h);

/* hook_events.c */
int hook_before(void *ctx, struct crm *crm, const struct crm_record *r,
		enum crm_event event);
int hook_after(void *ctx, struct crm *crm, const struct crm_record *r,
	       enum crm_event event);
/* A line of HOOK with the members OLD and NEW, which are JSON. */
int hook_line(struct crm_hooks *h, enum hook hook, const struct crm_entity *e,
	      int64_t n, int64_t id, const struct crm_buf *old,
	      const struct crm_buf *new);
int hook_lines_flush(struct crm_hooks *h, struct hook_lines *l, size_t enough);
void hook_lines_clear(struct hook_lines *l);

/* Append V, a record of E, as JSON; NULL: null. */
int hook_record_add(struct crm_buf *out, struct crm_hooks *h,
		    const struct crm_entity *e, const struct crm_value *v);

/* hook_set.c */
int hook_set(void *ctx, struct crm *crm, struct crm_record *r);

/* Read the answers of HOOK in FD. */
int hook_answers(struct crm_hooks *h, enum hook hook, int fd);

/*
 * Run HOOK with its lines, and its output in OUT (-1: it goes to stderr).
 * CRM_EREFUSED when it fails.
 */
int hook_run(struct crm_hooks *h, enum hook hook, int out);

/* hook_undo.c: the records that BATCH changed, before and after. */
int hook_undo(void *ctx, struct crm *crm, int64_t batch, bool done);

#endif
