/*
 * One query over everything that names the record, or one that belongs to it.
 * Links are compared as they are kept: id * 64 + the entity's number.
 *
 * A day without a time of day is text of ten bytes, which sorts before the
 * instants of that day.  What comes first of all on a day has the least rank.
 */
#include "crm/timeline.h"

#include <string.h>

#include "crm/activity.h"
#include "crm/campaign.h"
#include "crm/case.h"
#include "crm/date.h"
#include "crm/lead.h"
#include "crm/member.h"
#include "crm/suggest.h"

enum { COLUMNS = 8, KINDS_MAX = 40 };

static const struct crm_field fields[COLUMNS] = {
	CRM_COMPUTED("at", CRM_T_TIME), CRM_COMPUTED("kind", CRM_T_TEXT),
	CRM_COMPUTED("subject", CRM_T_TEXT), CRM_COMPUTED("open", CRM_T_BOOL),
	CRM_COMPUTED("on", CRM_T_LINK), CRM_COMPUTED("name", CRM_T_TEXT),
	CRM_COMPUTED("by", CRM_T_TEXT), CRM_COMPUTED("record", CRM_T_LINK),
};

/* What the record, $1, is with all that belongs to it: links, as "s". */
#define ITSELF "SELECT CAST($1 AS BIGINT) AS \"link\""
#define THEIRS(TABLE, NUMBER, WHOSE)					\
	" UNION SELECT \"id\" * 64 + " NUMBER " FROM \"" TABLE "\""	\
	" WHERE " WHOSE " AND \"deleted_at\" IS NULL"
#define OF_ACCOUNT(TABLE, NUMBER)					\
	THEIRS(TABLE, NUMBER, "\"account\" = $2")			\
	THEIRS(TABLE, NUMBER, "\"contact\" IN (SELECT \"id\" FROM"	\
	    " \"contact\" WHERE \"account\" = $2 AND \"deleted_at\" IS" \
	    " NULL)")

static const struct scope {
	const struct crm_entity *of;
	const char *sql;
} scopes[] = {
	{ &crm_account, ITSELF THEIRS("contact", "2", "\"account\" = $2")
	  OF_ACCOUNT("opp", "8") OF_ACCOUNT("case", "16") },
	{ &crm_contact, ITSELF THEIRS("opp", "8", "\"contact\" = $2")
	  THEIRS("case", "16", "\"contact\" = $2") },
	{ &crm_campaign, ITSELF THEIRS("lead", "12", "\"campaign\" = $2")
	  THEIRS("opp", "8", "\"campaign\" = $2") },
};

#define IDS(NUMBER) "(SELECT \"link\" / 64 FROM \"s\" WHERE \"link\" % 64" \
	" = " NUMBER ")"
#define CASE_ON								\
	"COALESCE(\"contact\" * 64 + 2, \"account\" * 64 + 1, \"id\" * 64 + 16)"
#define LINKS "(SELECT \"link\" FROM \"s\")"

/*
 * A server looks each side of an OR up by itself only when it is a SELECT of
 * its own: hence the UNIONs of ids.
 *
 * at, kind, subject, open, on, by, record, rank: each a part of a UNION.
 */
static const char *const parts[] = {
	"SELECT COALESCE(\"a\".\"done_at\", \"a\".\"start\", \"a\".\"due\","
	" \"a\".\"created_at\"), \"a\".\"kind\", \"a\".\"subject\", CASE WHEN"
	" \"a\".\"done_at\" IS NULL THEN 1 END, \"a\".\"on\", \"a\".\"owner\","
	" \"a\".\"id\" * 64 + 11, 2 FROM \"activity\" \"a\" WHERE"
	" \"a\".\"deleted_at\" IS NULL AND \"a\".\"id\" IN (SELECT \"id\""
	" FROM \"activity\" WHERE \"on\" IN " LINKS " UNION SELECT \"link\" /"
	" 64 FROM \"s\" WHERE \"link\" % 64 = 11 UNION SELECT"
	" \"t\".\"record\" FROM \"tag\" \"t\" WHERE \"t\".\"entity\" = 75 AND"
	" \"t\".\"entity\" > 63 AND \"t\".\"tag\" IN (SELECT 'contact:' ||"
	" CAST(\"link\" / 64 AS TEXT) FROM \"s\" WHERE \"link\" % 64 = 2 UNION"
	" ALL SELECT CAST($3 AS TEXT)))",

	"SELECT \"c\".\"on\", 'stage', COALESCE(\"f\".\"name\" || ' -> ', '')"
	" || \"t\".\"name\", NULL, \"c\".\"opp\" * 64 + 8, \"c\".\"by\","
	" \"c\".\"id\" * 64 + 9, 1 FROM \"stage_change\" \"c\" JOIN \"stage\""
	" \"t\" ON \"t\".\"id\" = \"c\".\"to\" LEFT JOIN \"stage\" \"f\" ON"
	" \"f\".\"id\" = \"c\".\"from\" WHERE \"c\".\"deleted_at\" IS NULL AND"
	" \"c\".\"opp\" IN " IDS("8"),

	"SELECT \"opened\", 'opp', \"name\", NULL, \"id\" * 64 + 8,"
	" \"created_by\", \"id\" * 64 + 8, 0 FROM \"opp\" WHERE \"id\" IN "
	IDS("8"),

	"SELECT \"created_at\", 'case', \"subject\", CASE WHEN \"resolved_at\""
	" IS NULL THEN 1 END, " CASE_ON ", \"created_by\", \"id\" * 64 + 16, 0"
	" FROM \"case\" WHERE \"id\" IN " IDS("16"),

	"SELECT \"resolved_at\", 'resolved', \"subject\", NULL, " CASE_ON ","
	" \"owner\", \"id\" * 64 + 16, 1 FROM \"case\" WHERE \"id\" IN "
	IDS("16"),

	"SELECT \"m\".\"at\", \"m\".\"status\", COALESCE(\"u\".\"name\","
	" \"p\".\"name\"), NULL, \"m\".\"on\", \"m\".\"updated_by\","
	" \"m\".\"id\" * 64 + 15, 2 FROM \"member\" \"m\" LEFT JOIN"
	" \"audience\" \"u\" ON \"m\".\"of\" % 64 = 14 AND \"u\".\"id\" ="
	" \"m\".\"of\" / 64 LEFT JOIN \"campaign\" \"p\" ON \"m\".\"of\" % 64 ="
	" 13 AND \"p\".\"id\" = \"m\".\"of\" / 64 WHERE \"m\".\"deleted_at\" IS"
	" NULL AND \"m\".\"id\" IN (SELECT \"id\" FROM \"member\" WHERE"
	" \"on\" IN " LINKS " UNION SELECT \"id\" FROM \"member\" WHERE"
	" \"of\" = $1)",

	"SELECT \"created_at\", 'relation', \"kind\", NULL, CASE WHEN \"from\""
	" = $1 THEN \"to\" ELSE \"from\" END, \"created_by\", \"id\" * 64 + 18,"
	" 2 FROM \"relation\" WHERE \"deleted_at\" IS NULL AND (\"from\" = $1"
	" OR \"to\" = $1)",
};

/* Those whose coming belongs to the timelines of others. */
static const struct crm_entity *const coming[] = {
	&crm_contact, &crm_account, &crm_lead
};

/* What rows are about may have a name. */
static const struct crm_entity *const named[] = {
	&crm_contact, &crm_account, &crm_lead, &crm_opp, &crm_case
};

struct building {
	struct crm *crm;
	int number;			/* of the record's entity */
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

const char *const crm_timeline_kinds[] = {
	"stage", "opp", "case", "resolved", "relation", "contact", "account",
	"lead", NULL
};

static bool
among(const char *const *words, const char *s, size_t len,
      struct crm_suggest *near)
{
	for (; *words; words++) {
		if (strlen(*words) == len && !memcmp(*words, s, len))
			return true;
		crm_suggest_try(near, *words);
	}
	return false;
}

static int
check_kind(struct building *b, const char *s, size_t len)
{
	const char *own = crm_entity_number(b->crm, b->number)->name;
	struct crm_suggest near;

	crm_suggest_init(&near, s, len);
	if (among(crm_activity_kinds, s, len, &near) ||
	    among(crm_member.fields[MEMBER_STATUS].choices, s, len, &near) ||
	    among(crm_timeline_kinds, s, len, &near) ||
	    (strlen(own) == len && !memcmp(own, s, len)))
		return 0;
	crm_failed(b->crm, CRM_EUSAGE, "--kind: '%.*s' is no kind of what"
	    " happens", (int)(len < 60 ? len : 60), s);
	return near.best ? crm_hinted(b->crm, "did you mean '%s'?", near.best)
	    : crm_hinted(b->crm, "write call, meeting, stage ..., with commas"
	    " between them");
}

static int
add_kinds(struct building *b, const char *kinds)
{
	const char *s = kinds;
	int n = 0, rc = 0;

	crm_buf_str(&b->sql, " AND \"kind\" IN (");
	for (size_t len; !rc && *s; s += len + (s[len] == ',')) {
		len = strcspn(s, ",");
		if (n == KINDS_MAX)
			return crm_failed(b->crm, CRM_EUSAGE, "--kind: these"
			    " are more than %d kinds", KINDS_MAX);
		rc = check_kind(b, s, len);
		if (n++)
			crm_buf_str(&b->sql, ", ");
		add_bind(b, crm_text_n(s, len));
	}
	crm_buf_char(&b->sql, ')');
	return rc;
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

/* When records of E came to be: those in the scope. */
static void
add_coming(struct building *b, const struct crm_entity *e)
{
	const struct crm_field *title = crm_field_title_of(e);

	crm_buf_printf(&b->sql, " UNION ALL SELECT \"created_at\", '%s', ",
	    e->name);
	if (title)
		crm_buf_printf(&b->sql, "\"%s\"", title->name);
	else
		crm_buf_str(&b->sql, "NULL");
	crm_buf_printf(&b->sql, ", NULL, \"id\" * 64 + %d, \"created_by\","
	    " \"id\" * 64 + %d, 0 FROM \"%s\" WHERE \"id\" IN (SELECT"
	    " \"link\" / 64 FROM \"s\" WHERE \"link\" %% 64 = %d)", e->number,
	    e->number, e->name, e->number);
}

static bool
is_among(const struct crm_entity *const *all, size_t n, int number)
{
	for (size_t i = 0; i < n; i++)
		if (all[i]->number == number)
			return true;
	return false;
}

/* Activities, members and relations are there by themselves. */
static void
add_all_coming(struct building *b)
{
	const struct crm_entity *own = crm_entity_number(b->crm, b->number);

	for (size_t i = 0; i < CRM_COUNT(coming); i++)
		add_coming(b, coming[i]);
	if (!is_among(coming, CRM_COUNT(coming), b->number) &&
	    !is_among(named, CRM_COUNT(named), b->number) &&
	    !crm_is(own, &crm_activity) && !(own->flags & CRM_E_PLAIN))
		add_coming(b, own);
}

/* The name of the record that a row is about. */
static void
add_names(struct building *b)
{
	crm_buf_str(&b->sql, "CASE \"e\".\"on\" % 64");
	for (size_t i = 0; i < CRM_COUNT(named); i++)
		crm_buf_printf(&b->sql, " WHEN %d THEN (SELECT \"n\".\"%s\""
		    " FROM \"%s\" \"n\" WHERE \"n\".\"id\" = \"e\".\"on\" /"
		    " 64)", named[i]->number,
		    crm_field_title_of(named[i])->name, named[i]->name);
	crm_buf_str(&b->sql, " END");
}

static const char *
scope_of(int number)
{
	for (size_t i = 0; i < CRM_COUNT(scopes); i++)
		if (scopes[i].of->number == number)
			return scopes[i].sql;
	return ITSELF " WHERE CAST($2 AS BIGINT) IS NOT NULL";
}

static int
build(struct building *b, const struct crm_timeline_how *how)
{
	int rc;

	crm_buf_printf(&b->sql, "WITH \"s\" AS (%s), \"e\"(\"at\", \"kind\","
	    " \"subject\", \"open\", \"on\", \"by\", \"record\", \"rank\") AS"
	    " (", scope_of(b->number));
	for (size_t i = 0; i < CRM_COUNT(parts); i++)
		crm_buf_printf(&b->sql, "%s%s", i ? " UNION ALL " : "",
		    parts[i]);
	add_all_coming(b);
	crm_buf_str(&b->sql, ") SELECT \"e\".\"at\", \"e\".\"kind\","
	    " \"e\".\"subject\", \"e\".\"open\", \"e\".\"on\", ");
	add_names(b);
	crm_buf_str(&b->sql, ", \"u\".\"login\", \"e\".\"record\" FROM \"e\""
	    " LEFT JOIN \"user\" \"u\" ON \"u\".\"id\" = \"e\".\"by\"");
	rc = add_conditions(b, how);
	crm_buf_str(&b->sql, " ORDER BY \"e\".\"at\" DESC, \"e\".\"rank\""
	    " DESC, \"e\".\"record\" DESC");
	if (how->limit >= 0)
		crm_buf_printf(&b->sql, " LIMIT %lld", (long long)how->limit);
	return rc;
}

int
crm_timeline(struct crm *crm, int64_t link,
	     const struct crm_timeline_how *how, const struct crm_sink *to)
{
	struct building b = { .crm = crm, .number = crm_link_entity(link),
	    .n = 3 };
	struct crm_column columns[COLUMNS];
	struct crm_buf text = { 0 };
	int rc;

	crm_link_write(&text, link);
	b.bind[0] = crm_int(link);
	b.bind[1] = crm_int(crm_link_id(link));
	b.bind[2] = crm_text(text.s);
	rc = build(&b, how);
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
