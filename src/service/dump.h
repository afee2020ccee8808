/* What dumping and loading share: the form of a dump. */
#ifndef SERVICE_DUMP_H
#define SERVICE_DUMP_H

#include "crm/blank.h"
#include "crm/dump.h"
#include "crm/entity.h"

enum { DUMP_FORMAT = 1, DUMP_ENTITIES = 64 };

/*
 * The entities in the order of a dump, ended by NULL: first what shapes the
 * others, then those of the catalogue; rows that records don't hold
 * themselves only with HISTORY.
 */
void dump_order(const struct crm_entity *out[DUMP_ENTITIES],
		const struct crm *crm, bool history);
/* Whether F of E is in a dump. */
bool dump_has(const struct crm_entity *e, const struct crm_field *f,
	      bool history);

#endif
