/* The catalogue says what can be built, and the log's text comes back. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crm/convert.h"
#include "crm/entity.h"
#include "crm/record.h"
#include "model/log.h"
#include "model/row.h"

static void
entities_are_told_apart(void **state)
{
	(void)state;
	for (size_t i = 0; crm_catalogue[i]; i++) {
		const struct crm_entity *e = crm_catalogue[i];

		assert_in_range(e->number, 1, 63);
		assert_non_null(e->help);
		assert_true(e->nfields < CRM_ROW_MAX / 2);
		assert_ptr_equal(crm_entity_number(NULL, e->number), e);
		if (e->flags & CRM_E_PLAIN)
			continue;
		assert_ptr_equal(crm_entity_find(NULL, e->name,
		    strlen(e->name)), e);
		assert_ptr_equal(crm_entity_find(NULL, e->plural,
		    strlen(e->plural)), e);
	}
}

/* Gaps in a table of designated initialisers would be nameless fields. */
static void
fields_are_whole(void **state)
{
	(void)state;
	for (size_t i = 0; crm_catalogue[i]; i++) {
		const struct crm_entity *e = crm_catalogue[i];

		for (size_t j = 0; j < e->nfields; j++) {
			const struct crm_field *f = &e->fields[j];

			assert_non_null(f->name);
			assert_non_null(f->help);
			assert_ptr_equal(crm_field_find(e, f->name,
			    strlen(f->name)), f);
			if (f->type != CRM_T_LINK && f->type != CRM_T_LINKS)
				assert_int_equal(f->type == CRM_T_ENUM ||
				    f->flags & CRM_JOINED, f->choices != NULL);
			for (size_t k = 0; f->flags & CRM_JOINED &&
			     f->choices[k]; k++)
				assert_non_null(crm_field_find(e,
				    f->choices[k], strlen(f->choices[k])));
			assert_int_equal(f->type == CRM_T_REF,
			    f->ref != NULL);
			assert_int_equal(!!(f->flags & CRM_DERIVED),
			    f->expr != NULL);
			if (f->ref)
				assert_non_null(crm_field_ref(NULL, f));
		}
	}
}

static void
presets_can_be_read(void **state)
{
	struct crm crm = { 0 };

	(void)state;
	snprintf(crm.company.currency, 4, "EUR");
	for (size_t i = 0; crm_catalogue[i]; i++)
		for (size_t j = 0; j < crm_catalogue[i]->nfields; j++) {
			const struct crm_field *f =
			    &crm_catalogue[i]->fields[j];
			struct crm_value v;

			if (f->preset)
				assert_int_equal(crm_value_read(&v, &crm, f,
				    f->preset, strlen(f->preset), NULL), 0);
		}
	crm_arena_free(&crm.arena);
}

struct inverses {
	const struct crm_entity *of;
	size_t n;
};

static void
count_inverse(void *ctx, const char *name, const struct crm_entity *from,
	      const struct crm_field *field)
{
	const struct crm_field *found;
	struct inverses *v = ctx;

	v->n++;
	assert_ptr_equal(crm_inverse_find(NULL, &found, v->of, name,
	    strlen(name)), from);
	assert_ptr_equal(found, field);
}

static void
inverse_paths_lead_back(void **state)
{
	const struct crm_field *f;
	struct inverses v = { 0 };

	(void)state;
	for (size_t i = 0; crm_catalogue[i]; i++) {
		v.of = crm_catalogue[i];
		crm_inverse_each(NULL, v.of, count_inverse, &v);
	}
	assert_true(v.n > 15);
	assert_ptr_equal(crm_inverse_find(NULL, &f, &crm_account, "contacts", 8),
	    &crm_contact);
	assert_ptr_equal(crm_inverse_find(NULL, &f, &crm_account,
	    "opps_by_competitor", 18), &crm_opp);
	assert_ptr_equal(crm_inverse_find(NULL, &f, &crm_account, "opps", 4),
	    &crm_opp);
	assert_string_equal(f->name, "account");
	assert_ptr_equal(crm_inverse_find(NULL, &f, &crm_account,
	    "opps_by_account", 15), &crm_opp);
	assert_string_equal(f->name, "account");
	assert_null(crm_inverse_find(NULL, &f, &crm_account, "nothing", 7));
	assert_ptr_equal(crm_inverse_find(NULL, &f, &crm_opp, "activities",
	    10), &crm_activity);
	assert_string_equal(f->name, "on");
	assert_ptr_equal(crm_inverse_find(NULL, &f, &crm_contact,
	    "activities_by_with", 18), &crm_activity);
	assert_null(crm_inverse_find(NULL, &f, &crm_opp,
	    "activities_by_with", 18));
}

/* What is written as text is read as the same value, for every type. */
static void
values_come_back(void **state)
{
	static const int64_t numbers[] = {
		0, 1, -1, 9, 10, 99, 100, 12345, -99999, 5000000000
	};
	static const char *const currencies[] = { "EUR", "JPY", "KWD" };
	struct crm crm = { 0 };

	(void)state;
	for (enum crm_type t = CRM_T_INT; t <= CRM_T_MONEY; t++)
		for (size_t i = 0; i < COUNT(numbers); i++)
			for (size_t c = 0; c < COUNT(currencies); c++) {
				struct crm_field f = {
					.name = "x", .type = t
				};
				struct crm_read how = {
					.currency = currencies[c],
					.exact = true
				};
				struct crm_value v;
				struct crm_buf b = { 0 };

				crm_value_write(&b, &f, crm_int(numbers[i]),
				    currencies[c]);
				assert_int_equal(crm_value_read(&v, &crm, &f,
				    b.s, b.len, &how), 0);
				assert_int_equal(v.i, numbers[i]);
				crm_buf_free(&b);
			}
	crm_arena_free(&crm.arena);
}

static void
a_nul_is_named(void **state)
{
	static const struct crm_field f = { .name = "x", .type = CRM_T_TEXT };
	struct crm crm = { 0 };
	struct crm_value v;

	(void)state;
	assert_int_equal(crm_value_read(&v, &crm, &f, "a\0b", 3, NULL),
	    CRM_EINVAL);
	assert_string_equal(crm.err.text, "holds a NUL byte, byte 2");
	assert_string_equal(crm.err.field, "x");
	assert_int_equal(crm_value_read(&v, &crm, &f, "a\xff\0", 3, NULL),
	    CRM_EINVAL);
	assert_string_equal(crm.err.text, "byte 2 is not valid UTF-8 text");
	crm_arena_free(&crm.arena);
}

static void
old_values_come_back(void **state)
{
	static const char *const texts[] = {
		"", "a", ";", "=n;", "t5:x;", "a\nb", "\xc3\xa4;=;"
	};
	uint64_t seed = 1;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct crm_value put[8], got;
		struct crm_buf old = { 0 };
		const char *s, *column;
		size_t len, clen;
		int n = (int)(unit_random(&seed) % 8);

		for (int i = 0; i < n; i++) {
			char name[8];

			snprintf(name, sizeof(name), "c%d", i);
			switch (unit_random(&seed) % 3) {
			case 0:
				put[i] = crm_null();
				break;
			case 1:
				put[i] = crm_int((int64_t)
				    unit_random(&seed));
				break;
			default:
				put[i] = crm_text(texts[unit_random(&seed) %
				    COUNT(texts)]);
			}
			crm_old_add(&old, name, put[i]);
		}
		s = old.s;
		len = old.len;
		for (int i = 0; i < n; i++) {
			assert_int_equal(crm_old_next(&s, &len, &column,
			    &clen, &got), 1);
			assert_int_equal(clen, 2);
			assert_int_equal(column[1], '0' + i);
			assert_true(crm_same(got, put[i]));
		}
		assert_int_equal(crm_old_next(&s, &len, &column, &clen,
		    &got), 0);
		crm_buf_free(&old);
	}
}

/* A damaged log is an error, never a read beyond its end. */
static void
damaged_old_is_refused(void **state)
{
	static const char *const bad[] = {
		"x", "x=", "x=q", "x=i", "x=i12", "x=t5:ab;", "x=t-1:a;",
		"x=t99999999999999999999:a;", "x=i1x;", "=",
		"x=t1:ab", "x=t-9:aaaaaaaaaaaaaaaaa;", "x=n"
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		size_t len = strlen(bad[i]), clen;
		char *copy = malloc(len);
		const char *s = copy, *column;
		struct crm_value v;
		int rc;

		memcpy(copy, bad[i], len);
		while ((rc = crm_old_next(&s, &len, &column, &clen, &v)) > 0)
			;
		free(copy);
		assert_int_equal(rc, CRM_EFAIL);
	}
}

static void
tags_are_kept_in_one_form(void **state)
{
	static const struct { const char *in, *out; } t[] = {
		{ "vip", "vip" }, { "b, a;B", "a;b" }, { " , ;", NULL },
		{ "Key Account;VIP", "key account;vip" },
		{ "\xc3\x84", "\xc3\xa4" },
	};
	struct crm crm = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct crm_value v;

		assert_int_equal(crm_tags_normal(&v, &crm, &crm.arena,
		    t[i].in, strlen(t[i].in)), 0);
		if (!t[i].out) {
			assert_int_equal(v.kind, CRM_NULL);
			continue;
		}
		assert_true(crm_same(v, crm_text(t[i].out)));
	}
	crm_arena_free(&crm.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entities_are_told_apart),
		cmocka_unit_test(fields_are_whole),
		cmocka_unit_test(presets_can_be_read),
		cmocka_unit_test(inverse_paths_lead_back),
		cmocka_unit_test(values_come_back),
		cmocka_unit_test(a_nul_is_named),
		cmocka_unit_test(old_values_come_back),
		cmocka_unit_test(damaged_old_is_refused),
		cmocka_unit_test(tags_are_kept_in_one_form),
	};

	return cmocka_run_group_tests_name("catalogue", tests, NULL, NULL);
}
