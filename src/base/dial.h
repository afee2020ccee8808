/* How countries are called. */
#ifndef BASE_DIAL_H
#define BASE_DIAL_H

#include <stddef.h>

struct dial {
	char country[3];	/* ISO 3166 */
	char code[4];		/* "49" */
	char trunk[3];		/* "0": dialled within the country alone */
};

/* By the code of the country; NULL. */
const struct dial *dial_find(const char *country);
/* The I-th there is; NULL behind the last. */
const struct dial *dial_at(size_t i);

#endif
