/* The people at the demo's companies. */
#include <ctype.h>
#include <string.h>

#include "crm/contact.h"
#include "crm/date.h"
#include "service/demo.h"

static const struct {
	const char *title, *department;
} jobs[DEMO_STAFF] = {
	{ "Plant Manager", "Production" },
	{ "Head of Maintenance", "Maintenance" },
	{ "Purchasing Agent", "Purchasing" },
	{ "IT Manager", "IT" },
	{ "Quality Engineer", "Quality" },
};

/* A name as people write it, and as it stands in an address. */
struct name {
	const char *shown, *plain;
};

/* Word N of LIST. */
static struct name
pick(struct demo *d, const char *list, int n)
{
	struct name name;
	size_t len, shown;
	char *plain;

	for (; n > 0; n--)
		list += strcspn(list, " ") + 1;
	len = strcspn(list, " ");
	shown = strcspn(list, " =");
	name.shown = crm_arena_copy(&d->row, list, shown);
	plain = shown < len ? crm_arena_copy(&d->row, list + shown + 1,
	    len - shown - 1) : crm_arena_copy(&d->row, list, len);
	for (char *p = plain; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	name.plain = plain;
	return name;
}

/* No two people of a language have the same names. */
static void
set_names(struct demo *d, struct crm_record *r, const struct demo_account *a)
{
	const struct demo_people *p = &demo_people[a->language];
	int n = d->named[a->language]++;
	struct name first = pick(d, p->first, n % DEMO_NAMES);
	struct name last = pick(d, p->last,
	    (n + n / DEMO_NAMES) % DEMO_NAMES);

	crm_demo_text(r, CONTACT_FIRST_NAME, first.shown);
	crm_demo_text(r, CONTACT_LAST_NAME, last.shown);
	if (p->family_first)
		crm_demo_text(r, CONTACT_NAME, crm_arena_printf(&d->row,
		    "%s%s", last.shown, first.shown));
	crm_demo_text(r, CONTACT_EMAIL, crm_arena_printf(&d->row,
	    "%s.%s@%s.test", first.plain, last.plain, a->domain));
	crm_demo_text(r, CONTACT_LANGUAGE, p->language);
}

static void
set_habits(struct demo *d, struct crm_record *r)
{
	static const char *const channels[] = { "email", "phone", "post" };
	static const char *const tags[] = {
		"newsletter", "decision-maker", "champion",
		"newsletter;trade-fair", "trade-fair", "champion;newsletter"
	};
	static const char *const interests[] = {
		"predictive maintenance", "energy saving", "football",
		"sailing", "cycling", "chamber music"
	};

	if (crm_demo_chance(d, 2))
		crm_demo_text(r, CONTACT_PREFERRED_CHANNEL,
		    channels[crm_demo_chance(d, 3)]);
	if (crm_demo_chance(d, 3))
		crm_demo_text(r, CRM_F_TAGS, tags[crm_demo_chance(d, 6)]);
	if (!crm_demo_chance(d, 3))
		crm_demo_text(r, CONTACT_INTERESTS,
		    interests[crm_demo_chance(d, 6)]);
	if (crm_demo_chance(d, 3))
		crm_demo_text(r, CONTACT_BIRTHDAY, crm_demo_day(d,
		    crm_day_make(crm_demo_between(d, 1962, 1999),
		    crm_demo_between(d, 1, 12),
		    crm_demo_between(d, 1, 28))));
}

static int
add_contact(struct demo *d, int account, int n)
{
	const struct demo_account *a = &demo_accounts[account];
	struct crm_record *r = crm_demo_new(d, &crm_contact);

	set_names(d, r, a);
	crm_record_set(r, CONTACT_ACCOUNT, crm_int(d->accounts[account]));
	crm_record_set(r, CRM_F_OWNER, crm_int(crm_demo_owner(d, account)));
	crm_demo_text(r, CONTACT_TITLE, jobs[n].title);
	crm_demo_text(r, CONTACT_DEPARTMENT, jobs[n].department);
	crm_demo_text(r, CONTACT_CITY, a->city);
	crm_demo_text(r, CONTACT_COUNTRY, a->country);
	crm_demo_text(r, CONTACT_PHONE, crm_arena_printf(&d->row, "%s%02d",
	    a->phone, 10 + 10 * n + crm_demo_chance(d, 10)));
	if (n == 1)
		crm_record_set(r, CONTACT_REPORTS_TO,
		    crm_int(d->contacts[account][0]));
	set_habits(d, r);
	crm_demo_made_on(d, r, d->crm->clock.today -
	    crm_demo_between(d, 370, 700));
	return crm_demo_save(&d->contacts[account][n], d, r);
}

int
crm_demo_contacts(struct demo *d)
{
	int rc = 0;

	for (int i = 0; !rc && i < DEMO_ACCOUNTS; i++)
		for (int n = 0; !rc && n < DEMO_STAFF; n++)
			rc = add_contact(d, i, n);
	return rc;
}
