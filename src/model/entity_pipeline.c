/* Pipelines and stages, as data. */
#include "crm/record.h"
#include "crm/stage.h"
#include "model/check.h"

static const char *const categories[] = { "open", "won", "lost", NULL };
static const char *const forecasts[] = {
	"omitted", "pipeline", "best_case", "commit", "closed", NULL
};

static const struct crm_field pipeline_fields[] = {
	CRM_SYSTEM_FIELDS,
	[PIPELINE_NAME] = { "name", CRM_T_TEXT,
	  CRM_REQUIRED | CRM_NAME | CRM_BRIEF, .help = "what it is called" },
};

static const struct crm_field stage_fields[] = {
	CRM_SYSTEM_FIELDS,
	[STAGE_PIPELINE] = { "pipeline", CRM_T_REF,
	  CRM_REQUIRED | CRM_INDEXED | CRM_BRIEF, .ref = "pipeline",
	  .help = "the pipeline it is part of; else the first" },
	[STAGE_NAME] = { "name", CRM_T_TEXT,
	  CRM_REQUIRED | CRM_NAME | CRM_BRIEF, .help = "what it is called" },
	[STAGE_POSITION] = { "position", CRM_T_INT, CRM_BRIEF,
	  .help = "its place in the order; else behind those of its sort" },
	[STAGE_PROBABILITY] = { "probability", CRM_T_PERCENT, CRM_BRIEF,
	  .help = "chance to win from here; else 10, won 100, lost 0" },
	[STAGE_CATEGORY] = { "category", CRM_T_ENUM, CRM_BRIEF,
	  .choices = categories, .preset = "open",
	  .help = "open, won or lost" },
	[STAGE_FORECAST] = { "forecast", CRM_T_ENUM, CRM_BRIEF,
	  .choices = forecasts,
	  .help = "category; else pipeline, won closed, lost omitted" },
	[STAGE_ROTTING_DAYS] = { "rotting_days", CRM_T_INT, 0,
	  .help = "days after which an opp in it is stale" },
};

static bool
is(struct crm_value v, const char *word)
{
	return v.kind == CRM_TEXT && v.len == strlen(word) &&
	    memcmp(v.s, word, v.len) == 0;
}

/* Open stages have room below the closed ones, and between each other. */
static int
set_position(struct crm *crm, struct crm_record *r)
{
	bool open = is(r->v[STAGE_CATEGORY], "open");
	int64_t last = open ? 0 : 890;
	int rc;

	if (r->v[STAGE_POSITION].kind == CRM_INT)
		return 0;
	rc = crm_db_int(&last, crm->db,
	    "SELECT COALESCE(MAX(\"position\"), $1) FROM \"stage\" WHERE"
	    " \"pipeline\" = $2 AND (\"category\" = 'open') = ($3 = 1)",
	    CRM_BIND(crm_int(last), r->v[STAGE_PIPELINE], crm_int(open)));
	r->v[STAGE_POSITION] = crm_int(last + 10);
	return rc;
}

/* What its category says, where nothing else was said. */
static void
set_presets(struct crm_record *r)
{
	struct crm_value category = r->v[STAGE_CATEGORY];
	bool won = is(category, "won"), lost = is(category, "lost");

	if (r->v[STAGE_PROBABILITY].kind == CRM_NULL)
		r->v[STAGE_PROBABILITY] =
		    crm_int(won ? 10000 : lost ? 0 : 1000);
	if (r->v[STAGE_FORECAST].kind == CRM_NULL)
		r->v[STAGE_FORECAST] = crm_text(won ? "closed"
		    : lost ? "omitted" : "pipeline");
}

/* No opportunity is in it: as SQL counts them. */
static int
check_in_use(struct crm *crm, const struct crm_record *r, const char *sql)
{
	int64_t n = 0;
	int rc = crm_db_int(&n, crm->db, sql, CRM_BIND(r->v[CRM_F_ID]));

	if (rc || !n)
		return rc;
	crm_failed(crm, CRM_ECONFLICT, "%lld %s in %s %lld", (long long)n,
	    n == 1 ? "opportunity is" : "opportunities are", r->entity->name,
	    (long long)crm_record_id(r));
	return crm_hinted(crm, "move them first: crm opp move");
}

static bool
is_deleted(const struct crm_record *r)
{
	return r->v[CRM_F_DELETED_AT].kind != CRM_NULL;
}

/* Deals were won, or came from there: what they are in stays what it is. */
static int
check_stage_in_use(struct crm *crm, const struct crm_record *r)
{
	if (!r->old)
		return 0;
	if (!crm_same(r->v[STAGE_CATEGORY], r->old[STAGE_CATEGORY]) ||
	    !crm_same(r->v[STAGE_PIPELINE], r->old[STAGE_PIPELINE]))
		return check_in_use(crm, r,
		    "SELECT COUNT(*) FROM \"opp\" WHERE \"stage\" = $1");
	return is_deleted(r) ? check_in_use(crm, r,
	    "SELECT COUNT(*) FROM \"opp\" WHERE \"stage\" = $1"
	    " AND \"deleted_at\" IS NULL") : 0;
}

static int
check_name_free(struct crm *crm, struct crm_record *r)
{
	int64_t other = 0;
	int rc = crm_db_int(&other, crm->db,
	    "SELECT \"id\" FROM \"stage\" WHERE \"pipeline\" = $1 AND"
	    " fold(\"name\") = fold($2) AND \"id\" <> $3 AND"
	    " \"deleted_at\" IS NULL",
	    CRM_BIND(r->v[STAGE_PIPELINE], r->v[STAGE_NAME],
	    crm_int(crm_record_id(r))));

	if (rc == CRM_ENOTFOUND || r->v[CRM_F_DELETED_AT].kind != CRM_NULL)
		return 0;
	if (rc)
		return rc;
	crm_failed(crm, CRM_ECONFLICT,
	    "the pipeline has a stage '%.*s' already: %lld",
	    (int)r->v[STAGE_NAME].len, r->v[STAGE_NAME].s, (long long)other);
	return crm_fail_field(&crm->err, "name");
}

static int
check_stage(struct crm *crm, struct crm_record *r)
{
	int64_t pipeline;
	int rc = 0;

	crm_stages_forget(crm);
	if (r->v[STAGE_PIPELINE].kind == CRM_NULL) {
		rc = crm_pipeline_default(&pipeline, crm);
		if (!rc)
			r->v[STAGE_PIPELINE] = crm_int(pipeline);
	}
	if (!rc)
		rc = set_position(crm, r);
	if (rc)
		return rc;
	set_presets(r);
	if (r->v[STAGE_PROBABILITY].i < 0 ||
	    r->v[STAGE_PROBABILITY].i > 10000) {
		crm_failed(crm, CRM_EINVAL, "a chance is from 0 to 100");
		return crm_fail_field(&crm->err, "probability");
	}
	if (r->v[STAGE_NAME].kind == CRM_TEXT)
		rc = check_name_free(crm, r);
	return rc ? rc : check_stage_in_use(crm, r);
}

static int
check_pipeline(struct crm *crm, struct crm_record *r)
{
	crm_stages_forget(crm);
	return r->old && is_deleted(r) ? check_in_use(crm, r,
	    "SELECT COUNT(*) FROM \"opp\" WHERE \"pipeline\" = $1"
	    " AND \"deleted_at\" IS NULL") : 0;
}

const struct crm_entity crm_pipeline = {
	.name = "pipeline", .plural = "pipelines", .title = "Pipeline",
	.help = "ways in which an opportunity is won", .number = 6,
	.flags = CRM_E_FEW,
	.fields = pipeline_fields, .nfields = CRM_COUNT(pipeline_fields),
	.order = "id", .check = check_pipeline
};

const struct crm_entity crm_stage = {
	.name = "stage", .plural = "stages", .title = "Stage",
	.help = "steps of a pipeline", .number = 7,
	.flags = CRM_E_ALONE | CRM_E_FEW | CRM_E_APART,
	.fields = stage_fields, .nfields = CRM_COUNT(stage_fields),
	.order = "pipeline,position", .check = check_stage
};
