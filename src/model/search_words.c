/* What a record is found by: its text, cut into words. */
#include <string.h>

#include "crm/address.h"
#include "crm/contact.h"
#include "crm/text_words.h"
#include "model/row.h"
#include "model/search.h"

/* Of a number as typed, a group that is dialled by itself has so many. */
enum { GROUP_LEAST = 5, DIGITS_MAX = 17 };

int
crm_search_part(const struct crm_entity *e, const struct crm_field *f)
{
	if ((e->flags & CRM_E_PLAIN) ||
	    (f->flags & (CRM_SENSITIVE | CRM_DERIVED | CRM_KEPT)))
		return -1;
	switch (f->type) {
	case CRM_T_TEXT:
		if (f->flags & (CRM_NAME | CRM_TITLE))
			return CRM_SEARCH_NAME;
		return f->flags & (CRM_UNIQUE | CRM_KEYED) ? CRM_SEARCH_KEY :
		    CRM_SEARCH_TEXT;
	case CRM_T_EMAIL: case CRM_T_PHONE: case CRM_T_URL: case CRM_T_TAGS:
		return CRM_SEARCH_KEY;
	default:
		return -1;
	}
}

size_t
crm_search_bare(const char *s, size_t len)
{
	static const char *const passed[] = { "https://", "http://", "www." };
	size_t at = 0;

	for (size_t i = 0; i < CRM_COUNT(passed); i++) {
		size_t n = strlen(passed[i]);

		if (len - at > n && !strncasecmp(s + at, passed[i], n))
			at += n;
	}
	return at;
}

static void
add_group(struct crm_buf *out, const char *s, size_t len)
{
	if (out->len)
		crm_buf_char(out, ' ');
	crm_buf_add(out, s, len);
}

/*
 * All its digits as one word, and its longer groups as they were typed; false
 * when it isn't digits and a few signs alone.
 */
static bool
add_digits(struct crm_buf *out, struct crm_value v)
{
	char digits[DIGITS_MAX];
	size_t n = 0, group = 0, before = out->len;

	for (size_t i = 0; i <= v.len; i++) {
		char c = i < v.len ? v.s[i] : ' ';

		if (c >= '0' && c <= '9' && n < DIGITS_MAX) {
			digits[n++] = c;
			group++;
			continue;
		}
		if (!memchr(" -./+", c, 5) || (c == '+' && i)) {
			crm_buf_cut(out, before);
			return false;
		}
		if (group >= GROUP_LEAST && group < n)
			add_group(out, digits + n - group, group);
		group = 0;
	}
	/* 00 before the country is how one dials abroad. */
	group = n > GROUP_LEAST && !memcmp(digits, "00", 2) ? 2 : 0;
	if (n)
		add_group(out, digits + group, n - group);
	return n > 0;
}

/* The same of any other number, such as +49 (0)30 123456 x12. */
static bool
add_phone(struct crm_buf *out, struct crm_value v)
{
	struct crm_buf key = { 0 }, groups = { 0 };
	size_t digits;

	if (crm_phone_key(&key, v.s, v.len, NULL)) {
		crm_buf_free(&key);
		return false;
	}
	digits = strcspn(key.s, ";");
	crm_text_words(out, key.s, digits);
	digits -= key.s[0] == '+';
	crm_text_words(&groups, v.s, v.len);
	for (const char *s = groups.s; s && *s; s += *s == ' ') {
		size_t n = strcspn(s, " ");

		if (n >= GROUP_LEAST && n < digits)
			add_group(out, s, n);
		s += n;
	}
	crm_buf_free(&key);
	crm_buf_free(&groups);
	return true;
}

static void
add(struct crm_buf *out, const struct crm_field *f, struct crm_value v)
{
	size_t at = f->type == CRM_T_URL ? crm_search_bare(v.s, v.len) : 0;

	if ((f->type != CRM_T_PHONE && !(f->flags & CRM_KEYED)) ||
	    (!add_digits(out, v) && !add_phone(out, v)))
		crm_text_words(out, v.s + at, v.len - at);
}

void
crm_search_plan(struct crm_search_plan *p, const struct crm_entity *e)
{
	int n = 0;

	if (p->e == e)
		return;
	p->e = e;
	for (int part = 0; part < CRM_SEARCH_PARTS; part++) {
		for (size_t i = CRM_F_EXT_ID; i < e->nfields; i++)
			if (crm_search_part(e, &e->fields[i]) == part)
				p->fields[n++] = (short)i;
		p->end[part] = n;
	}
}

void
crm_search_words(struct crm_buf *out, const struct crm_search_plan *p,
		 const struct crm_value *v, int part)
{
	bool contact = crm_is(p->e, &crm_contact);

	if (v[CRM_F_DELETED_AT].kind != CRM_NULL)
		return;
	for (int n = part ? p->end[part - 1] : 0; n < p->end[part]; n++) {
		int i = p->fields[n];

		if (v[i].kind != CRM_TEXT)
			continue;
		/* They are in the name. */
		if (contact && (i == CONTACT_FIRST_NAME ||
		    i == CONTACT_LAST_NAME) && crm_contact_joined(v))
			continue;
		add(out, &p->e->fields[i], v[i]);
	}
}
