/* Segments, as data. */
#include "crm/segment.h"

#include "model/check.h"
#include "model/row.h"

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

/* Another one of its name: a filter would not know which is meant. */
static int
check_name(struct crm *crm, const struct crm_record *r)
{
	int64_t other = 0;
	int rc = crm_db_int(&other, crm->db, "SELECT \"id\" FROM \"segment\""
	    " WHERE \"name_key\" = $1 AND \"entity\" = $2 AND \"id\" <> $3 AND"
	    " \"deleted_at\" IS NULL", CRM_BIND(crm_row_key(r, SEGMENT_NAME),
	    r->v[SEGMENT_ENTITY], crm_int(crm_record_id(r))));

	if (rc)
		return rc == CRM_ENOTFOUND ? 0 : rc;
	crm_failed(crm, CRM_ECONFLICT, "'%.*s' is taken by segment %lld",
	    (int)(r->v[SEGMENT_NAME].len < 100 ? r->v[SEGMENT_NAME].len
	    : 100), r->v[SEGMENT_NAME].s, (long long)other);
	return crm_fail_field(&crm->err, "name");
}

static int
warn_of(struct crm *crm, const struct crm_record *r, const char *entity,
	const char *sql)
{
	struct crm_rows *rows;
	int rc = crm_db_query(&rows, crm->db, sql, CRM_BIND(r->v[CRM_F_ID]));

	if (rc)
		return rc;
	while ((rc = crm_rows_next(rows)) > 0) {
		const char *filter = crm_rows_text(rows, 1);

		if (filter && crm->filter_names(crm, filter,
		    crm_record_id(r)))
			crm_say(crm, "%s '%s' asks for segment '%.*s', and"
			    " won't find it", entity, crm_rows_text(rows, 0),
			    (int)r->old[SEGMENT_NAME].len,
			    r->old[SEGMENT_NAME].s);
	}
	crm_rows_close(rows);
	return rc;
}

/* Whoever takes it away, or its name, should know who asks for it. */
static int
warn(struct crm *crm, const struct crm_record *r)
{
	int rc;

	if (!r->old || r->old[CRM_F_DELETED_AT].kind != CRM_NULL ||
	    !crm->filter_names ||
	    (r->v[CRM_F_DELETED_AT].kind == CRM_NULL &&
	    crm_same(r->v[SEGMENT_NAME], r->old[SEGMENT_NAME])))
		return 0;
	rc = warn_of(crm, r, "segment", "SELECT \"name\", \"filter\" FROM"
	    " \"segment\" WHERE \"deleted_at\" IS NULL AND \"id\" <> $1"
	    " ORDER BY \"id\"");
	return rc ? rc : warn_of(crm, r, "territory", "SELECT \"name\","
	    " \"filter\" FROM \"territory\" WHERE \"deleted_at\" IS NULL AND"
	    " $1 > 0 ORDER BY \"id\"");
}

static int
check(struct crm *crm, struct crm_record *r)
{
	struct crm_value *v = &r->v[SEGMENT_ENTITY];
	const struct crm_entity *e;
	int rc;

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
	rc = r->v[SEGMENT_NAME].kind == CRM_TEXT &&
	    r->v[CRM_F_DELETED_AT].kind == CRM_NULL ? check_name(crm, r) : 0;
	if (!rc)
		rc = warn(crm, r);
	return rc ? rc : crm_check_filter(crm, r, SEGMENT_FILTER, e);
}

const struct crm_entity crm_segment = {
	.name = "segment", .plural = "segments", .title = "Segment",
	.help = "filters that are kept under a name", .number = 24,
	.flags = CRM_E_APART,
	.fields = fields, .nfields = CRM_COUNT(fields), .order = "entity,name",
	.check = check
};
