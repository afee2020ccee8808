/* JSON text as a tree: see json_load.c. */
#ifndef IO_JSON_LOAD_H
#define IO_JSON_LOAD_H

#include <jansson.h>

/* As json_loadb, but out of memory is no fault of the text: it is the end. */
json_t *json_load_text(const char *s, size_t len, size_t flags,
		       json_error_t *why);

#endif
