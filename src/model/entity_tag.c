/*
 * Labels on any record, and its other sets: (crm_field_set, id, label).
 * Written through the set's field of the record alone.
 */
#include "model/tag.h"

static const struct crm_field fields[] = {
	CRM_SYSTEM_FIELDS,
	[TAG_ENTITY] = { "entity", CRM_T_INT, CRM_REQUIRED,
	  .help = "number of the entity, and 64 for each further set" },
	[TAG_RECORD] = { "record", CRM_T_INT, CRM_REQUIRED,
	  .help = "id of the record" },
	[TAG_TAG] = { "tag", CRM_T_TEXT, CRM_REQUIRED, .help = "the label" },
};

const struct crm_entity crm_tag = {
	.name = "tag", .plural = "tags", .title = "Tag",
	.help = "labels on records", .number = 10,
	.flags = CRM_E_PLAIN,
	.fields = fields, .nfields = CRM_COUNT(fields), .order = "id"
};
