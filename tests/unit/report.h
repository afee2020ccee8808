/* A database to report on, and rows as text to compare. */
#ifndef REPORT_H
#define REPORT_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "unit.h"

#include "crm/batch.h"
#include "crm/convert.h"
#include "crm/date.h"
#include "crm/init.h"
#include "crm/opp.h"
#include "crm/report.h"

struct fixture {
	struct crm crm;
	char dir[64], path[80];
	struct crm_buf said;
};

static inline void
take_sentence(void *ctx, const char *sentence)
{
	struct crm_buf *b = ctx;

	crm_buf_str(b, sentence);
	crm_buf_char(b, '\n');
}

/* A place for a database, and the clock at noon of DAY. */
static inline void
fixture_begin(struct fixture *f, const char *day)
{
	int64_t n;

	*f = (struct fixture){ .dir = "/tmp/crm-unit-XXXXXX" };
	assert_non_null(mkdtemp(f->dir));
	snprintf(f->path, sizeof(f->path), "%s/a.db", f->dir);
	assert_int_equal(crm_zone_use("UTC"), 0);
	assert_int_equal(crm_day_parse(&n, day, strlen(day)), 0);
	crm_clock_set(&f->crm.clock, n * 86400 + 43200);
	f->crm.say = take_sentence;
	f->crm.say_ctx = &f->said;
}

static inline void
fixture_end(struct fixture *f)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	char path[96];

	crm_close(&f->crm);
	crm_buf_free(&f->said);
	for (size_t i = 0; i < COUNT(ends); i++) {
		snprintf(path, sizeof(path), "%s%s", f->path, ends[i]);
		unlink(path);
	}
	/* Fails when a test has left something behind. */
	assert_int_equal(rmdir(f->dir), 0);
}

#define check(f, call)							\
	do {								\
		if (call)						\
			fail_msg("%s: %s", #call, (f)->crm.err.text);	\
	} while (0)

/* Add a record of E with the fields of LINE, split by ';'; its id. */
static inline int64_t
add(struct fixture *f, const struct crm_entity *e, const char *line)
{
	struct crm_record *r = crm_record_new(&f->crm, e, &f->crm.arena);
	char *rest = crm_arena_str(&f->crm.arena, line), *item;

	r->import = true;
	while ((item = strsep(&rest, ";")) != NULL) {
		char *value = strchr(item, '=');
		const struct crm_value *c = &r->v[e == &crm_opp ?
		    OPP_CURRENCY : 0];
		struct crm_read how = { .currency = c->kind == CRM_TEXT ?
		    crm_arena_copy(&f->crm.arena, c->s, c->len) : NULL };

		*value++ = '\0';
		check(f, crm_record_assign(&f->crm, r, item, '=', value,
		    strlen(value), &how));
	}
	check(f, crm_save(&f->crm, r));
	return crm_record_id(r);
}

struct text_sink {
	struct crm_buf out;
	struct crm_column cols[16];
	size_t n;
};

static inline int
text_begin(void *ctx, const struct crm_column *cols, size_t n)
{
	struct text_sink *t = ctx;

	assert_in_range(n, 1, COUNT(t->cols));
	memcpy(t->cols, cols, n * sizeof(*cols));
	t->n = n;
	for (size_t i = 0; i < n; i++)
		crm_buf_printf(&t->out, "%s%s", cols[i].name,
		    i + 1 < n ? " " : "\n");
	return 0;
}

static inline int
text_row(void *ctx, const struct crm_value *cells)
{
	struct text_sink *t = ctx;

	for (size_t i = 0; i < t->n; i++) {
		const struct crm_column *c = &t->cols[i];
		struct crm_value v = cells[c->name_cell >= 0 ? c->name_cell
		    : c->cell];

		if (v.kind == CRM_NULL)
			crm_buf_char(&t->out, '-');
		crm_value_write(&t->out, c->field, v,
		    c->currency_cell >= 0 ? cells[c->currency_cell].s : NULL);
		crm_buf_char(&t->out, i + 1 < t->n ? ' ' : '\n');
	}
	return 0;
}

typedef int report_fn(struct crm *crm, const struct crm_report_how *how,
		      const struct crm_sink *to);

/* The report's rows must be EXPECTED, cells split by blanks. */
static inline void
expect(struct fixture *f, report_fn *report, struct crm_report_how how,
       const char *expected)
{
	struct text_sink t = { .n = 0 };
	struct crm_sink to = { text_begin, text_row, &t };

	check(f, report(&f->crm, &how, &to));
	assert_string_equal(t.out.s, expected);
	crm_buf_free(&t.out);
}

/* It must fail with CODE and say PART. */
static inline void
expect_failure(struct fixture *f, report_fn *report,
	       struct crm_report_how how, int code, const char *part)
{
	struct text_sink t = { .n = 0 };
	struct crm_sink to = { text_begin, text_row, &t };

	assert_int_equal(report(&f->crm, &how, &to), code);
	if (!strstr(f->crm.err.text, part))
		fail_msg("'%s' is not in '%s'", part, f->crm.err.text);
	crm_buf_free(&t.out);
}

#endif
