/* Memory: buffers, arenas and the hash table. */
#include "unit.h"

#include <stdio.h>

#include "crm/arena.h"
#include "crm/buf.h"
#include "crm/map.h"

static void
test_buf_grows(void **state)
{
	struct crm_buf b = { 0 };

	(void)state;
	crm_buf_add(&b, NULL, 0);
	assert_string_equal(b.s, "");
	for (int i = 0; i < 10000; i++) {
		crm_buf_char(&b, (char)('a' + i % 26));
		assert_int_equal(b.len, i + 1);
		assert_true(b.size > b.len);
		assert_int_equal(b.s[b.len], 0);
	}
	for (int i = 0; i < 10000; i++)
		assert_int_equal(b.s[i], 'a' + i % 26);
	crm_buf_cut(&b, 3);
	assert_string_equal(b.s, "abc");
	crm_buf_free(&b);
	assert_null(b.s);
	crm_buf_cut(&b, 0);
	crm_buf_str(&b, "again");
	assert_string_equal(b.s, "again");
	crm_buf_free(&b);
	crm_buf_free(&b);
}

static void
test_buf_printf(void **state)
{
	struct crm_buf b = { 0 };

	(void)state;
	for (int width = 1; width < 300; width++) {
		crm_buf_cut(&b, 0);
		crm_buf_printf(&b, "<%*d>", width, 7);
		assert_int_equal(b.len, width + 2);
		assert_int_equal(b.s[b.len - 2], '7');
		assert_int_equal(b.s[b.len - 1], '>');
		crm_buf_free(&b);
	}
	crm_buf_printf(&b, "%s", "");
	assert_string_equal(b.s, "");
	crm_buf_free(&b);
}

static void
test_buf_int(void **state)
{
	static const int64_t cases[] = {
		0, 1, -1, 9, 10, -10, 1234567890, INT64_MAX, INT64_MIN
	};
	struct crm_buf b = { 0 };
	uint64_t seed = 1;
	char text[32];

	(void)state;
	for (size_t i = 0; i < 2000; i++) {
		int64_t n = i < COUNT(cases) ? cases[i] :
		    (int64_t)unit_random(&seed) >> unit_random(&seed) % 64;

		snprintf(text, sizeof(text), "%lld", (long long)n);
		crm_buf_cut(&b, 0);
		crm_buf_int(&b, n);
		assert_string_equal(b.s, text);
	}
	crm_buf_free(&b);
}

static void
test_arena_keeps_apart(void **state)
{
	struct crm_arena a = { 0 };
	uint64_t seed = 2;
	char *text[500];

	(void)state;
	for (int round = 0; round < 5; round++) {
		for (int i = 0; i < 500; i++) {
			size_t n = unit_random(&seed) % (i % 50 ? 200 : 20000);
			char *p = crm_arena_alloc(&a, n + 1);

			assert_int_equal((uintptr_t)p %
					 _Alignof(max_align_t), 0);
			for (size_t k = 0; k <= n; k++)
				assert_int_equal(p[k], 0);
			memset(p, 'x', n + 1);
			text[i] = crm_arena_printf(&a, "%d of %d", i, round);
		}
		for (int i = 0; i < 500; i++) {
			char want[32];

			snprintf(want, sizeof(want), "%d of %d", i, round);
			assert_string_equal(text[i], want);
		}
		crm_arena_reset(&a);
	}
	crm_arena_free(&a);
	assert_null(a.first);
	crm_arena_free(&a);
}

static void
test_arena_reset_keeps_memory(void **state)
{
	struct crm_arena a = { 0 };
	char *first, *large;

	(void)state;
	crm_arena_reset(&a);
	first = crm_arena_str(&a, "first");
	large = crm_arena_alloc(&a, 100000);
	crm_arena_reset(&a);
	assert_ptr_equal(crm_arena_copy(&a, "12345678", 4), first);
	assert_string_equal(first, "1234");
	assert_ptr_equal(crm_arena_alloc(&a, 100000), large);
	assert_non_null(crm_arena_alloc(&a, 0));
	assert_string_equal(crm_arena_copy(&a, NULL, 0), "");
	crm_arena_free(&a);
}

static void
test_map_empty(void **state)
{
	struct crm_map m = { 0 };

	(void)state;
	assert_null(crm_map_get(&m, "x", 1));
	assert_null(crm_map_get(&m, NULL, 0));
	assert_int_equal(*crm_map_put(&m, NULL, 0), 0);
	*crm_map_put(&m, "", 0) = 5;
	assert_int_equal(*crm_map_get(&m, NULL, 0), 5);
	assert_int_equal(m.n, 1);
	crm_map_free(&m);
	assert_null(crm_map_get(&m, NULL, 0));
	crm_map_free(&m);
}

static void
test_map_many(void **state)
{
	struct crm_map m = { 0 };
	int64_t *first;
	char key[64];
	int n;

	(void)state;
	first = crm_map_put(&m, "key 0", 5);
	for (int i = 0; i < 200000; i++) {
		n = snprintf(key, sizeof(key), "key %d", i);
		*crm_map_put(&m, key, (size_t)n) += i + 1;
	}
	assert_int_equal(m.n, 200000);
	assert_ptr_equal(crm_map_get(&m, "key 0", 5), first);
	for (int i = 0; i < 200000; i++) {
		n = snprintf(key, sizeof(key), "key %d", i);
		assert_int_equal(*crm_map_get(&m, key, (size_t)n), i + 1);
		assert_null(crm_map_get(&m, key, (size_t)n + 1));
	}
	crm_map_free(&m);
}

/* Keys of any bytes, of lengths around and beyond a chunk of the table. */
static void
test_map_odd_keys(void **state)
{
	static const size_t lengths[] = {
		1, 7, 8, 9, 4000, 4096, 70000, (1 << 20) - 17,
		(1 << 20) - 16, (1 << 20) - 15, 1 << 20, 3 << 20
	};
	struct crm_map m = { 0 };
	struct crm_buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < 3 << 20; i++)
		crm_buf_char(&b, (char)(i * 7));
	for (size_t i = 0; i < COUNT(lengths); i++) {
		*crm_map_put(&m, b.s, lengths[i]) = (int64_t)i + 100;
		*crm_map_put(&m, b.s + 1, lengths[i] - 1) += 1;
	}
	for (size_t i = 0; i < COUNT(lengths); i++) {
		assert_int_equal(*crm_map_get(&m, b.s, lengths[i]), i + 100);
		assert_int_equal(*crm_map_get(&m, b.s + 1, lengths[i] - 1),
				 1);
	}
	assert_int_equal(m.n, 2 * COUNT(lengths));
	crm_map_free(&m);
	crm_buf_free(&b);
}

static void
test_hash_spreads(void **state)
{
	int seen[256] = { 0 };

	(void)state;
	for (uint32_t i = 0; i < 25600; i++)
		seen[crm_hash(&i, sizeof(i)) & 255]++;
	for (int i = 0; i < 256; i++)
		assert_in_range(seen[i], 50, 160);
	assert_true(crm_hash("a", 1) != crm_hash("b", 1));
	assert_true(crm_hash("a", 1) == crm_hash("a", 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_buf_grows),
		cmocka_unit_test(test_buf_printf),
		cmocka_unit_test(test_buf_int),
		cmocka_unit_test(test_arena_keeps_apart),
		cmocka_unit_test(test_arena_reset_keeps_memory),
		cmocka_unit_test(test_map_empty),
		cmocka_unit_test(test_map_many),
		cmocka_unit_test(test_map_odd_keys),
		cmocka_unit_test(test_hash_spreads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
