/*
 * One query over everything that names the record, or one that belongs to it.
 * Links are compared as they are kept: id * 64 + the entity's number.
 *
 * A day without a time of day is text of ten bytes, which sorts before the
 * instants of that day.
 */
#include "crm/timeline.h"

#include <string.h>

#include "crm/date.h"
#include "crm/suggest.h"

enum { COLUMNS = 7, KINDS_MAX = 32 };

static const struct crm_field fields[COLUMNS] = {
	CRM_COMPUTED("at", CRM_T_TIME), CRM_COMPUTED("kind", CRM_T_TEXT),
	CRM_COMPUTED("subject", CRM_T_TEXT), CRM_COMPUTED("open", CRM_T_BOOL),
	CRM_COMPUTED("on", CRM_T_LINK), CRM_COMPUTED("by", CRM_T_TEXT),
	CRM_COMPUTED("record", CRM_T_LINK),
};

/* What the record is, and what belongs to it: links, as "s". */
static const char of_account[] =
    "SELECT CAST($1 AS BIGINT) UNION ALL SELECT \"id\" * 64 + 2 FROM"
    " \"contact\" WHERE \"account\" = $2 AND \"deleted_at\" IS NULL"
    " UNION ALL SELECT \"id\" * 64 + 8 FROM \"opp\" WHERE \"account\" = $2"
    " AND \"deleted_at\" IS NULL";
static const char of_contact[] =
    "SELECT CAST($1 AS BIGINT) UNION ALL SELECT \"id\" * 64 + 8 FROM \"opp\""
    " WHERE \"contact\" = $2 AND \"deleted_at\" IS NULL";
static const char of_other[] =
    "SELECT CAST($1 AS BIGINT) WHERE CAST($2 AS BIGINT) IS NOT NULL";

/* at, kind, subject, open, on, by, record; each is a part of a UNION. */
static const char *const parts[] = {
	"SELECT COALESCE(\"a\".\"done_at\", \"a\".\"start\", \"a\".\"due\","
	" \"a\".\"created_at\"), \"a\".\"kind\", \"a\".\"subject\", CASE WHEN"
	" \"a\".\"done_at\" IS NULL THEN 1 END, \"a\".\"on\", \"a\".\"owner\","
	" \"a\".\"id\" * 64 + 11 FROM \"activity\" \"a\" WHERE"
	" \"a\".\"deleted_at\" IS NULL AND (\"a\".\"on\" IN (SELECT \"link\""
	" FROM \"s\") OR \"a\".\"id\" IN (SELECT \"t\".\"record\" FROM"
	" \"tag\" \"t\" WHERE \"t\".\"entity\" = 75 AND \"t\".\"tag\" = $3))",

	"SELECT \"c\".\"on\", 'stage', COALESCE(\"f\".\"name\" || ' -> ', '')"
	" || \"t\".\"name\", NULL, \"c\".\"opp\" * 64 + 8, \"c\".\"by\","
	" \"c\".\"id\" * 64 + 9 FROM \"stage_change\" \"c\" JOIN \"stage\""
	" \"t\" ON \"t\".\"id\" = \"c\".\"to\" LEFT JOIN \"stage\" \"f\" ON"
	" \"f\".\"id\" = \"c\".\"from\" WHERE \"c\".\"deleted_at\" IS NULL AND"
	" \"c\".\"opp\" IN (SELECT \"link\" / 64 FROM \"s\" WHERE"
	" \"link\" % 64 = 8)",

	"SELECT \"o\".\"opened\", 'opp', \"o\".\"name\", NULL, \"o\".\"id\" *"
	" 64 + 8, \"o\".\"created_by\", \"o\".\"id\" * 64 + 8 FROM \"opp\""
	" \"o\" WHERE \"o\".\"id\" IN (SELECT \"link\" / 64 FROM \"s\" WHERE"
	" \"link\" % 64 = 8)",

	"SELECT \"c\".\"created_at\", 'case', \"c\".\"subject\", CASE WHEN"
	" \"c\".\"status\" IN ('resolved', 'closed') THEN NULL ELSE 1 END,"
	" COALESCE(\"c\".\"contact\" * 64 + 2, \"c\".\"account\" * 64 + 1),"
	" \"c\".\"owner\", \"c\".\"id\" * 64 + 16 FROM \"case\" \"c\" WHERE"
	" \"c\".\"deleted_at\" IS NULL AND (\"c\".\"contact\" * 64 + 2 IN"
	" (SELECT \"link\" FROM \"s\") OR \"c\".\"account\" * 64 + 1 IN"
	" (SELECT \"link\" FROM \"s\") OR \"c\".\"id\" * 64 + 16 IN (SELECT"
	" \"link\" FROM \"s\"))",

	"SELECT \"m\".\"at\", \"m\".\"status\", COALESCE(\"u\".\"name\","
	" \"p\".\"name\"), NULL, \"m\".\"on\", \"m\".\"updated_by\","
	" \"m\".\"id\" * 64 + 15 FROM \"member\" \"m\" LEFT JOIN \"audience\""
	" \"u\" ON \"m\".\"of\" % 64 = 14 AND \"u\".\"id\" = \"m\".\"of\" / 64"
	" LEFT JOIN \"campaign\" \"p\" ON \"m\".\"of\" % 64 = 13 AND"
	" \"p\".\"id\" = \"m\".\"of\" / 64 WHERE \"m\".\"deleted_at\" IS NULL"
	" AND \"m\".\"on\" IN (SELECT \"link\" FROM \"s\")",

	"SELECT \"c\".\"created_at\", 'contact', \"c\".\"name\", NULL,"
	" \"c\".\"id\" * 64 + 2, \"c\".\"created_by\", \"c\".\"id\" * 64 + 2"
	" FROM \"contact\" \"c\" WHERE \"c\".\"id\" IN (SELECT \"link\" / 64"
	" FROM \"s\" WHERE \"link\" % 64 = 2)",

	"SELECT \"c\".\"created_at\", 'account', \"c\".\"name\", NULL,"
	" \"c\".\"id\" * 64 + 1, \"c\".\"created_by\", \"c\".\"id\" * 64 + 1"
	" FROM \"account\" \"c\" WHERE \"c\".\"id\" IN (SELECT \"link\" / 64"
	" FROM \"s\" WHERE \"link\" % 64 = 1)",

	"SELECT \"l\".\"created_at\", 'lead', \"l\".\"name\", NULL,"
	" \"l\".\"id\" * 64 + 12, \"l\".\"created_by\", \"l\".\"id\" * 64 + 12"
	" FROM \"lead\" \"l\" WHERE \"l\".\"id\" IN (SELECT \"link\" / 64 FROM"
	" \"s\" WHERE \"link\" % 64 = 12)",
};

struct building {
	struct crm *crm;
	struct crm_buf sql;
	struct crm_value bind[8 + KINDS_MAX];
	size_t n;
};

static void
add_bind(struct building *b, struct crm_value v)
{
	b->bind[b->n++] = v;
	crm_buf_printf(&b->sql, "$%zu", b->n);
}

static int
read_day(int64_t *first, int64_t *last, struct crm *crm, const char *option,
	 const char *text)
{
	size_t len = strlen(text);

	if (!crm_period_read(first, last, text, len, &crm->clock))
		return 0;
	crm_failed(crm, CRM_EUSAGE, "--%s: '%s' is no day or period", option,
	    text);
	return crm_hinted(crm, "write 2026-11-22, today-30d or thismonth");
}

/* Both a day and an instant are at least, or before, what was asked for. */
static void
add_bound(struct building *b, int64_t day, const char *cmp)
{
	struct crm_arena *a = &b->crm->arena;
	char s[CRM_DAY_SIZE], t[CRM_TIME_SIZE];

	crm_day_write(s, day);
	crm_time_write(t, crm_day_start(day));
	crm_buf_printf(&b->sql, " AND \"at\" %s CASE WHEN length(\"at\") ="
	    " 10 THEN ", cmp);
	add_bind(b, crm_text(crm_arena_str(a, s)));
	crm_buf_str(&b->sql, " ELSE ");
	add_bind(b, crm_text(crm_arena_str(a, t)));
	crm_buf_str(&b->sql, " END");
}

static int
add_kinds(struct building *b, const char *kinds)
{
	const char *s = kinds;
	int n = 0;

	crm_buf_str(&b->sql, " AND \"kind\" IN (");
	for (size_t len; *s; s += len + (s[len] == ',')) {
		len = strcspn(s, ",");
		if (n == KINDS_MAX)
			return crm_failed(b->crm, CRM_EUSAGE, "--kind: these"
			    " are more than %d kinds", KINDS_MAX);
		if (n++)
			crm_buf_str(&b->sql, ", ");
		add_bind(b, crm_text_n(s, len));
	}
	crm_buf_char(&b->sql, ')');
	return 0;
}

static int
add_conditions(struct building *b, const struct crm_timeline_how *how)
{
	int64_t first, last;
	int rc = 0;

	crm_buf_str(&b->sql, " WHERE \"at\" IS NOT NULL");
	if (how->from) {
		rc = read_day(&first, &last, b->crm, "from", how->from);
		if (!rc)
			add_bound(b, first, ">=");
	}
	if (!rc && how->to) {
		rc = read_day(&first, &last, b->crm, "to", how->to);
		if (!rc)
			add_bound(b, last + 1, "<");
	}
	return rc || !how->kinds || !*how->kinds ? rc
	    : add_kinds(b, how->kinds);
}

static int
build(struct building *b, int64_t link, const struct crm_timeline_how *how)
{
	int number = crm_link_entity(link), rc;

	crm_buf_printf(&b->sql, "WITH \"s\"(\"link\") AS (%s), \"e\"(\"at\","
	    " \"kind\", \"subject\", \"open\", \"on\", \"by\", \"record\") AS"
	    " (", number == crm_account.number ? of_account
	    : number == crm_contact.number ? of_contact : of_other);
	for (size_t i = 0; i < CRM_COUNT(parts); i++)
		crm_buf_printf(&b->sql, "%s%s", i ? " UNION ALL " : "",
		    parts[i]);
	crm_buf_str(&b->sql, ") SELECT \"e\".\"at\", \"e\".\"kind\","
	    " \"e\".\"subject\", \"e\".\"open\", \"e\".\"on\","
	    " \"u\".\"login\", \"e\".\"record\" FROM \"e\" LEFT JOIN \"user\""
	    " \"u\" ON \"u\".\"id\" = \"e\".\"by\"");
	rc = add_conditions(b, how);
	crm_buf_str(&b->sql, " ORDER BY \"e\".\"at\" DESC, \"e\".\"record\""
	    " DESC");
	if (how->limit >= 0)
		crm_buf_printf(&b->sql, " LIMIT %lld", (long long)how->limit);
	return rc;
}

int
crm_timeline(struct crm *crm, int64_t link,
	     const struct crm_timeline_how *how, const struct crm_sink *to)
{
	struct building b = { .crm = crm, .n = 3 };
	struct crm_column columns[COLUMNS];
	struct crm_buf text = { 0 };
	int rc;

	crm_link_write(&text, link);
	b.bind[0] = crm_int(link);
	b.bind[1] = crm_int(crm_link_id(link));
	b.bind[2] = crm_text(text.s);
	rc = build(&b, link, how);
	for (int i = 0; i < COLUMNS; i++)
		columns[i] = (struct crm_column){
			fields[i].name, &fields[i], i, -1, -1, i < 3
		};
	if (!rc)
		rc = to->begin(to->ctx, columns, COLUMNS);
	if (!rc)
		rc = crm_db_each(crm->db, b.sql.s, b.n, b.bind, COLUMNS,
		    to->row, to->ctx);
	crm_buf_free(&b.sql);
	crm_buf_free(&text);
	return rc;
}
