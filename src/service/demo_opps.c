/*
 * A year of the demo's selling: each deal is opened, moves from stage to
 * stage on days of its own, and is won, lost or still open.
 */
#include <string.h>

#include "crm/date.h"
#include "crm/number.h"
#include "crm/opp.h"
#include "service/demo.h"

enum outcome { OPEN, WON, LOST };

enum { CUSTOMERS = 37, FIRST_AMERICAN = 15, AMERICANS = 4, COMPETITOR = 39 };

static const char *const stages[] = {
	"Qualification", "Needs Analysis", "Proposal", "Negotiation"
};
enum { STAGES = 4 };

struct deal {
	int n;				/* 0 .. DEMO_OPPS - 1 */
	enum outcome outcome;
	int account, product;
	int reached;			/* the last open stage */
	int64_t opened, until;		/* the day it closed, or is today */
	int64_t id, owner;
	bool to_competitor;
};

/* Deals in another currency than the company's, with Americans. */
static int
american(int n)
{
	static const int deals[AMERICANS] = { 6, 22, 40, 54 };

	for (int i = 0; i < AMERICANS; i++)
		if (deals[i] == n)
			return FIRST_AMERICAN + i;
	return -1;
}

static void
plan(struct demo *d, struct deal *deal, int n)
{
	/* Of five deals two are open, two were won, one was lost. */
	static const enum outcome outcomes[] = { OPEN, OPEN, WON, WON, LOST };
	int64_t today = d->crm->clock.today;

	*deal = (struct deal){ .n = n, .outcome = outcomes[n % 5] };
	deal->account = american(n);
	if (deal->account < 0) {
		deal->account = crm_demo_chance(d, CUSTOMERS - AMERICANS);
		if (deal->account >= FIRST_AMERICAN)
			deal->account += AMERICANS;
	}
	deal->owner = crm_demo_owner(d, deal->account);
	deal->product = crm_demo_chance(d, DEMO_PRODUCTS);
	deal->until = today;
	if (deal->outcome == OPEN) {
		deal->reached = (n / 5 + n) % STAGES;
		deal->opened = today - crm_demo_between(d, 10, 40) -
		    deal->reached * crm_demo_between(d, 15, 30);
		return;
	}
	deal->reached = deal->outcome == WON ? STAGES - 1 :
	    crm_demo_chance(d, STAGES);
	deal->opened = today - 362 + n * 5 - crm_demo_chance(d, 3);
	deal->until = deal->opened + crm_demo_between(d, 30, 55) +
	    deal->reached * crm_demo_between(d, 4, 16);
	if (deal->until > today)
		deal->until = today - crm_demo_chance(d, 10);
}

static void
set_amount(struct demo *d, struct crm_record *r, const struct deal *deal)
{
	const char *currency = d->crm->company.currency;
	int decimals;
	int64_t amount = demo_products[deal->product].price;

	if (american(deal->n) >= 0)
		currency = strcmp(currency, "USD") != 0 ? "USD" : "EUR";
	decimals = crm_currency_decimals(currency, strlen(currency));
	amount *= crm_demo_between(d, 4, 30);
	/* Where there are no cents, a unit is worth about one. */
	for (int i = 0; i < (decimals > 0 ? decimals : 2); i++)
		amount *= 10;
	crm_record_set(r, OPP_AMOUNT, crm_int(amount));
	crm_demo_text(r, OPP_CURRENCY, currency);
}

/* What a manager asks about. */
static void
set_outlook(struct demo *d, struct crm_record *r, const struct deal *deal)
{
	static const char *const steps[] = {
		"call back after the budget round", "send the data sheets",
		"visit the plant", "demo for the maintenance crew",
		"answer the questions on data protection", "revise the offer"
	};
	int64_t expected = deal->until + crm_demo_between(d, -10, 10);

	if (deal->outcome == WON)
		crm_demo_text(r, OPP_NEXT_STEP, "kick-off meeting");
	if (deal->outcome != OPEN) {
		crm_demo_text(r, OPP_CLOSE_DATE, crm_demo_day(d, expected));
		return;
	}
	/* Two are overdue. */
	expected = d->crm->clock.today + (deal->n % 21 == 5 ?
	    -crm_demo_between(d, 3, 20) : crm_demo_between(d, 5, 45) +
	    (STAGES - 1 - deal->reached) * 25);
	crm_demo_text(r, OPP_CLOSE_DATE, crm_demo_day(d, expected));
	crm_demo_text(r, OPP_NEXT_STEP, steps[crm_demo_chance(d, 6)]);
	if (deal->n % 15 == 1)
		crm_record_set(r, OPP_PROBABILITY, crm_int(6000));
	if (deal->n % 20 == 15)
		crm_demo_text(r, OPP_FORECAST, "commit");
	if (deal->n % 30 == 11)
		crm_demo_text(r, OPP_FORECAST, "omitted");
}

static int
add_opp(struct demo *d, struct deal *deal)
{
	static const char *const sources[] = {
		"web", "trade fair", "referral", "existing customer"
	};
	const struct demo_product *p = &demo_products[deal->product];
	const char *account = demo_accounts[deal->account].name;
	struct crm_record *r = crm_demo_new(d, &crm_opp);

	crm_demo_text(r, OPP_NAME, crm_arena_printf(&d->row, "%.*s %s",
	    (int)strcspn(account, " "), account,
	    p->projects[crm_demo_chance(d, 3)]));
	crm_record_set(r, OPP_ACCOUNT, crm_int(d->accounts[deal->account]));
	crm_record_set(r, OPP_CONTACT, crm_int(d->contacts[deal->account]
	    [crm_demo_chance(d, DEMO_STAFF)]));
	crm_record_set(r, OPP_PRODUCT, crm_int(d->products[deal->product]));
	crm_record_set(r, CRM_F_OWNER, crm_int(deal->owner));
	crm_demo_text(r, OPP_OPENED, crm_demo_day(d, deal->opened));
	crm_demo_text(r, OPP_TYPE, strstr(p->name, "Support") ? "renewal" :
	    crm_demo_chance(d, 3) ? "new" : "upsell");
	crm_demo_text(r, OPP_SOURCE, sources[crm_demo_chance(d, 4)]);
	if (deal->to_competitor || !crm_demo_chance(d, 8))
		crm_record_set(r, OPP_COMPETITOR,
		    crm_int(d->accounts[COMPETITOR]));
	set_amount(d, r, deal);
	set_outlook(d, r, deal);
	crm_demo_made_on(d, r, deal->opened);
	return crm_demo_save(&deal->id, d, r);
}

static int
move(struct demo *d, const struct deal *deal, const char *stage, int64_t on,
     const char *reason)
{
	char day[CRM_DAY_SIZE];

	crm_day_write(day, on);
	return crm_opp_move(d->crm, deal->id, stage, day, reason, NULL);
}

/* Its moves are spread over its life, the last one when it closed. */
static int
move_along(struct demo *d, const struct deal *deal, const char *reason)
{
	int64_t life = deal->until - deal->opened;
	int rc = 0;

	for (int i = 1; !rc && i < STAGES && i <= deal->reached; i++)
		rc = move(d, deal, stages[i], deal->opened +
		    life * i / (deal->reached + 1), NULL);
	if (rc || deal->outcome == OPEN)
		return rc;
	if (deal->outcome == WON)
		return move(d, deal, "Won", deal->until, NULL);
	return move(d, deal, "Lost", deal->until, reason);
}

int
crm_demo_opps(struct demo *d)
{
	static const char *const reasons[] = {
		"price", "no budget", "competitor", "no decision",
		"missing feature", "timing"
	};
	struct crm_actor *actor = &d->crm->actor;
	int64_t admin = actor->id;
	struct deal deal;
	int rc = 0;

	/* Each deal is the work of its owner. */
	for (int n = 0; !rc && n < DEMO_OPPS; n++) {
		const char *reason = reasons[n / 5 % 6];

		plan(d, &deal, n);
		deal.to_competitor = deal.outcome == LOST &&
		    !strcmp(reason, "competitor");
		actor->id = deal.owner;
		rc = add_opp(d, &deal);
		if (!rc)
			rc = move_along(d, &deal, reason);
	}
	actor->id = admin;
	return rc;
}
