/* Settings of the company: read, checked, set. */
#include "model/setting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "crm/address.h"
#include "crm/number.h"
#include "model/batch.h"
#include "model/custom.h"
#include "model/log.h"
#include "model/row.h"

enum { DAYS_MAX = 36500 };

const struct crm_setting crm_settings[] = {
	{ "currency", "EUR", "of amounts that name none" },
	{ "zone", "UTC", "where its days begin and end" },
	{ "country", NULL, "of phones and records that name none" },
	{ "year_start", "1", "the fiscal year's first month, 1 to 12" },
	{ "week_start", "1", "1 Monday to 7 Sunday" },
	{ "inactive_after", "365",
	  "days after which a customer who buys nothing is inactive" },
	{ 0 }
};

const struct crm_setting *
crm_setting_find(const char *name)
{
	for (const struct crm_setting *s = crm_settings; s->name; s++)
		if (!strcmp(s->name, name))
			return s;
	return NULL;
}

/* The row of NAME, 0 when there is none; its value is in the arena. */
static int
find(int64_t *id, const char **value, struct crm *crm, const char *name)
{
	struct crm_rows *rows;
	int rc = crm_db_query(&rows, crm->db, "SELECT \"id\", \"value\" FROM"
	    " \"setting\" WHERE \"name\" = $1", CRM_BIND(crm_text(name)));

	*id = 0;
	*value = NULL;
	if (rc)
		return rc;
	rc = crm_rows_next(rows);
	if (rc > 0) {
		*id = crm_rows_int(rows, 0);
		*value = crm_arena_str(&crm->arena, crm_rows_text(rows, 1));
	}
	crm_rows_close(rows);
	return rc < 0 ? rc : 0;
}

int
crm_setting_get(const char **out, struct crm *crm, const char *name)
{
	int64_t id;

	return find(&id, out, crm, name);
}

static void
take(struct crm *crm, const char *name, const char *value)
{
	struct crm_company *c = &crm->company;
	int n = value ? (int)strtol(value, NULL, 10) : 0;

	if (!value)
		value = "";
	if (!strcmp(name, "currency"))
		snprintf(c->currency, sizeof(c->currency), "%s", value);
	else if (!strcmp(name, "zone"))
		snprintf(c->zone, sizeof(c->zone), "%s", value);
	else if (!strcmp(name, "country"))
		snprintf(c->country, sizeof(c->country), "%s", value);
	else if (!strcmp(name, "week_start"))
		crm->clock.week_start = n;
	else if (!strcmp(name, "year_start"))
		crm->clock.year_start = n;
	else if (!strcmp(name, "inactive_after"))
		c->inactive_after = n;
}

void
crm_settings_preset(struct crm *crm)
{
	for (const struct crm_setting *s = crm_settings; s->name; s++)
		take(crm, s->name, s->preset);
}

int
crm_settings_read(struct crm *crm, bool *custom)
{
	struct crm_rows *rows;
	int rc = crm_db_query(&rows, crm->db,
	    "SELECT \"name\", \"value\" FROM \"setting\"", CRM_NONE);

	if (rc)
		return rc;
	crm_settings_preset(crm);
	*custom = false;
	while ((rc = crm_rows_next(rows)) > 0) {
		const char *name = crm_rows_text(rows, 0);

		take(crm, name, crm_rows_text(rows, 1));
		*custom |= !strcmp(name, CRM_CUSTOM_SETTING);
	}
	crm_rows_close(rows);
	return rc;
}

static int
wrong(struct crm *crm, const char *name, const char *value,
      const char *what, const char *hint)
{
	crm_failed(crm, CRM_EINVAL, "'%.60s' is not %s", value, what);
	crm_hinted(crm, "%s", hint);
	return crm_fail_field(&crm->err, name);
}

/* Whether the system knows ZONE; which one is in use is the caller's. */
static bool
zone_is_known(struct crm *crm, const char *zone)
{
	const char *tz = getenv("TZ");
	const char *before = tz ? crm_arena_str(&crm->arena, tz) : NULL;
	int rc = crm_zone_use(zone);

	if (before)
		setenv("TZ", before, 1);
	else
		unsetenv("TZ");
	tzset();
	return rc == 0;
}

static int
check_number(struct crm *crm, const char *name, const char *value)
{
	static const struct {
		const char *name, *what, *hint;
		int64_t max;
	} numbers[] = {
		{ "year_start", "a month",
		  "write 1 for January to 12 for December", 12 },
		{ "week_start", "a day of the week",
		  "write 1 for Monday to 7 for Sunday", 7 },
		{ "inactive_after", "a number of days", "write it as 365",
		  DAYS_MAX }
	};
	int64_t n;
	size_t i = 0;

	while (strcmp(numbers[i].name, name) != 0)
		i++;
	if (crm_number_parse(&n, value, strlen(value), 0, '.') || n < 1 ||
	    n > numbers[i].max)
		return wrong(crm, name, value, numbers[i].what,
		    numbers[i].hint);
	return 0;
}

/* Codes are read in small letters everywhere. */
static const char *
capitals(struct crm *crm, const char *code)
{
	char *s = crm_arena_str(&crm->arena, code);

	for (char *p = s; *p; p++)
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 32);
	return s;
}

int
crm_setting_check(const char **out, struct crm *crm, const char *name,
		  const char *value)
{
	*out = value;
	if (!strcmp(name, "currency")) {
		*out = capitals(crm, value);
		return crm_currency_decimals(*out, strlen(*out)) >= 0 ? 0
		    : wrong(crm, name, value, "a currency of ISO 4217",
		    "write its code, such as EUR");
	}
	if (!strcmp(name, "zone"))
		return strlen(value) < sizeof(crm->company.zone) &&
		    zone_is_known(crm, value) ? 0 : wrong(crm, name, value,
		    "a time zone known here", "write it as Europe/Berlin");
	if (!strcmp(name, "country")) {
		*out = crm_country_code(value, strlen(value));
		return *out ? 0 : wrong(crm, name, value,
		    "a country of ISO 3166", "write its code, such as DE");
	}
	return check_number(crm, name, value);
}

static int
remove_row(struct crm *crm, int64_t id, const char *name, const char *value)
{
	struct crm_buf old = { 0 };
	int rc = crm_row_delete(crm, &crm_setting, id);

	if (!rc) {
		crm_old_add(&old, "name", crm_text(name));
		crm_old_add(&old, "value", crm_text(value));
		rc = crm_log_removed(crm, &crm_setting, id,
		    crm_null(), &old);
		crm_buf_free(&old);
	}
	return rc;
}

static int
add_row(struct crm *crm, const char *name, const char *value)
{
	struct crm_record *r = crm_record_new(crm, &crm_setting,
	    &crm->arena);

	crm_record_set(r, SETTING_NAME, crm_text(name));
	crm_record_set(r, SETTING_VALUE, crm_text(value));
	return crm_save(crm, r);
}

int
crm_setting_mark(struct crm *crm, const char *name)
{
	return crm_db_exec(crm->db, "INSERT INTO \"setting\"(\"name\","
	    " \"value\") VALUES($1, 'yes') ON CONFLICT(\"name\") DO"
	    " NOTHING", CRM_BIND(crm_text(name)));
}

/* Cents can't become yen behind everybody's back. */
static int
check_amounts(struct crm *crm, const char *name, const char *value)
{
	const char *now = crm->company.currency;
	int64_t n = 0;
	int rc;

	if (strcmp(name, "currency") != 0 ||
	    crm_currency_decimals(value, strlen(value)) ==
	    crm_currency_decimals(now, strlen(now)))
		return 0;
	rc = crm_setting_amounts(&n, crm);
	if (rc || !n)
		return rc;
	crm_failed(crm, CRM_ECONFLICT, "%lld amount%s no currency of %s own,"
	    " and %s has other decimals than %s", (long long)n,
	    n == 1 ? " has" : "s have", n == 1 ? "its" : "their", value,
	    now);
	crm_hinted(crm, "give them one before: currency=%s", now);
	return crm_fail_field(&crm->err, name);
}

/* Rates tell what currencies are worth in the company's. */
static int
check_rates(struct crm *crm, const char *name, const char *value)
{
	int64_t n = 0;
	int rc;

	if (strcmp(name, "currency") != 0 ||
	    !strcmp(value, crm->company.currency))
		return 0;
	rc = crm_db_int(&n, crm->db, "SELECT COUNT(*) FROM \"rate\" WHERE"
	    " \"deleted_at\" IS NULL", CRM_NONE);
	if (rc || !n)
		return rc;
	crm_failed(crm, CRM_ECONFLICT, "%lld rate%s what other currencies are"
	    " worth in %s", (long long)n, n == 1 ? " tells" : "s tell",
	    crm->company.currency);
	crm_hinted(crm, "delete them before: crm rate delete --all");
	return crm_fail_field(&crm->err, name);
}

int
crm_setting_set(struct crm *crm, const char *name, const char *value)
{
	const struct crm_setting *s = crm_setting_find(name);
	const char *old, *was, *is;
	int64_t id;
	int rc = crm_may_admin(crm, "change the company's settings");

	if (!rc && value)
		rc = crm_setting_check(&value, crm, name, value);
	if (!rc)
		rc = find(&id, &old, crm, name);
	if (rc || (old && value ? !strcmp(old, value) : old == value))
		return rc;
	if (value || s->preset)
		rc = check_amounts(crm, name, value ? value : s->preset);
	if (!rc && (value || s->preset))
		rc = check_rates(crm, name, value ? value : s->preset);
	if (!rc && id)
		rc = remove_row(crm, id, name, old);
	if (!rc && value)
		rc = add_row(crm, name, value);
	/* What is said anew is no change, as at the beginning. */
	was = old ? old : s->preset ? s->preset : "";
	is = value ? value : s->preset ? s->preset : "";
	crm->batch->updated += strcmp(was, is) != 0;
	return rc ? rc : crm_settings_changed(crm);
}
