#include "crm/suggest.h"

#include <limits.h>
#include <stdbool.h>

#include "base/code_point.h"

enum { LETTERS_MAX = 64 };

struct word {
	int n;
	int32_t letter[LETTERS_MAX];
};

/* False when S is too long to be looked at. */
static bool
read_word(struct word *w, const char *s, size_t len)
{
	w->n = 0;
	for (size_t at = 0; at < len; w->n++) {
		int32_t cp;

		if (w->n == LETTERS_MAX)
			return false;
		at += code_point_at(&cp, s + at, len - at);
		w->letter[w->n] = utf8proc_tolower(cp);
	}
	return true;
}

static int
least(int a, int b)
{
	return a < b ? a : b;
}

/* Three rows of the table of distances between the words' beginnings. */
static int
distance(const struct word *a, const struct word *b)
{
	int rows[3][LETTERS_MAX + 1];

	for (int j = 0; j <= b->n; j++)
		rows[0][j] = j;
	for (int i = 1; i <= a->n; i++) {
		const int *two_above = rows[(i + 1) % 3];
		const int *above = rows[(i + 2) % 3];
		int *row = rows[i % 3];

		row[0] = i;
		for (int j = 1; j <= b->n; j++) {
			int32_t x = a->letter[i - 1], y = b->letter[j - 1];

			row[j] = least(least(above[j], row[j - 1]) + 1,
				       above[j - 1] + (x != y));
			if (i > 1 && j > 1 && x == b->letter[j - 2] &&
			    a->letter[i - 2] == y)
				row[j] = least(row[j], two_above[j - 2] + 1);
		}
	}
	return rows[a->n % 3][b->n];
}

static bool
begins_with(const struct word *w, const struct word *start)
{
	return start->n >= 3 && w->n >= start->n &&
	    !memcmp(w->letter, start->letter,
		    (size_t)start->n * sizeof(*w->letter));
}

void
crm_suggest_init(struct crm_suggest *s, const char *typed, size_t len)
{
	*s = (struct crm_suggest){ typed, len, INT_MAX, NULL };
}

void
crm_suggest_try(struct crm_suggest *s, const char *candidate)
{
	struct word typed, word;
	int limit, steps;

	if (!read_word(&typed, s->typed, s->len) ||
	    !read_word(&word, candidate, strlen(candidate)))
		return;
	limit = (typed.n > word.n ? typed.n : word.n) / 3;
	if (limit < 1)
		limit = 1;
	steps = distance(&typed, &word);
	if (steps > limit) {
		if (!begins_with(&word, &typed))
			return;
		steps = limit;
	}
	if (steps < s->distance) {
		s->distance = steps;
		s->best = candidate;
	}
}
