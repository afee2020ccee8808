/* The full text index, by the words of each engine's dialect. */
#include <stdlib.h>
#include <string.h>

#include "crm/buf.h"
#include "db/conn.h"

int
crm_db_search_add(struct crm_db *db, int64_t link,
		  const struct crm_value words[CRM_SEARCH_PARTS])
{
	int rc = db->driver->search_add ? db->driver->search_add(db->conn,
	    link, words) : 1;

	return rc <= 0 ? rc : crm_db_exec(db, db->driver->dialect->search_add,
	    CRM_BIND(crm_int(link), words[CRM_SEARCH_NAME],
	    words[CRM_SEARCH_KEY], words[CRM_SEARCH_TEXT]));
}

int
crm_db_search_remove(struct crm_db *db, int64_t link,
		     const struct crm_value words[CRM_SEARCH_PARTS])
{
	const char *sql = db->driver->dialect->search_remove;
	int rc = db->driver->search_remove ? db->driver->search_remove(
	    db->conn, link, words) : 1;

	return rc <= 0 ? rc : crm_db_exec(db, sql, CRM_BIND(crm_int(link),
	    words[CRM_SEARCH_NAME], words[CRM_SEARCH_KEY],
	    words[CRM_SEARCH_TEXT]));
}

int
crm_db_search_load(struct crm_db *db, int64_t expected)
{
	return db->driver->search_load ? db->driver->search_load(db->conn,
	    expected) : 0;
}

int
crm_db_search_given(struct crm_db *db)
{
	return db->driver->search_given ? db->driver->search_given(db->conn)
	    : 0;
}

int
crm_db_search_clear(struct crm_db *db)
{
	int rc = crm_db_search_load(db, 0);

	return rc ? rc : crm_db_exec(db, db->driver->dialect->search_clear,
	    CRM_NONE);
}

int
crm_db_search(struct crm_db *db, struct crm_buf *sql, struct crm_arena *a,
	      const char *words,
	      int (*bind)(void *ctx, struct crm_value v), void *ctx)
{
	const char *s = db->driver->dialect->search_links, *open;

	crm_buf_char(sql, '(');
	while ((open = strchr(s, '{')) != NULL) {
		char *made;
		int rc = db->driver->search_match(db->conn, &made, words,
		    open[1] - '0');

		if (rc)
			return rc;
		crm_buf_add(sql, s, (size_t)(open - s));
		crm_buf_printf(sql, "$%d", bind(ctx,
		    crm_text(crm_arena_str(a, made))));
		free(made);
		s = open + 3;
	}
	crm_buf_str(sql, s);
	crm_buf_char(sql, ')');
	return 0;
}

int
crm_db_search_each(struct crm_db *db,
		   int (*each)(void *ctx, int64_t link, int part,
			       const char *word, size_t len), void *ctx)
{
	return db->driver->search_each(db->conn, each, ctx);
}

int
crm_db_owns(struct crm_db *db)
{
	return db->driver->owns ? db->driver->owns(db->conn) : 1;
}

int
crm_db_references(struct crm_db *db, bool checked)
{
	return db->driver->references(db->conn, checked);
}
