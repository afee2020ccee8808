/*
 * Words that a load adds to the search, as the server keeps them: in order,
 * each once, with a place for every part that it is in.  To read them as text
 * takes the server as long as all the rest of a record.
 */
#include <endian.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/postgres.h"

static const char into[] = "\"search\"(\"words\")";

/* What is cut off when there is more of it than a tsvector takes. */
enum { TEXT_MAX = 1000000 };

struct word {
	uint64_t first;		/* bytes, by which most are told apart */
	const char *s;
	uint32_t len;
	uint32_t parts;		/* a bit for each */
};

/* See crm_words: 1A, 2B and 3C, the weight in the upper two bits. */
static const uint16_t places[CRM_SEARCH_PARTS] = {
	[CRM_SEARCH_NAME] = 0xc001, [CRM_SEARCH_KEY] = 0x8002,
	[CRM_SEARCH_TEXT] = 0x4003
};

static struct word
word_of(const char *s, size_t len)
{
	struct word w = { .s = s, .len = (uint32_t)len };

	memcpy(&w.first, s, len < sizeof(w.first) ? len : sizeof(w.first));
	w.first = be64toh(w.first);
	return w;
}

static bool
gather(struct postgres_buf *to, const struct crm_value *v, int part)
{
	const char *s = v->s, *end = v->kind == CRM_TEXT ? s + v->len : s;

	for (const char *next; s < end; s = next + (next < end)) {
		struct word *w;

		next = memchr(s, ' ', (size_t)(end - s));
		next = next ? next : end;
		if (next == s)
			continue;
		w = (void *)postgres_more(to, sizeof(*w));
		if (!w)
			return false;
		*w = word_of(s, (size_t)(next - s));
		w->parts = 1U << part;
	}
	return true;
}

static int
by_bytes(const void *a, const void *b)
{
	const struct word *x = a, *y = b;
	int order;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	order = memcmp(x->s, y->s, x->len < y->len ? x->len : y->len);
	return order ? order : (x->len > y->len) - (x->len < y->len);
}

/* Each once, in order; how many. */
static size_t
unite(struct word *w, size_t n)
{
	size_t to = 0;

	qsort(w, n, sizeof(*w), by_bytes);
	for (size_t i = 1; i < n; i++)
		if (!by_bytes(&w[to], &w[i]))
			w[to].parts |= w[i].parts;
		else
			w[++to] = w[i];
	return n ? to + 1 : 0;
}

static bool
add_word(struct postgres_buf *b, const struct word *w)
{
	char *to = postgres_more(b, w->len + 3);
	uint16_t n = 0, at[CRM_SEARCH_PARTS];

	for (int i = 0; i < CRM_SEARCH_PARTS; i++)
		if (w->parts & 1U << i)
			at[n++] = htobe16(places[i]);
	if (!to)
		return false;
	memcpy(to, w->s, w->len);
	to[w->len] = '\0';
	to[w->len + 1] = 0;
	to[w->len + 2] = (char)n;
	to = postgres_more(b, n * sizeof(*at));
	if (to)
		memcpy(to, at, n * sizeof(*at));
	return to;
}

static void
set_number(struct postgres_buf *b, size_t at, size_t n)
{
	uint32_t number = htobe32((uint32_t)n);

	memcpy(b->s + at, &number, sizeof(number));
}

/* Two columns: a number of eight bytes, and words behind how many they are. */
static bool
add_row(struct postgres_buf *b, int64_t link, const struct word *w, size_t n)
{
	uint64_t id = htobe64((uint64_t)link);
	char *to = postgres_more(b, 2 + 4 + sizeof(id) + 4 + 4);
	size_t start = b->len;

	if (!to)
		return false;
	memcpy(to, "\0\2\0\0\0\10", 6);
	memcpy(to + 6, &id, sizeof(id));
	set_number(b, start - 4, n);
	for (size_t i = 0; i < n; i++)
		if (!add_word(b, &w[i]))
			return false;
	set_number(b, start - 8, b->len - start + 4);
	return true;
}

int
postgres_search_put(void *conn, int64_t link, const struct crm_value *words)
{
	struct postgres_conn *c = conn;
	struct postgres_copy *copy;
	struct word *w;
	size_t n;
	int rc;

	if (!c->large || words[CRM_SEARCH_TEXT].len >= TEXT_MAX)
		return 1;
	rc = postgres_copy_into(&copy, c, into, "link");
	c->words.len = 0;
	for (int i = 0; !rc && i < CRM_SEARCH_PARTS; i++)
		if (!gather(&c->words, &words[i], i))
			rc = postgres_no_memory(c);
	if (rc)
		return rc;
	w = (void *)c->words.s;
	n = unite(w, c->words.len / sizeof(*w));
	if (!add_row(&copy->rows, link, w, n))
		return postgres_no_memory(c);
	return postgres_copy_added(c, copy);
}

/* What waits to come might be what leaves. */
static int
send_waiting(struct postgres_conn *c)
{
	for (size_t i = 0; i < POSTGRES_COPIES; i++)
		if (c->copies[i].rows.len && !strcmp(c->copies[i].into, into))
			return postgres_copy_end(c);
	return 0;
}

int
postgres_search_cut(void *conn, int64_t link, const struct crm_value *words)
{
	struct postgres_conn *c = conn;
	char number[24];
	int rc;

	(void)words;
	if (!c->large)
		return 1;
	rc = send_waiting(c);
	snprintf(number, sizeof(number), "%lld,", (long long)link);
	if (!rc && !postgres_add(&c->leaving, number, strlen(number)))
		rc = postgres_no_memory(c);
	c->gathered = true;
	return rc;
}
