/*
 * Adding many records of one entity: the same rules as crm_save, at the speed
 * of a load.  Ids are given out in one run, the log gets one row, and when
 * the table is empty, its indexes are made afterwards and unique values are
 * watched in memory.
 *
 * Runs within a batch.  A record that is refused leaves nothing behind.
 *
 *	static int
 *	add_many(struct crm *crm, struct crm_record **r, size_t n)
 *	{
 *		struct crm_bulk *b;
 *		struct crm_bulk_how how = { .expected = (int64_t)n };
 *		int rc = crm_bulk_begin(&b, crm, &crm_contact, &how);
 *
 *		for (size_t i = 0; !rc && i < n; i++)
 *			rc = crm_bulk_add(b, r[i], 0);
 *		return crm_bulk_end(b, rc);
 *	}
 */
#ifndef CRM_BULK_H
#define CRM_BULK_H

#include <stdbool.h>
#include <stdint.h>

#include "crm/record.h"

struct crm_bulk;

struct crm_bulk_how {
	int64_t expected;	/* about how many will come; 0: few */
	const bool *fields;	/* which may have values; NULL: any */
	const struct crm_field *key;	/* crm_bulk_find looks by it */
	/*
	 * The records are of a dump, each with its id: they were checked when
	 * they were first written, and are kept as they are as long as they
	 * have what they must have.  UNLOGGED: the log is dumped, too.
	 */
	bool dumped, unlogged;
	/*
	 * Where to say that two records turned out to have one value that only
	 * one may have, or KEY: then the load fails as a whole, and is to be
	 * run again without this.  Such values are not looked at one by one
	 * then, which takes memory, if the engine finds them all by itself.
	 */
	bool *doubled;
};

/* *OUT is NULL after a failure. */
int crm_bulk_begin(struct crm_bulk **out, struct crm *crm,
		   const struct crm_entity *e,
		   const struct crm_bulk_how *how);

/* With DOUBLED: whether values are not looked at. */
bool crm_bulk_trusts(const struct crm_bulk *b);

/*
 * With DOUBLED: from here on, look at each record's values as without.  Does
 * nothing twice.
 */
int crm_bulk_watch(struct crm_bulk *b);

/* Whether crm_bulk_find sees nothing but what this load added. */
bool crm_bulk_alone(const struct crm_bulk *b);

/*
 * The records not deleted, those of this load too, whose field KEY (or a
 * unique one) has R's value: how many (0, 1, or 2 for more) and their ids.
 */
int crm_bulk_find(int64_t ids[2], struct crm_bulk *b,
		  const struct crm_record *r, int key);

/*
 * Add the new record R, whose text need live no longer than the call.  Its id
 * is in R afterwards; one that R has already is kept.  MARK is remembered
 * for it, such as the line that it came from.  CRM_EINVAL and CRM_ECONFLICT
 * refuse R alone and can be gone on from.
 */
int crm_bulk_add(struct crm_bulk *b, struct crm_record *r, int64_t mark);

/* After CRM_ECONFLICT: the record that holds the unique value, or 0. */
int64_t crm_bulk_clash(const struct crm_bulk *b);
/* The mark of record ID; -1 when this load didn't add it. */
int64_t crm_bulk_mark(const struct crm_bulk *b, int64_t id);

/* All have come: make the indexes, so that others can be looked for. */
int crm_bulk_index(struct crm_bulk *b);

/*
 * Afterwards: make the field F of record ID, which this load added, refer to
 * record TO.  It is part of the adding: neither revision nor log tell of it.
 */
int crm_bulk_refer(struct crm_bulk *b, int64_t id, int f, int64_t to);

/*
 * Make the indexes if that wasn't done, free B; returns CODE or a failure.
 * B may be NULL.
 */
int crm_bulk_end(struct crm_bulk *b, int code);

#endif
