/* A small firm to try filters on; today is Sunday, 22 November 2026. */
#ifndef FILTER_FIRM_H
#define FILTER_FIRM_H

#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "crm/batch.h"
#include "crm/crm.h"
#include "crm/query.h"
#include "crm/record.h"
#include "crm/schema.h"

struct firm {
	struct crm crm;
	char path[64];
};

struct firm_row {
	const struct crm_entity *entity;
	const char *fields[14];		/* "name=value" */
};

/* Ids are given in this order, by entity. */
static const struct firm_row firm_rows[] = {
	{ &crm_user, { "login=ada", "name=Ada Byron", "role=admin" } },
	{ &crm_team, { "name=North", "manager=ada" } },
	{ &crm_user, { "login=bob", "team=North", "manager=ada" } },
	{ &crm_user, { "login=eve", "active=no", "owner=ada" } },
	{ &crm_pipeline, { "name=Sales" } },
	{ &crm_pipeline, { "name=Partners" } },
	{ &crm_stage, { "pipeline=Sales", "name=Lead", "probability=10" } },
	{ &crm_stage, { "pipeline=Sales", "name=Proposal",
	  "probability=50" } },
	{ &crm_stage, { "pipeline=Sales", "name=Won", "category=won" } },
	{ &crm_stage, { "pipeline=Sales", "name=Lost", "category=lost" } },
	{ &crm_stage, { "pipeline=Partners", "name=Won",
	  "category=won" } },
	{ &crm_product, { "code=GTX-PRO", "name=GTX Pro", "price=12.5",
	  "active=yes" } },
	{ &crm_product, { "code=OLD", "name=Old thing", "price=0.0005",
	  "active=no" } },
	{ &crm_account, { "name=Acme Ltd", "industry=Software",
	  "country=DE", "employees=250", "annual_revenue=5000000",
	  "owner=ada", "tags=VIP;europe", "domain=acme.test",
	  "priority=A", "ext_id=erp:42",
	  "created_at=2026-11-21T23:30:00Z" } },
	{ &crm_account, { "name=Globex", "industry=Hardware",
	  "country=US", "employees=12", "currency=USD",
	  "annual_revenue=1000000", "owner=bob", "parent=Acme Ltd",
	  "tags=vip-lapsed", "created_at=2026-11-22T10:00:00Z" } },
	{ &crm_account, { "name=\xc3\x9c" "ber AG", "currency=JPY",
	  "annual_revenue=5000000", "website=https://ueber.test/",
	  "created_at=2026-10-31T22:59:59Z" } },
	{ &crm_account, { "name=Gone Inc", "industry=Software",
	  "employees=3", "deleted=", "created_at=2026-01-01T00:00:00Z" } },
	{ &crm_contact, { "first_name=Ada", "last_name=Lovelace",
	  "email=Ada@Acme.test", "phone=+49 30 1234",
	  "account=Acme Ltd", "birthday=1990-05-17", "tags=vip",
	  "owner=ada", "title=CTO" } },
	{ &crm_contact, { "name=Bob O'Brien", "email=bob@globex.test",
	  "account=Globex", "reports_to=Ada Lovelace",
	  "preferred_channel=email", "owner=bob",
	  "birthday=2026-11-22" } },
	{ &crm_contact, { "name=Zo\xc3\xab 100%", "phone=030-1234",
	  "notes=line one\nline two", "owner=bob" } },
	{ &crm_contact, { "name=Eve Gone", "account=Acme Ltd",
	  "deleted=" } },
	{ &crm_contact, { "name=Jos\xc3\xa9", "reports_to=Ada Lovelace",
	  "account=Gone Inc", "department=VIP" } },
	{ &crm_opp, { "name=Big deal", "account=Acme Ltd",
	  "contact=Ada Lovelace", "product=GTX Pro", "stage=Lead",
	  "amount=50000", "opened=2026-11-01",
	  "close_date=2026-11-30", "owner=ada", "tags=vip" } },
	{ &crm_opp, { "name=Small", "account=Globex",
	  "contact=Bob O'Brien", "stage=Won", "currency=USD",
	  "amount=1200.50", "opened=2026-09-01", "won_on=2026-10-05",
	  "close_date=2026-10-05", "owner=bob" } },
	{ &crm_opp, { "name=Yen", "account=\xc3\x9c" "ber AG", "stage=Lead",
	  "currency=JPY", "amount=50000", "opened=2026-11-22",
	  "probability=12.5", "contact=Ada Lovelace" } },
	{ &crm_opp, { "name=Empty", "stage=Lead", "opened=2026-11-12" } },
	{ &crm_opp, { "name=Lost one", "account=Acme Ltd",
	  "contact=Ada Lovelace", "stage=Lost", "amount=900",
	  "competitor=Globex", "opened=2025-12-31",
	  "lost_on=2026-11-22", "close_date=2026-12-31",
	  "type=renewal", "owner=bob" } },
	{ &crm_opp, { "name=Deleted", "account=Acme Ltd",
	  "contact=Ada Lovelace", "stage=Lead", "amount=7",
	  "deleted=" } },
};

static inline void
firm_ok(struct firm *f, int rc)
{
	if (rc)
		fail_msg("%d: %s (%s)", rc, f->crm.err.text, f->crm.err.hint);
}

static inline void
firm_open(struct firm *f)
{
	int fd;

	memset(f, 0, sizeof(*f));
	snprintf(f->path, sizeof(f->path), "/tmp/crm-filter-XXXXXX");
	fd = mkstemp(f->path);
	close(fd);
	unlink(f->path);
	firm_ok(f, crm_open(&f->crm, f->path, CRM_DB_CREATE, 1));
	assert_int_equal(crm_zone_use("Europe/Berlin"), 0);
	crm_clock_set(&f->crm.clock, 1795352400);
	f->crm.clock.week_start = 1;
	f->crm.clock.year_start = 1;
	f->crm.actor = (struct crm_actor){ 1, "ada", "admin", true };
	firm_ok(f, crm_schema_create(&f->crm));
}

static inline void
firm_close(struct firm *f)
{
	char side[80];

	crm_close(&f->crm);
	unlink(f->path);
	snprintf(side, sizeof(side), "%s-wal", f->path);
	unlink(side);
	snprintf(side, sizeof(side), "%s-shm", f->path);
	unlink(side);
}

/* Add ROW; its id when it is to be deleted, else 0. */
static inline int64_t
firm_add(struct firm *f, const struct firm_row *row)
{
	struct crm_record *r = crm_record_new(&f->crm, row->entity,
	    &f->crm.arena);
	bool deleted = false;

	r->import = true;
	for (size_t i = 0; i < COUNT(row->fields) && row->fields[i]; i++) {
		const char *s = row->fields[i], *eq = strchr(s, '=');
		char name[32];

		snprintf(name, sizeof(name), "%.*s", (int)(eq - s), s);
		if (!strcmp(name, "deleted"))
			deleted = true;
		else
			firm_ok(f, crm_record_assign(&f->crm, r, name, '=',
			    eq + 1, strlen(eq + 1), NULL));
	}
	firm_ok(f, crm_save(&f->crm, r));
	return deleted ? crm_record_id(r) : 0;
}

static inline void
firm_move(struct firm *f, int64_t opp, const char *stage)
{
	struct crm_record *r;

	firm_ok(f, crm_record_load(&r, &f->crm, &crm_opp, opp,
	    &f->crm.arena));
	firm_ok(f, crm_record_assign(&f->crm, r, "stage", '=', stage,
	    strlen(stage), NULL));
	firm_ok(f, crm_save(&f->crm, r));
}

/* The firm with one move: Big deal came to Proposal today. */
static inline void
firm_fill(struct firm *f)
{
	int rc = crm_batch_begin(&f->crm, "test", "add", NULL);
	int64_t ids[COUNT(firm_rows)] = { 0 };
	bool done;

	for (size_t i = 0; !rc && i < COUNT(firm_rows); i++)
		ids[i] = firm_add(f, &firm_rows[i]);
	for (size_t i = 0; !rc && i < COUNT(firm_rows); i++)
		if (ids[i])
			firm_ok(f, crm_delete(&f->crm, firm_rows[i].entity,
			    ids[i], &done));
	firm_move(f, 1, "Proposal");
	firm_ok(f, crm_batch_end(&f->crm, rc));
}

static inline int
firm_take_id(void *ctx, int64_t id)
{
	crm_buf_printf(ctx, ((struct crm_buf *)ctx)->len ? ",%lld" : "%lld",
	    (long long)id);
	return 0;
}

/* The ids of E that FILTER finds, by id, into OUT. */
static inline int
firm_find(struct firm *f, struct crm_buf *out, const struct crm_entity *e,
	  const char *filter)
{
	struct crm_query *q = crm_query_new(&f->crm, e, &f->crm.arena);
	int rc;

	crm_buf_cut(out, 0);
	crm_buf_str(out, "");
	crm_query_param(q, "who", "me");
	crm_query_param(q, "name", "Acme Ltd");
	crm_query_param(q, "odd", "a..b' or 1=1 --");
	crm_query_param(q, "blank", "");
	rc = crm_query_where(q, filter);
	if (!rc)
		rc = crm_query_sort(q, "id");
	return rc ? rc : crm_query_ids(q, firm_take_id, out);
}

#endif
