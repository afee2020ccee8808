/*
 * Where a JSON value ends, piece by piece, and where its numbers stand.
 *
 * It is only looked at as far as that needs: brackets, strings, numbers.
 * Whether the value is right is jansson's to say, but jansson would make
 * doubles of the numbers.
 */
#ifndef IO_JSON_SCAN_H
#define IO_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crm/buf.h"

enum {
	JSON_DEPTH = 64,	/* brackets within brackets */
	JSON_VALUES = 20000	/* in one object, about */
};

struct json_number {
	size_t at, len;		/* from the beginning of the value */
};

struct json_scan {
	int depth;
	uint64_t square;	/* which of the open brackets are [ */
	bool begun, done, string, escape, bare, number;
	size_t at, values;
	struct crm_buf numbers;	/* of struct json_number, in order */
	const char *bad;	/* why it can't be gone on from, or NULL */
};

/* Forget what was scanned, for the next value. */
void json_scan_begin(struct json_scan *sc);
/*
 * The next LEN bytes of the value, which begins with the first of them all:
 * how many belong to it.  All of them do unless it is done or bad.
 */
size_t json_scan(struct json_scan *sc, const char *s, size_t len);
/* No more bytes: true when what there was is a whole value. */
bool json_scan_end(struct json_scan *sc);

static inline bool
json_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

#endif
