/*
 * The small firm of crm init --demo: what it consists of, and what is known
 * while it is made.
 *
 * It sells sensors for machines, with the software and the hands that go with
 * them.  Everything is made up; phone numbers and addresses reach nobody.
 */
#ifndef SERVICE_DEMO_H
#define SERVICE_DEMO_H

#include <stdbool.h>
#include <stdint.h>

#include "crm/arena.h"
#include "crm/record.h"

enum {
	DEMO_SELLERS = 4, DEMO_PRODUCTS = 8, DEMO_ACCOUNTS = 40,
	DEMO_STAFF = 5,		/* contacts of an account */
	DEMO_OPPS = 60
};

/*
 * Names of a language, separated by blanks; Zoë=zoe has behind the sign how
 * it is written in an address, otherwise it is plain ASCII.
 */
struct demo_people {
	const char *language;
	bool family_first;	/* and nothing between */
	const char *first, *last;
};

enum {
	DEMO_AR, DEMO_DE, DEMO_EL, DEMO_EN, DEMO_ES, DEMO_FR, DEMO_HI,
	DEMO_IT, DEMO_JA, DEMO_KO, DEMO_PL, DEMO_PT, DEMO_SV, DEMO_TR,
	DEMO_UK, DEMO_ZH, DEMO_LANGUAGES
};

extern const struct demo_people demo_people[DEMO_LANGUAGES];
enum { DEMO_NAMES = 8 };	/* in each of first and last */

struct demo_account {
	const char *name, *industry, *country, *city;
	const char *phone;	/* how its numbers begin */
	const char *domain;	/* of .test */
	int language;
	int employees;
	int revenue;		/* millions a year */
	int parent;		/* the number of its row, from 1; 0: none */
	const char *kind;	/* NULL: customer */
};

extern const struct demo_account demo_accounts[DEMO_ACCOUNTS];

struct demo_product {
	const char *name, *family, *unit;
	int price;		/* whole */
	const char *projects[3];
};

extern const struct demo_product demo_products[DEMO_PRODUCTS];

struct demo {
	struct crm *crm;
	struct crm_arena row;		/* reset for each record */
	uint64_t chance;
	int64_t sellers[DEMO_SELLERS], products[DEMO_PRODUCTS];
	int64_t accounts[DEMO_ACCOUNTS];
	int64_t contacts[DEMO_ACCOUNTS][DEMO_STAFF];
	int named[DEMO_LANGUAGES];	/* people so far */
};

/* 0 .. N - 1, and FROM .. TO. */
int crm_demo_chance(struct demo *d, int n);
int crm_demo_between(struct demo *d, int from, int to);

/* A new record; crm_demo_save writes it and forgets it. */
struct crm_record *crm_demo_new(struct demo *d, const struct crm_entity *e);
int crm_demo_save(int64_t *id, struct demo *d, struct crm_record *r);

static inline void
crm_demo_text(struct crm_record *r, int f, const char *text)
{
	crm_record_set(r, f, crm_text(text));
}

/* DAY as text, in the memory of the row. */
const char *crm_demo_day(struct demo *d, int64_t day);
/* Made on DAY, as if somebody had then. */
void crm_demo_made_on(struct demo *d, struct crm_record *r, int64_t day);
/* The seller who looks after an account. */
int64_t crm_demo_owner(const struct demo *d, int account);

int crm_demo_contacts(struct demo *d);
int crm_demo_opps(struct demo *d);
int crm_demo_activities(struct demo *d);
int crm_demo_rates(struct demo *d);

#endif
