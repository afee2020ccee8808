/* The members of a JSON object, as cells. */
#ifndef IO_JSON_CELLS_H
#define IO_JSON_CELLS_H

#include <jansson.h>

#include "crm/arena.h"
#include "crm/reader.h"
#include "io/json_scan.h"

struct json_cells {
	struct crm_arena arena;		/* the row's */
	const char *text;		/* of the object */
	const struct json_scan *scan;	/* of TEXT */
	size_t max_field;
	size_t numbers;			/* passed so far */
	size_t n;
	struct crm_value *v, *names;
	enum crm_cell_kind *kinds;
	struct crm_buf *why;
};

/*
 * The members of OBJECT, which must live as long as the cells do: false with
 * a sentence in c->why.
 */
bool json_cells_read(struct json_cells *c, json_t *object);

#endif
