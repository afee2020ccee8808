/* Filters on a small firm: what they find. */
#include "filter_firm.h"

struct found {
	const struct crm_entity *entity;
	const char *filter, *ids;
};

static const struct found founds[] = {
	{ &crm_account, "", "1,2,3" },
	{ &crm_account, " \t\n", "1,2,3" },
	/* Text. */
	{ &crm_account, "name='Acme Ltd'", "1" },
	{ &crm_account, "name=\"ACME ltd\"", "1" },
	{ &crm_account, "name==\"ACME ltd\"", "" },
	{ &crm_account, "name=='Acme Ltd'", "1" },
	{ &crm_account, "name eq :name", "1" },
	{ &crm_account, "name=:odd", "" },
	{ &crm_account, "name='\xc3\xbc" "ber ag'", "3" },
	{ &crm_account, "name=\"U\xcc\x88" "ber AG\"", "3" },
	{ &crm_account, "name='Uber AG'", "" },
	{ &crm_account, "name!=globex", "1,3" },
	{ &crm_account, "industry=software", "1" },
	{ &crm_account, "industry!=software", "2,3" },
	{ &crm_account, "industry<>software", "2,3" },
	{ &crm_account, "not industry=software", "2,3" },
	{ &crm_account, "not not industry=software", "1" },
	{ &crm_account, "not (not (industry=software))", "1" },
	{ &crm_account, "industry is null", "3" },
	{ &crm_account, "industry is not null", "1,2" },
	{ &crm_account, "industry~WARE", "1,2" },
	{ &crm_account, "industry!~WARE", "3" },
	{ &crm_account, "industry^=soft", "1" },
	{ &crm_account, "industry$=WARE", "1,2" },
	{ &crm_account, "industry$=averylongsoftware", "" },
	{ &crm_account, "name^=\xc3\x9c", "3" },
	{ &crm_account, "name$=\xc3\xbc" "ber_ag", "" },
	{ &crm_account, "name in (globex, 'acme ltd')", "1,2" },
	{ &crm_account, "name not in (globex, 'acme ltd')", "3" },
	{ &crm_account, "industry not in (hardware)", "1,3" },
	{ &crm_account, "name in b..h", "2" },
	{ &crm_account, "name >= globex and name<h", "2" },
	{ &crm_account, "domain = acme.test", "1" },
	{ &crm_account, "website=https://UEBER.test/", "3" },
	{ &crm_account, "ext_id=erp:42", "1" },
	{ &crm_contact, "name~100%", "3" },
	{ &crm_contact, "name~_", "" },
	{ &crm_contact, "name=\"Bob O'Brien\"", "2" },
	{ &crm_contact, "name='Bob O''Brien'", "2" },
	{ &crm_contact, "name='ada lovelace'", "1" },
	{ &crm_contact, "notes~'one\nline'", "3" },
	{ &crm_contact, "department='vip'", "5" },
	/* Countries by their names, too; but to the letter, and parts. */
	{ &crm_account, "country=Germany", "1" },
	{ &crm_account, "country!='deutschland'", "2,3" },
	{ &crm_account, "country in (deu, 'United States')", "1,2" },
	{ &crm_account, "country=Atlantis", "" },
	{ &crm_account, "country==Germany", "" },
	{ &crm_account, "country~germ", "" },
	{ &crm_contact, "account.country=Germany", "1" },
	/* E-mail and phones by their keys. */
	{ &crm_contact, "email=ADA@acme.test", "1" },
	{ &crm_contact, "email!=ADA@acme.test", "2,3,5" },
	{ &crm_contact, "email==ADA@acme.test", "" },
	{ &crm_contact, "email~@acme", "1" },
	{ &crm_contact, "email in (ada@acme.test, bob@globex.test)", "1,2" },
	{ &crm_contact, "phone='0049 (30) 12-34'", "1" },
	{ &crm_contact, "phone=0301234", "3" },
	{ &crm_contact, "phone~30", "1,3" },
	/* Numbers. */
	{ &crm_account, "employees=250", "1" },
	{ &crm_account, "employees!=250", "2,3" },
	{ &crm_account, "employees>12", "1" },
	{ &crm_account, "employees ge 12", "1,2" },
	{ &crm_account, "employees lt 0.25k", "2" },
	{ &crm_account, "employees in 12..250", "1,2" },
	{ &crm_account, "employees in 13 .. 250", "1" },
	{ &crm_account, "employees in ..12", "2" },
	{ &crm_account, "employees in 13..", "1" },
	{ &crm_account, "employees in 13.. and name~a", "1" },
	{ &crm_account, "employees not in 13..", "2,3" },
	{ &crm_account, "employees in '12'..'12'", "2" },
	{ &crm_account, "id in (1,2,99)", "1,2" },
	{ &crm_account, "id=-1", "" },
	{ &crm_product, "price=12.5", "1" },
	{ &crm_product, "price<0.001", "2" },
	{ &crm_product, "active=no", "2" },
	{ &crm_product, "active=true", "1" },
	{ &crm_product, "active!=yes", "2" },
	{ &crm_user, "active is null", "" },
	{ &crm_user, "active in (yes)", "1,2" },
	{ &crm_stage, "probability>=50", "2,3,5" },
	{ &crm_opp, "probability=12.5", "3" },
	{ &crm_opp, "probability<13%", "3" },
	/* Money, in each row's currency or in one. */
	{ &crm_opp, "amount>=50000", "1,3" },
	{ &crm_opp, "amount>=50k", "1,3" },
	{ &crm_opp, "amount>=50kEUR", "1" },
	{ &crm_opp, "amount='50k EUR'", "1" },
	{ &crm_opp, "amount!=50kEUR", "2,3,4,5" },
	{ &crm_opp, "amount=50k", "1,3" },
	{ &crm_opp, "amount>1200.5", "1,3" },
	{ &crm_opp, "amount=1200.50", "2" },
	{ &crm_opp, "amount in (900, 50kJPY)", "3,5" },
	{ &crm_opp, "amount not in (900, 50kJPY)", "1,2,4" },
	{ &crm_opp, "amount in 900..1200.50", "2,5" },
	{ &crm_opp, "amount>49999.5", "1,3" },
	{ &crm_opp, "amount=50000.5", "" },
	{ &crm_opp, "amount<=50000.5", "1,2,3,5" },
	{ &crm_opp, "amount<1M", "1,2,3,5" },
	{ &crm_opp, "amount is null", "4" },
	{ &crm_opp, "amount>5000000000000", "" },
	{ &crm_account, "annual_revenue>=5M", "1,3" },
	{ &crm_account, "annual_revenue=5MEUR", "1" },
	{ &crm_opp, "weighted_amount=25000", "1" },
	{ &crm_opp, "weighted_amount=6250", "3" },
	{ &crm_opp, "weighted_amount is null", "4" },
	{ &crm_opp, "currency=usd", "2" },
	{ &crm_opp, "currency!=USD", "1,3,4,5" },
	/* Choices. */
	{ &crm_opp, "type=renewal", "5" },
	{ &crm_opp, "type in (Renewal,upsell)", "5" },
	{ &crm_opp, "type!=renewal", "1,2,3,4" },
	{ &crm_opp, "type~new", "1,2,3,4,5" },
	{ &crm_contact, "preferred_channel!=email", "1,3,5" },
	/* Days. */
	{ &crm_opp, "close_date=2026-11-30", "1" },
	{ &crm_opp, "close_date=eom", "1" },
	{ &crm_opp, "close_date<today", "2" },
	{ &crm_opp, "close_date<today+8d", "2" },
	{ &crm_opp, "close_date<=today+8d", "1,2" },
	{ &crm_opp, "close_date=thismonth", "1" },
	{ &crm_opp, "close_date!=thismonth", "2,3,4,5" },
	{ &crm_opp, "close_date=2026-Q4", "1,2,5" },
	{ &crm_opp, "close_date in 2026-10..2026-11", "1,2" },
	{ &crm_opp, "close_date in (2026-10, 2026-12-31)", "2,5" },
	{ &crm_opp, "close_date in thisquarter", "1,2,5" },
	{ &crm_opp, "close_date in ..2026-11-29", "2" },
	{ &crm_opp, "close_date in today-2mo..eoy", "1,2,5" },
	{ &crm_opp, "close_date in today..", "1,5" },
	{ &crm_opp, "lost_on=today", "5" },
	{ &crm_opp, "won_on=lastmonth", "2" },
	{ &crm_opp, "opened=lastyear", "5" },
	{ &crm_contact, "birthday=now", "2" },
	{ &crm_opp, "days_in_stage=0", "1,3" },
	{ &crm_opp, "days_in_stage>5", "4" },
	{ &crm_opp, "age>=21 and age<40", "1,2" },
	/* Instants: 2026-11-22 begins at 23:00 UTC in Berlin. */
	{ &crm_account, "created_at=today", "1,2" },
	{ &crm_account, "created_at=2026-11-21", "" },
	{ &crm_account, "created_at=2026-10-31", "3" },
	{ &crm_account, "created_at=2026-11", "1,2" },
	{ &crm_account, "created_at!=2026-11", "3" },
	{ &crm_account, "created_at>2026-10-31", "1,2" },
	{ &crm_account, "created_at>=2026-10-31", "1,2,3" },
	{ &crm_account, "created_at<2026-10-31", "" },
	{ &crm_account, "created_at<=2026-10-31", "3" },
	{ &crm_account, "created_at<now", "1,2,3" },
	{ &crm_account, "created_at>now-4h", "2" },
	{ &crm_account, "created_at=2026-11-22T11:00", "2" },
	{ &crm_account, "created_at>'2026-11-22 10:59'", "2" },
	{ &crm_account, "created_at in 2026-11-22..", "1,2" },
	{ &crm_account, "created_at in 2026-10..2026-11-21", "3" },
	{ &crm_account, "created_at in (2026-10,now)", "3" },
	/* References, as themselves and by name. */
	{ &crm_account, "owner=me", "1" },
	{ &crm_account, "owner=:who", "1" },
	{ &crm_account, "owner!=me", "2,3" },
	{ &crm_account, "owner=none", "3" },
	{ &crm_account, "owner in (me,none)", "1,3" },
	{ &crm_account, "owner not in (me,none)", "2" },
	{ &crm_account, "owner is null", "3" },
	{ &crm_account, "owner=bob", "2" },
	{ &crm_account, "owner='Ada Byron'", "1" },
	{ &crm_account, "owner~byr", "1" },
	{ &crm_account, "owner!~byr", "2,3" },
	{ &crm_account, "owner^=ada", "1" },
	{ &crm_account, "owner$=byron", "1" },
	{ &crm_contact, "account='Acme Ltd'", "1" },
	{ &crm_contact, "account=1", "1" },
	{ &crm_contact, "account=ext:erp:42", "1" },
	{ &crm_contact, "account='gone inc'", "5" },
	{ &crm_contact, "account.id in (1,2)", "1,2" },
	{ &crm_contact, "account.id!=1", "2,3,5" },
	{ &crm_opp, "stage=Won", "2" },
	{ &crm_opp, "stage in (Lead,Proposal)", "1,3,4" },
	{ &crm_opp, "stage!=Won", "1,3,4,5" },
	{ &crm_opp, "contact=ada@acme.test", "1,3,5" },
	/* Paths to one. */
	{ &crm_opp, "stage.category=open", "1,3,4" },
	{ &crm_opp, "account.industry=software", "1,5" },
	{ &crm_opp, "account.industry!=software", "2,3,4" },
	{ &crm_opp, "account.owner.manager=ada", "2" },
	{ &crm_opp, "account.parent.name=acme ltd", NULL },
	{ &crm_opp, "account.parent.name='acme ltd'", "2" },
	{ &crm_opp, "account.parent.tags=vip", "2" },
	{ &crm_contact, "account.industry=software", "1,5" },
	{ &crm_contact, "account.employees>=250 or account is null", "1,3" },
	/* Tags. */
	{ &crm_account, "tags=vip", "1" },
	{ &crm_account, "tags has VIP", "1" },
	{ &crm_account, "tags!=vip", "2,3" },
	{ &crm_account, "tags in (vip-lapsed,europe)", "1,2" },
	{ &crm_account, "tags not in (vip-lapsed,europe)", "3" },
	{ &crm_account, "tags~vip", "1,2" },
	{ &crm_account, "tags!~vip", "3" },
	{ &crm_account, "tags^=vip-", "2" },
	{ &crm_account, "tags$=OPE", "1" },
	{ &crm_account, "tags is null", "3" },
	{ &crm_account, "tags is not null", "1,2" },
	{ &crm_account, "count(tags)=2", "1" },
	{ &crm_account, "count(tags)<1", "3" },
	{ &crm_contact, "account.tags=europe", "1" },
	{ &crm_contact, "opps.tags=vip", "1" },
	{ &crm_contact, "opps.tags is null", "2,3,5" },
	{ &crm_contact, "count(opps.tags)=1", "1" },
	/* Paths to many. */
	{ &crm_contact, "opps is null", "3,5" },
	{ &crm_contact, "opps is not null", "1,2" },
	{ &crm_contact, "opps.amount>1000", "1,2" },
	{ &crm_contact, "opps.amount=7", "" },
	{ &crm_contact, "opps.stage=Won", "2" },
	{ &crm_contact, "opps.stage!=Won", "1,3,5" },
	{ &crm_contact, "opps='Big deal'", "1" },
	{ &crm_contact, "opps~deal", "1" },
	{ &crm_contact, "opps!~deal", "2,3,5" },
	{ &crm_contact, "opps.won_on is null", "1,3,5" },
	{ &crm_contact, "opps.stage.category in (won,lost)", "1,2" },
	{ &crm_contact, "contacts_by_reports_to is not null", "1" },
	{ &crm_contact, "contacts_by_reports_to.name~bob", "1" },
	{ &crm_contact, "reports_to.opps.amount>40k", "2,5" },
	{ &crm_account, "contacts.opps.stage.category=lost", "1" },
	{ &crm_account, "contacts.opps.stage_changes.days=21", "1" },
	{ &crm_account, "contacts.opps.stage_changes.to=Proposal", "1" },
	{ &crm_account, "contacts.reports_to.opps.amount=900", "2" },
	{ &crm_user, "teams.manager=ada", "1" },
	{ &crm_team, "users.login=bob", "1" },
	{ &crm_opp, "stage_changes.on=today", "1" },
	/* Quantified. */
	{ &crm_contact, "any(opps)", "1,2" },
	{ &crm_contact, "none(opps)", "3,5" },
	{ &crm_contact, "any(opps, stage=Won)", "2" },
	{ &crm_contact, "all(opps, stage=Won)", "2,3,5" },
	{ &crm_contact, "none(opps, stage=Won)", "1,3,5" },
	{ &crm_contact, "any(opps, stage=Won or amount<1k)", "1,2" },
	{ &crm_contact, "any(opps, account.tags=vip and amount=900)", "1" },
	{ &crm_contact, "any(account, industry=software)", "1,5" },
	{ &crm_contact, "all(account, industry=software)", "1,3,5" },
	{ &crm_contact, "none(account)", "3" },
	{ &crm_contact, "any(opps.account, name~globex)", "2" },
	{ &crm_contact, "all(opps.account, name~globex)", "2,3,5" },
	{ &crm_account, "any(contacts, any(opps, amount>40k))", "1" },
	{ &crm_account, "all(contacts, title is not null)", "1,3" },
	/* Aggregates. */
	{ &crm_contact, "count(opps)=3", "1" },
	{ &crm_contact, "count(opps)=0", "3,5" },
	{ &crm_contact, "count(opps, stage.category=open)=2", "1" },
	{ &crm_contact, "count(opps.account)=3", "1" },
	{ &crm_contact, "count(opps.account, tags=vip)=2", "1" },
	{ &crm_contact, "count(opps) in 1..2", "2" },
	{ &crm_contact, "count(opps) in (1,3)", "1,2" },
	{ &crm_contact, "sum(opps.amount)=50900", "1" },
	{ &crm_contact, "sum(opps.amount)=50kJPY", "1" },
	{ &crm_contact, "sum(opps.amount)=0", "2,3,5" },
	{ &crm_contact, "sum(opps.amount)>1kUSD", "2" },
	{ &crm_contact, "sum(opps.amount) in (1200.5USD,50900)", "1,2" },
	{ &crm_contact, "sum(opps.amount, stage=Lost)=900", "1" },
	{ &crm_contact, "max(opps.amount)>=50k", "1" },
	{ &crm_contact, "min(opps.amount)<1k", "1" },
	{ &crm_contact, "avg(opps.amount)=25450", "1" },
	{ &crm_contact, "max(opps.close_date)>today", "1" },
	{ &crm_contact, "max(opps.close_date) is null", "3,5" },
	{ &crm_contact, "min(opps.opened) in 2025", "1" },
	{ &crm_contact, "min(opps.opened) not in 2025", "2,3,5" },
	{ &crm_contact, "max(opps.created_at)=today", "1,2" },
	{ &crm_contact, "avg(opps.age)>=108.5 and avg(opps.age)<200", "1" },
	{ &crm_contact, "count(reports_to.opps)=3", "2,5" },
	{ &crm_account, "sum(contacts.reports_to.opps.amount)=50900", "2" },
	{ &crm_account, "count(contacts.opps)=3", "1" },
	{ &crm_stage, "count(opps)=2", "1" },
	/* Field against field. */
	{ &crm_opp, "close_date<[opened]", "" },
	{ &crm_opp, "close_date=[won_on]", "2" },
	{ &crm_opp, "close_date!=[won_on]", "1,3,4,5" },
	{ &crm_opp, "owner=[account.owner]", "1,2" },
	{ &crm_opp, "owner!=[account.owner]", "3,4,5" },
	{ &crm_opp, "owner in ([contact.owner], me)", "1,2" },
	{ &crm_opp, "probability<[stage.probability]", "" },
	{ &crm_opp, "probability>[stage.probability]", "3" },
	{ &crm_opp, "amount<[account.annual_revenue]", "1,2,3,5" },
	{ &crm_contact, "sum(opps.amount)<[account.annual_revenue]", "1,2" },
	{ &crm_contact, "email$=[account.domain]", "1" },
	{ &crm_contact, "title~[name]", "" },
	{ &crm_contact, "opps.close_date<[birthday]", "2" },
	{ &crm_opp, "won_on in [opened]..[close_date]", "2" },
	/* Precedence, brackets, keywords glued to brackets. */
	{ &crm_account, "id=1 or id=2 and id=3", "1" },
	{ &crm_account, "(id=1 or id=2)and(id=2 or id=3)", "2" },
	{ &crm_account, "not(id=1)and not(id=2)", "3" },
	{ &crm_account, "not id=1 and id=2", "2" },
	{ &crm_account, "id in(1,2)", "1,2" },
	{ &crm_account, "id=1 or(id=3)", "1,3" },
	{ &crm_account, "name='and' or name='or'", "" },
};

static void
test_found(void **state)
{
	struct firm *f = *state;
	struct crm_buf ids = { 0 };
	int bad = 0;

	for (size_t i = 0; i < COUNT(founds); i++) {
		const struct found *c = &founds[i];
		int rc = firm_find(f, &ids, c->entity, c->filter);

		if (!c->ids && rc == CRM_EUSAGE)
			continue;
		if (!rc && c->ids && !strcmp(ids.s, c->ids))
			continue;
		print_error("%s: %s\n  expected %s, found %s %s\n",
		    c->entity->name, c->filter, c->ids ? c->ids : "an error",
		    rc ? "an error" : ids.s, rc ? f->crm.err.text : "");
		bad++;
	}
	crm_buf_free(&ids);
	assert_int_equal(bad, 0);
}

/* The same with fiscal years that begin in April, and weeks on Sunday. */
static void
test_fiscal(void **state)
{
	struct firm *f = *state;
	struct crm_buf ids = { 0 };

	f->crm.clock.year_start = 4;
	f->crm.clock.week_start = 7;
	firm_ok(f, firm_find(f, &ids, &crm_opp, "opened=2025"));
	assert_string_equal(ids.s, "5");
	firm_ok(f, firm_find(f, &ids, &crm_opp, "close_date=2026-Q3"));
	assert_string_equal(ids.s, "1,2,5");
	firm_ok(f, firm_find(f, &ids, &crm_opp, "opened=thisweek"));
	assert_string_equal(ids.s, "3");
	f->crm.clock.year_start = 1;
	f->crm.clock.week_start = 1;
	firm_ok(f, firm_find(f, &ids, &crm_opp, "close_date=2026-Q3"));
	assert_string_equal(ids.s, "");
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
		cmocka_unit_test(test_found), cmocka_unit_test(test_fiscal),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
