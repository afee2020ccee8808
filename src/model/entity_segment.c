/* Segments, as data. */
#include "crm/segment.h"

#include "model/check.h"

static const struct crm_field fields[] = {
	CRM_SYSTEM_FIELDS,
	[SEGMENT_NAME] = { "name", CRM_T_TEXT, CRM_REQUIRED | CRM_NAME |
	  CRM_BRIEF, .help = "what it is called" },
	[SEGMENT_ENTITY] = { "entity", CRM_T_TEXT, CRM_REQUIRED | CRM_BRIEF,
	  .help = "what it is a filter of, as contact" },
	[SEGMENT_FILTER] = { "filter", CRM_T_TEXT, CRM_REQUIRED | CRM_BRIEF,
	  .help = "the filter" },
	[SEGMENT_NOTES] = { "notes", CRM_T_TEXT, CRM_LONG,
	  .help = "what it is for" },
};

static int
check(struct crm *crm, struct crm_record *r)
{
	struct crm_value *v = &r->v[SEGMENT_ENTITY];
	const struct crm_entity *e;

	if (v->kind != CRM_TEXT)
		return 0;
	e = crm_entity_find(crm, v->s, v->len);
	if (!e) {
		crm_failed(crm, CRM_EINVAL, "there is no entity '%.*s'",
		    (int)v->len, v->s);
		crm_hinted(crm, "crm schema lists them");
		return crm_fail_field(&crm->err, "entity");
	}
	*v = crm_text(e->name);
	return crm_check_filter(crm, r, SEGMENT_FILTER, e);
}

const struct crm_entity crm_segment = {
	.name = "segment", .plural = "segments", .title = "Segment",
	.help = "filters that are kept under a name", .number = 24,
	.fields = fields, .nfields = CRM_COUNT(fields), .order = "entity,name",
	.check = check
};
