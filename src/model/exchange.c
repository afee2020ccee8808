/*
 * From one currency to another.
 *
 * An amount is worth (rate / 10^9) of the company's currency, or where the
 * rate is known the other way round, (10^9 / inverse): always a fraction of
 * whole numbers.  Two of them and the digits of the minor units make one
 * fraction for each currency and day; it is reduced, and an amount is rounded
 * once.  Only a fraction that doesn't fit into 64 bits loses its last bits.
 */
#include "crm/exchange.h"

#include <string.h>

#include "crm/date.h"
#include "crm/db.h"
#include "crm/driver.h"
#include "crm/map.h"
#include "crm/number.h"

enum { ONE = 1000000000 };		/* 1, as rates are kept */

__extension__ typedef unsigned __int128 wide;

struct fraction {
	wide num, den;
};

struct rate {
	char day[CRM_DAY_SIZE];
	int64_t num, den;
};

struct currency {
	char code[4];
	int decimals;
	struct rate *rates;		/* by day */
	size_t n, size;
	struct currency *next;
};

struct ratio {
	int64_t num, den;
	bool in_table;
};

struct crm_exchange {
	struct crm *crm;
	struct crm_arena *arena;
	struct currency *currencies;
	struct currency *to;
	char today[CRM_DAY_SIZE], fixed[CRM_DAY_SIZE];	/* or "" */
	struct crm_map ratios;		/* currency and day to struct ratio */
};

static struct rate *
next_rate(struct crm_exchange *x, struct currency *c)
{
	struct rate *more;

	if (c->n == c->size) {
		c->size = c->size ? 2 * c->size : 64;
		more = crm_arena_alloc(x->arena, c->size * sizeof(*more));
		if (c->n)
			memcpy(more, c->rates, c->n * sizeof(*more));
		c->rates = more;
	}
	return &c->rates[c->n++];
}

/* Keys are CODE@DAY: those of one currency are a range in order. */
static int
read_rates(struct crm_exchange *x, struct currency *c)
{
	char from[] = "EUR@", upto[] = "EURA";
	struct crm_rows *rows;
	int rc;

	memcpy(from, c->code, 3);
	memcpy(upto, c->code, 3);
	rc = crm_db_query(&rows, x->crm->db, "SELECT \"date\", \"rate\","
	    " \"inverse\" FROM \"rate\" WHERE \"key\" >= $1 AND \"key\" < $2"
	    " AND \"deleted_at\" IS NULL ORDER BY \"key\"",
	    CRM_BIND(crm_text(from), crm_text(upto)));
	if (rc)
		return rc;
	while ((rc = crm_rows_next(rows)) > 0) {
		struct rate *r = next_rate(x, c);
		bool inverse = !crm_rows_null(rows, 2);

		memcpy(r->day, crm_rows_text(rows, 0), CRM_DAY_SIZE);
		r->num = inverse ? ONE : crm_rows_int(rows, 1);
		r->den = inverse ? crm_rows_int(rows, 2) : ONE;
	}
	crm_rows_close(rows);
	return rc;
}

static bool
is_home(const struct crm_exchange *x, const struct currency *c)
{
	return !strcmp(c->code, x->crm->company.currency);
}

static int
find_currency(struct currency **out, struct crm_exchange *x, const char *code)
{
	struct currency *c;

	for (c = x->currencies; c; c = c->next)
		if (!memcmp(c->code, code, 3)) {
			*out = c;
			return 0;
		}
	*out = c = crm_arena_alloc(x->arena, sizeof(*c));
	memcpy(c->code, code, 3);
	c->decimals = crm_currency_decimals(code, 3);
	if (c->decimals < 0)
		c->decimals = 2;
	c->next = x->currencies;
	x->currencies = c;
	return is_home(x, c) ? 0 : read_rates(x, c);
}

/* The last rate that is not after DAY. */
static int
find_rate(struct fraction *out, struct crm_exchange *x,
	  const struct currency *c, const char *day)
{
	size_t low = 0, high = c->n;

	*out = (struct fraction){ 1, 1 };
	if (is_home(x, c))
		return 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(c->rates[middle].day, day) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low) {
		out->num = (wide)c->rates[low - 1].num;
		out->den = (wide)c->rates[low - 1].den;
		return 0;
	}
	crm_failed(x->crm, CRM_ENOTFOUND, "there is no rate of %s on %s or"
	    " before", c->code, day);
	return crm_hinted(x->crm, "crm rate add currency=%s date=%s rate=...,"
	    " what 1 %s was worth in %s", c->code, day, c->code,
	    x->crm->company.currency);
}

static wide
gcd(wide a, wide b)
{
	while (b) {
		wide rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/* No factor is above 10^15, and of 10 at most four. */
static struct fraction
times(struct fraction a, struct fraction b)
{
	wide x = gcd(a.num, b.den), y = gcd(b.num, a.den);

	return (struct fraction){ (a.num / x) * (b.num / y),
	    (a.den / y) * (b.den / x) };
}

static wide
power(int n)
{
	wide p = 1;

	while (n-- > 0)
		p *= 10;
	return p;
}

static int
make_ratio(struct ratio *out, struct crm_exchange *x, const char *code,
	   const char *day)
{
	struct fraction from, to, f;
	struct currency *c;
	int rc = find_currency(&c, x, code), shift;

	*out = (struct ratio){ 1, 1, false };
	if (rc || c == x->to)
		return rc;
	rc = find_rate(&from, x, c, day);
	if (!rc)
		rc = find_rate(&to, x, x->to, day);
	if (rc)
		return rc;
	shift = x->to->decimals - c->decimals;
	f = times(from, (struct fraction){ to.den, to.num });
	f = times(f, (struct fraction){ power(shift), power(-shift) });
	while (f.num > INT64_MAX || f.den > INT64_MAX) {
		f.num = (f.num + 1) / 2;
		f.den = (f.den + 1) / 2;
	}
	out->num = (int64_t)f.num;
	out->den = (int64_t)f.den;
	return 0;
}

/* The key of a currency and a day, of which either may not be told. */
static void
make_key(char key[15], const struct crm_exchange *x,
	 struct crm_value currency, struct crm_value day)
{
	memcpy(key, currency.kind == CRM_TEXT && currency.len == 3 ?
	    currency.s : x->crm->company.currency, 3);
	key[3] = '@';
	memcpy(key + 4, *x->fixed ? x->fixed : day.kind == CRM_TEXT &&
	    day.len == CRM_DAY_SIZE - 1 ? day.s : x->today,
	    CRM_DAY_SIZE - 1);
	key[14] = '\0';
}

static int
find_ratio(struct ratio **out, struct crm_exchange *x, const char key[15])
{
	int64_t *slot = crm_map_get(&x->ratios, key, 14);
	int rc;

	if (slot) {
		*out = (struct ratio *)(intptr_t)*slot;
		return 0;
	}
	*out = crm_arena_alloc(x->arena, sizeof(**out));
	rc = make_ratio(*out, x, key, key + 4);
	if (!rc)
		*crm_map_put(&x->ratios, key, 14) = (intptr_t)*out;
	return rc;
}

int
crm_exchange(int64_t *amount, struct crm_exchange *x,
	     struct crm_value currency, struct crm_value day)
{
	struct ratio *r;
	char key[15];
	int rc;

	make_key(key, x, currency, day);
	rc = find_ratio(&r, x, key);
	if (rc)
		return rc;
	*amount = crm_share(*amount, r->num, r->den);
	if (*amount > INT64_MIN && *amount < INT64_MAX)
		return 0;
	return crm_failed(x->crm, CRM_EINVAL, "an amount in %.3s is too large"
	    " to be told in %s", key, x->to->code);
}

int
crm_exchange_need(struct crm_exchange *x, struct crm_value currency,
		  struct crm_value day)
{
	struct ratio *r;
	char key[15];
	int rc;

	make_key(key, x, currency, day);
	rc = find_ratio(&r, x, key);
	if (rc || r->in_table)
		return rc;
	r->in_table = true;
	return crm_db_exec(x->crm->db, "INSERT INTO \"exchange\"(\"currency\","
	    " \"day\", \"num\", \"den\") VALUES($1, $2, $3, $4)",
	    CRM_BIND(crm_text_n(key, 3), crm_text(key + 4), crm_int(r->num),
	    crm_int(r->den)));
}

struct crm_value
crm_exchange_day(const struct crm_exchange *x)
{
	return *x->fixed ? crm_text(x->fixed) : crm_null();
}

const char *
crm_exchange_currency(const struct crm_exchange *x)
{
	return x->to->code;
}

void
crm_exchange_free(struct crm_exchange *x)
{
	if (x)
		crm_map_free(&x->ratios);
}

static int
make_table(struct crm_exchange *x)
{
	const struct crm_dialect *d = crm_db_dialect(x->crm->db);
	const char *sql = crm_arena_printf(x->arena, "CREATE TEMPORARY TABLE"
	    " \"exchange\"(\"currency\" %s,\"day\" %s,\"num\" %s,\"den\" %s,"
	    "PRIMARY KEY(\"currency\",\"day\"))%s", d->text_type,
	    d->text_type, d->int_type, d->int_type, d->table_end);
	int rc = crm_db_exec(x->crm->db, "DROP TABLE IF EXISTS \"exchange\"",
	    CRM_NONE);

	return rc ? rc : crm_db_exec(x->crm->db, sql, CRM_NONE);
}

static int
read_day(struct crm_exchange *x, const char *word)
{
	int64_t day;
	const char *hint = crm_date_hint(word, strlen(word));

	if (!crm_day_read(&day, word, strlen(word), &x->crm->clock)) {
		crm_day_write(x->fixed, day);
		return 0;
	}
	crm_failed(x->crm, CRM_EUSAGE, "--in: '%.40s' is no day", word);
	return crm_hinted(x->crm, "%s", hint ? hint
	    : "write it as EUR@2026-11-01 or EUR@today");
}

int
crm_exchange_new(struct crm_exchange **out, struct crm *crm, const char *to,
		 struct crm_arena *a)
{
	struct crm_exchange *x = crm_arena_alloc(a, sizeof(*x));
	size_t n = strcspn(to, "@");
	char code[4] = "";
	int rc = 0;

	*out = x;
	x->crm = crm;
	x->arena = a;
	crm_day_write(x->today, crm->clock.today);
	for (size_t i = 0; i < n && i < 3; i++)
		code[i] = to[i] >= 'a' && to[i] <= 'z' ? (char)(to[i] - 32)
		    : to[i];
	if (n != 3 || crm_currency_decimals(code, 3) < 0) {
		crm_failed(crm, CRM_EUSAGE, "--in: '%.*s' is no currency",
		    n < 40 ? (int)n : 40, to);
		return crm_hinted(crm, "write a code of ISO 4217, and a day if"
		    " need be: EUR, EUR@2026-11-01");
	}
	if (to[n])
		rc = read_day(x, to + n + 1);
	if (!rc)
		rc = make_table(x);
	return rc ? rc : find_currency(&x->to, x, code);
}
