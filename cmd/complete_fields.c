/* What fields take, and FIELD=VALUE. */
#include <ctype.h>
#include <string.h>

#include "complete.h"
#include "crm/number.h"

static const char *const date_words[][2] = {
	{ "today", "" }, { "yesterday", "" }, { "tomorrow", "" },
	{ "sow", "start of the week" }, { "eow", "end of the week" },
	{ "som", "start of the month" }, { "eom", "end of the month" },
	{ "soq", "start of the quarter" }, { "eoq", "end of the quarter" },
	{ "soy", "start of the year" }, { "eoy", "end of the year" }
};

void
complete_periods(struct complete *t)
{
	static const char *const which[] = { "this", "last", "next" };
	static const char *const what[] = {
		"week", "month", "quarter", "year"
	};

	for (size_t i = 0; i < CRM_COUNT(which); i++)
		for (size_t j = 0; j < CRM_COUNT(what); j++)
			complete_offer_with(t, which[i], what[j], "");
}

void
complete_days(struct complete *t)
{
	for (size_t i = 0; i < CRM_COUNT(date_words); i++)
		complete_offer(t, date_words[i][0], date_words[i][1]);
}

/* All codes of three letters are tried: there is no other list of them. */
void
complete_currencies(struct complete *t)
{
	char code[4] = "AAA";
	int first = toupper((unsigned char)t->typed[0]);

	for (code[0] = 'A'; code[0] <= 'Z'; code[0]++) {
		if (first && first != code[0])
			continue;
		for (code[1] = 'A'; code[1] <= 'Z'; code[1]++)
			for (code[2] = 'A'; code[2] <= 'Z'; code[2]++)
				if (crm_currency_decimals(code, 3) >= 0)
					complete_offer(t, code, "");
	}
}

static void
offer_users(struct complete *t, bool filter)
{
	complete_offer(t, "me", "whoever runs the command");
	if (filter)
		complete_offer(t, "none", "nobody");
	complete_refs(t, &crm_user, 0);
}

void
complete_field_value(struct complete *t, const struct crm_field *f,
		     bool filter)
{
	static const char *const yes_no[] = { "yes", "no", NULL };

	switch (f->type) {
	case CRM_T_ENUM:
		complete_words(t, f->choices);
		break;
	case CRM_T_BOOL:
		complete_words(t, yes_no);
		break;
	case CRM_T_CURRENCY:
		complete_currencies(t);
		break;
	case CRM_T_DATE: case CRM_T_TIME:
		if (f->type == CRM_T_TIME)
			complete_offer(t, "now", "");
		complete_days(t);
		if (filter)
			complete_periods(t);
		break;
	case CRM_T_TAGS:
		if (!filter)
			complete_skip_past(t, ",;");
		complete_tags(t);
		break;
	case CRM_T_LINKS:
		complete_skip_past(t, ",;");
		complete_link(t, f);
		break;
	case CRM_T_LINK:
		complete_link(t, f);
		break;
	case CRM_T_REF:
		if (crm_is(crm_field_ref(&t->c->crm, f), &crm_user))
			offer_users(t, filter);
		else
			complete_refs(t, crm_field_ref(&t->c->crm, f), 0);
		break;
	default:
		break;
	}
}

const void *
complete_argument(const struct complete *t, enum crm_opt_kind kind,
		  const char *name)
{
	const struct crm_opt *o = t->c->verb->opts;

	for (; o && o->kind; o++)
		if (o->kind == kind && strcmp(o->name, name) == 0)
			return (const char *)t->args + o->offset;
	return NULL;
}

static bool
is_given(const struct complete *t, const struct crm_field *f)
{
	const struct crm_rest *r = complete_argument(t, CRM_OPT_ASSIGN,
	    "field=value");
	const char *const *name = complete_argument(t, CRM_OPT_MAYBE,
	    "name");
	size_t len = strlen(f->name);

	if ((f->flags & (CRM_NAME | CRM_TITLE)) && name && *name)
		return true;
	for (int i = 0; i < r->n; i++)
		if (!strncmp(r->v[i], f->name, len) && r->v[i][len] == '=')
			return true;
	return false;
}

static void
offer_fields(struct complete *t, const struct crm_entity *e)
{
	const struct crm_field *f;

	for (size_t i = 0; (f = complete_field_at(e, i)); i++) {
		if ((f->flags & CRM_READONLY) || is_given(t, f))
			continue;
		complete_offer_with(t, f->name, "=", f->help);
		if (!crm_type_is_set(f->type))
			continue;
		complete_offer_with(t, f->name, "+=", "labels to add");
		complete_offer_with(t, f->name, "-=", "labels to take away");
	}
}

void
complete_assign(struct complete *t)
{
	const struct crm_entity *e = complete_entity(t);
	const char *eq = strchr(t->typed, '=');
	const struct crm_field *f;
	size_t len;

	if (!eq || !opt_is_assign(t->typed)) {
		offer_fields(t, e);
		return;
	}
	len = (size_t)(eq - t->typed);
	f = crm_field_find(e, t->typed, len - (eq[-1] == '+' ||
	    eq[-1] == '-'));
	complete_skip(t, len + 1);
	if (f && !(f->flags & CRM_READONLY))
		complete_field_value(t, f, false);
}

void
complete_field_of(struct complete *t, char stop)
{
	const char after[] = { stop, '\0' };
	const char *end = strchr(t->typed, stop);
	const struct crm_field *f = end ? crm_field_find(complete_entity(t),
	    t->typed, (size_t)(end - t->typed)) : NULL;

	if (!end) {
		complete_fields(t, after);
	} else if (f && strchr(end, '=')) {
		complete_skip_past(t, "=");
		complete_field_value(t, f, false);
	}
}
