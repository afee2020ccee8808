/*
 * Labels on any record: (entity's number, id, label).  Written through the
 * field "tags" of the record alone.
 */
#include "model/tag.h"

static const struct crm_field fields[] = {
	CRM_SYSTEM_FIELDS,
	[TAG_ENTITY] = { "entity", CRM_T_INT, CRM_REQUIRED,
	  .help = "number of the entity" },
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
