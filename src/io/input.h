/*
 * An input that can be read twice.  No other command should wait while a pipe
 * trickles in either: what is no file is first copied to one without a name.
 */
#ifndef IO_INPUT_H
#define IO_INPUT_H

#include <stdint.h>

#include "crm/error.h"

struct crm_input {
	int fd;			/* -1: not open */
	int64_t start, size;	/* where in it, and how long it is */
	int given;		/* the descriptor it was opened from */
	const char *name;	/* in messages */
};

int crm_input_open(struct crm_input *in, int fd, const char *name,
		   struct crm_error *err);
/* Go to its beginning. */
int crm_input_rewind(struct crm_input *in, struct crm_error *err);
void crm_input_close(struct crm_input *in);

#endif
