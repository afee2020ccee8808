/* What the front of the writer and its formats share. */
#ifndef IO_WRITER_H
#define IO_WRITER_H

#include <stdint.h>

#include "crm/arena.h"
#include "crm/writer.h"

struct crm_writer_ops {
	int (*begin)(struct crm_writer *w);	/* may be NULL, as end, free */
	void (*row)(struct crm_writer *w, const struct crm_value *cells);
	void (*end)(struct crm_writer *w);
	void (*free)(struct crm_writer *w);
};

struct crm_writer {
	const struct crm_writer_how *how;
	const struct crm_column *cols;
	size_t ncols;
	struct crm_error *err;
	const struct crm_writer_ops *ops;
	struct crm_arena arena;
	struct crm_buf out;		/* not yet written */
	struct crm_buf cell;		/* scratch */
	void *state;			/* the format's own, in the arena */
	int64_t rows;			/* begun before this one */
	int rc;				/* the first failure of writing */
};

extern const struct crm_writer_ops crm_writer_table, crm_writer_list,
	crm_writer_csv, crm_writer_tsv, crm_writer_json, crm_writer_jsonl,
	crm_writer_ids, crm_writer_template;

/* What stands for column C: the name of a reference, else its value. */
struct crm_value crm_cell_value(const struct crm_column *c,
				const struct crm_value *cells);
/* Append it as data: crm_value_write's text, or the name. */
void crm_cell_write(struct crm_buf *out, const struct crm_writer *w,
		    const struct crm_column *c,
		    const struct crm_value *cells);
/*
 * The same for reading: money has its currency when no column tells it, an
 * instant is shown in the zone in use, to the minute.
 */
void crm_cell_read(struct crm_buf *out, const struct crm_writer *w,
		   const struct crm_column *c, const struct crm_value *cells);

/* Write what is gathered when it is enough. */
void crm_writer_flush(struct crm_writer *w, size_t enough);

#endif
