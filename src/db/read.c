/* SQL that somebody wrote: see crm_db_read. */
#include "db/conn.h"

int
crm_db_guard(struct crm_db *db)
{
	return db->driver->guard(db->conn);
}

int
crm_db_read(struct crm_rows **out, struct crm_db *db, const char *sql,
	    size_t len, struct crm_db_fault *fault)
{
	struct crm_rows *rows;
	void *stmt = NULL;
	int rc = db->driver->read(&stmt, db->conn, sql, len, fault);

	*out = NULL;
	if (rc)
		return rc;
	rows = crm_arena_alloc(&db->arena, sizeof(*rows));
	*rows = (struct crm_rows){
		.db = db, .stmt = stmt, .busy = true, .passing = true,
		.sql = crm_arena_copy(&db->arena, sql, len),
		.started = db->trace ? crm_db_microseconds() : 0
	};
	*out = rows;
	return 0;
}

int
crm_rows_columns(const struct crm_rows *rows)
{
	return rows->db->driver->columns(rows->stmt);
}

const char *
crm_rows_name(const struct crm_rows *rows, int col)
{
	return rows->db->driver->column_name(rows->stmt, col);
}

int
crm_rows_params(const struct crm_rows *rows)
{
	return rows->db->driver->params(rows->stmt);
}

const char *
crm_rows_param(const struct crm_rows *rows, int i)
{
	return rows->db->driver->param(rows->stmt, i);
}

int
crm_rows_bind(struct crm_rows *rows, size_t n, const struct crm_value *v)
{
	return rows->db->driver->bind(rows->stmt, n, v);
}
