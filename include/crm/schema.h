/*
 * The database's tables, made from the catalogue.
 *
 *	static int
 *	make_tables(struct crm *crm)
 *	{
 *		return crm_schema_create(crm);
 *	}
 */
#ifndef CRM_SCHEMA_H
#define CRM_SCHEMA_H

#include <stdbool.h>

#include "crm/buf.h"
#include "crm/crm.h"
#include "crm/entity.h"

/* Make every table and index in an empty database. */
int crm_schema_create(struct crm *crm);

/* Append the DDL of E's table, or of its indexes, each ended by ";\n". */
void crm_schema_table(struct crm_buf *out, const struct crm_dialect *d,
		      const struct crm_entity *e);
void crm_schema_indexes(struct crm_buf *out, const struct crm_entity *e);

/* True when the engine holds the field F of E to what is there. */
bool crm_schema_guards(const struct crm_entity *e, const struct crm_field *f);

/*
 * Call EACH with every index that there should be, and what makes it; and, for
 * an engine that has them apart, every foreign key, as TABLE(COLUMN).
 */
int crm_schema_each_index(struct crm *crm,
			  int (*each)(void *ctx, const char *name,
				      const char *sql), void *ctx);

/* Add the column of F, and its index, to E's table. */
int crm_schema_add_column(struct crm *crm, const struct crm_entity *e,
			  const struct crm_field *f);

/* Whether F's column is one of text, else of whole numbers. */
int crm_field_is_text(const struct crm_field *f);

/* Drop or make the indexes of E on FIELDS, by their numbers; NULL: all. */
int crm_schema_drop_indexes(struct crm *crm, const struct crm_entity *e,
			    const bool *fields);
int crm_schema_make_indexes(struct crm *crm, const struct crm_entity *e,
			    const bool *fields);

#endif
