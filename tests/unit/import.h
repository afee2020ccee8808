/* What tests of bulk writes and import share: a new database each time. */
#ifndef IMPORT_H
#define IMPORT_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "crm/batch.h"
#include "crm/import.h"
#include "crm/init.h"
#include "crm/undo.h"
#include "unit.h"

struct world {
	struct crm crm;
	char dir[64], db[80];
	/* Of the last import. */
	struct crm_import_result r;
	char told[8192];	/* "LINE:field:sentence\n" */
	char ids[256];
	char rejects[8192];
	int progress;
};

static int
set_up(void **state)
{
	static const struct crm_init_how how = { .login = "ada" };
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	snprintf(w->dir, sizeof(w->dir), "/tmp/crm-test-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	snprintf(w->db, sizeof(w->db), "%s/t.db", w->dir);
	crm_clock_set(&w->crm.clock, 1795000000);	/* 2026-11-18 */
	assert_int_equal(crm_init(&w->crm, w->db, &how), 0);
	*state = w;
	return 0;
}

static int
tear_down(void **state)
{
	struct world *w = *state;
	char path[128];

	crm_close(&w->crm);
	unlink(w->db);
	snprintf(path, sizeof(path), "%s-wal", w->db);
	unlink(path);
	snprintf(path, sizeof(path), "%s-shm", w->db);
	unlink(path);
	snprintf(path, sizeof(path), "%s/map", w->dir);
	unlink(path);
	rmdir(w->dir);
	free(w);
	return 0;
}

/* One integer of the database. */
static int64_t
ask(struct world *w, const char *sql)
{
	int64_t n = -1;

	if (crm_db_int(&n, w->crm.db, sql, CRM_NONE) < 0)
		fail_msg("%s: %s", sql, w->crm.err.text);
	return n;
}

/* The first column of the first row, as text; lives until the next call. */
static inline const char *
text_of(struct world *w, const char *sql)
{
	static char out[512];
	struct crm_rows *rows;

	assert_int_equal(crm_db_query(&rows, w->crm.db, sql, CRM_NONE), 0);
	out[0] = '\0';
	if (crm_rows_next(rows) > 0 && crm_rows_text(rows, 0))
		snprintf(out, sizeof(out), "%s", crm_rows_text(rows, 0));
	crm_rows_close(rows);
	return out;
}

#endif
