/* Mistakes in filters: the sentence, the place, the hint. */
#include "filter_firm.h"

struct wrong {
	const struct crm_entity *entity;
	const char *filter;
	int place;		/* of the caret, from the filter's start */
	const char *text;	/* how the sentence begins */
	const char *hint;	/* what it has in it */
};

static const struct wrong wrongs[] = {
	{ &crm_opp, "stag=Won", 0, "unknown field 'stag' of opp",
	  "did you mean 'stage'?" },
	{ &crm_opp, "amount>5 and acount.name=x", 13,
	  "unknown field 'acount'", "did you mean 'account'?" },
	{ &crm_opp, "account.nme=x", 8, "unknown field 'nme' of account",
	  "did you mean 'name'?" },
	{ &crm_opp, "name.x=1", 5, "'name' has no fields",
	  "goes through references" },
	{ &crm_contact, "ops.amount>1", 0, "unknown field 'ops'",
	  "did you mean 'opps'?" },
	{ &crm_opp, "type=renewl", 5, "'renewl' is not one of the choices",
	  "did you mean 'renewal'?" },
	{ &crm_opp, "type=xyzzy", 5, "'xyzzy' is not one of the choices",
	  "there are new, renewal, upsell" },
	{ &crm_opp, "weighted_amont>1", 0, "unknown field",
	  "did you mean 'weighted_amount'?" },
	{ &crm_opp, "amount", 6, "a comparison is missing before the end",
	  "amount=VALUE" },
	{ &crm_opp, "won", 3, "a comparison is missing", "" },
	{ &crm_opp, "amount=", 6, "nothing to compare with after '='",
	  "amount is null" },
	{ &crm_opp, "amount= and name=x", 6, "nothing to compare with",
	  "amount is null" },
	{ &crm_opp, "(amount=)", 7, "nothing to compare with", "" },
	{ &crm_opp, "name=''", 5, "an empty text is no value",
	  "name is null" },
	{ &crm_opp, "name=:blank", 5, "an empty text is no value", "" },
	{ &crm_opp, "name=null", 5, "null is no value", "is null" },
	{ &crm_opp, "name is nul", 8, "'null' must follow 'is'", "" },
	{ &crm_opp, "name not like x", 9, "'in' must follow 'not'", "" },
	{ &crm_opp, "amount>abc", 7, "'abc' is not an amount", "50kEUR" },
	{ &crm_opp, "amount>50XYZ", 7, "'XYZ' is not a currency", "" },
	{ &crm_opp, "amount>50.12345", 7, "'50.12345' is not an amount",
	  "" },
	{ &crm_opp, "amount~5", 6, "'~' doesn't go with money", "" },
	{ &crm_account, "employees=x", 10, "'x' is not a whole number", "" },
	{ &crm_account, "employees=1.5", 10, "'1.5' is not a whole number",
	  "" },
	{ &crm_account, "employees^=1", 9, "'^=' doesn't go with a number",
	  "" },
	{ &crm_product, "price>1.23456", 6, "'1.23456' is not a number",
	  "at most 4 decimals" },
	{ &crm_product, "active=maybe", 7, "'maybe' is not yes or no", "" },
	{ &crm_product, "active>no", 6, "'>' doesn't go with yes or no",
	  "" },
	{ &crm_opp, "type<new", 4, "'<' doesn't go with a choice", "" },
	{ &crm_opp, "type in new..upsell", 5,
	  "'in' doesn't go with a choice", "" },
	{ &crm_opp, "stage<Won", 5, "'<' doesn't go with a reference",
	  "stage.name" },
	{ &crm_opp, "tags>a", 4, "'>' doesn't go with tags", "" },
	{ &crm_opp, "tags=a;b", 5, "'a;b' is not one tag",
	  "tags=a and tags=b" },
	{ &crm_opp, "name has x", 5, "'has' doesn't go with text",
	  "write ~" },
	{ &crm_opp, "currency=EURO", 9, "'EURO' is not a currency", "" },
	{ &crm_opp, "close_date<30d", 11, "'30d' is not a day", "today-30d" },
	{ &crm_opp, "close_date<today-3m", 11, "'today-3m' is not a day",
	  "mo for months" },
	{ &crm_opp, "close_date<thismonth", 11,
	  "'thismonth' is not one day but a period", "eom" },
	{ &crm_opp, "close_date>=2026-11", 12,
	  "'2026-11' is not one day but a period", "2026-11-30" },
	{ &crm_account, "created_at<2026", 11,
	  "'2026' is not one day but a period", "" },
	{ &crm_account, "created_at=yesterdy", 11,
	  "'yesterdy' is not a day, a period or an instant", "" },
	{ &crm_opp, "close_date=11/22/2026", 11, "'11/22/2026' is not a day",
	  "YYYY-MM-DD" },
	{ &crm_contact, "email=acme.test", 6,
	  "'acme.test' is not an e-mail address", "write ~" },
	{ &crm_contact, "phone=abc", 6, "'abc' is not a phone number", "" },
	{ &crm_opp, "account='Acme Lt'", 8, "there is no account 'Acme Lt'",
	  "did you mean 'Acme Ltd'?" },
	{ &crm_opp, "account=Acme Ltd", 13,
	  "'and' or 'or' is missing before 'Ltd'", "in quotes" },
	{ &crm_opp, "stage=Wonn", 6, "there is no stage 'Wonn'",
	  "did you mean 'Won'?" },
	{ &crm_opp, "owner=:whoo", 6, "unknown parameter 'whoo'",
	  "did you mean 'who'?" },
	{ &crm_opp, "owner=:x-y", 6, "':x-y' is not the name of a parameter",
	  "in quotes" },
	{ &crm_opp, "name=x AND id=1", 7,
	  "'and' or 'or' is missing before 'AND'", "did you mean 'and'?" },
	{ &crm_opp, "name=O'Brien", 6,
	  "'and' or 'or' is missing before '''", "in quotes" },
	{ &crm_opp, "name='abc", 5, "the quote that opens here is never",
	  "written twice" },
	{ &crm_opp, "name=\"abc\\\"", 5, "the quote that opens here", "" },
	{ &crm_opp, "(id=1", 5, "')' is missing before the end", "" },
	{ &crm_opp, "id=1)", 4, "this ')' has no '('", "" },
	{ &crm_opp, "()", 1, "a field must stand here, not ')'", "" },
	{ &crm_opp, "id=1 and", 8, "a field must stand here, not the end",
	  "" },
	{ &crm_opp, "or id=1", 0, "a field must stand here, not 'or'", "" },
	{ &crm_opp, "id in (1,)", 9, "a value is missing before ')'", "" },
	{ &crm_opp, "id in (1 2)", 9, "')' is missing before '2'", "" },
	{ &crm_opp, "id in", 3, "nothing to compare with after 'in'", "" },
	{ &crm_opp, "id in ..", 3, "nothing to compare with", "" },
	{ &crm_opp, "changed(stage)", 0,
	  "changed() belongs to automation rules", "" },
	{ &crm_opp, "old.stage=Won", 0, "old. belongs to automation rules",
	  "" },
	{ &crm_contact, "cuont(opps)=1", 0, "unknown function 'cuont'",
	  "did you mean 'count'?" },
	{ &crm_contact, "count(account)=1", 6,
	  "count() needs a path to many records", "contact.opps" },
	{ &crm_contact, "sum(opps.name)=1", 4, "sum() needs a number", "" },
	{ &crm_contact, "sum(opps)=1", 4, "sum() needs a number", "" },
	{ &crm_contact, "max(opps.name)=x", 4,
	  "max() needs a number or a date", "" },
	{ &crm_contact, "any(name, id=1)", 4, "any() needs a path to records",
	  "" },
	{ &crm_contact, "all(opps)", 0, "all() needs a filter", "" },
	{ &crm_contact, "count(tags, id=1)=1", 12, "tags have no fields",
	  "" },
	{ &crm_contact, "any(opps, stag=x)", 10, "unknown field 'stag'",
	  "stage" },
	{ &crm_contact, "any(opps", 8, "')' is missing before the end", "" },
	{ &crm_contact, "any()", 4, "a path must follow '(', not ')'", "" },
	{ &crm_contact, "count(opps)", 11, "a comparison is missing", "" },
	{ &crm_opp, "amount>[name]", 8, "'name' and 'amount' can't be", "" },
	{ &crm_opp, "owner=[account]", 7, "'account' and 'owner' can't", "" },
	{ &crm_opp, "name=[nme]", 6, "unknown field 'nme'", "name" },
	{ &crm_opp, "name=[name", 10, "a ']' must follow the field", "" },
	{ &crm_opp, "name=[1]", 6, "a field must follow '['", "" },
	{ &crm_opp, "contact=[contact.opps]", 9,
	  "there may be several 'contact.opps'", "any(path, filter)" },
	{ &crm_opp, "\x1b[31m=1", 0, "a field must stand here, not '\\x1b'",
	  "" },
	{ &crm_opp, "name=x\n\x07 y", 8, "'and' or 'or' is missing", "" },
	{ &crm_opp, "segment=hot", 8, "there is no segment 'hot'", "crm segment" },
};

/* Where the caret stands, counted from the beginning of the line above. */
static int
caret(const char *text)
{
	const char *last = strrchr(text, '\n');

	if (!last || strspn(last + 1, " ") != strlen(last + 1) - 1 ||
	    text[strlen(text) - 1] != '^')
		return -1;
	return (int)strlen(last + 1) - 1 - 2;
}

static int
lines(const char *text)
{
	int n = 1;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

static void
test_wrong(void **state)
{
	struct firm *f = *state;
	struct crm_buf ids = { 0 };
	int bad = 0;

	for (size_t i = 0; i < COUNT(wrongs); i++) {
		const struct wrong *c = &wrongs[i];
		const struct crm_error *e = &f->crm.err;
		int rc = firm_find(f, &ids, c->entity, c->filter);

		if (rc == CRM_EUSAGE && lines(e->text) == 3 &&
		    !strncmp(e->text, c->text, strlen(c->text)) &&
		    caret(e->text) == c->place && strstr(e->hint, c->hint))
			continue;
		print_error("%s\n  expected %d %s (%s)\n  got %d %s (%s)\n",
		    c->filter, c->place, c->text, c->hint,
		    rc ? caret(e->text) : -1, rc ? e->text : ids.s,
		    rc ? e->hint : "");
		bad++;
	}
	crm_buf_free(&ids);
	assert_int_equal(bad, 0);
}

static void
test_whole_sentence(void **state)
{
	struct firm *f = *state;
	struct crm_buf ids = { 0 };

	assert_int_equal(firm_find(f, &ids, &crm_opp, "stag=Won"),
	    CRM_EUSAGE);
	assert_string_equal(f->crm.err.text, "unknown field 'stag' of opp\n"
	    "  stag=Won\n  ^");
	assert_int_equal(firm_find(f, &ids, &crm_opp,
	    "name='\xe4\xbe\x8b\xe4\xbe\x8b' and nam=1"), CRM_EUSAGE);
	assert_string_equal(f->crm.err.text, "unknown field 'nam' of opp\n"
	    "  name='\xe4\xbe\x8b\xe4\xbe\x8b' and nam=1\n"
	    "                  ^");
	crm_buf_free(&ids);
}

static void
test_window(void **state)
{
	struct firm *f = *state;
	struct crm_buf s = { 0 }, ids = { 0 };
	const char *line;

	for (int i = 0; i < 100; i++)
		crm_buf_str(&s, "id=1 or ");
	crm_buf_str(&s, "nme=1");
	for (int i = 0; i < 100; i++)
		crm_buf_str(&s, " or id=1");
	assert_int_equal(firm_find(f, &ids, &crm_opp, s.s), CRM_EUSAGE);
	line = strchr(f->crm.err.text, '\n') + 1;
	assert_true(strchr(line, '\n') - line <= 78);
	assert_memory_equal(line, "  ...", 5);
	assert_memory_equal(strchr(line, '\n') - 3, "...", 3);
	assert_memory_equal(line + strlen(strrchr(line, '\n') + 1) - 1,
	    "nme=1", 5);
	crm_buf_free(&s);
	crm_buf_free(&ids);
}

static void
test_bad_utf8(void **state)
{
	struct firm *f = *state;
	struct crm_buf ids = { 0 };

	assert_int_equal(firm_find(f, &ids, &crm_opp, "name=a\xff"),
	    CRM_EUSAGE);
	assert_string_equal(f->crm.err.text,
	    "the filter is not valid UTF-8 at byte 7");
	crm_buf_free(&ids);
}

static void
test_nobody(void **state)
{
	struct firm *f = *state;
	struct crm_buf ids = { 0 };
	int64_t id = f->crm.actor.id;

	f->crm.actor.id = 0;
	assert_int_equal(firm_find(f, &ids, &crm_opp, "owner=me"),
	    CRM_EUSAGE);
	assert_non_null(strstr(f->crm.err.hint, "--as"));
	f->crm.actor.id = id;
	crm_buf_free(&ids);
}

static int
set_up(void **state)
{
	static struct firm f;

	firm_open(&f);
	firm_fill(&f);
	*state = &f;
	return 0;
}

static int
tear_down(void **state)
{
	firm_close(*state);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_whole_sentence),
		cmocka_unit_test(test_window),
		cmocka_unit_test(test_bad_utf8), cmocka_unit_test(test_nobody),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
