/* Targets, as data. */
#include "crm/target.h"

#include "crm/date.h"
#include "model/check.h"

static const char *const metrics[] = {
	"revenue", "commitment", "deals", "activities", "new_customers", NULL
};

static const struct crm_field fields[] = {
	CRM_SYSTEM_FIELDS,
	[TARGET_USER] = { "user", CRM_T_REF, CRM_INDEXED | CRM_BRIEF,
	  .ref = "user", .help = "whose it is; or a team" },
	[TARGET_TEAM] = { "team", CRM_T_REF, CRM_INDEXED | CRM_BRIEF,
	  .ref = "team", .help = "whose it is; or a user" },
	[TARGET_METRIC] = { "metric", CRM_T_ENUM, CRM_BRIEF,
	  .choices = metrics, .preset = "revenue", .help = "what is counted" },
	[TARGET_PERIOD] = { "period", CRM_T_TEXT, CRM_REQUIRED | CRM_BRIEF,
	  .help = "a month 2026-11, quarter 2026-Q4 or year 2026" },
	[TARGET_FROM] = { "from", CRM_T_DATE, CRM_READONLY,
	  .help = "its first day" },
	[TARGET_TO] = { "to", CRM_T_DATE, CRM_READONLY,
	  .help = "its last day" },
	[TARGET_AMOUNT] = { "amount", CRM_T_MONEY, CRM_BRIEF,
	  .help = "of revenue and commitment" },
	[TARGET_CURRENCY] = { "currency", CRM_T_CURRENCY, 0,
	  .help = "of the amount; else the company's" },
	[TARGET_NUMBER] = { "number", CRM_T_INT, CRM_BRIEF,
	  .help = "of all other metrics" },
};

static int
wrong(struct crm *crm, const char *field, const char *what, const char *hint)
{
	crm_failed(crm, CRM_EINVAL, "%s", what);
	crm_hinted(crm, "%s", hint);
	return crm_fail_field(&crm->err, field);
}

/* A month, quarter or year as they are kept; and its days. */
static int
check_period(struct crm *crm, struct crm_record *r)
{
	struct crm_value *v = &r->v[TARGET_PERIOD];
	char from[CRM_DAY_SIZE], to[CRM_DAY_SIZE], *s;
	int64_t first, last;

	if (v->kind != CRM_TEXT)
		return 0;
	s = crm_arena_copy(r->arena, v->s, v->len);
	for (size_t i = 0; i < v->len; i++)
		if (s[i] == 'q')
			s[i] = 'Q';
	v->s = s;
	if (v->len < 4 || v->len > 7 || s[0] < '0' || s[0] > '9' ||
	    memchr(s, 'W', v->len) ||
	    crm_period_read(&first, &last, s, v->len, &crm->clock))
		return wrong(crm, "period", "this is no month, quarter or"
		    " year", "write 2026-11, 2026-Q4 or 2026");
	crm_day_write(from, first);
	crm_day_write(to, last);
	r->v[TARGET_FROM] = crm_text(crm_arena_str(r->arena, from));
	r->v[TARGET_TO] = crm_text(crm_arena_str(r->arena, to));
	return 0;
}

static int
check(struct crm *crm, struct crm_record *r)
{
	bool money = crm_same(r->v[TARGET_METRIC], crm_text("revenue")) ||
	    crm_same(r->v[TARGET_METRIC], crm_text("commitment"));
	bool amount = r->v[TARGET_AMOUNT].kind == CRM_INT;
	bool count = r->v[TARGET_NUMBER].kind == CRM_INT;

	if ((r->v[TARGET_USER].kind == CRM_INT) ==
	    (r->v[TARGET_TEAM].kind == CRM_INT))
		return wrong(crm, "user", "a target is a user's or a"
		    " team's", "give one of user=... and team=...");
	if (amount != money || count == money)
		return wrong(crm, money ? "amount" : "number", money
		    ? "revenue and commitment are amounts"
		    : "this metric is a number", money ? "give amount=..."
		    : "give number=...");
	return check_period(crm, r);
}

const struct crm_entity crm_target = {
	.name = "target", .plural = "targets", .title = "Target",
	.help = "what somebody is to reach in a period", .number = 22,
	.flags = CRM_E_FEW | CRM_E_APART,
	.fields = fields, .nfields = CRM_COUNT(fields), .order = "from,id",
	.check = check
};
