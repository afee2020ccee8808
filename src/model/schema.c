/*
 * DDL from the catalogue, kept short: every table, index and foreign key
 * costs time at each start of the program.
 *
 * Who added and who changed a record is no foreign key, nor who owns one that
 * seldom has an owner: a user is removed only by undo, which looks for
 * references itself.
 */
#include "crm/schema.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "crm/activity.h"
#include "crm/db.h"
#include "crm/driver.h"

/* Tables that are not entities: who did what. */
static void
log_tables(struct crm_buf *out, const struct crm_dialect *d)
{
	crm_buf_printf(out,
	    "CREATE TABLE \"batch\"(\"id\" %s,\"at\" %s NOT NULL,"
	    "\"by\" %s NOT NULL,\"noun\" %s NOT NULL,\"verb\" %s NOT NULL,"
	    "\"added\" %s NOT NULL,\"updated\" %s NOT NULL,"
	    "\"removed\" %s NOT NULL,\"options\" %s,\"hash\" %s,\"key\" %s,"
	    "\"ids\" %s,\"undoes\" %s,\"undone\" %s)%s;\n",
	    d->id_type, d->text_type, d->int_type, d->text_type,
	    d->text_type, d->int_type, d->int_type, d->int_type,
	    d->text_type, d->text_type, d->text_type, d->text_type,
	    d->int_type, d->int_type, d->table_end);
	crm_buf_str(out, "CREATE UNIQUE INDEX \"batch_key\" ON"
	    " \"batch\"(\"key\") WHERE \"key\" IS NOT NULL;\n");
	crm_buf_printf(out,
	    "CREATE TABLE \"log\"(\"id\" %s,\"batch\" %s NOT NULL,"
	    "\"entity\" %s NOT NULL,\"record\" %s NOT NULL,"
	    "\"upto\" %s NOT NULL,\"op\" %s NOT NULL,\"owner\" %s,"
	    "\"old\" %s)%s;\n",
	    d->id_type, d->int_type, d->int_type, d->int_type, d->int_type,
	    d->text_type, d->int_type, d->text_type, d->table_end);
	crm_buf_str(out,
	    "CREATE UNIQUE INDEX \"log_record\" ON"
	    " \"log\"(\"entity\",\"record\",\"batch\");\n"
	    "CREATE INDEX \"log_batch\" ON \"log\"(\"entity\",\"batch\");\n"
	    "CREATE INDEX \"log_range\" ON \"log\"(\"entity\",\"record\")"
	    " WHERE \"upto\" > \"record\";\n");
}

int
crm_field_is_text(const struct crm_field *f)
{
	switch (f->type) {
	case CRM_T_INT: case CRM_T_DECIMAL: case CRM_T_PERCENT:
	case CRM_T_RATE:
	case CRM_T_MONEY: case CRM_T_BOOL: case CRM_T_REF:
	case CRM_T_LINK:
		return 0;
	default:
		return 1;
	}
}

bool
crm_schema_guards(const struct crm_entity *e, const struct crm_field *f)
{
	if (f->type != CRM_T_REF || f == &e->fields[CRM_F_CREATED_BY] ||
	    f == &e->fields[CRM_F_UPDATED_BY])
		return false;
	return f != &e->fields[CRM_F_OWNER] || (e->flags & CRM_E_OWNED);
}

static void
column(struct crm_buf *out, const struct crm_dialect *d,
       const struct crm_field *f, bool reference)
{
	char key[64];

	crm_buf_printf(out, ",\"%s\" %s", crm_field_column(f),
	    crm_field_is_text(f) ? d->text_type : d->int_type);
	if (f->flags & CRM_REQUIRED)
		crm_buf_str(out, " NOT NULL");
	if (reference)
		crm_buf_printf(out, " REFERENCES \"%s\""
		    " DEFERRABLE INITIALLY DEFERRED", f->ref);
	if (crm_field_has_key(f))
		crm_buf_printf(out, ",\"%s\" %s", crm_field_key(key, f),
		    d->text_type);
}

void
crm_schema_table(struct crm_buf *out, const struct crm_dialect *d,
		 const struct crm_entity *e)
{
	crm_buf_printf(out, "CREATE TABLE \"%s\"(\"id\" %s", e->name,
	    d->id_type);
	for (size_t i = CRM_F_ID + 1; i < e->nfields; i++)
		if (crm_field_stored(e, &e->fields[i]))
			column(out, d, &e->fields[i], !d->references_last &&
			    crm_schema_guards(e, &e->fields[i]));
	crm_buf_printf(out, ")%s;\n", d->table_end);
}

/* For engines that want both tables to be there. */
static void
references(struct crm_buf *out, const struct crm_entity *e)
{
	for (size_t i = 0; i < e->nfields; i++) {
		const struct crm_field *f = &e->fields[i];

		if (crm_field_stored(e, f) && crm_schema_guards(e, f))
			crm_buf_printf(out, "ALTER TABLE \"%s\" ADD FOREIGN"
			    " KEY (\"%s\") REFERENCES \"%s\" DEFERRABLE"
			    " INITIALLY DEFERRED;\n", e->name,
			    crm_field_column(f), f->ref);
	}
}

/* Each index is read at every start: an owner is one where it says much. */
static int
is_indexed(const struct crm_entity *e, const struct crm_field *f)
{
	if (!crm_field_stored(e, f))
		return 0;
	if (f->flags & CRM_UNIQUE)
		return 1;
	if (f == &e->fields[CRM_F_OWNER] && !(e->flags & CRM_E_OWNED))
		return 0;
	return !(e->flags & CRM_E_FEW) &&
	    (f->flags & (CRM_INDEXED | CRM_NAME));
}

/* Records differ sooner than entities: to sort by them first is faster. */
static const char tag_indexes[] =
    "CREATE UNIQUE INDEX \"tag_record\" ON \"tag\""
    "(\"record\",\"entity\",\"tag\");\n"
    "CREATE INDEX \"tag_link\" ON \"tag\"(\"tag\")"
    " WHERE \"entity\" > 63;\n";

/* What an index has besides its field, and in its name. */
struct wider {
	const char *columns, *name;
};

/* The last activity with somebody is asked for by the day; ours, by when. */
static struct wider
wider_of(const struct crm_field *f)
{
	if (f == &crm_activity.fields[ACTIVITY_ON])
		return (struct wider){ ",\"done_on\"", "" };
	if (f == &crm_activity.fields[CRM_F_OWNER])
		return (struct wider){ ",\"done_at\",\"due\"", "_due" };
	return (struct wider){ "", "" };
}

static void
index_of(struct crm_buf *out, const struct crm_entity *e,
	 const struct crm_field *f)
{
	struct wider w = wider_of(f);
	char key[64];

	crm_field_key(key, f);
	crm_buf_printf(out, "CREATE %sINDEX \"%s_%s%s\" ON"
	    " \"%s\"(\"%s\"%s)", f->flags & CRM_UNIQUE ? "UNIQUE " : "",
	    e->name, key, w.name, e->name, key, w.columns);
	if (f->flags & CRM_UNIQUE && !(e->flags & CRM_E_PLAIN))
		crm_buf_printf(out, " WHERE \"deleted_at\" IS NULL"
		    " AND \"%s\" IS NOT NULL", key);
	else if (!(f->flags & CRM_REQUIRED))
		crm_buf_printf(out, " WHERE \"%s\" IS NOT NULL", key);
	crm_buf_str(out, ";\n");
}

void
crm_schema_indexes(struct crm_buf *out, const struct crm_entity *e)
{
	if (crm_is(e, &crm_tag))
		crm_buf_str(out, tag_indexes);
	for (size_t i = 0; i < e->nfields; i++)
		if (is_indexed(e, &e->fields[i]))
			index_of(out, e, &e->fields[i]);
}

/* Run the statements of DDL, each ended by ";\n". */
static int
run_all(struct crm *crm, struct crm_buf *ddl)
{
	char *s = ddl->s, *end;
	int rc = 0;

	while (!rc && s && *s && (end = strstr(s, ";\n")) != NULL) {
		*end = '\0';
		rc = crm_db_exec(crm->db, s, CRM_NONE);
		s = end + 2;
	}
	crm_buf_free(ddl);
	return rc;
}

static void
all_of(struct crm_buf *out, const struct crm_dialect *d,
       const struct crm_entity *const *all)
{
	for (size_t i = 0; all[i]; i++) {
		crm_schema_table(out, d, all[i]);
		crm_schema_indexes(out, all[i]);
	}
	for (size_t i = 0; d->references_last && all[i]; i++)
		references(out, all[i]);
	log_tables(out, d);
	crm_buf_str(out, d->search_make);
}

int
crm_schema_create(struct crm *crm)
{
	struct crm_buf ddl = { 0 };
	int rc = crm_db_begin(crm->db);

	if (rc)
		return rc;
	all_of(&ddl, crm_db_dialect(crm->db), crm_catalogue);
	rc = run_all(crm, &ddl);
	if (!rc)
		rc = crm_db_set_schema(crm->db, CRM_SCHEMA);
	return crm_db_end(crm->db, rc);
}

/* What a statement of the DDL makes beside a table, or NULL. */
static const char *
made_by(struct crm *crm, const char *sql)
{
	int table, column, len = 0;

	sscanf(sql, "ALTER TABLE \"%*[^\"]%n\" ADD FOREIGN KEY"
	    " (\"%n%*[^\"]%n", &table, &column, &len);
	if (len)
		return crm_arena_printf(&crm->arena, "%.*s(%.*s)", table - 13,
		    sql + 13, len - column, sql + column);
	if (strncmp(sql, "CREATE INDEX", 12) != 0 &&
	    strncmp(sql, "CREATE UNIQUE INDEX", 19) != 0)
		return NULL;
	sql = strchr(sql, '"') + 1;
	return crm_arena_copy(&crm->arena, sql, strcspn(sql, "\""));
}

int
crm_schema_each_index(struct crm *crm,
		      int (*each)(void *ctx, const char *name,
				  const char *sql), void *ctx)
{
	struct crm_buf ddl = { 0 };
	char *s, *end;
	int rc = 0;

	all_of(&ddl, crm_db_dialect(crm->db), crm_entities(crm));
	for (s = ddl.s; !rc && s && (end = strstr(s, ";\n")); s = end + 2) {
		const char *name;

		*end = '\0';
		name = made_by(crm, s);
		if (name)
			rc = each(ctx, name, s);
	}
	crm_buf_free(&ddl);
	return rc;
}

int
crm_schema_add_column(struct crm *crm, const struct crm_entity *e,
		      const struct crm_field *f)
{
	struct crm_buf ddl = { 0 }, columns = { 0 };
	char *s, *comma;

	/* The field, and its key: one statement each. */
	column(&columns, crm_db_dialect(crm->db), f, crm_schema_guards(e, f));
	for (s = columns.s; s && *s == ','; s = comma) {
		comma = strstr(s + 1, ",\"");
		crm_buf_printf(&ddl, "ALTER TABLE \"%s\" ADD COLUMN %.*s;\n",
		    e->name, comma ? (int)(comma - s - 1) : INT_MAX, s + 1);
	}
	if (f->flags & CRM_UNIQUE)
		index_of(&ddl, e, f);
	crm_buf_free(&columns);
	return run_all(crm, &ddl);
}

int
crm_schema_make_indexes(struct crm *crm, const struct crm_entity *e,
			const bool *fields)
{
	struct crm_buf ddl = { 0 };

	for (size_t i = 0; i < e->nfields; i++)
		if ((!fields || fields[i]) && is_indexed(e, &e->fields[i]))
			index_of(&ddl, e, &e->fields[i]);
	return run_all(crm, &ddl);
}

int
crm_schema_drop_indexes(struct crm *crm, const struct crm_entity *e,
			const bool *fields)
{
	struct crm_buf ddl = { 0 };
	char key[64];

	for (size_t i = 0; i < e->nfields; i++)
		if ((!fields || fields[i]) && is_indexed(e, &e->fields[i]))
			crm_buf_printf(&ddl, "DROP INDEX IF EXISTS"
			    " \"%s_%s%s\";\n", e->name,
			    crm_field_key(key, &e->fields[i]),
			    wider_of(&e->fields[i]).name);
	return run_all(crm, &ddl);
}
