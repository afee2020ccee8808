/*
 * References of rows to records of other entities.
 *
 * A name is looked up once and then known; what is known is forgotten when it
 * is too much.  The nearest name is looked for a hundred times at most: a
 * wrong file may name a million that aren't there.
 */
#include <string.h>

#include "crm/opp.h"
#include "crm/product.h"
#include "crm/ref.h"
#include "crm/suggest.h"
#include "crm/user.h"
#include "crm/utf8.h"
#include "service/import.h"

enum { KNOWN_MAX = 500000, HINTS_MAX = 100, TRIES = 50 };

static const struct crm_entity *const made[] = {
	&crm_account, &crm_contact, &crm_user, &crm_team, &crm_product,
	&crm_stage, &crm_pipeline, NULL
};

/* The next name of the list of --create, without the blanks round it. */
static bool
next_name(const char **list, const char **name, size_t *n)
{
	const char *s = *list;

	if (!s || !*s)
		return false;
	*n = strcspn(s, ",");
	*list = s + *n + (s[*n] == ',');
	for (; *n && (*s == ' ' || *s == '\t'); s++)
		--*n;
	while (*n && (s[*n - 1] == ' ' || s[*n - 1] == '\t'))
		--*n;
	*name = s;
	return true;
}

/* Whether the list of --create holds the name of E. */
static bool
creates(const struct import *im, const struct crm_entity *e)
{
	const char *list = im->o.create, *s;
	size_t n;

	while (next_name(&list, &s, &n))
		if (crm_entity_find(im->crm, s, n) == e)
			return true;
	return false;
}

int
import_create_check(struct import *im)
{
	const char *list = im->o.create, *s;
	struct crm_suggest near;
	size_t n, i;

	while (next_name(&list, &s, &n)) {
		const struct crm_entity *e = crm_entity_find(im->crm, s, n);

		crm_suggest_init(&near, s, n);
		for (i = 0; made[i] && made[i] != e; i++)
			crm_suggest_try(&near, made[i]->name);
		if (made[i])
			continue;
		crm_failed(im->crm, CRM_EUSAGE, "--create: '%.*s' can't be"
		    " made from a name", (int)n, s);
		if (near.best)
			return crm_hinted(im->crm, "did you mean '%s'?",
			    near.best);
		return crm_hinted(im->crm, "account, contact, user, team,"
		    " product, stage or pipeline");
	}
	return 0;
}

bool
import_ref_id(int64_t *id, const struct import_column *c,
	      struct crm_value text)
{
	int64_t n = 0;

	if ((c->as != IMPORT_AS_REF && c->as != IMPORT_AS_ID) ||
	    text.len > 18 || !text.len)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		if (text.s[i] < '0' || text.s[i] > '9')
			return false;
		n = n * 10 + (text.s[i] - '0');
	}
	*id = n;
	return true;
}

static int
look(int64_t *id, struct import *im, const struct import_column *c,
     struct crm_value text, int64_t pipeline)
{
	const struct crm_entity *e = c->ref;
	unsigned flags = im->misses < HINTS_MAX ? 0 : CRM_REF_NO_HINT;
	int64_t n;

	if (import_ref_id(&n, c, text))
		return crm_ref_find(id, im->crm, e, text.s, text.len,
		    flags | CRM_REF_DELETED);
	if (c->as == IMPORT_AS_ID)
		return crm_failed(im->crm, CRM_EINVAL, "'%.*s' is no id",
		    (int)(text.len < 100 ? text.len : 100), text.s);
	if (c->as == IMPORT_AS_EXT) {
		text = import_with_source(im, text);
		text = crm_text(crm_arena_printf(&im->row, "ext:%.*s",
		    (int)text.len, text.s));
	}
	if (pipeline)
		return crm_ref_stage(id, im->crm, pipeline, text.s,
		    text.len);
	return crm_ref_find(id, im->crm, e, text.s, text.len,
	    flags | CRM_REF_NO_ID);
}

static struct crm_record *
new_record(struct import *im, const struct crm_entity *e,
	   struct crm_value text, int64_t pipeline)
{
	struct crm_record *r = crm_record_new(im->crm, e, &im->row);

	crm_record_set(r, (int)(crm_field_name(e) - e->fields), text);
	for (size_t i = CRM_F_OWN; i < e->nfields; i++)
		if (e->fields[i].type == CRM_T_EMAIL &&
		    memchr(text.s, '@', text.len))
			crm_record_set(r, (int)i, text);
	if (crm_is(e, &crm_stage) && pipeline)
		crm_record_set(r, STAGE_PIPELINE, crm_int(pipeline));
	return r;
}

/*
 * The login or code that is made from the name may be taken: then the name is
 * told apart by a number behind it.
 */
static int
create(int64_t *id, struct import *im, const struct crm_entity *e,
       struct crm_value text, int64_t pipeline)
{
	struct crm_record *r = new_record(im, e, text, pipeline);
	int unique = crm_is(e, &crm_user) ? USER_LOGIN
	    : crm_is(e, &crm_product) ? PRODUCT_CODE : -1;
	int rc = crm_save(im->crm, r);

	for (int i = 2; rc == CRM_ECONFLICT && unique >= 0 && i < TRIES;
	    i++) {
		struct crm_value taken = r->v[unique];

		r = new_record(im, e, text, pipeline);
		if (i > 2)
			while (taken.len && taken.s[taken.len - 1] != '-')
				taken.len--;
		crm_record_set(r, unique, crm_text(crm_arena_printf(&im->row,
		    i > 2 ? "%.*s%d" : "%.*s-%d", (int)taken.len, taken.s,
		    i)));
		rc = crm_save(im->crm, r);
	}
	if (rc)
		return rc;
	*id = crm_record_id(r);
	im->out->created++;
	return 0;
}

/* A name and nothing else: what is a key can't be made up. */
static bool
is_name(const struct import_column *c, struct crm_value text)
{
	int64_t id;

	if (c->as == IMPORT_AS_ID || c->as == IMPORT_AS_EXT)
		return false;
	return !import_ref_id(&id, c, text) &&
	    !(text.len > 4 && !memcmp(text.s, "ext:", 4));
}

/* By entity, how it is written, pipeline, text. */
int64_t *
import_ref_known(struct import *im, const struct import_column *c,
		 struct crm_value text, int64_t pipeline)
{
	/* Half a million of them have it before them. */
	struct { uint8_t entity, as; uint16_t more; } head = {
		(uint8_t)c->ref->number, (uint8_t)c->as, pipeline != 0
	};
	const size_t more = pipeline ? sizeof(pipeline) : 0;
	const size_t size = sizeof(head) + more + text.len;
	char *key;

	if (im->refs.n >= KNOWN_MAX)
		crm_map_free(&im->refs);
	key = crm_arena_alloc(&im->row, size);
	memcpy(key, &head, sizeof(head));
	memcpy(key + sizeof(head), &pipeline, more);
	memcpy(key + sizeof(head) + more, text.s, text.len);
	return crm_map_put(&im->refs, key, size);
}

int
import_ref(int64_t *id, struct import *im, const struct import_column *c,
	   struct crm_value text, int64_t pipeline)
{
	const struct crm_entity *e = c->ref;
	int64_t *slot = import_ref_known(im, c, text, pipeline);
	int rc = 0;

	if (*slot) {
		*id = *slot;
		return 0;
	}
	rc = look(id, im, c, text, pipeline);
	if (rc == CRM_ENOTFOUND && creates(im, e) && is_name(c, text))
		rc = create(id, im, e, text, pipeline);
	else if (rc == CRM_ENOTFOUND)
		im->misses++;
	if (!rc)
		*slot = *id;
	else
		crm_fail_field(&im->crm->err,
		    im->e->fields[c->field].name);
	return rc;
}

static bool
same_name(const char *a, size_t alen, const char *b, size_t blen)
{
	struct crm_buf x = { 0 }, y = { 0 };
	bool same;

	crm_fold(&x, a, alen);
	crm_fold(&y, b, blen);
	same = x.len == y.len && (!x.len || !memcmp(x.s, y.s, x.len));
	crm_buf_free(&x);
	crm_buf_free(&y);
	return same;
}

/* TEXT was trimmed. */
static bool
is_called(struct crm_value text, const char *name)
{
	size_t n = strlen(name);

	while (n && strchr(" \t\r\n", *name)) {
		name++;
		n--;
	}
	while (n && strchr(" \t\r\n", name[n - 1]))
		n--;
	return same_name(text.s, text.len, name, n);
}

static int
disagree(struct import *im, const struct import_column *c,
	 struct crm_value text, int64_t id, const char *name)
{
	const struct crm_entity *e = c->ref;

	crm_failed(im->crm, CRM_ECONFLICT, "%s %lld is %s%s%s, not '%.*s'",
	    e->name, (long long)id, name ? "'" : "another", name ? name : "",
	    name ? "'" : "", (int)(text.len < 100 ? text.len : 100), text.s);
	crm_hinted(im->crm, "leave out what it isn't: the id, when the record"
	    " is from another database");
	return crm_fail_field(&im->crm->err, import_column_name(im, c));
}

int
import_ref_agrees(struct import *im, const struct import_column *c,
		  struct crm_value text, int64_t id)
{
	const struct crm_entity *e = c->ref;
	int64_t *slot = import_ref_known(im, c, text, -id), other = 0;
	const char *name = NULL;
	int rc;

	if (*slot)
		return 0;
	rc = crm_ref_name(&name, im->crm, e, id, &im->row);
	if (!rc && c->as != IMPORT_AS_NAME)
		rc = look(&other, im, c, text, 0);
	if (rc)
		return crm_fail_field(&im->crm->err,
		    import_column_name(im, c));
	if (c->as == IMPORT_AS_NAME ? !name || !is_called(text, name)
	    : other != id)
		return disagree(im, c, text, id, name);
	*import_ref_known(im, c, text, -id) = 1;
	return 0;
}

int
import_ref_there(int64_t *id, struct import *im,
		 const struct import_column *c, struct crm_value text)
{
	int64_t *slot = import_ref_known(im, c, text, 0);
	int rc = 0;

	if (!*slot) {
		rc = crm_ref_find(id, im->crm, im->e, text.s, text.len,
		    CRM_REF_NO_ID | CRM_REF_NO_HINT);
		if (!rc)
			*slot = *id;
	} else {
		*id = *slot;
	}
	return rc;
}
