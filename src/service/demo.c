/* A small firm to try things on: who works there, what it sells, to whom. */
#include "service/demo.h"

#include <string.h>

#include "crm/account.h"
#include "crm/date.h"
#include "crm/init.h"
#include "crm/product.h"
#include "crm/user.h"

int
crm_demo_chance(struct demo *d, int n)
{
	uint64_t z = d->chance += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (int)((z ^ (z >> 31)) % (uint64_t)n);
}

int
crm_demo_between(struct demo *d, int from, int to)
{
	return from + crm_demo_chance(d, to - from + 1);
}

struct crm_record *
crm_demo_new(struct demo *d, const struct crm_entity *e)
{
	return crm_record_new(d->crm, e, &d->row);
}

int
crm_demo_save(int64_t *id, struct demo *d, struct crm_record *r)
{
	int rc = crm_save(d->crm, r);

	*id = crm_record_id(r);
	crm_arena_reset(&d->row);
	return rc;
}

const char *
crm_demo_day(struct demo *d, int64_t day)
{
	char *text = crm_arena_alloc(&d->row, CRM_DAY_SIZE);

	crm_day_write(text, day);
	return text;
}

void
crm_demo_made_on(struct demo *d, struct crm_record *r, int64_t day)
{
	char *text = crm_arena_alloc(&d->row, CRM_TIME_SIZE);
	int64_t at = (day * 24 + crm_demo_between(d, 8, 16)) * 3600;

	crm_time_write(text, at < d->crm->clock.now ? at
	    : d->crm->clock.now);
	crm_record_set(r, CRM_F_CREATED_AT, crm_text(text));
}

int64_t
crm_demo_owner(const struct demo *d, int account)
{
	return d->sellers[account % DEMO_SELLERS];
}

static int
add_teams(int64_t teams[2], struct demo *d)
{
	struct crm_record *r = crm_demo_new(d, &crm_team);
	int rc;

	crm_demo_text(r, TEAM_NAME, "Sales");
	rc = crm_demo_save(&teams[0], d, r);
	if (rc)
		return rc;
	r = crm_demo_new(d, &crm_team);
	crm_demo_text(r, TEAM_NAME, "Key Accounts");
	crm_record_set(r, TEAM_PARENT, crm_int(teams[0]));
	return crm_demo_save(&teams[1], d, r);
}

/* Set field F of record ID of E to the record TO. */
static int
set_ref(struct demo *d, const struct crm_entity *e, int64_t id, int f,
	int64_t to)
{
	struct crm_record *r;
	int rc = crm_record_load(&r, d->crm, e, id, &d->row);

	if (rc)
		return rc;
	crm_record_set(r, f, crm_int(to));
	return crm_demo_save(&id, d, r);
}

static const struct {
	const char *login, *name;
} sellers[] = {
	{ "bob", "Bob Keller" }, { "carol", "Carol Nguyen" },
	{ "dan", "Dan Rossi" }, { "erin", "Erin Walsh" },
	{ "frank", "Frank Meyer" },		/* when one is the admin */
};

static int
add_seller(struct demo *d, int n, const char *login, const char *name,
	   int64_t team)
{
	struct crm_record *r = crm_demo_new(d, &crm_user);

	crm_demo_text(r, USER_LOGIN, login);
	crm_demo_text(r, USER_NAME, name);
	crm_demo_text(r, USER_EMAIL, crm_arena_printf(&d->row,
	    "%s@crm-demo.test", login));
	crm_demo_text(r, USER_ROLE, n ? "rep" : "manager");
	crm_record_set(r, USER_TEAM, crm_int(team));
	if (n)
		crm_record_set(r, USER_MANAGER, crm_int(d->sellers[0]));
	return crm_demo_save(&d->sellers[n], d, r);
}

/* The first seller leads the rest, the third the key accounts. */
static int
add_users(struct demo *d)
{
	int64_t teams[2], admin = d->crm->actor.id;
	int rc = add_teams(teams, d), n = 0;

	for (size_t i = 0; !rc && n < DEMO_SELLERS; i++) {
		if (!strcmp(sellers[i].login, d->crm->actor.login))
			continue;
		rc = add_seller(d, n, sellers[i].login, sellers[i].name,
		    teams[n / 2]);
		n++;
	}
	if (!rc)
		rc = set_ref(d, &crm_user, admin, USER_TEAM, teams[0]);
	if (!rc)
		rc = set_ref(d, &crm_team, teams[0], TEAM_MANAGER,
		    d->sellers[0]);
	return rc ? rc : set_ref(d, &crm_team, teams[1], TEAM_MANAGER,
	    d->sellers[2]);
}

static int
add_products(struct demo *d)
{
	int rc = 0;

	for (int i = 0; !rc && i < DEMO_PRODUCTS; i++) {
		const struct demo_product *p = &demo_products[i];
		struct crm_record *r = crm_demo_new(d, &crm_product);

		crm_demo_text(r, PRODUCT_NAME, p->name);
		crm_demo_text(r, PRODUCT_FAMILY, p->family);
		crm_demo_text(r, PRODUCT_UNIT, p->unit);
		crm_record_set(r, PRODUCT_PRICE,
		    crm_int((int64_t)p->price * 10000));
		crm_record_set(r, PRODUCT_COST,
		    crm_int((int64_t)p->price * 10000 * 3 / 5));
		rc = crm_demo_save(&d->products[i], d, r);
	}
	return rc;
}

static void
fill_account(struct demo *d, struct crm_record *r,
	     const struct demo_account *a)
{
	static const char *const sources[] = {
		"web", "trade fair", "referral", "cold call", "partner"
	};

	crm_demo_text(r, ACCOUNT_NAME, a->name);
	crm_demo_text(r, ACCOUNT_KIND, a->kind ? a->kind : "customer");
	crm_demo_text(r, ACCOUNT_INDUSTRY, a->industry);
	crm_demo_text(r, ACCOUNT_WEBSITE, crm_arena_printf(&d->row,
	    "https://www.%s.test/", a->domain));
	crm_demo_text(r, ACCOUNT_DOMAIN, crm_arena_printf(&d->row, "%s.test",
	    a->domain));
	crm_demo_text(r, ACCOUNT_EMAIL, crm_arena_printf(&d->row,
	    "info@%s.test", a->domain));
	crm_demo_text(r, ACCOUNT_PHONE, crm_arena_printf(&d->row, "%s00",
	    a->phone));
	crm_record_set(r, ACCOUNT_EMPLOYEES, crm_int(a->employees));
	crm_demo_text(r, ACCOUNT_CITY, a->city);
	crm_demo_text(r, ACCOUNT_COUNTRY, a->country);
	crm_demo_text(r, ACCOUNT_SOURCE, sources[crm_demo_chance(d, 5)]);
	crm_demo_text(r, ACCOUNT_PRIORITY, a->revenue > 300 ? "A" :
	    a->revenue > 60 ? "B" : "C");
	crm_demo_made_on(d, r, d->crm->clock.today -
	    crm_demo_between(d, 400, 900));
}

static int
add_accounts(struct demo *d)
{
	int rc = 0;

	for (int i = 0; !rc && i < DEMO_ACCOUNTS; i++) {
		const struct demo_account *a = &demo_accounts[i];
		struct crm_record *r = crm_demo_new(d, &crm_account);

		fill_account(d, r, a);
		crm_record_set(r, ACCOUNT_ANNUAL_REVENUE,
		    crm_int((int64_t)a->revenue * 100000000));
		crm_demo_text(r, ACCOUNT_CURRENCY, "EUR");
		if (a->parent)
			crm_record_set(r, ACCOUNT_PARENT,
			    crm_int(d->accounts[a->parent - 1]));
		crm_record_set(r, CRM_F_OWNER, crm_int(crm_demo_owner(d, i)));
		if (a->parent || a->employees > 2000)
			crm_demo_text(r, CRM_F_TAGS, "group");
		rc = crm_demo_save(&d->accounts[i], d, r);
	}
	return rc;
}

int
crm_demo_fill(struct crm *crm)
{
	struct demo d = { .crm = crm, .chance = 1 };
	int rc = add_users(&d);

	if (!rc)
		rc = add_products(&d);
	if (!rc)
		rc = add_accounts(&d);
	if (!rc)
		rc = crm_demo_contacts(&d);
	if (!rc)
		rc = crm_demo_opps(&d);
	if (!rc)
		rc = crm_demo_activities(&d);
	if (!rc)
		rc = crm_demo_rates(&d);
	crm_arena_free(&d.row);
	return rc;
}
