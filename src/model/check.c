/* Rules that several entities' check() share. */
#include "model/check.h"

#include "crm/address.h"

int
crm_check_country(struct crm *crm, struct crm_record *r, int field)
{
	struct crm_value v = r->v[field];
	const char *code;

	(void)crm;
	if (v.kind != CRM_TEXT || (r->old && crm_same(v, r->old[field])))
		return 0;
	code = crm_country_code(v.s, v.len);
	if (code)
		r->v[field] = crm_text(code);
	else
		r->warning = crm_arena_printf(r->arena,
		    "country '%.*s' is not known, kept as it is",
		    (int)(v.len < 60 ? v.len : 60), v.s);
	return 0;
}

int
crm_check_tree(struct crm *crm, struct crm_record *r, int field)
{
	const char *table = r->entity->name;
	const char *column = crm_field_column(&r->entity->fields[field]);
	int64_t id = crm_record_id(r), up, top;
	const char *sql;
	int rc;

	if (!id || r->v[field].kind != CRM_INT ||
	    (r->old && crm_same(r->v[field], r->old[field])))
		return 0;
	sql = crm_arena_printf(r->arena,
	    "SELECT \"%s\" FROM \"%s\" WHERE \"id\" = $1", column, table);
	/* Others may hold no cycle, so the walk ends; the bound is a guard. */
	up = r->v[field].i;
	for (int steps = 0; up && steps < 1000; steps++) {
		if (up == id) {
			crm_failed(crm, CRM_ECONFLICT,
			    "%s %lld would be above itself", table,
			    (long long)id);
			return crm_fail_field(&crm->err, column);
		}
		top = 0;
		rc = crm_db_int(&top, crm->db, sql, CRM_BIND(crm_int(up)));
		if (rc && rc != CRM_ENOTFOUND)
			return rc;
		up = top;
	}
	return 0;
}

int
crm_check_range(struct crm *crm, const struct crm_record *r, int field,
		int64_t least, int64_t most)
{
	struct crm_value v = r->v[field];

	if (v.kind != CRM_INT || (v.i >= least && v.i <= most))
		return 0;
	crm_failed(crm, CRM_EINVAL, "%lld is not between %lld and %lld",
	    (long long)v.i, (long long)least, (long long)most);
	return crm_fail_field(&crm->err, r->entity->fields[field].name);
}

int
crm_check_days(struct crm *crm, const struct crm_record *r, int from, int to)
{
	struct crm_value a = r->v[from], b = r->v[to];

	if (a.kind != CRM_TEXT || b.kind != CRM_TEXT ||
	    memcmp(a.s, b.s, a.len) <= 0)
		return 0;
	crm_failed(crm, CRM_EINVAL, "it would end before it begins");
	return crm_fail_field(&crm->err, r->entity->fields[to].name);
}

int
crm_check_filter(struct crm *crm, struct crm_record *r, int field,
		 const struct crm_entity *e)
{
	struct crm_value v = r->v[field];
	int rc;

	if (v.kind != CRM_TEXT || !crm->check_filter ||
	    (r->old && crm_same(v, r->old[field])))
		return 0;
	rc = crm->check_filter(crm, e, crm_arena_copy(r->arena, v.s, v.len),
	    crm_is(r->entity, &crm_segment) ? crm_record_id(r) : 0);
	if (rc != CRM_EUSAGE && rc != CRM_ENOTFOUND && rc != CRM_ECONFLICT)
		return rc;
	crm->err.code = CRM_EINVAL;
	return crm_fail_field(&crm->err, r->entity->fields[field].name);
}
