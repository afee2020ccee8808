/* Occasions, as data. */
#include "crm/occasion.h"

/*
 * The year in which the day comes next, and that day: the 29th of February is
 * the 28th where there is none.
 */
#define YEAR "(CAST(substr({today}, 1, 4) AS BIGINT) + CASE WHEN" \
	" substr({date}, 6) >= substr({today}, 6) THEN 0 ELSE 1 END)"
#define NEXT "CASE WHEN {yearly} = 1 THEN " YEAR " || CASE WHEN" \
	" substr({date}, 6) = '02-29' AND (" YEAR " % 4 > 0 OR (" YEAR \
	" % 100 = 0 AND " YEAR " % 400 > 0)) THEN '-02-28' ELSE" \
	" substr({date}, 5) END WHEN {date} >= {today} THEN {date} END"
#define BORN "CAST(substr({date}, 1, 4) AS BIGINT)"
#define TURNS "CASE WHEN {yearly} = 1 THEN " YEAR " - " BORN " END"
#define AGE "CAST(substr({today}, 1, 4) AS BIGINT) - " BORN " - CASE WHEN" \
	" substr({date}, 6) > substr({today}, 6) THEN 1 ELSE 0 END"

static const char *const kinds[] = {
	"birthday", "anniversary", "renewal", "custom", NULL
};

static const struct crm_field fields[] = {
	CRM_SYSTEM_FIELDS,
	[OCCASION_ON] = { "on", CRM_T_LINK, CRM_REQUIRED | CRM_INDEXED |
	  CRM_BRIEF, .help = "whose it is, as contact:5" },
	[OCCASION_KIND] = { "kind", CRM_T_ENUM, CRM_BRIEF, .choices = kinds,
	  .preset = "custom", .help = "what it is" },
	[OCCASION_LABEL] = { "label", CRM_T_TEXT, CRM_BRIEF,
	  .help = "said more exactly, as: her daughter Mia" },
	[OCCASION_DATE] = { "date", CRM_T_DATE, CRM_REQUIRED,
	  .help = "the day, or the day of birth" },
	[OCCASION_YEARLY] = { "yearly", CRM_T_BOOL, 0,
	  .help = "it comes again each year; birthday and anniversary do" },
	[OCCASION_NEXT_ON] = { "next_on", CRM_T_DATE, CRM_DERIVED |
	  CRM_READONLY | CRM_BRIEF,
	  .expr = NEXT, .help = "when it comes next" },
	[OCCASION_AGE] = { "age", CRM_T_INT, CRM_DERIVED |
	  CRM_READONLY, .expr = AGE,
	  .help = "whole years since the day" },
	[OCCASION_TURNS] = { "turns", CRM_T_INT, CRM_DERIVED |
	  CRM_READONLY | CRM_BRIEF,
	  .expr = TURNS, .help = "whole years on that day" },
	[OCCASION_NOTES] = { "notes", CRM_T_TEXT, CRM_LONG,
	  .help = "what is to be done" },
};

static int
check(struct crm *crm, struct crm_record *r)
{
	struct crm_value kind = r->v[OCCASION_KIND];

	(void)crm;
	if (r->v[OCCASION_YEARLY].kind == CRM_NULL)
		r->v[OCCASION_YEARLY] = crm_int(
		    crm_same(kind, crm_text("birthday")) ||
		    crm_same(kind, crm_text("anniversary")));
	return 0;
}

const struct crm_entity crm_occasion = {
	.name = "occasion", .plural = "occasions", .title = "Occasion",
	.help = "days to think of: birthdays, renewals", .number = 19,
	.fields = fields, .nfields = CRM_COUNT(fields), .order = "next_on,id",
	.check = check
};
