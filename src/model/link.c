/* Links to records of any entity, as people write them and as they are kept. */
#include "crm/link.h"

#include <string.h>

#include "crm/contact.h"
#include "crm/lead.h"
#include "crm/ref.h"
#include "crm/suggest.h"
#include "model/tag.h"

int
crm_link_allows(const struct crm_field *f, const struct crm_entity *e)
{
	if (e->flags & CRM_E_PLAIN)
		return 0;
	if (!f || !f->choices)
		return 1;
	for (size_t i = 0; f->choices[i]; i++)
		if (!strcmp(f->choices[i], e->name))
			return 1;
	return 0;
}

/* "contact, account or lead" */
static void
add_choices(struct crm_buf *out, const struct crm *crm,
	    const struct crm_field *f)
{
	const struct crm_entity *const *all = crm_entities(crm);
	bool any = false;

	for (size_t i = 0; all[i]; i++) {
		if (!crm_link_allows(f, all[i]))
			continue;
		crm_buf_printf(out, "%s%s", any ? ", " : "", all[i]->name);
		any = true;
	}
}

/* What stands before the colon is no entity that F may refer to. */
static int
wrong_entity(struct crm *crm, const struct crm_field *f, const char *text,
	     size_t len)
{
	const struct crm_entity *const *all = crm_entities(crm);
	struct crm_buf choices = { 0 };
	struct crm_suggest near;

	crm_suggest_init(&near, text, len);
	for (size_t i = 0; all[i]; i++)
		if (crm_link_allows(f, all[i]))
			crm_suggest_try(&near, all[i]->name);
	crm_failed(crm, CRM_EINVAL, "'%.*s' is no kind of record that can"
	    " be meant here", (int)(len < 60 ? len : 60), text);
	add_choices(&choices, crm, f);
	if (near.best)
		crm_hinted(crm, "did you mean '%s:'?", near.best);
	else
		crm_hinted(crm, "one of %s", choices.s);
	crm_buf_free(&choices);
	return CRM_EINVAL;
}

static int
no_entity(struct crm *crm, const char *text, size_t len)
{
	crm_failed(crm, CRM_EINVAL, "'%.*s' doesn't say what kind of record"
	    " it is", (int)(len < 60 ? len : 60), text);
	return crm_hinted(crm, "write contact:42, contact:ada@acme.test or"
	    " account:'Acme Ltd'");
}

/* TEXT without an entity: the only record of those that F allows. */
static int
find_among(int64_t *link, struct crm *crm, const struct crm_field *f,
	   const char *text, size_t len, unsigned flags)
{
	const struct crm_entity *e, *found = NULL;
	int64_t id, kept = 0;
	int rc;

	for (size_t i = 0; f->choices[i]; i++) {
		e = crm_entity_find(crm, f->choices[i],
		    strlen(f->choices[i]));
		if (!e)
			continue;
		rc = crm_ref_find(&id, crm, e, text, len, flags |
		    (f->choices[1] ? CRM_REF_NO_ID | CRM_REF_NO_HINT : 0));
		if (rc == CRM_ENOTFOUND && f->choices[1])
			continue;
		if (rc)
			return rc;
		if (found) {
			crm_failed(crm, CRM_ECONFLICT, "'%.*s' is ambiguous",
			    (int)(len < 60 ? len : 60), text);
			return crm_hinted(crm, "write %s:%lld or %s:%lld",
			    found->name, (long long)kept, e->name,
			    (long long)id);
		}
		found = e;
		kept = id;
	}
	if (!found)
		return no_entity(crm, text, len);
	*link = crm_link(found, kept);
	return 0;
}

/* An e-mail address alone is that of a contact, else of a lead. */
static int
find_person(int64_t *link, struct crm *crm, const char *text, size_t len,
	    unsigned flags)
{
	static const struct crm_entity *const people[] = {
		&crm_contact, &crm_lead
	};
	int64_t id;
	int rc = CRM_ENOTFOUND;

	for (size_t i = 0; rc == CRM_ENOTFOUND && i < CRM_COUNT(people); i++) {
		rc = crm_ref_find(&id, crm, people[i], text, len, flags |
		    CRM_REF_NO_HINT);
		if (!rc)
			*link = crm_link(people[i], id);
	}
	if (rc == CRM_ENOTFOUND)
		return crm_failed(crm, rc, "nobody has the address '%.*s'",
		    (int)(len < 200 ? len : 200), text);
	return rc;
}

int
crm_link_find(int64_t *link, struct crm *crm, const struct crm_field *f,
	      const char *text, size_t len, unsigned flags)
{
	const char *colon = memchr(text, ':', len);
	size_t n = colon ? (size_t)(colon - text) : 0;
	const struct crm_entity *e = NULL;
	int64_t id;
	int rc;

	if (colon && !(n == 3 && !memcmp(text, "ext", 3)))
		e = crm_entity_find(crm, text, n);
	if (!e && f && f->choices && (!colon || memchr(text, '@', n)))
		return find_among(link, crm, f, text, len, flags);
	if (!colon && !f && memchr(text, '@', len))
		return find_person(link, crm, text, len, flags);
	if (!colon)
		return no_entity(crm, text, len);
	if (!e || !crm_link_allows(f, e))
		return wrong_entity(crm, f, text, n);
	rc = crm_ref_find(&id, crm, e, colon + 1, len - n - 1, flags);
	if (!rc)
		*link = crm_link(e, id);
	return rc;
}

struct reading {
	struct crm *crm;
	const struct crm_field *f;
	struct crm_buf all;
};

static int
read_one(void *ctx, const char *text, size_t len)
{
	struct reading *r = ctx;
	int64_t link = 0;
	int rc = crm_link_find(&link, r->crm, r->f, text, len,
	    CRM_REF_DELETED);

	if (rc)
		return rc;
	if (r->all.len)
		crm_buf_char(&r->all, ';');
	crm_link_write(&r->all, link);
	return 0;
}

int
crm_links_read(struct crm_value *out, struct crm *crm,
	       const struct crm_field *f, struct crm_arena *a,
	       const char *text, size_t len)
{
	struct reading r = { .crm = crm, .f = f };
	char *copy = crm_arena_copy(a, text, len);
	int rc;

	for (size_t i = 0; i < len; i++)
		if (copy[i] == ',')
			copy[i] = ';';
	rc = crm_tags_each(crm_text_n(copy, len), read_one, &r);
	if (!rc)
		rc = crm_tags_normal(out, crm, a, r.all.s ? r.all.s : "",
		    r.all.len);
	crm_buf_free(&r.all);
	return rc ? crm_fail_field(&crm->err, f->name) : 0;
}

void
crm_link_write(struct crm_buf *out, int64_t link)
{
	const struct crm_entity *e = crm_entity_number(NULL,
	    crm_link_entity(link));

	crm_buf_printf(out, "%s:%lld", e ? e->name : "record",
	    (long long)crm_link_id(link));
}
