/*
 * References as anyone may type them, to a record of one kind or of any:
 * found, or there is a sentence.  The first byte chooses the entity, the
 * second the flags.
 */
#include "fuzz.h"

#include "crm/link.h"
#include "crm/ref.h"
#include "crm/schema.h"

/* Links to records of several kinds: who takes part in an activity. */
static const struct crm_field *
links_field(void)
{
	for (size_t i = 0; crm_catalogue[i]; i++)
		for (size_t k = 0; k < crm_catalogue[i]->nfields; k++)
			if (crm_catalogue[i]->fields[k].type == CRM_T_LINKS)
				return &crm_catalogue[i]->fields[k];
	abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct crm *crm = fuzz_crm(true);
	struct crm_arena arena = { 0 };
	struct crm_value links;
	const struct crm_entity *e;
	int64_t id = 0, link = 0;
	size_t n = 0;
	const char *s;

	if (size < 2)
		return 0;
	while (crm_catalogue[n])
		n++;
	e = crm_catalogue[data[0] % n];
	s = crm_arena_copy(&arena, data + 2, size - 2);
	size -= 2;
	if (!(e->flags & CRM_E_PLAIN))
		fuzz_check(crm, crm_ref_find(&id, crm, e, s, size,
		    data[1] & 15));
	fuzz_check(crm, crm_link_find(&link, crm, NULL, s, size,
	    data[1] & 15));
	if (link && !crm_entity_number(crm, crm_link_entity(link)))
		abort();
	fuzz_check(crm, crm_links_read(&links, crm, links_field(), &arena, s,
	    size));
	crm_arena_free(&arena);
	return 0;
}
