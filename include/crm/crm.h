/*
 * What every call of libcrm above the database needs: the connection, the
 * error, the clock, the company's settings, who is acting and the command's
 * memory.  There is one for each command; nothing is global.
 *
 *	static int
 *	connect_to(struct crm *crm, const char *file)
 *	{
 *		int rc = crm_open(crm, file, 0, 5);
 *
 *		if (!rc)
 *			rc = crm_act_as(crm, "ada");
 *		return rc;
 *	}
 */
#ifndef CRM_CRM_H
#define CRM_CRM_H

#include <stdbool.h>
#include <stdint.h>

#include "crm/arena.h"
#include "crm/clock.h"
#include "crm/db.h"
#include "crm/error.h"

/* Facts of the company, kept in the database's table "setting". */
struct crm_company {
	char currency[4];	/* "EUR" */
	char zone[64];		/* "Europe/Berlin" */
	char country[3];	/* "DE", or "" */
	int inactive_after;	/* days: a customer who buys nothing */
};

struct crm_actor {
	int64_t id;		/* 0: not known, may only read */
	char login[64];
	char role[16];
	bool active;
};

struct crm {
	struct crm_db *db;
	struct crm_error err;
	struct crm_arena arena;		/* lives as long as the command */
	struct crm_clock clock;
	struct crm_company company;
	struct crm_actor actor;
	struct crm_batch *batch;	/* the running write, or NULL */
	struct crm_listener *listener;	/* event.h; or NULL */
	struct crm_stages *stages;	/* pipeline.h; read when needed */
	/* Entities with custom fields: see crm_entities; NULL: built-in. */
	const struct crm_entity *const *catalogue;
	bool all_fields;		/* deleted custom fields, too: a dump */
	/*
	 * Whether FILTER is one of E, that of the segment number SEGMENT or 0:
	 * CRM_EUSAGE.  Set to crm_query_check by whoever has the filter
	 * language; NULL: nobody looks.
	 */
	int (*check_filter)(struct crm *crm, const struct crm_entity *e,
			    const char *filter, int64_t segment);
	/* Whether it asks for that segment by name: crm_query_names. */
	bool (*filter_names)(struct crm *crm, const char *filter,
			     int64_t segment);
	/* Sentences for people (warnings); NULL: not shown. */
	void (*say)(void *ctx, const char *sentence);
	void *say_ctx;
};

#define CRM_SCHEMA 1		/* the number of this program's schema */

/*
 * Open the database and read the company's settings; the clock keeps a zone
 * or time given before (CLOCK set by hand), else the company's zone is used.
 * CRM_ENODB when it isn't there or is of another schema.
 */
int crm_open(struct crm *crm, const char *uri, unsigned flags,
	     int busy_seconds);
/* Give everything back; CRM may be closed twice. */
void crm_close(struct crm *crm);
/* Instead, at the end of a program: what the system takes back stays. */
void crm_leave(struct crm *crm);

/* Find the user LOGIN; not being there is no error (actor.id is 0). */
int crm_act_as(struct crm *crm, const char *login);
/* CRM_EREFUSED with a hint when the actor may not write. */
int crm_may_write(struct crm *crm);
/* CRM_EREFUSED when the actor is no admin: "only an admin may WHAT". */
int crm_may_admin(struct crm *crm, const char *what);

/* A sentence for people on stderr: a warning, a count. */
void crm_say(struct crm *crm, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* crm_fail and crm_hint on CRM's own error. */
#define crm_failed(crm, code, ...) crm_fail(&(crm)->err, code, __VA_ARGS__)
#define crm_hinted(crm, ...) crm_hint(&(crm)->err, __VA_ARGS__)

#endif
