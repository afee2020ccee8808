/* The indexes and foreign keys there are, and those the catalogue wants. */
#include <string.h>

#include "crm/driver.h"
#include "crm/map.h"
#include "crm/schema.h"
#include "service/doctor.h"

struct indexes {
	struct doctor *d;
	struct crm_map there;		/* by name */
};

static int
take(void *ctx, const struct crm_value *cells)
{
	struct indexes *x = ctx;

	*crm_map_put(&x->there, cells[0].s, cells[0].len) = 1;
	return 0;
}

/* What can't be made must not end the transaction of the check. */
static int
make(struct doctor *d, const char *what, const char *name, const char *sql)
{
	struct crm_db *db = d->crm->db;
	bool index = sql[0] == 'C';
	char *end;
	int rc = crm_db_begin(db);

	if (rc)
		return rc;
	if (!crm_db_end(db, crm_db_exec(db, sql, CRM_NONE)))
		return doctor_fixed(d, "made", "the %s %s was missing", what,
		    name);
	end = strchr(d->crm->err.text, '\n');
	if (end)
		*end = '\0';
	return doctor_found(d, index ? "records with the same value must be"
	    " changed or deleted first, then crm doctor --fix"
	    : "what refers to nothing must be set first, then crm doctor"
	    " --fix", "the %s %s is missing and can't be made: %s", what,
	    name, d->crm->err.text);
}

static int
look(void *ctx, const char *name, const char *sql)
{
	const char *what = sql[0] == 'C' ? "index" : "foreign key";
	struct indexes *x = ctx;

	if (crm_map_get(&x->there, name, strlen(name)))
		return 0;
	if (x->d->fix)
		return make(x->d, what, name, sql);
	return doctor_found(x->d, "crm doctor --fix makes it", "the %s %s is"
	    " missing", what, name);
}

int
doctor_indexes(struct doctor *d)
{
	struct indexes x = { .d = d };
	struct crm_db *db = d->crm->db;
	int rc = crm_db_each(db, crm_db_dialect(db)->indexes, CRM_NONE, 1,
	    take, &x);

	if (!rc)
		rc = crm_schema_each_index(d->crm, look, &x);
	crm_map_free(&x.there);
	return rc;
}
