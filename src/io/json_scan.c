#include "io/json_scan.h"

void
json_scan_begin(struct json_scan *sc)
{
	struct crm_buf numbers = sc->numbers;

	crm_buf_cut(&numbers, 0);
	*sc = (struct json_scan){ .numbers = numbers };
}

static bool
is_number(char c)
{
	return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' ||
	    c == 'e' || c == 'E';
}

/* The rest of a string, or as much of it as there is. */
static size_t
pass_string(struct json_scan *sc, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '\n' || s[i] == '\r') {
			sc->bad = "a text is not closed on its line";
			return i;
		}
		if (sc->escape) {
			sc->escape = false;
		} else if (s[i] == '\\') {
			sc->escape = true;
		} else if (s[i] == '"') {
			sc->string = false;
			sc->done = !sc->depth;
			return i + 1;
		}
	}
	return len;
}

static struct json_number *
last_number(struct json_scan *sc)
{
	return (void *)(sc->numbers.s + sc->numbers.len -
	    sizeof(struct json_number));
}

/* The rest of a number, or of a word such as true. */
static size_t
pass_bare(struct json_scan *sc, const char *s, size_t len)
{
	size_t i = 0;

	while (i < len && (sc->number ? is_number(s[i])
	    : s[i] >= 'a' && s[i] <= 'z'))
		i++;
	if (sc->number)
		last_number(sc)->len += i;
	if (i < len) {
		sc->bare = sc->number = false;
		sc->done = !sc->depth;
	}
	return i;
}

static void
add_value(struct json_scan *sc)
{
	if (++sc->values > JSON_VALUES)
		sc->bad = "it has too many values";
}

static void
begin_bare(struct json_scan *sc, char c)
{
	struct json_number n = { .at = sc->at };

	sc->bare = true;
	sc->number = c < 'a';
	if (sc->number)
		crm_buf_add(&sc->numbers, &n, sizeof(n));
}

static void
open_bracket(struct json_scan *sc, char c)
{
	uint64_t bit;

	if (sc->depth == JSON_DEPTH) {
		sc->bad = "it is nested too deeply";
		return;
	}
	bit = UINT64_C(1) << sc->depth++;
	sc->square = c == '[' ? sc->square | bit : sc->square & ~bit;
	add_value(sc);
}

static void
close_bracket(struct json_scan *sc, char c)
{
	bool square = sc->depth &&
	    (sc->square >> (sc->depth - 1) & 1);

	if (!sc->depth || square != (c == ']')) {
		sc->bad = c == ']' ? "there is a ] that closes nothing"
		    : "there is a } that closes nothing";
		return;
	}
	sc->done = !--sc->depth;
}

/* One byte between strings and words. */
static void
take(struct json_scan *sc, char c)
{
	switch (c) {
	case '"':
		sc->string = true;
		break;
	case '{': case '[':
		open_bracket(sc, c);
		break;
	case '}': case ']':
		close_bracket(sc, c);
		break;
	case ',':
		add_value(sc);
		break;
	default:
		break;
	}
}

static bool
begins_bare(char c)
{
	return (c >= '0' && c <= '9') || c == '-' || (c >= 'a' && c <= 'z');
}

size_t
json_scan(struct json_scan *sc, const char *s, size_t len)
{
	size_t at = 0, n;

	while (at < len && !sc->done && !sc->bad) {
		if (!sc->string && !sc->bare && begins_bare(s[at]))
			begin_bare(sc, s[at]);
		if (sc->string || sc->bare) {
			n = sc->string ? pass_string(sc, s + at, len - at)
			    : pass_bare(sc, s + at, len - at);
		} else {
			take(sc, s[at]);
			n = sc->bad ? 0 : 1;
			/* What is no value at all ends with its first byte. */
			if (!sc->depth && !sc->string)
				sc->done = true;
		}
		at += n;
		sc->at += n;
	}
	return at;
}

bool
json_scan_end(struct json_scan *sc)
{
	if (sc->bare && !sc->depth)
		sc->done = true;
	return sc->done && !sc->bad;
}
