/*
 * Names that rows may refer to, all at once: a large import asks for them
 * before.  Each question would be a way to a server and back, or wait for rows
 * that are being written.
 *
 * Known is a name that only one record has to the letter, of an entity whose
 * records are known by nothing that stands before the name.
 */
#include <string.h>

#include "crm/driver.h"
#include "service/import.h"

enum { NAMES_MAX = 400000, LARGE = 1 << 20, ROW_SIZE = 200 };

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

/* Fewer than there are rows, where a question costs little. */
static int
is_worth(bool *worth, struct import *im, const struct import_column *c)
{
	const char *sql = crm_arena_printf(&im->arena, "SELECT \"id\" FROM"
	    " \"%s\" LIMIT 1 OFFSET %lld", c->ref->name,
	    (long long)im->input.size / ROW_SIZE);
	int64_t more;
	int rc;

	*worth = crm_db_dialect(im->crm->db)->far;
	if (*worth)
		return 0;
	rc = crm_db_int(&more, im->crm->db, sql, CRM_NONE);
	*worth = rc == CRM_ENOTFOUND;
	return *worth ? 0 : rc;
}

int
import_refs_learn(struct import *im)
{
	int rc = 0;

	if (im->input.size < LARGE)
		return 0;
	for (size_t i = 0; !rc && i < im->ncolumns; i++) {
		const struct import_column *c = &im->columns[i];
		bool worth = c->ref && c->as == IMPORT_AS_REF && !c->self &&
		    is_known_by_name(c->ref);

		if (worth)
			rc = is_worth(&worth, im, c);
		if (!rc && worth)
			rc = learn(im, c);
	}
	return rc;
}
