/*
 * Names that rows may refer to, all at once: where each question is a way to a
 * server and back, a large import asks for them before.
 *
 * Known is a name that only one record has to the letter, of an entity whose
 * records are known by nothing that stands before the name.
 */
#include <string.h>

#include "crm/driver.h"
#include "service/import.h"

enum { NAMES_MAX = 400000, LARGE = 1 << 20 };

struct knowing {
	struct import *im;
	const struct import_column *c;
};

/* Digits may be an id, and others may be an address or a link. */
static bool
is_plain(struct crm_value v)
{
	return v.kind == CRM_TEXT && v.len && !memchr(v.s, '@', v.len) &&
	    !memchr(v.s, ':', v.len) && !memchr(v.s, '#', v.len) &&
	    (v.s[0] > '9' || v.s[0] < '0');
}

static int
take(void *ctx, const struct crm_value *v)
{
	const struct knowing *k = ctx;

	crm_arena_reset(&k->im->row);
	if (is_plain(v[1]))
		*import_ref_known(k->im, k->c, v[1], 0) = v[0].i;
	return 0;
}

static bool
is_known_by_name(const struct crm_entity *e)
{
	if (e->prefix || !crm_field_name(e))
		return false;
	for (size_t i = CRM_F_OWN; i < e->nfields; i++)
		if (e->fields[i].type == CRM_T_TEXT &&
		    (e->fields[i].flags & CRM_UNIQUE))
			return false;
	return true;
}

static int
learn(struct import *im, const struct import_column *c)
{
	struct knowing k = { im, c };
	const char *name = crm_field_name(c->ref)->name;
	const char *sql = crm_arena_printf(&im->arena, "SELECT MIN(\"id\"),"
	    " \"%s\" FROM \"%s\" WHERE \"deleted_at\" IS NULL GROUP BY"
	    " \"%s\" HAVING COUNT(*) = 1 LIMIT %d", name, c->ref->name, name,
	    NAMES_MAX);

	return crm_db_each(im->crm->db, sql, CRM_NONE, 2, take, &k);
}

int
import_refs_learn(struct import *im)
{
	int rc = 0;

	if (im->input.size < LARGE || !crm_db_dialect(im->crm->db)->far)
		return 0;
	for (size_t i = 0; !rc && i < im->ncolumns; i++) {
		const struct import_column *c = &im->columns[i];

		if (c->ref && c->as == IMPORT_AS_REF && !c->self &&
		    is_known_by_name(c->ref))
			rc = learn(im, c);
	}
	return rc;
}
