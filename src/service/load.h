/*
 * A dump being loaded, as its parts see it.
 *
 * load.c		the lines one by one, the last line
 * load_header.c	the first one
 * load_record.c	a line as a record
 * load_check.c		what can only be known when all have come
 */
#ifndef SERVICE_LOAD_H
#define SERVICE_LOAD_H

#include "crm/bulk.h"
#include "crm/reader.h"
#include "crm/sha256.h"
#include "io/input.h"
#include "service/dump.h"

/* Records of one entity: ids that count up as their lines do. */
struct load_run {
	int64_t id, n;
	long line;
};

struct load_runs {
	struct crm_buf v;	/* of struct load_run */
	bool mixed;		/* ids didn't always count up */
};

/* A reference to a record that hasn't come yet. */
struct load_forward {
	const struct crm_entity *e;
	int64_t to;
	long line;
	int field;
};

struct load {
	struct crm *crm;
	const struct crm_load_how *how;
	struct crm_load_result *out;
	struct crm_arena arena, row;
	struct crm_input input;
	struct crm_reader *reader;
	struct crm_sha256 sum;

	bool history;
	struct crm_row header;		/* its names and values, kept */
	int64_t actor;			/* their number in the dump, or 0 */

	const struct crm_entity *e;	/* being loaded, or NULL */
	struct crm_bulk *bulk;
	struct crm_record *r;
	int64_t lines;			/* all so far */
	int64_t counts[DUMP_ENTITIES];	/* by number */
	int64_t logs[2];		/* of crm_log_tables */
	struct load_runs runs[DUMP_ENTITIES];
	struct crm_buf forward;		/* of struct load_forward */
	bool ended;
};

static inline bool
load_is(struct crm_value v, const char *word)
{
	return crm_same(v, crm_text(word));
}

static inline bool
load_begins(struct crm_value v, const char *prefix)
{
	size_t n = strlen(prefix);

	return v.len > n && !memcmp(v.s, prefix, n);
}

/* The next line: 1, 0 at the end, or a failure that tells the line. */
int load_next(struct load *l, struct crm_row *row);
/* The entity NAME of a dump as it is by now, custom fields and all. */
const struct crm_entity *load_entity(const struct load *l,
				     struct crm_value name);

/* The header ROW: what it says that matters at once, the rest is kept. */
int load_header(struct load *l, const struct crm_row *row);
/* l->actor, from the users that come near the beginning. */
int load_find_actor(struct load *l);
/* The settings of the header; before and after the records. */
int load_settings(struct load *l);
int load_last(struct load *l);

/* The text of ROW's member NAME, or null. */
struct crm_value load_member(const struct crm_row *row, const char *name);
/* V as a whole number above or at LEAST: CRM_EINVAL with the field NAME. */
int load_number(int64_t *out, struct load *l, const struct crm_row *row,
		size_t i, int64_t least);

/* The record of ROW into l->r; what it refers to is looked for. */
int load_record(struct load *l, const struct crm_row *row);
/* The same of a row of the log. */
int load_log(struct load *l, const struct crm_row *row,
	     const struct crm_log_table *t);

void load_runs_add(struct load_runs *r, int64_t id, long line);
/* The line of record ID, or 0. */
long load_runs_line(const struct load_runs *r, int64_t id);

/* All records have come: CRM_EINVAL, with err->line where one is at fault. */
int load_check(struct load *l);

#endif
