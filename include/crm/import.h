/*
 * Import of CSV and JSON: every row is accounted for, all of it or nothing,
 * and doing it again changes nothing.
 *
 * See crm-map(5) for the mapping file and crm-import(1) for the rules.
 *
 *	static int
 *	load(struct crm *crm, int fd, struct crm_import_result *out)
 *	{
 *		struct crm_import_how how = {
 *			.entity = &crm_account, .fd = fd, .name = "in.csv"
 *		};
 *
 *		return crm_import(out, crm, &how);
 *	}
 */
#ifndef CRM_IMPORT_H
#define CRM_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crm/buf.h"
#include "crm/crm.h"
#include "crm/entity.h"

enum crm_import_mode {
	CRM_IMPORT_UNSET,	/* the mapping file's, else add */
	CRM_IMPORT_ADD, CRM_IMPORT_UPSERT, CRM_IMPORT_UPDATE
};

/* What an empty cell does to a record that is there. */
enum crm_import_empty {
	CRM_IMPORT_EMPTY_UNSET,	/* the mapping file's, else keep */
	CRM_IMPORT_EMPTY_KEEP, CRM_IMPORT_EMPTY_CLEAR
};

struct crm_import_how {
	const struct crm_entity *entity;
	int fd;				/* where the rows come from */
	const char *name;		/* of the input, in messages */
	const char *map;		/* mapping file, or NULL */
	const char *const *sets;	/* "CSV column=field", NULL-ended */
	const char *const *values;	/* "field:old=new", NULL-ended */
	const char *const *defaults;	/* "field=value", NULL-ended */
	const char *key;		/* field to match by, or NULL */
	enum crm_import_mode mode;
	const char *create;		/* "account,user" or NULL */
	const char *source;		/* put before ext_id, or NULL */
	const char *encoding, *date_format;
	char delimiter, point;		/* 0: by content, '.' */
	enum crm_import_empty empty;
	bool partial, dry_run, ignore_unknown, lax_quotes, excel_safe;
	int64_t max_errors;		/* unless PARTIAL; 0: 100 */
	int rejects_fd;			/* 0 or -1: none */
	const char *options, *hash, *batch_key;	/* of the batch */
	struct crm_hooks *hooks;	/* hooks.h; NULL: none */
	/* Rows done and the share of the input read, 0-1000; or NULL. */
	void (*progress)(void *ctx, int64_t rows, int permille);
	/* One refused row: LINE, the field or "", sentence; or NULL. */
	void (*reject)(void *ctx, long line, const char *field,
		       const char *sentence, const char *hint);
	/*
	 * After the commit, or for a batch key that was there already: the
	 * id of each row's record in the order of the rows; or NULL.
	 */
	int (*printed)(void *ctx, int64_t id);
	void *ctx;
};

struct crm_import_result {
	int64_t rows, added, updated, unchanged, rejected;
	int64_t created;	/* records made by create */
	int64_t batch;		/* 0: nothing was written */
	int replayed;		/* a batch of this key was there already */
	bool stopped;		/* by MAX_ERRORS: the rest wasn't read */
};

/*
 * CRM_EINVAL when a row was refused and nothing is kept; CRM_EPARTIAL when
 * the good ones were (PARTIAL); the counts hold in either case.
 */
int crm_import(struct crm_import_result *out, struct crm *crm,
	       const struct crm_import_how *how);

/*
 * Append a mapping file for the header of FD that crm-map(5) describes:
 * known columns mapped, others with the nearest field as a comment.
 */
int crm_import_suggest(struct crm_buf *out, struct crm *crm,
		       const struct crm_import_how *how);

#endif
