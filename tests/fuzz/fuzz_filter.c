/*
 * Filters, columns and sorts as anyone may type them, compiled against the
 * catalogue and an empty database.  The first byte chooses the entity, the
 * second what the rest is: a filter, columns or a sort.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "crm/query.h"
#include "crm/schema.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct crm *
database(void)
{
	static struct crm crm;
	char path[] = "/tmp/crm-fuzz-XXXXXX", side[sizeof(path) + 4];
	int fd;

	if (crm.db)
		return &crm;
	fd = mkstemp(path);
	if (fd < 0 || close(fd) || unlink(path) ||
	    crm_open(&crm, path, CRM_DB_CREATE, 1) || crm_schema_create(&crm))
		abort();
	/* Nothing of it stays behind. */
	unlink(path);
	snprintf(side, sizeof(side), "%s-wal", path);
	unlink(side);
	snprintf(side, sizeof(side), "%s-shm", path);
	unlink(side);
	crm_zone_use("Europe/Berlin");
	crm_clock_set(&crm.clock, 1795352400);
	crm.actor.id = 1;
	return &crm;
}

static int
none(void *ctx, int64_t id)
{
	(void)ctx;
	(void)id;
	abort();
}

/* A statement that was compiled can be run. */
static void
run(struct crm *crm, struct crm_query *q)
{
	if (crm_query_ids(q, none, NULL))
		fprintf(stderr, "%s\n", crm->err.text);
	if (crm->err.code == CRM_EFAIL)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct crm *crm = database();
	struct crm_arena arena = { 0 };
	struct crm_query *q;
	const char *s;
	size_t n = 0;
	int rc;

	if (size < 2)
		return 0;
	while (crm_catalogue[n])
		n++;
	/* No list is made of what has no commands. */
	if (crm_catalogue[data[0] % n]->flags & CRM_E_PLAIN)
		return 0;
	q = crm_query_new(crm, crm_catalogue[data[0] % n], &arena);
	crm_query_param(q, "p", "a;b");
	s = crm_arena_copy(&arena, data + 2, size - 2);
	crm->err.code = CRM_OK;
	if (data[1] % 8 == 1)
		rc = crm_query_columns(q, s, CRM_SHAPE_SHOW);
	else if (data[1] % 8 == 2)
		rc = crm_query_sort(q, s);
	else
		rc = crm_query_where(q, s);
	if (!rc)
		run(crm, q);
	else if (rc == CRM_EFAIL)
		abort();
	crm_arena_free(&arena);
	return 0;
}
