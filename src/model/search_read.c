/* What people type, as words to look for. */
#include <string.h>

#include "base/dial.h"
#include "crm/address.h"
#include "crm/search.h"
#include "crm/text_words.h"
#include "crm/utf8.h"
#include "model/search.h"

/* A single letter begins half of all words; fewer digits are no phone. */
enum { PREFIX_LEAST = 2, PHONE_LEAST = 5, NATIONAL_LEAST = 3 };

struct typed {
	struct crm *crm;
	struct crm_buf words;
	int n;
};

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static size_t
letters(const char *s, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += (s[i] & 0xc0) != 0x80;
	return n;
}

/* What stands between two blanks; OPEN: nothing follows it. */
static void
add_piece(struct typed *t, const char *s, size_t len, bool open)
{
	size_t from = t->words.len, last;
	bool star = len && s[len - 1] == '*';
	size_t bare = crm_search_bare(s, len);

	crm_text_words(&t->words, s + bare, len - bare);
	for (size_t i = from; i < t->words.len; i++)
		t->n += (i == from && t->words.s[i] != ' ') ||
		    t->words.s[i] == ' ';
	if (t->words.len == from)
		return;
	for (last = t->words.len; last && t->words.s[last - 1] != ' '; last--)
		;
	if (star || (open && letters(t->words.s + last,
	    t->words.len - last) >= PREFIX_LEAST))
		crm_buf_char(&t->words, '*');
}

static void
add_other(struct typed *t, const char *trunk, const char *digits, size_t len,
	  bool open)
{
	crm_buf_char(&t->words, '|');
	crm_buf_str(&t->words, trunk);
	crm_buf_add(&t->words, digits, len);
	if (open)
		crm_buf_char(&t->words, '*');
}

/* A number with its country: as it is dialled from here, if that is there. */
static void
add_national(struct typed *t, const char *key, size_t len, bool open)
{
	const char *country = t->crm->company.country;
	const struct dial *d = *country ? dial_find(country) : NULL;
	size_t code = d ? strlen(d->code) : 0;

	if (d && len >= code + NATIONAL_LEAST && !strncmp(key, d->code, code))
		add_other(t, d->trunk, key + code, len - code, open);
}

/* All the digits as one; as they are dialled from elsewhere, and from here. */
static void
add_phone(struct typed *t, const char *text, size_t len, bool open)
{
	struct crm_buf key = { 0 }, full = { 0 };
	size_t n;

	if (crm_phone_key(&key, text, len, NULL))
		goto out;
	n = strcspn(key.s, ";") - (key.s[0] == '+');
	if (n < PHONE_LEAST)
		goto out;
	add_other(t, "", key.s + (key.s[0] == '+'), n, open);
	crm_phone_key(&full, text, len, t->crm->company.country);
	if (full.s[0] != '+')
		goto out;
	n = strcspn(full.s, ";") - 1;
	if (key.s[0] != '+')
		add_other(t, "", full.s + 1, n, open);
	else
		add_national(t, full.s + 1, n, open);
out:
	crm_buf_free(&key);
	crm_buf_free(&full);
}

static int
no_words(struct crm *crm, const char *text, size_t len)
{
	struct crm_buf shown = { 0 };

	crm_show(&shown, text, len, 60);
	if (len)
		crm_failed(crm, CRM_EUSAGE, "there is no word in '%s'",
		    shown.s);
	else
		crm_failed(crm, CRM_EUSAGE, "there is nothing to search for");
	crm_buf_free(&shown);
	return crm_hinted(crm, "a word is letters and digits");
}

int
crm_search_read(const char **words, struct crm *crm, struct crm_arena *a,
		const char *text)
{
	struct typed t = { .crm = crm };
	size_t len = strlen(text), from = 0;
	bool open = len && !is_blank(text[len - 1]);

	for (size_t i = 0; i <= len; i++) {
		if (i < len && !is_blank(text[i]))
			continue;
		add_piece(&t, text + from, i - from, open && i == len);
		from = i + 1;
	}
	if (t.n)
		add_phone(&t, text, len, open);
	*words = crm_arena_copy(a, t.words.s ? t.words.s : "", t.words.len);
	crm_buf_free(&t.words);
	if (!t.n)
		return no_words(crm, text, len);
	if (t.n <= CRM_SEARCH_WORDS)
		return 0;
	crm_failed(crm, CRM_EUSAGE, "these are more than %d words",
	    CRM_SEARCH_WORDS);
	return crm_hinted(crm, "those that few records have are enough");
}
