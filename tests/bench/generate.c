/*
 * Makes the data of `make bench`: generate -n N -o DIR [--seed S]
 *
 * Writes users.csv, accounts.csv (N / 5 rows), contacts.csv (N) and opps.csv
 * (N / 2) with headers that `crm import` knows.  The same N and seed give
 * the same bytes everywhere.  A row is made from its number alone, so that an
 * opportunity can name its contact without a table in memory.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "words.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct random {
	uint64_t state;
};

struct table {
	FILE *f;
	bool started;		/* the row has a cell */
};

/* splitmix64: any seed is a good one. */
static uint64_t
next(struct random *r)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static uint64_t
below(struct random *r, uint64_t n)
{
	return next(r) % n;
}

#define PICK(r, list) ((list)[below(r, COUNT(list))])

/* A stream of its own for row I of a table. */
static struct random
row_random(uint64_t seed, uint64_t table, uint64_t i)
{
	struct random r = { seed * 16 + table };

	r.state = next(&r) + i;
	r.state = next(&r);
	return r;
}

enum { ACCOUNT, CONTACT, OPP, FIRM, PERSON };

static void
cell(struct table *t, const char *s)
{
	if (t->started)
		putc(',', t->f);
	t->started = true;
	if (!strpbrk(s, ",\"\n\r")) {
		fputs(s, t->f);
		return;
	}
	putc('"', t->f);
	for (; *s; s++) {
		if (*s == '"')
			putc('"', t->f);
		putc(*s, t->f);
	}
	putc('"', t->f);
}

__attribute__((format(printf, 2, 3)))
static void
cellf(struct table *t, const char *fmt, ...)
{
	char s[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(s, sizeof(s), fmt, ap);
	va_end(ap);
	cell(t, s);
}

static void
end_row(struct table *t)
{
	putc('\n', t->f);
	t->started = false;
}

/* From MONTH on, in one of YEARS years. */
static void
cell_day(struct table *t, struct random *r, unsigned month, unsigned year,
	 unsigned years)
{
	unsigned y = year + (unsigned)below(r, years);
	unsigned m = month + (unsigned)below(r, 13 - month);

	cellf(t, "%04u-%02u-%02u", y, m, 1 + (unsigned)below(r, 28));
}

static void
cell_phone(struct table *t, struct random *r, const struct city *c)
{
	unsigned n = (unsigned)below(r, 10000000);

	if (below(r, 2))
		cellf(t, "%s %07u", c->prefix, n);
	else
		cellf(t, "%s %03u-%04u", c->prefix, n / 10000, n % 10000);
}

static void
cell_tags(struct table *t, struct random *r)
{
	size_t n = below(r, 4), at = below(r, COUNT(tags));
	char s[128];
	size_t len = 0;

	s[0] = '\0';
	for (size_t i = 0; i < n; i++, at += 3)
		len += (size_t)snprintf(s + len, sizeof(s) - len, "%s%s",
		    i ? ";" : "", tags[at % COUNT(tags)]);
	cell(t, s);
}

static void
cell_notes(struct table *t, struct random *r)
{
	size_t n = below(r, 3) ? 4 + below(r, 20) : 0;
	size_t aside = n ? below(r, 2 * n) : 0;
	char s[512];
	size_t len = 0;

	s[0] = '\0';
	for (size_t i = 0; i < n; i++)
		len += (size_t)snprintf(s + len, sizeof(s) - len, "%s%s",
		    i ? " " : "", i == aside ? PICK(r, asides) :
		    PICK(r, words));
	cell(t, s);
}

static void
cell_account(struct table *t, uint64_t seed, uint64_t i)
{
	struct random r = row_random(seed, FIRM, i);
	const char *mood = PICK(&r, moods), *trade = PICK(&r, trades);

	cellf(t, "%s %s %llu %s", mood, trade, (unsigned long long)i + 1,
	    PICK(&r, forms));
}

static void
person(const struct name **first, const struct name **last, uint64_t seed,
       uint64_t i)
{
	struct random r = row_random(seed, PERSON, i);

	*first = &PICK(&r, firsts);
	*last = &PICK(&r, lasts);
}

/* The number makes it unique; the names scatter it. */
static void
cell_email(struct table *t, uint64_t seed, uint64_t i)
{
	const struct name *first, *last;

	person(&first, &last, seed, i);
	cellf(t, "%s.%s%llu@%s", first->ascii, last->ascii,
	    (unsigned long long)i, domains[(i * 5 + 3) % COUNT(domains)]);
}

static void
user_rows(struct table *t)
{
	fputs("login,name,email,role\n", t->f);
	for (size_t i = 0; i < COUNT(logins); i++) {
		cell(t, logins[i]);
		cellf(t, "%s %s", firsts[i * 3].own, lasts[i * 5].own);
		cellf(t, "%s@sales.test", logins[i]);
		cell(t, i % 4 ? "rep" : "manager");
		end_row(t);
	}
}

static void
account_row(struct table *t, uint64_t seed, uint64_t i)
{
	struct random r = row_random(seed, ACCOUNT, i);
	const struct city *c = &PICK(&r, cities);

	cell_account(t, seed, i);
	cell(t, PICK(&r, industries));
	cell(t, c->name);
	cell(t, c->country);
	cellf(t, "https://www.firm%llu.example/", (unsigned long long)i);
	cell_phone(t, &r, c);
	cellf(t, "%llu000.00", 1 + (unsigned long long)below(&r, 80000));
	cell(t, PICK(&r, currencies));
	cell_tags(t, &r);
	end_row(t);
}

static void
contact_row(struct table *t, uint64_t seed, uint64_t i, uint64_t accounts)
{
	struct random r = row_random(seed, CONTACT, i);
	const struct city *c = &PICK(&r, cities);
	const struct name *first, *last;

	person(&first, &last, seed, i);
	cell(t, first->own);
	cell(t, last->own);
	cell_email(t, seed, i);
	cell_phone(t, &r, c);
	cell_account(t, seed, below(&r, accounts));
	cell(t, PICK(&r, titles));
	cell(t, c->name);
	cell(t, c->country);
	cell_day(t, &r, 1, 1948, 58);
	cell(t, c->language);
	cell_tags(t, &r);
	cell_notes(t, &r);
	end_row(t);
}

/* Closed before the middle of 2026, open after it: that is the bench's day. */
static void
opp_row(struct table *t, uint64_t seed, uint64_t i, uint64_t contacts,
	uint64_t accounts)
{
	struct random r = row_random(seed, OPP, i);
	uint64_t fate = below(&r, 10);
	bool open = fate < 6;
	unsigned amount;

	cellf(t, "Deal %llu: %s", (unsigned long long)i + 1,
	    PICK(&r, subjects));
	cell_account(t, seed, below(&r, accounts));
	cell_email(t, seed, below(&r, contacts));
	cell(t, open ? PICK(&r, open_stages) : fate < 8 ? "Won" : "Lost");
	amount = 10000 + (unsigned)below(&r, 9000000);
	cellf(t, "%u.%02u", amount / 100, amount % 100);
	cell(t, PICK(&r, currencies));
	cell_day(t, &r, open ? 7 : 1, open ? 2026 : 2024, open ? 1 : 2);
	if (below(&r, 4))
		cell(t, "");
	else
		cellf(t, "%u", 5 * (unsigned)below(&r, 21));
	cell(t, PICK(&r, logins));
	cell(t, PICK(&r, sources));
	cell(t, PICK(&r, types));
	end_row(t);
}

static int
open_table(struct table *t, const char *dir, const char *name)
{
	char path[4096];
	int n = snprintf(path, sizeof(path), "%s/%s.csv", dir, name);

	t->started = false;
	errno = ENAMETOOLONG;
	t->f = (size_t)n < sizeof(path) ? fopen(path, "w") : NULL;
	if (!t->f)
		fprintf(stderr, "generate: %s: %s\n", path, strerror(errno));
	return t->f ? 0 : -1;
}

static int
close_table(struct table *t, const char *name)
{
	bool bad = ferror(t->f);

	if (fclose(t->f) || bad) {
		fprintf(stderr, "generate: %s.csv: %s\n", name,
		    strerror(errno));
		return -1;
	}
	return 0;
}

static int
generate(const char *dir, uint64_t n, uint64_t seed)
{
	uint64_t accounts = n < 5 ? 1 : n / 5;
	struct table t;

	if (open_table(&t, dir, "users"))
		return -1;
	user_rows(&t);
	if (close_table(&t, "users") || open_table(&t, dir, "accounts"))
		return -1;
	fputs("name,industry,city,country,website,phone,annual_revenue,"
	    "currency,tags\n", t.f);
	for (uint64_t i = 0; i < accounts; i++)
		account_row(&t, seed, i);
	if (close_table(&t, "accounts") || open_table(&t, dir, "contacts"))
		return -1;
	fputs("first_name,last_name,email,phone,account,title,city,country,"
	    "birthday,language,tags,notes\n", t.f);
	for (uint64_t i = 0; i < n; i++)
		contact_row(&t, seed, i, accounts);
	if (close_table(&t, "contacts") || open_table(&t, dir, "opps"))
		return -1;
	fputs("name,account,contact,stage,amount,currency,close_date,"
	    "probability,owner,source,type\n", t.f);
	for (uint64_t i = 0; i < n / 2; i++)
		opp_row(&t, seed, i, n, accounts);
	return close_table(&t, "opps");
}

static int
number(uint64_t *out, const char *s)
{
	char *end;

	errno = 0;
	*out = strtoull(s, &end, 10);
	return errno || *s < '0' || *s > '9' || *end ? -1 : 0;
}

int
main(int argc, char **argv)
{
	const char *dir = NULL;
	uint64_t n = 0, seed = 1;
	bool good = argc % 2;

	for (int i = 1; good && i < argc; i += 2) {
		if (!strcmp(argv[i], "-n"))
			good = !number(&n, argv[i + 1]);
		else if (!strcmp(argv[i], "--seed"))
			good = !number(&seed, argv[i + 1]);
		else if (!strcmp(argv[i], "-o"))
			dir = argv[i + 1];
		else
			good = false;
	}
	if (!good || !dir || !n) {
		fputs("usage: generate -n N -o DIR [--seed S]\n", stderr);
		return 2;
	}
	if (mkdir(dir, 0777) && errno != EEXIST) {
		fprintf(stderr, "generate: %s: %s\n", dir, strerror(errno));
		return 1;
	}
	return generate(dir, n, seed) ? 1 : 0;
}
