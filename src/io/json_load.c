/*
 * Jansson without memory calls a good text bad, or leaves out a part of it
 * and says nothing.  So memory of ours is used, which is there or is the end.
 */
#include "io/json_load.h"

#include <stdlib.h>

#include "crm/buf.h"

json_t *
json_load_text(const char *s, size_t len, size_t flags, json_error_t *why)
{
	json_set_alloc_funcs(crm_memory, free);
	return json_loadb(s, len, flags, why);
}
