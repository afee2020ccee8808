/*
 * An entity as data: one constant table of fields, from which come its DDL,
 * its verbs, its import and export, its filters, help, completion and log.
 *
 * Every table of fields begins with CRM_SYSTEM_FIELDS, so that they have the
 * same index (CRM_F_ID ...) everywhere; an entity's own are counted on from
 * CRM_F_OWN by an enum of its header.  A field named "currency" is the
 * currency of the entity's money; without one it is the company's.
 *
 *	static int
 *	is_kept(const struct crm_field *f)
 *	{
 *		return !(f->flags & CRM_DERIVED) && !crm_type_is_set(f->type);
 *	}
 */
#ifndef CRM_ENTITY_H
#define CRM_ENTITY_H

#include <stddef.h>

enum crm_type {
	CRM_T_TEXT, CRM_T_EMAIL, CRM_T_PHONE, CRM_T_URL,
	CRM_T_TAGS,		/* rows of tag: as text, sorted, a;b;c */
	CRM_T_INT,
	CRM_T_DECIMAL,		/* an integer of 10^-4 */
	CRM_T_PERCENT,		/* basis points, written as percent */
	CRM_T_RATE,		/* an integer of 10^-9 */
	CRM_T_MONEY,		/* minor units of the row's currency */
	CRM_T_CURRENCY,		/* an ISO 4217 code */
	CRM_T_BOOL,		/* 0 or 1 */
	CRM_T_DATE,		/* text: YYYY-MM-DD */
	CRM_T_TIME,		/* text: YYYY-MM-DDTHH:MM:SSZ */
	CRM_T_ENUM,		/* text: one of choices */
	CRM_T_REF,		/* the id of a record of the entity ref */
	/* To a record of any entity, or of those in choices: see link.h. */
	CRM_T_LINK,
	CRM_T_LINKS,		/* several: rows of tag, a;b as tags */
	CRM_T_SEGMENT		/* of no field: segment = NAME in filters */
};

enum {
	CRM_REQUIRED = 1,
	CRM_UNIQUE = 2,		/* among the records not deleted */
	CRM_INDEXED = 4,
	CRM_READONLY = 8,	/* set by services, never by a user */
	CRM_BRIEF = 16,		/* a column of the default list */
	CRM_SENSITIVE = 32,	/* shown only when named */
	CRM_DERIVED = 64,	/* not stored: computed by expr */
	CRM_IMPORT = 128,	/* read-only, but import may set it */
	CRM_NAME = 256,		/* what the record is called: has name_key */
	CRM_LONG = 512,		/* text of several lines */
	CRM_TREE = 1024,	/* to its own entity: never above itself */
	CRM_TITLE = 2048,	/* what it is called, but not found by */
	CRM_CUSTOM = 4096,	/* added by the company: custom.h */
	CRM_KEYED = 8192,	/* of an address: has a key by its kind */
	/* Read-only, and no part of revision and log: lifecycle.h. */
	CRM_KEPT = 16384,
	/* Read-only: the fields in choices, joined by @. */
	CRM_JOINED = 32768
};

struct crm_field {
	const char *name;
	enum crm_type type;
	unsigned flags;
	const char *const *choices;	/* of enum, link: NULL-ended */
	const char *ref;		/* CRM_T_REF: the entity */
	const char *preset;		/* when none is given, as typed */
	/*
	 * CRM_DERIVED: SQL in which {path} is a path from the record, as in
	 * a filter, and {today} the day.
	 */
	const char *expr;
	const char *help;
	const char *column;	/* in the table; NULL: as its name */
};

enum {
	CRM_F_ID, CRM_F_EXT_ID, CRM_F_REV, CRM_F_OWNER, CRM_F_TAGS,
	CRM_F_CREATED_AT, CRM_F_CREATED_BY, CRM_F_UPDATED_AT,
	CRM_F_UPDATED_BY, CRM_F_DELETED_AT, CRM_F_OWN
};

/* The head of every table of fields. */
#define CRM_SYSTEM_FIELDS						\
	{ "id", CRM_T_INT, CRM_READONLY | CRM_BRIEF,			\
	  .help = "number of the record, never used twice" },		\
	{ "ext_id", CRM_T_TEXT, CRM_UNIQUE,				\
	  .help = "its key in another system, as erp:42" },		\
	{ "rev", CRM_T_INT, CRM_READONLY,				\
	  .help = "revision: counts the changes" },			\
	{ "owner", CRM_T_REF, CRM_INDEXED, .ref = "user",		\
	  .help = "the user responsible" },				\
	{ "tags", CRM_T_TAGS, 0,					\
	  .help = "labels, separated by ; or ," },			\
	{ "created_at", CRM_T_TIME, CRM_READONLY | CRM_IMPORT,		\
	  .help = "when it was added" },				\
	{ "created_by", CRM_T_REF, CRM_READONLY | CRM_IMPORT,		\
	  .ref = "user", .help = "who added it" },			\
	{ "updated_at", CRM_T_TIME, CRM_READONLY,			\
	  .help = "when it was last changed" },				\
	{ "updated_by", CRM_T_REF, CRM_READONLY,			\
	  .ref = "user", .help = "who last changed it" },		\
	{ "deleted_at", CRM_T_TIME, CRM_READONLY,			\
	  .help = "when it was deleted" }

/* Whether a value is rows of the table tag, not a column. */
static inline int
crm_type_is_set(enum crm_type t)
{
	return t == CRM_T_TAGS || t == CRM_T_LINKS;
}

struct crm;
struct crm_record;

enum {
	/* Rows of id and own fields alone, no command, no path: tag. */
	CRM_E_PLAIN = 2,
	CRM_E_OWNED = 4,	/* whoever adds one by hand owns it */
	/* check() looks for others: a load keeps the indexes. */
	CRM_E_ALONE = 8,
	/* A company has few of them: only what is unique has an index. */
	CRM_E_FEW = 16,
	/* No two are one thing, or more than a reference is meant by it. */
	CRM_E_APART = 32
};

struct crm_entity {
	const char *name, *plural, *title;
	const char *help;
	int number;		/* 1-63, never changed: log, tags, links */
	unsigned flags;
	const struct crm_field *fields;
	size_t nfields;
	const char *order;	/* the default sort, as --sort takes it */
	const char *prefix;	/* "C-": C-42 is number 42; or NULL */
	/*
	 * The day whose rates turn its money into another currency, as expr
	 * of a derived field; NULL: today.
	 */
	const char *worth_on;
	/*
	 * Rules that a table can't say, before a write: rec->old is what was
	 * there, NULL for a new record.  NULL when there are none.
	 */
	int (*check)(struct crm *crm, struct crm_record *rec);
	/* What else is done once rec was added, or changed; or NULL. */
	int (*added)(struct crm *crm, struct crm_record *rec);
	int (*changed)(struct crm *crm, struct crm_record *rec);
};

#define CRM_COUNT(a) (sizeof(a) / sizeof((a)[0]))

extern const struct crm_entity crm_account, crm_activity, crm_address,
	crm_article, crm_audience, crm_campaign, crm_case, crm_contact,
	crm_custom, crm_lead, crm_member, crm_occasion, crm_opp,
	crm_pipeline, crm_product, crm_rate, crm_relation, crm_segment,
	crm_setting, crm_stage, crm_stage_change, crm_tag, crm_target,
	crm_team, crm_territory, crm_user;

/*
 * All entities that are built in, in the order in which they can be loaded,
 * ended by NULL.
 */
extern const struct crm_entity *const crm_catalogue[];

/*
 * Those of CRM's database: custom fields make longer copies of some.  Here
 * and below CRM may be NULL or not open yet: the built-in ones.
 */
const struct crm_entity *const *crm_entities(const struct crm *crm);
/* E as CRM's database has it. */
const struct crm_entity *crm_entity_of(const struct crm *crm,
				       const struct crm_entity *e);
/* Whether two are the same, custom fields aside. */
static inline int
crm_is(const struct crm_entity *a, const struct crm_entity *b)
{
	return a == b || (a && b && a->number == b->number);
}

/* By name or plural; NULL when there is none. */
const struct crm_entity *crm_entity_find(const struct crm *crm,
					 const char *name, size_t len);
const struct crm_entity *crm_entity_number(const struct crm *crm, int number);

/* NULL when E has no such field. */
const struct crm_field *crm_field_find(const struct crm_entity *e,
				       const char *name, size_t len);
static inline const char *
crm_field_column(const struct crm_field *f)
{
	return f->column ? f->column : f->name;
}
/* The field of E that the log's COLUMN is; NULL. */
const struct crm_field *crm_column_find(const struct crm_entity *e,
					const char *column, size_t len);
/* True when F is a column of E's table. */
int crm_field_stored(const struct crm_entity *e, const struct crm_field *f);
/*
 * The number under which the table tag keeps the set F of E's records: the
 * entity's own for its tags, 64 more for each other set.
 */
int crm_field_set(const struct crm_entity *e, const struct crm_field *f);
/* What a record is called: the field flagged CRM_NAME or CRM_TITLE. */
const struct crm_field *crm_field_title_of(const struct crm_entity *e);
/* The field flagged CRM_NAME, or NULL. */
const struct crm_field *crm_field_name(const struct crm_entity *e);
/* The entity a CRM_T_REF field refers to. */
const struct crm_entity *crm_field_ref(const struct crm *crm,
				       const struct crm_field *f);
/* The index of the field "currency" of E, or -1. */
int crm_entity_currency(const struct crm_entity *e);
int crm_entity_has_money(const struct crm_entity *e);

/*
 * The stored column that a field's value is looked up by: name_key,
 * email_key, phone_key, or the field itself; into OUT of 64 bytes.
 */
const char *crm_field_key(char out[64], const struct crm_field *f);
/* True when F has a key column of its own. */
int crm_field_has_key(const struct crm_field *f);

/*
 * An inverse path: the entity and its field that refers to E, for "opps" or
 * "contacts_by_reports_to"; NULL when NAME is none.  Where two fields refer
 * to E, the plural alone is the one that is named like E.  A set of links is
 * always asked for by its name: activities_by_with.
 */
const struct crm_entity *crm_inverse_find(const struct crm *crm,
					  const struct crm_field **field,
					  const struct crm_entity *e,
					  const char *name, size_t len);
/*
 * Call EACH with the name of every inverse path of E.
 */
void crm_inverse_each(const struct crm *crm, const struct crm_entity *e,
		      void (*each)(void *ctx, const char *name,
				   const struct crm_entity *from,
				   const struct crm_field *field),
		      void *ctx);

#endif
