/*
 * Random records, in arrays and in the database: contacts of accounts, and
 * opportunities of contacts.
 */
#ifndef FILTER_ROWS_H
#define FILTER_ROWS_H

#include "filter_firm.h"

#include "crm/date.h"

enum { CONTACTS = 1000, ACCOUNTS = 200, OPPS = 1500 };
enum { NFIELDS = 8, NTAGS = 4 };
enum entity { CONTACT, ACCOUNT, OPP };
enum kind { TEXT, INT, PERCENT, MONEY, DATE, TIME, WORD, USER, TAGS };

struct field {
	const char *name;
	enum kind kind;
	const char *const *words;
};

struct row {
	int64_t id;
	bool deleted;
	bool null[NFIELDS];
	int64_t v[NFIELDS];	/* of text and words: the index in the pool */
	unsigned tags;
	int currency, other;	/* indexes; other < 0: none */
};

/* Text as it is kept, and folded by hand. */
static const struct { const char *text, *folded; } texts[] = {
	{ "Ada", "ada" }, { "ada", "ada" }, { "ADAM", "adam" },
	{ "Zo\xc3\x8b", "zo\xc3\xab" }, { "zo\xc3\xab x", "zo\xc3\xab x" },
	{ "100%", "100%" }, { "10", "10" }, { "a_a", "a_a" },
	{ "O'Brien", "o'brien" }, { "bda", "bda" },
	{ "\xe4\xbe\x8b" "a", "\xe4\xbe\x8b" "a" },
};

static const struct { const char *code; int decimals; } currencies[] = {
	{ "EUR", 2 }, { "USD", 2 }, { "JPY", 0 }, { "KWD", 3 },
};

static const char *const channels[] = { "email", "phone", "sms", NULL };
static const char *const types[] = { "new", "renewal", "upsell", NULL };
static const char *const tags[NTAGS] = { "vip", "vip-old", "x", "zo\xc3\xab" };
static const char *const users[] = { "me", "bob", "eve" };

static const struct field fields[][NFIELDS] = {
	[CONTACT] = { { "name", TEXT, NULL }, { "title", TEXT, NULL },
	    { "birthday", DATE, NULL }, { "created_at", TIME, NULL },
	    { "preferred_channel", WORD, channels }, { "owner", USER, NULL },
	    { "tags", TAGS, NULL }, { "department", TEXT, NULL } },
	[ACCOUNT] = { { "name", TEXT, NULL }, { "industry", TEXT, NULL },
	    { "employees", INT, NULL }, { "annual_revenue", MONEY, NULL },
	    { "owner", USER, NULL }, { "tags", TAGS, NULL },
	    { "city", TEXT, NULL }, { "created_at", TIME, NULL } },
	[OPP] = { { "name", TEXT, NULL }, { "amount", MONEY, NULL },
	    { "close_date", DATE, NULL }, { "probability", PERCENT, NULL },
	    { "type", WORD, types }, { "owner", USER, NULL },
	    { "tags", TAGS, NULL }, { "opened", DATE, NULL } },
};

/* contact.other is its account, opp.other its contact. */
static struct row contacts[CONTACTS], accounts[ACCOUNTS], opps[OPPS];
static uint64_t seed;

static int
chance(int n)
{
	return (int)(unit_random(&seed) % (uint64_t)n);
}

static int64_t
today(void)
{
	return crm_day_make(2026, 11, 22);
}

static int64_t
random_value(const struct field *f)
{
	switch (f->kind) {
	case TEXT:
		return chance((int)COUNT(texts));
	case INT:
		return chance(20);
	case PERCENT:
		return chance(41) * 250;
	case MONEY:
		return chance(4) ? chance(50) * 50 : chance(30) * 100000;
	case DATE:
		return today() - 70 + chance(120);
	case TIME:
		return (today() - 20 + chance(27)) * 86400 + chance(86400);
	case WORD:
	case USER:
		return chance(3);
	default:
		return 0;
	}
}

static bool
is_required(const struct field *f)
{
	return !strcmp(f->name, "name") || !strcmp(f->name, "type") ||
	    !strcmp(f->name, "created_at") || !strcmp(f->name, "opened");
}

static void
make_row(struct row *r, enum entity e, int others)
{
	for (int i = 0; i < NFIELDS; i++) {
		r->null[i] = !is_required(&fields[e][i]) && !chance(4);
		r->v[i] = random_value(&fields[e][i]);
	}
	r->tags = chance(2) ? 0 : (unsigned)chance(1 << NTAGS);
	r->currency = chance(2) ? 0 : chance((int)COUNT(currencies));
	r->other = others && chance(5) ? chance(others) : -1;
	r->deleted = !chance(8);
}

static struct crm_value
stored(struct firm *f, const struct field *field, int64_t v)
{
	char day[CRM_DAY_SIZE], time[CRM_TIME_SIZE];

	switch (field->kind) {
	case TEXT:
		return crm_text(texts[v].text);
	case WORD:
		return crm_text(field->words[v]);
	case USER:
		return crm_int(v + 1);
	case DATE:
		crm_day_write(day, v);
		return crm_text(crm_arena_str(&f->crm.arena, day));
	case TIME:
		crm_time_write(time, v);
		return crm_text(crm_arena_str(&f->crm.arena, time));
	default:
		return crm_int(v);
	}
}

static void
set_field(struct crm_record *rec, const char *name, struct crm_value v)
{
	const struct crm_field *f = crm_field_find(rec->entity, name,
	    strlen(name));

	crm_record_set(rec, (int)(f - rec->entity->fields), v);
}

static void
save_row(struct firm *f, struct row *r, enum entity e,
	 const struct crm_entity *entity, const char *ref)
{
	struct crm_record *rec = crm_record_new(&f->crm, entity,
	    &f->crm.arena);
	struct crm_buf all = { 0 };
	const struct row *others = e == OPP ? contacts : accounts;
	bool done;

	rec->import = true;
	for (int i = 0; i < NFIELDS; i++)
		if (!r->null[i] && fields[e][i].kind != TAGS)
			set_field(rec, fields[e][i].name,
			    stored(f, &fields[e][i], r->v[i]));
	if (e != CONTACT)
		set_field(rec, "currency",
		    crm_text(currencies[r->currency].code));
	if (ref && r->other >= 0)
		set_field(rec, ref, crm_int(others[r->other].id));
	for (int i = 0; i < NTAGS; i++)
		if (r->tags & 1u << i)
			crm_buf_printf(&all, "%s;", tags[i]);
	if (all.len)
		firm_ok(f, crm_record_assign(&f->crm, rec, "tags", '=', all.s,
		    all.len, NULL));
	crm_buf_free(&all);
	firm_ok(f, crm_save(&f->crm, rec));
	r->id = crm_record_id(rec);
	if (r->deleted)
		firm_ok(f, crm_delete(&f->crm, entity, r->id, &done));
}

static void
fill(struct firm *f)
{
	static const struct firm_row first[] = {
		{ &crm_user, { "login=ada" } }, { &crm_user, { "login=bob" } },
		{ &crm_user, { "login=eve" } },
		{ &crm_pipeline, { "name=Sales" } },
		{ &crm_stage, { "name=Lead" } },
	};
	int rc = crm_batch_begin(&f->crm, "test", "add", NULL);

	firm_ok(f, rc);
	for (size_t i = 0; i < COUNT(first); i++)
		firm_add(f, &first[i]);
	for (int i = 0; i < ACCOUNTS; i++) {
		make_row(&accounts[i], ACCOUNT, 0);
		save_row(f, &accounts[i], ACCOUNT, &crm_account, NULL);
	}
	for (int i = 0; i < CONTACTS; i++) {
		make_row(&contacts[i], CONTACT, ACCOUNTS);
		save_row(f, &contacts[i], CONTACT, &crm_contact, "account");
	}
	for (int i = 0; i < OPPS; i++) {
		make_row(&opps[i], OPP, CONTACTS);
		save_row(f, &opps[i], OPP, &crm_opp, "contact");
	}
	firm_ok(f, crm_batch_end(&f->crm, 0));
}

#endif
