/* The first line of a dump: what it is, settings, numbers used up. */
#include <string.h>

#include "crm/setting.h"
#include "crm/utf8.h"
#include "service/load.h"

static int
newer(struct load *l)
{
	crm_failed(l->crm, CRM_ENODB, "%s was made by a newer crm",
	    l->how->name);
	return crm_hinted(l->crm, "load it with that one");
}

/* Names and values outlive the row. */
static void
keep_header(struct load *l, const struct crm_row *row)
{
	struct crm_value *v = crm_arena_alloc(&l->arena,
	    2 * row->n * sizeof(*v));
	enum crm_cell_kind *kinds = (void *)crm_arena_copy(&l->arena,
	    row->kinds, row->n * sizeof(*kinds));

	for (size_t i = 0; i < row->n; i++) {
		v[i] = row->v[i];
		v[row->n + i] = row->names[i];
	}
	for (size_t i = 0; i < 2 * row->n; i++)
		if (v[i].kind == CRM_TEXT)
			v[i].s = crm_arena_copy(&l->arena, v[i].s, v[i].len);
	l->header = (struct crm_row){
		.line = row->line, .n = row->n, .v = v, .names = v + row->n,
		.kinds = kinds
	};
}

int
load_header(struct load *l, const struct crm_row *row)
{
	int64_t n = 0;
	int rc = 0;

	for (size_t i = 0; !rc && i < row->n; i++) {
		struct crm_value name = row->names[i];

		if (load_is(name, "_dump")) {
			rc = load_number(&n, l, row, i, 1);
			if (!rc && n > DUMP_FORMAT)
				rc = newer(l);
		} else if (load_is(name, "schema")) {
			rc = load_number(&n, l, row, i, 1);
			if (!rc && n > CRM_SCHEMA)
				rc = newer(l);
		} else if (load_is(name, "history")) {
			l->history = load_is(row->v[i], "true");
		} else if (!load_begins(name, "settings.") &&
		    !load_begins(name, "last.") &&
		    !load_is(name, "settings") && !load_is(name, "last")) {
			crm_failed(l->crm, CRM_EINVAL, "is unknown in the"
			    " header of a dump");
			rc = crm_fail_field(&l->crm->err, name.s);
		}
	}
	if (!rc)
		keep_header(l, row);
	return rc;
}

/* Whoever loads it is one of the users that come near its beginning. */
int
load_find_actor(struct load *l)
{
	static const char *const before[] = {
		"setting", "field", "pipeline", "stage", "team", "user"
	};
	struct crm_buf login = { 0 };
	struct crm_row row;
	bool more = true;
	int rc = 1;

	crm_fold(&login, l->crm->actor.login, strlen(l->crm->actor.login));
	while (more && !l->actor && (rc = load_next(l, &row)) > 0) {
		struct crm_value e = load_member(&row, "_entity");

		more = false;
		for (size_t i = 0; i < CRM_COUNT(before); i++)
			more = more || load_is(e, before[i]);
		for (size_t i = 0; load_is(e, "user") && i < row.n; i++)
			if (load_is(row.names[i], "id") && crm_same(crm_text_n(
			    login.s, login.len), load_member(&row, "login")) &&
			    load_member(&row, "deleted_at").kind == CRM_NULL)
				load_number(&l->actor, l, &row, i, 1);
	}
	crm_buf_free(&login);
	l->out->stranger = !l->actor;
	return rc < 0 ? rc : 0;
}

int
load_settings(struct load *l)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < l->header.n; i++) {
		struct crm_value name = l->header.names[i];
		const char *word = name.s + strlen("settings.");

		if (!load_begins(name, "settings."))
			continue;
		if (!crm_setting_find(word)) {
			crm_failed(l->crm, CRM_EINVAL, "is no setting");
			rc = crm_fail_field(&l->crm->err, name.s);
		} else if (!l->history && l->header.v[i].kind == CRM_TEXT) {
			rc = crm_setting_set(l->crm, word, l->header.v[i].s);
		}
	}
	return rc;
}

/* Numbers that were given out once are not given out again. */
int
load_last(struct load *l)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < l->header.n; i++) {
		struct crm_value name = l->header.names[i];
		const char *table = name.s + strlen("last.");
		int64_t said = 0, there = 0;
		bool known = false;

		if (!l->history || !load_begins(name, "last."))
			continue;
		known = load_entity(l, crm_text(table)) != NULL;
		for (size_t k = 0; crm_log_tables[k].name; k++)
			known = known || !strcmp(table,
			    crm_log_tables[k].name);
		if (!known) {
			crm_failed(l->crm, CRM_EINVAL, "is no table");
			return crm_fail_field(&l->crm->err, name.s);
		}
		rc = load_number(&said, l, &l->header, i, 1);
		if (!rc)
			rc = crm_last_id(&there, l->crm, table);
		if (!rc)
			rc = crm_last_id_set(l->crm, table, said > there
			    ? said : there);
	}
	return rc;
}
