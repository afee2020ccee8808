/* Columns, orders, limits and statements of lists. */
#include "filter_firm.h"

#include "crm/query.h"

static struct crm_query *
query(struct firm *f, const struct crm_entity *e)
{
	return crm_query_new(&f->crm, e, &f->crm.arena);
}

/* The headings, each with its cells: "amount:3$4 account:1@2". */
static const char *
headings(struct firm *f, struct crm_query *q)
{
	struct crm_buf b = { 0 };
	const struct crm_column *c;
	const char *s;
	size_t n;

	c = crm_query_columns_of(q, &n);
	for (size_t i = 0; i < n; i++) {
		crm_buf_printf(&b, "%s%s:%d", i ? " " : "", c[i].name,
		    c[i].cell);
		if (c[i].name_cell >= 0)
			crm_buf_printf(&b, "@%d", c[i].name_cell);
		if (c[i].currency_cell >= 0)
			crm_buf_printf(&b, "$%d", c[i].currency_cell);
	}
	s = crm_arena_str(&f->crm.arena, b.s ? b.s : "");
	crm_buf_free(&b);
	return s;
}

static void
check_columns(struct firm *f, const struct crm_entity *e, const char *spec,
	      enum crm_shape shape, const char *expected)
{
	struct crm_query *q = query(f, e);

	firm_ok(f, crm_query_columns(q, spec, shape));
	assert_string_equal(headings(f, q), expected);
}

static void
test_shapes(void **state)
{
	struct firm *f = *state;

	check_columns(f, &crm_opp, NULL, CRM_SHAPE_LIST, "id:0 name:1"
	    " account:2@3 stage:4@5 amount:6$7 currency:7 close_date:8");
	check_columns(f, &crm_stage, NULL, CRM_SHAPE_SHOW, "id:0"
	    " pipeline:1@2 name:3 position:4 probability:5 category:6"
	    " forecast:7 rotting_days:8 tags:9 owner:10@11 ext_id:12"
	    " created_at:13 created_by:14@15 updated_at:16 updated_by:17@18"
	    " rev:19 deleted_at:20");
	check_columns(f, &crm_stage, "*", CRM_SHAPE_LIST, "id:0"
	    " pipeline:1@2 name:3 position:4 probability:5 category:6"
	    " forecast:7 rotting_days:8 tags:9 owner:10@11 ext_id:12"
	    " created_at:13 created_by:14@15 updated_at:16 updated_by:17@18"
	    " rev:19 deleted_at:20");
	check_columns(f, &crm_stage, NULL, CRM_SHAPE_EXPORT, "id:0"
	    " pipeline:1 name:2 position:3 probability:4 category:5"
	    " forecast:6 rotting_days:7 tags:8 owner:9 ext_id:10"
	    " created_at:11 created_by:12");
	check_columns(f, &crm_pipeline, "*", CRM_SHAPE_EXPORT, "id:0 name:1"
	    " tags:2 owner:3 ext_id:4 created_at:5 created_by:6"
	    " updated_at:7 updated_by:8 rev:9 deleted_at:10");
}

static void
test_derived_are_shown_not_exported(void **state)
{
	struct firm *f = *state;
	struct crm_query *q = query(f, &crm_opp);

	firm_ok(f, crm_query_columns(q, NULL, CRM_SHAPE_SHOW));
	assert_non_null(strstr(headings(f, q), "weighted_amount:"));
	firm_ok(f, crm_query_columns(q, NULL, CRM_SHAPE_EXPORT));
	assert_null(strstr(headings(f, q), "weighted_amount:"));
	firm_ok(f, crm_query_columns(q, "*", CRM_SHAPE_SHOW));
	assert_null(strstr(headings(f, q), "weighted_amount:"));
}

static void
test_specs(void **state)
{
	struct firm *f = *state;

	check_columns(f, &crm_opp, "name,account.name", CRM_SHAPE_LIST,
	    "name:0 account.name:1");
	check_columns(f, &crm_opp, " name , account.owner.team.name ",
	    CRM_SHAPE_LIST, "name:0 account.owner.team.name:1");
	check_columns(f, &crm_opp, "account.id,account,account.name",
	    CRM_SHAPE_LIST, "account.id:0 account:0@1 account.name:1");
	check_columns(f, &crm_opp, "account", CRM_SHAPE_EXPORT, "account:0");
	check_columns(f, &crm_stage_change, "opp,to", CRM_SHAPE_LIST,
	    "opp:0@1 to:2@3");
	check_columns(f, &crm_opp, "amount", CRM_SHAPE_LIST, "amount:0$1");
	check_columns(f, &crm_opp, "account.annual_revenue", CRM_SHAPE_LIST,
	    "account.annual_revenue:0$1");
	check_columns(f, &crm_pipeline, "+created_at,-name", CRM_SHAPE_LIST,
	    "id:0 created_at:1");
	check_columns(f, &crm_pipeline, "-id", CRM_SHAPE_LIST, "name:0");
	check_columns(f, &crm_pipeline, "name,*,id", CRM_SHAPE_EXPORT,
	    "name:0 id:1 tags:2 owner:3 ext_id:4 created_at:5 created_by:6"
	    " updated_at:7 updated_by:8 rev:9 deleted_at:10");
	check_columns(f, &crm_opp, "name,name", CRM_SHAPE_LIST, "name:0");
}

static void
test_brief(void **state)
{
	struct firm *f = *state;
	struct crm_query *q = query(f, &crm_opp);
	const struct crm_column *c;
	size_t n;

	firm_ok(f, crm_query_columns(q, "id,name,stage,account.name",
	    CRM_SHAPE_LIST));
	c = crm_query_columns_of(q, &n);
	assert_int_equal(n, 4);
	assert_true(c[0].brief && c[1].brief && !c[2].brief && c[3].brief);
	assert_ptr_equal(c[2].field, crm_field_find(&crm_opp, "stage", 5));
}

static void
test_wrong_columns(void **state)
{
	static const struct { const char *spec, *text, *hint; } cases[] = {
		{ "nme", "unknown field 'nme' of contact\n  nme\n  ^",
		  "did you mean 'name'?" },
		{ "id,account.nme", "unknown field 'nme' of account\n"
		  "  id,account.nme\n             ^", "did you mean 'name'?" },
		{ "id,opps", "there may be several 'opps'\n  id,opps\n"
		  "     ^", "list the opps instead" },
		{ "id,,name", "a field is missing here", "" },
		{ "", "a field is missing here", "" },
		{ "+city,name", "a + or - is missing here", "+a,-b" },
		{ "name,+city", "'+' is out of place", "+a,-b" },
		{ "-city", "'city' is no column of the list anyway", "" },
		{ "-cty", "unknown field 'cty'", "city" },
		{ "-id,-name,-email,-phone,-account,-title",
		  "no column is left", "" },
	};
	struct firm *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct crm_query *q = query(f, &crm_contact);

		assert_int_equal(crm_query_columns(q, cases[i].spec,
		    CRM_SHAPE_LIST), CRM_EUSAGE);
		if (strncmp(f->crm.err.text, cases[i].text,
		    strlen(cases[i].text)) != 0 ||
		    !strstr(f->crm.err.hint, cases[i].hint))
			fail_msg("%s: %s (%s)", cases[i].spec,
			    f->crm.err.text, f->crm.err.hint);
	}
}

struct sorted {
	const struct crm_entity *entity;
	const char *spec, *ids;
};

static void
test_sort(void **state)
{
	static const struct sorted cases[] = {
		{ &crm_account, NULL, "1,2,3" },
		{ &crm_account, "-name", "3,2,1" },
		{ &crm_account, "id", "1,2,3" },
		{ &crm_account, "-id", "3,2,1" },
		{ &crm_account, "employees", "2,1,3" },
		{ &crm_account, "-employees", "1,2,3" },
		{ &crm_account, "-industry,name", "1,2,3" },
		{ &crm_account, "-owner", "2,1,3" },
		{ &crm_contact, NULL, "2,5,1,3" },
		{ &crm_contact, "account.name,-id", "1,2,5,3" },
		{ &crm_contact, "account", "1,2,5,3" },
		{ &crm_opp, "-close_date,opened", "5,1,2,4,3" },
		{ &crm_opp, "-age", "5,2,1,4,3" },
		{ &crm_opp, " stage , +amount ", "3,4,5,1,2" },
	};
	struct firm *f = *state;
	struct crm_buf ids = { 0 };

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct crm_query *q = query(f, cases[i].entity);

		crm_buf_cut(&ids, 0);
		firm_ok(f, crm_query_sort(q, cases[i].spec));
		firm_ok(f, crm_query_ids(q, firm_take_id, &ids));
		if (strcmp(ids.s, cases[i].ids) != 0)
			fail_msg("%s by %s: %s", cases[i].entity->name,
			    cases[i].spec, ids.s);
	}
	crm_buf_free(&ids);
}

static void
test_wrong_sorts(void **state)
{
	static const struct { const char *spec, *text; } cases[] = {
		{ "nme", "unknown field 'nme'" }, { "opps", "there may be" },
		{ "tags", "a list can't be sorted by its tags" },
		{ "-", "a field is missing here" },
		{ "id,", "a field is missing here" },
		{ "name.x", "'name' has no fields" },
	};
	struct firm *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct crm_query *q = query(f, &crm_contact);

		assert_int_equal(crm_query_sort(q, cases[i].spec),
		    CRM_EUSAGE);
		assert_memory_equal(f->crm.err.text, cases[i].text,
		    strlen(cases[i].text));
	}
}

static int
take_row(void *ctx, const struct crm_value *cells)
{
	struct crm_buf *out = ctx;

	for (int i = 0; i < 4; i++) {
		crm_buf_str(out, i ? "|" : "");
		if (cells[i].kind == CRM_INT)
			crm_buf_int(out, cells[i].i);
		else if (cells[i].kind == CRM_TEXT)
			crm_buf_add(out, cells[i].s, cells[i].len);
	}
	crm_buf_str(out, "\n");
	return 0;
}

static void
test_rows(void **state)
{
	struct firm *f = *state;
	struct crm_query *q = query(f, &crm_opp);
	struct crm_buf out = { 0 };

	firm_ok(f, crm_query_columns(q, "id,account,account.tags",
	    CRM_SHAPE_LIST));
	firm_ok(f, crm_query_where(q, "amount is not null"));
	firm_ok(f, crm_query_where(q, "account.owner is not null"));
	firm_ok(f, crm_query_sort(q, "id"));
	firm_ok(f, crm_query_each(q, take_row, &out));
	assert_string_equal(out.s, "1|1|Acme Ltd|europe;vip\n"
	    "2|2|Globex|vip-lapsed\n5|1|Acme Ltd|europe;vip\n");
	crm_buf_free(&out);
}

static void
test_default_columns(void **state)
{
	struct firm *f = *state;
	struct crm_query *q = query(f, &crm_product);
	struct crm_buf out = { 0 };

	firm_ok(f, crm_query_each(q, take_row, &out));
	assert_string_equal(out.s, "1|GTX-PRO|GTX Pro|\n2|OLD|Old thing|\n");
	crm_buf_free(&out);
}

/* Values bound for columns are not in the way of other statements. */
static void
test_count(void **state)
{
	struct firm *f = *state;
	struct crm_query *q = query(f, &crm_opp);
	struct crm_buf ids = { 0 };
	int64_t n;

	firm_ok(f, crm_query_columns(q, "age,days_in_stage", CRM_SHAPE_LIST));
	firm_ok(f, crm_query_where(q, "owner=me or owner=bob"));
	crm_query_id(q, 5);
	firm_ok(f, crm_query_count(&n, q));
	assert_int_equal(n, 1);
	firm_ok(f, crm_query_ids(q, firm_take_id, &ids));
	assert_string_equal(ids.s, "5");
	crm_buf_free(&ids);
}

static void
test_limit(void **state)
{
	static const struct { int64_t limit, offset; const char *ids; }
	cases[] = {
		{ -1, 0, "1,2,3,4,5" }, { 2, 0, "1,2" }, { 2, 4, "5" },
		{ -1, 3, "4,5" }, { 0, 0, "" }, { 9, 9, "" },
	};
	struct firm *f = *state;
	struct crm_buf ids = { 0 };
	int64_t n;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct crm_query *q = query(f, &crm_opp);

		crm_buf_cut(&ids, 0);
		crm_buf_str(&ids, "");
		crm_query_limit(q, cases[i].limit, cases[i].offset);
		firm_ok(f, crm_query_sort(q, "id"));
		firm_ok(f, crm_query_ids(q, firm_take_id, &ids));
		assert_string_equal(ids.s, cases[i].ids);
		firm_ok(f, crm_query_count(&n, q));
		assert_int_equal(n, (strlen(ids.s) + 1) / 2);
	}
	crm_buf_free(&ids);
}

static void
test_deleted(void **state)
{
	static const struct { enum crm_deleted which; const char *ids; }
	cases[] = {
		{ CRM_DELETED_NO, "1,2,3,4,5" }, { CRM_DELETED_ONLY, "6" },
		{ CRM_DELETED_ALSO, "1,2,3,4,5,6" },
	};
	struct firm *f = *state;
	struct crm_buf ids = { 0 };

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct crm_query *q = query(f, &crm_opp);

		crm_buf_cut(&ids, 0);
		crm_query_deleted(q, cases[i].which);
		firm_ok(f, crm_query_sort(q, "id"));
		firm_ok(f, crm_query_ids(q, firm_take_id, &ids));
		assert_string_equal(ids.s, cases[i].ids);
		firm_ok(f, crm_query_where(q, "id in 2..6"));
		crm_buf_cut(&ids, 0);
		firm_ok(f, crm_query_ids(q, firm_take_id, &ids));
		assert_string_equal(ids.s, *cases[i].ids == '1' ?
		    cases[i].ids + 2 : cases[i].ids);
	}
	crm_buf_free(&ids);
}

/* As reports use it: a path, a statement of their own. */
static void
test_report(void **state)
{
	struct firm *f = *state;
	struct crm_query *q = query(f, &crm_opp);
	const struct crm_field *field;
	const struct crm_value *binds;
	struct crm_buf sql = { 0 }, select = { 0 };
	struct crm_rows *rows;
	const char *category;
	size_t n;

	firm_ok(f, crm_query_where(q, "opened>=2026-01-01"));
	firm_ok(f, crm_query_path(q, &category, &field, "stage.category"));
	assert_int_equal(field->type, CRM_T_ENUM);
	crm_buf_printf(&select, "%s, count(*) + $%d", category,
	    crm_query_bind(q, crm_int(100)));
	crm_query_sql(q, &sql, select.s, "GROUP BY 1 ORDER BY 1");
	binds = crm_query_binds(q, &n);
	firm_ok(f, crm_db_query(&rows, f->crm.db, sql.s, n, binds));
	assert_int_equal(crm_rows_next(rows), 1);
	assert_string_equal(crm_rows_text(rows, 0), "open");
	assert_int_equal(crm_rows_int(rows, 1), 103);
	assert_int_equal(crm_rows_next(rows), 1);
	assert_string_equal(crm_rows_text(rows, 0), "won");
	assert_int_equal(crm_rows_int(rows, 1), 101);
	assert_int_equal(crm_rows_next(rows), 0);
	crm_rows_close(rows);
	assert_int_equal(crm_query_path(q, &category, &field, "stag"),
	    CRM_EUSAGE);
	assert_int_equal(crm_query_path(q, &category, &field,
	    "stage_changes.on"), CRM_EUSAGE);
	crm_buf_free(&sql);
	crm_buf_free(&select);
}

/* The indexes that these lists must be able to use. */
static void
test_indexes(void **state)
{
	static const struct { const struct crm_entity *e; const char *filter,
	    *sort, *plan; } cases[] = {
		{ &crm_contact, "email=ada@acme.test", "id",
		  "contact_email_key" },
		{ &crm_account, "name=Globex", "id", "account_name_key" },
		{ &crm_opp, "account='Acme Ltd'", "id", "opp_account" },
		{ &crm_opp, "account.id in (1,2)", "id", "opp_account" },
		{ &crm_opp, "owner=me and amount>5", "id", "opp_owner" },
		{ &crm_opp, "close_date=thismonth", "id", "opp_close_date" },
		{ &crm_contact, "any(opps, amount>5)", "id", "opp_contact" },
		{ &crm_contact, "count(opps)>5", "id", "opp_contact" },
		{ &crm_contact, "tags=vip", "id", "tag_record" },
		{ &crm_account, "", "name", "account_name_key" },
		{ &crm_account, "", "-name", "account_name_key" },
	};
	struct firm *f = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct crm_query *q = query(f, cases[i].e);
		struct crm_buf sql = { 0 }, plan = { 0 };
		const struct crm_value *binds;
		char tail[96];
		struct crm_rows *rows;
		size_t n;

		firm_ok(f, crm_query_where(q, cases[i].filter));
		crm_buf_str(&plan, "");
		crm_buf_str(&sql, "EXPLAIN QUERY PLAN ");
		snprintf(tail, sizeof(tail), "ORDER BY \"t0\".\"%s%s",
		    cases[i].sort + (cases[i].sort[0] == '-'),
		    cases[i].sort[0] == '-' ? "_key\" DESC" :
		    cases[i].sort[0] == 'n' ? "_key\"" : "\"");
		crm_query_sql(q, &sql, "\"t0\".\"id\"", tail);
		binds = crm_query_binds(q, &n);
		firm_ok(f, crm_db_query(&rows, f->crm.db, sql.s, n, binds));
		while (crm_rows_next(rows) > 0)
			crm_buf_printf(&plan, "%s\n", crm_rows_text(rows, 3));
		crm_rows_close(rows);
		if (!plan.s || !strstr(plan.s, cases[i].plan))
			fail_msg("%s\n%s", sql.s, plan.s);
		crm_buf_free(&sql);
		crm_buf_free(&plan);
	}
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
		cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_derived_are_shown_not_exported),
		cmocka_unit_test(test_specs), cmocka_unit_test(test_brief),
		cmocka_unit_test(test_wrong_columns),
		cmocka_unit_test(test_sort),
		cmocka_unit_test(test_wrong_sorts),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_default_columns),
		cmocka_unit_test(test_count), cmocka_unit_test(test_limit),
		cmocka_unit_test(test_deleted),
		cmocka_unit_test(test_report),
		cmocka_unit_test(test_indexes),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
