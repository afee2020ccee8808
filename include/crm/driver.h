/*
 * What an engine must supply: one constant struct of functions, and the
 * spellings in which it differs.  A second engine is a second such struct;
 * nothing above this floor knows which one is in use.
 *
 *	static const char *
 *	engine(const struct crm_driver *d)
 *	{
 *		return d->abi == CRM_DRIVER_ABI ? d->name : NULL;
 *	}
 */
#ifndef CRM_DRIVER_H
#define CRM_DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crm/error.h"
#include "crm/value.h"

#define CRM_DRIVER_ABI 5

/* Words of SQL that go into statements as they are. */
struct crm_dialect {
	const char *id_type;	/* of a generated primary key */
	const char *int_type;
	const char *text_type;	/* sorts by code point */
	const char *table_end;	/* behind the ) of CREATE TABLE */
	const char *join_text;	/* aggregate (text, separator) */
	const char *begin_write;/* takes the right to write at once */
	const char *begin_read;	/* one snapshot */
	/*
	 * The index of crm_db_search_*: what makes it (statements that end in
	 * ";\n"), adds and removes a record ($1 its link, then the words of
	 * each part), empties it; and SELECT "link", "part" of what is found,
	 * with {0} {1} {2} for what search_match makes of the words.
	 */
	const char *search_make, *search_add, *search_remove, *search_clear,
	    *search_links;
	/* A query of those there are: see crm_schema_each_index(). */
	const char *indexes;
	/* A table can't refer to one that is made after it. */
	bool references_last;
	/* Each question is a way there and back: many are better one. */
	bool far;
};

/* What a driver may call back: it links nothing else of libcrm. */
struct crm_host {
	int (*fail)(struct crm_error *err, enum crm_code code,
		    const char *fmt, ...)
		__attribute__((format(printf, 3, 4)));
	int (*hint)(struct crm_error *err, const char *fmt, ...)
		__attribute__((format(printf, 2, 3)));
	/* NFC, lower-cased; the result lives until the next call. */
	const char *(*fold)(const char *s, size_t len, size_t *outlen);
	/* Days from one YYYY-MM-DD to another; 0 on success. */
	int (*days)(int64_t *out, const char *from, size_t fromlen,
		    const char *to, size_t tolen);
	/* n * part / whole, half away from zero; 0 on success. */
	int (*share)(int64_t *out, int64_t n, int64_t part, int64_t whole);
	/* URI without its secrets; lives until the next call. */
	const char *(*shown)(const char *uri);
};

struct crm_db_fault;		/* db.h */

struct crm_driver {
	unsigned abi;
	const char *name;
	const struct crm_dialect *dialect;

	/* As crm_db_open; *CONN must be closed also after a failure. */
	int (*open)(void **conn, const struct crm_host *host, const char *uri,
		    unsigned flags, int busy_seconds, struct crm_error *err);
	void (*close)(void *conn);
	/* Instead, before the process ends; NULL: close does it. */
	void (*leave)(void *conn);

	int (*prepare)(void **stmt, void *conn, const char *sql);
	void (*finalize)(void *stmt);
	/* Bytes of text stay the caller's until the next reset. */
	int (*bind)(void *stmt, size_t n, const struct crm_value *v);
	int (*step)(void *stmt);		/* 1 row, 0 end */
	struct crm_value (*cell)(void *stmt, int col);
	void (*reset)(void *stmt);
	/* As crm_db_later, for step; NULL: an engine is asked at once. */
	int (*later)(void *stmt);
	int (*each)(void *conn, const char *sql, size_t n,
		    const struct crm_value *v, int cols,
		    int (*row)(void *ctx, const struct crm_value *cells),
		    void *ctx);

	/*
	 * As crm_db_search_add and _remove, and 1 when the dialect's words do
	 * it; as crm_db_search_load.  All may be NULL.
	 */
	int (*search_add)(void *conn, int64_t link,
			  const struct crm_value *words);
	int (*search_remove)(void *conn, int64_t link,
			     const struct crm_value *words);
	int (*search_load)(void *conn, int64_t expected);
	int (*search_given)(void *conn);	/* as crm_db_search_given */
	/* A value of search_links, by its number; the caller frees it. */
	int (*search_match)(void *conn, char **out, const char *words,
			    int which);
	/* As crm_db_search_each. */
	int (*search_each)(void *conn,
			   int (*each)(void *ctx, int64_t link, int part,
				       const char *word, size_t len),
			   void *ctx);
	/* As crm_db_guard, crm_db_read. */
	int (*guard)(void *conn);
	int (*read)(void **stmt, void *conn, const char *sql, size_t len,
		    struct crm_db_fault *fault);
	int (*columns)(void *stmt);
	const char *(*column_name)(void *stmt, int col);
	int (*params)(void *stmt);
	const char *(*param)(void *stmt, int i);

	/* As crm_db_owns; NULL: it does. */
	int (*owns)(void *conn);
	/* As crm_db_references; an engine that can't does nothing. */
	int (*references)(void *conn, bool checked);
	/* As crm_db_fill; NULL: references does it. */
	int (*fill)(void *conn, bool filling);
	/* As crm_db_insert. */
	int (*insert)(void *conn, const char *into, size_t columns,
		      int64_t from, size_t n, const struct crm_value *v);

	/* As crm_db_last. */
	int (*last)(void *conn, const char *table, int64_t id);

	/* As crm_db_check. */
	int (*check)(void *conn,
		     int (*found)(void *ctx, const char *sentence,
				  const char *todo),
		     void *ctx);

	int (*get_schema)(void *conn, int64_t *number);
	int (*set_schema)(void *conn, int64_t number);
	int (*bulk)(void *conn);

	/*
	 * The outermost transaction, where it takes more than the dialect's
	 * words, COMMIT and ROLLBACK; else NULL.
	 */
	int (*begin)(void *conn);
	int (*begin_read)(void *conn);
	int (*commit)(void *conn);
	int (*roll_back)(void *conn);
	/* As crm_db_again; NULL: writers wait for each other. */
	bool (*again)(void *conn, int code, int *tries);
	/* As crm_db_failed; NULL: only the statement fails. */
	bool (*failed)(const void *conn);
	/* As crm_db_claim; NULL: whoever may write at all is alone. */
	int (*claim)(void *conn, const char *table);
};

/* The driver that is built in. */
extern const struct crm_driver crm_driver_sqlite;

/* The one symbol of a module; NULL when ABI isn't the one it was made for. */
typedef const struct crm_driver *crm_driver_module(
    const struct crm_host *host, unsigned abi);
#define CRM_DRIVER_POSTGRES "crm_driver_postgres"

#endif
